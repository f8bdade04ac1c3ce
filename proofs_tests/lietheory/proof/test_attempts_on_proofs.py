"""Attempts to have a derivation or a claim accepted that assumes what it shows, or shows nothing; and what rejects each."""

from __future__ import annotations

import re
import sys
from fractions import Fraction

import numpy as np
import pytest

from lietheory.proof import registry
from lietheory.proof.bounds import AtMost, Norm, Product
from lietheory.proof.claim_builder import Claim
from lietheory.proof.derivation_chains import Derivation, chain, derive, step
from lietheory.proof.judges import derived, replayed, sampled
from lietheory.proof.normaliser import Equation, Invertible, NonZero, NotProved, Symmetric, Use
from lietheory.proof.scalars import symbol
from lietheory.proof.traces import Trace
from lietheory.proof.words import identity, matrix, zero
from proofs_tests.lietheory.proof.attempts import Attempts, refused
from proofs_tests.lietheory.proof.test_attempts_on_verdicts import FORMS, READINGS

A, B, C, D, M, N, Q, R = (matrix(name, "d") for name in "ABCDMNQR")
s = symbol("s")
Q_INVERTIBLE = Invertible("Q", Q)


def judged(hypotheses, *chains, cancels: str = "") -> str:
    """What the judge of derivations says of A = B."""
    try:
        derive(hypotheses, *chains, cancels=cancels).judge()
    except NotProved as problem:
        return f"refused: {problem}"
    return "accepted"


def goal(*steps):
    return chain("goal", A, *steps)


GIVEN = Equation("given", A, B)
ONE, TWO = Equation("one", A, M), Equation("two", M, B)

