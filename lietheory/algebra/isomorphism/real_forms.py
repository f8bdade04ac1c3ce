"""Isomorphisms of real semisimple algebras by their Vogan diagrams.

Two fundamental systems with one Cartan matrix, one involution and one set of noncompact imaginary simple roots differ by
scales: e_i -> c_i e'_i, f_i -> f'_i / c_i extends to an isomorphism over C, and it commutes with conjugation, so that it is
one over R, if conj(c_i) c_j = s_i / s'_i, j the image of the node i. A reflection in a noncompact imaginary simple root a_i
changes the set: a_j becomes a_j - A a_i, which is noncompact where a_j and A a_i, together, are. So sets are searched for.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import isqrt

import numpy as np

from lietheory.algebra.isomorphism.adapted_frame import undecided
from lietheory.algebra.isomorphism.fundamental_cartan import FundamentalSystem, bracket, system_of
from lietheory.algebra.names.dynkin import arrangements, components
from lietheory.tolerances import FLOAT_ERROR, INTEGRAL

_SIMPLE_NUMBER = 1000  # denominators of scales that are taken for rational; a wrong guess is found when the map is checked


def real_isomorphisms(g: FundamentalSystem, h: FundamentalSystem) -> Iterator[np.ndarray]:
    """T (n, n) with rows the images of the basis of g in that of h, in floats, one for each way in which the diagrams fit."""
    ideals = [(nodes, dict(_paintings(g, nodes))) for nodes in _real_ideals(g)]
    for choice in _choices(g, ideals, h, _real_ideals(h)):
        simple, order = list(g.simple), [-1] * len(g.simple)
        for (nodes, _), (path, images) in zip(ideals, choice, strict=True):
            moved = _reflected(g, path)
            for node, image in zip(nodes, images, strict=True):
                simple[node], order[node] = moved[node], image
        system = system_of(g.constants, g.roots, simple)
        yield _extended(system, h, order, _scales(system, h, order))


Fit = tuple[list[int], list[int]]
"""Nodes of g to reflect in, one after the other, and the nodes of h for those of an ideal of g."""


def _choices(
    g: FundamentalSystem, ideals: list[tuple[list[int], dict]], h: FundamentalSystem, others: list[list[int]]
) -> Iterator[list[Fit]]:
    """All ways to give each simple ideal of g one of h that fits."""
    if not ideals:
        if not others:
            yield []
        return
    (nodes, states), *later = ideals
    for other in others:
        left = [ideal for ideal in others if ideal is not other]
        for fit in _fits(g, nodes, states, h, other):
            for rest in _choices(g, later, h, left):
                yield [fit, *rest]


def _real_ideals(g: FundamentalSystem) -> list[list[int]]:
    """The nodes of each simple ideal over the reals: components of the diagram, those that the involution swaps together."""
    parts, ideals = components(g.cartan_matrix), []
    while parts:
        part = parts.pop(0)
        image = sorted(g.involution[i] for i in part)
        ideals.append(part if image == part else part + [g.involution[i] for i in part])
        parts = [p for p in parts if p != image]
    return ideals


def _paintings(g: FundamentalSystem, nodes: list[int]) -> Iterator[tuple[tuple[bool, ...], list[int]]]:
    """The sets of painted nodes that reflections lead to, each with the nodes reflected in."""
    start = tuple(g.painted[i] for i in nodes)
    A, seen, waiting = g.cartan_matrix, {start}, [(start, [])]
    for painted, path in waiting:
        yield painted, path
        for k, i in enumerate(nodes):
            if not painted[k]:
                continue
            after = tuple(
                p != (g.involution[j] == j and j != i and A[j, i] % 2 == 1) for p, j in zip(painted, nodes, strict=True)
            )
            if after not in seen:
                seen.add(after)
                waiting.append((after, [*path, i]))


def _fits(
    g: FundamentalSystem, nodes: list[int], states: dict[tuple[bool, ...], list[int]], h: FundamentalSystem, other: list[int]
) -> Iterator[Fit]:
    """The ways in which two simple ideals fit."""
    if len(nodes) != len(other):
        return
    A, B = g.cartan_matrix[np.ix_(nodes, nodes)], h.cartan_matrix[np.ix_(other, other)]
    for arrangement in arrangements(B, A):
        images = [other[k] for k in arrangement]
        to = dict(zip(nodes, images, strict=True))
        if all(h.involution[to[i]] == to[g.involution[i]] for i in nodes):
            path = states.get(tuple(h.painted[i] for i in images))
            if path is not None:
                yield path, images


def _reflected(g: FundamentalSystem, path: list[int]) -> list[int]:
    """The simple roots after reflections in the simple roots of given nodes, in turn."""
    values = g.roots.values[list(g.simple)]
    for i in path:
        values = values - np.outer(g.cartan_matrix[:, i], values[i])
    return [g.roots.index(v) for v in values]


def _scales(g: FundamentalSystem, h: FundamentalSystem, order: list[int]) -> np.ndarray:
    """c with conj(c_i) c_j = s_i / s'_i: in Q(i) where the numbers are and that is possible, else a real square root."""
    c = np.ones(len(order), dtype=complex)
    for i, j in enumerate(g.involution):
        ratio = g.scales[i] / h.scales[order[i]]
        if i == j:
            if ratio.real <= 0:
                raise undecided("noncompact roots that do not agree")
            c[i] = _norm_one_over_i(ratio.real)
        elif i < j:
            c[j] = ratio
    return c


