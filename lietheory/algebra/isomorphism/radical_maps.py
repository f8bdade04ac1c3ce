"""Isomorphisms of exact algebras that are not reductive: a map of Levi factors, extended to the radicals.

All Levi factors are conjugate, so an isomorphism may be taken to map one chosen s to one chosen s', by one of the finitely many
ways up to inner automorphisms, which extend to g. On the radical it is a linear map P with P [x, v] = [T x, P v] for x in s that
keeps characteristic ideals, which leaves few unknowns, and P [v, w] = [P v, P w]. These quadratic equations are solved in
floats; then, one after the other, every unknown that is free to move is moved to 0, 1, -1 or a whole number, until the rest are
determined and their values recognised.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import numpy as np

from lietheory.algebra.invariants.cartan import general_element
from lietheory.algebra.invariants.characteristic_ideals import (
    bracket_space,
    center,
    derived_series,
    levi_factor,
    lower_central_series,
    nilradical,
    radical,
    upper_central_series,
)
from lietheory.algebra.isomorphism.semisimple_maps import exact_maps, recognised
from lietheory.algebra.linalg.dispatch import complement, coordinates, inverse, multiply, null_space, tensordot
from lietheory.algebra.structure.structure_constants import Structure
from lietheory.errors import LieTheoryError
from lietheory.tolerances import FIXED_SEED

_UNKNOWNS = 64  # the equations of more would take minutes
_STARTS, _HELD, _STEPS = 30, 6, 40  # random starts, how many unknowns are held at most, and steps of Newton's iteration
_SOLVED, _INVERTIBLE = 1e-11, 1e4  # the defect relative to the constants; the condition of a map that is not degenerate
_DENOMINATOR = 10**5  # of values that are recognised: solutions are known to some 1e-13
_FREE = 1e-7  # the rate, beside 1, at which an unknown moves along the solutions


def radical_maps(g: Structure, h: Structure) -> Iterator[np.ndarray]:
    """Isomorphisms, rows the images, that are met."""
    bases = [(levi_factor(x), radical(x)) for x in (g, h)]
    k, m = len(bases[0][0]), len(bases[0][1])
    if k == 0 and m > 8:
        yield from _heisenberg_maps(g, h)
        return
    levis = [x.restrict(levi) for x, (levi, _) in zip((g, h), bases, strict=True)]
    wholes = [np.concatenate(pair) for pair in bases]
    for T in exact_maps(levis[0].constants, levis[1].constants) if k else [np.zeros((0, 0), dtype=np.int64)]:
        for P in _extensions(g, h, bases, levis[0], T):
            block = np.zeros((k + m, k + m), dtype=object)
            block[:k, :k], block[k:, k:] = T, P
            yield multiply(multiply(inverse(wholes[0]), _exact(block)), wholes[1])


def _exact(block: np.ndarray) -> np.ndarray:
    small = all(getattr(x, "denominator", 0) == 1 and abs(x) < 2**31 for x in block.flat)
    return block.astype(np.int64) if small else block


def _extensions(g: Structure, h: Structure, bases: list, levi: Structure, T: np.ndarray) -> Iterator[np.ndarray]:
    (s, r), (s_other, r_other) = bases
    m, one = len(r), np.eye(len(r), dtype=np.int64)
    inner = [x.restrict(rows) for x, rows in ((g, r), (h, r_other))]
    flags = list(map(_ideals, inner))
    if [len(I) for I in flags[0]] != [len(I) for I in flags[1]]:
        return
    equations = [np.kron(I, null_space(other)) for I, other in zip(*flags, strict=True) if 0 < len(other) < m]
    for attempt in range(3 if len(s) else 0):  # three elements in general position generate a semisimple algebra
        x = general_element(levi, attempt)
        A, B = _action(g, multiply(x[None], s)[0], r), _action(h, multiply(multiply(x[None], T), s_other)[0], r_other)
        equations.append(np.kron(A, one) - np.kron(one, B.T))  # A P - P B on the rows of P, one after the other
    space = (null_space(np.concatenate(equations)) if equations else np.eye(m * m, dtype=np.int64)).reshape(-1, m, m)
    if not 0 < len(space) <= _UNKNOWNS:
        return
    f, c = (x.constants.astype(np.float64) for x in inner)
    yield from _solutions(f, c, space)


def _ideals(r: Structure) -> list[np.ndarray]:
    """Characteristic ideals of a solvable algebra, as many and in the same order for isomorphic ones."""
    nil = nilradical(r)
    inside = r.restrict(nil)
    within = [*lower_central_series(inside), *upper_central_series(inside)]
    derived = bracket_space(r, r.whole, r.whole)
    return [
        *lower_central_series(r),
        *upper_central_series(r),
        *derived_series(r),
        *(multiply(rows, nil) for rows in within),
        *(r.centralizer(rows) for rows in (derived, nil)),
    ]


def _action(g: Structure, x: np.ndarray, rows: np.ndarray) -> np.ndarray:
    return coordinates(rows, multiply(rows, g.ad(x).T))[0]


def _solutions(f: np.ndarray, c: np.ndarray, space: np.ndarray) -> Iterator[np.ndarray]:
    equations = _Homomorphisms(f, c, space.astype(np.float64))
    rng = np.random.default_rng(FIXED_SEED)
    for start in range(_STARTS):
        free = np.ones(len(space), dtype=bool)
        free[rng.permutation(len(space))[: start % _HELD]] = False  # held at their values, lest all tend to the solution 0
        t = equations.solve(rng.normal(size=len(space)), free)
        if t is None:
            continue
        exact = recognised(_simplified(equations, t)[None], _DENOMINATOR)
        if exact is not None:
            yield tensordot(exact[0], space, 0, 0)


class _Homomorphisms:
    """The equations P [v, w] = [P v, P w] for P = sum_i t_i space_i, in floats."""

    def __init__(self, f: np.ndarray, c: np.ndarray, space: np.ndarray):
        self.f, self.c, self.space = f, c, space
        self.linear = np.tensordot(space, f, (1, 2)).transpose(0, 2, 3, 1)  # (unknown, v, w, k)
        self.size = max(float(np.abs(f).max(initial=0.0)), float(np.abs(c).max(initial=0.0)), 1.0)

    def map(self, t: np.ndarray) -> np.ndarray:
        return np.tensordot(t, self.space, 1)

    def residual(self, t: np.ndarray) -> np.ndarray:
        P = self.map(t)
        return np.tensordot(t, self.linear, 1) - np.einsum("va,wb,abk->vwk", P, P, self.c, optimize=True)

    def jacobian(self, t: np.ndarray) -> np.ndarray:
        half = np.einsum("iva,wb,abk->ivwk", self.space, self.map(t), self.c, optimize=True)
        return (self.linear - half + half.transpose(0, 2, 1, 3)).reshape(len(t), -1).T

    def solve(self, t: np.ndarray, free: np.ndarray) -> np.ndarray | None:
        """A solution with an invertible map that differs from t in the free unknowns only, or None: damped Gauss-Newton steps."""
        damping, now = 1e-2, float(np.linalg.norm(self.residual(t)))
        for _ in range(_STEPS):
            if now < _SOLVED * self.size:
                break
            J = self.jacobian(t)[:, free]
            normal, slope = J.T @ J, J.T @ self.residual(t).ravel()
            step = np.linalg.lstsq(normal + damping * min(now, 1.0) * np.eye(len(normal)), slope, rcond=None)[0]
            moved = t.copy()
            moved[free] -= step
            after = float(np.linalg.norm(self.residual(moved)))
            t, now, damping = (moved, after, damping / 10) if after < now else (t, now, damping * 10)
            if not np.isfinite(after) or damping > 1e6:
                return None
        return t if now < _SOLVED * self.size and np.linalg.cond(self.map(t)) < _INVERTIBLE else None


def _simplified(equations: _Homomorphisms, t: np.ndarray) -> np.ndarray:
    """A solution in which every unknown that was free to move has a small whole value."""
    free = np.ones(len(t), dtype=bool)
    for i in range(len(t)):
        free[i] = False
        along = _tangent(equations.jacobian(t), [*np.flatnonzero(free).tolist(), i])
        if not len(along) or np.abs(along[:, -1]).max() < _FREE:
            continue  # determined by the others: its value stays, and is recognised in the end
        for target in dict.fromkeys((0.0, 1.0, -1.0, float(np.round(t[i])), float(np.round(t[i])) + 1.0)):
            moved = t.copy()
            moved[i] = target
            solved = equations.solve(moved, free)
            if solved is not None:
                t = solved
                break
    return t


def _tangent(J: np.ndarray, unknowns: list[int]) -> np.ndarray:
    """The directions, orthonormal rows, in which these unknowns may move with all others fixed."""
    _, singular, vt = np.linalg.svd(J[:, unknowns])
    rank = int((singular > _FREE * max(1.0, float(singular.max(initial=0.0)))).sum())
    return vt[rank:]


def _heisenberg_maps(g: Structure, h: Structure) -> Iterator[np.ndarray]:
    """The map of Darboux bases, for two algebras whose derived algebra is a line and is the centre."""
    if any(len(bracket_space(x, x.whole, x.whole)) != 1 or len(center(x)) != 1 for x in (g, h)):
        return
    try:
        yield multiply(inverse(_darboux(g)), _darboux(h))
    except LieTheoryError:
        return


def _darboux(g: Structure) -> np.ndarray:
    """Rows p_1, q_1, p_2, q_2, .., z with [p_i, q_i] = z, all other brackets zero."""
    z = center(g)
    rest, rows = complement(z), [z[0]]
    form = coordinates(z, g.brackets(rest, rest).reshape(-1, g.dimension))[0].reshape(len(rest), len(rest))
    while len(rest):
        j = int(np.flatnonzero(form[0])[0])
        p, q = rest[0], rest[j] / _number(form[0, j])
        pair = form[0], form[j] / _number(form[0, j])  # the form of p and of q with all
        keep = [i for i in range(len(rest)) if i not in (0, j)]
        moves = np.stack([pair[1][keep], -pair[0][keep]], axis=1)  # v + omega(q, v) p - omega(p, v) q
        rows += [p, q]
        rest = rest[keep] + multiply(moves, np.stack([p, q]))
        form = coordinates(z, g.brackets(rest, rest).reshape(-1, g.dimension))[0].reshape(len(rest), len(rest)) if keep else form
    return np.stack([*rows[1:], rows[0]])


def _number(x: object) -> object:
    """A rational number that divides exactly."""
    return Fraction(int(x)) if isinstance(x, np.integer) else x
