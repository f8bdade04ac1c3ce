"""What the cross-checks share: an L-conv of the trained kind with given numbers, and the worst of several draws."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch

from lconv.nn.layer import LConv
from lconv.numpy_io import to_torch

DRAWS = 10  # instances a cross-check


def layer_of(L: np.ndarray, W: np.ndarray, b: np.ndarray | None = None) -> LConv:
    """The trained layer in float64 with generators L, weights W and bias b (out,), as a caller would set them."""
    layer = LConv(L.shape[2], *W.shape[1:], generators=to_torch(L), trainable=False, bias=b is not None)
    with torch.no_grad():
        layer.weight.copy_(to_torch(W))
        if b is not None:
            layer.bias.copy_(to_torch(b))
    return layer


def worst_of(residual: Callable[[np.random.Generator], float], rng: np.random.Generator) -> float:
    """The largest residual of several draws; NaN if one is."""
    return float(np.max([residual(rng) for _ in range(DRAWS)]))
