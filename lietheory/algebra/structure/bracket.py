"""The bracket of matrices, and the adjoint representation of structure constants."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from lietheory.algebra.linalg.dispatch import tensordot
from lietheory.arrays import as_array
from lietheory.errors import ShapeError


def bracket(A: ArrayLike, B: ArrayLike) -> np.ndarray:
    """The Lie bracket [A, B] = AB - BA.

    Args:
        A: matrices (..., d, d), exact or floating.
        B: matrices of the same size; leading axes broadcast.

    Returns:
        The brackets (..., d, d); exact if both are.

    Raises:
        ShapeError: not square, or of different sizes.

    Examples:
        >>> Lx, Ly = [[0, 0, 0], [0, 0, -1], [0, 1, 0]], [[0, 0, 1], [0, 0, 0], [-1, 0, 0]]
        >>> bracket(Lx, Ly)
        array([[ 0, -1,  0],
               [ 1,  0,  0],
               [ 0,  0,  0]])
    """
    A, B = as_array(A, "bracket(A, B)", "A"), as_array(B, "bracket(A, B)", "B")
    if A.ndim < 2 or B.ndim < 2 or len({*A.shape[-2:], *B.shape[-2:]}) != 1:
        raise ShapeError(
            "bracket(A, B)", "square matrices of one size", f"shapes {A.shape} and {B.shape}", "Give (..., d, d) twice."
        )
    return A @ B - B @ A


def all_brackets(A: np.ndarray, B: np.ndarray) -> np.ndarray:
    """[A_i, B_j] for every i and j, (len(A), len(B), d, d)."""
    forward = tensordot(A, B, 2, 1).transpose(0, 2, 1, 3)
    backward = tensordot(B, A, 2, 1).transpose(2, 0, 1, 3)
    return forward - backward


def adjoint_matrices(f: np.ndarray) -> np.ndarray:
    """The matrices of ad e_i in the basis e: (ad e_i)[k, j] = f[i, j, k].

    Examples:
        >>> adjoint_matrices(np.array([[[0, 0], [0, 1]], [[0, -1], [0, 0]]]))[0]
        array([[0, 0],
               [0, 1]])
    """
    return np.swapaxes(f, 1, 2)
