"""How large is the error of generators, of their structure constants, and what can be certain under it.

All errors are of an orthonormal basis Q of the span. With brackets in place of X in dF/dQ, the gains
are sums of squares over the linear maps X -> <[X, Q_b], Q_c> and X -> (1 - P)[X, Q_b], in closed form.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.stats import chi2

from lietheory.algebra.bracket import all_brackets
from lietheory.algebra.closure import Span
from lietheory.algebra.sketched import is_large, squared_brackets
from lietheory.arrays import tolerance

_CONFIDENCE = 1e-3  # the probability that a true error is above its estimated bound


@dataclass(frozen=True)
class Errors:
    """Errors of an orthonormal basis and of its structure constants.

    Args:
        basis: relative error of each basis element.
        typical: root mean square Frobenius norm of the error of the constants, for independent errors.
        bound: a bound on that norm, whatever the errors are.
        estimated: whether ``basis`` was estimated from the closure residual.
    """

    basis: float
    typical: float
    bound: float
    estimated: bool


def errors(found: Span, noise: float | None) -> Errors:
    """The errors of a span whose generators have relative error ``noise``, estimated from its residual when None.

    The estimate is an upper confidence bound under independent errors. Where the span is all of gl(d) the
    residual is zero whatever the noise, and only rounding is assumed.
    """
    n, d, _ = found.basis.shape
    traces = np.trace(found.basis, axis1=1, axis2=2)
    free = float((2 * d - 2 * traces**2).sum())
    inside = _squared_brackets(found.basis, found.basis.swapaxes(1, 2))
    f = float((found.constants**2).sum())
    floor = tolerance(np.float64, d * d) * _amplification(found)
    if noise is None:
        gain = max(2 * n * (free - inside) + f * (d * d - n), 0.0)
        freedom = max(n * (d * d - n) // 2, 1)
        variance = float((found.residuals**2).sum()) / gain if gain > 1e-9 else 0.0
        size = d * np.sqrt(variance * freedom / chi2.ppf(_CONFIDENCE, freedom))
    else:
        size = noise * _amplification(found)
    size = float(max(size, floor))
    total = size * np.sqrt(n)
    typical = size / d * np.sqrt(2 * n * inside + f * n)
    unfolded = np.linalg.norm(found.constants.reshape(n * n, n), 2)
    bound = np.sqrt(8 * n) * total + np.sqrt(2) * total**2 + unfolded * total
    bound = bound / (1 - total) if total < 1 else np.inf
    return Errors(size, float(typical), float(bound), noise is None)


def _squared_brackets(A: np.ndarray, B: np.ndarray) -> float:
    """The sum over i, j of |[A_i, B_j]|^2, estimated where the brackets would not fit."""
    return squared_brackets(A, B) if is_large(A) else float((all_brackets(A, B) ** 2).sum())


def _amplification(found: Span) -> float:
    """The root mean square by which orthonormalising generators of length one multiplies their errors."""
    lengths = np.linalg.norm(np.linalg.inv(found.change), axis=1)
    return float(np.linalg.norm(found.change * lengths) / np.sqrt(len(lengths)))
