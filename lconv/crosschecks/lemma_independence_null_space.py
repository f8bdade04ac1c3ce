"""What a torch network does not see: ``discover`` counts exact symmetries and unidentified directions as the lemma does."""

from __future__ import annotations

from typing import SupportsFloat

import numpy as np
import torch

from lconv.crosschecks.layers import worst_of_draws
from lconv.liegg.actions import LinearAction
from lconv.liegg.discover import discover
from lconv.numpy_io import to_torch
from lietheory.proof import well_conditioned

POINTS = 300
WIDTH = 16


@worst_of_draws
def residual(rng: np.random.Generator) -> SupportsFloat:
    """Of the number of exact symmetries, s (d - q), and of identifiable directions, d s."""
    d = int(rng.integers(2, 5))
    s, q = (int(k) for k in rng.integers(1, d + 1, 2))
    draws = torch.Generator().manual_seed(int(rng.integers(2**31)))
    A = to_torch(well_conditioned(rng, d, 3.0)[:q])
    first, last = (torch.randn(shape, dtype=torch.float64, generator=draws) for shape in ((q, WIDTH), (WIDTH, 1)))
    x = to_torch(rng.standard_normal((POINTS, s)) @ well_conditioned(rng, d, 3.0)[:, :s].T)
    estimate = discover(lambda x: torch.tanh(x @ A.T @ first) @ last, x, LinearAction(d), generator=draws)
    return float(abs(estimate.exact_dimension - s * (d - q)) + abs(estimate.identifiable_dimension - d * s))
