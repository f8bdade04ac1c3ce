"""The exponential map, its flow, and the velocity it starts with."""

from __future__ import annotations

import numpy as np
import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from lietheory.algebra import so
from lietheory.errors import PrecisionError, ShapeError
from lietheory.representation import exponential, flow, lie_derivative, velocities
from proofs_tests.strategies.matrices import bounded, invertible, skew

dimensions = st.integers(1, 5)
times = st.floats(-2.0, 2.0)


@given(st.data(), dimensions, times, times)
def test_exponential_is_a_one_parameter_group(data: st.DataObject, d: int, s: float, t: float) -> None:
    L = data.draw(bounded(d, d))
    # |exp(sL)| |exp(tL)| <= e^(4 d), which scales the rounding error
    assert np.allclose(exponential(L, s) @ exponential(L, t), exponential(L, s + t), atol=1e-14 * np.exp(4 * d))


@given(st.data(), dimensions, times)
def test_exponential_commutes_with_conjugation(data: st.DataObject, d: int, t: float) -> None:
    L, S = data.draw(skew(d)), data.draw(invertible(d))
    inverse = np.linalg.inv(S)
    assert np.allclose(exponential(S @ L @ inverse, t), S @ exponential(L, t) @ inverse, atol=1e-10)


@given(st.data(), dimensions, times)
def test_exponential_of_a_skew_matrix_is_a_rotation(data: st.DataObject, d: int, t: float) -> None:
    R = exponential(data.draw(skew(d)), t)
    assert np.allclose(R.T @ R, np.eye(d), atol=1e-13)
    assert np.linalg.det(R) > 0


@given(bounded(4, 3))
def test_several_generators_take_coordinates(t: np.ndarray) -> None:
    L = so(3).generators
    moved = exponential(L, t)
    assert moved.shape == (4, 3, 3)
    assert np.allclose(moved[2], exponential(np.tensordot(t[2], L, axes=1)), atol=1e-14)


@given(st.data(), dimensions)
def test_flow_starts_with_the_velocity_and_carries_every_point(data: st.DataObject, d: int) -> None:
    L, X, t = data.draw(bounded(d, d)), data.draw(bounded(3, d)), 1e-5
    ahead, behind = flow(L, [t, -t], X)
    assert np.allclose((ahead - behind) / (2 * t), velocities(L[None], X)[0], atol=1e-8)
    assert np.allclose(flow(L, 0.5, X)[1], exponential(L, 0.5) @ X[1], atol=1e-12)


@given(st.data(), dimensions)
def test_lie_derivative_is_a_homomorphism_on_quadratic_forms(data: st.DataObject, d: int) -> None:
    A, B = data.draw(bounded(2, d, d))
    Q, X = data.draw(bounded(d, d)), data.draw(bounded(3, d))
    Q = Q + Q.T  # f = x^T Q x / 2 has gradient Q x, and -(A x) . grad f is the form of -(A^T Q + Q A)
    forms = [-(M.T @ Q + Q @ M) for M in (A, B)]
    AB, BA = lie_derivative([A], X @ forms[1], X)[0], lie_derivative([B], X @ forms[0], X)[0]
    assert np.allclose(AB - BA, lie_derivative([A @ B - B @ A], X @ Q, X)[0], atol=1e-12)


def test_sympy_goes_in_and_out() -> None:
    t, s = sympy.symbols("t s", real=True)
    J = sympy.Matrix([[0, -1], [1, 0]])
    R = sympy.Matrix([[sympy.cos(t), -sympy.sin(t)], [sympy.sin(t), sympy.cos(t)]])
    assert (exponential(J, t) - R).applyfunc(sympy.simplify).is_zero_matrix
    N = [sympy.Matrix([[0, 1, 0], [0, 0, 0], [0, 0, 0]]), sympy.Matrix([[0, 0, 0], [0, 0, 1], [0, 0, 0]])]
    assert exponential(N, [t, s]) == sympy.Matrix([[1, t, s * t / 2], [0, 1, s], [0, 0, 1]])


def test_an_integer_matrix_with_a_symbolic_time_is_symbolic() -> None:
    t = sympy.Symbol("t")
    assert exponential([[0, 1], [0, 0]], t) == sympy.Matrix([[1, t], [0, 1]])


def test_exponential_and_flow_refuse_other_shapes_and_nan() -> None:
    with pytest.raises(ShapeError, match=r"\(d, d\)"):
        exponential([[1.0, 2.0]])
    with pytest.raises(ShapeError, match=r"t of shape \(3,\)"):
        exponential(so(3).generators, [1.0, 2.0])
    with pytest.raises(PrecisionError, match="nan"):
        exponential([[np.nan]])
    with pytest.raises(ShapeError, match="one matrix"):
        flow(so(3).generators, 1.0, np.eye(3))
    with pytest.raises(ShapeError, match=r"\(n, 2\)"):
        velocities([[[0, -1], [1, 0]]], [1.0, 2.0])
    with pytest.raises(ShapeError, match="gradient"):
        lie_derivative([[[0, -1], [1, 0]]], np.eye(2), np.eye(2)[:1])


def test_symbolic_input_of_other_shapes_is_refused() -> None:
    t = sympy.Symbol("t")
    with pytest.raises(ShapeError, match="square"):
        exponential(sympy.Matrix([[1, 2]]), t)
    with pytest.raises(ShapeError, match="one coordinate for each"):
        exponential([sympy.eye(2)], [t, t])


@pytest.mark.parametrize("t", [1e12, 1e15, 1e18])
def test_angles_without_a_digit_are_refused(t: float) -> None:
    with pytest.raises(PrecisionError, match="floats can represent"):
        exponential([[0.0, -1.0], [1.0, 0.0]], t)


def test_exponentials_beyond_the_floats_are_refused_and_large_ones_within_them_are_not() -> None:
    for L in ([[1000.0]], [[1e200, 0.0], [0.0, -1e200]]):
        with pytest.raises(PrecisionError, match="floats can represent"):
            exponential(L)
    np.testing.assert_allclose(exponential([[0.0, 1e15], [0.0, 0.0]]), [[1.0, 1e15], [0.0, 1.0]], rtol=1e-9)
    assert exponential([[-1e15]]) == 0
    turned = exponential([[0.0, -1.0], [1.0, 0.0]], 1e6)
    np.testing.assert_allclose(turned, [[np.cos(1e6), -np.sin(1e6)], [np.sin(1e6), np.cos(1e6)]], atol=1e-8)


@pytest.mark.parametrize("entry", [sympy.nan, sympy.oo, sympy.zoo])
def test_symbolic_entries_are_finite(entry: sympy.Expr) -> None:
    with pytest.raises(PrecisionError, match="finite numbers in L"):
        exponential(sympy.Matrix([[entry, 1], [0, 1]]))
