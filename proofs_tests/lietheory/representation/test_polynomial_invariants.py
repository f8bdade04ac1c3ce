"""Polynomial invariants: known rings, Molien's counts, relative and equivariant ones, and the way back to the algebra."""

from __future__ import annotations

import numpy as np
import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from lietheory.algebra import LieAlgebra, gl, heisenberg, identify, inverse, lie_closure, sim, sl, so, su, u
from lietheory.algebra import sp as symplectic
from lietheory.algebra.catalogue.exceptional import f4, g2
from lietheory.algebra.enveloping.invariant_polynomial_maps import invariant_vectors
from lietheory.discovery.polarization_null_space import null_space, polarization_matrix
from lietheory.errors import PrecisionError, RankError, ShapeError
from lietheory.representation import copies, velocities
from lietheory.representation.equivariant_maps import equivariant_maps
from lietheory.representation.polynomial_invariants import polynomial_invariants
from lietheory.representation.polynomial_symmetries import polynomial_symmetries
from lietheory.representation.relative_invariants import relative_invariants
from lietheory.representation.symbolic_vector_fields import apply_field, matrix_field
from lietheory.representation.symmetric_power import symmetric_power
from proofs_tests.strategies.algebras import unimodular
from proofs_tests.strategies.matrices import integers

# an algebra, a number of copies, a degree, and the name of the largest algebra with the same invariants
ROUND_TRIPS = {
    "so(3)": (so(3), 1, 2, "so(3)"),
    "so(2,1)": (so(2, 1), 1, 2, "so(2,1)"),
    "so(3,1)": (so(3, 1), 1, 2, "so(3,1)"),
    "u(2) gives so(4)": (u(2), 1, 2, "so(4)"),
    "su(2) on one spinor gives so(4)": (su(2), 1, 4, "so(4)"),
    "su(2) on two spinors": (su(2), 2, 2, "su(2)"),
    "sp(4,R) on pairs": (symplectic(2), 2, 2, "sp(4,R)"),
    "sl(2,R) on pairs": (sl(2), 2, 2, "sl(2,R)"),
    "sl(3,R) on triples": (sl(3), 3, 3, "sl(3,R)"),
    "so(2,2)": (so(2, 2), 1, 2, "so(2,2)"),
    "u(1,1) gives so(2,2)": (u(1, 1), 1, 2, "so(2,2)"),
    "sl(2,R) on binary cubics": (LieAlgebra.from_matrices(symmetric_power(sl(2).generators, 3)), 1, 4, "sl(2,R)"),
}


def variables(count: int) -> list[sympy.Symbol]:
    return list(sympy.symbols(f"x1:{count + 1}"))


def conjugated(L: np.ndarray, S: np.ndarray) -> np.ndarray:
    """S L S^-1, exactly."""
    return S @ L @ inverse(S)


def evidence_null_space(polynomials: list[sympy.Expr], d: int, count: int, rng: np.random.Generator) -> np.ndarray:
    """Matrices (k, d, d) that the gradients at integer points do not tell from symmetries, by LieGG's matrix."""
    x = variables(d * count)
    gradient = sympy.lambdify(x, sympy.Matrix([[sympy.diff(f, s) for s in x] for f in polynomials]))
    points = rng.integers(-3, 4, size=(4 * d * d, d * count)).astype(float)
    jacobians = np.stack([np.array(gradient(*point), dtype=float) for point in points])
    units = np.eye(d * d).reshape(-1, d, d)
    E = polarization_matrix(jacobians, velocities(copies(units, count), points).swapaxes(0, 1))
    return null_space(E, relative_tolerance=1e-10).reshape(-1, d, d)  # integers: a singular value is 0 or far above rounding


@pytest.mark.parametrize(("g", "count", "degree", "name"), ROUND_TRIPS.values(), ids=ROUND_TRIPS.keys())
@given(data=st.data())
def test_an_algebra_comes_back_from_its_invariants(
    g: LieAlgebra, count: int, degree: int, name: str, data: st.DataObject
) -> None:
    d = g.generators.shape[1]
    L = conjugated(g.generators, data.draw(unimodular(d)))
    invariants = polynomial_invariants(L, degree, copies=count)
    found = evidence_null_space(invariants, d, count, np.random.default_rng(0))
    assert identify(lie_closure(found, tolerance=1e-7)).is_named(name)
    assert len(found) == lie_closure(found, tolerance=1e-7).dimension
    given, basis = L.reshape(len(L), -1), found.reshape(len(found), -1)
    assert np.abs(given - given @ basis.T @ basis).max() < 1e-9 * np.abs(L).max()  # the algebra itself is among what came back


