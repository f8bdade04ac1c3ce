"""The rule of verdicts on printed forms, executed. ``docs/verdicts.md`` is the same in words.

*holds*: no counterexample among the instances that meet the printed hypotheses, and every part of it derived
or formally proved. *unrefuted*: no counterexample, and some part rests on instances. *imprecise*: it
fails as printed and holds under a reading. *refuted*: it fails, and every reading tried, at least one,
fails on an executed instance. A reading that neither holds nor fails is void, which fails the claim.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice

import numpy as np

from lietheory.errors import LieTheoryError
from lietheory.proof.checked_claim import CheckedClaim
from lietheory.proof.instances import Instance, Instances
from lietheory.proof.printed_form import Printed, vanishes
from lietheory.proof.readings import DIFFERENT, DRAWN, MET, NO_SENSE, TriedReading, is_definite, is_loose, judge_reading
from lietheory.proof.variations import perturbed

REFUTED = 1e-6  # a counterexample's residual must exceed this; rounding stays below 1e-10
SEARCHED = 5000  # printed instances tried, smallest first, before the printed form counts as unrefuted


@dataclass(frozen=True)
class PrintedVerdict:
    """``holds``, ``unrefuted``, ``imprecise`` or ``refuted``; the smallest counterexample of the search; the readings tried.

    ``failures`` are void readings, and a counterexample that no reading was tried for: the claim fails.
    """

    verdict: str
    counterexample: Instance | None = None
    residual: float | Fraction = 0.0
    readings: tuple[TriedReading, ...] = ()
    failures: tuple[str, ...] = ()


def printed(claim: CheckedClaim, rng: np.random.Generator, proved: frozenset[str] = frozenset()) -> PrintedVerdict | None:
    """The verdict on the printed form, None for a lemma of ours.

    Args:
        claim: whose printed form is judged.
        rng: draws the instances.
        proved: names of the parts of the claim that were derived or formally proved in this run.
    """
    form = claim.printed
    if form is None:
        return None
    rng = np.random.default_rng(int(rng.integers(2**32)))
    counterexample = smallest_counterexample(form.residual, form.search(), claim.tolerance)
    met = [*islice(form.search(), MET), *([] if counterexample is None else [counterexample])]
    if stray := next((i for i in met if not form.meets(i)), None):
        return PrintedVerdict("unrefuted", stray, failures=("the search yields an instance outside of the printed hypotheses",))
    if counterexample is None:
        drawn = [i for i in (claim.sample(rng) for _ in range(DRAWN)) if form.meets(i)]
        counterexample = smallest_counterexample(form.residual, [*drawn, *_dropped(claim, form)], claim.tolerance)
    if counterexample is None:
        parts = set(form.parts) or {part.name for part in claim.parts}
        failures = tuple(_says_nothing(claim, form, rng))
        return PrintedVerdict("holds" if parts and parts <= proved and not failures else "unrefuted", failures=failures)
    value = form.residual(counterexample)
    tried = tuple(judge_reading(claim, form, reading, rng) for reading in form.readings)
    failures = [f"the reading {t.text!r} is void: {t.why}" for t in tried if t.status == "void"]
    if not tried:
        failures.append(f"the printed form fails with residual {float(value):.3g}, and no reading of it was tried")
    verdict = "imprecise" if any(t.status == "holds" for t in tried) else "refuted"
    return PrintedVerdict(verdict, counterexample, value, tried, tuple(failures))


def _dropped(claim: CheckedClaim, form: Printed) -> list[Instance]:
    """The claim's own counterexamples that meet the printed hypotheses: what they drop is not in print."""
    instances = []
    for counterexample in claim.counterexamples:
        instance = counterexample.make()
        try:
            if form.meets(instance):
                form.residual(instance)
                instances.append(instance)
        except NO_SENSE:  # an instance of the corrected statement alone
            continue
    return instances


def _says_nothing(claim: CheckedClaim, form: Printed, rng: np.random.Generator) -> Iterator[str]:
    """Why a printed form without a counterexample is no statement: there can be none, or it asserts next to nothing."""
    drawn = [*islice(form.search(), MET // 3), *(claim.sample(rng) for _ in range(MET // 3))]
    if not _can_fail(claim, form, drawn[::-1], rng):
        yield "nothing contradicts the printed conclusion, whatever its entries are"
    sides = [side for instance in drawn for side in form.sides(instance)]
    if sum(is_definite(side, max(REFUTED / 100, claim.tolerance)) for side in sides) < DIFFERENT:
        yield "on the instances tried the printed conclusion is not told from twice or minus itself"
    if sides and all(is_loose(side) for side in sides):
        yield "the right side of the printed inequality is a thousand times the left one on every instance"


def _can_fail(claim: CheckedClaim, form: Printed, drawn: list[Instance], rng: np.random.Generator) -> bool:
    """Whether some instance contradicts the conclusion: a counterexample of the claim, or one with an entry perturbed.

    A conclusion that is true whatever its entries are says nothing about them.
    """
    moved = (other for i in drawn for other in perturbed(i, rng))
    for instance in (*(c.make() for c in claim.counterexamples), *islice(moved, SEARCHED)):
        try:
            if not vanishes(form.residual(instance), max(REFUTED, claim.tolerance)):
                return True
        except NO_SENSE:  # such an instance may make no sense
            continue
    return False


def smallest_counterexample(residual, instances: Instances, tolerance: float) -> Instance | None:
    """The first instance whose residual does not vanish; ``instances`` come smallest first.

    Raises:
        LieTheoryError: there are no instances at all, which would make every statement true.
    """
    seen = 0
    for instance in islice(instances, SEARCHED):
        seen += 1
        if not vanishes(residual(instance), max(REFUTED, tolerance)):
            return instance
    if not seen:
        raise LieTheoryError("Printed.search", "at least one instance", "none", "Enumerate the instances smallest first.")
    return None
