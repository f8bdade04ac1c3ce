"""Words in noncommuting letters compute as matrices do, and refuse what matrices refuse."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lietheory.errors import ShapeError
from lietheory.proof.derivation_chains import evaluate
from lietheory.proof.scalars import scalar, symbol
from lietheory.proof.words import Expression, Letter, identity, matrix, proportional, zero
from proofs_tests.strategies.expressions import SIZES, A, B, S, X, Y, Z, expressions, u, worlds


def _value(expression, world):
    return evaluate(expression, world.binding, SIZES)


@given(st.data())
def test_sum_product_and_transpose_have_the_values_they_should(data):
    world = data.draw(worlds())
    p, q = data.draw(expressions(world, "d", "n")), data.draw(expressions(world, "n", "d"))
    P, R = _value(p, world), _value(q, world)
    assert (_value(p @ q, world) == P @ R).all()
    assert (_value(p.T + q, world) == P.T + R).all()
    assert (_value(p.T - q * 3, world) == P.T - 3 * R).all()


@given(st.data())
def test_transposing_twice_is_the_identity(data):
    p = data.draw(expressions(data.draw(worlds())))
    assert p == p.T.T


def test_words_do_not_commute():
    assert A @ B != B @ A
    assert (A @ B).T == B.T @ A.T != A.T @ B.T


def test_the_inverse_of_a_word_reverses_its_order():
    assert (A @ B).inverse == B.inverse @ A.inverse
    assert (A * symbol("a")).inverse == A.inverse * symbol("a").reciprocal()


@pytest.mark.parametrize(
    "build",
    [
        lambda: A + X,
        lambda: A @ Y,
        lambda: X @ X,
        lambda: A - Z,
        lambda: identity("d") + identity("n"),
        lambda: zero("d", "n") + zero("n", "d"),
        lambda: identity("d") @ Y,
        lambda: X.T @ X.T,
    ],
    ids=["A + X", "A Y", "X X", "A - Z", "I_d + I_n", "0 + 0^T", "I_d Y", "X^T X^T"],
)
def test_sizes_that_do_not_agree_are_refused(build):
    with pytest.raises(ShapeError):
        build()


@pytest.mark.parametrize(
    "build",
    [
        lambda: X.inverse,
        lambda: (X @ Y + A).inverse,
        lambda: zero("d").inverse,
        lambda: (X @ Y).inverse,
        lambda: Letter("X", "d", "n", inverted=True),
        lambda: Letter("X", "d", "n").inverse(),
    ],
    ids=["X", "a sum", "0", "X Y", "an inverted letter", "a letter"],
)
def test_what_has_no_inverse_by_its_shape_is_refused(build):
    with pytest.raises(ShapeError):
        build()


def test_a_non_square_letter_has_no_inverse_to_cancel_with():
    assert Letter("X", "d", "n").inverse_or_none() is None


@pytest.mark.parametrize(
    ("rows", "columns", "word"),
    [
        ("d", "n", ()),
        ("d", "d", (Letter("X", "d", "n"),)),
        ("d", "d", (Letter("X", "d", "n"), Letter("A", "d", "d"))),
        ("n", "n", (Letter("A", "d", "d"),)),
    ],
    ids=["a rectangular identity", "a rectangular word", "inner sizes", "both sizes"],
)
def test_an_expression_with_words_of_another_shape_is_refused(rows, columns, word):
    with pytest.raises(ShapeError):
        Expression(rows, columns, {word: scalar(1)})


def test_proportional_is_by_one_scalar_for_all_words():
    p = A @ B - S
    assert proportional(p, p * symbol("a"))
    assert not proportional(p, A @ B + S)
    assert not proportional(p, A @ B)
    assert not proportional(zero("d"), zero("d"))


def test_latex_reads_as_mathematics():
    assert (u.inverse @ A.T * 2 - identity("d")).latex() == r"2 u^{-1} A^{\top} - I"
    assert matrix("A", "d").inverse.T.latex() == r"A^{-\top}"
