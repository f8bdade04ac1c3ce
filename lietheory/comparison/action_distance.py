"""Spans of generators compared by their action on data, modulo generators that act alike on the data.

Generators enter as fields x -> L x with the inner product mean_n <L x_n, M x_n>. Matrices that agree
on the points have the same field, so directions outside the span of the points do not count.
"""

from __future__ import annotations

import numpy as np
from jaxtyping import Float
from numpy.typing import ArrayLike

from lietheory.algebra import AlgebraLike, as_matrices
from lietheory.arrays import Generators, as_floats, tolerance
from lietheory.comparison.subspaces import angles_between
from lietheory.errors import PrecisionError, ShapeError, in_call


def action_angles(A: AlgebraLike, B: AlgebraLike, points: ArrayLike) -> Float[np.ndarray, " k"]:
    """The principal angles between two spans of fields x -> L x on the points, ascending.

    A dimension that one span of fields has and the other lacks counts as an angle of pi / 2.

    Args:
        A: generators (k, d, d), an algebra of matrices, or its name.
        B: generators (l, d, d), given likewise.
        points: (n, d).

    Returns:
        As many angles as the larger span of fields has dimensions; none if both vanish.

    Raises:
        ShapeError: sizes that do not fit together.
        PrecisionError: NaN, infinity, or points that are all zero.

    Examples:
        >>> on_a_line = [[1.0, 0.0], [2.0, 0.0]]
        >>> action_angles([[[1, 0], [0, 1]]], [[[1, 5], [0, 7]]], on_a_line).round(12) + 0
        array([0.])
    """
    call = "action_angles(A, B, points)"
    fields = [_span(fields_on(as_matrices(L, call, name), points, call)) for L, name in ((A, "A"), (B, "B"))]
    missing = abs(len(fields[0]) - len(fields[1]))
    shared = angles_between(*fields) if min(map(len, fields)) else np.zeros(0)
    return np.concatenate([shared, np.full(missing, np.pi / 2)])


def action_distance(A: AlgebraLike, B: AlgebraLike, points: ArrayLike) -> float:
    """The sine of the largest angle between the two spans of fields, in [0, 1].

    It is how far, relative to its size, a unit field of one span is from the other span. For one
    generator each: min over c of |A x - c B x| / |A x|, root mean square over the points.

    Examples:
        >>> action_distance([[[1, 0], [0, 1]]], [[[1, 0], [0, 0]]], [[1.0, 1.0]]).__round__(6)
        0.707107
    """
    with in_call("action_distance(A, B, points)"):
        return float(np.sin(action_angles(A, B, points).max(initial=0.0)))


def action_cosine(A: AlgebraLike, B: AlgebraLike, points: ArrayLike) -> float:
    """The cosine of the largest angle between the two spans of fields, independent of sign and scale.

    Examples:
        >>> action_cosine([[[1, 0], [0, 1]]], [[[-2, 0], [0, -2]]], [[1.0, 1.0]]).__round__(12)
        1.0
    """
    with in_call("action_cosine(A, B, points)"):
        return float(np.cos(action_angles(A, B, points).max(initial=0.0)))


def identifiable_dimension(L: AlgebraLike, points: ArrayLike) -> int:
    """The dimension of a span of generators modulo those that vanish on the points.

    Args:
        L: generators (n_L, d, d), an algebra of matrices, or its name.
        points: (n, d).

    Examples:
        >>> identifiable_dimension([[[1, 0], [0, 0]], [[0, 0], [0, 1]]], [[1.0, 0.0]])
        1
    """
    call = "identifiable_dimension(L, points)"
    return len(_span(fields_on(as_matrices(L, call), points, call)))


def fields_on(L: Generators, points: ArrayLike, call: str) -> Float[np.ndarray, "n_L m"]:
    """The fields of generators of norm one on points, as vectors with the same inner products as on the data."""
    d = L.shape[2]
    X = as_floats(points, call, "points")
    if X.ndim != 2 or X.shape[1] != d:
        raise ShapeError(
            call,
            f"points of shape (n, {d})",
            f"shape {X.shape}",
            "Give points of the space that the matrices act on, images flattened.",
        )
    if not X.any():
        raise PrecisionError(call, "points that are not all zero", "zeros only", "Linear actions fix 0: give data.")
    X = X / np.abs(X).max()  # the scale does not matter, and that of the smallest floats leaves no digits in squares
    norms = np.linalg.norm(L.reshape(len(L), -1).astype(np.float64), axis=1)
    _, s, Vt = np.linalg.svd(X / np.linalg.norm(X), full_matrices=False)
    seen = s > tolerance(size=X.size) * s[0]
    fields = L @ (Vt[seen].T * s[seen])
    return fields.reshape(len(L), -1).astype(np.float64) / np.where(norms > 0, norms, 1.0)[:, None]


def _span(fields: Float[np.ndarray, "n_L m"]) -> Float[np.ndarray, "k m"]:
    """An orthonormal basis of the fields; what is at the rounding level of unit generators counts as zero."""
    _, s, Vt = np.linalg.svd(fields, full_matrices=False)
    return Vt[s > tolerance(size=fields.size)]
