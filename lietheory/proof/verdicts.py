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
from numbers import Number

import numpy as np

from lietheory.algebra import LieAlgebra
from lietheory.errors import LieTheoryError
from lietheory.proof.checked_claim import CheckedClaim
from lietheory.proof.instances import Instance, Instances, applied
from lietheory.proof.printed_form import Printed, Reading, Sides

REFUTED = 1e-6  # a counterexample's residual must exceed this; rounding stays below 1e-10
SEARCHED = 5000  # printed instances tried, smallest first, before the printed form counts as unrefuted
DRAWN = 50  # random printed instances after these, and non-degenerate instances of a reading
TRIES = 4 * DRAWN  # draws of a reading among which these have to be
DIFFERENT = 8  # instances among them that have to differ: one case drawn fifty times shows one case
MET = 60  # printed instances on which a reading has to agree with what it says
TIGHT = 1e-3  # share of an inequality's right side that its left side reaches on some instance, else it says nothing


@dataclass(frozen=True)
class TriedReading:
    """What became of one reading: ``holds``, ``fails`` on an instance, or ``void``, and why."""

    text: str
    status: str
    why: str
    instance: Instance | None = None
    corrected: bool = False


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
    if counterexample is None:
        drawn = (claim.sample(rng) for _ in range(DRAWN))
        counterexample = smallest_counterexample(form.residual, drawn, claim.tolerance)
    if counterexample is None and not _can_fail(claim, form, rng):
        return PrintedVerdict("unrefuted", failures=("nothing contradicts the printed conclusion, whatever its entries are",))
    if counterexample is None:
        parts = set(form.parts) or {part.name for part in claim.parts}
        return PrintedVerdict("holds" if parts and parts <= proved else "unrefuted")
    value = form.residual(counterexample)
    tried = tuple(judge_reading(claim, form, reading, rng) for reading in form.readings)
    failures = [f"the reading {t.text!r} is void: {t.why}" for t in tried if t.status == "void"]
    if not tried:
        failures.append(f"the printed form fails with residual {float(value):.3g}, and no reading of it was tried")
    verdict = "imprecise" if any(t.status == "holds" for t in tried) else "refuted"
    return PrintedVerdict(verdict, counterexample, value, tried, tuple(failures))


def _can_fail(claim: CheckedClaim, form: Printed, rng: np.random.Generator) -> bool:
    """Whether some instance contradicts the conclusion: a counterexample of the claim, or one with an entry perturbed.

    A conclusion that is true whatever its entries are says nothing about them.
    """
    drawn = [*islice(form.search(), MET), *(claim.sample(rng) for _ in range(5))]
    for instance in [*(c.make() for c in claim.counterexamples), *(other for i in drawn[::-1] for other in _perturbed(i, rng))]:
        try:
            if not _vanishes(form.residual(instance), max(REFUTED, claim.tolerance)):
                return True
        except (ValueError, ArithmeticError, LookupError, np.linalg.LinAlgError):  # such an instance may make no sense
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
        if not _vanishes(residual(instance), max(REFUTED, tolerance)):
            return instance
    if not seen:
        raise LieTheoryError("Printed.search", "at least one instance", "none", "Enumerate the instances smallest first.")
    return None


def _vanishes(value: float | Fraction, tolerance: float) -> bool:
    """Whether a residual is zero where it is exact, at most the tolerance where it is not; NaN is neither."""
    return value == 0 if isinstance(value, int | Fraction | np.integer) else bool(abs(value) <= tolerance)


def judge_reading(claim: CheckedClaim, form: Printed, reading: Reading, rng: np.random.Generator) -> TriedReading:
    """Whether a reading makes the printed form hold, by instances of its own and by those of the printed form."""

    def outcome(status: str, why: str, instance: Instance | None = None) -> TriedReading:
        return TriedReading(reading.text, status, why, instance, reading.corrected)

    def admitted(instance: Instance) -> bool:
        return reading.hypothesis is None or bool(applied(reading.hypothesis, form.seen(instance)))

    def false(instance: Instance) -> bool:
        return not _vanishes(form.residual(instance, reading), max(claim.tolerance, 1e-10))

    if excluded := next((i for i in form.named() if not admitted(i)), None):
        return outcome("fails", "it excludes a case that the source itself names", excluded)
    if met := next((i for i in islice(form.search(), MET) if admitted(i) and false(i)), None):
        return outcome("fails", "it admits an instance on which the printed conclusion is false", met)
    kept: list[tuple[Instance, tuple[Sides, ...]]] = []
    for _ in range(TRIES):
        instance = (reading.draw or claim.sample)(rng)
        if not admitted(instance):
            return outcome("void", "its draws do not satisfy its hypothesis")
        if false(instance):
            return outcome("fails", "the printed conclusion is false on an instance of it", instance)
        sides = form.sides(instance, reading)
        if any(_is_definite(side, claim.tolerance) for side in sides):
            kept.append((instance, sides))
        if len(kept) == DRAWN:
            break
    if len(kept) < DRAWN:
        return outcome("void", f"only {len(kept)} of {TRIES} draws tell the conclusion from twice or minus itself")
    if (different := len({_fingerprint(instance) for instance, _ in kept})) < DIFFERENT:
        return outcome("void", f"its {DRAWN} draws are {different} different instances")
    if reading.symbol is not None and (why := _is_a_side(form, reading, kept)):
        return outcome("void", why)
    if all(_is_loose(side) for _, sides in kept for side in sides):
        return outcome("void", "the right side of the inequality is a thousand times the left one on every instance")
    if reading.hypothesis is not None and not _differs(claim, form, admitted, [i for i, _ in kept], rng):
        return outcome("void", "its hypothesis is the printed conclusion: no instance tells them apart")
    return outcome("holds", f"on {DRAWN} instances, {different} of them different")


