"""A derivation passes if each step follows from its hypotheses, and no planted false identity does."""

from __future__ import annotations

import numpy as np
import pytest

from lietheory.errors import LieTheoryError, ShapeError
from lietheory.proof.bounds import Norm, Product
from lietheory.proof.derivation_chains import Chain, Derivation, Step, chain, evaluate, holds_at, step
from lietheory.proof.index_sums import Index, component, constant, delta
from lietheory.proof.normaliser import Equation, Invertible, NonZero, NotProved, Symmetric, Use
from lietheory.proof.random_instances import rational
from lietheory.proof.scalars import symbol
from lietheory.proof.words import identity, matrix, zero
from proofs_tests.strategies import planted
from proofs_tests.strategies.planted import ALL, PLANTED, SIZES, A, B, C, H, I, N, S, X, a, b, u

BINDING = planted.binding()


def judge(start, *ends, hypotheses=ALL, by=()):
    """Judge one chain whose steps all use the same equations."""
    Derivation(tuple(hypotheses), (Chain("planted", start, tuple(Step(end, "it is said", tuple(by)) for end in ends)),)).judge()


@pytest.mark.parametrize("hypothesis", ALL, ids=[h.name for h in ALL])
def test_the_planted_matrices_satisfy_the_hypotheses(hypothesis):
    assert holds_at(hypothesis, BINDING, SIZES)


@pytest.mark.parametrize("case", PLANTED, ids=[case.kind for case in PLANTED])
def test_a_planted_false_identity_is_false_and_is_not_proved(case):
    assert (evaluate(case.start, BINDING, SIZES) != evaluate(case.false, BINDING, SIZES)).any()
    with pytest.raises(NotProved, match="differ by"):
        judge(case.start, case.false, by=case.by)


@pytest.mark.parametrize("case", PLANTED, ids=[case.kind for case in PLANTED])
def test_the_true_identity_beside_it_is_true_and_is_proved(case):
    assert (evaluate(case.start, BINDING, SIZES) == evaluate(case.true, BINDING, SIZES)).all()
    judge(case.start @ B, case.true @ B, by=case.by)  # some are a hypothesis, which is no goal; a multiple is


def test_a_false_step_is_found_wherever_it_stands_in_a_chain():
    with pytest.raises(NotProved, match="step 2"):
        judge((A @ B).T, B.T @ A.T, A.T @ B.T, (B @ A).T)


UNDISCHARGED = {
    "inverse of a letter not known invertible": (N @ N.inverse, I, ()),
    "inverse on the left": (N.inverse @ N @ A, A, ()),
    "inverse only on one side": (A, N @ N.inverse @ A, ()),
    "inverse of one factor only": (A @ N @ (A @ N).inverse, I, ()),
    "inverse transposed": (N.T @ N.T.inverse, I, ()),
    "division by a scalar not known non-zero": (A * b * 2, A * b.reciprocal() * b * b * 2 + A * b.reciprocal(), ()),
    "division that cancels in the rule": (B, S, (Use("scaled"),)),
    "symmetry of a letter not known symmetric": (A.T, A, ()),
    "commutation of two letters": (A @ S, S @ A, ()),
    "a rule that is no hypothesis": (B, A, (Use("B is A"),)),
    "a hypothesis that is no equation, as a rule": (S.T, S @ A, (Use("S symmetric"),)),
    "an equation not named by the step": (H, S @ S, ()),
    "the converse of a product": (u, I, (Use("covariance"),)),
    "a factor cancelled by a singular letter": (A, 0 * A, (Use("nilpotent"),)),
    "a consequence of other sizes": (H, S @ S, (Use("H", left=X),)),
    "a left side that is no word": (A - I, planted.L, (Use("generator", reversed=True),)),
    "a zero divided by zero": (A, B, (Use("scaled", left=zero("d")),)),
    "a consequence by an unknown inverse": (N, 0 * N, (Use("nilpotent", left=N.inverse),)),
}


@pytest.mark.parametrize("kind", UNDISCHARGED)
def test_a_step_with_a_condition_undischarged_is_not_proved(kind):
    start, end, by = UNDISCHARGED[kind]
    with pytest.raises(NotProved):
        judge(start, end, hypotheses=(*ALL, Equation("scaled", B * b, S * b)), by=by)


