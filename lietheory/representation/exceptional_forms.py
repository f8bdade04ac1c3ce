"""The forms whose linear symmetries are the exceptional Lie algebras, each from its own definition: values and gradients.

A multilinear form takes points (n, copies, d), one vector for each argument, and gives the gradient in each of
them; a polynomial takes points (n, d). The definitions are octonions, determinants, traces and Pfaffians,
and the structure constants for e8: no definition uses the algebra that leaves the form invariant.

References:
    R. Bryant, Metrics with exceptional holonomy, 1987 (three- and four-form).
    H. Freudenthal, Beziehungen der E7 und E8 zur Oktavenebene, 1954 (determinant of the Albert algebra).
    E. Cartan, Sur la structure des groupes de transformations finis et continus, 1894 (the quartic on 56).
"""

from __future__ import annotations

from functools import cache
from string import ascii_lowercase

import numpy as np
from numpy.typing import ArrayLike

from lietheory.algebra.catalogue.chevalley import chevalley_basis
from lietheory.arrays import as_array
from lietheory.errors import ShapeError, UnknownNameError
from lietheory.representation.octonions import conjugation, octonions

ALBERT_FORMS = ("compact", "split", "lorentzian")
"""Hermitian 3 x 3 matrices over the octonions, over the split octonions, and for the metric diag(1, 1, -1)."""
Evaluated = tuple[np.ndarray, np.ndarray]
"""Values (n,) and gradients, of the shape of the points."""


def three_form(points: ArrayLike, form: str = "compact") -> Evaluated:
    """The three-form <xy, z> of imaginary octonions, (n, 3, 7).

    Examples:
        >>> three_form([np.eye(7)[:3]])[0]  # e_1 e_2 = e_3
        array([1.])
    """
    product, norms = octonions(form)
    tensor = (product * norms)[1:, 1:, 1:]
    return _multilinear(tensor, _points(points, "three_form(points)", 3, 7))


def four_form(points: ArrayLike, form: str = "compact") -> Evaluated:
    """The four-form <x, (y z* w - w z* y) / 2> of octonions, (n, 4, 8).

    Examples:
        >>> four_form([np.eye(8)[:4]])[0]
        array([1.])
    """
    product, norms = octonions(form)
    starred = product * conjugation()[:, None, None]
    triple = np.einsum("zwk,ykx->yzwx", starred, product)  # y (z* w)
    tensor = np.moveaxis((triple - triple.transpose(2, 1, 0, 3)) * norms, 3, 0) / 2
    return _multilinear(tensor, _points(points, "four_form(points)", 4, 8))


def albert_quadratic(points: ArrayLike, form: str = "compact") -> Evaluated:
    """The trace of X^2 for Hermitian 3 x 3 matrices X over the octonions.

    Args:
        points: (n, 27), the diagonal of X and the octonions x, y, z at its places (2, 3), (3, 1), (1, 2); or (n, 26)
            for X of trace 0, whose diagonal is then u (1, -1, 0) + v (1, 1, -2).
        form: "compact", "split" or "lorentzian".

    Raises:
        ShapeError: points of another shape.
        UnknownNameError: another form.

    Examples:
        >>> albert_quadratic(np.eye(27)[:4])[0]
        array([1., 1., 1., 2.])
    """
    X, embedding = _albert_points(points, "albert_quadratic(points)")
    weights = np.concatenate([np.ones(3), *(2.0 * norms for norms in _albert_norms(form))])
    return X**2 @ weights, (2 * weights * X) @ embedding