@given(st.data())
def test_the_exact_way_back_is_the_same_algebra(data: st.DataObject) -> None:
    g = data.draw(st.sampled_from([so(3), so(2, 1), so(3, 1), so(4)]))
    d = g.generators.shape[1]
    L = conjugated(g.generators, data.draw(unimodular(d)))
    back = polynomial_symmetries(polynomial_invariants(L, 2), variables(d))
    assert back.dimension == g.dimension
    assert lie_closure(np.concatenate([L, back.generators])).dimension == g.dimension


def test_g2_comes_back_from_its_invariants_of_three_vectors() -> None:
    for form, name in (("split", "g2(2)"), ("compact", "g2(-14)")):
        invariants = polynomial_invariants(g2(form), 3, copies=3)
        assert [sympy.Poly(f).total_degree() for f in invariants] == [2] * 6 + [3]  # products, and the 3-form
        found = evidence_null_space(invariants[-1:], 7, 3, np.random.default_rng(0))
        assert len(found) == 14
        assert identify(found).is_named(name)


def test_f4_has_a_quadratic_and_a_cubic_invariant() -> None:
    assert [sympy.Poly(f).total_degree() for f in polynomial_invariants(f4(), 3)] == [2, 3]


def test_rational_coefficients_are_cleared() -> None:
    x, y = variables(2)
    form = sympy.Rational(1, 2) * x**2 + sympy.Rational(1, 3) * y**2
    (found,) = polynomial_symmetries([form], [x, y]).generators
    assert found[0, 1] * 3 == -2 * found[1, 0] != 0


@given(st.data())
def test_every_invariant_is_killed_by_every_field(data: st.DataObject) -> None:
    L = data.draw(integers(1, 3, 3, bound=2))
    x = variables(3)
    for f in polynomial_invariants(L, 4):
        assert apply_field(matrix_field(sympy.Matrix(L[0]), x), f, x) == 0


def test_known_rings() -> None:
    x1, x2, x3, x4 = variables(4)
    assert polynomial_invariants(so(3), 6) == [x1**2 + x2**2 + x3**2]
    assert polynomial_invariants(so(3, 1), 4) == [x1**2 + x2**2 + x3**2 - x4**2]
    (form,) = polynomial_invariants(symplectic(2), 4, copies=2)
    y1, y2, y3, y4 = variables(8)[4:]
    assert sympy.expand(form - (x1 * y3 + x2 * y4 - x3 * y1 - x4 * y2)) == 0
    assert polynomial_invariants(gl(3), 6) == []
    assert polynomial_invariants(heisenberg(1), 3) == [x3]


def test_the_only_invariant_of_binary_cubics_is_the_discriminant() -> None:
    a, b, c, d = coefficients = sympy.symbols("a b c d")
    s = sympy.Symbol("s")
    (found,) = polynomial_invariants(symmetric_power(sl(2).generators, 3), 5, variables=coefficients)
    assert sympy.expand(found**2 - sympy.discriminant(a * s**3 + b * s**2 + c * s + d, s) ** 2) == 0


def test_binary_quartics_have_invariants_of_degree_two_and_three() -> None:
    found = polynomial_invariants(symmetric_power(sl(2).generators, 4), 6)
    assert [sympy.Poly(f).total_degree() for f in found] == [2, 3]


def test_vectors_have_scalar_products_and_determinants() -> None:
    found = polynomial_invariants(so(3), 4, copies=3)
    assert [sympy.Poly(f).total_degree() for f in found] == [2] * 6 + [3]  # the first main theorem (Weyl)


def test_matrices_may_be_those_of_sympy() -> None:
    half = sympy.Rational(1, 2)
    assert polynomial_invariants([sympy.Matrix([[0, -half], [2, 0]])], 2) == [4 * variables(2)[0] ** 2 + variables(2)[1] ** 2]


@given(st.data())
def test_relative_invariants_are_multiplied_by_their_character(data: st.DataObject) -> None:
    diagonal = np.stack([np.diag(row) for row in data.draw(integers(2, 3, bound=2))])
    L = conjugated(diagonal, data.draw(unimodular(3)))
    x = variables(3)
    found = relative_invariants(L, 2)
    assert len(found) == 3  # three linear ones; all others are their products
    for relative in found:
        for A, value in zip(L, relative.character, strict=True):
            moved = apply_field(matrix_field(sympy.Matrix(A), x), relative.polynomial, x)
            assert sympy.expand(moved - sympy.Rational(value.numerator, value.denominator) * relative.polynomial) == 0


def test_the_determinant_is_a_relative_invariant_of_gl_on_pairs() -> None:
    (found,) = relative_invariants(copies(gl(2).generators, 2), 2)
    x1, x2, y1, y2 = variables(4)
    assert sympy.expand(found.polynomial - (x1 * y2 - x2 * y1)) == 0
    assert found.character.tolist() == [-1, 0, 0, -1]  # minus the trace


