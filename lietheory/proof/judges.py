"""The judges of a claim: derivation, exact replay, sampling, counterexamples, the printed form, torch.

Each returns what it saw; a status is always the outcome of an executed check.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice, pairwise

import numpy as np

from lietheory.errors import LieTheoryError
from lietheory.proof.claim import Claim, Instance, Residual
from lietheory.proof.derivation import evaluate, holds_at
from lietheory.proof.index_sums import IndexSum
from lietheory.proof.normaliser import NotProved

SAMPLES = 50  # instances drawn for the sampled judge
SIZES = (2, 3, 4, 5)  # of the exact replay
DRAWS_PER_SIZE = 3
REFUTED = 1e-6  # a counterexample's residual must exceed this; rounding stays below 1e-10
SEARCHED = 5000  # printed instances tried, smallest first, before the printed form counts as unrefuted


@dataclass(frozen=True)
class Verdict:
    """What one judge saw: whether the claim stands, the worst residual, and what failed."""

    holds: bool
    residual: float = 0.0
    failures: tuple[str, ...] = ()
    cases: int = 0


def derived(claim: Claim) -> Verdict:
    """The derivation is accepted with no size fixed, and no hypothesis of it is idle."""
    derivation = claim.derivation()
    try:
        derivation.judge()
    except NotProved as problem:
        return Verdict(False, failures=(str(problem),))
    idle = [h.name for h in derivation.hypotheses if _stands(derivation.without(h.name))]
    return Verdict(
        not idle,
        failures=tuple(f"the derivation does not need {name}" for name in idle),
        cases=sum(len(c.steps) for c in derivation.chains),
    )


def _stands(derivation) -> bool:
    try:
        derivation.judge()
    except NotProved:
        return False
    return True


def replayed(claim: Claim, rng: np.random.Generator) -> Verdict:
    """Residual and every step of the derivation vanish exactly, over the rationals, at small sizes."""
    failures, cases = [], 0
    for size in SIZES:
        for _ in range(DRAWS_PER_SIZE):
            instance = claim.exact(rng, size)
            residual = claim.residual(instance)
            if not isinstance(residual, int | Fraction | np.integer) or residual != 0:
                failures.append(f"size {size}: exact residual {residual!r}")
            failures += [f"size {size}: {text}" for text in _broken_steps(claim, instance)]
            cases += 1
    return Verdict(not failures, failures=tuple(failures), cases=cases)


def _broken_steps(claim: Claim, instance: Instance) -> list[str]:
    if claim.derivation is None:
        return []
    if "sizes" not in instance:
        return ["the exact instance has no sizes, so that the derivation cannot be replayed on it"]
    derivation = claim.derivation()
    broken = [
        f"the hypothesis {h.name} is false at an exact instance"
        for h in derivation.hypotheses
        if not holds_at(h, instance, instance["sizes"])
    ]
    for chain in derivation.chains:
        sides = [chain.start, *(step.to for step in chain.steps)]
        if isinstance(chain.start, IndexSum):
            values = [side.value(instance["sizes"], instance, instance["free"]) for side in sides]
            equal = [a == b for a, b in pairwise(values)]
        else:
            values = [evaluate(side, instance, instance["sizes"]) for side in sides]
            equal = [bool((a == b).all()) for a, b in pairwise(values)]
        broken += [f"{chain.title}, step {i + 1} is false at an exact instance" for i, ok in enumerate(equal) if not ok]
    return broken


def sampled(claim: Claim, rng: np.random.Generator) -> Verdict:
    """The residual vanishes on the instances drawn, and on no counterexample."""
    residuals = [abs(float(claim.residual(claim.sample(rng)))) for _ in range(SAMPLES)]
    worst = float(np.max(residuals))
    failures = [] if worst <= claim.tolerance else [f"residual {worst:.3g} on draw {int(np.argmax(residuals))}"]
    for counterexample in claim.counterexamples:
        value = abs(float(claim.residual(counterexample.make())))
        if not value > max(REFUTED, 100 * claim.tolerance):
            failures.append(f"the counterexample without '{counterexample.drops}' has residual {value:.3g}")
    return Verdict(not failures, worst, tuple(failures), SAMPLES)


def torch_judge(residual: Callable[[np.random.Generator], float], claim: Claim, rng: np.random.Generator) -> Verdict:
    """The torch layers agree with the claim to rounding."""
    worst = abs(float(residual(rng)))
    holds = worst <= claim.tolerance
    return Verdict(holds, worst, () if holds else (f"torch residual {worst:.3g}",), 1)


@dataclass(frozen=True)
class PrintedVerdict:
    """``holds``, ``imprecise`` or ``refuted``, with the smallest counterexample found."""

    verdict: str
    counterexample: Instance | None = None
    residual: float = 0.0


def printed(claim: Claim, rng: np.random.Generator) -> PrintedVerdict | None:
    """Judge the printed form: refuted by its smallest counterexample unless a stated reading saves it."""
    form = claim.printed
    if form is None:
        return None
    found = smallest_counterexample(form.residual, form.search(), claim.tolerance)
    if found is None:
        drawn = (claim.sample(rng) for _ in range(SAMPLES))
        found = smallest_counterexample(form.residual, drawn, claim.tolerance)
    if found is None:
        return PrintedVerdict("holds")
    value = abs(float(form.residual(found)))
    if form.reading is None:
        return PrintedVerdict("refuted", found, value)
    worst = np.max([abs(float(form.reading.residual(claim.sample(rng)))) for _ in range(SAMPLES)])
    return PrintedVerdict("imprecise" if worst <= claim.tolerance else "refuted", found, value)


def smallest_counterexample(residual: Residual, instances, tolerance: float) -> Instance | None:
    """The first instance whose residual does not vanish; ``instances`` come smallest first.

    Raises:
        LieTheoryError: there are no instances at all, which would make every statement true.
    """
    seen = 0
    for instance in islice(instances, SEARCHED):
        seen += 1
        value = residual(instance)
        if value != 0 if isinstance(value, int | Fraction) else not abs(value) <= max(REFUTED, tolerance):  # NaN counts
            return instance
    if not seen:
        raise LieTheoryError("Printed.search", "at least one instance", "none", "Enumerate the instances smallest first.")
    return None
