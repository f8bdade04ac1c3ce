"""Simultaneous confidence intervals for several means over the same points, by the bootstrap."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from lietheory.arrays import tolerance

CONFIDENCE = 0.95
"""The probability with which all intervals hold at once."""
RESAMPLES = 1000
"""Bootstrap samples: the 95 % quantile then rests on 50 values."""


@dataclass(frozen=True, eq=False)
class SimultaneousIntervals:
    """Estimates with simultaneous confidence intervals: bounds that hold for all of them at once.

    Args:
        values: the estimates.
        lower: simultaneous lower bounds.
        upper: simultaneous upper bounds.
    """

    values: Float[np.ndarray, " r"]
    lower: Float[np.ndarray, " r"]
    upper: Float[np.ndarray, " r"]


def mean_intervals(samples: Float[np.ndarray, "n r"], *, rng: np.random.Generator) -> SimultaneousIntervals:
    """The means of r columns with bounds +- q s: s by the bootstrap over points, q the quantile of the largest |deviation| / s.

    Args:
        samples: one point a row.
        rng: draws the bootstrap samples.

    Examples:
        >>> means = mean_intervals(np.array([[0.0, 5.0], [1.0, 5.0]] * 50), rng=np.random.default_rng(0))
        >>> bool(means.lower[0] < 0.5 < means.upper[0]), bool(means.lower[1] == means.upper[1] == 5.0)
        (True, True)
    """
    return _bounded(samples.mean(axis=0), _weights(len(samples), rng) @ samples, len(samples))


def cosine_intervals(
    one: Float[np.ndarray, "n r"], other: Float[np.ndarray, "n r"], square: Float[np.ndarray, "n r"], *, rng: np.random.Generator
) -> SimultaneousIntervals:
    """sum one / sqrt(sum other * sum square) for each column, bounded in the same way; 0 where a factor vanishes.

    With one = e b, other = b^2, square = e^2 this is the cosine of e and b.
    """
    w = _weights(len(one), rng)

    def quotient(a: np.ndarray, b: np.ndarray, c: np.ndarray) -> np.ndarray:
        size = np.sqrt(b * c)
        return np.divide(a, size, out=np.zeros_like(size), where=size > 0)

    means = quotient(*(p.mean(axis=0) for p in (one, other, square)))
    return _bounded(means, quotient(w @ one, w @ other, w @ square), len(one))


def _weights(n: int, rng: np.random.Generator) -> Float[np.ndarray, "b n"]:
    return rng.multinomial(n, np.full(n, 1 / n), size=RESAMPLES) / n


def _bounded(values: Float[np.ndarray, " r"], resampled: Float[np.ndarray, "b r"], n: int) -> SimultaneousIntervals:
    error = resampled.std(axis=0)
    error = np.where(error > tolerance(np.float64, n) * np.abs(values), error, 0.0)  # rounding of sums over n points is no spread
    deviation = np.divide(np.abs(resampled - values), error, out=np.zeros_like(resampled), where=error > 0)
    reach = np.quantile(deviation.max(axis=1, initial=0.0), CONFIDENCE) * error
    return SimultaneousIntervals(values, values - reach, values + reach)
