"""Eq 6: the trained layer is the formula, and misses equivariance by the commutators of its generators."""

from __future__ import annotations

from typing import SupportsFloat

import numpy as np

from lconv.crosschecks.layers import layer_of, worst_of_draws
from lconv.numpy_io import to_numpy, to_torch
from lietheory.algebra import bracket
from lietheory.claims.eq06_lconv_layer import components, sample
from lietheory.proof import applied, relative


@worst_of_draws
def residual(rng: np.random.Generator) -> SupportsFloat:
    """Of the layer against its components, and of F(u h) - u F(h) against sum_i [L_i, u] h W^i."""
    instance = sample(rng)
    L, W, h, u = (instance[name] for name in ("L", "W", "h", "u"))
    layer = layer_of(L, W, np.ravel(instance["b"]))
    error = to_numpy(layer(to_torch(u @ h)) - to_torch(u) @ layer(to_torch(h)))
    formula = to_numpy(layer_of(bracket(L, u), np.concatenate([0 * W[:1], W[1:]]))(to_torch(h)))
    return max(
        relative(to_numpy(layer(to_torch(h))) - applied(components, instance), L, W, h), relative(error - formula, L, W, h, u)
    )