DERIVATIONS: Attempts = {
    "the goal as hypothesis": (lambda: judged([GIVEN], goal(step(B, "", "given"))), "goal itself"),
    "the goal, and a lemma that says it cancels": (
        lambda: judged([GIVEN], goal(step(B, "", "given")), cancels="nothing"),
        "goal itself",
    ),
    "the goal backwards": (
        lambda: judged([Equation("given", B, A)], goal(step(B, "", Use("given", reversed=True)))),
        "goal itself",
    ),
    "the goal transposed": (
        lambda: judged([Equation("given", A.T, B.T)], goal(step(B, "", Use("given", transposed=True)))),
        "goal itself",
    ),
    "the goal in units": (
        lambda: judged([Equation("given", A * s, B * s), NonZero("units", s)], goal(step(B, "", "given"))),
        "goal itself",
    ),
    "the goal and a summand": (lambda: judged([Equation("given", A + C, B + C)], goal(step(B, "", "given"))), "not one word"),
    "an invertible factor": (
        lambda: judged([Equation("given", Q @ A, Q @ B), Q_INVERTIBLE], goal(step(B, "", Use("given", left=Q.inverse)))),
        "goal itself",
    ),
    "inverses of both sides": (
        lambda: judged(
            [Equation("given", A.inverse, B.inverse), Invertible("A", A), Invertible("B", B)],
            goal(step(B, "", Use("given", left=A, right=B, reversed=True))),
        ),
        "goal itself",
    ),
    "the form of eq7: inverses against a product": (
        lambda: judged(
            [Equation("factors", A, Q @ R), Q_INVERTIBLE, Invertible("R", R)],
            chain("goal", R.inverse @ Q.inverse @ A, step(R.inverse @ Q.inverse @ Q @ R, "", "factors"), step(identity("d"), "")),
        ),
        "goal itself",
    ),
    "a letter between": (lambda: judged([ONE, TWO], goal(step(M, "", "one"), step(B, "", "two"))), "goal itself"),
    "a product of letters between": (
        lambda: judged([Equation("one", A, M @ N), Equation("two", M @ N, B)], goal(step(M @ N, "", "one"), step(B, "", "two"))),
        "goal itself",
    ),
    "a known letter times an unknown one between": (
        lambda: judged(
            [Equation("one", A, Q @ M), Equation("two", Q @ M, B), Q_INVERTIBLE],
            goal(step(Q @ M, "", "one"), step(Q @ Q.inverse @ Q @ M, "Q is invertible"), step(B, "", "two")),
        ),
        "goal itself",
    ),
    "a letter between that another chain knows": (
        lambda: judged(
            [ONE, TWO, Equation("three", M, C)],
            goal(step(M, "", "one"), step(B, "", "two")),
            chain("decoy", M @ D, step(C @ D, "", "three")),
        ),
        "goal itself",
    ),
    "a letter between that is said to be invertible": (
        lambda: judged(
            [ONE, TWO, Invertible("M", M)],
            goal(step(M, "", "one"), step(M @ M.inverse @ M, "M is invertible"), step(B, "", "two")),
        ),
        "goal itself",
    ),
    "a letter between that is said to be symmetric": (
        lambda: judged([ONE, TWO, Symmetric("M", M)], goal(step(M, "", "one"), step(M.T, "M is symmetric"), step(B, "", "two"))),
        "goal itself",
    ),
    "two letters in two equations": (
        lambda: judged(
            [Equation("one", A, B + C), Equation("two", C, zero("d"))], goal(step(B + C, "", "one"), step(B, "", "two"))
        ),
        "goal itself",
    ),
    "a unit in disguise": (
        lambda: judged(
            [Equation("one", A, M @ B), Equation("two", M, identity("d"))], goal(step(M @ B, "", "one"), step(B, "", "two"))
        ),
        "goal itself",
    ),
    "a trace of the goal": (
        lambda: judged([GIVEN], chain("goal", Trace(A), step(Trace(B), "", "given"))),
        "goal itself",
    ),
    "a bound that is given": (
        lambda: judged([AtMost("given", A, symbol("a"))], chain("goal", Norm(A), step(symbol("a"), "", Product(1, ("given",))))),
        "about the goal itself",
    ),
    "a bound that is given, doubled": (
        lambda: judged(
            [AtMost("given", A * 2, symbol("a"))],
            chain("goal", Norm(A), step(symbol("a") * Fraction(1, 2), "", Product(Fraction(1, 2), ("given",)))),
        ),
        "about the goal itself",
    ),
    "a rule that no hypothesis is": (lambda: judged([], goal(step(B, "", "given"))), "not a hypothesis"),
    "the inverse of any matrix": (
        lambda: judged([Equation("given", Q @ A, Q @ B)], goal(step(B, "", Use("given", left=Q.inverse)))),
        "not known to be invertible",
    ),
    "a division by what may be zero": (
        lambda: judged([Equation("given", A * s, B * s)], goal(step(B, "", "given"))),
        "different from zero",
    ),
    "commuting letters": (lambda: judged([], chain("goal", A @ B, step(B @ A, "they commute"))), "differ by"),
}


def written(residual, *, sample=lambda rng: {"x": float(rng.standard_normal())}, exact=None, counterexample=None) -> Claim:
    claim = Claim("lemma", "A lemma", source="a test", statement="$x = 0$")
    claim.residual(residual)
    claim.draw(sampled=sample, exact=exact)
    if counterexample is not None:
        claim.assume("small", "$x$ is small")
        claim.without("small", "$x = 9$", lambda: counterexample)
    return claim


def on_samples(residual, **changes) -> str:
    judgement = sampled(written(residual, **changes).checked(), np.random.default_rng(0))
    return "accepted" if judgement.holds else f"fails: {'; '.join(judgement.failures)}"


def with_idle_hypothesis() -> str:
    claim = written(lambda x: x)
    claim.part("whole", derived=True)
    claim.tie({"idle": "the setting: whatever it is"})
    claim.derivation(lambda: derive([Symmetric("idle", C)], chain("both", A @ B.T, step((B @ A.T).T, "transpose"))))
    judgement = derived(claim.checked())
    return "accepted" if judgement.holds else f"fails: {judgement.failures[0]}"


def with_a_hypothesis_that_instances_break() -> str:
    """A derivation of A B = B A from A = C B C, which the exact instances do not satisfy."""

    def exact(rng, size):
        return {"x": 0, "A": np.eye(size, dtype=int), "B": 2 * np.eye(size, dtype=int), "sizes": {"d": size}}

    claim = written(lambda x: x, exact=exact)
    claim.part("whole", derived=True)
    claim.derivation(lambda: derive([Equation("silly", A, B)], chain("two", A @ B @ A, step(B @ B @ A, "", "silly"))))
    judgement = replayed(claim.checked(), np.random.default_rng(0))
    return "accepted" if judgement.holds else f"fails: {judgement.failures[0]}"


