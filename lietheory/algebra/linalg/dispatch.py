"""The linear algebra that every invariant is made of, exact for exact arrays and in float64 otherwise.

Exact arrays with square roots are dispatched to ``quadratic_field``, all others to ``rationals``.

``zero`` is the absolute size up to which a singular value or an eigenvalue counts as zero. Exact
arrays ignore it; without it, floats are measured against the rounding error of the matrix itself.
"""

from __future__ import annotations

from math import prod
from types import ModuleType

import flint
import numpy as np

from lietheory.algebra.linalg import floats, quadratic_field, rationals
from lietheory.arrays import has_surds, is_exact
from lietheory.errors import PrecisionError


def _module(*arrays: np.ndarray) -> ModuleType:
    return _exact(*arrays) if all(is_exact(a) for a in arrays) else floats


def _exact(*arrays: np.ndarray) -> ModuleType:
    return quadratic_field if any(has_surds(a) for a in arrays) else rationals


def _floats(*arrays: np.ndarray) -> list[np.ndarray]:
    if all(is_exact(a) for a in arrays):
        return list(arrays)
    try:
        return [a.astype(np.float64, copy=False) for a in arrays]
    except OverflowError:
        cure = "Divide it by a common factor."
        call = "linear algebra in floats"
        raise PrecisionError(call, "entries within the range of floats", "an exact number beyond it", cure) from None


def rank(A: np.ndarray, zero: float | None = None, *, relative: float | None = None) -> int:
    """The rank of a matrix, where singular values up to ``relative`` times the largest count as zero if that is given.

    Examples:
        >>> rank(np.array([[1, 2], [2, 4]]))
        1
    """
    return _exact(A).rank(A) if is_exact(A) else floats.rank(A, zero, relative)


def row_space(A: np.ndarray, zero: float | None = None) -> np.ndarray:
    """A basis of the row space of a matrix, (rank, n): echelon if exact, orthonormal if floats.

    Examples:
        >>> row_space(np.array([[1, 2], [2, 4]]))
        array([[1, 2]])
    """
    return _exact(A).row_space(A) if is_exact(A) else floats.row_space(A, zero)


def null_space(A: np.ndarray, zero: float | None = None, *, relative: float | None = None) -> np.ndarray:
    """A basis of {x : A x = 0} as rows, (n - rank, n); orthonormal if floats, with zero as in :func:`rank`.

    Examples:
        >>> null_space(np.array([[1, 2], [2, 4]]))
        array([[-2,  1]])
    """
    return _exact(A).null_space(A) if is_exact(A) else floats.null_space(A, zero, relative)


def complement(A: np.ndarray) -> np.ndarray:
    """Rows that complete the independent rows of a matrix to a basis; orthogonal to them if floats.

    Examples:
        >>> complement(np.array([[1, 2]]))
        array([[0, 1]])
    """
    return _module(A).complement(A)


def independent_rows(A: np.ndarray, zero: float | None = None) -> list[int]:
    """The indices of the rows that are independent of the rows before them.

    Examples:
        >>> independent_rows(np.array([[1, 0], [2, 0], [0, 1]]))
        [0, 2]
    """
    return _exact(A).independent_rows(A) if is_exact(A) else floats.independent_rows(A, zero)


def spanning_rows(A: np.ndarray) -> list[int]:
    """The indices of some independent rows of an exact A that span the others: sought modulo a prime, where nothing grows.

    Examples:
        >>> spanning_rows(np.array([[1, 0], [2, 0], [0, 1]]))
        [0, 2]
    """
    echelon, rank = modulo_prime(A, suitable_prime(A)).transpose().rref()
    if rank < A.shape[1]:  # modulo the prime, or at all
        return independent_rows(A)
    reduced = np.array(echelon.entries(), dtype=object).reshape(A.shape[1], len(A)) != 0
    return reduced.argmax(axis=1).tolist()


def solve(A: np.ndarray, B: np.ndarray) -> np.ndarray:
    """Some X with A X = B: exact, free unknowns zero; numeric, least squares of least norm.

    Raises:
        RankError: an exact system without a solution.

    Examples:
        >>> solve(np.array([[2, 0], [0, 3]]), np.array([[1], [3]]))
        array([[Fraction(1, 2)],
               [Fraction(1, 1)]], dtype=object)
    """
    return _module(A, B).solve(*_floats(A, B))


