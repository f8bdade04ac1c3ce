"""A trained layer with a linear activation misses equivariance by the generators that the group moves, and by its bias."""

from __future__ import annotations

from typing import SupportsFloat

import numpy as np

from lconv.crosschecks.layers import layer_of, worst_of_draws
from lconv.numpy_io import to_numpy, to_torch
from lietheory.claims.prose_linear_activation import formula, sample
from lietheory.proof import applied, relative


@worst_of_draws
def residual(rng: np.random.Generator) -> SupportsFloat:
    """Of F(u h) - u F(h) against the formula, for generators of any kind; and of equivariance, for those in the commutant."""
    instance = sample(rng)
    W, h, u, b, slope = (instance[name] for name in ("W", "h", "u", "b", "slope"))
    x, action = to_torch(h), to_torch(u)
    defects = []
    for L, expected in ((instance["K"], applied(formula, instance)), (instance["L"], 0.0)):
        layer = layer_of(L, W, np.ravel(b))
        error = slope * layer(action @ x) - action @ (slope * layer(x))
        defects.append(relative(to_numpy(error) - expected, L, W, h, u))
    return max(defects)
