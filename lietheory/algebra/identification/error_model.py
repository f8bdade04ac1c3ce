"""How large is the error of generators, of their structure constants, and what can be certain under it.

All errors are of an orthonormal basis Q of the span. With brackets in place of X in dF/dQ, the gains
are sums of squares over the linear maps X -> <[X, Q_b], Q_c> and X -> (1 - P)[X, Q_b], in closed form.

Two bounds decide about a Killing form K. One holds for all errors of a given norm. The other takes the errors of
the generators for independent normal ones, and measures dK by |K| itself: K + dK has the signature of K if
M = |K|^(-1/2) dK |K|^(-1/2) has norm below 1. The first order of M is linear in the errors, so its norm
is above its mean by t with a probability of at most exp(-t^2 / 2 w^2), where w^2 is the largest variance
of u^T M u for unit u, at most the norm of the covariance of M. Both are taken from draws of all orders
of M. They are drawn around the measured basis in place of the true one: where K is off by b relative to
its measured value, it is off by at most b / (1 - b) relative to the true one, and that must be below 1.

References:
    M. Ledoux, The concentration of measure phenomenon, 2001, theorem 7.1.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import chdtri

from lietheory.algebra.structure.closure import Span, all_brackets, projected_brackets
from lietheory.algebra.structure.randomized_brackets import is_large, squared_brackets
from lietheory.algebra.structure.structure_constants import Structure
from lietheory.arrays import tolerance
from lietheory.tolerances import CONFIDENCE, FAILURE, FIXED_SEED, NO_GAIN

_DRAWS = 100


@dataclass(frozen=True)
class Errors:
    """Errors of an orthonormal basis and of its structure constants.

    Args:
        basis: relative error of each basis element.
        entry: the same of one of its entries, for independent errors.
        typical: root mean square Frobenius norm of the error of the constants, for independent errors.
        bound: a bound on that norm for all errors of this size.
        estimated: whether ``basis`` was estimated from the closure residual.
    """

    basis: float
    entry: float
    typical: float
    bound: float
    estimated: bool


def errors(measured: Span, noise: float | None) -> Errors:
    """The errors of a span whose generators have relative error ``noise``, estimated from its residual when None.

    The estimate is an upper confidence bound under independent errors. Where the span is all of gl(d) the
    residual is zero for every noise, and only rounding is assumed.
    """
    n, d, _ = measured.basis.shape
    traces = np.trace(measured.basis, axis1=1, axis2=2)
    free = float((2 * d - 2 * traces**2).sum())
    inside = _squared_brackets(measured.basis, measured.basis.swapaxes(1, 2))
    f = float((measured.constants**2).sum())
    floor = tolerance(np.float64, d * d) * _amplification(measured)
    if noise is None:
        gain = max(2 * n * (free - inside) + f * (d * d - n), 0.0)
        freedom = max(n * (d * d - n) // 2, 1)
        variance = float((measured.residuals**2).sum()) / gain if gain > NO_GAIN else 0.0
        size = d * np.sqrt(variance * freedom / chdtri(freedom, 1 - CONFIDENCE))
    else:
        size = noise * _amplification(measured)
    size = float(max(size, floor))
    total = size * np.sqrt(n)
    typical = size / d * np.sqrt(2 * n * inside + f * n)
    unfolded = np.linalg.norm(measured.constants.reshape(n * n, n), 2)
    bound = np.sqrt(8 * n) * total + np.sqrt(2) * total**2 + unfolded * total
    bound = bound / (1 - total) if total < 1 else np.inf
    return Errors(size, size / d, float(typical), float(bound), noise is None)


def killing_reach(measured: Span, size: Errors, *, rng: np.random.Generator | None = None) -> float:
    """How far independent errors move the Killing form relative to its true value: below 1 its signature stands.

    Args:
        measured: the span of the generators.
        size: its errors.
        rng: draws errors; the one of ``FIXED_SEED`` by default.

    Returns:
        A bound on the norm of M that fails with probability 1e-6 (to first order in the errors of the
        draws); infinite for a degenerate form, and for spans too large to draw.
    """
    rng = np.random.default_rng(FIXED_SEED) if rng is None else rng
    n, d, _ = measured.basis.shape
    K = Structure(measured.constants).killing
    values, vectors = np.linalg.eigh(K)
    values = np.abs(values)
    if is_large(measured.basis) or values.min() <= tolerance(np.float64, n * n) * values.max():
        return np.inf
    root = vectors / np.sqrt(values)
    weights = _weights(measured) * (size.basis / _amplification(measured) / d)
    draws, mean = np.zeros((_DRAWS, n, n)), 0.0
    for M in draws:
        moved = measured.basis + np.tensordot(weights, rng.standard_normal((n, d, d)), 1)
        M[:] = root.T @ (Structure(projected_brackets(moved)[0]).killing - K) @ root
        mean += float(np.linalg.norm(M, 2)) / _DRAWS
        if mean >= 1:  # what the others add does not change that
            return np.inf
    flat = draws.reshape(_DRAWS, n * n)
    spread = np.linalg.norm(flat - flat.mean(axis=0), 2) / np.sqrt(_DRAWS - 1)
    reach = float(mean + np.sqrt(2 * np.log(1 / FAILURE)) * spread)
    return reach / (1 - reach) if reach < 1 else np.inf


def _squared_brackets(A: np.ndarray, B: np.ndarray) -> float:
    """The sum over i, j of |[A_i, B_j]|^2, estimated where the brackets would not fit."""
    return squared_brackets(A, B) if is_large(A) else float((all_brackets(A, B) ** 2).sum())


def _weights(measured: Span) -> np.ndarray:
    """The matrix that writes the basis in generators of length one."""
    return measured.change * np.linalg.norm(np.linalg.inv(measured.change), axis=1)


def _amplification(measured: Span) -> float:
    """The root mean square by which orthonormalising generators of length one multiplies their errors."""
    return float(np.linalg.norm(_weights(measured)) / np.sqrt(len(measured.change)))
