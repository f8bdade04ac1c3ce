"""The symmetry variance: what ``discover`` reports, and what torch's outputs change by along the least direction."""

from __future__ import annotations

from typing import SupportsFloat

import numpy as np
import torch

from lconv.crosschecks.layers import worst_of_draws
from lconv.liegg.actions import LinearAction
from lconv.liegg.derivatives import Model, directional_derivatives, outputs
from lconv.liegg.discover import discover
from lconv.numpy_io import to_numpy, to_torch
from lietheory.claims.liegg_variance import least_direction, remainder
from lietheory.discovery import whitening
from lietheory.proof import applied, waves

POINTS = 300
STEPS = (1e-1, 1e-2, 1e-3)


@worst_of_draws
def residual(rng: np.random.Generator) -> SupportsFloat:
    """Of the variance reported, in units of the outputs' own, and of the mean squared change beyond its bound."""
    n = int(rng.integers(2, 4))
    a, b, points = rng.standard_normal(n + 2), rng.standard_normal((n + 2, n)), rng.standard_normal((POINTS, n))
    scale, directions, x = (to_torch(array) for array in (a, b, points))

    def F(y: torch.Tensor) -> torch.Tensor:
        return torch.tanh(y @ directions.T) @ scale

    h, variance = least_direction(rows(F, x))
    seed = int(rng.integers(2**31))
    estimate = discover(F, x, LinearAction(n), generator=torch.Generator().manual_seed(seed))
    unit = float(whitening(to_numpy(outputs(F, x))[:, None]).item()) ** 2
    reported = abs(estimate.symmetry_variance / unit - variance)
    steepness = float(np.abs(a) @ np.linalg.norm(b, axis=1))
    instance = {"f": waves(a, b), "steepness": steepness, "points": points, "h": h}
    beyond = [(abs(mean_square(F, x, t * h) - t**2 * variance) - applied(remainder, {**instance, "t": t})) / t**2 for t in STEPS]
    return max(reported, *beyond)


def rows(F: Model, x: torch.Tensor) -> np.ndarray:
    """The evidence of a function with one output, by torch's gradients."""
    return to_numpy(directional_derivatives(F, x, LinearAction(x.shape[1]).motion(x))[0][0]).T


def mean_square(F: Model, x: torch.Tensor, step: np.ndarray) -> float:
    """The mean of (F(exp(step) x) - F(x))^2."""
    moved = LinearAction(x.shape[1]).flow(x, step.ravel())
    return float((outputs(F, moved) - outputs(F, x)).square().mean())
