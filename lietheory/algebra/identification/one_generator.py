"""The name of one generator, which its matrix fixes and its abstract algebra does not.

It generates so(2) if it is semisimple with imaginary spectrum, so(1,1) if it is diagonalisable over
the reals, and otherwise R.
"""

from __future__ import annotations

import numpy as np

from lietheory.algebra.linalg.dispatch import multiply, rank, signature
from lietheory.arrays import exact_array, is_exact
from lietheory.tolerances import DEFECTIVE, SPECTRUM_NEAR


def line_name(A: np.ndarray, noise: float) -> tuple[str, float]:
    """The name of the algebra that A spans, and the margin: the smallest part of the spectrum taken for non-zero over its error.

    Args:
        A: (d, d).
        noise: the relative error of A, ignored if A is exact.

    Examples:
        >>> line_name(np.array([[0, -2], [1, 0]]), 0.0)[0], line_name(np.array([[1, 1], [0, 1]]), 0.0)[0]
        ('so(2)', 'R')
    """
    return (_exact_name(A), np.inf) if is_exact(A) else _numeric_name(A, noise)


def _exact_name(A: np.ndarray) -> str:
    """By Hermite: the form tr A^(i+j) has as rank the number of distinct eigenvalues, as signature that of the real ones."""
    d = len(A)
    powers = [np.eye(d, dtype=np.int64)]
    for _ in range(4 * d):
        powers.append(multiply(powers[-1], A))
    traces = exact_array([np.trace(P) for P in powers])
    index = np.add.outer(np.arange(d), np.arange(d))
    positive, negative, zero = signature(traces[index])
    distinct = d - zero
    minimal_degree = rank(np.stack([P.ravel() for P in powers[:d]]))
    if minimal_degree != distinct:
        return "R"
    if positive - negative == distinct:
        return "so(1,1)" if A.any() else "R"
    squares = signature(traces[2 * index])
    weighted = signature(traces[2 * index + 2])
    imaginary = squares[1] == 0 and weighted[0] == 0
    return "so(2)" if imaginary else "R"


def near_name(A: np.ndarray) -> str:
    """The name A has once a real or an imaginary part of its spectrum below a tenth of the other is dropped.

    Examples:
        >>> near_name(np.array([[0.05, -1.0], [1.0, 0.05]]))
        'so(2)'
    """
    values, vectors = np.linalg.eig(A)
    real, imaginary = float(np.abs(np.real(values)).max()), float(np.abs(np.imag(values)).max())
    if np.linalg.cond(vectors) > DEFECTIVE or min(real, imaginary) > SPECTRUM_NEAR * max(real, imaginary):
        return "R"
    return "so(2)" if real < imaginary else "so(1,1)"


def _numeric_name(A: np.ndarray, noise: float) -> tuple[str, float]:
    A = A / np.linalg.norm(A)
    values, vectors = np.linalg.eig(A)
    condition = float(np.linalg.cond(vectors))
    zero = condition * noise  # Bauer and Fike: eigenvalues move no further
    real, imaginary = float(np.abs(np.real(values)).max()), float(np.abs(np.imag(values)).max())
    larger, smaller = max(real, imaginary), min(real, imaginary)
    if condition > 1 / np.sqrt(noise) or larger <= zero:
        return "R", 1.0
    if smaller > zero:
        return "R", smaller / zero
    return "so(2)" if real < imaginary else "so(1,1)", larger / zero
