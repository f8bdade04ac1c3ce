"""A goal in disguise is refused: cancelled factors, transposes, units, letters that only link two hypotheses."""

from __future__ import annotations

from fractions import Fraction

import pytest

from lietheory.proof.bounds import AtMost, Norm, Product
from lietheory.proof.derivation_chains import chain, derive, step
from lietheory.proof.normaliser import Equation, Invertible, NotProved, Symmetric, Use
from lietheory.proof.scalars import symbol
from lietheory.proof.words import identity, matrix

A, B, P, Q, M, N = (matrix(name, "d") for name in "ABPQMN")
GOAL_BY_Q = chain("goal", A, step(B, "Q cancels", Use("given", left=Q.inverse)))
INVERTIBLE = Invertible("Q", Q)

CIRCLES = {
    "itself": ((Equation("given", A, B),), chain("goal", A, step(B, "", "given"))),
    "twice": ((Equation("given", A * 2, B * 2),), chain("goal", A, step(B, "", "given"))),
    "an invertible factor": ((Equation("given", Q @ A, Q @ B), INVERTIBLE), GOAL_BY_Q),
    "an inverse factor": (
        (Equation("given", Q.inverse @ A, Q.inverse @ B), INVERTIBLE),
        chain("goal", A, step(B, "", Use("given", left=Q))),
    ),
    "a factor on the right": (
        (Equation("given", A @ Q, B @ Q), INVERTIBLE),
        chain("goal", A, step(B, "", Use("given", right=Q.inverse))),
    ),
    "factors on both sides, transposed": (
        (Equation("given", Q @ A.T @ Q, Q @ B.T @ Q), INVERTIBLE),
        chain("goal", A, step(B, "", Use("given", left=Q.inverse, right=Q.inverse, transposed=False))),
    ),
    "a factor in the goal": (
        (Equation("given", A, B), INVERTIBLE),
        chain("goal", Q @ A, step(Q @ B, "", "given")),
    ),
    "a letter between": (
        (Equation("one", A, M), Equation("two", M, B)),
        chain("goal", A, step(M, "", "one"), step(B, "", "two")),
    ),
    "two letters between": (
        (Equation("one", A, M), Equation("two", M, N), Equation("three", N, B)),
        chain("goal", A, step(M, "", "one"), step(N, "", "two"), step(B, "", "three")),
    ),
    "a transposed letter between": (
        (Equation("one", A.T, M), Equation("two", M, B.T)),
        chain("goal", A, step(M.T, "", Use("one", transposed=True)), step(B, "", Use("two", transposed=True))),
    ),
    "a multiple of a letter between": (
        (Equation("one", A, M * 3), Equation("two", M * 3, B)),
        chain("goal", A, step(M * 3, "", "one"), step(B, "", "two")),
    ),
}


@pytest.mark.parametrize("kind", CIRCLES)
def test_a_goal_in_disguise_is_refused(kind):
    hypotheses, goal = CIRCLES[kind]
    with pytest.raises(NotProved, match=r"goal itself|differ|not one word"):
        derive(hypotheses, goal).judge()


@pytest.mark.parametrize("kind", sorted(set(CIRCLES) - {"factors on both sides, transposed"}))
def test_the_steps_of_a_circle_are_true_so_that_nothing_else_refuses_it(kind):
    hypotheses, goal = CIRCLES[kind]
    for judge in derive(hypotheses, goal)._judges(goal):
        judge()


def test_a_letter_that_the_goal_or_a_third_hypothesis_knows_is_no_link():
    """M = A B and M symmetric give A B = (A B)^T, which neither says alone."""
    hypotheses = (Equation("product", A @ B, M), Symmetric("symmetric", M))
    goal = chain("goal", A @ B, step(M, "", "product"), step(B.T @ A.T, "", Use("product", transposed=True, reversed=True)))
    derive(hypotheses, goal).judge()


def test_a_factor_that_is_not_known_to_be_invertible_does_not_cancel():
    with pytest.raises(NotProved, match="inverse of Q"):
        derive((Equation("given", Q @ A, Q @ B),), GOAL_BY_Q).judge()


def test_the_norm_of_the_identity_has_to_be_stated():
    """|I| is sqrt(d) in the norm of Frobenius."""
    one = chain("goal", Norm(identity("d") + A), step(symbol("a") + 1, "", Product(1, ()), Product(1, ("A",))))
    bounded = AtMost("A", A, symbol("a"))
    with pytest.raises(NotProved, match="state a bound on I"):
        derive((bounded,), one).judge()
    stated = chain(
        "goal", Norm(identity("d") + A), step(symbol("a") + 1, "", Product(1, ("unit",)), Product(Fraction(1), ("A",)))
    )
    derive((bounded, AtMost("unit", identity("d"), symbol("a") * 0 + 1)), stated).judge()
