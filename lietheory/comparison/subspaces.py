"""Spans of vectors or matrices: orthonormal bases, principal angles, Grassmann distance, projections.

A span is given by linearly independent elements stacked along the first axis; the remaining axes are
flattened. An algebra of matrices, or its name, stands for the span of its generators. All results are independent of
the basis and its scale.
"""

from __future__ import annotations

import numpy as np
from jaxtyping import Float
from numpy.typing import ArrayLike

from lietheory.algebra import AlgebraLike, matrices_if_algebra
from lietheory.algebra.linalg import dispatch
from lietheory.arrays import as_array, as_floats, tolerance
from lietheory.errors import RankError, ShapeError


def orthonormal_basis(A: AlgebraLike, call: str = "orthonormal_basis(A)", name: str = "A") -> Float[np.ndarray, "k n"]:
    """An orthonormal basis of the span of A, one flattened element a row.

    Args:
        A: (k, ...), linearly independent along the first axis.
        call: the caller's call as typed, for the message.
        name: the argument's name, for the message.

    Raises:
        ShapeError: fewer than two axes, or no element.
        RankError: the elements are linearly dependent.

    Examples:
        >>> np.abs(orthonormal_basis([[0, -2], [3, 1]])).round(12)
        array([[0., 1.],
               [1., 0.]])
    """
    array = as_array(matrices_if_algebra(A, call, name), call, name)
    if array.ndim < 2 or array.size == 0:
        raise ShapeError(
            call,
            f"{name} of shape (k, ...), k elements along the first axis",
            f"shape {array.shape}",
            "Stack the elements; one element v is v[None].",
        )
    rows = as_floats(array.reshape(len(array), -1), call, name)
    scale = np.linalg.norm(rows, axis=1, keepdims=True)
    rank = 0 if not scale.all() else numerical_rank(rows / scale)
    if rank < len(rows):
        raise RankError(
            call,
            f"linearly independent elements in {name}",
            f"{len(rows)} of them, of rank {rank}",
            "Remove the dependent ones, or pass a basis of their span.",
        )
    return np.linalg.qr((rows / scale).T)[0].T


def numerical_rank(rows: Float[np.ndarray, "k n"], noise: float = 0.0) -> int:
    """The number of singular values above rounding, and above ``noise`` times the largest."""
    return dispatch.rank(rows, relative=max(noise, tolerance(size=rows.size)))


def principal_angles(A: AlgebraLike, B: AlgebraLike) -> Float[np.ndarray, " k"]:
    """The principal angles between two spans in radians, ascending, as many as the smaller has dimensions.

    Small angles come from their sines, the singular values of one basis less its projection onto
    the other span, so they are accurate to about 1e-15 radians; the arc cosine alone is accurate to
    1e-8. Angles above 45 degrees come from the cosines.

    Args:
        A: (k, ...), linearly independent along the first axis, or an algebra of matrices or its name.
        B: (l, ...), with elements of the same shape.

    Raises:
        ShapeError: elements of different size.
        RankError: dependent elements.

    Examples:
        >>> principal_angles([[1.0, 0.0, 0.0]], [[2.0, 2e-12, 0.0]])
        array([1.e-12])
    """
    Q, P = _pair(A, B, "principal_angles(A, B)")
    return angles_between(Q, P)


def _pair(A: AlgebraLike, B: AlgebraLike, call: str) -> tuple[np.ndarray, np.ndarray]:
    Q, P = orthonormal_basis(A, call, "A"), orthonormal_basis(B, call, "B")
    if Q.shape[1] != P.shape[1]:
        raise ShapeError(
            call,
            "elements of one size in A and B",
            f"sizes {Q.shape[1]} and {P.shape[1]}",
            "Compare spans inside the same space.",
        )
    return Q, P


def angles_between(Q: Float[np.ndarray, "k n"], P: Float[np.ndarray, "l n"]) -> Float[np.ndarray, " m"]:
    """The principal angles, ascending, between spans given by orthonormal rows.

    ``scipy.linalg.subspace_angles`` is off by 1e-8 for an angle near zero beside one near 90 degrees.
    """
    if len(Q) < len(P):
        Q, P = P, Q
    overlap = P @ Q.T
    cosines = np.linalg.svd(overlap, compute_uv=False)
    left = P - overlap @ Q
    sines = np.linalg.svd(left - (left @ Q.T) @ Q, compute_uv=False)[::-1]
    sines, cosines = np.clip(sines, 0, 1), np.clip(cosines, 0, 1)
    return np.where(sines**2 < 0.5, np.arcsin(sines), np.arccos(cosines))


def grassmann_distance(A: AlgebraLike, B: AlgebraLike) -> float:
    """The Grassmann distance: the Euclidean length of the vector of principal angles.

    A dimension that one span has and the other lacks counts as an angle of pi / 2, so the distance
    vanishes only for equal spans.

    Args:
        A: (k, ...), linearly independent along the first axis.
        B: (l, ...), with elements of the same shape.

    Examples:
        >>> round(grassmann_distance([[1, 0, 0]], [[1, 1, 0]]) / np.pi, 12)
        0.25
    """
    Q, P = _pair(A, B, "grassmann_distance(A, B)")
    return distance_from_angles(angles_between(Q, P), len(Q), len(P))


def distance_from_angles(angles: Float[np.ndarray, " m"], k: int, l: int) -> float:
    """The Grassmann distance of spans of dimensions k and l with these principal angles."""
    return float(np.hypot(np.linalg.norm(angles), np.pi / 2 * np.sqrt(abs(k - l))))


def project(A: ArrayLike, onto: AlgebraLike) -> np.ndarray:
    """The orthogonal projections of the elements of A onto a span, in the shape of A.

    Args:
        A: (k, ...), any elements.
        onto: (l, ...), linearly independent elements of the same shape.

    Examples:
        >>> project([[3.0, 4.0]], onto=[[1, 1]])
        array([[3.5, 3.5]])
    """
    call = "project(A, onto)"
    array = as_floats(A, call, "A")
    Q = orthonormal_basis(onto, call, "onto")
    if array.ndim < 2 or array[0].size != Q.shape[1]:
        raise ShapeError(
            call,
            f"A of shape (k, ...) with elements of size {Q.shape[1]}",
            f"shape {array.shape}",
            "Project elements of the space that the span lies in.",
        )
    return ((array.reshape(len(array), -1) @ Q.T) @ Q).reshape(array.shape)
