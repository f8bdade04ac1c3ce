"""Proposition 5: a graph convolution as a trained L-conv with one generator of any scale."""

from __future__ import annotations

from typing import SupportsFloat

import numpy as np

from lconv.convert import from_gcn
from lconv.crosschecks.layers import layer_of, worst_of_draws
from lconv.numpy_io import to_numpy, to_torch
from lietheory.claims.p5_graph_convolution import sample
from lietheory.proof import relative


@worst_of_draws
def residual(rng: np.random.Generator) -> SupportsFloat:
    """Of the L-conv with L = lambda (A - I), and of from_gcn, against A h V."""
    instance = sample(rng)
    A, h, V, L, W = (instance[name] for name in ("A", "h", "V", "L", "W"))
    layers = layer_of(L[None], np.stack([V, W])), from_gcn(A, to_torch(V))
    return max(relative(to_numpy(layer(to_torch(h)[None])[0]) - A @ h @ V, A, h, V) for layer in layers)
