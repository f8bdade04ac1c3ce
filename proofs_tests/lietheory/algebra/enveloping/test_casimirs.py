"""Casimir elements: central, complete by Chevalley's degrees, and refused where they cannot be decided."""

from __future__ import annotations

import numpy as np
import pytest
import sympy
from hypothesis import given

from lietheory.algebra import (
    LieAlgebra,
    adjoint_matrices,
    bracket,
    gl,
    heisenberg,
    poincare,
    se,
    sl,
    sl_complex,
    so,
    su,
)
from lietheory.algebra import sp as symplectic
from lietheory.algebra.enveloping.casimirs import Casimir, casimirs, quadratic_casimir
from lietheory.errors import PrecisionError, RankError, ShapeError
from lietheory.representation import direct_sum, dual, tensor_product
from proofs_tests.strategies.matrices import invertible

# the degrees of the basic invariants (Chevalley), those of the centre, and for the last four the invariants of physics
DEGREES = [
    (so(3), 4, [2]),
    (so(2, 1), 4, [2]),
    (so(4), 4, [2, 2]),
    (so(3, 1), 3, [2, 2]),
    (sl(3), 4, [2, 3]),
    (su(2, 1), 3, [2, 3]),
    (so(5), 4, [2, 4]),
    (symplectic(2), 4, [2, 4]),
    (sl_complex(2), 2, [2, 2]),
    (gl(2), 3, [1, 2]),
    (heisenberg(1), 3, [1]),
    (se(2), 3, [2]),
    (se(3), 3, [2, 2]),
    (poincare(3), 4, [2, 4]),
]
IDS = [f"{g.dimension}-{degree}-{'-'.join(map(str, degrees))}" for g, degree, degrees in DEGREES]


@pytest.mark.parametrize(("g", "degree", "degrees"), DEGREES, ids=IDS)
def test_the_degrees_are_those_of_the_books_and_all_are_central(g: LieAlgebra, degree: int, degrees: list[int]) -> None:
    found = casimirs(g, degree)
    assert [C.degree for C in found] == degrees
    ad = adjoint_matrices(g.structure_constants)
    representations = [g.generators, direct_sum(g.generators, ad)]
    if degree < 4:
        representations.append(tensor_product(g.generators, dual(g.generators)))
    for C in found:
        for L in representations:
            assert not bracket(C.evaluate(L), L).any()


def test_a_tensor_that_is_not_invariant_is_not_central() -> None:
    L = so(3).generators
    assert bracket(Casimir(np.diag([1, 2, 3])).evaluate(L), L).any()


def test_the_cubic_casimir_of_su3_tells_a_representation_from_its_dual() -> None:
    quadratic, cubic = casimirs(sl(3), 3)
    L = sl(3).generators
    assert np.trace(quadratic.evaluate(L)) == np.trace(quadratic.evaluate(dual(L)))
    assert np.trace(cubic.evaluate(L)) == -np.trace(cubic.evaluate(dual(L))) != 0


def test_the_mass_and_the_pauli_lubanski_square_of_poincare() -> None:
    mass = casimirs(poincare(3), 2)[0].to_sympy()
    p = sympy.symbols("e7:11")  # the translations come last
    assert sympy.expand(mass - (p[0] ** 2 + p[1] ** 2 + p[2] ** 2 - p[3] ** 2)) in (0, sympy.expand(2 * mass))


def test_the_form_of_the_killing_casimir_is_one_on_the_adjoint_of_a_simple_algebra() -> None:
    for g in (so(3), sl(3), su(2, 1), symplectic(2)):
        ad = adjoint_matrices(g.structure_constants)
        assert (quadratic_casimir(g).evaluate(ad) == np.eye(g.dimension)).all()


@given(invertible(6))
def test_the_quadratic_casimir_is_numeric_for_floats_and_does_not_depend_on_the_basis(S: np.ndarray) -> None:
    g = so(4)
    L = np.tensordot(S, g.generators.astype(float), 1)
    C = quadratic_casimir(LieAlgebra.from_matrices(L))
    # the inverse of the Killing form has the square of the condition (10) of S, and some digits go in closing the span
    assert np.allclose(C.evaluate(L), quadratic_casimir(g).evaluate(g.generators).astype(float), atol=1e-10)


def test_another_invariant_form_serves_where_the_killing_form_is_degenerate() -> None:
    g = gl(2)
    L = g.generators
    C = quadratic_casimir(g, np.einsum("iab,jba->ij", L, L)).evaluate(L)
    assert np.array_equal(C, 2 * np.eye(2))  # the sum of E_ij E_ji on R^n is n


def test_refusals() -> None:
    with pytest.raises(PrecisionError, match="exact"):
        casimirs(LieAlgebra.from_matrices(so(3).generators.astype(float)))
    with pytest.raises(ShapeError, match="lower degree"):
        casimirs(so(8), 12)
    with pytest.raises(ShapeError, match="tensors"):
        casimirs(so(5), 8)
    with pytest.raises(ShapeError, match="a degree from 0"):
        casimirs(so(3), -1)
    with pytest.raises(RankError, match="degenerate"):
        quadratic_casimir(gl(2))
    with pytest.raises(RankError, match="degenerate"):
        quadratic_casimir(so(3), np.zeros((3, 3), dtype=int))
    with pytest.raises(ShapeError, match=r"\(3, 3\)"):
        quadratic_casimir(so(3), np.eye(2))
    with pytest.raises(ShapeError, match="invariant"):
        quadratic_casimir(so(3), np.diag([1, 2, 3]))
    with pytest.raises(ShapeError, match="3 generators"):
        casimirs(so(3))[0].evaluate(so(4).generators)


def test_a_form_that_is_not_symmetric_is_refused_even_where_all_forms_are_invariant() -> None:
    plane = LieAlgebra.from_matrices([np.diag([1, 0]), np.diag([0, 1])])
    with pytest.raises(ShapeError, match="symmetric"):
        quadratic_casimir(plane, [[1, 1], [0, 1]])
