"""Linear regressions with a known symmetry (u, u_c), exact and in floating point, for the claims about them."""

from __future__ import annotations

import numpy as np
from scipy.linalg import expm

from lietheory.algebra import inverse
from lietheory.discovery import linear_regression_symmetries
from lietheory.proof.claim import Instance
from lietheory.proof.instances import rational, rational_invertible, rational_orthogonal


def described(X: np.ndarray, Y: np.ndarray, u: np.ndarray, u_c: np.ndarray) -> Instance:
    """The instance of inputs X (d, n), labels Y (c, n), and a pair (u, u_c): with H, C = Y X^T / n and A = C H^-1."""
    n = X.shape[1]
    scale = rational(1, n) if X.dtype == object else 1 / n
    H, C = X @ X.T * scale, Y @ X.T * scale
    return {"X": X, "Y": Y, "u": u, "u_c": u_c, "H": H, "C": C, "A": C @ inverse(H), "sizes": {"d": len(X), "c": len(Y)}}


def sampled_regression(rng: np.random.Generator) -> Instance:
    """Noisy labels of a random linear map, with a random element of the group of Theorem 1 in closed form."""
    d = int(rng.integers(2, 6))
    c = int(rng.integers(1, d + 1))
    X = rng.standard_normal((d, d)) / np.sqrt(d) @ rng.standard_normal((d, 40)) + rng.standard_normal((d, 40))
    Y = rng.standard_normal((c, d)) @ X + 0.1 * rng.standard_normal((c, 40))
    symmetries = linear_regression_symmetries(X.T, Y.T)
    t = rng.standard_normal(len(symmetries.generators))
    u, u_c = (expm(np.tensordot(t, g, axes=1)) for g in (symmetries.generators, symmetries.output_generators))
    return described(X, Y, u, u_c)


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
    return described(X, Y, S @ Q @ inverse(S), M @ first @ inverse(M))
