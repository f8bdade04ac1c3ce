"""A trained layer with one generator and proportional weights is the graph convolution with A = I + c L."""

from __future__ import annotations

from typing import SupportsFloat

import numpy as np

from lconv.convert import from_gcn
from lconv.crosschecks.layers import layer_of, worst_of_draws
from lconv.numpy_io import to_numpy, to_torch
from lietheory.claims.prose_gcn_most_restricted import sample
from lietheory.proof import relative


@worst_of_draws
def residual(rng: np.random.Generator) -> SupportsFloat:
    """Of the layer with weights V and c V against from_gcn, and of both against A h V."""
    instance = sample(rng)
    L, V, W, A, h = (instance[name] for name in ("L", "V", "W", "A", "h"))
    layers = layer_of(L[None], np.stack([V, W])), from_gcn(A, to_torch(V))
    return max(relative(to_numpy(layer(to_torch(h)[None])[0]) - A @ h @ V, A, h, V) for layer in layers)
