"""Lie algebras satisfy their laws, and invariants are invariant."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings

from lietheory.algebra import LieAlgebra, catalogue_algebra, direct_sum, heisenberg, lie_closure, se, sl, so, su
from lietheory.errors import ClosureError, FileFormatError, PrecisionError, RankError, ShapeError
from proofs_tests.laws import lie_algebras as laws
from proofs_tests.strategies.algebras import NAMES, Scrambled, exact_algebras, numeric_algebras

SMALL = tuple(name for name in NAMES if catalogue_algebra(name).dimension <= 8)


@given(exact_algebras(SMALL))
def test_exact_algebras_satisfy_the_laws(drawn: Scrambled) -> None:
    g = LieAlgebra.from_matrices(drawn.generators)
    assert g.is_exact
    laws.assert_brackets_are_structure_constants(g)
    laws.assert_jacobi(g)
    laws.assert_killing_form_is_invariant(g)
    laws.assert_cartan_criteria(g)
    laws.assert_levi_decomposition(g)


@given(numeric_algebras(SMALL, conjugation=10.0))
def test_numeric_algebras_satisfy_the_laws(drawn: Scrambled) -> None:
    g = LieAlgebra.from_matrices(drawn.generators)
    assert not g.is_exact
    laws.assert_brackets_are_structure_constants(g)
    laws.assert_jacobi(g)
    laws.assert_killing_form_is_invariant(g)
    laws.assert_cartan_criteria(g)
    laws.assert_levi_decomposition(g)


@given(exact_algebras(SMALL))
def test_exact_invariants_do_not_see_the_basis(drawn: Scrambled) -> None:
    assert laws.invariants(LieAlgebra.from_matrices(drawn.generators)) == laws.invariants(catalogue_algebra(drawn.name))


@settings(max_examples=60)
@given(numeric_algebras(SMALL, conjugation=1e3, basis=1.0))
def test_numeric_invariants_agree_with_exact_ones_up_to_condition_1e3(drawn: Scrambled) -> None:
    assert laws.invariants(LieAlgebra.from_matrices(drawn.generators)) == laws.invariants(catalogue_algebra(drawn.name))


@settings(max_examples=60)
@given(numeric_algebras(SMALL, conjugation=10.0, basis=1e3))
def test_numeric_invariants_survive_a_basis_of_condition_1e3(drawn: Scrambled) -> None:
    assert laws.invariants(LieAlgebra.from_matrices(drawn.generators)) == laws.invariants(catalogue_algebra(drawn.name))


@given(exact_algebras(SMALL))
def test_structure_constants_give_back_the_algebra(drawn: Scrambled) -> None:
    g = LieAlgebra.from_matrices(drawn.generators)
    again = LieAlgebra.from_structure_constants(g.structure_constants)
    assert (again.structure_constants == g.structure_constants).all()
    assert laws.invariants(again) == laws.invariants(g)
    if again.has_matrices:
        laws.assert_brackets_are_structure_constants(again)
        assert LieAlgebra.from_matrices(again.generators).dimension == g.dimension


def test_an_algebra_whose_centre_meets_its_brackets_stays_abstract() -> None:
    g = LieAlgebra.from_structure_constants(heisenberg(1).structure_constants)
    assert not g.has_matrices
    assert g.is_nilpotent
    assert "abstract" in repr(g)


def test_floating_structure_constants_give_a_numeric_algebra() -> None:
    g = LieAlgebra.from_structure_constants(so(3).structure_constants * 0.5)
    assert not g.is_exact
    assert g.killing_signature() == (0, 3, 0)


def test_so3_is_the_cross_product() -> None:
    L_x, L_y, L_z = so(3).generators
    assert (L_x @ L_y - L_y @ L_x == L_z).all()
    assert (L_z @ [1, 0, 0] == [0, 1, 0]).all()
    assert so(3).structure_constants[0, 1].tolist() == [0, 0, 1]


def test_series_of_heisenberg_end_where_they_should() -> None:
    g = heisenberg(1)
    assert [h.dimension for h in g.lower_central_series()] == [3, 1, 0]
    assert [h.dimension for h in g.upper_central_series()] == [0, 1, 3]


def test_closure_generates_the_whole_algebra() -> None:
    L_x, L_y, _ = so(3).generators
    assert lie_closure([L_x, L_y, L_x + L_y]).dimension == 3
    assert lie_closure(np.stack([L_x, L_y]) * 0.5).killing_signature() == (0, 3, 0)
    assert LieAlgebra.from_matrices([L_x, L_y], close=True).dimension == 3


def test_complex_matrices_are_read_as_a_real_span() -> None:
    sigma = np.array([[[0, 1], [1, 0]], [[0, -1j], [1j, 0]], [[1, 0], [0, -1]]])
    g = LieAlgebra.from_matrices(1j * sigma)
    assert g.generators.shape == (3, 4, 4)
    assert g.is_compact


def test_simple_ideals_of_so4_are_rational_and_commute() -> None:
    one, two = so(4).simple_ideals()
    assert one.is_exact
    assert one.is_simple
    assert not (one.generators[:, None] @ two.generators - two.generators @ one.generators[:, None]).any()


def test_an_ideal_that_is_irrational_is_found_in_floats() -> None:
    """so(3) over Q(sqrt 2), read over Q, is simple over Q but splits over R: matrices a + b sqrt 2 as blocks."""
    root = np.array([[0, 2], [1, 0]])
    L = np.concatenate([np.kron(so(3).generators, np.eye(2, dtype=np.int64)), np.kron(so(3).generators, root)])
    ideals = LieAlgebra.from_matrices(L).simple_ideals()
    assert [h.dimension for h in ideals] == [3, 3]
    assert not any(h.is_exact for h in ideals)
    assert all(h.is_compact for h in ideals)


def test_compactness_is_open_where_a_centre_leaves_it_open() -> None:
    assert su(2).is_compact is True
    assert sl(2).is_compact is False
    assert se(3).is_compact is False
    assert catalogue_algebra("u(2)").is_compact is None


def test_fractions_stay_exact() -> None:
    g = LieAlgebra.from_matrices([[[Fraction(1, 3), 0], [0, 0]], [[0, Fraction(1, 7)], [0, 0]]])
    assert g.is_exact
    assert g.structure_constants[0, 1, 1] == Fraction(1, 3)


def test_arrays_of_an_algebra_are_read_only_and_not_the_callers() -> None:
    L = np.array([[[0.0, 1.0], [0.0, 0.0]]])
    g = LieAlgebra.from_matrices(L)
    L[0, 0, 1] = 5.0
    assert g.generators[0, 0, 1] == 1.0
    for array in (g.generators, g.structure_constants):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0


def test_save_and_load_give_the_same_algebra(tmp_path: Path) -> None:
    thirds = LieAlgebra.from_matrices(so(3).generators / Fraction(3))
    for g in (so(3, 1), LieAlgebra.from_matrices(se(2).generators * 0.5), thirds):
        again = LieAlgebra.load(g.save(tmp_path / "g.npz"))
        assert again.is_exact == g.is_exact
        assert (again.generators == g.generators).all()
        assert (again.structure_constants == g.structure_constants).all()


def test_loading_another_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "g.npz").write_bytes(b"no archive")
    with pytest.raises(FileFormatError, match="does not read"):
        LieAlgebra.load(tmp_path / "g.npz")


@given(exact_algebras(SMALL))
def test_the_bracket_of_coordinates_is_that_of_matrices(drawn: Scrambled) -> None:
    g = LieAlgebra.from_matrices(drawn.generators)
    x, y = g.structure_constants[0, -1] + 1, np.arange(g.dimension)
    X, Y = (sum(c * L for c, L in zip(v, g, strict=True)) for v in (x, y))
    bracket = g.bracket(x, y)
    assert (g.bracket(X, Y) == X @ Y - Y @ X).all()
    assert (sum(c * L for c, L in zip(bracket, g, strict=True)) == X @ Y - Y @ X).all()
    assert (g.ad(x) @ y == bracket).all() and (g.ad(X) == g.ad(x)).all()


@given(numeric_algebras(SMALL, conjugation=10.0))
def test_the_bracket_of_floats_is_in_the_generators_as_given(drawn: Scrambled) -> None:
    g = LieAlgebra.from_matrices(drawn.generators)
    L = g.generators
    moved = np.tensordot(g.ad(L[0]).T, L, 1)  # ad acts on columns of coordinates
    expected = L[0] @ L - L @ L[0]
    assert np.abs(moved - expected).max() <= 1e-8 * np.abs(L[0]).max() * np.abs(L).max()


def test_elements_are_coordinates_or_matrices_of_the_algebra() -> None:
    g = so(3)
    with pytest.raises(ShapeError, match="one of each"):
        g.bracket([1, 0, 0], g.generators[0])
    with pytest.raises(ShapeError, match="in the span of the generators"):
        g.ad(np.eye(3, dtype=int))
    with pytest.raises(ShapeError, match=r"coordinates \(3,\)"):
        g.bracket([1, 0], [0, 1])
    assert (su(2).ad(np.array([[1j, 0], [0, -1j]])) == su(2).ad(np.kron([[0, -1], [1, 0]], np.diag([1, -1])))).all()


def test_an_algebra_has_a_length_and_gives_its_generators() -> None:
    g = so(3)
    assert len(g) == 3 == len(list(g))
    assert all((a == b).all() for a, b in zip(g, g.generators, strict=True))


def test_an_abstract_algebra_is_one_error_where_matrices_are_needed() -> None:
    g = LieAlgebra.from_structure_constants(heisenberg(1).structure_constants)
    assert len(g) == 3 and not g.has_matrices
    assert g.bracket([1, 0, 0], [0, 1, 0]).tolist() == [0, 0, 1]
    for call in (lambda: g.generators, lambda: list(g), lambda: direct_sum(g, g), g.to_sympy):
        with pytest.raises(ShapeError, match="expected an algebra of matrices, got an abstract one of dimension 3"):
            call()


def test_direct_sum_adds_dimensions_and_signatures() -> None:
    assert direct_sum("so(3)", sl(2).generators).killing_signature() == (2, 4, 0)
    assert direct_sum(so(3), sl(2)).killing_signature() == (2, 4, 0)


def test_dependent_generators_are_refused_and_named() -> None:
    L = so(3).generators
    for scale in (1, 0.5):
        with pytest.raises(RankError, match=r"L\[2\] in the span"):
            LieAlgebra.from_matrices(np.stack([L[0], L[1], L[0] + L[1]]) * scale)


def test_a_span_that_is_not_closed_is_refused_with_the_pair() -> None:
    L = so(3).generators[:2]
    with pytest.raises(ClosureError, match=r"\[L\[0\], L\[1\]\] outside it.*lie_closure"):
        LieAlgebra.from_matrices(L)
    with pytest.raises(ClosureError, match="nearest_algebra"):
        LieAlgebra.from_matrices(L * 1.0)


def test_tolerance_admits_a_span_that_almost_closes(rng: np.random.Generator) -> None:
    L = so(3).generators + 1e-6 * rng.standard_normal((3, 3, 3))
    with pytest.raises(ClosureError):
        LieAlgebra.from_matrices(L)
    assert LieAlgebra.from_matrices(L, tolerance=1e-4).killing_signature() == (0, 3, 0)


@pytest.mark.parametrize("tolerance", [-1.0, float("nan"), "small"])
def test_a_tolerance_that_is_no_size_is_refused(tolerance: object) -> None:
    with pytest.raises(PrecisionError, match="tolerance"):
        LieAlgebra.from_matrices(so(3).generators * 1.0, tolerance=tolerance)


@pytest.mark.parametrize("L", [[], [[1, 2], [3, 4]], [[[1, 2, 3], [4, 5, 6]]], [[[1, 2], [3]]], [[["a"]]]])
def test_input_that_is_no_stack_of_square_matrices_is_refused(L: object) -> None:
    with pytest.raises(ShapeError):
        LieAlgebra.from_matrices(L)


def test_nan_is_refused_by_its_index() -> None:
    with pytest.raises(PrecisionError, match=r"L\[0, 1, 0\] = nan"):
        LieAlgebra.from_matrices([[[0.0, 1.0], [float("nan"), 0.0]]])


def test_structure_constants_against_the_axioms_are_refused_with_indices() -> None:
    f = so(3).structure_constants.copy()
    f[0, 1, 2] = 5
    with pytest.raises(ShapeError, match=r"antisymmetric.*indices \(0, 1, 2\)"):
        LieAlgebra.from_structure_constants(f)
    f = np.zeros((3, 3, 3), dtype=int)
    f[0, 1, 0], f[1, 0, 0], f[1, 2, 1], f[2, 1, 1] = 1, -1, 1, -1
    with pytest.raises(ShapeError, match=r"Jacobi.*indices"):
        LieAlgebra.from_structure_constants(f)
    with pytest.raises(ShapeError, match="shape"):
        LieAlgebra.from_structure_constants(np.zeros((2, 2, 3)))
