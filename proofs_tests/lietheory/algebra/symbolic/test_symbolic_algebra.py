"""SymPy in and out, algebras with parameters, and where their type changes."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
import sympy
from hypothesis import assume, given
from hypothesis import strategies as st

from lietheory.algebra import LieAlgebra, identify, sl, so, symbolic_adjoint, symbolic_algebra
from lietheory.algebra.symbolic.parameter_strata import TypeChange, type_changes
from lietheory.errors import ClosureError, PrecisionError, RankError, ShapeError
from proofs_tests.strategies.matrices import integers

a, b = sympy.symbols("a b")


def bianchi(first: sympy.Expr, second: sympy.Expr, third: sympy.Expr) -> list[sympy.Matrix]:
    """Matrices with [e1, e2] = third e3, [e2, e3] = first e1, [e3, e1] = second e2: those of the quadric."""
    p, q, r = first, second, third
    return [
        sympy.Matrix(M)
        for M in ([[0, 0, 0], [0, 0, -q], [0, r, 0]], [[0, 0, p], [0, 0, 0], [-r, 0, 0]], [[0, -p, 0], [q, 0, 0], [0, 0, 0]])
    ]


def planar(rate: sympy.Expr) -> list[sympy.Matrix]:
    """R |x R^2 where R acts by diag(1, rate)."""
    units = [sympy.zeros(3), sympy.zeros(3)]
    units[0][0, 2] = units[1][1, 2] = 1
    return [sympy.diag(1, rate, 0), *units]


def by_value(changes: list[TypeChange]) -> dict[sympy.Expr, TypeChange]:
    return {value: change for change in changes for value in change.values}


@given(st.integers(1, 4), st.data())
def test_exact_matrices_survive_the_way_to_sympy_and_back(d: int, data: st.DataObject) -> None:
    L = data.draw(integers(1, d, d)) + np.eye(d, dtype=np.int64)[None] * 9  # not zero
    g = LieAlgebra.from_matrices([[[Fraction(int(x), 3) for x in row] for row in L[0]]])
    again = LieAlgebra.from_matrices(g.to_sympy())
    assert again.is_exact
    assert (again.generators == g.generators).all()


def test_floats_become_sympy_floats() -> None:
    (L,) = LieAlgebra.from_matrices([[[0.0, -1.5], [1.5, 0.0]]]).to_sympy()
    assert L[1, 0] == sympy.Float(1.5)


@given(st.integers(-3, 3), st.integers(-3, 3), st.integers(1, 3))
def test_generic_structure_constants_specialise_to_those_of_the_values(p: int, q: int, r: int) -> None:
    g = symbolic_algebra(bianchi(sympy.Integer(r), a, b))
    assume(p != 0 or q != 0)  # else the third matrix vanishes
    there = g.at({a: p, b: q})
    generic = np.array(g.structure_constants.subs({a: p, b: q}).tolist(), dtype=object)
    assert (generic == there.structure_constants).all()
    assert (np.array(g.killing_form.subs({a: p, b: q}).tolist(), dtype=object) == there.killing_form()).all()


def test_the_symbolic_adjoint_is_a_representation_for_all_parameters() -> None:
    g = symbolic_algebra(bianchi(sympy.Integer(1), a, a * b + 1))
    ad, f = symbolic_adjoint(g), g.structure_constants
    for i in range(3):
        for j in range(3):
            bracket = ad[i] * ad[j] - ad[j] * ad[i]
            assert (bracket - sum((f[i, j, k] * ad[k] for k in range(3)), start=sympy.zeros(3))).expand().is_zero_matrix


def test_the_rotations_of_an_ellipsoid_degenerate_to_motions_of_the_plane() -> None:
    (change,) = type_changes(bianchi(sympy.Integer(1), sympy.Integer(1), a))
    assert change.values == (0,)
    assert (change.generic["killing rank"], change.there["killing rank"]) == (3, 1)
    g = symbolic_algebra(bianchi(sympy.Integer(1), sympy.Integer(1), a))
    assert identify(g.at({a: 2})).is_named("so(3)")
    assert identify(g.at({a: -2})).is_named("so(2,1)")
    assert identify(g.at({a: 0})).is_named("se(2)")


def test_so4_contracts_to_se3_on_its_way_to_so31() -> None:
    quadric = sympy.diag(1, 1, 1, a)  # [[A, b], [-a b^T, 0]]: the symmetries of a x^2 + a y^2 + a z^2 + w^2
    matrices = [quadric * M for M in so(4).to_sympy()]
    (change,) = type_changes(matrices)
    assert change.values == (0,)
    assert change.there == {"killing rank": 3, "derivations": 7}
    g = symbolic_algebra(matrices)
    for value, name in ((1, "so(4)"), (0, "se(3)"), (-1, "so(3,1)")):
        assert identify(g.at({a: value})).is_named(name)


def test_conjugation_by_a_parameter_changes_nothing() -> None:
    scale = sympy.diag(1, a)
    assert type_changes([scale * M * scale.inv() for M in sl(2).to_sympy()]) == []


def test_a_family_without_a_name_shows_its_special_members() -> None:
    changes = by_value(type_changes(planar(a)))
    assert set(changes) == {-1, 0, 1}
    assert changes[-1].there == {"modular rank": 0}  # se(1, 1), unimodular
    assert changes[0].there == {"derived dimension": 1, "center dimension": 1}  # aff(1) + R
    assert changes[1].there == {"derivations": 6}  # every translation is an eigenvector


def test_irrational_values_are_found_exactly() -> None:
    (change,) = type_changes(bianchi(sympy.Integer(1), sympy.Integer(1), a**2 - 2))
    assert change.values == (-sympy.sqrt(2), sympy.sqrt(2))
    assert change.there["killing rank"] == 1


def test_conditions_without_a_real_root_are_left_out() -> None:
    assert type_changes(bianchi(sympy.Integer(1), sympy.Integer(1), a**2 + 1)) == []


def test_conditions_in_several_parameters_are_surfaces() -> None:
    (change,) = type_changes(bianchi(sympy.Integer(1), sympy.Integer(1), a**2 + b**2 - 1))
    assert change.condition == a**2 + b**2 - 1
    assert change.values is None
    assert change.there["killing rank"] == 1


def test_dependent_matrices_are_a_change_of_dimension_and_nothing_else() -> None:
    changes = by_value(type_changes([sympy.diag(1, a), sympy.diag(a, 1)]))
    assert {value: change.there for value, change in changes.items()} == {1: {"dimension": 1}, -1: {"dimension": 1}}


FAMILY = symbolic_algebra(planar(a * (a - 2)))
FAMILY_CHANGES = by_value(type_changes(FAMILY))


@given(st.fractions(-3, 3, max_denominator=3))
def test_every_value_off_the_list_has_the_generic_ranks(value: sympy.Rational) -> None:
    value = sympy.Rational(value.numerator, value.denominator)
    g, changes = FAMILY.at({a: value}), FAMILY_CHANGES
    generic = next(iter(changes.values())).generic
    expected = {**generic, **(changes[value].there if value in changes else {})}
    derived = g.derived_series()
    assert derived[1].dimension == expected["derived dimension"]
    assert g.center().dimension == expected["center dimension"]
    assert sum(g.killing_signature()[:2]) == expected["killing rank"]


def test_an_algebra_without_parameters_has_no_changes() -> None:
    assert type_changes(so(3).to_sympy()) == []


def test_refusals() -> None:
    abstract = LieAlgebra.from_structure_constants(heisenberg_constants())
    assert not abstract.has_matrices
    with pytest.raises(ShapeError, match="abstract"):
        abstract.to_sympy()
    with pytest.raises(ShapeError, match="one size"):
        symbolic_algebra([sympy.eye(2), sympy.eye(3)])
    with pytest.raises(ShapeError, match="one size"):
        symbolic_algebra([])
    for no_list in (3, b"ab", np.array(3), [1, 2]):
        with pytest.raises(ShapeError, match="list of matrices"):
            symbolic_algebra(no_list)
    with pytest.raises(PrecisionError, match="floating"):
        symbolic_algebra([sympy.Matrix([[0.5]])])
    with pytest.raises(ShapeError, match="rational functions"):
        symbolic_algebra([sympy.Matrix([[sympy.sqrt(2)]])])
    with pytest.raises(ShapeError, match="rational functions"):
        symbolic_algebra([sympy.Matrix([[sympy.sin(a)]])])
    with pytest.raises(RankError, match="rank 1 of 2"):
        symbolic_algebra([sympy.diag(1, a), sympy.diag(a, a**2)])
    with pytest.raises(ClosureError, match=r"\[L\[0\], L\[1\]\]"):
        symbolic_algebra([sympy.Matrix([[0, 1], [0, 0]]), sympy.Matrix([[0, 0], [a, 1]])])
    with pytest.raises(PrecisionError, match="rational value"):
        symbolic_algebra([sympy.diag(1, a)]).at({})
    with pytest.raises(RankError, match="independent"):
        symbolic_algebra([sympy.diag(1, a), sympy.diag(a, 1)]).at({a: 1})
    with pytest.raises(ShapeError, match="at most 8"):
        type_changes([sympy.diag(*(a if i == j else 1 for i in range(9))) for j in range(9)])


def heisenberg_constants() -> np.ndarray:
    """Structure constants with [e0, e1] = e2: a centre inside [g, g]."""
    f = np.zeros((3, 3, 3), dtype=np.int64)
    f[0, 1, 2], f[1, 0, 2] = 1, -1
    return f
