"""What the poster's studies say: tables over depth and size, and a verdict on each sentence of the poster and the abstract."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from scipy.stats import spearmanr

from lconv.experiments.harness.intervals import mean_text, paired_interval, student_interval
from lconv.experiments.harness.report import Finding, Part, Picture, Rows, Table, Text
from lconv.experiments.harness.study import Result, chosen
from lietheory.discovery.answer import TOLERANCE
from lietheory.rendering.figures.curves import plot_curves

if TYPE_CHECKING:
    from lconv.experiments.poster.study import Poster


COLUMNS = (
    ("error", "error"),
    ("plain_variance", "variance, poster"),
    ("plain_mean_variance", "mean variance, code"),
    ("plain_summed_variance", "variance of summed outputs, code"),
    ("plain_poster_bias", "bias, poster"),
    ("plain_code_bias", "bias, code"),
    ("untrained_plain_code_bias", "bias, code, before training"),
    ("plain_angle", "angle of the plain span, °"),
    ("angle", "angle, °"),
    ("held_out", "lambda, held out"),
    ("breaking", "breaking of the truth"),
    ("step", "finite step"),
    ("dimension", "dimension found"),
)
EXPLAINED = {
    "regression": "O(5) regression; the error is 1 - r², the truth so(5)",
    "digits": "Digits turned by any angle; the error is the share misread, the truth so(2)",
}


def report(configuration: Poster, results: Sequence[Result]) -> list[Part]:
    """Tables of both tasks, pictures over depth, the ways to train, and the findings."""
    return [
        Text(
            "Perceptrons of several depths, each as wide as its share of parameters allows. Variance and bias are computed as "
            "the poster prints them and as its code does: on the raw matrix, in units of outputs and data, the bias of the least "
            "singular vector to the nearest standard generator with the better sign, or its distance from skew matrices. "
            "Lambda is judged on points that did not choose the directions and has no units; angles are the largest principal "
            "angle of as many directions as the truth has. The breaking is the share of the variance of the outputs by which "
            f"elements of the true algebra move them at worst: a network has it as a symmetry below {TOLERANCE:g}. Numbers are "
            "means with 95 % intervals over seeds."
        ),
        *(part for task in TASKS for part in _task(task, chosen(results, task=task))),
        *_training(configuration, chosen(results, task="training")),
        *findings(results),
    ]


def _task(task: str, runs: Sequence[Result]) -> list[Part]:
    if not runs:
        return []
    kinds = sorted({(int(r.cell["parameters"]), int(r.cell["depth"])) for r in runs})
    rows: list[tuple[str, ...]] = [("parameters, depth × width", "runs", *(name for _, name in COLUMNS))]
    for parameters, depth in kinds:
        kept = chosen(runs, parameters=parameters, depth=depth)
        label = f"{kept[0].measures['parameters']}, {depth} × {kept[0].measures['width']}"
        rows.append((label, str(len(kept)), *(mean_text([float(r.measures[m]) for r in kept]) for m, _ in COLUMNS)))
    return [Table(EXPLAINED[task], rows), _picture(task, runs, kinds)]


def _picture(task: str, runs: Sequence[Result], kinds: Sequence[tuple[int, int]]) -> Picture:
    curves: dict[str, list[tuple[float, list[float]]]] = {}
    for parameters, depth in kinds:
        values = [r.measures["breaking"] for r in chosen(runs, parameters=parameters, depth=depth)]
        curves.setdefault(f"{parameters} parameters", []).append((depth, values))
    figure = plot_curves(
        f"Breaking of the true algebra: {task}",
        curves,
        "hidden layers, at equal parameters",
        "breaking, a share of the variance of the outputs",
        limit=(TOLERANCE, "tolerance"),
    )
    return Picture(figure, "Median and range over networks; lower is more symmetric.")


def _training(configuration: Poster, runs: Sequence[Result]) -> list[Part]:
    schemes = [name for name in configuration.schemes.names if chosen(runs, scheme=name)]
    if not schemes:
        return []
    rows: Rows = [
        ("trained", "runs", "error", *(f"layer {i + 1}" for i in range(configuration.schemes.depth)), "output"),
        *(_scheme(name, chosen(runs, scheme=name)) for name in schemes),
    ]
    caption = "Held-out lambda of the ten lowest directions behind each hidden layer, in ways of training of equal length"
    return [Table(caption, rows)]


def _scheme(name: str, runs: Sequence[Result]) -> tuple[str, ...]:
    layers = zip(*(r.measures["layers"] for r in runs), strict=True)
    columns = [[r.measures["error"] for r in runs], *layers, [r.measures["held_out"] for r in runs]]
    return name, str(len(runs)), *(mean_text(column) for column in columns)


POSTER, ABSTRACT = "LieGG poster", "LieGG, abstract"
MEASURES = (
    ("plain_variance", "symmetry variance"),
    ("plain_code_bias", "symmetry bias as coded"),
    ("plain_poster_bias", "symmetry bias as printed"),
    ("held_out", "lambda, held out"),
    ("angle", "largest angle"),
)
"""Every measure that is small for a symmetric network; the last two are well-posed."""
TASKS = ("regression", "digits")
DECADES = 0.03
"""Falls below 7 % per doubling do not count."""
CORRELATION = 0.1
RATIO = 0.1
UNIT_VARIANCE = "E[|F(gx) - F(x)|²] / (t² V)"


def findings(results: Sequence[Result]) -> list[Finding]:
    """All verdicts that these runs can give."""
    tasks = [(task, chosen(results, task=task)) for task in TASKS]
    sentences = [
        *(
            f
            for about in (_depth, _beyond_one, _size, _accuracy)
            for task, runs in tasks
            for name in MEASURES
            for f in about(task, runs, *name)
        ),
        *(f for task, runs in tasks for f in _variance(task, runs)),
    ]
    return [*sentences, *_bias(chosen(results, task="exact")), *_schemes(chosen(results, task="training"))]


def _depth(task: str, runs: Sequence[Result], measure: str, name: str) -> list[Finding]:
    sentence = f"Deeper networks are better symmetry learners than wider ones: {task}, {name}."
    evidence = "falls by {} decades as the depth doubles at equal parameters"
    return _finding(sentence, POSTER, fall(runs, measure, "depth", "parameters"), DECADES, evidence)


def _beyond_one(task: str, runs: Sequence[Result], measure: str, name: str) -> list[Finding]:
    """The same without networks of one hidden layer, which may be worse for another reason: they fit worse."""
    sentence = f"The same among networks of at least two hidden layers: {task}, {name}."
    evidence = "falls by {} decades as the depth doubles at equal parameters"
    deep = [r for r in runs if int(r.cell["depth"]) > 1]
    return _finding(sentence, POSTER, fall(deep, measure, "depth", "parameters"), DECADES, evidence)


def _size(task: str, runs: Sequence[Result], measure: str, name: str) -> list[Finding]:
    sentence = f"Symmetry learning depends on the number of parameters, more being better: {task}, {name}."
    evidence = "falls by {} decades as the parameters double at equal depth"
    return _finding(sentence, ABSTRACT, fall(runs, measure, "parameters", "depth"), DECADES, evidence)


def _accuracy(task: str, runs: Sequence[Result], measure: str, name: str) -> list[Finding]:
    sentence = f"Symmetry learning goes with accuracy: {task}, {name}."
    evidence = "rank correlation with the error {} over architectures"
    return _finding(sentence, POSTER, agreement(runs, measure), CORRELATION, evidence)


def _finding(sentence: str, source: str, samples: Sequence[float], margin: float, evidence: str) -> list[Finding]:
    if len(samples) < 2:
        return []
    interval = student_interval(samples)
    figures = f"{evidence.format(interval)}; {len(samples)} samples, detectable {interval.detectable:.2g}"
    return [Finding(sentence, source, interval.verdict(margin), figures)]


def _variance(task: str, runs: Sequence[Result]) -> list[Finding]:
    """What the symmetry variance is said to be, and what it is used for; a sample is one seed, averaged over architectures."""
    ratios = _by_seed(runs, "flow_ratio")
    within = [RATIO - abs(ratio - 1) for ratio in ratios]
    mean = f"{sum(ratios) / max(len(ratios), 1):.3g}"
    return [
        *_finding(
            f"Symmetry variance is the mean squared change of the output along the learned symmetry: {task}, t = 0.1.",
            POSTER,
            within,
            RATIO,
            f"{UNIT_VARIANCE} = {mean}, so t² is missing; {RATIO} minus its distance from 1 is {{}}",
        ),
        *_lowered(
            runs, f"Symmetry variance says how invariant a network is, so that training lowers it: {task}.", "plain_variance"
        ),
        *_lowered(
            runs, f"Symmetry bias says how close the learned symmetry is, so that training lowers it: {task}.", "plain_code_bias"
        ),
        *_lowered(runs, f"Training lowers lambda: {task}.", "held_out", "well-posed counterpart"),
    ]


def _lowered(runs: Sequence[Result], sentence: str, measure: str, source: str = POSTER) -> list[Finding]:
    samples = _by_seed(runs, measure, against=f"untrained_{measure}")
    return _finding(sentence, source, samples, DECADES, "log10 of untrained over trained: {}")


def _by_seed(runs: Sequence[Result], measure: str, against: str | None = None) -> list[float]:
    """The mean over architectures for each seed of a measure, or of log10(against / measure)."""
    means = []
    for seed in sorted({r.cell["seed"] for r in runs}):
        kept = [r.measures for r in runs if r.cell["seed"] == seed]
        values = [m[measure] if against is None else math.log10(m[against] / m[measure]) for m in kept]
        means.append(sum(values) / len(values))
    return means


def _bias(runs: Sequence[Result]) -> list[Finding]:
    samples = [RATIO - r.measures["plain_poster_bias"] for r in runs]
    worst = max((r.measures["plain_angle"] for r in runs), default=0.0)
    return _finding(
        "Symmetry bias says how close the learned symmetry is to the true one: |a|² on R⁵, whose symmetry is exactly so(5).",
        POSTER,
        samples,
        RATIO,
        f"largest angle to so(5) {worst:.1g}°, yet {RATIO} minus the bias as printed, best sign and generator, is {{}}",
    )


def _schemes(runs: Sequence[Result]) -> list[Finding]:
    """Intermediate layers, the last hidden one left out, against training end to end; decades of lambda, averaged over layers."""
    plain = chosen(runs, scheme="end to end")
    verdicts = []
    for scheme, name in (("layer by layer", "Layer-wise training"), ("pretrained", "Pretraining and finetuning")):
        pairs = [(a, b) for a in plain for b in chosen(runs, scheme=scheme) if a.cell["seed"] == b.cell["seed"]]
        if len(pairs) < 2:
            continue
        gain = paired_interval([_inner(a) for a, _ in pairs], [_inner(b) for _, b in pairs])
        error = paired_interval(*([math.log10(r.measures["error"]) for r in side] for side in zip(*pairs, strict=True)))
        evidence = (
            f"lambda behind the hidden layers but the last falls by {gain} decades, {len(pairs)} pairs, "
            f"detectable {gain.detectable:.2g}; the error of the output by {error}"
        )
        verdicts.append(
            Finding(f"{name} improves the symmetry of intermediate layers.", ABSTRACT, gain.verdict(DECADES), evidence)
        )
    return verdicts


def _inner(result: Result) -> float:
    layers = result.measures["layers"][:-1]
    return sum(map(math.log10, layers)) / max(len(layers), 1)


def fall(runs: Sequence[Result], measure: str, along: str, fixed: str) -> list[float]:
    """By how many decades a measure falls as ``along`` doubles while ``fixed`` stays, for each seed; ``fixed`` is averaged over.

    The slopes are least squares of log10 measure over log2 along. Seeds without two values of ``along`` are left out.

    Examples:
        >>> cell = {"seed": 0, "parameters": 100}
        >>> runs = [Result({**cell, "depth": depth}, {"V": 1 / depth}, 0.0) for depth in (1, 2, 4)]
        >>> [round(value, 6) for value in fall(runs, "V", "depth", "parameters")]
        [0.30103]
    """
    slopes: dict[object, list[float]] = {}
    for seed, level in sorted({(r.cell["seed"], r.cell[fixed]) for r in runs}):
        kept = [r for r in runs if (r.cell["seed"], r.cell[fixed]) == (seed, level)]
        at, values = np.log2([float(r.cell[along]) for r in kept]), np.log10([r.measures[measure] for r in kept])
        if len(set(at)) > 1:
            slopes.setdefault(seed, []).append(-float(np.polyfit(at, values, 1)[0]))
    return [float(np.mean(slopes_of_seed)) for slopes_of_seed in slopes.values()]


def agreement(runs: Sequence[Result], measure: str) -> list[float]:
    """Spearman's correlation of a measure with the error over the architectures, for each seed with at least four of them."""
    correlations = []
    for seed in sorted({r.cell["seed"] for r in runs}):
        kept = [r for r in runs if r.cell["seed"] == seed]
        if len(kept) >= 4:
            correlation, _ = np.asarray(spearmanr([r.measures["error"] for r in kept], [r.measures[measure] for r in kept]))
            correlations.append(float(correlation))
    return correlations
