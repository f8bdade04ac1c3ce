"""The judges of a claim: derivation, exact replay, sampling, counterexamples, torch.

Each returns what it saw; a status is always the outcome of an executed check.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from lietheory.proof.bounds import NonNegative
from lietheory.proof.checked_claim import KINDS, CheckedClaim, Counterexample
from lietheory.proof.derivation_chains import Derivation, holds_at, true_steps
from lietheory.proof.draws import DRAWS_PER_SIZE, SIZES, Draw, draws, further, weight
from lietheory.proof.instances import Instance
from lietheory.proof.normaliser import NotProved
from lietheory.proof.readings import NO_SENSE
from lietheory.proof.scalars import symbol
from lietheory.proof.variations import perturbed
from lietheory.proof.verdicts import REFUTED

SAMPLES = 50  # instances drawn for the sampled judge


@dataclass(frozen=True)
class Failing:
    """An instance on which a claim fails, what is wrong there, and the text that ``--replay`` takes to draw it again.

    ``text`` is empty where nothing is wrong; ``note`` then says what the instance shows.
    """

    replay: str
    text: str
    instance: Instance | None = None
    note: str = ""


@dataclass(frozen=True)
class Judgement:
    """The outcome of one judge: whether the claim holds, the worst residual, the failures, and the smallest failing instance."""

    holds: bool
    residual: float = 0.0
    failures: tuple[str, ...] = ()
    cases: int = 0
    failing: Failing | None = None


def derived(claim: CheckedClaim) -> Judgement:
    """The derivation is accepted with no size fixed, and no hypothesis of it is idle."""
    if claim.derivation is None:
        return Judgement(False, failures=("there is no derivation",))
    derivation = claim.derivation()
    try:
        derivation.judge()
    except NotProved as problem:
        return Judgement(False, failures=(str(problem),))
    if untied := _untied(claim, derivation):
        return Judgement(False, failures=tuple(f"the hypothesis {name} of the derivation is no assumption" for name in untied))
    idle = [h.name for h in derivation.hypotheses if _stands(derivation.without(h.name))]
    return Judgement(
        not idle,
        failures=tuple(f"the derivation does not need {name}" for name in idle),
        cases=sum(len(c.steps) for c in derivation.chains),
    )


def _untied(claim: CheckedClaim, derivation: Derivation) -> list[str]:
    """The hypotheses that are neither assumptions of the claim nor said to be one, or what else they are.

    That a symbol for a norm is not negative goes without saying.
    """
    known = {a.name for a in claim.assumptions}
    tied = {name for name, what in claim.ties.items() if what in known or what.startswith(KINDS)}
    norms = {h.name for h in derivation.hypotheses if isinstance(h, NonNegative) and h.scalar == symbol(h.name)}
    return [h.name for h in derivation.hypotheses if h.name not in known | tied | norms]


def _stands(derivation: Derivation) -> bool:
    try:
        derivation.judge()
    except NotProved:
        return False
    return True


def replayed(claim: CheckedClaim, rng: np.random.Generator) -> Judgement:
    """Residual and every step of the derivation vanish exactly, over the rationals, at small sizes."""
    drawn = draws("replayed", rng, len(SIZES) * DRAWS_PER_SIZE)
    replays = [(draw, exact_failures(claim, draw.instance(claim))) for draw in drawn]
    failures = _once_each((draw.size, text) for draw, texts in replays for text in texts)
    failing = _smallest(claim, drawn[0], exact_failures) if failures else None
    return Judgement(not failures, failures=failures, cases=len(drawn), failing=failing)


def _once_each(failures: Iterable[tuple[int, str]]) -> tuple[str, ...]:
    """Each text once, at its smallest size, with the number of instances that it is about.

    Examples:
        >>> _once_each([(2, "exact residual 1"), (2, "exact residual 1"), (3, "exact residual 4")])
        ('size 2: exact residual 1 (2 times)', 'size 3: exact residual 4')
    """
    sizes: dict[str, list[int]] = {}
    for size, text in failures:
        sizes.setdefault(text, []).append(size)
    times = {text: f" ({len(met)} times)" if len(met) > 1 else "" for text, met in sizes.items()}
    return tuple(f"size {met[0]}: {text}{times[text]}" for text, met in sizes.items())


def exact_failures(claim: CheckedClaim, instance: Instance) -> list[str]:
    """What is not exactly zero, or false, at an exact instance."""
    residual = claim.residual(instance)
    exact = isinstance(residual, int | Fraction | np.integer) and residual == 0
    return ([] if exact else [f"exact residual {residual}"]) + _broken_steps(claim, instance)


def sampled_failures(claim: CheckedClaim, instance: Instance) -> list[str]:
    """The residual at an instance in floats, if it is more than rounding."""
    residual = abs(float(claim.residual(instance)))
    return [] if residual <= claim.tolerance else [f"residual {residual:.3g}"]


def _smallest(claim: CheckedClaim, draw: Draw, failures: Callable[[CheckedClaim, Instance], list[str]]) -> Failing | None:
    """The instance with the fewest and smallest entries on which the claim fails, among those drawn and further ones."""
    count = SAMPLES if draw.judge == "sampled" else len(SIZES) * DRAWS_PER_SIZE
    candidates = [*(replace(draw, number=k) for k in range(count)), *further(draw, claim.smallest_size)]
    drawn = ((candidate, candidate.instance(claim)) for candidate in candidates)
    failing = [(weight(instance), str(c), texts, instance) for c, instance in drawn if (texts := failures(claim, instance))]
    if not failing:
        return None
    _, text, texts, instance = min(failing, key=lambda case: case[0])
    return Failing(text, "; ".join(texts), instance)


def _broken_steps(claim: CheckedClaim, instance: Instance) -> list[str]:
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
        true = true_steps(chain, instance, instance["sizes"])
        broken += [f"{chain.title}, step {i + 1} is false at an exact instance" for i, ok in enumerate(true) if not ok]
    return broken


def sampled(claim: CheckedClaim, rng: np.random.Generator) -> Judgement:
    """The residual vanishes on the instances drawn, and on no counterexample."""
    drawn = draws("sampled", rng, SAMPLES)
    residuals = [abs(float(claim.residual(draw.instance(claim)))) for draw in drawn]
    worst = float(np.max(residuals))
    failures, failing = [], None
    if not worst <= claim.tolerance:
        failures = [f"residual {worst:.3g} on draw {int(np.argmax(residuals))}"]
        failing = _smallest(claim, drawn[0], sampled_failures)
    if not claim.counterexamples and not _can_fail(claim, drawn):
        failures.append("no counterexample is given, and no entry that is perturbed makes the residual other than zero")
    for counterexample in claim.counterexamples:
        for text in counterexample_failures(claim, counterexample):
            failures.append(text)
            failing = failing or Failing(f"counterexample:{counterexample.drops}", text, counterexample.make())
    return Judgement(not failures, worst, tuple(failures), SAMPLES, failing)


def _can_fail(claim: CheckedClaim, drawn: list[Draw]) -> bool:
    """Whether the residual of a claim without assumptions is not zero on some perturbed instance, so that it says something."""
    rng = drawn[0].rng(claim.label)
    for instance in (other for draw in drawn for other in perturbed(draw.instance(claim), rng)):
        try:
            if abs(float(claim.residual(instance))) > REFUTED:
                return True
        except NO_SENSE:
            continue
    return False


def counterexample_failures(claim: CheckedClaim, counterexample: Counterexample) -> list[str]:
    """A counterexample on which the claim holds all the same drops nothing."""
    value = abs(float(claim.residual(counterexample.make())))
    refutes = value > max(REFUTED, 100 * claim.tolerance)
    return [] if refutes else [f"the counterexample without '{counterexample.drops}' has residual {value:.3g}"]


def torch_judge(residual: Callable[[np.random.Generator], float], claim: CheckedClaim, rng: np.random.Generator) -> Judgement:
    """The torch layers agree with the claim to rounding."""
    [draw] = draws("torch", rng, 1)
    worst = abs(float(residual(draw.rng(claim.label))))
    if worst <= claim.tolerance:
        return Judgement(True, worst, (), 1)
    text = f"torch residual {worst:.3g}"
    return Judgement(False, worst, (text,), 1, Failing(str(draw), text))
