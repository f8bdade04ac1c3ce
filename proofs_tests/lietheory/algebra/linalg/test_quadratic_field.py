"""Algebras over a real quadratic field and over the Gaussian rationals are exact, and what they are at sqrt(n) > 0."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from lietheory.algebra import (
    LieAlgebra,
    casimirs,
    catalogue_algebra,
    identify,
    lie_closure,
    multiply,
    so,
    tensordot,
)
from lietheory.arrays import has_surds
from lietheory.errors import ClosureError, PrecisionError, RankError
from lietheory.quadratic_numbers import root, sympy_number
from lietheory.representation import polynomial_invariants
from proofs_tests.strategies.algebras import (
    RADICANDS,
    SEMISIMPLE,
    Scrambled,
    conjugated,
    quadratic_algebras,
)

R2, R5, PHI = sympy.sqrt(2), sympy.sqrt(5), (1 + sympy.sqrt(5)) / 2


def rotations(*form: sympy.Expr) -> list[sympy.Matrix]:
    """The matrices M with F M skew, for the diagonal form F: those that preserve it."""
    n, found = len(form), []
    for i in range(n):
        for j in range(i):
            M = sympy.zeros(n, n)
            M[i, j], M[j, i] = form[j], -form[i]
            found.append(M)
    return found


def diagonal_action(*weights: sympy.Expr) -> list[sympy.Matrix]:
    """R |x R^m, where R acts on R^m with these eigenvalues."""
    m = len(weights)
    shifts = [sympy.Matrix(m + 1, m + 1, lambda i, j, k=k: int((i, j) == (k, m))) for k in range(m)]
    return [sympy.diag(*weights, 0), *shifts]


def symbolic(L: np.ndarray) -> list[sympy.Matrix]:
    return [sympy.Matrix(*M.shape, [sympy_number(x) for x in M.flat]) for M in L]


@pytest.mark.long
@settings(max_examples=15)
@given(quadratic_algebras())
def test_every_invariant_survives_a_change_of_basis_and_conjugation_over_the_field(drawn: Scrambled) -> None:
    g, h = LieAlgebra.from_matrices(symbolic(drawn.generators)), catalogue_algebra(drawn.name)
    assert g.is_exact
    assert g.killing_signature() == h.killing_signature()
    for series in ("derived_series", "lower_central_series", "upper_central_series"):
        assert [x.dimension for x in getattr(g, series)()] == [x.dimension for x in getattr(h, series)()]
    for part in ("center", "radical", "nilradical", "levi", "cartan_subalgebra", "derivations"):
        assert getattr(g, part)().dimension == getattr(h, part)().dimension, part
    for split in ("simple_ideals", "direct_summands"):
        assert sorted(x.dimension for x in getattr(g, split)()) == sorted(x.dimension for x in getattr(h, split)())
    for question in ("is_abelian", "is_nilpotent", "is_solvable", "is_semisimple", "is_simple", "is_compact"):
        assert getattr(g, question) == getattr(h, question), question
    found, expected = identify(g), identify(h)
    assert (found.name, found.status, found.complete) == (expected.name, "certain", expected.complete)
    assert (found.levi, found.radical, found.parameters) == (expected.levi, expected.radical, expected.parameters)


@settings(max_examples=10)
@given(quadratic_algebras(largest=6))
def test_brackets_close_entry_by_entry_over_the_field(drawn: Scrambled) -> None:
    g = LieAlgebra.from_matrices(drawn.generators)
    L = g.generators
    brackets = np.stack([[multiply(A, B) - multiply(B, A) for B in L] for A in L])
    assert (tensordot(g.structure_constants, L, 2, 0) == brackets).all()


@settings(max_examples=30)
@given(st.sampled_from([x for x in SEMISIMPLE if catalogue_algebra(x).dimension <= 8]), RADICANDS, st.data())
def test_floats_agree_with_the_field(name: str, n: int, data: st.DataObject) -> None:
    L = catalogue_algebra(name).generators
    i, j = data.draw(st.permutations(range(L.shape[1])))[:2]
    k, m = data.draw(st.permutations(range(len(L))))[:2]
    shear, mixing = np.eye(L.shape[1], dtype=object), np.eye(len(L), dtype=object)
    shear[i, j] = mixing[k, m] = root(n)
    g = LieAlgebra.from_matrices(tensordot(mixing, conjugated(L, shear), 1, 0))
    h = LieAlgebra.from_matrices(g.generators.astype(float))
    assert not h.is_exact
    assert h.killing_signature() == g.killing_signature()
    assert np.allclose(h.structure_constants, g.structure_constants.astype(float), atol=1e-9)
    assert np.allclose(h.killing_form(), g.killing_form().astype(float), atol=1e-7)


@pytest.mark.parametrize(
    ("form", "name"),
    [
        ((1, 1, -R2), "so(2,1)"),
        ((1, 1, R2), "so(3)"),
        ((1, 1, R2 - 1), "so(3)"),
        ((1, 1, 1 - R2), "so(2,1)"),
        ((1, 1, 1, R5), "so(4)"),
        ((1, R5, 1, R5), "so(4)"),
        ((1, 1, 1, -R5), "so(3,1)"),
        ((1, R5, -1, -R5), "so(2,2)"),
        ((1, 1, 1 - R5, 2 - R5), "so(2,2)"),
        ((1, 1, 1, R2, -R2), "so(4,1)"),
    ],
)
def test_the_real_form_is_that_of_the_form_where_the_root_is_positive(form: tuple, name: str) -> None:
    moved = conjugated(LieAlgebra.from_matrices(rotations(*form)).generators, _mixing(len(form), form))
    for L in (rotations(*form), symbolic(moved)):
        found = identify(L)
        assert found.is_named(name)
        assert found.status == "certain"


def _mixing(size: int, form: tuple) -> np.ndarray:
    """An invertible matrix over the field of a form."""
    r = root(5 if any(sympy.sympify(x).has(R5) for x in form) else 2)
    return np.eye(size, dtype=object) + np.diag([r + k for k in range(size - 1)], 1)


def test_so_4_of_the_unit_form_splits_over_the_field_of_its_matrices() -> None:
    L = conjugated(so(4).generators, _mixing(4, (R5,)))
    assert has_surds(L)
    g = LieAlgebra.from_matrices(symbolic(L))
    ideals = g.simple_ideals()
    assert [identify(ideal).name for ideal in ideals] == ["so(3)", "so(3)"]
    assert all(ideal.is_exact for ideal in ideals)


def test_an_algebra_that_splits_only_with_the_root_has_exact_ideals_over_the_field() -> None:
    over = LieAlgebra.from_matrices(rotations(1, 1, 1, 2))  # two ideals, conjugate over Q(sqrt(2))
    assert not all(ideal.is_exact for ideal in over.simple_ideals())
    moved = LieAlgebra.from_matrices(symbolic(tensordot(_mixing(6, (R2,)), over.generators, 1, 0)))
    ideals = moved.simple_ideals()
    assert all(ideal.is_exact and ideal.killing_signature() == (0, 3, 0) for ideal in ideals)


@pytest.mark.parametrize(
    ("weights", "name"),
    [
        ((1, R2), "R |x R^2[1, 1/2*sqrt(2)]"),
        ((PHI, 1), "R |x R^2[1, -1/2+1/2*sqrt(5)]"),
        ((PHI, 1 - PHI), "R |x R^2[1, -3/2+1/2*sqrt(5)]"),
        ((R2, -R2), "so(1,1) |x R^2"),
        ((1, R2, 2), "R |x R^3[1, 1/2*sqrt(2), 1/2]"),
        ((R2, R2, 2 * R2), "R |x R^3[1, 1/2, 1/2]"),
    ],
)
def test_eigenvalues_in_the_field_are_exact_parameters(weights: tuple, name: str) -> None:
    found = identify(diagonal_action(*weights))
    assert (found.name, found.status, found.complete) == (name, "certain", True)


def test_jordan_chains_and_pairs_over_the_field_are_read_off() -> None:
    chain = diagonal_action(R2, R2)
    chain[0][0, 1] = 1
    assert identify(chain).name == "R |x R^2[J2(1)]"
    turn = diagonal_action(R2, R2)
    turn[0][0, 1], turn[0][1, 0] = -1, 1
    assert identify(turn).name == "R |x R^2[sqrt(2) +- i]"
    conjugate = diagonal_action(-R2, -R2)
    conjugate[0][0, 1], conjugate[0][1, 0] = -1, 1 + R2
    assert identify(conjugate).name.startswith("R |x R^2[0.9101797211244")  # sqrt(2) / sqrt(1 + sqrt(2))


@pytest.mark.parametrize(
    ("matrix", "name"),
    [([[0, R2], [-1, 0]], "so(2)"), ([[0, R2], [1, 0]], "so(1,1)"), ([[0, 1 - R2], [1, 0]], "so(2)"), ([[R2, 1], [0, R2]], "R")],
)
def test_one_generator_is_told_by_its_spectrum_where_the_root_is_positive(matrix: list, name: str) -> None:
    found = identify([sympy.Matrix(matrix)])
    assert (found.name, found.status) == (name, "certain")


def test_sympy_matrices_come_back_as_they_were_and_close_into_an_algebra() -> None:
    L = rotations(1, 1, -R2)
    assert LieAlgebra.from_matrices(L).to_sympy() == L
    with pytest.raises(ClosureError):
        LieAlgebra.from_matrices(L[:2])
    closed = LieAlgebra.from_matrices(L[:2], close=True)
    assert (closed.dimension, closed.is_exact, closed.killing_signature()) == (3, True, (2, 1, 0))
    assert lie_closure([*L, 2 * R2 * L[0]]).dimension == 3
    with pytest.raises(RankError):
        LieAlgebra.from_matrices([L[0], R2 * L[0]])


def test_numbers_of_the_field_are_read_however_they_are_written() -> None:
    written = [sympy.GoldenRatio, 1 / (1 + R2), sympy.sqrt(sympy.Rational(1, 2)), sympy.sqrt(3 + 2 * R2), sympy.cos(sympy.pi / 5)]
    for value in written:
        g = LieAlgebra.from_matrices([sympy.Matrix([[value]])])
        assert g.is_exact
        assert sympy.simplify(g.to_sympy()[0][0] - value) == 0


def test_an_algebra_over_the_field_survives_its_file(tmp_path: Path) -> None:
    g = LieAlgebra.from_matrices(rotations(1, 1, (1 - 3 * R2) / 2))
    loaded = LieAlgebra.load(g.save(tmp_path / "g"))
    assert (loaded.generators == g.generators).all()
    assert (loaded.structure_constants == g.structure_constants).all()
    assert repr(loaded) == repr(g) == "LieAlgebra(dimension 3, in 3 x 3 real matrices, exact over Q(sqrt(2)))"


@pytest.mark.parametrize(
    "matrix", [[[R2, sympy.sqrt(3)], [0, 1]], [[R2 + sympy.sqrt(3), 0], [0, 1]], [[sympy.sqrt(6), R2], [0, 1]]]
)
def test_roots_of_two_fields_are_refused_with_both_named(matrix: list) -> None:
    with pytest.raises(PrecisionError, match=r"one field Q\(sqrt\(n\)\), got .*sqrt.* and .*sqrt"):
        LieAlgebra.from_matrices([sympy.Matrix(matrix)])


def test_numbers_of_no_quadratic_field_are_floats() -> None:
    for value in (sympy.pi, sympy.cbrt(2), sympy.Float(0.5)):
        assert not LieAlgebra.from_matrices([sympy.Matrix([[value]])]).is_exact


def test_what_works_over_the_rationals_alone_refuses_the_field_by_name() -> None:
    g = LieAlgebra.from_matrices(rotations(1, 1, -R2))
    for call in (casimirs, lambda g: polynomial_invariants(g, 2)):
        with pytest.raises(PrecisionError, match=r"integers or rationals, got numbers of Q\(sqrt\(2\)\)"):
            call(g)


@pytest.mark.parametrize("n", [3, 5, 6])
def test_a_basis_over_the_field_of_a_larger_algebra_is_named(n: int) -> None:
    for name in ("so(3,3)", "poincare(3)", "su(3)"):
        L = catalogue_algebra(name).generators
        M = np.eye(len(L), dtype=object) + np.diag([root(n) + k for k in range(len(L) - 1)], 1)
        found = identify(tensordot(M, L, 1, 0))
        assert found.is_named(name)
        assert found.status == "certain"
