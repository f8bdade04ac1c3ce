"""What becomes of a reading of a printed form: it holds, fails on an instance, or is void; ``docs/verdicts.md`` has the rule."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from numbers import Number

import numpy as np

from lietheory.proof.checked_claim import CheckedClaim
from lietheory.proof.instances import Instance, applied, seen_by
from lietheory.proof.printed_form import Printed, Reading, Sides, vanishes
from lietheory.proof.variations import NEAR, fingerprint, in_floats, mixed, perturbed, scaled, sizes

DRAWN = 50  # non-degenerate instances of a reading
TRIES = 4 * DRAWN  # draws of a reading among which these have to be
DIFFERENT = 8  # instances among them that have to differ: one case drawn fifty times shows one case
MET = 60  # printed instances on which a reading has to agree with what it says
TIGHT = 1e-3  # share of an inequality's right side that its left side reaches on some instance, else it says nothing
VARIED = 3  # instances that are varied in search of one which the reading admits and the conclusion is false on
SHARE = 1 / 20  # of the printed instances, those that a hypothesis has to admit unless the source names cases of it
SHAPES = 3  # sizes that its draws have to differ in, where the claim's own do

NO_SENSE = (ValueError, ArithmeticError, LookupError, TypeError, AttributeError, np.linalg.LinAlgError)
"""What a varied instance may raise that makes no sense; it tells nothing. LieTheoryError is a ValueError."""


@dataclass(frozen=True)
class TriedReading:
    """What became of one reading: ``holds``, ``fails`` on an instance, or ``void``, and why."""

    text: str
    status: str
    why: str
    instance: Instance | None = None
    corrected: bool = False


class _Fickle(Exception):
    """A hypothesis that answers the same question twice in two ways."""


@dataclass(frozen=True, eq=False)
class _Trial:
    """A reading of a printed form, and the questions that the rule puts to it."""

    claim: CheckedClaim
    form: Printed
    reading: Reading

    def admits(self, instance: Instance) -> bool:
        if self.reading.hypothesis is None:
            return True
        answers = {bool(applied(self.reading.hypothesis, self.form.seen(instance))) for _ in range(2)}
        if len(answers) > 1:
            raise _Fickle
        return answers.pop()

    def false_at(self, instance: Instance) -> bool:
        return not vanishes(self.form.residual(instance, self.reading), max(self.claim.tolerance, 1e-10))

    def broken_by(self, instance: Instance) -> bool:
        """Whether it meets the printed hypotheses and the added one, and the conclusion is false; one without sense does not."""
        try:
            return self.form.meets(instance) and self.admits(instance) and self.false_at(instance)
        except NO_SENSE:
            return False

    def draw(self, rng: np.random.Generator) -> Instance:
        return (self.reading.draw or self.claim.sample)(rng)


def judge_reading(claim: CheckedClaim, form: Printed, reading: Reading, rng: np.random.Generator) -> TriedReading:
    """Whether a reading makes the printed form hold, by instances of its own and by those of the printed form."""
    try:
        status, why, instance = _judge(_Trial(claim, form, reading), rng)
    except _Fickle:
        status, why, instance = "void", "its hypothesis gives two answers to one question", None
    return TriedReading(reading.text, status, why, instance, reading.corrected)


def _judge(trial: _Trial, rng: np.random.Generator) -> tuple[str, str, Instance | None]:
    form, reading = trial.form, trial.reading
    if excluded := next((i for i in form.named() if not trial.admits(i)), None):
        return "fails", "it excludes a case that the source itself names", excluded
    met = [*islice(form.search(), MET), *(c.make() for c in trial.claim.counterexamples)]
    if false := next((j for i in met for j in (i, in_floats(i)) if trial.broken_by(j)), None):
        return "fails", "it admits an instance on which the printed conclusion is false", false
    kept: list[tuple[Instance, tuple[Sides, ...]]] = []
    for _ in range(TRIES):
        instance = trial.draw(rng)
        if not form.meets(instance):
            return "void", "its draws do not meet the printed hypotheses", instance
        if not trial.admits(instance):
            return "void", "its draws do not satisfy its hypothesis", instance
        if trial.false_at(instance):
            return "fails", "the printed conclusion is false on an instance of it", instance
        sides = form.sides(instance, reading)
        if any(is_definite(side, trial.claim.tolerance) for side in sides):
            kept.append((instance, sides))
        if len(kept) == DRAWN:
            break
    if len(kept) < DRAWN:
        return "void", f"only {len(kept)} of {TRIES} draws tell the conclusion from twice or minus itself", None
    if (different := len({fingerprint(form.read(instance, reading)) for instance, _ in kept})) < DIFFERENT:
        return "void", f"its {DRAWN} draws are {different} different instances", None
    if all(is_loose(side) for _, sides in kept for side in sides):
        return "void", "the right side of the inequality is a thousand times the left one on every instance", None
    if reading.symbol is not None and (why := _is_a_side(form, reading, kept)):
        return "void", why, None
    drawn = [instance for instance, _ in kept]
    if false := next((v for v in _variations(trial, drawn, met, rng) if trial.broken_by(v)), None):
        return "fails", "it admits a varied instance on which the printed conclusion is false", false
    if reading.hypothesis is not None and (why := _says_too_much(trial, drawn, rng)):
        return "void", why, None
    return "holds", f"on {DRAWN} instances, {different} of them different", None


def is_definite(side: Sides, tolerance: float) -> bool:
    """Whether every mutant of the conclusion fails at this instance."""
    return all(not vanishes(mutant.residual(), 100 * tolerance) for mutant in side.mutants())


def is_loose(side: Sides) -> bool:
    """Whether an inequality is one that nothing comes near."""
    if not side.at_most:
        return False
    return bool(float(np.max(side.left)) < TIGHT * float(np.max(side.right)))


def _variations(trial: _Trial, drawn: list[Instance], met: list[Instance], rng: np.random.Generator) -> Iterator[Instance]:
    """Drawn instances, and printed ones, with one of the entries that the conclusion reads moved, multiplied or exchanged."""

    def read(instance: Instance) -> Instance:
        return trial.form.read(instance, trial.reading)

    for number, instance in enumerate(drawn[:VARIED]):
        entries = read(instance)
        yield from (instance | v for v in (*perturbed(entries, rng), *perturbed(entries, rng, NEAR), *scaled(entries)))
        for other in (met[number % len(met)], drawn[number - 1]):
            yield from (instance | v for v in mixed(entries, _read_or_none(read, other)))
            yield from (other | v for v in mixed(_read_or_none(read, other), entries))


def _read_or_none(read, instance: Instance) -> Instance:
    """Nothing of an instance of the corrected statement alone, which has not all entries."""
    try:
        return read(instance)
    except NO_SENSE:
        return {}


def _says_too_much(trial: _Trial, drawn: list[Instance], rng: np.random.Generator) -> str:
    """Why a hypothesis is no reading: it is the conclusion, or it leaves next to nothing of what is printed; else ''."""
    if not _differs(trial, drawn, rng):
        return "its hypothesis is the printed conclusion: no instance tells them apart"
    if _reads_everything(trial, drawn[0]) and not _leaves_room(trial, drawn, rng):
        return "its hypothesis reads all that the conclusion does, and no instance beside its own draws satisfies it"
    own = [trial.claim.sample(rng) for _ in range(MET // 3)]
    if why := _narrow(trial, drawn, own):
        return why
    printed = list(islice(trial.form.search(), 10 * MET))
    admitted = sum(_or_false(trial.admits, i) for i in printed)
    if admitted < SHARE * len(printed) and not any(True for _ in trial.form.named()):
        return f"it admits {admitted} of {len(printed)} printed instances, and the source is not said to name a case"
    return ""


def _or_false(question, instance: Instance) -> bool:
    try:
        return bool(question(instance))
    except NO_SENSE:
        return False


def _differs(trial: _Trial, drawn: list[Instance], rng: np.random.Generator) -> bool:
    """Whether some instance has the hypothesis without the conclusion, or the conclusion without the hypothesis."""
    met = [*islice(trial.form.search(), MET), *drawn[:3], *(c.make() for c in trial.claim.counterexamples)]
    for instance in [*met, *(other for i in drawn[:3] for other in perturbed(i, rng))]:
        try:
            if trial.admits(instance) != vanishes(trial.form.residual(instance), 1e-8):
                return True
        except NO_SENSE:
            continue
    return False


def _reads_everything(trial: _Trial, instance: Instance) -> bool:
    seen = trial.form.seen(instance)
    return trial.reading.hypothesis is not None and set(seen_by(trial.reading.hypothesis, seen)) == set(seen)


def _leaves_room(trial: _Trial, drawn: list[Instance], rng: np.random.Generator) -> bool:
    """Whether an entry can be changed, the hypothesis and the conclusion stay true, and the sides move.

    Of a conclusion about sizes, the sides of the draws have to differ; one that is true or not has no sides to move.
    """
    still = 0
    for instance in drawn:
        seen = trial.form.seen(instance)
        before = _values(trial.form.sides(instance, trial.reading))
        for variation in (*perturbed(seen, rng, NEAR), *perturbed(seen, rng)):
            moved = instance | variation
            try:
                allowed = trial.form.meets(moved) and trial.admits(moved) and not trial.false_at(moved)
                after = _values(trial.form.sides(moved, trial.reading))
            except NO_SENSE:
                continue
            if allowed and after != before:
                return True
            still += allowed
    different = {_values(trial.form.sides(instance, trial.reading)) for instance in drawn}
    return still >= len(drawn) // 5 and (len(different) == 1 or len(different) >= DIFFERENT)


def _values(sides: tuple[Sides, ...]) -> str:
    return fingerprint([(np.asarray(s.left), np.asarray(s.right), [np.asarray(x) for x in s.scales]) for s in sides])


def _narrow(trial: _Trial, drawn: list[Instance], own: list[Instance]) -> str:
    """Whether the draws have one size where the claim's have many, or an extent of one where the claim's are larger."""
    ours, theirs = ([sizes(trial.form.seen(i)) for i in of] for of in (drawn, own))
    if len(set(ours)) < min(SHAPES, len(set(theirs))):
        return f"its draws have {len(set(ours))} sizes where those of the claim have {len(set(theirs))}"
    largest, allowed = _extents(ours), _extents(theirs)
    if single := [name for name, extent in largest.items() if extent == 1 and allowed.get(name, 1) > 1]:
        return f"on all its draws {single[0][0]} has extent 1"
    return ""


def _extents(drawn: list[tuple]) -> dict[tuple[str, int], int]:
    """(entry, axis) -> the largest extent."""
    largest: dict[tuple[str, int], int] = {}
    for shapes in drawn:
        for name, shape in shapes:
            if isinstance(shape, tuple):
                largest |= {(name, k): max(n, largest.get((name, k), 0)) for k, n in enumerate(shape)}
    return largest


def _is_a_side(form: Printed, reading: Reading, kept: list[tuple[Instance, tuple[Sides, ...]]]) -> str:
    """A reading that puts one side for the other: the symbol that it changes is a whole side, up to a factor."""
    if reading.to is None or all(side.at_most for _, sides in kept for side in sides):
        return ""
    for instance, sides in kept:
        value = applied(reading.to, instance)
        if not any(_proportional(value, whole) for side in sides if not side.at_most for whole in (side.left, side.right)):
            return ""
    return "the symbol that it changes is a whole side of the printed equation"


def _proportional(value: object, whole: object) -> bool:
    """Of two arrays, whether one is a multiple of the other; of two numbers, whether they are equal."""
    if not isinstance(value, np.ndarray | Number):
        return False
    a, b = np.asarray(value).ravel(), np.asarray(whole).ravel()
    if a.size != b.size or a.dtype.kind not in "iufO" or b.dtype.kind not in "iufO":
        return False
    a, b = a.astype(float), b.astype(float)
    if a.size == 1:
        return bool(abs(abs(a[0]) - abs(b[0])) <= 1e-12 * abs(b[0]))
    return bool(abs(abs(a @ b) - np.linalg.norm(a) * np.linalg.norm(b)) <= 1e-12 * np.linalg.norm(a) * np.linalg.norm(b))
