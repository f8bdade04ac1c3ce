"""Linear algebra over the rationals: integers and Fractions in, the same out, without rounding.

Work happens on integers over one common denominator, in FLINT, or in float64 where every sum provably
stays below 2^53 and so is exact. Scaling changes neither a rank, nor a null space, nor a row space.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from math import lcm

import flint
import numpy as np

from lietheory.errors import RankError
from lietheory.tolerances import FIXED_SEED

_WHOLE = 2**53  # floats hold all integers up to here
PRIME = 2**61 - 1
_FEW = 2**12  # products of integers that cost less than a change to floats and back
_TINY = 2**7  # numbers that Python compares before NumPy has started
_WIDE = 2**20  # entries of a matrix whose reduction takes seconds
SMALL = 2**31  # int64 entries stay below this, so that sums of them cannot overflow


def multiply(A: np.ndarray, B: np.ndarray) -> np.ndarray:
    """The product A B of two exact matrices, in floats where that provably does not round."""
    (left, p), (right, q) = _integers(A), _integers(B)
    shape = (A.shape[0], B.shape[1])
    bound = max(_magnitude(left), 1) * max(_magnitude(right), 1) * max(A.shape[1], 1)  # zero times a number beyond floats
    if bound < SMALL and p == q == 1:  # the usual case, and then a cheap one
        if shape[0] * A.shape[1] * shape[1] < _FEW:
            return left @ right
        return (left.astype(np.float64) @ right.astype(np.float64)).astype(np.int64)
    if bound < _WHOLE:
        return _over(left.astype(np.float64) @ right.astype(np.float64), p * q, shape)
    return _over((_flint(left) * _flint(right)).entries(), p * q, shape)


def reduced(A: np.ndarray) -> tuple[np.ndarray, list[int]]:
    """The reduced row echelon form of A without its zero rows, and its pivot columns."""
    filled = A.any(axis=1)
    if not filled.any():
        return np.zeros((0, A.shape[1]), dtype=np.int64), []
    echelon, denominator, rank = _cleared(A[filled]).rref()  # brackets are mostly zero
    entries = echelon.entries()[: rank * A.shape[1]]
    return _over(entries, int(denominator), (rank, A.shape[1])), _pivots(entries, rank, A.shape[1])


def rank(A: np.ndarray) -> int:
    """The rank of A."""
    return _cleared(A).rank()


def row_space(A: np.ndarray) -> np.ndarray:
    """A basis of the row space of A, in reduced echelon form."""
    return reduced(A)[0]


def short_basis(A: np.ndarray) -> np.ndarray:
    """A basis, reduced by the LLL algorithm, of the lattice of all whole vectors in the row space of A.

    With R the reduced echelon form, X R is whole exactly where X is in the dual of the lattice that the columns of R span.

    References:
        A. K. Lenstra, H. W. Lenstra, L. Lovasz, Factoring polynomials with rational coefficients, 1982.

    Examples:
        >>> short_basis(np.array([[1000, 1001], [2000, 2003]])).tolist()
        [[1, 0], [0, 1]]
    """
    whole, _ = _integers(reduced(A)[0])
    n = len(whole)
    R, columns = _flint(whole), _flint(whole.T).hnf().entries()[: n * n]
    dual = flint.fmpq_mat(flint.fmpz_mat(n, n, columns)).inv().transpose()
    lattice, _ = (dual * flint.fmpq_mat(R)).numer_denom()
    return _over(lattice.lll().entries(), 1, whole.shape)


def null_space(A: np.ndarray) -> np.ndarray:
    """A basis of {x : A x = 0}, as rows."""
    echelon, pivots = reduced(A)
    free = _others(pivots, A.shape[1])
    basis = np.zeros((len(free), A.shape[1]), dtype=echelon.dtype)
    basis[np.arange(len(free)), free] = 1
    basis[:, pivots] = -echelon[:, free].T
    return basis


def complement(A: np.ndarray) -> np.ndarray:
    """Unit vectors, as rows, that complete the row space of A to the whole space."""
    return np.eye(A.shape[1], dtype=np.int64)[_others(reduced(A)[1], A.shape[1])]


def independent_rows(A: np.ndarray) -> list[int]:
    """The rows of A that are independent of the rows before them."""
    if A.size > _WIDE and A.shape[1] > 4 * A.shape[0] and _surely_independent(A):
        return list(range(len(A)))
    echelon, _, rank = _cleared(A).transpose().rref()
    return _pivots(echelon.entries(), rank, A.shape[0])


def _surely_independent(A: np.ndarray) -> bool:
    """Whether some mixtures of the columns of a wide A have full rank modulo a prime, which proves its rows independent."""
    mixtures = np.random.default_rng(FIXED_SEED).integers(-1, 2, size=(A.shape[1], len(A)))
    return modulo_prime(multiply(A, mixtures)).rank() == len(A)


def solve(A: np.ndarray, B: np.ndarray) -> np.ndarray:
    """Some X with A X = B, its free unknowns zero.

    Raises:
        RankError: no X solves it.
    """
    unknowns = A.shape[1]
    echelon, pivots = reduced(np.concatenate([A, B], axis=1))
    if pivots and pivots[-1] >= unknowns:
        raise RankError(
            "solve(A, B)",
            "every column of B in the column space of A",
            f"column {pivots[-1] - unknowns} outside it",
            "Give a consistent system.",
        )
    X = np.zeros((unknowns, B.shape[1]), dtype=echelon.dtype)
    X[pivots] = echelon[:, unknowns:]
    return X


def coordinates(basis: np.ndarray, vectors: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """X and the residual vectors - X basis, for the X that fits the pivot columns of the basis."""
    pivots = reduced(basis)[1]
    X = multiply(vectors[:, pivots], inverse(basis[:, pivots]))
    return X, vectors - multiply(X, basis)


def inverse(A: np.ndarray) -> np.ndarray:
    """The inverse of a square matrix.

    Raises:
        RankError: the matrix is singular.
    """
    integers, denominator = _integers(A)
    try:
        numerator, determinant = flint.fmpq_mat(_flint(integers)).inv().numer_denom()
    except ZeroDivisionError:
        raise RankError("inverse(A)", "an invertible matrix", f"rank {rank(A)} of {len(A)}", "Remove dependent rows.") from None
    return _over((denominator * numerator).entries(), int(determinant), A.shape)


def characteristic_polynomial(A: np.ndarray) -> np.ndarray:
    """The coefficients of det(x I - A), the highest power first."""
    integers, denominator = _integers(A)
    n = len(A)
    coefficients = [int(c) * denominator ** (n - i) for i, c in enumerate(_flint(integers).charpoly().coeffs()[::-1])]
    return _over(coefficients, denominator**n, (n + 1,))


def signature(S: np.ndarray) -> tuple[int, int, int]:
    """The numbers of positive, negative and zero eigenvalues of a symmetric matrix.

    All its eigenvalues are real, so by Descartes' rule exactly as many are positive as the
    characteristic polynomial has changes of sign.
    """
    coefficients = _flint(_integers(S)[0]).charpoly().coeffs()  # a common denominator changes no sign
    nonzero = [c > 0 for c in coefficients if c != 0]
    positive, zero = sum(a != b for a, b in pairwise(nonzero)), next(i for i, c in enumerate(coefficients) if c != 0)
    return positive, len(S) - zero - positive, zero


def factors(polynomial: np.ndarray) -> list[tuple[np.ndarray, int]]:
    """The irreducible factors over the rationals, highest power first, with their multiplicities."""
    whole = flint.fmpz_poly(_integers(polynomial)[0].tolist()[::-1])
    return [(_over(factor.coeffs()[::-1], 1, (len(factor),)), power) for factor, power in whole.factor()[1]]


def cleared(A: np.ndarray) -> np.ndarray:
    """The smallest integer multiple of A that is whole.

    Examples:
        >>> cleared(np.array([Fraction(1, 2), Fraction(1, 3)]))
        array([3, 2])
    """
    return _over(_integers(A)[0].ravel().tolist(), 1, A.shape)


def modulo_prime(A: np.ndarray, p: int = PRIME) -> flint.nmod_mat:
    """The smallest integer multiple of A that is whole, modulo a prime: its rank is at most that of A."""
    return flint.nmod_mat(_flint(_integers(A)[0]), p)


def _magnitude(A: np.ndarray) -> int:
    if A.size < _TINY:
        return max(map(abs, A.ravel().tolist()), default=0)
    return int(np.abs(A).max())


def _others(chosen: Sequence[int], n: int) -> list[int]:
    return sorted(set(range(n)) - set(chosen))


def _pivots(entries: Sequence[flint.fmpz], rank: int, columns: int) -> list[int]:
    """The column of the first entry of each row that is not zero, in an echelon form."""
    rows = (range(i * columns, (i + 1) * columns) for i in range(rank))
    return [next(k for k in row if entries[k]) - row.start for row in rows]


def _integers(A: np.ndarray) -> tuple[np.ndarray, int]:
    """The smallest integer multiple of A that is whole, int64 or Python integers, and the multiple."""
    if A.dtype != object:
        return A.astype(np.int64, copy=False), 1
    denominator = lcm(*{x.denominator for x in A.flat})
    numbers = [x.numerator * (denominator // x.denominator) for x in A.flat]
    return _array(numbers).reshape(A.shape), denominator


def _cleared(A: np.ndarray) -> flint.fmpz_mat:
    """A with each row scaled to integers of its own, smaller than a common denominator would make them."""
    if A.dtype != object:
        return _flint(_integers(A)[0])
    rows, columns = A.shape
    return flint.fmpz_mat(rows, columns, [entry for row in A for entry in _integers(row)[0].tolist()])


def _array(numbers: list[int]) -> np.ndarray:
    small = max(map(abs, numbers), default=0) < _WHOLE
    return np.array(numbers, dtype=np.int64 if small else object)


def _flint(integers: np.ndarray) -> flint.fmpz_mat:
    rows, columns = integers.shape
    return flint.fmpz_mat(rows, columns, integers.ravel().tolist())


def _over(numbers: np.ndarray | Sequence[flint.fmpz | int], denominator: int, shape: tuple[int, ...]) -> np.ndarray:
    """Whole numbers over a denominator as an exact array: int64 where all quotients are small integers, else Fractions."""
    array = numbers.astype(np.int64) if isinstance(numbers, np.ndarray) else _array(list(map(int, numbers)))
    if denominator == 1 and _magnitude(array) < SMALL:
        return array.astype(np.int64, copy=False).reshape(shape)
    if abs(denominator) >= _WHOLE:
        array = array.astype(object)
    quotients = array // denominator
    if _magnitude(quotients) < SMALL and (quotients * denominator == array).all():
        return quotients.astype(np.int64).reshape(shape)
    values = array.ravel().tolist()
    fractions = {n: Fraction(n, denominator) for n in set(values)}  # most are zero
    entries = np.empty(array.size, dtype=object)
    entries[:] = [fractions[n] for n in values]
    return entries.reshape(shape)
