"""What the O(5) runs say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from lconv.experiments.harness.intervals import detectable_rate, mean_text, paired_interval, share
from lconv.experiments.harness.report import Finding, Part, Picture, Rows, Table, Text
from lconv.experiments.harness.study import Result, chosen, values
from lconv.experiments.o5.study import O5
from lietheory.discovery.answer import TOLERANCE
from lietheory.rendering.figures.curves import plot_curves

DIMENSION = 10
CLOSED = 1e-12
MARGIN = 0.01
"""Degrees: angles closer than that count as equal; they vary by .1 from seed to seed."""


def report(configuration: O5, results: Sequence[Result]) -> list[Part]:
    """Tables by training samples and by run, the angles as a picture, and the findings."""
    most = max(configuration.samples)
    full = chosen(results, samples=most)
    return [
        Text(
            "Networks 10-w-w-1 (SiLU, no bias) learn sin|a| - |b|³/2 + cos(a, b) of two vectors of R⁵. An algebra counts as a "
            "symmetry if, on points that did not choose it, the simultaneous 95 % bound of its breaking "
            f"is at most {TOLERANCE}, which was fixed before the runs. "
            "Nothing tells the method that there are ten. The plain method is given that number."
        ),
        Table("By width and training samples, means with 95 % intervals over networks", _by_samples(configuration, results)),
        *_picture(configuration, results),
        Table(f"Every network trained on {most} samples; angles in degrees", _by_run(full)),
        *_findings(most, full),
    ]


def _by_samples(configuration: O5, results: Sequence[Result]) -> Rows:
    head = (
        "width, samples",
        "1 - r²",
        "answers",
        "dimension 10",
        "named so(5)",
        "plain SVD, °",
        "lowest 10 lambda, °",
        "fitted, °",
    )
    rows = []
    for width in configuration.widths:
        for samples in configuration.samples:
            runs = chosen(results, width=width, samples=samples)
            counts = Counter(str(r.measures["status"]) for r in runs)
            rows.append(
                (
                    f"{width}, {samples}",
                    mean_text(values(runs, "unexplained")),
                    ", ".join(f"{count} {status}" for status, count in sorted(counts.items())),
                    share(r.measures["dimension"] == DIMENSION for r in runs),
                    share(bool(r.measures["named"]) for r in runs),
                    mean_text(values(runs, "plain_angle")),
                    mean_text(values(runs, "angle")),
                    mean_text(values(runs, "fitted_angle")),
                )
            )
    return [head, *rows]


def _by_run(runs: Sequence[Result]) -> Rows:
    head = ("width, seed", "1 - r²", "dimension", "name", "bound of lambda", "step", "plain SVD", "found", "fitted", "closure")
    measured = ("unexplained", "dimension", "name", "upper", "step", "plain_angle", "found_angle", "fitted_angle", "closure")
    return [head, *((f"{r.cell['width']}, {r.cell['seed']}", *(_text(r.measures[m]) for m in measured)) for r in runs)]


def _text(value: object) -> str:
    return "—" if value is None else f"{value:.3g}" if isinstance(value, float) else str(value)


def _picture(configuration: O5, results: Sequence[Result]) -> list[Part]:
    curves = {}
    for width in configuration.widths:
        for measure, label in (("plain_angle", "plain SVD"), ("fitted_angle", "fitted algebra")):
            pairs = ((n, values(chosen(results, width=width, samples=n), measure)) for n in configuration.samples)
            curves[f"{label}, width {width}"] = [(n, v) for n, v in pairs if v]
    figure = plot_curves("Largest principal angle to so(5)", curves, "training samples", "degrees")
    return [Picture(figure, "Median and range over networks. An algebra is fitted only where the estimated dimension is 10.")]


def _findings(most: int, runs: Sequence[Result]) -> list[Part]:
    if len(runs) < 2:
        return []
    right = [r.measures["dimension"] == DIMENSION and bool(r.measures["named"]) for r in runs]
    closed = values(runs, "closure")
    rate = f"a failure rate of {detectable_rate(len(runs)):.2g} would have shown with probability .8"
    return [
        Finding(
            f"From {most} samples so(5) is found with its dimension 10 and its name each time.",
            "the method's claim",
            _always(right),
            f"{share(right)}; {rate}",
        ),
        Finding(
            f"The fitted generators close to better than {CLOSED:g}.",
            "the method's claim",
            _always([value < CLOSED for value in closed]),
            f"largest residual {max(closed, default=np.nan):.2g} in {len(closed)} networks; {rate}",
        ),
        _no_worse(runs, "found_angle", "The generators found are closer to so(5) than the plain method's on the same network."),
        _no_worse(
            runs, "fitted_angle", "The fitted algebra is closer to so(5) than the plain method's span on the same network."
        ),
    ]


def _always(outcomes: Sequence[bool]) -> str:
    if not outcomes:
        return "cannot tell from these data"
    return "supported" if all(outcomes) else "contradicted"


def _no_worse(runs: Sequence[Result], measure: str, sentence: str) -> Finding:
    pairs = [r for r in runs if r.measures[measure] is not None]
    if len(pairs) < 2:
        return Finding(sentence, "the method's claim", "cannot tell from these data", f"{len(pairs)} networks")
    plain, ours = values(pairs, "plain_angle"), values(pairs, measure)
    better, excess = paired_interval(plain, ours), [b - a for a, b in zip(plain, ours, strict=True) if b > a]
    worse = f"ours larger in {len(excess)}" + (f", at most by {max(excess):.2g}°" if excess else "")
    evidence = f"plain minus ours {better}°, {len(pairs)} networks, {worse}; detectable {better.detectable:.2g}°"
    return Finding(sentence, "the method's claim", better.verdict(MARGIN), evidence)