def albert_cubic(points: ArrayLike, form: str = "compact") -> Evaluated:
    """The determinant abc - a N(x) - b N(y) - c N(z) + 2 Re(xyz) of a Hermitian 3 x 3 matrix over the octonions.

    For the metric diag(1, 1, -1) the signs of N(x), N(y) and Re(xyz) are the other ones.

    Args and Raises: as :func:`albert_quadratic`.

    Examples:
        >>> albert_cubic([np.arange(27) < 3])[0]
        array([1.])
    """
    X, embedding = _albert_points(points, "albert_cubic(points)")
    norms = _albert_norms(form)
    diagonal, vectors = X[:, :3], X[:, 3:].reshape(-1, 3, 8)
    product, plain = octonions("split" if form == "split" else "compact")
    real = np.einsum("ijk,k,kl->ijl", product, plain, np.diag(conjugation())).astype(np.float64)  # Re((e_i e_j) e_l)
    sign = -1.0 if form == "lorentzian" else 1.0
    triple, slopes = _multilinear(2 * sign * real, vectors)
    squares = np.einsum("nci,ci->nc", vectors**2, norms)
    others = np.stack([diagonal[:, 1] * diagonal[:, 2], diagonal[:, 2] * diagonal[:, 0], diagonal[:, 0] * diagonal[:, 1]], axis=1)
    values = diagonal.prod(axis=1) - (diagonal * squares).sum(axis=1) + triple
    slopes = slopes - 2 * diagonal[:, :, None] * norms * vectors
    return values, np.concatenate([others - squares, slopes.reshape(-1, 24)], axis=1) @ embedding


def determinant_cubic(points: ArrayLike) -> Evaluated:
    """det A + det B + det C - tr ABC for three 3 x 3 matrices, (n, 27).

    Examples:
        >>> determinant_cubic([np.eye(3).ravel().tolist() * 3])[0]
        array([0.])
    """
    A, B, C = np.moveaxis(_points(points, "determinant_cubic(points)", 27).reshape(-1, 3, 3, 3), 1, 0)
    values = sum(map(np.linalg.det, (A, B, C))) - np.einsum("nij,njk,nki->n", A, B, C)
    slopes = [_cofactors(M) - (P @ Q).swapaxes(1, 2) for M, P, Q in ((A, B, C), (B, C, A), (C, A, B))]
    return values, np.stack(slopes, axis=1).reshape(-1, 27)


def cartan_quartic(points: ArrayLike) -> Evaluated:
    """Cartan's quartic tr XYXY - (tr XY)^2 / 4 + 4 (Pf X + Pf Y) of two skew 8 x 8 matrices.

    Args:
        points: (n, 56), the 28 entries above the diagonal of X, row by row, and those of Y.

    Raises:
        ShapeError: points of another shape.

    Examples:
        >>> cartan_quartic([[1.0] * 56])[0]
        array([512.])
    """
    coordinates = _points(points, "cartan_quartic(points)", 56)
    X, Y = (_skew(part) for part in np.split(coordinates, 2, axis=1))
    product = X @ Y
    trace = np.trace(product, axis1=1, axis2=2)
    pfaffians, slopes = zip(*(_pfaffian(part) for part in np.split(coordinates, 2, axis=1)), strict=True)
    values = np.einsum("nij,nji->n", product, product) - trace**2 / 4 + 4 * sum(pfaffians)
    rows, columns = np.triu_indices(8, 1)
    halves = [
        4 * slope - 4 * (Q @ P @ Q)[:, rows, columns] + trace[:, None] * Q[:, rows, columns]
        for P, Q, slope in ((X, Y, slopes[0]), (Y, X, slopes[1]))
    ]
    return values, np.concatenate(halves, axis=1)


def bracket_form(letter: str = "E", rank: int = 8) -> tuple[np.ndarray, np.ndarray]:
    """The three-form <[x, y], z> of a split simple Lie algebra in its Chevalley basis, as a sparse tensor.

    <,> is the invariant inner product with <E_a, E_-a> = 1 for the long roots a.

    Args:
        letter: "A", "D" or "E": one with roots of one length.
        rank: the rank.

    Returns:
        The places (k, 3) of the entries that are not zero, and these entries (k,).

    Raises:
        UnknownNameError: no simple type, or one with roots of two lengths.

    Examples:
        >>> places, entries = bracket_form("A", 1)
        >>> places.tolist(), entries.tolist()
        ([[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]], [2, -2, -2, 2, 2, -2])
    """
    if letter not in ("A", "D", "E"):
        raise UnknownNameError.nearest(f"bracket_form({letter!r}, {rank!r})", "type with roots of one length", letter, "ADE")
    basis = chevalley_basis(letter, rank)
    N, f = len(basis.positive), basis.constants
    lowered = np.concatenate([f[:, :, N : 2 * N], f[:, :, :N], f[:, :, 2 * N :] @ basis.cartan], axis=2)
    places = np.argwhere(lowered)
    return places, lowered[tuple(places.T)]


