"""Shifts of a grid of points, as moves of the features and as matrices on the flattened grid.

The shift by k sends h to (S_k h)_mu = h_(mu - k): the value at mu - k moves to mu. Beyond the grid h is
zero (boundary "zero") or periodic ("circular").
Grids of any number of axes are flattened row by row.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

import numpy as np
from numpy.typing import ArrayLike

from lietheory.arrays import as_array
from lietheory.errors import ShapeError, UnknownNameError

BOUNDARIES = ("zero", "circular")


def shift_generators(shape: Sequence[int], offsets: ArrayLike, boundary: str = "zero") -> np.ndarray:
    """The shifts of a grid as matrices: kron(S_k1, S_k2, ...) for the offset (k1, k2, ...).

    The Kronecker product keeps the axes apart. A shift of the flattened grid by k1 q + k2 does not: it
    moves values across the end of a row into the next.

    Args:
        shape: sizes of the grid, e.g. (p, q).
        offsets: integers (n, axes); (n,) on a grid of one axis.
        boundary: ``"zero"`` or ``"circular"``.

    Returns:
        Exact generators (n, prod(shape), prod(shape)).

    Raises:
        ShapeError: not one integer offset for each axis.
        UnknownNameError: an unknown boundary.

    Examples:
        >>> shift_generators((3,), [1])[0] @ [5, 6, 7]
        array([0, 5, 6])

    References:
        The L-conv paper, Eq 10 and 11, with the direction and the wrapping of rows corrected.
    """
    call = f"shift_generators({tuple(shape)}, offsets, {boundary!r})"
    steps = _offsets(shape, offsets, boundary, call)
    matrices = [reduce(np.kron, [_axis(n, k, boundary) for n, k in zip(shape, step, strict=True)]) for step in steps.tolist()]
    points = int(np.prod(shape))
    return np.array(matrices, dtype=np.int64).reshape(-1, points, points)


def shift(h: ArrayLike, offset: ArrayLike, shape: Sequence[int], boundary: str = "zero") -> np.ndarray:
    """The features h moved by one offset, without a matrix: the same map as :func:`shift_generators`.

    Args:
        h: features (prod(shape), channels).
        offset: one integer for each axis.
        shape: sizes of the grid.
        boundary: ``"zero"`` or ``"circular"``.

    Returns:
        An array like h.

    Raises:
        ShapeError: not one integer for each axis, or features of another grid.
        UnknownNameError: an unknown boundary.

    Examples:
        >>> shift([[1], [2], [3], [4]], offset=(0, 1), shape=(2, 2)).ravel().tolist()
        [0, 1, 0, 3]
    """
    call = f"shift(h, {offset}, {tuple(shape)}, {boundary!r})"
    features, points = as_array(h, call, "h"), int(np.prod(shape))
    (step,) = _offsets(shape, as_array(offset, call, "offset")[None], boundary, call).tolist()
    if features.ndim != 2 or len(features) != points:
        raise ShapeError(call, f"h of shape ({points}, channels)", f"shape {features.shape}", "Flatten the grid row by row.")
    grid = features.reshape(*shape, -1)
    if boundary == "circular":
        return np.roll(grid, step, axis=tuple(range(len(step)))).reshape(features.shape)
    moved = np.zeros_like(grid)
    target = tuple(slice(max(k, 0), max(size + min(k, 0), 0)) for size, k in zip(shape, step, strict=True))
    source = tuple(slice(max(-k, 0), max(size - max(k, 0), 0)) for size, k in zip(shape, step, strict=True))
    moved[target] = grid[source]
    return moved.reshape(features.shape)


def _axis(size: int, k: int, boundary: str) -> np.ndarray:
    """S_k on one axis."""
    if boundary == "zero":
        return np.eye(size, k=-k, dtype=np.int64)
    return np.roll(np.eye(size, dtype=np.int64), k, axis=0)


def _offsets(shape: Sequence[int], offsets: ArrayLike, boundary: str, call: str) -> np.ndarray:
    steps = as_array(offsets, call, "offsets")
    steps = steps[:, None] if steps.ndim == 1 and len(shape) == 1 else steps
    if steps.dtype.kind != "i" or steps.ndim != 2 or steps.shape[1] != len(shape) or min(shape, default=0) < 1:
        raise ShapeError(
            call,
            "a grid of positive sizes, and one integer for each of its axes in every offset",
            f"grid {tuple(shape)}, offsets of dtype {steps.dtype} and shape {steps.shape}",
            "Write (rows, columns).",
        )
    if boundary not in BOUNDARIES:
        raise UnknownNameError.nearest(call, "boundary", boundary, BOUNDARIES)
    return steps
