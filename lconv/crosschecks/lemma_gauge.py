"""The gauge freedom: two trained layers with mixed generators and weights to match are the same function."""

from __future__ import annotations

from typing import SupportsFloat

import numpy as np

from lconv.crosschecks.layers import layer_of, worst_of_draws
from lconv.numpy_io import to_numpy, to_torch
from lietheory.claims.lemma_gauge import sample
from lietheory.proof import relative


@worst_of_draws
def residual(rng: np.random.Generator) -> SupportsFloat:
    """Of the layer in the new gauge against the layer in the old one."""
    instance = sample(rng)
    L, W, moved, weights, h = (instance[k] for k in ("L", "W", "moved", "weights", "h"))
    difference = layer_of(moved, weights)(to_torch(h)) - layer_of(L, W)(to_torch(h))
    return relative(to_numpy(difference), L, W, moved, weights, h)
