"""Cartan subalgebras are nilpotent and their own normalisers, exact and numeric."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from lietheory.algebra import LieAlgebra, catalogue_algebra
from lietheory.algebra.invariants.cartan import cartan_subalgebra
from lietheory.algebra.lie_algebra import computing_basis
from lietheory.algebra.structure.structure_constants import Structure
from lietheory.errors import UndecidedError
from proofs_tests.strategies.algebras import NAMES, Scrambled, exact_algebras, numeric_algebras

SMALL = tuple(name for name in NAMES if catalogue_algebra(name).dimension <= 10)


def normaliser_dimension(g: Structure, rows: np.ndarray) -> int:
    """The dimension of {x : [x, h] in h}: brackets modulo h, linear in x."""
    n, k = g.dimension, len(rows)
    modulo = np.linalg.svd(rows.astype(np.float64))[2][k:].T
    images = g.brackets(g.whole, rows).astype(np.float64) @ modulo
    return n - np.linalg.matrix_rank(images.reshape(n, k * (n - k)), tol=1e-7) if k < n else n


@given(exact_algebras(SMALL))
def test_an_exact_cartan_subalgebra_is_nilpotent_and_its_own_normaliser(drawn: Scrambled) -> None:
    g = LieAlgebra.from_matrices(drawn.generators)
    h = g.cartan_subalgebra()
    assert h.is_exact and h.is_nilpotent
    assert normaliser_dimension(computing_basis(g)[0], cartan_subalgebra(computing_basis(g)[0])) == h.dimension


@given(numeric_algebras(SMALL))
def test_a_numeric_cartan_subalgebra_has_the_exact_dimension(drawn: Scrambled) -> None:
    g = LieAlgebra.from_matrices(drawn.generators)
    h = g.cartan_subalgebra()
    assert h.is_nilpotent
    assert h.dimension == catalogue_algebra(drawn.name).cartan_subalgebra().dimension


@pytest.mark.parametrize(
    ("name", "dimension"),
    [
        ("so(5)", 2),
        ("sl(4,R)", 3),
        ("so(3,1)", 2),
        ("se(3)", 2),
        ("gl(3,R)", 3),
        ("heisenberg(1)", 3),
        ("aff(1)", 1),
        ("se(2)", 1),
        ("R^3", 3),
        ("so(3) + heisenberg(2)", 6),
    ],
)
def test_known_dimensions(name: str, dimension: int) -> None:
    assert catalogue_algebra(name).cartan_subalgebra().dimension == dimension


def test_constants_of_no_lie_algebra_have_none() -> None:
    f = np.zeros((3, 3, 3), dtype=np.int64)  # every ad v is nilpotent, and yet [g, g] = g
    f[0, 1, 0] = f[0, 2, 1] = f[1, 0, 1] = 1
    f[1, 1, 2] = -1
    with pytest.raises(UndecidedError, match="regular element"):
        cartan_subalgebra(Structure(f))
