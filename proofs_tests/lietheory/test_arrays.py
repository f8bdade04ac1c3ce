"""Arrays at the door: what is exact stays exact, and what is wrong is named."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from lietheory.arrays import as_array, as_generators, exact_array, is_exact, tolerance
from lietheory.errors import PrecisionError, ShapeError

INTEGERS = st.lists(st.integers(-(10**30), 10**30), min_size=1, max_size=5)


@given(INTEGERS)
def test_integers_of_any_size_stay_exact(values):
    array = as_array(values, "f(x)", "x")
    assert is_exact(array)
    assert [int(v) for v in array] == values


@given(st.lists(st.fractions(), min_size=1, max_size=5))
def test_rationals_stay_exact(values):
    assert [Fraction(v) for v in as_array(values, "f(x)", "x")] == values


def test_sympy_and_flint_rationals_are_read_exactly():
    import flint

    array = as_array([sympy.Rational(1, 3), flint.fmpq(1, 2), flint.fmpz(7), sympy.Integer(2)], "f(x)", "x")
    assert list(array) == [Fraction(1, 3), Fraction(1, 2), 7, 2]


def test_small_integers_become_int64():
    assert exact_array([Fraction(4, 2), 3]).dtype == np.int64


def test_floats_stay_floats():
    assert as_array([0.5, 1], "f(x)", "x").dtype == np.float64
    assert as_array(np.float32([0.5]), "f(x)", "x").dtype == np.float32


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_the_first_number_that_is_not_finite_is_named_by_its_index(bad):
    L = np.zeros((2, 3, 3))
    L[1, 0, 2] = bad
    with pytest.raises(PrecisionError, match=r"L\[1, 0, 2\]"):
        as_generators(L, "f(L)")


def test_ragged_input_is_refused():
    with pytest.raises(ShapeError, match="rectangular"):
        as_generators([[[0, 1], [1]]], "f(L)")


def test_text_is_refused():
    with pytest.raises(ShapeError, match="numbers"):
        as_array(["a"], "f(x)", "x")


@pytest.mark.parametrize("nothing", [None, [1, None]])
def test_nothing_is_no_number(nothing):
    with pytest.raises(ShapeError, match="None is not a number"):
        as_array(nothing, "f(x)", "x")


@pytest.mark.parametrize("shape", [(2, 2), (2, 2, 3), (0, 2, 2), (1, 2, 2, 2)])
def test_generators_have_three_axes_and_are_square(shape):
    with pytest.raises(ShapeError, match="n_L, d, d"):
        as_generators(np.zeros(shape), "f(L)")


def test_one_matrix_is_told_to_be_a_stack():
    with pytest.raises(ShapeError, match=r"L\[None\]"):
        as_generators(np.eye(2), "f(L)")


@given(st.integers(1, 3), st.data())
def test_complex_matrices_multiply_as_their_real_blocks(d, data):
    entries = st.complex_numbers(max_magnitude=10, allow_nan=False)
    A, B = (np.array(data.draw(st.lists(entries, min_size=d * d, max_size=d * d)), dtype=complex).reshape(d, d) for _ in "AB")
    real = as_generators([A, B, A @ B], "f(L)")
    np.testing.assert_allclose(real[0] @ real[1], real[2], atol=1e-12 * (1 + abs(A).max() * abs(B).max()))


def test_zero_is_measured_in_the_precision_of_the_type():
    assert tolerance(np.float64) < 1e-13 < tolerance(np.float32) < 1e-4
