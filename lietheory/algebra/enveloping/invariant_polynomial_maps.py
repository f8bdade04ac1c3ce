"""Polynomial maps killed by linear vector fields: exact linear algebra over the rationals on sparse monomials.

A homogeneous polynomial map R^d -> R^m is a dictionary (component, exponents) -> integer, determined up to a
factor. A pair of matrices (A, B) acts on it by F -> B F - (A x) . grad F, so that what is killed is equivariant,
and invariant where B = 0. One generator after another cuts the space down, and each cut falls apart into the
connected components of its sparse matrix: a torus gives components of size one. Only such a component is
ever made dense.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from math import comb, gcd, lcm
from numbers import Integral

import numpy as np

from lietheory.algebra.linalg.dispatch import independent_rows, null_space, row_space
from lietheory.arrays import exact_array
from lietheory.errors import ShapeError, shown

Exponents = tuple[int, ...]
PolynomialMap = dict[tuple[int, Exponents], int]
Entries = list[list[tuple[int, int]]]

MONOMIAL_LIMIT = 60_000  # dictionaries of about 1 kB each
DENSE_LIMIT = 3_000_000  # entries of one dense component: about 300 MB of rationals while it is reduced


def invariant_vectors(fields: Sequence[tuple[np.ndarray, np.ndarray]], degree: int, call: str) -> list[PolynomialMap]:
    """A basis of the homogeneous polynomial maps of one degree that all pairs (A, B) kill, in reduced echelon form.

    Args:
        fields: exact pairs, A of shape (d, d) and B of shape (m, m).
        degree: of the polynomials, at least 0.
        call: the caller's call as typed, for messages.

    Raises:
        ShapeError: more monomials, or a larger dense block, than the stated limits; raised before any allocation.

    Examples:
        >>> rotation, none = np.array([[0, -1], [1, 0]]), np.array([[0]])
        >>> invariant_vectors([(rotation, none)], 2, "example")
        [{(0, (2, 0)): 1, (0, (0, 2)): 1}]
    """
    if not fields:
        raise ShapeError(call, "at least one generator", "none", "Under the zero algebra every polynomial is invariant.")
    variables, components = len(fields[0][0]), len(fields[0][1])
    require_count(variables, degree, components, call)
    basis = [{(c, m): 1} for m in monomials(variables, degree) for c in range(components)]
    for A, B in sorted(fields, key=_couplings):
        basis = killed(basis, [image(A, B, F) for F in basis], call)
    return echelon(basis)


def require_count(variables: int, degree: int, components: int, call: str) -> None:
    """Raise ShapeError for a degree below 0, or one with more monomials than MONOMIAL_LIMIT."""
    if not isinstance(degree, Integral) or isinstance(degree, bool) or not 0 <= degree <= MONOMIAL_LIMIT:
        got = shown(degree)
        raise ShapeError(call, f"a degree from 0 to {MONOMIAL_LIMIT}", got, "Give a non-negative integer that is not large.")
    count = comb(variables + degree - 1, degree) * components
    if count > MONOMIAL_LIMIT:
        raise ShapeError(
            call,
            f"at most {MONOMIAL_LIMIT} monomials",
            f"{count} of degree {degree} in {variables} variables",
            f"About {count / 1e6:.3g} GB before any equation; take a lower degree.",
        )


def monomials(variables: int, degree: int) -> Iterator[Exponents]:
    """All exponents of one degree, the power of the first variable falling.

    Examples:
        >>> list(monomials(2, 2))
        [(2, 0), (1, 1), (0, 2)]
    """
    if variables == 1:
        yield (degree,)
        return
    for first in range(degree, -1, -1):
        for rest in monomials(variables - 1, degree - first):
            yield (first, *rest)


def image(A: np.ndarray, B: np.ndarray, F: PolynomialMap, shift: Fraction = Fraction(0)) -> PolynomialMap:
    """A multiple of B F - (A x) . grad F - shift F, cleared of denominators by a factor that depends on A, B and shift only.

    Examples:
        >>> image(np.array([[0, 1], [0, 0]]), np.array([[0]]), {(0, (2, 0)): 1})  # -(y d/dx) x^2
        {(0, (1, 1)): -2}
    """
    scale = lcm(shift.denominator, *(x.denominator for M in (A, B) for x in M.flat if isinstance(x, Fraction)))
    rows, columns = _entries(A, scale), _entries(B.T, scale)
    drop, total = int(shift * scale), defaultdict(int)
    for (c, m), value in F.items():
        total[c, m] -= drop * value
        for b, entry in columns[c]:
            total[b, m] += entry * value
        for i, power in enumerate(m):
            if power:
                for j, entry in rows[i]:
                    total[c, _moved(m, i, j)] -= entry * power * value
    return {key: value for key, value in total.items() if value}


def killed(basis: list[PolynomialMap], images: list[PolynomialMap], call: str) -> list[PolynomialMap]:
    """A basis of the combinations of ``basis`` whose same combination of ``images`` vanishes."""
    kernel = []
    for columns in connected(images):
        keys = sorted({key for column in columns for key in images[column]})
        if len(keys) * len(columns) > DENSE_LIMIT:
            raise ShapeError(
                call,
                f"a dense block of at most {DENSE_LIMIT} entries",
                f"{len(keys)} equations in {len(columns)} unknowns",
                "Take a lower degree, or a basis in which the first generators are sparse.",
            )
        row_of = {key: row for row, key in enumerate(keys)}
        matrix = np.zeros((len(keys), len(columns)), dtype=object)
        for column, index in enumerate(columns):
            for key, value in images[index].items():
                matrix[row_of[key], column] = value
        weights = null_space(exact_array(matrix)) if keys else np.eye(1, dtype=np.int64)
        kernel += [combined(row, [basis[index] for index in columns]) for row in weights]
    return kernel


def combined(weights: Iterable[Fraction], maps: Sequence[PolynomialMap]) -> PolynomialMap:
    """The combination with these rational weights, times the factor that makes it integer and primitive."""
    total: dict[tuple[int, Exponents], Fraction] = defaultdict(Fraction)
    for weight, F in zip(weights, maps, strict=True):
        if weight:
            for key, value in F.items():
                total[key] += Fraction(weight) * value
    return _primitive(total)


def echelon(maps: Sequence[PolynomialMap]) -> list[PolynomialMap]:
    """The reduced echelon basis of the span, monomials in falling order of exponents, each cleared to integers."""
    keys, matrix = stacked(maps)
    return [_primitive(dict(zip(keys, row, strict=True))) for row in row_space(matrix)] if maps else []


def independent_of(known: Sequence[PolynomialMap], maps: Sequence[PolynomialMap]) -> list[PolynomialMap]:
    """Those of the maps that are not combinations of the known ones and of the maps before them."""
    if not maps:
        return []
    return [maps[i - len(known)] for i in independent_rows(stacked([*known, *maps])[1]) if i >= len(known)]


def product(f: PolynomialMap, F: PolynomialMap) -> PolynomialMap:
    """The product of a polynomial f (of one component) with a polynomial map F."""
    total = defaultdict(int)
    for (_, m), left in f.items():
        for (c, n), right in F.items():
            total[c, tuple(a + b for a, b in zip(m, n, strict=True))] += left * right
    return {key: value for key, value in total.items() if value}


def stacked(maps: Sequence[PolynomialMap]) -> tuple[list[tuple[int, Exponents]], np.ndarray]:
    """All monomials of some maps in falling order, and the maps as the rows of an exact matrix."""
    keys = sorted({key for F in maps for key in F}, key=lambda key: (key[0], [-power for power in key[1]]))
    values = [[F.get(key, 0) for key in keys] for F in maps]
    return keys, exact_array(np.array(values, dtype=object).reshape(len(maps), len(keys)))


def connected(images: list[PolynomialMap]) -> list[list[int]]:
    """The indices of some maps in groups, different groups sharing no monomial."""
    parent = list(range(len(images)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    owner: dict[tuple[int, Exponents], int] = {}
    for i, F in enumerate(images):
        for key in F:
            parent[root(i)] = root(owner.setdefault(key, i))
    groups = defaultdict(list)
    for i in range(len(images)):
        groups[root(i)].append(i)
    return list(groups.values())


def _primitive(values: dict[tuple[int, Exponents], Fraction]) -> PolynomialMap:
    there = {key: Fraction(value) for key, value in values.items() if value}
    scale = lcm(*(value.denominator for value in there.values()))
    whole = {key: int(value * scale) for key, value in there.items()}
    common = gcd(*whole.values())
    return {key: value // common for key, value in whole.items()}


def _entries(matrix: np.ndarray, scale: int) -> Entries:
    return [[(j, int(x * scale)) for j, x in enumerate(row) if x] for row in matrix.tolist()]


def _couplings(pair: tuple[np.ndarray, np.ndarray]) -> int:
    """How many entries off the diagonal couple monomials: the fewer, the smaller the components."""
    return sum(int(np.count_nonzero(M)) - int(np.count_nonzero(np.diagonal(M))) for M in pair)


def _moved(m: Exponents, i: int, j: int) -> Exponents:
    """The exponents after one factor x_i became x_j."""
    moved = list(m)
    moved[i] -= 1
    moved[j] += 1
    return tuple(moved)
