"""Proposition 5: a graph convolution as a trained L-conv with one generator of any scale."""

from __future__ import annotations

import numpy as np

from lconv.convert import from_gcn
from lconv.crosschecks.layers import layer_of, worst_of
from lconv.numpy_io import to_numpy, to_torch
from lietheory.claims.p5_graph_convolution import sample
from lietheory.proof import relative


def residual(rng: np.random.Generator) -> float:
    """Of the L-conv with L = lambda (A - I), and of from_gcn, against A h V."""
    return worst_of(_residual, rng)


def _residual(rng: np.random.Generator) -> float:
    instance = sample(rng)
    A, h, V, L, W = (instance[name] for name in ("A", "h", "V", "L", "W"))
    layers = layer_of(L[None], np.stack([V, W])), from_gcn(A, to_torch(V))
    return max(relative(to_numpy(layer(to_torch(h)[None])[0]) - A @ h @ V, A, h, V) for layer in layers)
