"""Drawing instances of claims: matrices, and regressions with a known symmetry, exact by construction; relative residuals."""

from __future__ import annotations

import math
from fractions import Fraction
from numbers import Rational
from typing import overload

import numpy as np
from numpy.typing import ArrayLike
from scipy.linalg import expm

from lietheory.algebra import inverse
from lietheory.arrays import is_exact
from lietheory.discovery import linear_regression_symmetries
from lietheory.errors import LieTheoryError
from lietheory.proof.instances import Instance


@overload
def rational(numerators: int, denominator: int = 1) -> Fraction: ...
@overload
def rational(numerators: np.ndarray, denominator: int = 1) -> np.ndarray: ...
def rational(numerators: np.ndarray | int, denominator: int = 1) -> np.ndarray | Fraction:
    """numerators / denominator as exact Fractions."""
    if isinstance(numerators, int):
        return Fraction(numerators, denominator)
    return np.vectorize(lambda n: Fraction(int(n), denominator), otypes=[object])(numerators)


def relative(difference: np.ndarray, *inputs: ArrayLike) -> float | Fraction:
    """|difference| in units of the inputs: the largest entry over the product of their largest entries, at least 1.

    Exact arrays give a Fraction, so that an exact zero is distinguished from rounding. The scale is taken from
    the inputs and never from the result, which may vanish. A difference that is no number is infinite.
    """
    if is_exact(np.asarray(difference)) and all(isinstance(x, Rational) for x in np.ravel(difference)):
        worst = max(map(abs, np.ravel(difference)), default=0)
        return Fraction(int(worst.numerator), int(worst.denominator))  # not numpy's, which overflow where they meet floats
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


def regression_instance(X: np.ndarray, Y: np.ndarray, u: np.ndarray, u_c: np.ndarray) -> Instance:
    """The instance of inputs X (d, n), labels Y (c, n), and a pair (u, u_c): with H, C = Y X^T / n and A = C H^-1."""
    n = X.shape[1]
    scale = rational(1, n) if X.dtype == object else 1 / n
    H, C = X @ X.T * scale, Y @ X.T * scale
    return {"X": X, "Y": Y, "u": u, "u_c": u_c, "H": H, "C": C, "A": C @ inverse(H), "sizes": {"d": len(X), "c": len(Y)}}


def regression_pairs(X: np.ndarray, Y: np.ndarray, bias_row: bool = False) -> tuple[np.ndarray, np.ndarray, int]:
    """A basis (u_k, u_c,k) of the pairs with u H u^T = H and u_c A = A u for the fit A of labels Y (n, c), and the rank of A.

    Raises:
        LieTheoryError: there are no labels.
    """
    symmetries = linear_regression_symmetries(X, Y, bias_row=bias_row)
    if symmetries.output_generators is None:
        raise LieTheoryError("regression_pairs(X, Y)", "labels Y (n, c)", "none", "Give the labels of the n samples.")
    return symmetries.generators, symmetries.output_generators, symmetries.rank


def sampled_regression(rng: np.random.Generator) -> Instance:
    """Noisy labels of a random linear map, with a random element of the group of Theorem 1 in closed form."""
    d = int(rng.integers(2, 6))
    c = int(rng.integers(1, d + 1))
    X = rng.standard_normal((d, d)) / np.sqrt(d) @ rng.standard_normal((d, 40)) + rng.standard_normal((d, 40))
    Y = rng.standard_normal((c, d)) @ X + 0.1 * rng.standard_normal((c, 40))
    pairs = regression_pairs(X.T, Y.T)
    t = rng.standard_normal(len(pairs[0]))
    u, u_c = (expm(np.tensordot(t, generators, axes=1)) for generators in pairs[:2])
    return regression_instance(X, Y, u, u_c)


def exact_regression(rng: np.random.Generator, d: int) -> Instance:
    """Rational X, Y with labels off the fitted plane, and u = S Q S^-1, u_c = M Q_1 M^-1 with rational rotations.

    X = S [I, I], so that X X^T = 2 S S^T, and Y = A X + F [I, -I], whose second part X does not see.
    """
    c = max(1, d // 2)
    S, M = rational_invertible(rng, d), rational_invertible(rng, c)
    eye = rational(np.eye(d, dtype=int))
    first, second = rational_orthogonal(rng, c), rational_orthogonal(rng, d - c) if d > c else eye[:0, :0]
    Q = eye.copy()
    Q[:c, :c], Q[c:, c:] = first, second
    X = S @ np.hstack([eye, eye])
    F = rational(rng.integers(-3, 4, (c, d)))
    Y = M @ eye[:c] @ inverse(S) @ X + F @ np.hstack([eye, -eye])
    return regression_instance(X, Y, S @ Q @ inverse(S), M @ first @ inverse(M))
