"""A verdict on each sentence of the poster and of the paper's abstract, by the poster's measures and by the well-posed ones."""

from __future__ import annotations

import math
from collections.abc import Sequence

from lconv.experiments.harness.intervals import mean_interval, paired_interval
from lconv.experiments.harness.report import Finding
from lconv.experiments.harness.study import Result, chosen
from lconv.experiments.poster.contrasts import agreement, fall

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
    told = "falls by {} decades as the depth doubles at equal parameters"
    return _finding(sentence, POSTER, fall(runs, measure, "depth", "parameters"), DECADES, told)


def _beyond_one(task: str, runs: Sequence[Result], measure: str, name: str) -> list[Finding]:
    """The same without networks of one hidden layer, which may be worse for another reason: they fit worse."""
    sentence = f"The same among networks of at least two hidden layers: {task}, {name}."
    told = "falls by {} decades as the depth doubles at equal parameters"
    deep = [r for r in runs if int(r.cell["depth"]) > 1]
    return _finding(sentence, POSTER, fall(deep, measure, "depth", "parameters"), DECADES, told)


def _size(task: str, runs: Sequence[Result], measure: str, name: str) -> list[Finding]:
    sentence = f"Symmetry learning depends on the number of parameters, more being better: {task}, {name}."
    told = "falls by {} decades as the parameters double at equal depth"
    return _finding(sentence, ABSTRACT, fall(runs, measure, "parameters", "depth"), DECADES, told)


def _accuracy(task: str, runs: Sequence[Result], measure: str, name: str) -> list[Finding]:
    sentence = f"Symmetry learning goes with accuracy: {task}, {name}."
    told = "rank correlation with the error {} over architectures"
    return _finding(sentence, POSTER, agreement(runs, measure), CORRELATION, told)


def _finding(sentence: str, source: str, samples: Sequence[float], margin: float, told: str) -> list[Finding]:
    if len(samples) < 2:
        return []
    interval = mean_interval(samples)
    evidence = f"{told.format(interval)}; {len(samples)} samples, detectable {interval.detectable:.2g}"
    return [Finding(sentence, source, interval.verdict(margin), evidence)]


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
    found = []
    for seed in sorted({r.cell["seed"] for r in runs}):
        kept = [r.measures for r in runs if r.cell["seed"] == seed]
        values = [m[measure] if against is None else math.log10(m[against] / m[measure]) for m in kept]
        found.append(sum(values) / len(values))
    return found


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
    found = []
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
        found.append(Finding(f"{name} improves the symmetry of intermediate layers.", ABSTRACT, gain.verdict(DECADES), evidence))
    return found


def _inner(result: Result) -> float:
    layers = result.measures["layers"][:-1]
    return sum(map(math.log10, layers)) / max(len(layers), 1)
