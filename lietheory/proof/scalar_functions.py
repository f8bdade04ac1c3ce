"""Functions f: R^d -> R with their derivatives, exact on exact input, for the claims about convolutions f * g."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import numpy as np


@dataclass(frozen=True, eq=False, repr=False)
class Feature:
    """A function f: R^d -> R with its gradient and its Hessian.

    Args:
        text: the function in words, for messages and pages.
        value: x (d,) -> f(x).
        gradient: x -> (d,).
        hessian: x -> (d, d).
        curvature: a bound on the spectral norm of the Hessian over all of R^d.
    """

    text: str
    value: Callable[[np.ndarray], float | Fraction]
    gradient: Callable[[np.ndarray], np.ndarray]
    hessian: Callable[[np.ndarray], np.ndarray]
    curvature: float = np.inf

    def __repr__(self) -> str:
        return self.text


def polynomial(c: float | Fraction, a: np.ndarray, B: np.ndarray) -> Feature:
    """The function c + a . x + x . B x."""
    return Feature(
        f"x -> {c} + {_text(a)} . x + x . {_text(B)} x",
        lambda x: c + np.dot(a, x) + np.dot(x @ B, x),
        lambda x: a + (B + B.T) @ x,
        lambda x: B + B.T,
        float(np.linalg.norm((B + B.T).astype(float), 2)),
    )


def rectified(a: np.ndarray) -> Feature:
    """The function a . max(x, 0), homogeneous of degree 1, with the derivatives it has away from its kinks."""
    return Feature(
        f"x -> {_text(a)} . max(x, 0)",
        lambda x: np.dot(a, np.maximum(x, 0 * x)),
        lambda x: a * (x > 0),
        lambda x: 0 * np.outer(a, a),
        0.0,
    )


def waves(a: np.ndarray, b: np.ndarray) -> Feature:
    """The function sum_j a_j tanh(b_j . x), whose curvature is at most sum_j |a_j| |b_j|^2 since |tanh''| < 1."""

    def slope(x: np.ndarray) -> np.ndarray:
        return 1 - np.tanh(b @ x) ** 2

    return Feature(
        f"x -> sum_j {_text(a)}_j tanh({_text(b)}_j . x)",
        lambda x: np.dot(a, np.tanh(b @ x)),
        lambda x: (a * slope(x)) @ b,
        lambda x: -2 * (b.T * (a * np.tanh(b @ x) * slope(x))) @ b,
        float(np.abs(a) @ (b**2).sum(axis=1)),
    )


def _text(array: np.ndarray) -> str:
    return str(np.vectorize(str, otypes=[object])(array).tolist()).replace("'", "")
