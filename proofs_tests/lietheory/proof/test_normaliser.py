"""What the normaliser calls equal is equal, under exact matrices that satisfy its hypotheses and no more."""

from __future__ import annotations

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from lietheory.errors import LieTheoryError, ShapeError
from lietheory.proof.derivation_chains import evaluate, holds_at
from lietheory.proof.normaliser import Context, Equation, Invertible, NonZero, NotProved, Symmetric, Use
from lietheory.proof.scalars import symbol
from lietheory.proof.words import identity, matrix, zero
from proofs_tests.strategies.expressions import SIZES, A, B, Q, S, X, Y, Z, expressions, u, worlds

a, b = symbol("a"), symbol("b")


@given(worlds())
def test_drawn_worlds_satisfy_their_hypotheses(world):
    assert all(holds_at(h, world.binding, SIZES) for h in world.hypotheses)


@given(st.data())
def test_a_normal_form_has_the_value_of_its_expression(data):
    world = data.draw(worlds())
    expression = data.draw(expressions(world, *data.draw(st.sampled_from([("d", "d"), ("d", "n"), ("n", "n")]))))
    normal = world.context.normal_form(expression)
    assert (evaluate(normal, world.binding, SIZES) == evaluate(expression, world.binding, SIZES)).all()


@given(st.data())
def test_expressions_with_one_normal_form_have_one_value(data):
    world = data.draw(worlds())
    first, second = data.draw(expressions(world)), data.draw(expressions(world))
    difference = world.context.normal_form(first @ second - second @ first)
    values = [evaluate(p, world.binding, SIZES) for p in (first @ second, second @ first)]
    assume((values[0] != values[1]).any())
    assert difference.terms


@given(st.data())
def test_a_normal_form_is_its_own_normal_form(data):
    world = data.draw(worlds())
    normal = world.context.normal_form(data.draw(expressions(world)))
    assert world.context.normal_form(normal) == normal


@given(st.data())
def test_hypotheses_are_enough_for_what_follows_from_them(data):
    world = data.draw(worlds())
    p = data.draw(expressions(world))
    same = {
        "symmetric": S.T @ p - S @ p,
        "invertible": u.inverse @ u @ p - p,
        "orthogonal": p @ Q @ Q.T - p,
        "definition": B @ p - X @ Y @ p - A @ p,
        "nonzero": p * a * a.reciprocal() - p,
    }
    for name, difference in same.items():
        if world.has(name):
            assert not world.context.normal_form(difference).terms


@given(st.data(), st.booleans(), st.booleans(), st.booleans())
def test_every_use_of_an_equation_is_a_consequence_of_it(data, transposed, reverse, multiplied):
    world = data.draw(worlds())
    assume(world.has("definition") and world.has("invertible"))
    [definition] = [h for h in world.hypotheses if h.name == "definition"]
    factor = u.inverse if multiplied else None
    used = Use("definition", left=factor, right=factor, transposed=transposed, reversed=reverse).of(definition)
    assert (evaluate(used.left, world.binding, SIZES) == evaluate(used.right, world.binding, SIZES)).all()


BARE = Context.of(())


@pytest.mark.parametrize(
    "expression", [A @ A.inverse, u.inverse, A @ u.inverse @ B, u.inverse.T @ S], ids=["A A^-1", "u^-1", "inside", "transposed"]
)
def test_an_inverse_without_its_hypothesis_is_not_proved(expression):
    with pytest.raises(NotProved, match="not known to be invertible"):
        BARE.normal_form(expression)


def test_the_inverse_of_another_letter_of_the_same_name_is_not_proved():
    context = Context.of((Invertible("invertible", matrix("A", "d")),))
    with pytest.raises(NotProved, match="not known to be invertible"):
        context.normal_form(matrix("A", "n").inverse)


def test_a_symmetric_letter_does_not_make_its_namesake_symmetric():
    context, other = Context.of((Symmetric("symmetric", matrix("A", "d")),)), matrix("A", "n")
    assert context.normal_form(other.T - other).terms


