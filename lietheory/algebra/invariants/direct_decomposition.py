"""Every Lie algebra as a direct sum of indecomposable ideals over the reals.

Simple ideals and central lines outside [g, g] split off first. What remains has its centre inside
[g, g]. There the centroid, the algebra of maps phi with phi [x, y] = [phi x, y], is commutative modulo
maps of g / [g, g] into the centre, whose products vanish. So its semisimple quotient is a product of
copies of R and C, one for each indecomposable ideal, and a map in general position has these ideals
as its generalised eigenspaces.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import numpy as np

from lietheory.algebra.invariants.cartan import general_element
from lietheory.algebra.invariants.characteristic_ideals import bracket_space, center, radical
from lietheory.algebra.invariants.simple_ideals import (
    commutators,
    eigenspaces,
    in_general_position,
    is_separable,
    separation,
    simple_ideals,
)
from lietheory.algebra.linalg.dispatch import (
    characteristic_polynomial,
    complement,
    independent_rows,
    inverse,
    multiply,
    null_space,
    rank,
    row_space,
    signature,
    solve,
    tensordot,
)
from lietheory.algebra.structure.structure_constants import Structure
from lietheory.arrays import is_exact
from lietheory.tolerances import CENTROID_MOST, CENTROID_SLACK, NEWTON_DIVERGED


def direct_summands(g: Structure) -> list[np.ndarray]:
    """The indecomposable ideals, as coordinate rows, of which g is the direct sum over the reals.

    The simple ideals come first and the central lines last. Ideals of an exact algebra are exact
    where they are defined over the rationals.
    """
    simple, rest = without_simple_ideals(g)
    inner = g.restrict(rest)
    core, lines = without_lines(inner)
    ideals = [ideal.rows for ideal in simple_ideals(g)] if len(simple) else []
    ideals += [multiply(multiply(rows, core), rest) for rows in core_summands(inner.restrict(core))]
    return ideals + list(multiply(lines, rest)[:, None])


def without_simple_ideals(g: Structure) -> tuple[np.ndarray, np.ndarray]:
    """The sum of the simple ideals of g, and the ideal that complements it."""
    reductive = g.centralizer(radical(g))
    inner = g.restrict(reductive)
    simple = multiply(bracket_space(inner, inner.whole, inner.whole), reductive)
    return simple, g.centralizer(simple) if len(simple) else g.whole


def without_lines(g: Structure) -> tuple[np.ndarray, np.ndarray]:
    """An ideal whose centre lies in its derived algebra, and the central R^k that complements it."""
    derived, middle = bracket_space(g, g.whole, g.whole), center(g)
    together = np.concatenate([derived, middle])
    lines = together[[i for i in independent_rows(together, g.error) if i >= len(derived)]]
    if not len(lines):
        return g.whole, lines
    rest = complement(row_space(np.concatenate([derived, lines]), g.error))
    return np.concatenate([derived, rest]), lines


def core_summands(g: Structure) -> list[np.ndarray]:
    """The indecomposable ideals of an algebra whose centre lies in its derived algebra."""
    if g.is_exact or g.dimension < 2:
        return _core_summands(g)
    turned = _general_position(g)
    return [rows @ turned for rows in _core_summands(g.restrict(turned))]


def _general_position(g: Structure) -> np.ndarray:
    """A reflection after which no basis element is nearly central: the centraliser of such a one is ill-conditioned."""
    normal = general_element(g, 0) / np.linalg.norm(general_element(g, 0))
    return np.eye(g.dimension) - 2 * np.outer(normal, normal)


def _core_summands(g: Structure) -> list[np.ndarray]:
    n = g.dimension
    if n == 0:
        return []
    phis = _centroid(g)
    k = len(phis)
    if k < 2:
        return [g.whole]
    trace = multiply(phis.reshape(k, n * n), phis.swapaxes(1, 2).reshape(k, n * n).T)  # its kernel is the radical
    zero = _zero(g)
    if signature(trace, zero)[0] <= 1:  # each R counts one positive eigenvalue, each C one and a negative one
        return [g.whole]
    top = complement(null_space(trace, zero))
    form = inverse(multiply(multiply(top, trace), top.T))
    candidates = _candidates(phis, top, form)
    chosen = next(candidates, None) if g.is_exact else max(candidates, key=lambda c: separation(c[1]), default=None)
    if chosen is None:
        return [g.whole]
    phi = _semisimple_part(*chosen)
    if phi is None:
        return [g.whole]
    ideals = [ideal.rows for ideal in eigenspaces(phi, chosen[1])]
    return ideals if _are_summands(g, ideals) else [g.whole]


def _candidates(phis: np.ndarray, top: np.ndarray, form: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Maps of the centroid in general position, each with a separable polynomial that it is a root of up to what is nilpotent."""
    k, n = phis.shape[:2]
    for phi in in_general_position(phis, len(top)):
        moved = tensordot(phis, phi, 2, 0).reshape(k, n * n)
        twisted = multiply(moved, phis.swapaxes(1, 2).reshape(k, n * n).T)
        polynomial = characteristic_polynomial(multiply(form, multiply(multiply(top, twisted), top.T)))
        if is_separable(polynomial):
            yield phi, polynomial


