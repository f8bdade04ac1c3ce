"""The derived, lower central and upper central series, and the centre, as coordinate rows."""

from __future__ import annotations

import numpy as np

from lietheory.algebra.linalg.dispatch import null_space, row_space, tensordot
from lietheory.algebra.structure.structure_constants import Structure, remembered


def bracket_space(g: Structure, A: np.ndarray, B: np.ndarray) -> np.ndarray:
    """[A, B]: the span of all brackets of a row of A with a row of B."""
    if A is g.whole and B is g.whole:
        return _derived(g)
    return row_space(g.brackets(A, B).reshape(len(A) * len(B), g.dimension), g.error)


@remembered
def _derived(g: Structure) -> np.ndarray:
    n = g.dimension
    return (
        row_space(g.constants[np.triu_indices(n, 1)], g.error)
        if g.is_exact
        else row_space(g.constants.reshape(n * n, n), g.error)
    )


@remembered
def center(g: Structure) -> np.ndarray:
    """The elements that commute with all others."""
    return g.centralizer(g.whole)


def derived_series(g: Structure) -> list[np.ndarray]:
    """g, [g, g], [[g, g], [g, g]], ... down to the first term that repeats."""
    return _descend(g, lambda term: bracket_space(g, term, term))


def lower_central_series(g: Structure) -> list[np.ndarray]:
    """g, [g, g], [g, [g, g]], ... down to the first term that repeats."""
    return _descend(g, lambda term: bracket_space(g, g.whole, term))


def upper_central_series(g: Structure) -> list[np.ndarray]:
    """0, the centre, the preimage of the centre of g / centre, ... up to the first term that repeats."""
    series = [g.whole[:0], center(g)]
    if not len(series[-1]):
        return series[:1]
    while len(series[-1]) < g.dimension:
        functionals = null_space(series[-1])
        images = tensordot(g.constants, functionals, 2, 1)
        term = null_space(images.reshape(g.dimension, g.dimension * len(functionals)).T, g.error)
        if len(term) == len(series[-1]):
            break
        series.append(term)
    return series


def _descend(g: Structure, step) -> list[np.ndarray]:
    series = [g.whole]
    while len(series[-1]):
        term = step(series[-1])
        if len(term) == len(series[-1]):
            break
        series.append(term)
    return series
