"""Rank-revealing linear algebra in float64, the functions of ``dispatch``, with a stated size of zero.

Singular values up to ``zero`` count as zero. ``zero`` is absolute: it belongs to the data a matrix
was computed from, since a matrix of rounding errors alone must not be measured against itself.
A tall matrix is reduced by QR before its SVD; no Gram matrix is formed, which would square the condition.
"""

from __future__ import annotations

import numpy as np

from lietheory.arrays import tolerance
from lietheory.errors import RankError

_LARGE = 2**20


def default_zero(A: np.ndarray) -> float:
    """Rounding error of the matrix A itself: right only where A is input, not a difference."""
    return tolerance(np.float64, max(A.shape, default=1)) * float(np.linalg.norm(A))


def spectrum(A: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Singular values of A, padded with zeros to its number of columns, and its right singular vectors as rows."""
    if A.shape[0] > A.shape[1]:
        A = np.asarray(np.linalg.qr(A, mode="r"))
    values = np.zeros(A.shape[1])
    if A.size == 0:
        return values, np.eye(A.shape[1])
    _, singular, vectors = np.linalg.svd(A)
    values[: len(singular)] = singular
    return values, vectors


def rank(A: np.ndarray, zero: float | None = None, relative: float | None = None) -> int:
    """The number of singular values of A above ``zero``, or above the fraction ``relative`` of the largest."""
    values = np.linalg.svd(A, compute_uv=False) if A.size else np.zeros(0)
    return int((values > _limit(A, values, zero, relative)).sum())


def row_space(A: np.ndarray, zero: float | None = None) -> np.ndarray:
    """An orthonormal basis of the row space of A."""
    if A.size > _LARGE and A.shape[1] > 2 * A.shape[0]:  # then the SVD of a square factor is much faster
        Q, R = np.linalg.qr(A.T)
        return row_space(R.T, _zero(A, zero)) @ Q.T
    reduced = np.linalg.qr(A, mode="r") if A.shape[0] > A.shape[1] else A
    _, values, vectors = np.linalg.svd(reduced, full_matrices=False)  # a full one would need n^2 numbers for k rows
    return vectors[values > _zero(A, zero)]


def null_space(A: np.ndarray, zero: float | None = None, relative: float | None = None) -> np.ndarray:
    """An orthonormal basis of {x : A x = 0}, as rows; complex for a complex A."""
    values, vectors = spectrum(A)
    return vectors[values <= _limit(A, values, zero, relative)]


def complement(A: np.ndarray) -> np.ndarray:
    """An orthonormal basis, as rows, of the orthogonal complement of the (independent) rows of A."""
    return spectrum(A)[1][len(A) :]


def independent_rows(A: np.ndarray, zero: float | None = None) -> list[int]:
    """The rows of A that are further than ``zero`` from the span of the chosen rows before them."""
    zero = _zero(A, zero)
    if A.shape[1] > A.shape[0]:
        A = np.asarray(np.linalg.qr(A.T, mode="r")).T  # the same distances in fewer columns
    chosen, basis = [], np.zeros((0, A.shape[1]))
    for i, row in enumerate(A):
        rest = row - (row @ basis.T) @ basis
        rest = rest - (rest @ basis.T) @ basis  # the second pass restores orthogonality lost to rounding
        if np.linalg.norm(rest) > zero:
            chosen.append(i)
            basis = np.vstack([basis, rest / np.linalg.norm(rest)])
    return chosen


def solve(A: np.ndarray, B: np.ndarray) -> np.ndarray:
    """The least-squares solution of least norm of A X = B."""
    return np.linalg.lstsq(A, B, rcond=None)[0]


def coordinates(basis: np.ndarray, vectors: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """X and the residual vectors - X basis, for the X of least residual."""
    Q, R = np.linalg.qr(basis.T)
    X = np.linalg.solve(R, Q.T @ vectors.T).T
    return X, vectors - X @ basis


def inverse(A: np.ndarray) -> np.ndarray:
    """The inverse of a square matrix.

    Raises:
        RankError: the matrix is singular to working precision.
    """
    if rank(A) < len(A):
        raise RankError("inverse(A)", "an invertible matrix", f"numerical rank {rank(A)} of {len(A)}", "Remove dependent rows.")
    return np.linalg.inv(A)


def characteristic_polynomial(A: np.ndarray) -> np.ndarray:
    """The coefficients of det(x I - A), the highest power first."""
    return np.atleast_1d(np.poly(A).real)


def signature(S: np.ndarray, zero: float | None = None) -> tuple[int, int, int]:
    """The numbers of eigenvalues of a symmetric matrix above ``zero``, below -``zero``, and between."""
    values, zero = np.linalg.eigvalsh(S), _zero(S, zero)
    positive, negative = int((values > zero).sum()), int((values < -zero).sum())
    return positive, negative, len(values) - positive - negative


def _zero(A: np.ndarray, zero: float | None) -> float:
    return default_zero(A) if zero is None else zero


def _limit(A: np.ndarray, values: np.ndarray, zero: float | None, relative: float | None) -> float:
    return _zero(A, zero) if relative is None else relative * float(values.max(initial=0.0))
