"""Proposition 3: torch's dense layer as a trained L-conv, over all of gl(d) with a pool, and as from_linear has it."""

from __future__ import annotations

from typing import SupportsFloat

import numpy as np
import torch

from lconv.convert import from_linear
from lconv.crosschecks.layers import layer_of, worst_of_draws
from lconv.numpy_io import to_numpy, to_torch
from lietheory.algebra import gl
from lietheory.claims.p3_dense_layer import sample
from lietheory.proof import relative


@worst_of_draws
def residual(rng: np.random.Generator) -> SupportsFloat:
    """Of both L-convs against nn.Linear, the activation after the pool."""
    instance = sample(rng)
    w, h, b, W = (instance[name] for name in ("w", "h", "b", "W"))
    linear = torch.nn.Linear(len(h), len(b), dtype=torch.float64)
    with torch.no_grad():
        linear.weight.copy_(to_torch(w))
        linear.bias.copy_(to_torch(b))
    x = to_torch(h)[None]
    dense = torch.relu(linear(x))
    pooled = torch.relu(layer_of(gl(len(h)).generators, W[:, None])(x[..., None]).sum(dim=1) + linear.bias)
    known = torch.relu(from_linear(linear)(x[..., None])[:, 0])
    return max(relative(to_numpy(layer - dense), w, h, b) for layer in (pooled, known))