def test_a_division_without_its_hypothesis_is_not_proved():
    with pytest.raises(NotProved, match="divides by a"):
        BARE.normal_form(A * a.reciprocal())


@pytest.mark.parametrize(
    "equation",
    [
        Equation("scaled", A * a, B * a),
        Equation("scaled", A * a, zero("d")),
        Equation("scaled", A @ B * a, A @ S * (a * b)),
        Equation("sum", A * (a + b), B),
    ],
    ids=["a A = a B", "a A = 0", "a A B = a b A S", "(a + b) A = B"],
)
def test_no_rule_divides_by_a_scalar_that_may_vanish(equation):
    """With a = 0 the equation holds for all A and B; the coefficients would cancel before anyone looked."""
    with pytest.raises(NotProved, match="not known to be different from zero"):
        Context.of((), (equation,))


def test_a_rule_may_divide_by_a_scalar_known_not_to_vanish():
    context = Context.of((NonZero("rate", a),), (Equation("scaled", A * a, B * a),))
    assert context.normal_form(A) == B


@pytest.mark.parametrize(
    ("equation", "reason"),
    [
        (Equation("sum", A + B, S), "not one word"),
        (Equation("nothing", zero("d"), A), "not one word"),
        (Equation("one", identity("d"), A), "does not end"),
    ],
    ids=["a sum", "zero", "the identity"],
)
def test_what_is_no_rewrite_rule_is_not_proved(equation, reason):
    with pytest.raises(NotProved, match=reason):
        Context.of((), (equation,))


def test_rules_that_do_not_end_are_not_proved():
    loop = Context.of((), (Equation("forth", A, B), Equation("back", B, A)))
    with pytest.raises(NotProved, match="do not end"):
        loop.normal_form(A)


def test_a_consequence_by_an_inverse_needs_its_hypothesis():
    equation = Equation("product", A @ X, zero("d", "n"))
    with pytest.raises(NotProved, match="not known to be invertible"):
        Context.of((), (Use("product", left=A.inverse).of(equation),)).normal_form(X)


@pytest.mark.parametrize(
    "build",
    [
        lambda: Equation("sizes", A, Z),
        lambda: Equation("sizes", X, Y),
        lambda: Equation("sizes", Q @ Q.T, identity("n")),
        lambda: Invertible("X", X),
        lambda: Symmetric("X", X),
        lambda: Use("e", left=Z).of(Equation("e", A, B)),
    ],
    ids=["d d = n n", "d n = n d", "Q Q^T = I_n", "invertible X", "symmetric X", "Z (A = B)"],
)
def test_hypotheses_whose_sizes_do_not_agree_are_refused(build):
    with pytest.raises(ShapeError):
        build()


@pytest.mark.parametrize("hypothesis", [Invertible, Symmetric])
@pytest.mark.parametrize(
    "expression",
    [A * a, A * 0, A @ B, A + B, identity("d"), A.T, A.inverse],
    ids=["a A", "0", "A B", "A + B", "I", "A^T", "A^-1"],
)
def test_only_a_letter_is_declared_symmetric_or_invertible(hypothesis, expression):
    """a A is symmetric for a = 0 whatever A is."""
    with pytest.raises(LieTheoryError, match="one letter"):
        hypothesis("property", expression)


@example(a + b)
@example(a - a)
@given(st.sampled_from([a + 1, a * a - b, a.reciprocal() + b]))
def test_only_a_monomial_is_declared_not_zero(sum_of_scalars):
    """a + b may be non-zero where a is zero."""
    with pytest.raises(LieTheoryError, match="one monomial"):
        NonZero("sum", sum_of_scalars)


def test_a_monomial_that_is_not_zero_has_no_zero_factor():
    context = Context.of((NonZero("product", a * b),))
    assert context.normal_form(A * a.reciprocal() * b.reciprocal()).terms
