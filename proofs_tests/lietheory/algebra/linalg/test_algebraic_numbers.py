"""Algebraic numbers of all degrees: order and quotients are those of the reals, and each number has one representation."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lietheory.algebra.linalg.algebraic_numbers import Algebraic, Interval, less, middle, parse_number, quotient, real_root, roots
from lietheory.quadratic_numbers import Surd, root, surd

rationals = st.fractions(min_value=-9, max_value=9, max_denominator=12)
written = st.builds(surd, rationals, rationals, st.sampled_from([2, 3, 5]))
cubic = real_root((-2, 0, 0, 1), 0)
numbers = written | st.sampled_from([cubic, -cubic, real_root((1, -3, 0, 1), 1)])
divisors = numbers.map(lambda x: x if x != 0 else Fraction(1))


@given(numbers, numbers)
def test_the_order_is_total_and_that_of_the_reals(x, y):
    assert [less(x, y), less(y, x), x == y].count(True) == 1
    assert middle(x) <= middle(y) or less(y, x)


@given(numbers, divisors)
def test_a_quotient_has_the_value_of_the_quotient_of_floats(x, y):
    assert middle(quotient(x, y)) == pytest.approx(middle(x) / middle(y), rel=1e-12)  # two roundings


@given(divisors)
def test_a_number_over_itself_is_one_whatever_its_degree(x):
    assert quotient(x, x) == 1


def test_quotients_of_roots_are_in_the_smallest_field():
    assert quotient(root(2), root(3)) == Surd(Fraction(0), Fraction(1, 3), 6)
    assert quotient(root(2), root(8)) == Fraction(1, 2)


def test_roots_of_degree_one_and_two_are_those_of_the_exact_arrays():
    assert roots(np.array([2, -1])) == [(Fraction(1, 2), None)]
    assert roots(np.array([1, -1, -1])) == [
        (surd(Fraction(1, 2), Fraction(-1, 2), 5), None),
        (surd(Fraction(1, 2), Fraction(1, 2), 5), None),
    ]
    assert all(isinstance(x, Algebraic) for x, y in roots(np.array([1, 0, -3, 1])) if y is None)


def test_a_number_of_degree_three_is_written_as_an_interval_that_contains_it():
    found = parse_number(str(cubic))
    assert isinstance(found, Interval)
    assert float(found.lower) < 2 ** (1 / 3) < float(found.upper) < float(found.lower) + 1e-10


@given(written)
def test_a_parameter_that_is_written_is_read_back(x):
    assert parse_number(str(x)) == x


@pytest.mark.parametrize("text", ["2..1", "1..2..3", "sqrt(2)..2", "sqrt(2)+sqrt(3)", "i", "x"])
def test_what_is_no_parameter_is_none(text):
    assert parse_number(text) is None
