"""Derivations: the Leibniz rule, known dimensions, and every derivation counted, exact and numeric."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from lietheory.algebra import LieAlgebra, adjoint_matrices, catalogue_algebra, lie_closure, rank, row_space
from lietheory.algebra.invariants.derivations import derivations
from lietheory.algebra.lie_algebra import computing_basis
from proofs_tests.strategies.algebras import NAMES, Scrambled, exact_algebras, numeric_algebras

SMALL = tuple(name for name in NAMES if catalogue_algebra(name).dimension <= 7)


def leibniz_defect(f: np.ndarray, D: np.ndarray) -> np.ndarray:
    """D[e_i, e_j] - [D e_i, e_j] - [e_i, D e_j]."""
    return np.tensordot(f, D, (2, 1)) - np.tensordot(D, f, (0, 0)) - np.tensordot(f, D, (1, 0)).swapaxes(1, 2)


def dimension_by_counting(f: np.ndarray) -> int:
    """The dimension of the derivations, from the equations for all n^2 entries at once."""
    n = len(f)
    units = np.eye(n * n, dtype=f.dtype).reshape(n * n, n, n)
    return n * n - rank(np.stack([leibniz_defect(f, D).ravel() for D in units]))


@given(exact_algebras(SMALL, largest=7))
def test_exact_derivations_obey_leibniz_and_none_is_missing(drawn: Scrambled) -> None:
    g = LieAlgebra.from_matrices(drawn.generators)
    f, maps = g.structure_constants, derivations(computing_basis(g)[0])
    assert not any(leibniz_defect(f, D).any() for D in maps)
    assert len(maps) == dimension_by_counting(f)
    inner = adjoint_matrices(f).reshape(len(f), -1)
    assert len(row_space(np.concatenate([maps.reshape(len(maps), -1), inner]))) == len(maps)


@given(numeric_algebras(SMALL, conjugation=10.0))
def test_numeric_derivations_are_as_many_as_exact_ones(drawn: Scrambled) -> None:
    g = LieAlgebra.from_matrices(drawn.generators)
    maps = g.derivations().generators
    scale = np.linalg.norm(drawn.generators, axis=(1, 2)).max() * np.abs(maps).max()  # constants of R^k are rounding alone
    assert max(np.abs(leibniz_defect(g.structure_constants, D)).max() for D in maps) < 1e-7 * scale
    assert len(maps) == len(derivations(computing_basis(catalogue_algebra(drawn.name))[0]))


@pytest.mark.parametrize(
    ("name", "dimension"),
    [
        ("so(4)", 6),
        ("se(3)", 7),
        ("se(2)", 4),
        ("R^3", 9),
        ("heisenberg(1)", 6),
        ("heisenberg(2)", 15),
        ("aff(1)", 2),
        ("aff(2)", 6),
        ("gl(3,R)", 9),
        ("poincare(3)", 11),
        ("sim(3)", 7),
        ("so(3) + heisenberg(1)", 9),
    ],
)
def test_known_dimensions(name: str, dimension: int) -> None:
    assert catalogue_algebra(name).derivations().dimension == dimension


def test_the_derivations_of_a_semisimple_algebra_are_inner_and_so_isomorphic_to_it() -> None:
    g = catalogue_algebra("so(2,1)")
    assert g.derivations().killing_signature() == g.killing_signature()


def test_the_derivations_of_a_plane_are_all_of_gl_2() -> None:
    found = lie_closure([[[0, 0, 1], [0, 0, 0], [0, 0, 0]], [[0, 0, 0], [0, 0, 1], [0, 0, 0]]]).derivations()
    assert (found.dimension, found.levi().dimension, found.center().dimension) == (4, 3, 1)
