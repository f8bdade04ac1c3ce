"""Vector fields in SymPy: a homomorphism for matrices and affine matrices, and the Jacobi identity for all."""

from __future__ import annotations

import numpy as np
import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from lietheory.errors import ShapeError
from lietheory.representation import lie_derivative
from lietheory.representation.symbolic_vector_fields import apply_field, field_bracket, matrix_field
from proofs_tests.strategies.matrices import integers

x, y, z = xyz = sympy.symbols("x y z")


@given(integers(2, 3, 3))
def test_matrix_fields_are_a_homomorphism(AB: np.ndarray) -> None:
    A, B = map(sympy.Matrix, AB)
    left = field_bracket(matrix_field(A, xyz), matrix_field(B, xyz), xyz)
    assert (left - matrix_field(A * B - B * A, xyz)).expand().is_zero_matrix


@given(integers(2, 3, 4))
def test_affine_fields_are_a_homomorphism(AB: np.ndarray) -> None:
    A, B = (sympy.Matrix(np.vstack([M, np.zeros((1, 4), dtype=int)])) for M in AB)
    left = field_bracket(matrix_field(A, xyz), matrix_field(B, xyz), xyz)
    assert (left - matrix_field(A * B - B * A, xyz)).expand().is_zero_matrix


def test_symbolic_matrices_are_a_homomorphism_too() -> None:
    a, b, c, d = sympy.symbols("a b c d")
    A, B = sympy.Matrix([[a, b], [c, d]]), sympy.Matrix([[0, a], [1, 0]])
    left = field_bracket(matrix_field(A, (x, y)), matrix_field(B, (x, y)), (x, y))
    assert (left - matrix_field(A * B - B * A, (x, y))).expand().is_zero_matrix


@given(integers(3, 3, 4, bound=2))
def test_polynomial_fields_satisfy_the_jacobi_identity(coefficients: np.ndarray) -> None:
    monomials = sympy.Matrix([1, x, y * z, x**2])
    u, v, w = (sympy.Matrix(C) * monomials for C in coefficients)

    def bracket(p: sympy.Matrix, q: sympy.Matrix) -> sympy.Matrix:
        return field_bracket(p, q, xyz)

    total = bracket(bracket(u, v), w) + bracket(bracket(v, w), u) + bracket(bracket(w, u), v)
    assert total.expand().is_zero_matrix


@given(integers(2, 2), st.data())
def test_the_field_is_the_lie_derivative_of_sampled_gradients(points: np.ndarray, data: st.DataObject) -> None:
    A = data.draw(integers(1, 2, 2))
    f = x**3 * y + sympy.Rational(1, 2) * y**2
    symbolic = apply_field(matrix_field(A[0], (x, y)), f, (x, y))
    gradients = [[float(sympy.diff(f, s).subs({x: p[0], y: p[1]})) for s in (x, y)] for p in points]
    expected = [float(symbolic.subs({x: p[0], y: p[1]})) for p in points]
    assert lie_derivative(A, gradients, points)[0].tolist() == expected


def test_refusals() -> None:
    with pytest.raises(ShapeError, match=r"\(3, 3\)"):
        matrix_field(sympy.eye(2), xyz)
    with pytest.raises(ShapeError, match="row of zeros"):
        matrix_field(sympy.eye(3), (x, y))
    with pytest.raises(ShapeError, match="2 components"):
        apply_field([x], x, (x, y))
    with pytest.raises(ShapeError, match="2 components"):
        field_bracket([x, y], [x], (x, y))
