"""The simple ideals of a Lie algebra over the reals, by the centroid.

The centroid of a semisimple algebra, the maps phi with phi [x, y] = [phi x, y], is a product of
copies of R and C, one for each simple ideal; a C means that the ideal is a complex algebra read as
a real one. For regular v, phi is fixed by phi(v), which lies in the Cartan subalgebra of v, since
the words [x, [y, v]] span: so rank-many unknowns decide all. A few elements in general position
generate a semisimple algebra, so a map that commutes with them commutes with all.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import flint
import numpy as np

from lietheory.algebra.invariants.cartan import general_element, regular_element
from lietheory.algebra.invariants.characteristic_ideals import bracket_space, radical
from lietheory.algebra.linalg.dispatch import (
    characteristic_polynomial,
    cleared,
    cleared_rows,
    coordinates,
    evaluate,
    factors,
    inverse,
    modulo_prime,
    multiply,
    null_space,
    solve,
    spanning_rows,
    suitable_prime,
    tensordot,
)
from lietheory.algebra.structure.structure_constants import Structure
from lietheory.arrays import is_exact
from lietheory.errors import UndecidedError
from lietheory.tolerances import COMPLEX_PAIR, EIGENVALUES_APART, IDEAL_SLACK


@dataclass(frozen=True, eq=False)
class SimpleIdeal:
    """An ideal that is simple over the reals: its rows, and whether it is a complex algebra read as real."""

    rows: np.ndarray
    is_complex: bool


def simple_ideals(g: Structure) -> list[SimpleIdeal]:
    """The simple ideals of g, which together are the derived algebra of the centraliser of the radical."""
    outside = g.centralizer(radical(g))
    reductive = g.restrict(outside)
    rows = multiply(bracket_space(reductive, reductive.whole, reductive.whole), outside)
    if not len(rows):
        return []
    return [SimpleIdeal(multiply(ideal.rows, rows), ideal.is_complex) for ideal in split_semisimple(g.restrict(rows))]


def split_semisimple(g: Structure) -> list[SimpleIdeal]:
    """The simple ideals of a semisimple algebra over the reals; exact where they are defined over the field of g."""
    phis = centroid(g)
    if not len(phis):  # the identity is in it, unless the constants are too noisy for an identity
        raise _too_noisy()
    if len(phis) == 1:
        return [SimpleIdeal(g.whole, False)]
    n, k = g.dimension, len(phis)
    for phi in in_general_position(phis, k):
        products = tensordot(phis, phi, 2, 0).reshape(k, n * n)
        polynomial = characteristic_polynomial(coordinates(phis.reshape(k, n * n), products)[0])
        if is_separable(polynomial):
            return eigenspaces(phi, polynomial)
    raise _too_noisy()


def in_general_position(phis: np.ndarray, count: int) -> Iterator[np.ndarray]:
    """Combinations of maps with ``count`` eigenvalues, more than have two of them equal; exact ones with trace zero.

    The identity is one of these maps in any centroid. A large multiple of it would hide how far eigenvalues are apart.
    """
    k, n = phis.shape[:2]
    for attempt in range(count**2):
        phi = tensordot(np.array([pow(2 + attempt, 1 + i, 101) - 50 for i in range(k)]), phis, 0, 0)
        if is_exact(phi):
            phi = phi.astype(object)  # n times an entry may not fit
            phi = cleared(phi * n - np.eye(n, dtype=np.int64) * np.trace(phi))
        yield phi


def is_separable(polynomial: np.ndarray) -> bool:
    """Whether all complex roots are simple; for floats, whether no two are so close that they lose digits to noise."""
    if is_exact(polynomial):
        return all(multiplicity == 1 for _, multiplicity in factors(polynomial, polynomial))
    return separation(polynomial) > EIGENVALUES_APART


def separation(polynomial: np.ndarray) -> float:
    """The least distance of two complex roots, as a fraction of the largest."""
    values = np.roots(polynomial.astype(np.float64))
    distances = np.abs(values[:, None] - values) + np.diag(np.full(len(values), np.inf))
    return float(distances.min() / np.abs(values).max())


def _too_noisy() -> UndecidedError:
    return UndecidedError(
        "simple_ideals()",
        "structure constants of a semisimple algebra",
        "none within their error",
        "Give cleaner generators, or nearest_algebra(L) of these.",
    )


def eigenspaces(phi: np.ndarray, polynomial: np.ndarray) -> list[SimpleIdeal]:
    """The real eigenspaces, those of complex pairs together, of a diagonalisable map whose minimal polynomial is given."""
    irreducible = _factors(polynomial, phi) if is_exact(phi) else None
    if irreducible is None:
        return _spectral_ideals(phi.astype(np.float64), np.roots(polynomial.astype(np.float64)))
    return [SimpleIdeal(null_space(evaluate(factor, phi)), len(factor) == 3) for factor in irreducible]


def centroid(g: Structure) -> np.ndarray:
    """A basis (k, n, n) of the linear maps that commute with every ad x, for semisimple g."""
    v, cartan = regular_element(g)
    others = np.stack([general_element(g, attempt) for attempt in range(3, 6)])
    words = _words(g, g.constants, others, v[None])
    if g.is_exact:
        chosen = np.array(spanning_rows(words))
        first = chosen[-1] // len(others) + 1  # no later basis element stands in these words
        words, images = words[chosen], _words(g, g.constants[:first], others, cleared_rows(cartan))[chosen]
        if _bound(words, images, [g.ad(x).T for x in (v, *others)]) == 1:
            return np.eye(g.dimension, dtype=np.int64)[None]
        maps = cleared(multiply(inverse(words), images))
    else:
        maps = solve(words, _words(g, g.constants, others, cartan))
    maps = maps.T.reshape(len(cartan), g.dimension, g.dimension)
    defects = np.concatenate([commutators(maps, g.ad(x)) for x in (v, *others)], axis=1)
    zero = IDEAL_SLACK * g.error * float(np.linalg.norm(maps)) if g.error else 0.0  # exact maps may be too large for floats
    return tensordot(null_space(defects.T, zero), maps, 1, 0)


def _bound(words: np.ndarray, images: np.ndarray, ads: list[np.ndarray]) -> int:
    """A bound on the dimension of the centroid: that modulo a prime. At 1 it is reached, by the identity."""
    n, k = len(words), images.shape[1] // len(words)
    p = suitable_prime(words, images, *ads)
    try:
        solved = modulo_prime(words, p).solve(modulo_prime(images, p)).tolist()  # the maps, side by side
    except ZeroDivisionError:  # the prime divides a denominator: no bound
        return k
    maps = [flint.nmod_mat([row[i : i + n] for row in solved], p) for i in range(0, k * n, n)]
    residues = [modulo_prime(ad, p) for ad in ads]
    defects = [entry for M in maps for A in residues for entry in (M * A - A * M).entries()]
    return k - flint.nmod_mat(k, len(ads) * n * n, defects, p).rank()


def _words(g: Structure, constants: np.ndarray, others: np.ndarray, elements: np.ndarray) -> np.ndarray:
    """The rows [e_i, [y, v]] for the first e_i, whose constants are given, and the others y; all elements v side by side."""
    n = g.dimension
    inner = g.brackets(others, elements).reshape(-1, n)
    return tensordot(constants, inner, 1, 1).swapaxes(1, 2).reshape(len(constants) * len(others), len(elements) * n)


def commutators(maps: np.ndarray, ad: np.ndarray) -> np.ndarray:
    """phi ad - ad phi for each map phi, flattened."""
    difference = tensordot(maps, ad, 2, 0) - tensordot(maps, ad, 1, 1).swapaxes(1, 2)
    return difference.reshape(len(maps), -1)


def _factors(polynomial: np.ndarray, phi: np.ndarray) -> list[np.ndarray] | None:
    """Its factors over the field of phi, highest power first, if each has one real root or one complex pair; else None."""
    irreducible = [factor for factor, _ in factors(polynomial, phi)]
    return irreducible if all(_has_one_root(factor.tolist()) for factor in irreducible) else None


def _has_one_root(factor: list) -> bool:
    return len(factor) == 2 or (len(factor) == 3 and factor[1] * factor[1] < 4 * factor[0] * factor[2])


def _spectral_ideals(phi: np.ndarray, eigenvalues: np.ndarray) -> list[SimpleIdeal]:
    """The images of the spectral projections of phi, whose distinct eigenvalues are given; complex pairs together."""
    spread = np.abs(eigenvalues[:, None] - eigenvalues).max()
    ideals = []
    for i, value in enumerate(eigenvalues):
        if value.imag < -COMPLEX_PAIR * spread:
            continue  # its conjugate stands for both
        projection = np.eye(len(phi), dtype=complex)
        for other in np.delete(eigenvalues, i):
            projection = projection @ (phi - other * np.eye(len(phi))) / (value - other)
        is_complex = value.imag > COMPLEX_PAIR * spread
        projection = np.real(projection) * (2 if is_complex else 1)
        vectors = np.linalg.svd(projection.T)[2]
        ideals.append(SimpleIdeal(vectors[: round(float(np.trace(projection)))], bool(is_complex)))
    return ideals
