"""Drawing instances of claims: exact rationals by construction, and residuals relative to their inputs."""

from __future__ import annotations

import math
from fractions import Fraction
from numbers import Rational

import numpy as np

from lietheory.algebra import inverse
from lietheory.arrays import is_exact


def rational(numerators: np.ndarray | int, denominator: int = 1) -> np.ndarray | Fraction:
    """numerators / denominator as exact Fractions."""
    if isinstance(numerators, int):
        return Fraction(numerators, denominator)
    return np.vectorize(lambda n: Fraction(int(n), denominator), otypes=[object])(numerators)


def relative(difference: np.ndarray, *inputs: np.ndarray) -> float | Fraction:
    """|difference| in units of the inputs: the largest entry over the product of their largest entries, at least 1.

    Exact arrays give a Fraction, so that an exact zero is told from rounding. The scale is taken from
    the inputs and never from the result, which may vanish. A difference that is no number is infinite.
    """
    if is_exact(np.asarray(difference)) and all(isinstance(x, Rational) for x in np.ravel(difference)):
        return Fraction(max(map(abs, np.ravel(difference)), default=0))
    largest = np.max(np.abs(np.asarray(difference, dtype=float)), initial=0.0)
    if not np.isfinite(largest):
        return float("inf")  # of several residuals the largest counts, and NaN is larger than none
    scale = np.prod([max(1.0, float(np.max(np.abs(np.asarray(x, dtype=float)), initial=0.0))) for x in inputs])
    return float(largest / scale)


def rational_orthogonal(rng: np.random.Generator, size: int) -> np.ndarray:
    """A rational rotation (I - K)(I + K)^-1 of a skew K with small integer entries (Cayley)."""
    upper = np.triu(rng.integers(-2, 3, (size, size)), 1)
    skew = rational(upper - upper.T)
    eye = rational(np.eye(size, dtype=int))
    return (eye - skew) @ inverse(eye + skew)


def rational_invertible(rng: np.random.Generator, size: int) -> np.ndarray:
    """A rational matrix with determinant +-1: a product of unit triangular ones and a sign."""
    lower = np.tril(rng.integers(-2, 3, (size, size)), -1) + np.eye(size, dtype=int)
    upper = np.triu(rng.integers(-2, 3, (size, size)), 1) + np.diag(rng.choice([-1, 1], size))
    return rational(lower @ upper)


def well_conditioned(rng: np.random.Generator, size: int, condition: float = 10.0) -> np.ndarray:
    """A matrix with singular values between 1 and ``condition``, log-uniform."""
    values = np.exp(rng.uniform(0, np.log(condition), size))
    return orthogonal(rng, size) * values @ orthogonal(rng, size)


def orthogonal(rng: np.random.Generator, size: int) -> np.ndarray:
    """A random orthogonal matrix, of either determinant."""
    q, r = np.linalg.qr(rng.standard_normal((size, size)))
    return q * np.sign(np.diag(r))


def nilpotent(rng: np.random.Generator, d: int) -> np.ndarray:
    """A random strictly upper triangular rational matrix, whose exponential is rational."""
    return rational(np.triu(rng.integers(-3, 4, (d, d)), 1), 4)


def exponential_of_nilpotent(X: np.ndarray) -> np.ndarray:
    """exp(X) = sum_k X^k / k!, exactly, for X with X^d = 0."""
    term = total = rational(np.eye(len(X), dtype=int))
    for k in range(1, len(X)):
        term = term @ X / Fraction(k)
        total = total + term
    return total


def above_exponential(x: Fraction) -> Fraction:
    """A rational number a little above e^x."""
    return Fraction(math.ceil(1000 * math.exp(x)) + 1, 1000)
