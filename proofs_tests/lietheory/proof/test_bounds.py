"""Bounds on norms: what is accepted is true at exact matrices, and a bound that is too small, or badly argued, is not."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lietheory.errors import LieTheoryError, ShapeError
from lietheory.proof.bounds import AtMost, BoundChain, BoundStep, NonNegative, Norm, Product, row_sum_norm
from lietheory.proof.derivation_chains import Derivation, holds_at, true_steps
from lietheory.proof.normaliser import Equation, NotProved, Use
from lietheory.proof.random_instances import (
    above_exponential,
    exponential_of_nilpotent,
    nilpotent,
    rational,
)
from lietheory.proof.scalars import Scalar, scalar, symbol
from lietheory.proof.words import identity, matrix

A, B, C = (matrix(name, "d") for name in "ABC")
a, b, c = (symbol(name) for name in "abc")
KNOWN = (AtMost("A", A, a), AtMost("B", B, b), AtMost("A B", A @ B, c), NonNegative("a", a), NonNegative("b - a", b - a))


def derivation(start, *steps, hypotheses=KNOWN) -> Derivation:
    return Derivation(tuple(hypotheses), (BoundChain("chain", Norm(start), steps),))


def cut(to, *products):
    return BoundStep(scalar(to), "cut", tuple(Product(k, tuple(names)) for k, *names in products))


GOOD = {
    "one product": (A @ B @ A, cut(c * a, (1, "A B", "A"))),
    "two products": (A @ B - B @ A * 2, cut(a * b * 3, (1, "A", "B"), (-2, "B", "A"))),
    "three products": (B @ A - A - B, cut(a * b + a + b, (1, "B", "A"), (-1, "A"), (-1, "B"))),
    "raised": (A @ A, cut(a * a, (1, "A", "A")), cut(a * b, (1, "a", "b - a"))),
    "nothing to raise": (A @ A, cut(a * a, (1, "A", "A")), cut(a * a)),
    "a zero expression": (A @ B - A @ B, cut(0)),
}
BAD = {
    "a term left out": (A @ B - B @ A, cut(a * b, (1, "A", "B"))),
    "norms that cancel": (A @ B - B @ A, cut(0, (1, "A", "B"), (-1, "B", "A"))),
    "a bound too small": (A @ A, cut(a, (1, "A", "A"))),
    "a bound too large, not said why": (A @ A, cut(a * a * 2, (1, "A", "A"))),
    "factors in the wrong order": (A @ B, cut(a * b, (1, "B", "A"))),
    "a hypothesis that is none": (A @ A, cut(a * a, (1, "A", "C"))),
    "a wrong coefficient": (A @ A * 2, cut(a * a, (1, "A", "A"))),
    "lowered": (A @ A, cut(a * a, (1, "A", "A")), cut(a * a - a * (b - a), (-1, "a", "b - a"))),
    "raised by what has no sign": (A @ A, cut(a * a, (1, "A", "A")), cut(a * a + b, (1, "B"))),
    "raised by too little": (A @ A, cut(a * a, (1, "A", "A")), cut(b * b, (1, "a", "b - a"))),
    "the wrong symbol raised": (A @ A, cut(a * a, (1, "A", "A")), cut(a * a + b * (b - a), (1, "a", "b - a"))),
    "a division not discharged": (A @ A, cut(a * a * c * c.reciprocal() * c.reciprocal(), (1, "A", "A"))),
}


@pytest.mark.parametrize("name", GOOD)
def test_a_bound_that_follows_is_accepted(name):
    start, *steps = GOOD[name]
    derivation(start, *steps).judge()


@pytest.mark.parametrize("name", BAD)
def test_a_bound_that_does_not_follow_is_not(name):
    start, *steps = BAD[name]
    with pytest.raises((NotProved, LieTheoryError)):
        derivation(start, *steps).judge()


def test_a_hypothesis_about_the_goal_is_not_a_proof_of_it():
    with pytest.raises(NotProved, match="about the goal itself"):
        derivation(A @ B * 2, cut(c * 2, (2, "A B"))).judge()


def test_shapes_that_do_not_fit_are_refused():
    wide = AtMost("wide", matrix("W", "d", "n"), a)
    with pytest.raises(NotProved):
        derivation(A @ A, cut(a * a, (1, "wide", "A")), hypotheses=(*KNOWN, wide)).judge()
    with pytest.raises(ShapeError):
        A - matrix("W", "d", "n")


def test_a_chain_of_no_steps_is_refused():
    with pytest.raises(LieTheoryError, match="at least one step"):
        BoundChain("chain", Norm(A), ())


def test_an_equality_step_does_not_start_a_chain_of_bounds():
    from lietheory.proof.derivation_chains import Step

    with pytest.raises(NotProved):
        Derivation(KNOWN, (BoundChain("chain", Norm(A @ A), (Step(A @ A, "as it is"),)),)).judge()


def test_without_a_hypothesis_no_product_can_use_it():
    whole = derivation(*GOOD["raised"])
    for name in ("A", "a", "b - a"):
        with pytest.raises(NotProved):
            whole.without(name).judge()


def test_equations_are_not_used_by_bounds():
    """A rule that a chain of words would need leaves a chain of bounds as it is."""
    with pytest.raises(NotProved):
        derivation(A @ C, cut(a * b, (1, "A", "B")), hypotheses=(*KNOWN, Equation("C", C, B))).judge()
    assert Use("C").of(Equation("C", C, B)).right is B


LETTERS = {"A": A, "B": B, "I": identity("d")}


@given(
    st.lists(st.tuples(st.integers(-3, 3), st.lists(st.sampled_from("ABI"), min_size=2, max_size=3)), min_size=1, max_size=4),
    st.integers(0, 2**32 - 1),
)
def test_what_is_accepted_is_true_at_exact_matrices(products, seed):
    rng = np.random.default_rng(seed)
    binding = {name: rational(rng.integers(-3, 4, (3, 3)), 2) for name in "AB"}
    norms = {name.lower(): row_sum_norm(binding[name]) for name in "AB"} | {"i": Fraction(1)}
    known = tuple(AtMost(name, letter, symbol(name.lower())) for name, letter in LETTERS.items())
    start, bound = A * 0, Scalar()
    for coefficient, names in products:
        word, size = identity("d"), scalar(1)
        for name in names:
            word, size = word @ LETTERS[name], size * symbol(name.lower())
        start, bound = start + word * coefficient, bound + size * abs(coefficient)
    proof = derivation(start, cut(bound, *((k, *names) for k, names in products)), hypotheses=known)
    try:
        proof.judge()
    except NotProved as problem:
        assert "about the goal itself" in str(problem)
    assert all(holds_at(h, binding | norms, {"d": 3}) for h in known)
    assert all(true_steps(proof.chains[0], binding | norms, {"d": 3}))


@given(st.integers(0, 2**32 - 1), st.integers(2, 5))
def test_the_remainder_of_the_exponential_series_is_below_the_next_term(seed, d):
    X = nilpotent(np.random.default_rng(seed), d)
    E, x = exponential_of_nilpotent(X), row_sum_norm(X)
    eye, e = rational(np.eye(d, dtype=int)), above_exponential(x)
    assert row_sum_norm(E - eye) <= x * e
    assert row_sum_norm(E - eye - X) <= x**2 * e / 2


def test_a_bound_reads_as_mathematics():
    assert Norm(A @ B).latex() == r"\left| A B \right|"
    assert AtMost("A", A, a * a).latex() == r"\left| A \right| \le a^{2}"
    assert NonNegative("b - a", b - a).latex().endswith(r"\ge 0")
