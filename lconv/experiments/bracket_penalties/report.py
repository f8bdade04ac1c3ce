"""What the study of penalties says: distances to the truth with and without each, in pairs."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from lconv.experiments.bracket_penalties.spans import PENALTIES, TASKS
from lconv.experiments.bracket_penalties.study import Regularizers
from lconv.experiments.harness.intervals import MeanInterval, paired_interval
from lconv.experiments.harness.report import Finding, Part, Rows, Table, Text
from lconv.experiments.harness.study import Result, chosen, values

MARGIN = 0.02  # radians of Grassmann distance
SECTION = "L-conv paper, section 3, Learning the L_i"
INTRODUCTION = (
    "Points x are moved to y = exp(Σ tₖLₖ) x, with noise relative to the motion. Generators start at random and are trained "
    "by gradient descent; with the coefficients t known the data determine each Lₖ, with t unknown only their span. The "
    "strength of each penalty is chosen by the error on group elements held out, never by the truth. Distances are Grassmann "
    "distances between spans, in radians; a gain is the distance without penalty less that with it, same data and same start, "
    "with its 95 % interval."
)
VACUOUS = (
    "Where the Killing form is zero, as for every nilpotent algebra, the Killing condition holds for whatever basis: on "
    "heisenberg(1) the penalty of the true span is 0 however its generators are chosen, so that it can only add what noise "
    "makes of the form. Where the form is zero but for one direction, as on se(2), it ties that one alone, and where it is a "
    "multiple of the inner product, as for so(3), it asks for the same as orthogonality."
)


def report(configuration: Regularizers, results: Sequence[Result]) -> list[Part]:
    """Distances, closure and names for every condition, then a finding for each penalty."""
    parts: list[Part] = [Text(INTRODUCTION)]
    for kind in configuration.coefficients:
        here = chosen(results, coefficients=kind)
        if here:
            parts += [Text(f"Coefficients {kind}", heading=True)]
            parts += [
                Table("Grassmann distance to the truth without penalty, and the gain by each", _gain_rows(configuration, here))
            ]
            parts += [
                Table("How far brackets leave the span, and how many spans are named rightly", _name_rows(configuration, here))
            ]
    parts += [Text("The Killing condition", heading=True), Text(VACUOUS)]
    return [*parts, *findings(configuration, results)]


def _conditions(configuration: Regularizers, here: Sequence[Result]) -> list[tuple[str, list[Result]]]:
    conditions = []
    for task in configuration.tasks or tuple(TASKS):
        for n in configuration.samples:
            for noise in configuration.noise:
                runs = chosen(here, task=task, samples=n, noise=noise)
                if runs:
                    conditions.append((f"{task}, {n} elements, noise {noise:g}", runs))
    return conditions


def _gain_rows(configuration: Regularizers, here: Sequence[Result]) -> Rows:
    rows = [("task", "none", *PENALTIES)]
    for label, runs in _conditions(configuration, here):
        gains = [f"{gain:.4f}" if (gain := _gain(runs, name)) else "—" for name in PENALTIES]
        rows.append((label, f"{_mean(runs, 'distance, none'):.3f}", *gains))
    return rows


def _name_rows(configuration: Regularizers, here: Sequence[Result]) -> Rows:
    arms = ("none", *PENALTIES)
    rows = [("task", *(f"{arm}: closure, named" for arm in arms))]
    for label, runs in _conditions(configuration, here):
        each = [f"{_mean(runs, f'closure, {arm}'):.3f}, {_mean(runs, f'named, {arm}'):.0%}" for arm in arms]
        rows.append((label, *each))
    return rows


def _mean(runs: Sequence[Result], measure: str) -> float:
    return float(np.mean(values(runs, measure))) if values(runs, measure) else math.nan


def _gain(runs: Sequence[Result], penalty: str, measure: str = "distance") -> MeanInterval | None:
    """The paired difference without less with, positive where the penalty helps; seeds are averaged over conditions."""
    seeds = sorted({r.cell["seed"] for r in runs})
    if len(seeds) < 2:
        return None
    arms = [[_mean(chosen(runs, seed=seed), f"{measure}, {arm}") for seed in seeds] for arm in ("none", penalty)]
    return paired_interval(*arms)


def findings(configuration: Regularizers, results: Sequence[Result]) -> list[Finding]:
    """For each penalty and kind of coefficients whether it helps recovery, and whether it helps to name the algebra."""
    verdicts = []
    for kind in configuration.coefficients:
        runs = chosen(results, coefficients=kind)
        for penalty in PENALTIES:
            verdicts += _findings_on(_finished(configuration, runs), penalty, f"coefficients {kind}, all tasks")
    nilpotent = [r for r in results if TASKS[str(r.cell["task"])].killing == "zero"]
    verdicts += _findings_on(_finished(configuration, nilpotent), "killing", "heisenberg(1), whose Killing form is zero")
    return verdicts


def _finished(configuration: Regularizers, runs: Sequence[Result]) -> list[Result]:
    """The runs of seeds that have as many as any, so that every seed stands for the same conditions."""
    counts = {seed: len(chosen(runs, seed=seed)) for seed in {r.cell["seed"] for r in runs}}
    most = max(counts.values(), default=0)
    return [r for r in runs if counts[r.cell["seed"]] == most]


def _findings_on(runs: Sequence[Result], penalty: str, where: str) -> list[Finding]:
    gain, named = _gain(runs, penalty), _gain(runs, penalty, "named")
    if gain is None or named is None:
        return []
    worth = "gain in Grassmann distance"
    rate = MeanInterval(-named.mean, -named.upper, -named.lower, named.detectable, named.samples)
    return [
        Finding(f"The {penalty} penalty helps to recover the span: {where}", SECTION, gain.verdict(MARGIN), gain.evidence(worth)),
        Finding(
            f"The {penalty} penalty helps to name the algebra: {where}",
            SECTION,
            rate.verdict(MARGIN),
            rate.evidence("gain in the share named rightly"),
        ),
    ]
