"""Each judge sees what is wrong with a claim made wrong on purpose."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from lietheory.proof import judges
from lietheory.proof.checked_claim import Part
from lietheory.proof.derivation_chains import Chain, Derivation, Step
from lietheory.proof.normaliser import Equation, Symmetric, Use
from lietheory.proof.random_instances import rational
from lietheory.proof.words import matrix
from proofs_tests.lietheory.proof.test_checked_claim import EQUAL, UNEQUAL, Counterexample, claim

SOUND = claim([EQUAL], [UNEQUAL])
A, B = matrix("A", "d"), matrix("B", "d")


def test_a_sound_claim_is_sampled_and_replayed(rng):
    assert judges.sampled(SOUND, rng).holds
    assert judges.replayed(SOUND, rng).holds
    assert judges.replayed(SOUND, rng).cases == 12


@pytest.mark.parametrize("value", [1e-3, -1e-3, np.nan, np.inf, -np.inf], ids=str)
def test_a_residual_that_does_not_vanish_fails_the_sample(value, rng):
    verdict = judges.sampled(claim([EQUAL], [UNEQUAL], residual=lambda i: value), rng)
    assert not verdict.holds
    assert verdict.failures


def test_one_bad_draw_among_many_fails_the_sample(rng):
    verdict = judges.sampled(claim([EQUAL], [UNEQUAL], sample=lambda rng: {"x": 0.0, "y": float(rng.random() < 0.1)}), rng)
    assert not verdict.holds


@pytest.mark.parametrize("value", [0.0, 1e-9, np.nan], ids=str)
def test_a_counterexample_that_does_not_refute_fails_the_sample(value, rng):
    weak = Counterexample("equal", "almost equal", lambda: {"x": value, "y": 0.0})
    verdict = judges.sampled(claim([EQUAL], [weak]), rng)
    assert not verdict.holds
    assert "counterexample without 'equal'" in verdict.failures[0]
    assert (verdict.failing.replay, verdict.failing.text) == ("counterexample:equal", verdict.failures[0])


@pytest.mark.parametrize("value", [Fraction(1, 10**30), 1, 0.0, np.float64(0), np.float32(0), np.nan], ids=repr)
def test_the_replay_takes_nothing_but_an_exact_zero(value, rng):
    assert not judges.replayed(claim([EQUAL], [UNEQUAL], residual=lambda i: value), rng).holds


@pytest.mark.parametrize("value", [Fraction(0), 0, np.int64(0)], ids=repr)
def test_the_replay_takes_every_exact_zero(value, rng):
    assert judges.replayed(claim([EQUAL], [UNEQUAL], residual=lambda i: value), rng).holds


def derived(steps, hypotheses, **changes):
    chain = Chain("chain", A, tuple(steps))
    return claim(
        [EQUAL],
        [UNEQUAL],
        parts=(Part("whole", derived=True),),
        derivation=lambda: Derivation(tuple(hypotheses), (chain,)),
        ties={h.name: "equal" for h in hypotheses},
        **changes,
    )


SYMMETRIC = derived([Step(A.T, "A is symmetric")], [Symmetric("symmetric", A)])


def test_a_claim_without_a_derivation_is_not_derived():
    verdict = judges.derived(SOUND)
    assert not verdict.holds and verdict.failures == ("there is no derivation",)


def test_a_derivation_that_follows_is_derived():
    assert judges.derived(SYMMETRIC).holds
    assert judges.derived(SYMMETRIC).cases == 1


def test_a_step_that_does_not_follow_is_named():
    verdict = judges.derived(derived([Step(A.T, "A is symmetric")], []))
    assert not verdict.holds
    assert "chain, step 1 (A is symmetric)" in verdict.failures[0]


def test_an_idle_hypothesis_is_named():
    verdict = judges.derived(derived([Step(A.T, "A is symmetric")], [Symmetric("symmetric", A), Symmetric("idle", B)]))
    assert verdict.failures == ("the derivation does not need idle",)


def test_a_derivation_from_the_goal_is_not_derived():
    verdict = judges.derived(derived([Step(B, "obviously", (Use("goal"),))], [Equation("goal", A, B)]))
    assert "goal itself" in verdict.failures[0]


def _exact(A_value):
    return lambda rng, size: {"x": Fraction(1), "y": Fraction(1), "A": rational(np.array(A_value)), "sizes": {"d": 2}}


def test_the_replay_checks_hypotheses_and_steps_at_exact_instances(rng):
    good = derived([Step(A.T, "A is symmetric")], [Symmetric("symmetric", A)], exact=_exact([[1, 2], [2, 3]]))
    assert judges.replayed(good, rng).holds
    bad = derived([Step(A.T, "A is symmetric")], [Symmetric("symmetric", A)], exact=_exact([[1, 2], [0, 3]]))
    failures = " ".join(judges.replayed(bad, rng).failures)
    assert "the hypothesis symmetric is false" in failures
    assert "step 1 is false" in failures


def test_a_derivation_that_the_instances_do_not_bind_is_not_replayed(rng):
    verdict = judges.replayed(SYMMETRIC, rng)
    assert not verdict.holds
    assert "has no sizes" in verdict.failures[0]


@pytest.mark.parametrize(("value", "holds"), [(0.0, True), (1e-15, True), (1e-3, False), (-1.0, False), (np.nan, False)], ids=str)
def test_the_torch_judge_takes_rounding_and_nothing_more(value, holds, rng):
    assert judges.torch_judge(lambda rng: value, SOUND, rng).holds is holds
