"""What a network leaves of its labels, fitted without any symmetry: kernel ridge regression with a quartic kernel."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from jaxtyping import Float

DEGREE = 4
"""Of the kernel (1 + x.z / mean |x|^2)^4, whose functions are all polynomials up to the fourth degree."""
MOST_POINTS = 1500
"""Points the probe is fitted to at most: it takes their number cubed."""
RIDGES = 10.0 ** np.arange(-8, 3)
"""Ridges tried, relative to the mean eigenvalue of the kernel matrix."""


def fit_probe(
    x: Float[np.ndarray, "n p"], residual: Float[np.ndarray, "n m"]
) -> Callable[[Float[np.ndarray, "k p"]], Float[np.ndarray, "k m"]]:
    """The polynomial of degree four that predicts ``residual`` best when each point is left out in turn.

    Where nothing can be predicted it is small and arbitrary, not zero: what it explains then has an honest interval.

    Args:
        x: points, flattened.
        residual: what is to be predicted there.

    Examples:
        >>> x = np.random.default_rng(0).normal(size=(200, 2))
        >>> probe = fit_probe(x, x[:, :1] ** 2)
        >>> bool(np.abs(probe(x[:5]) - x[:5, :1] ** 2).max() < 1e-3)
        True
    """
    x, residual = x[:MOST_POINTS], residual[:MOST_POINTS]
    scale = float(np.mean(np.sum(x**2, axis=1)))
    values, Q = np.linalg.eigh(_kernel(x, x, scale))
    values, seen = np.maximum(values, 0.0), Q.T @ residual
    errors = [_left_out(values, Q, seen, residual, ridge * values.mean()) for ridge in RIDGES]
    best = int(np.argmin(errors))
    weights = Q @ (seen / (values + RIDGES[best] * values.mean())[:, None])
    return lambda z: _kernel(z, x, scale) @ weights


def _kernel(z: np.ndarray, x: np.ndarray, scale: float) -> np.ndarray:
    return (1 + z @ x.T / scale) ** DEGREE


def _left_out(values: np.ndarray, Q: np.ndarray, seen: np.ndarray, residual: np.ndarray, ridge: float) -> float:
    """Mean squared error at each point of the fit to all others, in closed form from the fit to all."""
    kept = values / (values + ridge)
    fitted, own = Q @ (kept[:, None] * seen), (Q**2) @ kept
    return float(np.mean(((residual - fitted) / np.maximum(1 - own, 1e-12)[:, None]) ** 2))
