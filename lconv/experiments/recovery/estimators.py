"""Every estimator of a generator in one interface: pairs in, a matrix (d, d) out, with its ceiling and its time."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
import torch

from lconv.experiments.recovery import closed_form
from lconv.experiments.recovery.angle_network import AngleNetwork, learned_by_angle
from lconv.experiments.recovery.configuration import Discover, largest_angle, recurrence
from lconv.experiments.recovery.pairs import Pairs, paired
from lconv.experiments.recovery.trained import DTYPE, Start, full, learned, low_rank, skew
from lconv.experiments.recovery.truths import Ceiling, Judge, Matrix, one_sided, two_sided

Fit = Callable[[Pairs, Discover, torch.Generator], Matrix]


@dataclass(frozen=True)
class Estimator:
    """A way from pairs to a generator.

    Args:
        name: in tables and configurations.
        pairing: which pairs it is given.
        fit: what it does with them.
        ceiling: the cosine with the sampler's derivative of what it fits at an angle when it is done; for low rank, of the
            best matrix of that rank.
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
    """The generator of rotation that an estimator finds from images and what they become at the angle theta."""
    pairs = paired(x, theta, estimator.pairing, rng=rng)
    draw = torch.Generator().manual_seed(int(rng.integers(2**31)))
    started = time.perf_counter()
    return Recovered(estimator.fit(pairs, configuration, draw), time.perf_counter() - started)


def recover_without_angle(
    x: np.ndarray, held: np.ndarray, signs: str, configuration: Discover, *, rng: np.random.Generator
) -> tuple[Recovered, float]:
    """The generator in a network that learns to say the angle, and the share of its variance that it explains.

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
    images = [torch.as_tensor(part, dtype=DTYPE) for part in (x, held)]
    started = time.perf_counter()
    bounds = (-a if signs == "both" else 0.0, a)
    L, explained = learned_by_angle(*images, *bounds, network, configuration.regression, generator=draw)
    return Recovered(L, time.perf_counter() - started), explained


def _two_sided(judge: Judge, theta: float) -> dict[str, float]:
    return judge.ceiling(two_sided(judge.size, theta))


def _one_sided(judge: Judge, theta: float) -> dict[str, float]:
    return judge.ceiling(one_sided(judge.size, theta))


def _skew(judge: Judge, theta: float) -> dict[str, float]:
    return judge.skew_ceiling(two_sided(judge.size, theta))


def _skew_one_sided(judge: Judge, theta: float) -> dict[str, float]:
    return judge.skew_ceiling(one_sided(judge.size, theta))


def _rank(rank: int) -> Ceiling:
    return lambda judge, theta: judge.low_rank_ceiling(rank)


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
    Estimator("difference", _BOTH, partial(_closed, closed_form.least_squares), _two_sided),
    Estimator("logarithm", _BOTH, partial(_closed, closed_form.logarithm), _two_sided),
    Estimator("least squares, skew", _BOTH, partial(_closed, closed_form.skew_least_squares), _skew),
    Estimator("trained, full, one sign an image", _EITHER, _train(full), _two_sided),
    Estimator("least squares, one sign an image", _EITHER, partial(_closed, closed_form.least_squares), _two_sided),
    Estimator("trained, full, one-sided", _ONE, _train(full), _one_sided),
    Estimator("trained, skew, one-sided", _ONE, _train(skew), _skew_one_sided),
    Estimator("difference, one-sided", _ONE, partial(_closed, closed_form.least_squares), _one_sided),
    Estimator("logarithm, one-sided", _ONE, partial(_closed, closed_form.logarithm), _one_sided),
)
ESTIMATORS: dict[str, Estimator] = {estimator.name: estimator for estimator in _EACH}
WITHOUT_ANGLE = {"angle unknown": "both", "angle unknown, one-sided": "one"}
"""The networks that are not told the angle, and the signs that it has."""
