"""Cartan subalgebras are nilpotent and their own normalisers, exact and numeric."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from lietheory.algebra import LieAlgebra, catalogue_algebra, so
from lietheory.algebra.invariants.cartan import cartan_subalgebra, general_element, regular_element
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


@pytest.mark.parametrize("seed", range(10))
def test_of_three_elements_the_one_is_taken_on_which_roots_differ_most(seed: int) -> None:
    """Else noise of 1e-6 was seen to move a root vector by 1e-3, for one basis of so(3,1) in a hundred."""
    rng = np.random.default_rng(seed)
    L = np.tensordot(np.linalg.qr(rng.normal(size=(6, 6)))[0], so(3, 1).generators.astype(float), 1)
    L += 1e-6 * rng.normal(size=L.shape)
    structure = Structure(LieAlgebra.from_matrices(L, tolerance=1e-4).structure_constants, 1e-4)

    def difference(v: np.ndarray) -> float:
        values = np.linalg.eigvals(structure.ad(v))
        values = np.append(values[np.argsort(np.abs(values))[2:]], 0.0)
        return min(abs(a - b) for i, a in enumerate(values) for b in values[:i]) / np.abs(values).max()

    v, centraliser = regular_element(structure)
    assert len(centraliser) == 2
    assert difference(v) == pytest.approx(max(difference(general_element(structure, k)) for k in range(3)))
