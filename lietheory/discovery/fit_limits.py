"""Confidence limits for |A beta| where beta is estimated: what a fitted function moves by, with the error of the fit.

A function F = sum beta_q phi_q that is linear in its coefficients moves by A_g beta under an element g, A_g = phi(g x) - phi(x),
so that the mean square of its motion is |A_g beta|^2. With an estimate beta + e, e of covariance C, |A (beta + e)|^2 is the
square of a normal vector with mean A beta and covariance A C A^T, of eigenvalues a_1 >= a_2 >= ...; its motion by the error
alone has mean sum a_j. A limit s for |A beta| is one at which the square that was seen is as improbable as stated, along the
least favourable direction, which is that of a_1.

The upper limit for the worst of several elements is the largest of their upper limits, each at the full level: the worst one
exceeds its own with that probability only. The lower one pays for the number of elements that it was chosen from.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float
from scipy.special import gammaincinv

DRAWS = 10_000
"""Of the error: the limits at a tenth of 2.5 % then rest on 25 draws."""
LEAST_PROBABILITY = 10 / DRAWS
"""Probabilities below this are taken as this many draws show them, and never as less."""


@dataclass(frozen=True, eq=False)
class Limits:
    """|A beta|, a size with limits.

    Args:
        square: |A beta|^2 without the part that the error of the fit adds on average, at least 0.
        lower: of |A beta|.
        upper: of |A beta|.
    """

    square: float
    lower: float
    upper: float


class NormLimits:
    """Limits for |A beta| from one fit, by draws that all of them share.

    Args:
        beta: (Q,), the estimate.
        error: (Q, r), a root of its covariance.
        rng: draws the error.

    Examples:
        >>> limits = NormLimits(np.array([3.0, 0.0]), 0.1 * np.eye(2), np.random.default_rng(0))
        >>> found = limits.of(np.eye(2), 0.025)
        >>> 2.7 < found.lower < 3 < found.upper < 3.3
        True
        >>> limits.of(np.array([[0.0, 1.0]]), 0.025).lower
        0.0
    """

    def __init__(self, beta: Float[np.ndarray, " Q"], error: Float[np.ndarray, "Q r"], rng: np.random.Generator):
        self.beta, self.error = beta, error
        self._normal, self._uniform = rng.normal(size=DRAWS), rng.uniform(size=DRAWS)

    def seen(self, A: Float[np.ndarray, "n Q"]) -> float:
        """|A beta|^2 of the estimate."""
        return float(np.square(A @ self.beta).sum())

    def added(self, A: Float[np.ndarray, "n Q"]) -> float:
        """What the error of the fit adds to that on average."""
        return float(np.square(A @ self.error).sum())

    def size(self, A: Float[np.ndarray, "n Q"]) -> float:
        """How large |A beta|^2 may be, roughly: what is seen, and the error."""
        return self.seen(A) + self.added(A)

    def of(self, A: Float[np.ndarray, "n Q"], level: float, tried: int = 1) -> Limits:
        """The limits, each exceeded with probability ``level``; the lower one of a map that was chosen from so many."""
        T = self.seen(A)
        moved = A @ self.error
        S = moved.T @ moved if len(moved) > moved.shape[1] else moved @ moved.T
        total, squares, top = float(np.trace(S)), float(np.square(S).sum()), _largest(S)
        if not total > 0:
            return Limits(T, T**0.5, T**0.5)
        rest = self._rest(max(total - top, 0.0), max(squares - top**2, 0.0))
        error = top**0.5 * self._normal
        typical = float(np.median(rest + error**2))
        upper = np.sqrt(np.maximum(max(T, typical) - rest, 0.0)) - error  # below the typical square nothing more is learned
        lower = np.sqrt(np.maximum(T - rest, 0.0)) - error
        above, below = (
            np.quantile(upper, 1 - max(level, LEAST_PROBABILITY)),
            np.quantile(lower, max(level / tried, LEAST_PROBABILITY)),
        )
        return Limits(max(T - total, 0.0), max(float(below), 0.0), max(float(above), 0.0))

    def _rest(self, mean: float, squares: float) -> Float[np.ndarray, " draws"]:
        """Sums of a_j z_j^2 with these sums of a_j and of their squares, as a gamma variable of that mean and variance."""
        if not squares > 0:
            return np.full(DRAWS, mean)
        shape = mean**2 / (2 * squares)
        return gammaincinv(shape, self._uniform) * mean / shape


def _largest(S: Float[np.ndarray, "r r"]) -> float:
    return float(np.linalg.eigvalsh(S)[-1]) if S.size else 0.0
