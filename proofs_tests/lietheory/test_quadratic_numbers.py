"""Numbers a + b sqrt(n): one spelling each, and one parser."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lietheory.quadratic_numbers import Surd, parse_exact, root, surd

rationals = st.fractions(min_value=-50, max_value=50, max_denominator=30)
surds = st.builds(surd, rationals, rationals, st.sampled_from([2, 3, 5, 6, 7, 1000003]))


@given(surds)
def test_a_number_that_is_written_is_read_back(x):
    assert parse_exact(str(x)) == (x, 0)


@pytest.mark.parametrize("prime", [2, 101, 999983, 1000003, 2**31 - 1])
def test_no_square_factor_stays_under_the_root_however_large(prime):
    assert root(3 * prime**2) == Surd(Fraction(0), Fraction(prime), 3)


def test_a_decimal_is_exact_in_a_name_and_a_float_elsewhere():
    assert parse_exact("0.25", decimals=True) == (Fraction(1, 4), 0)
    assert parse_exact("0.25") is None


@pytest.mark.parametrize("text", ["", "pi", "1/0", "1/0*sqrt(2)", "sqrt(2)/0", "sqrt(-2)", "2..3", "+-1", "1 2x"])
def test_what_is_no_number_is_none(text):
    assert parse_exact(text) is None
