"""The summands of an exact algebra for the checker: a map from each summand of its name, and what the certificate states.

The simple ideals and the central lines are split off; each other ideal is matched with a summand of the name. One that is
(s + R^j) |x M is mapped by ``semidirect_certificates``, another one by an isomorphism that is searched for; so is one whose own
matrices are not rational, where those of the catalogue are stated.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from lietheory.algebra.catalogue.by_name import catalogue_algebra
from lietheory.algebra.catalogue.chevalley import chevalley_basis, compact_constants
from lietheory.algebra.invariants.direct_decomposition import core_summands, without_lines, without_simple_ideals
from lietheory.algebra.isomorphism.isomorphism import isomorphism
from lietheory.algebra.isomorphism.semidirect_certificates import stated_generators, stated_module
from lietheory.algebra.lie_algebra import LieAlgebra
from lietheory.algebra.linalg.dispatch import multiply
from lietheory.algebra.names.brackets import bare, split
from lietheory.algebra.structure.structure_constants import Structure
from lietheory.arrays import exact_array, has_surds
from lietheory.certificates.chevalley import simple_types
from lietheory.certificates.definitions import factor_system, factors_and_terms, reference, simple_constants, sum_of_factors
from lietheory.certificates.rejection import Json, Rejected


def summands_of(g: Structure, name: str) -> tuple[Json, np.ndarray] | None:
    """What a certificate states for a name, and the images of the checker's basis as rows; None where no map is met."""
    simple, rest = without_simple_ideals(g)
    inner = g.restrict(rest)
    core, lines = without_lines(inner)
    cores = [multiply(multiply(rows, core), rest) for rows in core_summands(inner.restrict(core))]
    parts = [bare(part) for part in split(name, "+")]
    alone = [part for part in parts if "|x" not in part and _is_simple(part)]
    stated = exceptional_constants(alone)
    images: dict[int, np.ndarray] = {}
    if alone:
        rows = _image(" + ".join(alone), stated, g, simple)
        if rows is None:
            return None
        for i, part in enumerate(parts):
            if part in alone:
                size = len(simple_constants(part, stated)[0])
                images[i], rows = rows[:size], rows[size:]
    for i, part in enumerate(parts):
        if i in images:
            continue
        if part == "R" or part.startswith("R^"):
            images[i] = multiply(lines, rest)
            continue
        for k, rows in enumerate(cores):
            own = _core(part, g, rows) if part not in stated else _mapped(part, {}, stated, g, rows)
            if own is not None:
                stated, images[i] = stated | own[0], own[1]
                del cores[k]
                break
        else:
            return None
    return stated, np.concatenate([images[i] for i in range(len(parts))])


def _is_simple(part: str) -> bool:
    try:
        simple_types(part)
    except Rejected:
        return False
    return True


def _image(name: str, stated: Json, g: Structure, rows: np.ndarray) -> np.ndarray | None:
    """The images of the checker's basis of a name in an ideal, by an isomorphism that is searched for."""
    c = dense(reference(name, stated))
    if len(c) != len(rows):
        return None
    ideal = LieAlgebra(None, Structure(g.restrict(rows).constants), np.eye(len(rows), dtype=np.int64))
    isomorphic = isomorphism(LieAlgebra(None, Structure(c), np.eye(len(c), dtype=np.int64)), ideal)
    return None if isomorphic.map is None or isomorphic.error else multiply(isomorphic.map.T, rows)


Stated = tuple[Json, np.ndarray]
"""What is stated for one ideal, and the images of the checker's basis."""


def _core(part: str, g: Structure, rows: np.ndarray) -> Stated | None:
    """An ideal as a summand of a name; None where no map is met."""
    over = factors_and_terms(part)
    if over is None:
        return _mapped(part, {}, {}, g, rows)
    stated = factor_references(over[0])
    if stated is None:
        return None
    own = _with_own_matrices(over, stated, g.restrict(rows))
    if own is not None:
        return stated | {part: own[0]}, multiply(own[1], rows)
    if not has_surds(g.constants):
        return None
    other = _with_own_matrices(over, stated, Structure(catalogue_algebra(part).structure_constants))
    return None if other is None else _mapped(part, stated, {part: other[0]}, g, rows)


def _with_own_matrices(over: tuple[list[str], int, list[str]], stated: Json, core: Structure) -> Stated | None:
    factors, lines, terms = over
    s, system = sum_of_factors(factors, stated)
    try:
        return stated_module(core, dense(s), system, factors, lines, terms)
    except Rejected:  # of another shape
        return None


def _mapped(part: str, factors: Json, module: Json, g: Structure, rows: np.ndarray) -> Stated | None:
    """By an isomorphism that is searched for, where the matrices of the module are given."""
    stated = factors | module
    image = _image(part, stated, g, rows)
    return None if image is None else (stated, image)


def factor_references(factors: Sequence[str]) -> Json | None:
    """Chevalley generators of simple factors, and the constants of exceptional ones; None where they are not met over Q(i)."""
    stated = exceptional_constants(factors)
    for factor in dict.fromkeys(factors):
        given = stated.get(factor, {})
        constants = dense(simple_constants(factor, stated)[0])

        def accepts(pair: Json, factor=factor, given=given) -> bool:
            try:
                factor_system(factor, {factor: given | pair})
            except Rejected:
                return False
            return True

        pair = stated_generators(factor, constants, accepts)
        if pair is None:
            return None
        stated[factor] = given | pair
    return stated


def exceptional_constants(parts: Sequence[str]) -> Json:
    """Constants and Chevalley generators of the split and compact exceptional algebras among these names."""
    stated = {}
    for part in parts:
        kind, _, character = part.rstrip(")").partition("(")
        if kind not in ("g2", "f4", "e6"):
            continue
        basis = chevalley_basis(kind[0].upper(), int(kind[1]))
        N, r = len(basis.positive), len(basis.cartan)
        if character == kind[1]:
            f, e = basis.constants, [([[i, 0, "1"]], [[N + i, 0, "1"]]) for i in range(r)]
        elif character == str(-len(basis.constants)):
            f = compact_constants(basis)  # e = (X - i Y) / 2 and f = (-X - i Y) / 2 for X = e - f, Y = i (e + f)
            e = [tuple([[i, 0, half], [N + i, 1, "-1/2"]] for half in ("1/2", "-1/2")) for i in range(r)]
        else:
            continue
        constants = [[int(a), int(b), int(k), int(f[a, b, k])] for a, b, k in np.argwhere(f) if a < b]
        stated[part] = {"constants": constants, "raising": [up for up, _ in e], "lowering": [down for _, down in e]}
    return stated


def dense(c: list) -> np.ndarray:
    """The array of the checker's constants."""
    n = len(c)
    f = np.full((n, n, n), Fraction(0))
    for a, rows in enumerate(c):
        for b, row in rows.items():
            for k, x in row.items():
                f[a, b, k] = Fraction(int(x.p), int(x.q))
    return exact_array(f)
