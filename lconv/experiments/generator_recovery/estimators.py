"""Every estimator of a generator in one interface: pairs in, a matrix (d, d) out, with its ceiling and its time."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
import scipy.linalg
import torch
from torch import Tensor

from lconv.experiments.generator_recovery.angle_network import DTYPE, AngleNetwork, learned_by_angle
from lconv.experiments.generator_recovery.evaluation import Ceiling, Evaluation, Matrix, one_sided, two_sided
from lconv.experiments.generator_recovery.rotation_pairs import Pairs, paired
from lconv.experiments.generator_recovery.settings import Discover, largest_angle, recurrence
from lconv.experiments.harness.training import Training, batch_of, minimise
from lconv.nn.generators.parametrization import DenseGenerators, GeneratorParametrization, LowRankGenerators, SkewGenerators
from lconv.numpy_io import to_numpy
from lietheory.arrays import tolerance
from lietheory.errors import RankError
from lietheory.representation.exponential import principal_logarithm


def least_squares(pairs: Pairs) -> Matrix:
    """The L of least norm that minimises sum |theta L x - (y - x)|^2 over all pairs at once.

    With theta and -theta of every image it is (R(theta) - R(-theta)) / 2 theta; with theta alone (R(theta) - I) / theta.
    """
    x = pairs.angles[..., None] * pairs.x
    return _regression(x.reshape(-1, x.shape[-1]), (pairs.y - pairs.x).reshape(-1, x.shape[-1]))


def skew_least_squares(pairs: Pairs) -> Matrix:
    """The antisymmetric L that minimises the same sum: L S + S L = C - C^T, with S and C the second moments.

    Where S is singular, that of least norm up to the small multiple of I which is added to S.
    """
    x = (pairs.angles[..., None] * pairs.x).reshape(-1, pairs.x.shape[1])
    S, C = x.T @ x, (pairs.y - pairs.x).reshape(x.shape).T @ x
    S += 1e-9 * np.trace(S) / len(S) * np.eye(len(S))
    L = scipy.linalg.solve_continuous_lyapunov(S, C - C.T)
    return (L - L.T) / 2


def logarithm(pairs: Pairs) -> Matrix:
    """log R(theta) / theta, for R regressed from the pairs; from both signs half the difference of the logarithms.

    Raises:
        RankError: a rotation that loses dimensions, as one does that moves a corner out of the image by a pixel.
    """
    logs = [_logarithm(_rotation(pairs, side), pairs.angle) / pairs.angles[side, 0] for side in range(len(pairs.y))]
    return np.mean(logs, axis=0)


def _rotation(pairs: Pairs, side: int) -> Matrix:
    """R(theta), the identity on what the images do not span."""
    return np.eye(pairs.x.shape[1]) + _regression(pairs.x, pairs.y[side] - pairs.x)


def _regression(x: np.ndarray, y: np.ndarray) -> Matrix:
    """The B of least norm with the least sum |B x - y|^2, images in rows."""
    return np.linalg.lstsq(x, y, rcond=tolerance(size=x.size))[0].T


def _logarithm(R: Matrix, theta: float) -> Matrix:
    s = np.linalg.svd(R, compute_uv=False)
    if s[-1] <= 1e-9 * s[0]:
        raise RankError(
            "logarithm(pairs)",
            "an invertible rotation",
            f"singular values down to {s[-1]:.1e} at angle {theta:.3g}",
            "Take a smaller angle, at which no pixel leaves the image.",
        )
    return principal_logarithm(R)  # its own error is small beside that of R, which comes from data


Start = Callable[[int, torch.Generator], GeneratorParametrization]
"""One random generator of a space of d points."""


def full(d: int, draw: torch.Generator) -> GeneratorParametrization:
    """A matrix without constraint."""
    return DenseGenerators.random(1, d, dtype=DTYPE, generator=draw)


def skew(d: int, draw: torch.Generator) -> GeneratorParametrization:
    """A matrix in so(d)."""
    return SkewGenerators(1, d, dtype=DTYPE, generator=draw)


def low_rank(rank: int) -> Start:
    """Products U V of this rank."""
    return lambda d, draw: LowRankGenerators.random(1, d, rank, dtype=DTYPE, generator=draw)


def learned(pairs: Pairs, start: Start, training: Training, *, generator: torch.Generator, steps: int = 1) -> Matrix:
    """The L of (I + theta L / r)^r, trained until it takes x to its rotation by theta.

    Both signs of an image, where they are there, are in the same batch. The blur of bilinear sampling is the same for
    both, so it cancels from the gradient, and at its minimum the loss has no noise left.

    Args:
        pairs: images, what becomes of them, and the angles.
        start: the random generator that is trained.
        training: the training loop.
        generator: source of the initial numbers and the batches.
        steps: r, how many times the layer is applied.

    References:
        L-conv paper, Eq 6 with W_0 = 1 and W_1 = theta / r.
    """
    L = start(pairs.x.shape[1], generator)
    x, y, angles = (torch.as_tensor(array.copy(), dtype=DTYPE) for array in (pairs.x, pairs.y, pairs.angles))

    def loss(step: int) -> Tensor:
        k = batch_of(len(x), training.batch_size, generator)
        return (_turned(L, x[k], angles[:, k], steps) - y[:, k]).square().mean() / pairs.angle**2

    minimise(loss, L.parameters(), training)
    return to_numpy(L()[0])


def apply(L: GeneratorParametrization, x: Tensor) -> Tensor:
    """L x for the one generator L and x (batch, space): Eq 6 with W_0 = 0 and W_1 = 1, one matrix product."""
    return L.convolve(x[..., None], x.new_tensor([0.0, 1.0]).view(2, 1, 1), None)[..., 0]


def _turned(L: GeneratorParametrization, x: Tensor, angles: Tensor, steps: int) -> Tensor:
    """(I + theta_sb L / r)^r x_b for every side s, (side, batch, space)."""
    if steps == 1:  # L x is the same on every side
        return x + angles[..., None] * apply(L, x)
    weights = angles.reshape(-1, 1) / steps
    h = x.repeat(len(angles), 1)
    for _ in range(steps):
        h = h + weights * apply(L, h)
    return h.view(*angles.shape, -1)


Fit = Callable[[Pairs, Discover, torch.Generator], Matrix]


@dataclass(frozen=True)
class Estimator:
    """A way from pairs to a generator.

    Args:
        name: in tables and configurations.
        pairing: which pairs it is given.
        fit: what it does with them.
        ceiling: the cosine between the sampler's derivative and the limit of the fit at an angle; for low rank, between it
            and the best matrix of that rank.
    """

    name: str
    pairing: str
    fit: Fit
    ceiling: Ceiling


@dataclass(frozen=True, eq=False)
class Recovered:
    """What an estimator returns.

    Args:
        generator: L.
        seconds: how long it took.
    """

    generator: Matrix
    seconds: float


def recover(estimator: Estimator, x: np.ndarray, theta: float, configuration: Discover, *, rng: np.random.Generator) -> Recovered:
    """The generator of rotation estimated from images and what they become at the angle theta."""
    pairs = paired(x, theta, estimator.pairing, rng=rng)
    draw = torch.Generator().manual_seed(int(rng.integers(2**31)))
    started = time.perf_counter()
    return Recovered(estimator.fit(pairs, configuration, draw), time.perf_counter() - started)


def recover_without_angle(
    x: np.ndarray, held: np.ndarray, signs: str, configuration: Discover, *, rng: np.random.Generator
) -> tuple[Recovered, float]:
    """The generator in a network that learns to predict the angle, and the share of its variance that it explains.

    Args:
        x: images to learn from.
        held: images held out.
        signs: ``"both"`` for angles from -a to a, ``"one"`` for 0 to a, as published.
        configuration: training and hidden units.
        rng: source of all that is drawn.
    """
    size = round(x.shape[1] ** 0.5)
    a = math.pi / largest_angle(size)
    draw = torch.Generator().manual_seed(int(rng.integers(2**31)))
    network = AngleNetwork(x.shape[1], configuration.channels, recurrence(size), generator=draw)
    images, probe = (torch.as_tensor(part, dtype=DTYPE) for part in (x, held))
    started = time.perf_counter()
    lowest = -a if signs == "both" else 0.0
    L, explained = learned_by_angle(images, probe, lowest, a, network, configuration.regression, generator=draw)
    return Recovered(L, time.perf_counter() - started), explained


def _two_sided(evaluation: Evaluation, theta: float) -> dict[str, float]:
    return evaluation.ceiling(two_sided(evaluation.size, theta))


def _one_sided(evaluation: Evaluation, theta: float) -> dict[str, float]:
    return evaluation.ceiling(one_sided(evaluation.size, theta))


def _skew(evaluation: Evaluation, theta: float) -> dict[str, float]:
    return evaluation.skew_ceiling(two_sided(evaluation.size, theta))


def _skew_one_sided(evaluation: Evaluation, theta: float) -> dict[str, float]:
    return evaluation.skew_ceiling(one_sided(evaluation.size, theta))


def _rank(rank: int) -> Ceiling:
    return lambda evaluation, theta: evaluation.low_rank_ceiling(rank)


def _train(start: Start, training: str = "full") -> Fit:
    def fit(pairs: Pairs, configuration: Discover, draw: torch.Generator) -> Matrix:
        return learned(pairs, start, getattr(configuration, training), generator=draw)

    return fit


def _recurrent(pairs: Pairs, configuration: Discover, draw: torch.Generator) -> Matrix:
    steps = recurrence(round(pairs.x.shape[1] ** 0.5))
    return learned(pairs, full, configuration.recurrent, generator=draw, steps=steps)


def _closed(fit: Callable[[Pairs], Matrix], pairs: Pairs, configuration: Discover, draw: torch.Generator) -> Matrix:
    return fit(pairs)


_BOTH, _ONE, _EITHER = "two-sided", "one-sided", "one sign an image"
_EACH = (
    Estimator("trained, full", _BOTH, _train(full), _two_sided),
    Estimator("trained, skew", _BOTH, _train(skew), _skew),
    Estimator("trained, rank 8", _BOTH, _train(low_rank(8), "low_rank"), _rank(8)),
    Estimator("trained, rank 16", _BOTH, _train(low_rank(16), "low_rank"), _rank(16)),
    Estimator("trained, recurrent", _BOTH, _recurrent, _two_sided),
    Estimator("difference", _BOTH, partial(_closed, least_squares), _two_sided),
    Estimator("logarithm", _BOTH, partial(_closed, logarithm), _two_sided),
    Estimator("least squares, skew", _BOTH, partial(_closed, skew_least_squares), _skew),
    Estimator("trained, full, one sign an image", _EITHER, _train(full), _two_sided),
    Estimator("least squares, one sign an image", _EITHER, partial(_closed, least_squares), _two_sided),
    Estimator("trained, full, one-sided", _ONE, _train(full), _one_sided),
    Estimator("trained, skew, one-sided", _ONE, _train(skew), _skew_one_sided),
    Estimator("difference, one-sided", _ONE, partial(_closed, least_squares), _one_sided),
    Estimator("logarithm, one-sided", _ONE, partial(_closed, logarithm), _one_sided),
)
ESTIMATORS: dict[str, Estimator] = {estimator.name: estimator for estimator in _EACH}
WITHOUT_ANGLE = {"angle unknown": "both", "angle unknown, one-sided": "one"}
"""The networks that are not given the angle, and the signs that it has."""
