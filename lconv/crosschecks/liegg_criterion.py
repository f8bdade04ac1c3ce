"""LieGG's criterion: what ``discover`` finds where torch's slopes vanish leaves the outputs alone along its whole flow."""

from __future__ import annotations

from typing import SupportsFloat

import numpy as np
import torch

from lconv.crosschecks.layers import worst_of_draws
from lconv.liegg.actions import LinearAction
from lconv.liegg.derivatives import directional_derivatives, outputs
from lconv.liegg.discover import discover
from lconv.numpy_io import to_numpy, to_torch
from lietheory.proof import well_conditioned

POINTS = 200


@worst_of_draws
def residual(rng: np.random.Generator) -> SupportsFloat:
    """Of slopes and finite steps of two functions of a form, along the directions found; 1 where their number is wrong."""
    d = int(rng.integers(2, 5))
    root = to_torch(well_conditioned(rng, d, 2.0))
    form = root.T * to_torch(rng.choice([-1.0, 1.0], d)) @ root / d
    x, action = to_torch(rng.standard_normal((POINTS, d))), LinearAction(d)

    def F(y: torch.Tensor) -> torch.Tensor:
        q = torch.einsum("ni,ij,nj->n", y, form, y)
        return torch.stack([q, torch.sin(q)], dim=1)

    estimate = discover(F, x, action, generator=torch.Generator().manual_seed(int(rng.integers(2**31))))
    if estimate.dimension != d * (d - 1) // 2:
        return 1.0
    slopes = np.tensordot(
        estimate.generator_coefficients, to_numpy(directional_derivatives(F, x, action.motion(x))[0]), axes=(1, 1)
    )
    moved = [to_numpy(outputs(F, action.flow(x, c)) - outputs(F, x)) for c in estimate.generator_coefficients]
    return float(max(np.abs(slopes).max(), np.abs(moved).max()) / (1 + float(x.square().max())))
