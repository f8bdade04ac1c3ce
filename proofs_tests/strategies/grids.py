"""Images sampled from functions whose derivatives are known, and matrices of the plane."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from lietheory.representation import pixel_coordinates


class Sampled(NamedTuple):
    """A function sampled on a grid, and its gradient (pixel, 2) along rows and columns."""

    height: int
    width: int
    values: np.ndarray
    gradient: np.ndarray


@st.composite
def blobs(draw: st.DrawFn, size: int = 28, spread: float = 2.0) -> Sampled:
    """A Gaussian bump away from the border: band-limited and periodic to about 1e-7 of its height at this spread."""
    height = size + draw(st.integers(0, 1))
    center = draw(hnp.arrays(np.float64, 2, elements=st.floats(-1.0, 1.0)))
    x = pixel_coordinates(height, size) - center
    values = np.exp(-np.sum(x**2, axis=1) / (2 * spread**2))
    return Sampled(height, size, values, -x * values[:, None] / spread**2)


def plane(k: int) -> st.SearchStrategy[np.ndarray]:
    """k matrices of the plane (k, 2, 2) with entries in [-1, 1]."""
    return hnp.arrays(np.float64, (k, 2, 2), elements=st.floats(-1.0, 1.0, allow_subnormal=False))


@st.composite
def affine(draw: st.DrawFn, k: int) -> np.ndarray:
    """k affine generators (k, 3, 3) with entries in [-1, 1] and a last row of zeros."""
    top = draw(hnp.arrays(np.float64, (k, 2, 3), elements=st.floats(-1.0, 1.0, allow_subnormal=False)))
    return np.pad(top, ((0, 0), (0, 1), (0, 0)))