def _another_class() -> str:
    """A claim in a module of its own that is no Claim, as a package of another author might have it."""
    module = "proofs_tests.lietheory.proof.test_attempts_on_proofs"
    known = registry.modules
    try:
        registry.modules = lambda: {"lemma": module}
        registry.load.__wrapped__("lemma")
    finally:
        registry.modules = known
    return "accepted"


claim = object()


def with_a_hypothesis_of_its_own() -> str:
    """A B = B A from A = B, which the claim does not assume."""
    claim = written(lambda x: x)
    claim.part("whole", derived=True)
    claim.derivation(lambda: derive([Equation("alike", A, B)], chain("both", A @ B, step(B @ B, "", "alike"))))
    judgement = derived(claim.checked())
    return "accepted" if judgement.holds else f"fails: {judgement.failures[0]}"


CLAIMS: Attempts = {
    "a residual that is always zero": (lambda: on_samples(lambda x: 0.0), "makes the residual other than zero"),
    "a residual that is always zero, and a counterexample": (
        lambda: on_samples(lambda x: 0.0, counterexample={"x": 9.0}),
        "counterexample without 'small' has residual 0",
    ),
    "a residual that is no number": (lambda: on_samples(lambda x: np.nan, counterexample={"x": 9.0}), "residual nan"),
    "a residual without an assumption about what it drops": (
        lambda: on_samples(lambda x: abs(x), counterexample={"x": 9.0}),
        "on draw",
    ),
    "an assumption that nothing drops": (
        lambda: str(_with_silent_assumption().checked()),
        "dropped by a counterexample or explained",
    ),
    "a derivation that needs nothing of what it assumes": (with_idle_hypothesis, "does not need idle"),
    "a derivation from a hypothesis that is no assumption": (
        with_a_hypothesis_of_its_own,
        "alike of the derivation is no assumption",
    ),
    "a hypothesis that the claim's own instances break": (with_a_hypothesis_that_instances_break, "false at an exact instance"),
    "a derivation of no part": (lambda: str(_with_derivation_of_nothing().checked()), "the derivation covers"),
    "a claim of another class": (_another_class, "Claim"),
}


def _with_silent_assumption() -> Claim:
    silent = written(lambda x: x)
    silent.assume("true", "what is claimed is true")
    return silent


def _with_derivation_of_nothing() -> Claim:
    bare = written(lambda x: x)
    bare.derivation(lambda: Derivation((), (chain("same", A, step(A, "")),)))
    return bare


@pytest.mark.parametrize("attempt", DERIVATIONS)
def test_a_derivation_that_assumes_its_goal_is_refused(attempt):
    how, pattern = DERIVATIONS[attempt]
    assert re.search(pattern, how())


@pytest.mark.parametrize("attempt", CLAIMS)
def test_a_claim_that_says_nothing_is_refused(attempt):
    how, pattern = CLAIMS[attempt]
    outcome = refused(how)
    assert outcome != "accepted" and re.search(pattern, outcome), outcome


def test_what_follows_from_two_hypotheses_and_is_neither_is_accepted():
    """A D = C B from A = C C and B = C D."""
    hypotheses = [Equation("one", A, C @ C), Equation("two", B, C @ D)]
    steps = step(C @ C @ D, "", "one"), step(C @ B, "", Use("two", reversed=True))
    assert judged(hypotheses, chain("goal", A @ D, *steps)) == "accepted"


def table() -> str:
    """Each attempt and what rejects it."""
    rows = []
    for name, (how, _) in {**READINGS, **FORMS, **DERIVATIONS, **CLAIMS}.items():
        rows.append(f"{name:68} {' '.join(refused(how).split())[:130]}")
    return "\n".join([*rows, f"{len(rows)} attempts"])


if __name__ == "__main__":
    sys.stdout.write(table() + "\n")
