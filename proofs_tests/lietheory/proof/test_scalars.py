"""Scalars of a derivation are commuting Laurent polynomials over the rationals."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lietheory.proof.scalars import Scalar, scalar, symbol

BINDING = {"a": Fraction(3), "b": Fraction(-2, 5)}
monomials = st.builds(
    lambda i, j, q: _power("a", i) * _power("b", j) * Fraction(q, 3), st.integers(-2, 2), st.integers(-2, 2), st.integers(-4, 4)
)
scalars = st.lists(monomials, max_size=3).map(lambda terms: sum(terms, start=Scalar()))


def _power(name: str, exponent: int) -> Scalar:
    factor = symbol(name) if exponent > 0 else symbol(name).reciprocal()
    result = scalar(1)
    for _ in range(abs(exponent)):
        result = result * factor
    return result


@given(scalars, scalars)
def test_sum_difference_and_product_have_the_values_they_should(p, q):
    values = p.value(BINDING), q.value(BINDING)
    assert (p + q).value(BINDING) == sum(values)
    assert (p - q).value(BINDING) == values[0] - values[1]
    assert (p * q).value(BINDING) == values[0] * values[1]


@given(scalars, scalars, scalars)
def test_scalars_are_a_commutative_ring(p, q, r):
    assert p * q == q * p
    assert (p + q) * r == p * r + q * r
    assert not p - p


@given(monomials.filter(bool))
def test_a_monomial_times_its_reciprocal_is_one(p):
    assert p * p.reciprocal() == 1


@given(scalars, scalars)
def test_equal_scalars_have_equal_hashes(p, q):
    assert hash(p + q) == hash(q + p)


def test_a_sum_has_no_reciprocal():
    with pytest.raises(ZeroDivisionError, match="not a monomial"):
        (symbol("a") + 1).reciprocal()


def test_divisors_are_the_symbols_divided_by():
    p = symbol("a").reciprocal() * symbol("b") + symbol("b")
    assert p.divisors() == {"a"}
    assert p.symbols() == {"a", "b"}


def test_different_symbols_are_different():
    assert symbol("a") != symbol("b")
    assert symbol("a") != 1


def test_latex_reads_as_fractions():
    assert str(symbol("a").reciprocal() * Fraction(-1, 2)) == r"-\tfrac{1}{2 a}"
    assert str(symbol("a") * symbol("a") - 1) == "-1 + a^{2}"
    assert str(Scalar()) == "0"
