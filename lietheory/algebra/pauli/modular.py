"""Linear algebra modulo a prime below 2^23, in float64 arrays of whole numbers, on which BLAS makes no rounding errors.

Products of entries are below 2^46 and sums of 128 of them below 2^53, so every intermediate value is exact in any order of
summation. Entries are kept in 0, ..., p - 1.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import isqrt

import flint
import numpy as np

LARGEST = 1 << 23
_CHUNK = 128  # products of entries below 2^23 whose sum is below 2^53
_LEAF = 12  # rows from which elimination by halves gains nothing


def primes() -> Iterator[int]:
    """The primes below 2^23, largest first.

    Examples:
        >>> next(primes())
        8388593
    """
    return (n for n in range(LARGEST - 1, 1 << 20, -2) if flint.fmpz(n).is_prime())


def reduced(A: np.ndarray, p: int) -> np.ndarray:
    """Whole numbers below 2^53 in absolute value, modulo p, in place."""
    A -= np.floor(A * (1.0 / p)) * p
    A += np.where(A < 0, p, 0)  # the rounded quotient may be off by one
    A -= np.where(p <= A, p, 0)
    return A


def multiply(A: np.ndarray, B: np.ndarray, p: int) -> np.ndarray:
    """The product A B modulo p.

    Examples:
        >>> multiply(np.array([[5.0, 6.0]]), np.array([[3.0], [4.0]]), 7)
        array([[4.]])
    """
    total = np.zeros((len(A), B.shape[1]))
    for start in range(0, A.shape[1], _CHUNK):
        total += reduced(A[:, start : start + _CHUNK] @ B[start : start + _CHUNK], p)
        if start:
            total -= np.where(total >= p, p, 0)
    return total


def eliminate(A: np.ndarray, rows: np.ndarray, pivots: np.ndarray, p: int) -> np.ndarray:
    """A minus the combination of rows, the identity at their pivots, that makes A vanish there."""
    if not len(rows) or not len(A):
        return A
    return reduced(A - multiply(A[:, pivots], rows, p), p)


def echelon(A: np.ndarray, p: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A basis of the row space modulo p that is the identity at its pivot columns, those pivots, and the rows of A it came from.

    The rows are the first independent ones: each row that is not in the span of those before it.

    Examples:
        >>> rows, pivots, chosen = echelon(np.array([[1.0, 2.0], [2.0, 4.0], [0.0, 1.0]]), 7)
        >>> rows.tolist(), pivots.tolist(), chosen.tolist()
        ([[1.0, 0.0], [0.0, 1.0]], [0, 1], [0, 2])
    """
    if len(A) <= _LEAF:
        return _echelon_by_rows(A.copy(), p)
    half = len(A) // 2
    rows, pivots, chosen = echelon(A[:half], p)
    more, new, others = echelon(eliminate(A[half:], rows, pivots, p), p)
    rows = np.concatenate([eliminate(rows, more, new, p), more])
    return rows, np.concatenate([pivots, new]), np.concatenate([chosen, others + half])


def _echelon_by_rows(A: np.ndarray, p: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    pivots: list[int] = []
    chosen: list[int] = []
    for i in range(len(A)):
        place = np.flatnonzero(A[i])[:1]
        if not len(place):
            continue
        A[i] = reduced(A[i] * pow(int(A[i, place[0]]), -1, p), p)
        factors = A[:, place[0]].copy()
        factors[i] = 0
        others = np.flatnonzero(factors)
        A[others] = reduced(A[others] - np.outer(factors[others], A[i]), p)
        pivots.append(int(place[0]))
        chosen.append(i)
    return A[chosen], np.array(pivots, dtype=np.int64), np.array(chosen, dtype=np.int64)


def null_space(A: np.ndarray, p: int) -> np.ndarray:
    """A basis of {x : A x = 0} modulo p as rows.

    Examples:
        >>> null_space(np.array([[1.0, 2.0]]), 7)
        array([[5., 1.]])
    """
    rows, pivots, _ = echelon(A, p)
    free = np.setdiff1d(np.arange(A.shape[1]), pivots)
    basis = np.zeros((len(free), A.shape[1]))
    basis[np.arange(len(free)), free] = 1
    basis[:, pivots] = reduced(-rows[:, free].T, p)
    return basis


def inverse(A: np.ndarray, p: int) -> np.ndarray | None:
    """The inverse of a square matrix modulo p; None where it is singular."""
    n = len(A)
    rows, pivots, _ = echelon(np.concatenate([A, np.eye(n)], axis=1), p)
    if len(pivots) < n or (pivots >= n).any():
        return None
    return rows[np.argsort(pivots), n:]


def fraction_of(residue: int, modulus: int) -> Fraction | None:
    """The fraction a / b with a, b up to sqrt(modulus / 2) that is this residue, of which there is at most one; None without one.

    Examples:
        >>> fraction_of(pow(3, -1, 8388593) * 2, 8388593)
        Fraction(2, 3)
    """
    bound = isqrt(modulus // 2)
    before, now, s, t = modulus, residue % modulus, 0, 1
    while now > bound:
        q = before // now
        before, now, s, t = now, before - q * now, t, s - q * t
    return None if abs(t) > bound or t == 0 else Fraction(now, t)


def combined(residues: tuple[int, ...], moduli: tuple[int, ...]) -> int:
    """The residue modulo the product of the moduli (Chinese remainders).

    Examples:
        >>> combined((2, 3), (5, 7))
        17
    """
    value, modulus = 0, 1
    for residue, p in zip(residues, moduli, strict=True):
        value += modulus * ((residue - value) * pow(modulus, -1, p) % p)
        modulus *= p
    return value
