"""A function on R^3 with a discrete rotation for a symmetry, and whether what was learned generates the right group."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from jaxtyping import Float

from lconv.experiments.baselines.interface import Samples
from lconv.experiments.baselines.liegan import LieGAN
from lconv.experiments.harness.study import Measures
from lconv.experiments.method_comparison.measures import measured
from lconv.numpy_io import to_torch


@dataclass(frozen=True)
class DiscreteRotation:
    """y = z / (1 + (angle of (x, y) mod 2 pi / order)): invariant under turns by 2 pi / order about the third axis.

    Args:
        points: drawn from N(0, 1) in R^3.
        order: of the rotation.
        epochs: of the LieGAN-style learner, as many as the released run has: 220 to 270 s on one core.
        width: of its discriminator.
        reach: its coefficients are the integers from -reach to reach.

    References:
        Yang et al. 2023, section 5.3 and the settings of its released run: order 7, 20,000 points.
    """

    points: int = 20_000
    order: int = 7
    epochs: int = 100
    width: int = 512
    reach: int = 10


METHODS = ("LieGAN-style",)
AXIS = np.array([[[0.0, -1.0, 0.0], [1.0, 0.0, 0.0], [0.0, 0.0, 0.0]]])
NEAR = 0.05
"""A turn by this share of the smallest one too much still counts as the same group."""
START = (2 / 9) ** 0.5
"""The released start of a generator: Kaiming's for an array (1, 3, 3), whose fan-in is 9."""


def find_rotation(settings: DiscreteRotation, method: str, seed: int) -> Measures:
    """The generator that the adversarial learner estimates, its axis, and its angle, which the cosine does not measure."""
    x, y = discrete_rotation(settings, rng=np.random.default_rng(seed))
    learner = LieGAN(
        turned_targets=False,
        coefficients="integers",
        scale=settings.reach,
        start=START,
        away=0.01,
        epochs=settings.epochs,
        width=settings.width,
    )
    samples = Samples(to_torch(x, torch.float32), to_torch(y, torch.float32))
    outcome = learner.train(samples, generator=torch.Generator().manual_seed(seed))
    multiple = turns_of(outcome.span[0], settings.order)
    group = {"multiple": multiple, "right_group": generates(multiple, settings.order)}
    return measured(outcome.span, AXIS, x[:2000]) | group | outcome.facts


def discrete_rotation(
    settings: DiscreteRotation, *, rng: np.random.Generator
) -> tuple[Float[np.ndarray, "n 3"], Float[np.ndarray, " n"]]:
    """Points and values.

    Examples:
        >>> x, y = discrete_rotation(DiscreteRotation(points=10), rng=np.random.default_rng(0))
        >>> x.shape, y.shape
        ((10, 3), (10,))
    """
    x = rng.standard_normal((settings.points, 3))
    return x, rotation_invariant(x, settings.order)


def rotation_invariant(x: Float[np.ndarray, "n 3"], order: int) -> Float[np.ndarray, " n"]:
    """z / (1 + (angle mod 2 pi / order))."""
    return x[:, 2] / (1 + np.mod(np.arctan2(x[:, 1], x[:, 0]), 2 * np.pi / order))


def turns_of(L: Float[np.ndarray, "3 3"], order: int) -> float:
    """The angle by which exp(L) turns, in units of 2 pi / order: the largest imaginary part of an eigenvalue.

    Examples:
        >>> turns_of(AXIS[0] * 2 * np.pi / 7, 7).__round__(12)
        1.0
    """
    return float(np.abs(np.linalg.eigvals(L).imag).max() * order / (2 * np.pi))


def generates(multiple: float, order: int) -> bool:
    """Whether turns by this multiple of 2 pi / order generate the group of that order: an integer prime to it.

    Examples:
        >>> [generates(m, 7) for m in (1.01, 0.5, 3.0, 7.0)]
        [True, False, True, False]
    """
    nearest = round(multiple)
    return abs(multiple - nearest) <= NEAR and int(np.gcd(nearest, order)) == 1
