"""Index sums keep their value through contraction, renaming and products, whatever their indices are called."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lietheory.errors import ShapeError
from lietheory.proof.index_arithmetic import Index
from lietheory.proof.index_sums import Component, IndexSum, Term, component, constant, delta
from lietheory.proof.scalars import symbol
from proofs_tests.strategies.expressions import ACROSS, DIAGONAL, ROUND, SIZES, TENSORS, index_sums

i, j, k = DIAGONAL
p = ACROSS[1]
FREE = [dict(zip(DIAGONAL + ACROSS + ROUND, values, strict=True)) for values in product((0, 1), repeat=7)][::19]


def x(index: Index) -> IndexSum:
    return component("x", index)


def normal_value(total: IndexSum, free: dict[Index, int]) -> Fraction:
    """The value of a normal form, read from its keys: summed indices are #0, #1, ..., free ones are marked."""
    result = Fraction(0)
    for factors, coefficient in total.normal_form().items():
        bound = frozenset(i for f in factors for i in f.depends_on() if i.name.startswith("#"))
        marked = {replace(i, name=f"free {i.name}"): value for i, value in free.items()}
        result += IndexSum((Term(coefficient, factors, bound),)).value(SIZES, TENSORS, marked)
    return result


FOURTH_POWER = (x(i).summed(i) * x(i).summed(i)) * (x(i).summed(i) * x(i).summed(i))


@given(index_sums())
@example((FOURTH_POWER, lambda at: sum(TENSORS["x"]) ** 4))  # two renamed indices were once renamed to one
def test_value_and_normal_form_agree_with_scoped_evaluation(pair):
    total, value = pair
    for free in FREE:
        assert total.value(SIZES, TENSORS, free) == value(free) == normal_value(total, free)


@given(index_sums(), index_sums())
def test_index_sums_with_one_normal_form_have_one_value(first, second):
    if not (first[0] - second[0]).normal_form():
        assert all(first[1](free) == second[1](free) for free in FREE)


@given(index_sums(), st.sampled_from(DIAGONAL + ROUND))
def test_the_name_of_a_summed_index_does_not_matter(pair, index):
    total, _ = pair
    fresh = replace(index, name="fresh")
    try:
        summed, renamed = (delta(index, fresh) * total).summed(index).summed(fresh), total.summed(index)
    except ShapeError:  # summed over already
        return
    assert not (summed - renamed).normal_form()


def test_a_free_index_is_not_taken_for_a_summed_one_by_its_name():
    assert (x(Index("#0", "d")) - x(i).summed(i)).normal_form()
    assert (x(Index("free i", "d")) - x(i)).normal_form()


def test_a_product_of_sums_is_not_the_sum_of_products():
    total = component("x", i).summed(i) * component("y", i).summed(i)
    assert (total - (component("x", i) * component("y", i)).summed(i)).normal_form()
    assert total.value(SIZES, TENSORS, {}) == sum(TENSORS["x"]) * sum(TENSORS["y"])


def test_an_index_that_would_be_captured_is_refused():
    with pytest.raises(ShapeError, match="Rename"):
        x(i).summed(i) * x(i)


@pytest.mark.parametrize(
    "build",
    [
        lambda: delta(i, p),
        lambda: delta(i, ACROSS[0]),
        lambda: component("delta", i, p),
        lambda: component("delta", i),
        lambda: component("delta", i, j, k),
        lambda: Component("delta", (i, p)),
        lambda: x(i).summed(i).summed(i),
        lambda: x(i).summed(i, i),
    ],
    ids=["two ranges", "one name, two ranges", "spelt out", "one index", "three indices", "unwrapped", "summed again", "twice"],
)
def test_ill_formed_sums_are_refused(build):
    with pytest.raises(ShapeError):
        build()


def test_a_sum_over_an_absent_index_counts_its_range():
    assert not (constant(1).summed(i) - constant(symbol("d"))).normal_form()
    assert not (delta(i, i).summed(i) - constant(symbol("d"))).normal_form()
    assert not ((delta(i, j) * delta(j, i)).summed(i, j) - constant(symbol("d"))).normal_form()