KINDS = {
    "sizes that differ": (A, X @ X.T @ X),
    "square sizes that differ": (identity("d"), identity("n")),
    "zeros of different sizes": (zero("d"), zero("n")),
    "a rectangular zero": (zero("d", "n"), zero("n", "d")),
    "a word and an index sum": (A, constant(1)),
    "an index sum and a word": (constant(1), A),
}


@pytest.mark.parametrize("kind", KINDS)
def test_expressions_of_different_kinds_are_not_equal(kind):
    with pytest.raises(NotProved):
        judge(*KINDS[kind])


mu, nu, alpha, beta = (Index(name, "d") for name in ("mu", "nu", "alpha", "beta"))
out = Index("mu", "m")
d = symbol("d")


def x(index):
    return component("x", index)


def M(row, column):
    return component("M", row, column)


TENSORS = {
    "x": rational(np.array([1, -2, 4])),
    "y": rational(np.array([3, 5, -1])),
    "z": rational(np.array([2, 1])),
    "M": rational(np.array([[1, 2, 0], [-1, 3, 1], [2, 2, 5]])),
}
FREE = {mu: 0, nu: 1, alpha: 2, beta: 1, out: 1}
SUM_SIZES = {"d": 3, "m": 2}
y = component("y", mu)

FALSE_SUMS = {
    "lost factor d": (x(mu).summed(mu, nu), x(mu).summed(mu)),
    "lost factor d squared": (constant(1).summed(mu, nu), constant(d)),
    "factor of the wrong range": (constant(1).summed(out), constant(d)),
    "trace of delta": (delta(mu, mu).summed(mu), constant(1)),
    "delta contracted twice": ((delta(mu, nu) * delta(mu, nu)).summed(mu, nu), constant(d * d)),
    "delta that kept the wrong index": ((delta(mu, nu) * x(nu)).summed(nu), x(nu)),
    "delta dropped": (delta(mu, nu) * x(mu), x(mu)),
    "delta of free indices": (delta(mu, nu), constant(1)),
    "product of sums as sum of products": (x(mu).summed(mu) * y.summed(mu), (x(mu) * y).summed(mu)),
    "square of a sum as sum of squares": (x(mu).summed(mu) * x(mu).summed(mu), (x(mu) * x(mu)).summed(mu)),
    "cube of a sum": (x(mu).summed(mu) * x(mu).summed(mu) * x(mu).summed(mu), (x(mu) * x(mu)).summed(mu) * x(mu).summed(mu)),
    "fourth power by squaring": (
        (x(mu).summed(mu) * x(mu).summed(mu)) * (x(mu).summed(mu) * x(mu).summed(mu)),
        (x(mu).summed(mu) * x(mu).summed(mu)) * (x(mu) * x(mu)).summed(mu),
    ),
    "captured index": (x(mu) * y.summed(mu), (x(mu) * y).summed(mu)),
    "free index taken for summed": (x(Index("#0", "d")), x(mu).summed(mu)),
    "transposed component": (M(mu, nu), M(nu, mu)),
    "trace for total": ((delta(mu, nu) * M(mu, nu)).summed(mu, nu), M(mu, nu).summed(mu, nu)),
    "row sum for column sum": (M(mu, nu).summed(mu), M(nu, mu).summed(mu)),
    "another range of the same name": (component("z", out).summed(out), component("z", mu).summed(mu)),
    "printed dense weights": ((delta(mu, alpha) * delta(beta, nu) * x(alpha)).summed(mu, alpha, beta), x(nu)),
    "wrong coefficient": (x(mu) + x(mu), x(mu) * 3),
    "wrong sign": (x(mu) - y, x(mu) + y),
    "lost term": ((x(mu) + y).summed(mu), x(mu).summed(mu)),
    "one tensor for another": (x(mu), y),
    "pooled with the wrong weight": ((x(nu) * d.reciprocal()).summed(mu, nu), x(nu).summed(nu) * d.reciprocal()),
}


@pytest.mark.parametrize("kind", FALSE_SUMS)
def test_a_planted_false_index_sum_is_not_proved(kind):
    start, end = FALSE_SUMS[kind]
    with pytest.raises(NotProved):
        judge(start, end, hypotheses=(NonZero("size", d),))


@pytest.mark.parametrize("kind", sorted(set(FALSE_SUMS) - {"free index taken for summed", "another range of the same name"}))
def test_a_planted_index_sum_is_false(kind):
    start, end = (side.value(SUM_SIZES, TENSORS, FREE) for side in FALSE_SUMS[kind])
    assert start != end


