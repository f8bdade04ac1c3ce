"""Run one failing check again: the very instance that a judge drew, named by the text that the failure printed."""

from __future__ import annotations

import numpy as np

from lietheory.errors import LieTheoryError, UnknownNameError
from lietheory.proof import judges, verdicts
from lietheory.proof.checked_claim import CheckedClaim
from lietheory.proof.draws import Draw
from lietheory.proof.ledger import TorchJudges
from lietheory.proof.registry import find

_DROPPED = "counterexample:"
PRINTED = "printed"
"""What ``--replay`` takes for the smallest counterexample to the printed form."""


def replay(label: str, text: str, *, torch_judges: TorchJudges | None = None) -> judges.Failing:
    """The instance named by ``text`` and what is wrong there; ``.text`` is empty where nothing is.

    Args:
        label: of the claim, e.g. ``"eq9"``.
        text: ``JUDGE:SEED:NUMBER``, ``counterexample:ASSUMPTION``, or ``printed``.
        torch_judges: claim label -> torch residual, needed for the torch judge.

    Raises:
        UnknownNameError: no such claim or assumption.
        LieTheoryError: a text that names no draw, or a judge that this claim does not have.

    Examples:
        >>> found = replay("eq9", "replayed:7:0")
        >>> found.text, found.instance["w"].shape
        ('', (2, 2))
    """
    call = f"replay({label!r}, {text!r})"
    claim = find(label, call)
    if text.startswith(_DROPPED):
        return _counterexample(claim, text, call)
    if text == PRINTED:
        return _printed(claim, call)
    draw = Draw.parse(text, call)
    if draw.judge == "torch":
        return _torch(claim, draw, torch_judges, call)
    if draw.judge == "replayed" and claim.exact is None:
        raise LieTheoryError(call, "a claim with an exact replay", f"{label} has none", "Replay a sampled draw.")
    instance = draw.instance(claim)
    failures = judges.sampled_failures if draw.judge == "sampled" else judges.exact_failures
    return judges.Failing(text, "; ".join(failures(claim, instance)), instance)


def _counterexample(claim: CheckedClaim, text: str, call: str) -> judges.Failing:
    known = {c.drops: c for c in claim.counterexamples}
    name = text.removeprefix(_DROPPED)
    if name not in known:
        raise UnknownNameError.nearest(call, "counterexample", name, known)
    instance = known[name].make()
    failures = judges.counterexample_failures(claim, known[name])
    fails = f"as it should without '{name}': residual {float(claim.residual(instance)):.3g}"
    return judges.Failing(text, "; ".join(failures), instance, "" if failures else fails)


def _printed(claim: CheckedClaim, call: str) -> judges.Failing:
    """The smallest counterexample to the printed form; that it fails is no failure of the claim."""
    if claim.printed is None:
        raise LieTheoryError(call, "a claim with a printed form", f"{claim.label} is our own", "Replay a sampled draw.")
    instance = verdicts.smallest_counterexample(claim.printed.residual, claim.printed.search(), claim.tolerance)
    if instance is None:
        return judges.Failing(PRINTED, "", None, "no instance of the search contradicts the printed form")
    value = float(claim.printed.residual(instance))
    return judges.Failing(PRINTED, "", instance, f"the two printed sides differ, with residual {value:.3g}")


def _torch(claim: CheckedClaim, draw: Draw, torch_judges: TorchJudges | None, call: str) -> judges.Failing:
    if torch_judges is None or claim.label not in torch_judges:
        got = "no torch judges" if torch_judges is None else f"{claim.label} has none"
        raise LieTheoryError(call, "a claim with a torch judge", got, "Replay a sampled draw.")
    value = abs(float(np.float64(torch_judges[claim.label](draw.rng(claim.label)))))
    return judges.Failing(str(draw), "" if value <= claim.tolerance else f"torch residual {value:.3g}")
