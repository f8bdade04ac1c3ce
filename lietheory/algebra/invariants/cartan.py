"""Cartan subalgebras, and the lengths of the roots of a semisimple algebra."""

from __future__ import annotations

import numpy as np

from lietheory.algebra.invariants.characteristic_ideals import lower_central_series
from lietheory.algebra.linalg.dispatch import null_space, tensordot
from lietheory.algebra.structure.structure_constants import Structure
from lietheory.errors import UndecidedError

_ATTEMPTS = 9  # an element in general position is regular; this many that are not mean constants of no algebra


def general_element(g: Structure, attempt: int = 0) -> np.ndarray:
    """A fixed element in general position: powers of 2 modulo 101, centred; of length 1 if numeric."""
    v = np.array([pow(2, (attempt + 1) * i * i + i + 17 * attempt, 101) - 50 for i in range(g.dimension)])
    return v if g.is_exact else v / np.linalg.norm(v)


def regular_element(g: Structure) -> tuple[np.ndarray, np.ndarray]:
    """An element v of a semisimple algebra and its centraliser: the smallest of three, so a Cartan subalgebra.

    Of floats, one on which the roots differ most: their vectors err by the noise over the least difference.
    """
    elements = [general_element(g, attempt) for attempt in range(3)]
    pairs = [(v, null_space(g.ad(v), g.error)) for v in elements]
    return min(pairs, key=lambda pair: (len(pair[1]), 0.0 if g.is_exact else -_least_difference(g.ad(pair[0]), len(pair[1]))))


def _least_difference(ad: np.ndarray, rank: int) -> float:
    """The least distance between values of roots, and of one from 0, over the largest."""
    values = np.linalg.eigvals(ad)
    values = np.append(values[np.argsort(np.abs(values))[rank:]], 0.0)
    apart = np.abs(values[:, None] - values) + np.where(np.eye(len(values)) > 0, np.inf, 0.0)
    return float(apart.min() / max(np.abs(values).max(), np.finfo(float).tiny))


def cartan_subalgebra(g: Structure) -> np.ndarray:
    """A nilpotent subalgebra that is its own normaliser: where ad v is nilpotent, for a regular v.

    Such a subspace is always its own normaliser, and it is nilpotent exactly if v is regular enough.
    So the answer is checked; all Cartan subalgebras have the same dimension.

    Raises:
        UndecidedError: no element tried is regular, as for constants whose error hides their algebra.
    """
    for attempt in range(_ATTEMPTS):
        rows = _fitting_null(g, general_element(g, attempt))
        if not len(lower_central_series(g.restrict(rows))[-1]):
            return rows
    raise UndecidedError(
        "cartan_subalgebra()",
        "a regular element",
        f"none in {_ATTEMPTS} attempts",
        "Give cleaner generators, or nearest_algebra(L) of these.",
    )


def _fitting_null(g: Structure, v: np.ndarray) -> np.ndarray:
    """The elements that some power of ad v sends to 0."""
    rows, ad = g.whole[:0], g.ad(v)
    while True:
        outside = null_space(rows) if len(rows) else g.whole
        longer = null_space(tensordot(outside, ad, 1, 0), g.error)
        if len(longer) == len(rows):
            return rows
        rows = longer


def rank(g: Structure) -> int:
    """The rank of a semisimple algebra: the dimension of its Cartan subalgebras."""
    return len(regular_element(g)[1])


def root_lengths(g: Structure) -> np.ndarray:
    """The squared lengths K(alpha, alpha) of all roots of a semisimple algebra, ascending, in floats."""
    h = g.adjoint_orthonormal()
    v, cartan = regular_element(h)
    values, vectors = np.linalg.eig(h.ad(v))
    keep = np.argsort(np.abs(values))[len(cartan) :]
    dual = np.linalg.inv(vectors)
    ads = np.stack([h.ad(x) for x in cartan])
    roots = np.einsum("ra,kab,br->rk", dual[keep], ads, vectors[:, keep])
    form = np.linalg.inv(cartan @ h.killing @ cartan.T)
    return np.sort(np.einsum("rk,kl,rl->r", roots, form, roots).real)
