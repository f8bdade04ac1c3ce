"""Linear and affine vector fields on functions sampled on a grid of any dimension: sequences, images, volumes.

The origin is the centre ((n - 1) / 2, ...) of the grid, coordinates are in samples, functions are flattened row by row,
and a matrix A acts by -(A x) . grad, as in :mod:`lietheory.representation.grids`.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from jaxtyping import Float
from scipy.sparse import csr_array, diags_array, eye_array, kron

from lietheory.errors import UnknownNameError, shown
from lietheory.representation.grids import derivative_matrix

MASKS = ("window", "interior")
BORDER = 2
"""Samples that an interior mask drops on each side: central differences need one, and splines take the second with weight 1/4."""
FLAT = 0.5
"""The part of the radius where a window is one; beyond, a squared cosine brings it to zero at the border."""


def grid_points(shape: Sequence[int]) -> Float[np.ndarray, "points axis"]:
    """The coordinates of every sample from the centre of the grid, row by row.

    Examples:
        >>> grid_points((3,)).tolist()
        [[-1.0], [0.0], [1.0]]
    """
    return np.stack([i - (n - 1) / 2 for i, n in zip(np.indices(shape, dtype=np.float64), shape, strict=True)], axis=-1).reshape(
        -1, len(shape)
    )


def affine_basis(d: int, translations: bool) -> Float[np.ndarray, "K n n"]:
    """The matrix units of gl(d), or the homogeneous ones of aff(d), whose last row is zero; row by row.

    Examples:
        >>> affine_basis(1, translations=True).tolist()
        [[[1.0, 0.0], [0.0, 0.0]], [[0.0, 1.0], [0.0, 0.0]]]
    """
    n = d + translations
    return np.eye(n * n)[: d * n].reshape(-1, n, n)


def grid_velocity(
    shape: Sequence[int], basis: Float[np.ndarray, "K n n"], mask: str | None = None
) -> Float[np.ndarray, "K axis points"]:
    """The vector fields -(A x) at every sample, times the mask.

    Args:
        shape: the sizes of the grid.
        basis: matrices (K, d, d), or homogeneous ones (K, d + 1, d + 1).
        mask: see :func:`grid_mask`.

    Examples:
        >>> grid_velocity((3,), affine_basis(1, translations=True))[:, 0].tolist()
        [[1.0, 0.0, -1.0], [-1.0, -1.0, -1.0]]
    """
    x, d = grid_points(shape), len(shape)
    homogeneous = np.pad(x, ((0, 0), (0, basis.shape[1] - d)), constant_values=1.0)
    fields = 0.0 - np.einsum("kaj,pj->kap", basis[:, :d], homogeneous)
    return fields if mask is None else fields * grid_mask(shape, mask)


def grid_mask(shape: Sequence[int], kind: str) -> Float[np.ndarray, " points"]:
    """Where a field acts: ``"interior"`` is 0 on the two outermost samples, ``"window"`` falls smoothly with the radius.

    A window depends on the distance from the centre only, so that a masked rotation keeps every circle about it.

    Raises:
        UnknownNameError: an unknown mask.

    Examples:
        >>> grid_mask((7,), "interior").tolist()
        [0.0, 0.0, 1.0, 1.0, 1.0, 0.0, 0.0]
    """
    if not isinstance(kind, str) or kind not in MASKS:
        raise UnknownNameError.nearest(f"grid_mask({tuple(shape)}, {shown(kind)})", "mask", kind, MASKS)
    x = grid_points(shape)
    if kind == "interior":
        inside = np.abs(x) <= (np.array(shape) - 1) / 2 - BORDER
        return np.where(inside.all(axis=1), 1.0, 0.0)
    radius = np.linalg.norm(x, axis=1) / max((min(shape) - 1) / 2, 0.5)
    return (1 + np.cos(np.pi * np.clip((radius - FLAT) / (1 - FLAT), 0, 1))) / 2


def field_matrix(shape: Sequence[int], velocity: Float[np.ndarray, "axis points"], derivative: str = "spectral") -> csr_array:
    """The operator sum_a v_a d/dx_a on sampled functions, a sparse matrix with n_1 + n_2 + ... entries a row.

    Examples:
        >>> field_matrix((3,), np.ones((1, 3)), "central").toarray().tolist()
        [[0.0, 0.5, 0.0], [-0.5, 0.0, 0.5], [0.0, -0.5, 0.0]]
    """
    total = csr_array((velocity.shape[1],) * 2)
    for axis, (n, v) in enumerate(zip(shape, velocity, strict=True)):
        before, after = int(np.prod(shape[:axis])), int(np.prod(shape[axis + 1 :]))
        D = kron(kron(eye_array(before), csr_array(derivative_matrix(n, derivative))), eye_array(after))
        total = total + diags_array(v) @ D
    return csr_array(total)