def test_an_index_sum_that_divides_needs_its_hypothesis():
    start, end = (x(nu) * d.reciprocal()).summed(mu, nu), x(nu).summed(nu)
    judge(start, end, hypotheses=(NonZero("size", d),))
    with pytest.raises(NotProved, match="divides by d"):
        judge(start, end, hypotheses=())


GOALS = [A @ B - B @ A, (A @ B - B @ A) * 2, (B @ A - A @ B) * a, (A @ B - B @ A).T]


@pytest.mark.parametrize("difference", GOALS, ids=["the goal", "twice", "a multiple, reversed", "transposed"])
def test_a_hypothesis_that_is_the_goal_is_a_circle(difference):
    hypothesis = Equation("goal", difference + A @ A, A @ A) if difference is not GOALS[0] else Equation("goal", A @ B, B @ A)
    by = (Use("goal"),) if difference is GOALS[0] else ()
    chain = Chain("circle", A @ B, (Step(B @ A, "obviously", by),))
    with pytest.raises(NotProved, match="goal itself" if by else "differ by"):
        Derivation((hypothesis,), (chain,)).judge()


def test_a_goal_may_follow_from_a_hypothesis_that_is_another_equation():
    commute = Equation("commute", A @ B, B @ A)
    judge(A @ A @ B, B @ A @ A, hypotheses=(commute,), by=(Use("commute"),))


def test_without_takes_a_hypothesis_away_everywhere():
    derivation = Derivation(
        (Equation("root", H, S @ S), Symmetric("symmetric", S)),
        (Chain("H is symmetric", H.T @ A, (Step(S @ S @ A, "H = S S, transposed", (Use("root", transposed=True),)),)),),
    )
    derivation.judge()
    for name in ("root", "symmetric"):
        with pytest.raises(NotProved):
            derivation.without(name).judge()


def test_transposed_reversed_and_multiplied_uses_prove_what_they_say():
    inverses = (Invertible("u", u), Invertible("H", H))
    equation = Equation("covariance", u @ H @ u.T, H)
    judge(
        H.inverse @ u.inverse,
        u.T @ H.inverse,
        hypotheses=(*inverses, equation),
        by=(Use("covariance", left=H.inverse @ u.inverse, right=H.inverse),),
    )
    judge(A @ H.T, A @ u @ H.T @ u.T, hypotheses=(equation,), by=(Use("covariance", transposed=True),))


@pytest.mark.parametrize(
    "build",
    [
        lambda: Derivation((), ()),
        lambda: Chain("empty", A, ()),
        lambda: Derivation((Invertible("h", A), Symmetric("h", A)), (Chain("t", A, (Step(A.T, "h"),)),)),
    ],
    ids=["no chain", "no step", "two hypotheses of one name"],
)
def test_a_vacuous_derivation_is_refused(build):
    with pytest.raises(LieTheoryError):
        build()


def test_hypotheses_that_fail_at_an_instance_are_seen():
    eye = rational(np.eye(3, dtype=int))
    shear = eye + rational(np.eye(3, k=1, dtype=int))
    assert not holds_at(Symmetric("s", A), {"A": shear}, SIZES)
    assert not holds_at(Invertible("i", A), {"A": shear - eye}, SIZES)
    assert not holds_at(Equation("e", A, A.T), {"A": shear}, SIZES)
    assert not holds_at(NonZero("n", a), {"a": 0}, SIZES)
    assert holds_at(NonZero("n", d), {}, SUM_SIZES)


def test_evaluation_is_exact_and_shaped():
    value = evaluate(C @ H.inverse @ X * a, BINDING, SIZES)
    assert value.shape == (2, 4)
    assert value.dtype == object
    with pytest.raises(ShapeError):
        matrix("X", "d", "n") @ matrix("X", "d", "n")


def test_a_step_follows_by_equations_or_by_products_and_not_by_both():
    with pytest.raises(LieTheoryError, match="by products, or an equation by uses"):
        step(A, "both", Product(1, ("a",)))
    with pytest.raises(LieTheoryError, match="by products, or an equation by uses"):
        step(a, "both", "equation", Product(1, ("a",)))


def test_a_chain_has_equations_or_bounds_and_not_both():
    equation, bound = step(A, "itself"), step(a, "its bound", Product(1, ("A",)))
    for start in (A, Norm(A)):
        with pytest.raises(LieTheoryError, match="bounds from a norm, else equations, got both"):
            chain("mixed", start, equation, bound)