def _is_definite(side: Sides, tolerance: float) -> bool:
    """Whether every mutant of the conclusion fails at this instance."""
    return all(not _vanishes(mutant.residual(), 100 * tolerance) for mutant in side.mutants())


def _is_loose(side: Sides) -> bool:
    if not side.at_most:
        return False
    return bool(float(np.max(side.left)) < TIGHT * float(np.max(side.right)))


def _is_a_side(form: Printed, reading: Reading, kept: list[tuple[Instance, tuple[Sides, ...]]]) -> str:
    """A reading that puts one side for the other: the symbol that it changes is a whole side, up to a factor."""
    if reading.to is None:
        return ""
    for instance, sides in kept:
        value = applied(reading.to, instance)
        if not any(_proportional(value, whole) for side in sides if not side.at_most for whole in (side.left, side.right)):
            return ""
    return "the symbol that it changes is a whole side of the printed equation" if not _all_inequalities(kept) else ""


def _all_inequalities(kept: list[tuple[Instance, tuple[Sides, ...]]]) -> bool:
    return all(side.at_most for _, sides in kept for side in sides)


def _proportional(value: object, whole: object) -> bool:
    if not isinstance(value, np.ndarray | Number):
        return False
    a, b = np.asarray(value).ravel(), np.asarray(whole).ravel()
    if a.size != b.size or a.size < 2 or a.dtype.kind not in "iufO" or b.dtype.kind not in "iufO":
        return False
    a, b = a.astype(float), b.astype(float)
    return bool(abs(abs(a @ b) - np.linalg.norm(a) * np.linalg.norm(b)) <= 1e-12 * np.linalg.norm(a) * np.linalg.norm(b))


def _differs(claim: CheckedClaim, form: Printed, admitted, kept: list[Instance], rng: np.random.Generator) -> bool:
    """Whether some instance has the hypothesis without the conclusion, or the conclusion without the hypothesis."""
    met = [*islice(form.search(), MET), *kept[:3], *(c.make() for c in claim.counterexamples)]
    for instance in [*met, *(other for i in kept[:3] for other in _perturbed(i, rng))]:
        try:
            concluded = _vanishes(form.residual(instance), 1e-8)
            if admitted(instance) != concluded:
                return True
        except (ValueError, ArithmeticError, np.linalg.LinAlgError):  # a perturbed instance may make no sense, and tells nothing
            continue
    return False


def _perturbed(instance: Instance, rng: np.random.Generator) -> Iterator[Instance]:
    """The instance with one of its numeric entries moved, so that it need not meet the printed hypotheses any more."""
    for name, value in instance.items():
        if isinstance(value, np.ndarray) and value.dtype.kind == "f":
            yield instance | {name: value + rng.standard_normal(value.shape)}
        elif isinstance(value, np.ndarray) and value.dtype.kind in "iO":
            yield instance | {name: value + rng.integers(1, 4, value.shape)}
        elif isinstance(value, float | Fraction | int) and not isinstance(value, bool):
            yield instance | {name: value + int(rng.choice([-2, -1, 1, 2]))}


def _fingerprint(value: object) -> str:
    """Of the numbers and words of an instance, of its lists, algebras and named tuples."""
    if isinstance(value, dict):
        return ";".join(f"{name}={_fingerprint(v)}" for name, v in value.items())
    if isinstance(value, list | tuple):
        return "".join(f"({_fingerprint(v)})" for v in value)
    if isinstance(value, LieAlgebra):
        return repr(value.generators.tolist())
    return repr(value.tolist()) if isinstance(value, np.ndarray) else repr(value) if isinstance(value, Number | str) else ""
