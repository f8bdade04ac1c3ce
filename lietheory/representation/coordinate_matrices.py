"""Matrices that act on coordinates: linear ones, or affine ones in homogeneous coordinates."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float

from lietheory.algebra.algebra_arguments import AlgebraLike, as_matrices
from lietheory.arrays import as_floats
from lietheory.errors import ShapeError

_SPACES = {1: "the line", 2: "the plane", 3: "space"}


def coordinate_matrices(A: AlgebraLike, dimension: int, call: str) -> Float[np.ndarray, "n_L n n"]:
    """Generators of gl(d) as (n_L, d, d), or of aff(d) as (n_L, d + 1, d + 1) whose last row is zero.

    Args:
        A: matrices, exact or not, an algebra of matrices, or its name; affine ones have the homogeneous coordinate last.
        dimension: d, how many coordinates there are.
        call: the caller's call as typed, for the message.

    Returns:
        The same matrices in float64.

    Raises:
        ShapeError: matrices of another size, or affine ones with a last row that is not zero.

    Examples:
        >>> coordinate_matrices([[[0, 1], [0, 0]]], 1, "call").tolist()  # the translation of a line
        [[[0.0, 1.0], [0.0, 0.0]]]
    """
    matrices, d = as_floats(as_matrices(A, call, "A"), call, "A"), dimension
    space = _SPACES.get(d, f"R^{d}")
    if matrices.shape[1:] not in {(d, d), (d + 1, d + 1)}:
        raise ShapeError(
            call,
            f"A of shape (n_L, {d}, {d}) or (n_L, {d + 1}, {d + 1})",
            f"shape {matrices.shape}",
            f"Give matrices of {space}, or affine ones with the homogeneous coordinate last.",
        )
    if matrices.shape[1] == d + 1 and matrices[:, d].any():
        raise ShapeError(
            call,
            f"affine generators of {space}, whose last row is zero",
            f"last rows {matrices[:, d].tolist()}",
            "Put the translation in the last column.",
        )
    return matrices
