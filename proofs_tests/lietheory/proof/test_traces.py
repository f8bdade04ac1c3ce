"""Traces are cyclic and forget transposes, and nothing more; what is called equal is equal at exact matrices."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lietheory.errors import ShapeError
from lietheory.proof.derivation_chains import Chain, Derivation, Step, evaluate, true_steps
from lietheory.proof.normaliser import Context, Equation, Invertible, NotProved, Symmetric, Use
from lietheory.proof.scalars import symbol
from lietheory.proof.traces import Trace, normal_traces
from lietheory.proof.words import identity, matrix
from proofs_tests.strategies.expressions import SIZES, expressions, worlds

A, B, C, S, u = (matrix(name, "d") for name in ("A", "B", "C", "S", "u"))
U, V, X, Y = matrix("U", "d", "r"), matrix("V", "r", "d"), matrix("X", "d", "r"), matrix("Y", "r", "d")
HYPOTHESES = (Symmetric("symmetric", S), Invertible("invertible", u))


def judge(start, end, *hypotheses, by=()):
    Derivation(hypotheses, (Chain("chain", Trace(start), (Step(Trace(end), "reason", by),)),)).judge()


TRUE = {
    "two letters": (A @ B, B @ A),
    "two sizes": (U @ V, V @ U),
    "low rank": (U @ V @ X @ Y, V @ X @ Y @ U),
    "three letters": (A @ B @ C, C @ A @ B),
    "transposed": (A @ B, B.T @ A.T),
    "transposed and turned": (A @ B @ C, A.T @ C.T @ B.T),
    "a bracket": (A @ B - B @ A, A * 0),
    "an invariant form": ((A @ B - B @ A) @ C, A @ (B @ C - C @ B)),
    "conjugated": (u @ A @ u.inverse, A),
    "skew against symmetric": ((A - A.T) @ S, A * 0),
    "identities": (identity("d"), identity("d")),
    "sums": (A @ B + C, C.T + B @ A),
}
FALSE = {
    "three letters reversed": (A @ B @ C, C @ B @ A),
    "a square": (A @ A, A @ A.T),
    "another letter": (A @ B, A @ C),
    "conjugated by the transpose": (u @ A @ u.T, A),
    "two sizes of the identity": (identity("d"), identity("r")),
    "a product of traces": (A @ B, A),
    "a sign": (A @ B, -(B @ A)),
    "a scalar": (A * 2, A),
    "skew against any": ((A - A.T) @ B, A * 0),
}


@pytest.mark.parametrize("name", TRUE)
def test_what_cyclicity_gives_is_accepted(name):
    judge(*TRUE[name], *HYPOTHESES)


@pytest.mark.parametrize("name", FALSE)
def test_what_it_does_not_give_is_not(name):
    with pytest.raises(NotProved):
        judge(*FALSE[name], *HYPOTHESES)


def test_hypotheses_are_needed():
    for name in ("conjugated", "skew against symmetric"):
        with pytest.raises(NotProved):
            judge(*TRUE[name])


def test_equations_rewrite_under_a_trace():
    judge(C @ A, B @ A, Equation("C", C, B), by=(Use("C"),))


def test_the_trace_of_the_identity_is_its_size():
    assert normal_traces(Trace(identity("d") * 2), Context.of(())) == {(): symbol("d") * 2}


def test_only_square_matrices_have_a_trace():
    with pytest.raises(ShapeError, match="square"):
        Trace(U)


@given(st.data())
def test_traces_with_one_normal_form_have_one_value(data):
    world = data.draw(worlds())
    first, second = (Trace(data.draw(expressions(world))) for _ in range(2))
    context = Context.of(world.hypotheses)
    values = [np.trace(evaluate(t.expression, world.binding, SIZES)) for t in (first, second)]
    if normal_traces(first, context) == normal_traces(second, context):
        assert values[0] == values[1]


@given(st.data())
def test_a_turned_or_transposed_word_keeps_its_trace(data):
    world = data.draw(worlds())
    first, second = data.draw(expressions(world, "d", "n")), data.draw(expressions(world, "n", "d"))
    context = Context.of(world.hypotheses)
    chain = Chain(
        "chain", Trace(first @ second), (Step(Trace(second @ first), "turned"), Step(Trace(first.T @ second.T), "transposed"))
    )
    forms = [normal_traces(side, context) for side in (chain.start, *(step.to for step in chain.steps))]
    assert forms[0] == forms[1] == forms[2]
    assert all(true_steps(chain, world.binding, SIZES))


def test_a_trace_reads_as_one():
    assert Trace(A @ B).latex() == r"\mathrm{tr}\left( A B \right)"