def coordinates(basis: np.ndarray, vectors: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """X and the residual vectors - X basis, where X writes the vectors in the rows of the basis.

    Examples:
        >>> coordinates(np.array([[1, 0], [1, 1]]), np.array([[3, 1]]))
        (array([[2, 1]]), array([[0, 0]]))
    """
    return _module(basis, vectors).coordinates(*_floats(basis, vectors))


def inverse(A: np.ndarray) -> np.ndarray:
    """The inverse of a square matrix.

    Raises:
        RankError: the matrix is singular.

    Examples:
        >>> inverse(np.array([[1, 1], [0, 1]]))
        array([[ 1, -1],
               [ 0,  1]])
    """
    return _module(A).inverse(A)


def characteristic_polynomial(A: np.ndarray) -> np.ndarray:
    """The coefficients of det(x I - A), the highest power first.

    Examples:
        >>> characteristic_polynomial(np.array([[0, -1], [1, 0]]))
        array([1, 0, 1])
    """
    return _module(A).characteristic_polynomial(A)


def signature(S: np.ndarray, zero: float | None = None) -> tuple[int, int, int]:
    """The numbers of positive, negative and zero eigenvalues of a symmetric matrix.

    Examples:
        >>> signature(np.array([[0, 1], [1, 0]]))
        (1, 1, 0)
    """
    return _exact(S).signature(S) if is_exact(S) else floats.signature(S, zero)


def tensordot(A: np.ndarray, B: np.ndarray, axis_a: int, axis_b: int) -> np.ndarray:
    """The contraction of one axis of A with one axis of B; the other axes follow in order.

    Examples:
        >>> tensordot(np.array([[1, 2], [3, 4]]), np.array([1, 1]), 1, 0)
        array([3, 7])
    """
    if not (is_exact(A) and is_exact(B)):
        A, B = _floats(A, B)
        return np.tensordot(A, B, (axis_a, axis_b))
    left = A.transpose(*range(axis_a), *range(axis_a + 1, A.ndim), axis_a)
    right = B.transpose(axis_b, *range(axis_b), *range(axis_b + 1, B.ndim))
    rows, columns = prod(left.shape[:-1]), prod(right.shape[1:])  # spelled out: reshape(-1) cannot read an empty array
    flat = _exact(A, B).multiply(left.reshape(rows, left.shape[-1]), right.reshape(right.shape[0], columns))
    return flat.reshape(left.shape[:-1] + right.shape[1:])


def multiply(A: np.ndarray, B: np.ndarray) -> np.ndarray:
    """The product A B of two matrices.

    Examples:
        >>> multiply(np.array([[1, 2]]), np.array([[3], [4]]))
        array([[11]])
    """
    return tensordot(A, B, 1, 0)


def cleared(A: np.ndarray) -> np.ndarray:
    """The smallest integer multiple of an exact array that is whole, or whose numbers a + b sqrt(n) have whole a and b.

    Examples:
        >>> from fractions import Fraction
        >>> cleared(np.array([Fraction(1, 2), Fraction(1, 3)]))
        array([3, 2])
    """
    return _exact(A).cleared(A)


def cleared_rows(A: np.ndarray) -> np.ndarray:
    """The smallest such multiple of each row."""
    return np.stack([cleared(row) for row in A])


def suitable_prime(*arrays: np.ndarray) -> int:
    """A prime of about 2^61 modulo which the square root in exact arrays, if there is one, has a value."""
    n = quadratic_field.radicand(*arrays)
    return quadratic_field.suitable_prime(n) if n else rationals.PRIME


def modulo_prime(A: np.ndarray, p: int) -> flint.nmod_mat:
    """A whole multiple of an exact matrix modulo a :func:`suitable_prime`, which has at most the rank of A."""
    return _exact(A).modulo_prime(A, p)


def factors(polynomial: np.ndarray, *like: np.ndarray) -> list[tuple[np.ndarray, int]]:
    """The irreducible factors, highest power first, and their multiplicities, of an exact polynomial, highest power first.

    The field is the smallest one that holds the coefficients and the entries of the arrays ``like``.

    Examples:
        >>> [factor.tolist() for factor, _ in factors(np.array([2, 0, -2]))]
        [[1, -1], [1, 1]]
    """
    n = quadratic_field.radicand(polynomial, *like)
    return quadratic_field.factors(polynomial, n) if n else rationals.factors(polynomial)


def evaluate(polynomial: np.ndarray, A: np.ndarray) -> np.ndarray:
    """A multiple, without denominators of its own, of an exact polynomial, highest power first, of an exact matrix.

    Examples:
        >>> evaluate(np.array([1, 0, -1]), np.array([[0, 1], [1, 0]]))
        array([[0, 0],
               [0, 0]])
    """
    value, diagonal = np.zeros_like(A), range(len(A))
    for coefficient in cleared(polynomial).tolist():
        value = multiply(value, A)
        if not isinstance(coefficient, int) or abs(coefficient) >= rationals.SMALL:
            value = value.astype(object)
        value[diagonal, diagonal] += coefficient
    return value
