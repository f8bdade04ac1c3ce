"""A function to discover the symmetries of."""

from __future__ import annotations

from torch import Tensor


def radial(x: Tensor) -> Tensor:
    """The squared distance from the origin, which rotations keep."""
    return (x**2).sum(dim=1)
