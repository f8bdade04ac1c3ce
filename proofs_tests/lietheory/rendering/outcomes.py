"""Outcomes for pages without a run of the judges: what a claim's outcome looks like when all of them confirm it."""

from __future__ import annotations

from dataclasses import replace

from lietheory.proof.checked_claim import CheckedClaim
from lietheory.proof.ledger import Outcome
from lietheory.proof.rates import measure


def confirmed(claim: CheckedClaim, printed: str | None = "holds", **changes: object) -> Outcome:
    """An outcome in which every judge that the claim has confirmed it."""
    judges = ["sampled"]
    judges += ["derived"] if claim.derivation else []
    judges += ["replayed"] if claim.exact else []
    shown = Outcome(
        label=claim.label,
        title=claim.title,
        source=claim.source,
        printed=printed if claim.printed else None,
        corrected="holds",
        judges=tuple(judges),
        not_run={"torch": "torch is not installed"},
        residual=3e-15,
        seconds=0.1,
        failures=(),
        counterexample=None,
        counterexample_residual=0.0,
        rate=None,
        cases=dict.fromkeys(judges, 12),
        grade="derived in full" if claim.derivation else "instances only",
        coverage={part.name: ("derived",) if part.derived else () for part in claim.parts},
    )
    return replace(shown, **changes)


def with_rate(claim: CheckedClaim) -> Outcome:
    """The same, with the rate measured."""
    return confirmed(claim, rate=measure(claim.rate))