def test_the_norm_is_a_relative_invariant_of_similarities() -> None:
    rotations_and_dilation = sim(3).generators[:4, :3, :3]
    (found,) = relative_invariants(rotations_and_dilation, 4)
    assert found.polynomial == sum(x**2 for x in variables(3))
    assert found.character.tolist() == [0, 0, 0, -2]


def test_a_jordan_block_has_one_relative_invariant_and_a_rotation_none_of_degree_one() -> None:
    (found,) = relative_invariants([[[1, 1], [0, 1]]], 3)
    assert found.polynomial == variables(2)[1]
    assert relative_invariants(so(2), 1) == []


def test_the_equivariant_maps_of_two_vectors_are_the_vectors_and_their_product() -> None:
    x = sympy.Matrix(variables(3)), sympy.Matrix(variables(6)[3:])
    found = equivariant_maps(copies(so(3).generators, 2), so(3).generators, 3)
    assert found[:2] == [x[0], x[1]] or found[:2] == [x[1], x[0]]
    (cross,) = found[2:]
    assert cross in (x[0].cross(x[1]), -x[0].cross(x[1]))


@given(st.data())
def test_equivariant_maps_commute_with_the_algebra(data: st.DataObject) -> None:
    source = conjugated(sl(2).generators, data.draw(unimodular(2)))
    target = symmetric_power(source, 2)
    x = variables(2)
    found = equivariant_maps(source, target, 2)
    assert len(found) == 1  # x -> x^2, by Schur's lemma
    for A, B in zip(source, target, strict=True):
        moved = found[0].jacobian(x) * sympy.Matrix(A) * sympy.Matrix(x)
        assert (moved - sympy.Matrix(B) * found[0]).expand().is_zero_matrix


def test_constants_are_equivariant_where_the_target_has_fixed_vectors() -> None:
    zero = np.zeros((1, 1, 1), dtype=int)
    assert equivariant_maps(so(2), zero, 2) == [sympy.Matrix([1])]


def test_symmetric_powers_are_representations() -> None:
    L = symmetric_power(so(3).generators, 2)
    assert (L[0] @ L[1] - L[1] @ L[0] == L[2]).all()
    assert (symmetric_power(so(3).generators, 1) == so(3).generators).all()
    assert symmetric_power(so(3).generators.astype(float), 2).dtype == np.float64


def test_degrees_that_do_not_fit_are_refused_before_anything_is_made() -> None:
    with pytest.raises(ShapeError, match="GB"):
        polynomial_invariants(so(8), 20)
    with pytest.raises(ShapeError, match="GB"):
        relative_invariants(so(8), 20)
    with pytest.raises(ShapeError, match="GB"):
        equivariant_maps(so(8), so(8), 10)
    with pytest.raises(ShapeError, match="monomials"):
        symmetric_power(so(8).generators, 20)
    with pytest.raises(ShapeError, match="a degree from 0"):
        polynomial_invariants(so(3), -2)
    with pytest.raises(ShapeError, match="a degree from 0"):
        polynomial_invariants(so(3), 2.5)


def test_a_dense_block_that_does_not_fit_is_refused() -> None:
    A = np.arange(36).reshape(6, 6) ** 2 + 1  # couples all monomials
    with pytest.raises(ShapeError, match="2002 equations in 2002 unknowns"):
        invariant_vectors([(A, np.zeros((1, 1), dtype=np.int64))], 9, "a test")


def test_wrong_input_is_refused() -> None:
    x, y = sympy.symbols("x y")
    with pytest.raises(PrecisionError, match="rationals"):
        polynomial_invariants(np.eye(2)[None] * 0.5, 2)
    with pytest.raises(ShapeError, match="different variables"):
        polynomial_invariants(so(2), 2, variables=[x, x])
    with pytest.raises(ShapeError, match="at least one copy"):
        polynomial_invariants(so(2), 2, copies=0)
    with pytest.raises(ShapeError, match="abstract"):
        polynomial_invariants(LieAlgebra.from_structure_constants(heisenberg(1).structure_constants), 2)
    with pytest.raises(ShapeError, match="same element"):
        equivariant_maps(so(2), so(3), 2)
    with pytest.raises(RankError, match="at least one polynomial"):
        polynomial_symmetries([], [x, y])
    with pytest.raises(RankError, match="linear symmetry"):
        polynomial_symmetries([x**3 + y**3 + x * y], [x, y])
    with pytest.raises(ShapeError, match="polynomial in"):
        polynomial_symmetries([sympy.sin(x)], [x, y])
    with pytest.raises(ShapeError, match="polynomial in"):
        polynomial_symmetries([sympy.sqrt(2) * x], [x, y])
    with pytest.raises(ShapeError, match="different variables"):
        polynomial_symmetries([x], [x, x])