def _multilinear(tensor: np.ndarray, points: np.ndarray) -> Evaluated:
    """A multilinear form given by its tensor, and its gradient in each argument."""
    copies, letters = tensor.ndim, ascii_lowercase
    slopes = []
    for k in range(copies):
        others = [c for c in range(copies) if c != k]
        inputs = ",".join(["".join(letters[:copies]), *(f"z{letters[c]}" for c in others)])
        slopes.append(np.einsum(f"{inputs}->z{letters[k]}", tensor, *(points[:, c] for c in others), optimize=True))
    return np.einsum("na,na->n", slopes[0], points[:, 0]), np.stack(slopes, axis=1)


def _albert_points(points: ArrayLike, call: str) -> tuple[np.ndarray, np.ndarray]:
    """Points as (n, 27), and the matrix (27, 26 or 27) that made them so."""
    array = as_array(points, call, "points")
    if array.ndim == 2 and array.shape[1] == 26:
        embedding = np.zeros((27, 26))
        embedding[:3, :2], embedding[3:, 2:] = [[1, 1], [-1, 1], [0, -2]], np.eye(24)
        return array.astype(np.float64) @ embedding.T, embedding
    return _points(array, call, 27), np.eye(27)


def _albert_norms(form: str) -> np.ndarray:
    """The norms of the units of each of the three octonions, (3, 8)."""
    if form not in ALBERT_FORMS:
        raise UnknownNameError.nearest(f"form={form!r}", "kind of Hermitian matrices", str(form), ALBERT_FORMS)
    norms = octonions("split" if form == "split" else "compact")[1]
    signs = [-1, -1, 1] if form == "lorentzian" else [1, 1, 1]  # places (2, 3) and (3, 1) meet the negative direction
    return np.multiply.outer(signs, norms)


def _cofactors(M: np.ndarray) -> np.ndarray:
    """The gradient of det for 3 x 3 matrices: the cross products of the rows."""
    return np.stack([np.cross(M[:, 1], M[:, 2]), np.cross(M[:, 2], M[:, 0]), np.cross(M[:, 0], M[:, 1])], axis=1)


def _skew(entries: np.ndarray) -> np.ndarray:
    X = np.zeros((len(entries), 8, 8))
    X[(slice(None), *np.triu_indices(8, 1))] = entries
    return X - X.swapaxes(1, 2)


def _pfaffian(entries: np.ndarray) -> Evaluated:
    """The Pfaffian of a skew 8 x 8 matrix, a sum over the 105 perfect matchings, and its gradient."""
    matchings, signs = _matchings()
    factors = entries[:, matchings]
    slopes = np.zeros_like(entries)
    for k in range(4):
        rest = signs * np.delete(factors, k, axis=2).prod(axis=2)
        for edge in range(28):
            slopes[:, edge] += rest[:, matchings[:, k] == edge].sum(axis=1)
    return factors.prod(axis=2) @ signs, slopes


@cache
def _matchings() -> tuple[np.ndarray, np.ndarray]:
    """The perfect matchings of 8 points as edges above the diagonal (105, 4), and the sign of each as a permutation."""
    edges = {pair: k for k, pair in enumerate(zip(*np.triu_indices(8, 1), strict=True))}

    def matchings(left: tuple[int, ...]) -> list[tuple[int, ...]]:
        if not left:
            return [()]
        first, *rest = left
        return [(first, other, *m) for other in rest for m in matchings(tuple(x for x in rest if x != other))]

    orders = np.array(matchings(tuple(range(8))))
    signs = [(-1) ** sum(a > b for k, a in enumerate(order) for b in order[k:]) for order in orders.tolist()]
    return np.array([[edges[a, b] for a, b in order.reshape(4, 2).tolist()] for order in orders]), np.array(signs)


def _points(values: ArrayLike, call: str, *shape: int) -> np.ndarray:
    array = as_array(values, call, "points")
    if array.ndim != len(shape) + 1 or array.shape[1:] != shape or array.dtype.kind == "c":
        expected = f"real points of shape (n, {', '.join(map(str, shape))})"
        raise ShapeError(call, expected, f"shape {array.shape}", "Give one point a row, one vector for each argument.")
    return array.astype(np.float64)
