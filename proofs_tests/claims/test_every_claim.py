"""Every claim of the ledger, by the checks generated from its object."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from lietheory.proof import judges, verdicts
from lietheory.proof.checked_claim import is_set
from lietheory.proof.ledger import verify
from lietheory.proof.normaliser import NotProved
from lietheory.proof.rates import measure
from lietheory.proof.registry import claims_by_label
from proofs_tests.claims.audit import PRINTED

SEEDS = (1, 2)


@pytest.fixture(params=claims_by_label())
def claim(request):
    return claims_by_label()[request.param]


def test_a_printed_form_that_fails_says_why(claim):
    assert PRINTED.get(claim.label) not in ("imprecise", "refuted") or claim.printed.remark


def test_a_claim_is_told_in_words_with_its_letters(claim):
    assert claim.words and claim.matters and claim.symbols


@pytest.mark.parametrize("seed", SEEDS)
def test_residual_vanishes_on_every_sample_and_on_no_counterexample(claim, seed):
    verdict = judges.sampled(claim, np.random.default_rng(seed))
    assert verdict.holds, verdict.failures


@pytest.mark.parametrize("seed", SEEDS)
def test_exact_replay_leaves_no_residual(claim, seed):
    if claim.exact is None:
        assert claim.proof, "a claim without an exact replay says why in its proof"
        return
    verdict = judges.replayed(claim, np.random.default_rng(seed))
    assert verdict.holds, verdict.failures


def test_instances_begin_at_the_smallest_size_that_is_named(claim):
    """A smaller failing instance is looked for from there on, and a draw that breaks down is not passed over."""
    for seed in range(5):
        residual = claim.residual(claim.exact(np.random.default_rng(seed), claim.smallest_size))
        assert isinstance(residual, int | Fraction | np.integer) and residual == 0


def test_derivation_is_accepted_and_fails_without_any_one_hypothesis(claim):
    if claim.derivation is None:
        return
    derivation = claim.derivation()
    derivation.judge()
    assert all(is_set(text) for c in derivation.chains for text in (c.title, *(step.reason for step in c.steps)))
    for hypothesis in derivation.hypotheses:
        with pytest.raises(NotProved):
            derivation.without(hypothesis.name).judge()


def test_measured_order_is_the_stated_one(claim):
    if claim.rate is not None:
        measured = measure(claim.rate)
        assert measured.holds, measured


@pytest.mark.filterwarnings("error::RuntimeWarning")  # a verdict rests on no number that overflowed
@pytest.mark.parametrize("label", PRINTED)
def test_verdict_on_the_printed_form_is_computed_as_the_audit_found(label):
    claim = claims_by_label()[label]
    outcome = verify([label])[0]
    assert outcome.printed == PRINTED[label]
    assert (outcome.counterexample is None) == (outcome.printed in ("holds", "unrefuted"))
    assert (outcome.printed == "holds") <= all(outcome.coverage[part] for part in claim.printed.parts or outcome.coverage)
    assert outcome.corrected == "holds", outcome.failures


def test_dimension_free_derivations_are_there_where_the_claim_is_dimension_free():
    for label in ("prop3", "prop5", "thm1", "cor1"):
        assert claims_by_label()[label].derivation is not None


@pytest.mark.parametrize("scale", [3.0, 1e9])
def test_far_from_the_identity_a_float_matrix_has_a_logarithm_or_not(scale):
    """Where the series of the logarithm diverges, the printed form of "one exponential" is still about the matrix."""
    printed = claims_by_label()["one-exponential"].printed
    turned = np.array([[0.6, -0.8], [0.8, 0.6]])
    for u, has_one in ((np.diag([1.0, 2.0]), True), (turned, True), (-np.eye(2), True), (np.diag([-2.0, -0.5]), False)):
        assert (printed.residual({"u": scale * u}) == 0) == has_one


def test_smallest_counterexamples_of_equations_9_and_10_have_two_points():
    w = verdicts.printed(claims_by_label()["eq9"], np.random.default_rng(0)).counterexample["w"]
    assert w.shape == (1, 2)
    assert sorted(w.ravel()) == [0, 1]