def test_a_delta_ends_the_sum_over_either_of_its_indices():
    assert not ((delta(i, j) * x(j)).summed(j) - x(i)).normal_form()
    assert not ((delta(j, i) * x(j)).summed(j) - x(i)).normal_form()
    assert (delta(i, j) * x(j) - x(i)).normal_form()


def test_brackets_of_unit_matrices_follow_in_every_dimension():
    """[E_ab, E_cd] = delta_bc E_ad - delta_da E_cb, by entries."""
    a, b, c, d, row, column, inner = (Index(name, "d") for name in ("a", "b", "c", "e", "r", "s", "t"))

    def unit(first, second, at_row, at_column):
        return delta(first, at_row) * delta(second, at_column)

    first = unit(a, b, row, inner) * unit(c, d, inner, column)
    bracket = (first - unit(c, d, row, inner) * unit(a, b, inner, column)).summed(inner)
    assert not (bracket - (delta(b, c) * unit(a, d, row, column) - delta(d, a) * unit(c, b, row, column))).normal_form()


def test_value_takes_zero_dimensional_sums():
    assert constant(symbol("d")).value(SIZES, {}, {}) == 2
    assert (x(i) * 0).value(SIZES, TENSORS, {i: 0}) == 0


def test_latex_reads_as_a_sum():
    assert (delta(i, j) * x(j)).summed(j).latex() == r"\sum_{j} \delta_{i j} x_{j}"
    assert np.all([str(constant(2)) == "2", str(IndexSum(())) == "0"])
    assert (x(i) * -1).latex() == "-x_{i}" and (x(i) * -2).latex() == "-2 x_{i}"


off = Index("i", "n")
mu, nu, rho = (Index(name, "d") for name in ("mu", "nu", "rho"))
left, right, far = (Index(name, "d", circular=True) for name in ("mu", "nu", "rho"))


def shifted(row, column, by):
    """The entry of the shift S_by: delta(row, column + by)."""
    return delta(row, column + by)


def test_a_shift_reads_a_tensor_that_is_zero_off_the_line():
    assert not ((shifted(mu, nu, off) * x(nu)).summed(nu) - x(mu - off)).normal_form()
    assert ((shifted(mu, nu, off) * x(nu)).summed(nu) - x(mu + off)).normal_form()


@pytest.mark.parametrize(("row", "column", "inner"), [(mu, nu, rho), (left, right, far)], ids=["ends", "circular"])
def test_two_shifts_are_their_sum_only_where_there_are_no_ends(row, column, inner):
    """S_1 S_-1 = I on a circle; on a line the first shift loses a point."""
    both = (shifted(row, inner, 1) * shifted(inner, column, -1)).summed(inner) - delta(row, column)
    assert bool(both.normal_form()) == (not row.circular)


def test_the_sum_of_a_shift_over_its_rows_is_one_only_where_there_are_no_ends():
    assert (shifted(mu, nu, 1).summed(mu) - constant(1)).normal_form()
    assert not (shifted(left, right, 1).summed(left) - constant(1)).normal_form()


def test_a_range_is_not_left_because_another_tensor_is_read():
    """sum_nu delta(mu, nu + 1) x[nu + 1] = x[mu] but for the first point."""
    assert ((shifted(mu, nu, 1) * x(nu + 1)).summed(nu) - x(mu)).normal_form()


def test_an_index_of_a_circle_is_not_solved_for_where_another_line_counts_with_it():
    total = (delta(left, right + off) * component("y", nu + right)).summed(right)
    assert (total - component("y", nu + left - off)).normal_form()


def test_an_index_of_another_line_is_not_solved_for():
    assert (delta(left, right + off).summed(off) - constant(1)).normal_form()


def test_an_index_that_cancels_in_a_delta_is_still_summed_over():
    assert not ((delta(i, i + j) * x(j)).summed(i) - delta(j, j - j) * x(j) * symbol("d")).normal_form()


def test_places_read_as_sums():
    assert x(mu - off).latex() == r"x_{\mu - i}"
    assert (delta(mu, nu + off + 1)).latex() == r"\delta_{\mu, \nu + i + 1}"
    assert x(mu - mu).latex() == "x_{0}" and x(mu - mu - off).latex() == "x_{-i}"