def _are_summands(g: Structure, ideals: list[np.ndarray]) -> bool:
    """Whether no ideal is empty, all together span and any two commute, which noise beyond its bound can spoil."""
    if g.is_exact:
        return True
    zero = _zero(g)
    commute = all(np.linalg.norm(g.brackets(a, b)) <= zero for a, b in combinations(ideals, 2))
    return commute and all(map(len, ideals)) and rank(np.concatenate(ideals)) == g.dimension == sum(map(len, ideals))


def _zero(g: Structure) -> float:
    """The size of zero in the equations of the centroid: no more than leaves some of them, but no less than the error."""
    if g.is_exact:
        return 0.0
    return min(CENTROID_SLACK * g.dimension * g.error, max(CENTROID_SLACK * g.error, CENTROID_MOST * g.size))


def _centroid(g: Structure) -> np.ndarray:
    """A basis (k, n, n) of the maps that commute with every ad x, computed from those of one basis element."""
    n = g.dimension
    zero = _zero(g)
    maps = np.concatenate([_only(i, _images(g, x), n) for i, x in enumerate(g.whole)])
    for x in [general_element(g, 0), *g.whole]:  # few maps commute with the first
        if len(maps) < 2:  # the identity, or not even that under noise
            break
        maps = tensordot(null_space(commutators(maps, g.ad(x)).T, zero), maps, 1, 0)
    return maps


def _images(g: Structure, x: np.ndarray) -> np.ndarray:
    """Where a map of the centroid can send x: to what commutes with all that x commutes with."""
    n, inner = g.dimension, g.centralizer(x[None])
    equations = g.brackets(inner, g.whole).swapaxes(1, 2).reshape(len(inner) * n, n)
    return null_space(equations, _zero(g))  # with slack, since the error of inner is larger than that of g


def _only(i: int, rows: np.ndarray, n: int) -> np.ndarray:
    """The maps that send e_i to one of the rows and all other basis elements to 0."""
    maps = np.zeros((len(rows), n, n), dtype=rows.dtype)
    maps[:, :, i] = rows
    return maps


def _semisimple_part(phi: np.ndarray, polynomial: np.ndarray) -> np.ndarray | None:
    """The semisimple part of phi, a root of a separable polynomial, by Newton: the rest is nilpotent. None if noise diverges."""
    slope = polynomial[:-1] * np.arange(len(polynomial) - 1, 0, -1)
    bound = None if is_exact(phi) else NEWTON_DIVERGED * np.abs(phi).max()
    for _ in range(len(phi).bit_length()):
        phi = phi - solve(_at(slope, phi), _at(polynomial, phi))
        if bound is not None and np.abs(phi).max() > bound:
            return None
    return phi


def _at(polynomial: np.ndarray, phi: np.ndarray) -> np.ndarray:
    value = np.zeros_like(phi)
    for coefficient in polynomial:
        value = multiply(value, phi) + coefficient * np.eye(len(phi), dtype=np.int64)
    return value