def _norm_one_over_i(ratio: float) -> complex:
    """z with |z|^2 = ratio: in Q(i) if the ratio is near a rational number that is a sum of two squares, else sqrt(ratio)."""
    q = Fraction(ratio).limit_denominator(_SIMPLE_NUMBER)
    if abs(float(q) - ratio) < FLOAT_ERROR * ratio:
        product = q.numerator * q.denominator
        for a in range(isqrt(product) + 1):
            b = isqrt(product - a * a)
            if a * a + b * b == product:
                return complex(b, a) / q.denominator
    return complex(np.sqrt(ratio))


def _extended(g: FundamentalSystem, h: FundamentalSystem, order: list[int], scales: np.ndarray) -> np.ndarray:
    """The isomorphism that takes e_i to c_i e'_i and f_i to f'_i / c_i, on words in them that are a basis."""
    up = (g.raising, h.raising[order] * scales[:, None])
    down = (g.lowering, h.lowering[order] / scales[:, None])
    source, target = [], []
    for (x, y), negative in ((up, False), (down, True)):
        values = g.roots.values[list(g.simple)] * (-1 if negative else 1)
        level = [(values[i], x[i], y[i]) for i in range(len(order))]
        seen = {g.roots.index(v) for v, _, _ in level}
        while level:
            source += [u for _, u, _ in level]
            target += [w for _, _, w in level]
            higher = []
            for v, u, w in level:
                for i in range(len(order)):
                    distance = np.abs(g.roots.values - (v + values[i])).sum(axis=1)
                    k = int(distance.argmin())
                    if k in seen or distance[k] > INTEGRAL * np.abs(g.roots.values).sum(axis=1).min():
                        continue
                    seen.add(k)
                    higher.append((g.roots.values[k], bracket(g.constants, x[i], u), bracket(h.constants, y[i], w)))
            level = higher
    source += [bracket(g.constants, a, b) for a, b in zip(up[0], down[0], strict=True)]
    target += [bracket(h.constants, a, b) for a, b in zip(up[1], down[1], strict=True)]
    if len(source) != len(g.constants):
        raise undecided(f"{len(source)} words in dimension {len(g.constants)}")
    T = np.linalg.solve(np.stack(source), np.stack(target))
    if np.abs(T.imag).max() > INTEGRAL * np.abs(T).max():
        raise undecided("an isomorphism that is not real")
    return T.real
