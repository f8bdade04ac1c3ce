"""What the recovery study says: cosines beside their ceilings, and a verdict on each published figure."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from lconv.experiments.generator_recovery.estimators import ESTIMATORS, WITHOUT_ANGLE
from lconv.experiments.generator_recovery.settings import Discover, largest_angle
from lconv.experiments.generator_recovery.study import NORMALISED, PUBLISHED_SHIFTS, SHIFT
from lconv.experiments.harness.intervals import MeanInterval, paired_interval, prediction_interval, student_interval
from lconv.experiments.harness.report import Finding, Part, Picture, Rows, Table, Text
from lconv.experiments.harness.study import Result, chosen
from lietheory.rendering.figures import plot_recovery

SHOWN = ("trained, full", "trained, rank 16", "trained, full, one-sided")
INTRODUCTION = (
    "Pairs are an image and its rotation by bilinear sampling, zero outside. Noise has independent uniform pixels with mean 0; "
    "digits are scikit-learn's, their 8 x 8 square resampled by cubic splines, {held} of them held out. A matrix cosine is "
    "tr(AᵀB)/|A||B|; an action cosine compares the fields x → L x on images held out. "
    "A cell reads: mean over seeds ± standard deviation / ceiling. The ceiling is the cosine that the exact difference quotient "
    "at that angle has with the sampler's derivative: (R(θ) - R(-θ))/2θ for pairs of both signs, (R(θ) - I)/θ for one, the "
    "antisymmetric part where L is skew, and on images that do not span the space only what they can tell of it; for rank r it "
    "is the best of any such matrix (Eckart and Young), and a logarithm or a recurrent layer may pass that of the difference. "
    "Where pairs are of "
    "one sign the ceiling is that of the fit's minimum, which training that has not ended there may pass as well: the blur that "
    "lowers it is learned late. A skew layer keeps random numbers where the images say nothing, which may "
    "lie above or below."
)
READOUT = (
    "Figures with the released truth repeat the published measurement: its rotation is centred half a pixel off. The networks "
    "that are not given the angle have the released layers, schedule and contrast. Each published figure is of one run, so it is "
    "held against where another run of ours would fall. A network can say the angle well and yet have a matrix far from the "
    "generator: any powers and multiples of it "
    "that tell angles apart will do. The released regression normalised its images a second time, each by itself, after which "
    "they no longer span the space; the next table shows what that does."
)


def report(configuration: Discover, results: Sequence[Result]) -> list[Part]:
    """Tables for each size and kind of images, a figure each, the published figures, and findings."""
    parts: list[Part] = [Text(INTRODUCTION.format(held=597))]
    for size in configuration.sizes:
        for data in configuration.data:
            here = chosen(results, size=size, data=data)
            if here:
                parts += _of_images(configuration, size, data, here)
    parts += [Text("What was published", heading=True)]
    rows = published_rows(results)
    if len(rows) > 1:
        parts.append(Table("Correlations that were published for noise images, and these runs", rows))
        parts.append(Text(READOUT))
    caption = f"Regression in single precision at {configuration.sizes[0]} x {configuration.sizes[0]}"
    parts.append(Table(caption, normalization_rows(results)))
    parts += [Table("Shifts in one dimension", shift_rows(results)), *findings(configuration, results)]
    return parts


def _of_images(configuration: Discover, size: int, data: str, here: Sequence[Result]) -> list[Part]:
    kinds = ("matrix",) if data == "noise" else ("action", "matrix")
    parts: list[Part] = [Text(f"{data.capitalize()}, {size} x {size}", heading=True)]
    if any(r.cell["estimator"] in ESTIMATORS for r in here):
        for kind in kinds:
            parts.append(_picture(configuration, size, data, kind, here))
            parts.append(Table(f"{kind.capitalize()} cosine with the sampler's derivative", _rows(configuration, here, kind)))
            spectral = _rows(configuration, here, kind, truth="spectral")
            parts.append(Table(f"{kind.capitalize()} cosine with the spectral generator", spectral))
    unknown = _unknown_rows(size, here)
    if len(unknown) > 1:
        parts.append(Table(f"Networks that learn to say the angle, up to π/{largest_angle(size)}", unknown))
    return parts


def _rows(configuration: Discover, here: Sequence[Result], kind: str, truth: str = "sampler") -> Rows:
    rows: list[tuple[str, ...]] = [("estimator", *(f"π/{n}" for n in configuration.angles), "seconds")]
    for name in ESTIMATORS:
        runs = chosen(here, estimator=name)
        if runs:
            each = [_entry(chosen(runs, angle=n), f"{kind}, {truth}", f"ceiling, {kind}") for n in configuration.angles]
            rows.append((name, *each, _seconds(runs)))
    return rows


def _entry(runs: Sequence[Result], measure: str, ceiling: str) -> str:
    measured = values(runs, measure)
    if not measured:
        return "none: singular" if any("refused" in r.measures for r in runs) else "—"
    best = f" / {np.mean(values(runs, ceiling)):.3f}" if measure.endswith("sampler") else ""
    return spread(measured) + best


def values(runs: Sequence[Result], measure: str) -> list[float]:
    """A measure of the runs that were not refused."""
    return [r.measures[measure] for r in runs if measure in r.measures and "refused" not in r.measures]


def spread(sample: Sequence[float]) -> str:
    """Mean and standard deviation, as text."""
    return f"{np.mean(sample):.3f}" + (f" ±{np.std(sample, ddof=1):.3f}" if len(sample) > 1 else "")


def _seconds(runs: Sequence[Result]) -> str:
    times = values(runs, "fit seconds")
    return f"{np.median(times):.3g}" if times else "—"


def _unknown_rows(size: int, here: Sequence[Result]) -> Rows:
    measures = ("matrix, sampler", "matrix, spectral", "action, sampler", "explained")
    rows: list[tuple[str, ...]] = [("angles", *measures[:3], "share of the angle's variance explained", "seconds")]
    names = {"both": f"from -π/{largest_angle(size)} up", "one": "from 0 up, as published"}
    for name, signs in WITHOUT_ANGLE.items():
        runs = chosen(here, estimator=name)
        if runs:
            rows.append((names[signs], *(spread(values(runs, m)) for m in measures), _seconds(runs)))
    return rows


def _picture(configuration: Discover, size: int, data: str, kind: str, here: Sequence[Result]) -> Picture:
    def curve(name: str, measure: str) -> list[float]:
        samples = [values(chosen(here, estimator=name, angle=n), measure) for n in configuration.angles]
        return [float(np.mean(each)) if each else math.nan for each in samples]

    present = [name for name in SHOWN if chosen(here, estimator=name)]
    figure = plot_recovery(
        [math.pi / n for n in configuration.angles],
        {name: curve(name, f"{kind}, sampler") for name in present},
        {name: curve(name, f"ceiling, {kind}") for name in present},
        f"{data}, {size} x {size}: {kind} cosine",
    )
    return Picture(figure, f"What trained layers find on {data} of {size} x {size} pixels, beside their ceilings.")


PAPER = "L-conv paper, appendix on discovering symmetries"
MARGIN = 0.01
PUBLISHED = (
    # size, setting, the study's estimator, angle, the published correlation
    (7, "one angle π/10, one layer", "trained, full, one-sided", 10, 0.27),
    (7, "one angle π/10, linear regression", "difference, one-sided", 10, 0.27),
    (7, "angle unknown up to π/8, recurrent", "angle unknown, one-sided", 8, 0.70),
    (20, "angle unknown up to π/4, recurrent", "angle unknown, one-sided", 4, 0.12),
    (20, "one angle π/10, one layer", "trained, full, one-sided", 10, -0.01),
)
GOALS = ((7, "noise", "matrix", 40, 0.99), (20, "noise", "matrix", 80, 0.95), (20, "digits", "action", 80, 0.95))


def published_rows(results: Sequence[Result]) -> Rows:
    """The published settings with the released truth, and the same with pairs of both signs and the sampler's derivative."""
    rows: list[tuple[str, ...]] = [
        (
            "setting",
            "published",
            "here, released truth",
            "here, sampler's derivative",
            "both signs, sampler's derivative",
            "its ceiling",
        )
    ]
    for size, setting, name, angle, published in PUBLISHED:
        runs = chosen(results, size=size, data="noise", estimator=name, angle=angle)
        mended = chosen(results, size=size, data="noise", estimator=name.removesuffix(", one-sided"), angle=angle)
        if runs:
            cells = [_mean_text(runs, "matrix, published"), _mean_text(runs, "matrix, sampler")]
            cells += [_mean_text(mended, "matrix, sampler"), _mean_text(mended, "ceiling, matrix")]
            rows.append((f"{size} x {size}, {setting}", f"{published:.2f}", *cells))
    return rows


