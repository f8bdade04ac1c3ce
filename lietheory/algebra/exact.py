"""Linear algebra over the rationals: integers and Fractions in, the same out, nothing rounded.

Work happens in FLINT. Rows are cleared of denominators first, since scaling a row changes neither
a rank, nor a null space, nor a row space.
"""

from __future__ import annotations

from itertools import pairwise
from math import lcm

import flint
import numpy as np

from lietheory.arrays import exact_array
from lietheory.errors import RankError

_SAFE = 2**62  # a sum of products that stays below this cannot overflow int64
_SMALL = 2**31  # the house keeps int64 entries below this, so that sums of them are safe everywhere


def multiply(A: np.ndarray, B: np.ndarray) -> np.ndarray:
    """The product A B of two exact matrices, in int64 where it provably cannot overflow."""
    if A.dtype != object and B.dtype != object and _magnitude(A) * _magnitude(B) * max(A.shape[1], 1) < _SAFE:
        product = A.astype(np.int64) @ B.astype(np.int64)
        return product if _magnitude(product) < _SMALL else exact_array(product)
    return _array(_fmpq(A) * _fmpq(B))


def reduced(A: np.ndarray) -> tuple[np.ndarray, list[int]]:
    """The reduced row echelon form of A without its zero rows, and its pivot columns."""
    echelon, denominator, rank = _cleared(A).rref()
    rows = echelon.tolist()[:rank]
    pivots = [next(j for j, entry in enumerate(row) if entry) for row in rows]
    flat = [flint.fmpq(entry, denominator) for row in rows for entry in row]
    return exact_array(np.array(flat, dtype=object).reshape(rank, A.shape[1])), pivots


def rank(A: np.ndarray) -> int:
    """The rank of A."""
    return _cleared(A).rank()


def row_space(A: np.ndarray) -> np.ndarray:
    """A basis of the row space of A, in reduced echelon form."""
    return reduced(A)[0]


def null_space(A: np.ndarray) -> np.ndarray:
    """A basis of {x : A x = 0}, as rows."""
    echelon, pivots = reduced(A)
    free = [j for j in range(A.shape[1]) if j not in set(pivots)]
    basis = np.zeros((len(free), A.shape[1]), dtype=echelon.dtype)
    basis[np.arange(len(free)), free] = 1
    basis[:, pivots] = -echelon[:, free].T
    return basis


def complement(A: np.ndarray) -> np.ndarray:
    """Unit vectors, as rows, that complete the row space of A to the whole space."""
    pivots = set(reduced(A)[1])
    return np.eye(A.shape[1], dtype=np.int64)[[j for j in range(A.shape[1]) if j not in pivots]]


def independent_rows(A: np.ndarray) -> list[int]:
    """The rows of A that are independent of the rows before them."""
    return reduced(A.T)[1]


def solve(A: np.ndarray, B: np.ndarray) -> np.ndarray:
    """Some X with A X = B, its free unknowns zero.

    Raises:
        RankError: no X solves it.
    """
    unknowns = A.shape[1]
    echelon, pivots = reduced(np.concatenate([A, B], axis=1))
    if pivots and pivots[-1] >= unknowns:
        raise RankError("solve(A, B)", "every column of B in the column space of A",
                        f"column {pivots[-1] - unknowns} outside it", "Give a consistent system.")
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
    try:
        return _array(_fmpq(A).inv())
    except ZeroDivisionError:
        raise RankError("inverse(A)", "an invertible matrix", f"rank {rank(A)} of {len(A)}", "Remove dependent rows.") from None


def characteristic_polynomial(A: np.ndarray) -> np.ndarray:
    """The coefficients of det(x I - A), the highest power first."""
    coefficients = np.array(_fmpq(A).charpoly().coeffs()[::-1], dtype=object)
    return exact_array(coefficients)


def signature(S: np.ndarray) -> tuple[int, int, int]:
    """The numbers of positive, negative and zero eigenvalues of a symmetric matrix.

    All its eigenvalues are real, so by Descartes' rule exactly as many are positive as the
    characteristic polynomial has changes of sign.
    """
    signs = [1 if c > 0 else -1 for c in characteristic_polynomial(S) if c != 0]
    positive = sum(a != b for a, b in pairwise(signs))
    nonzero = rank(S)
    return positive, nonzero - positive, len(S) - nonzero


def _magnitude(A: np.ndarray) -> int:
    return int(np.abs(A).max(initial=0))


def _cleared(A: np.ndarray) -> flint.fmpz_mat:
    if A.dtype != object:
        return flint.fmpz_mat(*A.shape, A.astype(np.int64).ravel().tolist())
    entries: list[int] = []
    for row in A:
        scale = lcm(*(x.denominator for x in row))
        entries += [x.numerator * (scale // x.denominator) for x in row]
    return flint.fmpz_mat(*A.shape, entries)


def _fmpq(A: np.ndarray) -> flint.fmpq_mat:
    if A.dtype != object:
        return flint.fmpq_mat(*A.shape, A.astype(np.int64).ravel().tolist())
    return flint.fmpq_mat(*A.shape, [flint.fmpq(x.numerator, x.denominator) for x in A.flat])


def _array(A: flint.fmpq_mat) -> np.ndarray:
    return exact_array(np.array(A.entries(), dtype=object).reshape(A.nrows(), A.ncols()))
