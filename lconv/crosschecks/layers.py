"""What the cross-checks share: an L-conv of the trained kind with given numbers, and the worst of several draws."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import SupportsFloat

import numpy as np

from lconv.nn.layer import LConv
from lconv.numpy_io import to_torch

DRAWS = 10  # instances a cross-check


def layer_of(L: np.ndarray, W: np.ndarray, b: np.ndarray | None = None) -> LConv:
    """The trained layer in float64 with generators L, weights W and bias b (out,), as a caller would set them."""
    return LConv.from_numbers(to_torch(L), to_torch(W), None if b is None else to_torch(b), trainable=False)


def worst_of_draws(residual: Callable[[np.random.Generator], SupportsFloat]) -> Callable[[np.random.Generator], float]:
    """The largest residual of several draws instead of that of one; NaN if one is."""

    @wraps(residual)
    def worst(rng: np.random.Generator) -> float:
        return float(np.max([float(residual(rng)) for _ in range(DRAWS)]))

    return worst