def _mean_text(runs: Sequence[Result], measure: str) -> str:
    measured = values(runs, measure)
    return f"{sum(measured) / len(measured):.3f}" if measured else "—"


def findings(configuration: Discover, results: Sequence[Result]) -> list[Finding]:
    """Published figures, goals, and two comparisons; nothing where fewer than two seeds are done."""
    verdicts = [_published(results, *setting) for setting in PUBLISHED]
    verdicts += [_goal(configuration, results, *goal) for goal in GOALS]
    verdicts += [_comparison(results, *comparison) for comparison in _COMPARISONS]
    return [finding for finding in verdicts if finding is not None]


_COMPARISONS = (
    (
        "Low rank (16) recovers a generator of 20 x 20 images better than a full matrix",
        20,
        "sampler",
        80,
        "trained, rank 16",
        "trained, full",
    ),
    ("Pairs of one sign recover more than pairs of both", 7, "sampler", 40, "trained, full, one-sided", "trained, full"),
    (
        "A skew layer recovers more than a full one from pairs of one sign",
        7,
        "sampler",
        40,
        "trained, skew, one-sided",
        "trained, full, one-sided",
    ),
    (
        "A recurrent layer comes nearer to the sampler's derivative than a single one",
        7,
        "sampler",
        10,
        "trained, recurrent",
        "trained, full",
    ),
    (
        "A recurrent layer comes nearer to the spectral generator than a single one",
        7,
        "spectral",
        10,
        "trained, recurrent",
        "trained, full",
    ),
    ("The logarithm comes nearer to the sampler's derivative than the difference", 7, "sampler", 20, "logarithm", "difference"),
    ("The logarithm comes nearer to the spectral generator than the difference", 7, "spectral", 20, "logarithm", "difference"),
)
"""What is compared on noise: the sentence, size, truth and angle, and two estimators, the first said to be the better."""


def _samples(results: Sequence[Result], measure: str, **cell: str | int) -> list[float]:
    return values(sorted(chosen(results, **cell), key=lambda r: r.cell["seed"]), measure)


def _published(results: Sequence[Result], size: int, setting: str, name: str, angle: int, published: float) -> Finding | None:
    samples = _samples(results, "matrix, published", size=size, data="noise", estimator=name, angle=angle)
    if len(samples) < 2:
        return None
    off = prediction_interval([sample - published for sample in samples])
    runs = f"{min(samples):.3f} to {max(samples):.3f} in {len(samples)} seeds"
    evidence = f"{runs}; another run would give {published + off.lower:.3f} to {published + off.upper:.3f}"
    return Finding(f"{size} x {size}, {setting}: correlation {published:g}", PAPER, _agreement(off), evidence)


def _agreement(off: MeanInterval) -> str:
    """Whether a published run could be another of ours, to within MARGIN."""
    if off.lower > -MARGIN and off.upper < MARGIN:
        return "supported"
    return "contradicted" if off.lower > MARGIN or off.upper < -MARGIN else "cannot tell from these data"


def _goal(
    configuration: Discover, results: Sequence[Result], size: int, data: str, kind: str, widest: int, goal: float
) -> Finding | None:
    measure, angles = f"{kind}, sampler", [n for n in configuration.angles if n >= widest]
    each = {n: _samples(results, measure, size=size, data=data, estimator="trained, full", angle=n) for n in angles}
    above = {n: student_interval([s - goal for s in samples]) for n, samples in each.items() if len(samples) > 1}
    if not above:
        return None
    n = min(above, key=lambda n: above[n].lower)
    sentence = (
        f"A full layer trained on both signs reaches {kind} cosine {goal} on {data} of {size} x {size}, angles to π/{widest}"
    )
    return Finding(
        sentence, "the sampler's derivative", above[n].verdict(MARGIN), above[n].evidence(f"cosine less {goal}, worst at π/{n}")
    )


def _comparison(
    results: Sequence[Result], sentence: str, size: int, truth: str, angle: int, first: str, second: str
) -> Finding | None:
    both = [
        _samples(results, f"matrix, {truth}", size=size, data="noise", estimator=name, angle=angle) for name in (first, second)
    ]
    if min(map(len, both)) < 2 or len(both[0]) != len(both[1]):
        return None
    gain = paired_interval(*both)
    return Finding(sentence, f"noise, {size} x {size}, π/{angle}", gain.verdict(MARGIN), gain.evidence("difference of cosines"))


def shift_rows(results: Sequence[Result]) -> Rows:
    """The published cosines and both of ours."""
    rows: list[tuple[str, ...]] = [
        ("(I + (2/n) L)ⁿ against a shift by 2", "published", "target of d - 1 modes, as released", "exact shift")
    ]
    for r in chosen(results, estimator=SHIFT):
        d, n = int(r.cell["d"]), int(r.cell["n"])
        cosines = (f"{r.measures[target]:.4f}" for target in ("released", "exact"))
        rows.append((f"d = {d}, n = {n}", PUBLISHED_SHIFTS[d, n], *cosines))
    return rows


def normalization_rows(results: Sequence[Result]) -> Rows:
    """Images normalised once and twice."""
    rows: list[tuple[str, ...]] = [("data", "condition number", "relative error of the regressed rotation")]
    for name, label in zip(NORMALISED, ("normalised once", "and again, image by image"), strict=True):
        for r in chosen(results, estimator=name):
            error = f"{r.measures['error']:.2g}" if "error" in r.measures else "none: singular"
            rows.append((label, f"{r.measures['condition']:.2g}", error))
    return rows
