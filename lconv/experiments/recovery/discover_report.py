"""What the study of recovery says: cosines beside ceilings, beside what was published."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from lconv.experiments.harness.report import Part, Picture, Rows, Table, Text
from lconv.experiments.harness.study import Result, chosen
from lconv.experiments.recovery.configuration import Discover, largest_angle
from lconv.experiments.recovery.discover_findings import findings, published_rows
from lconv.experiments.recovery.estimators import ESTIMATORS, WITHOUT_ANGLE
from lconv.experiments.recovery.normalized_twice import normalization_rows
from lconv.experiments.recovery.shifts_table import shift_rows
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
    "that are not told the angle have the released layers, schedule and contrast. Each published figure is of one run, so it is "
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
    parts.append(Table(caption, normalization_rows(configuration.sizes[0], configuration.seed)))
    parts += [Table("Shifts in one dimension", shift_rows()), *findings(configuration, results)]
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
    rows = [("estimator", *(f"π/{n}" for n in configuration.angles), "seconds")]
    for name in ESTIMATORS:
        runs = chosen(here, estimator=name)
        if runs:
            each = [_entry(chosen(runs, angle=n), f"{kind}, {truth}", f"ceiling, {kind}") for n in configuration.angles]
            rows.append((name, *each, _seconds(runs)))
    return rows


def _entry(runs: Sequence[Result], measure: str, ceiling: str) -> str:
    found = values(runs, measure)
    if not found:
        return "none: singular" if any("refused" in r.measures for r in runs) else "—"
    best = f" / {np.mean(values(runs, ceiling)):.3f}" if measure.endswith("sampler") else ""
    return spread(found) + best


def values(runs: Sequence[Result], measure: str) -> list[float]:
    """A measure of the runs that were not refused."""
    return [r.measures[measure] for r in runs if measure in r.measures and "refused" not in r.measures]


def spread(found: Sequence[float]) -> str:
    """Mean and standard deviation, as text."""
    return f"{np.mean(found):.3f}" + (f" ±{np.std(found, ddof=1):.3f}" if len(found) > 1 else "")


def _seconds(runs: Sequence[Result]) -> str:
    times = values(runs, "fit seconds")
    return f"{np.median(times):.3g}" if times else "—"


def _unknown_rows(size: int, here: Sequence[Result]) -> Rows:
    measures = ("matrix, sampler", "matrix, spectral", "action, sampler", "explained")
    rows = [("angles", *measures[:3], "share of the angle's variance explained", "seconds")]
    names = {"both": f"from -π/{largest_angle(size)} up", "one": "from 0 up, as published"}
    for name, signs in WITHOUT_ANGLE.items():
        runs = chosen(here, estimator=name)
        if runs:
            rows.append((names[signs], *(spread(values(runs, m)) for m in measures), _seconds(runs)))
    return rows


def _picture(configuration: Discover, size: int, data: str, kind: str, here: Sequence[Result]) -> Picture:
    def curve(name: str, measure: str) -> list[float]:
        found = [values(chosen(here, estimator=name, angle=n), measure) for n in configuration.angles]
        return [float(np.mean(each)) if each else math.nan for each in found]

    present = [name for name in SHOWN if chosen(here, estimator=name)]
    figure = plot_recovery(
        [math.pi / n for n in configuration.angles],
        {name: curve(name, f"{kind}, sampler") for name in present},
        {name: curve(name, f"ceiling, {kind}") for name in present},
        f"{data}, {size} x {size}: {kind} cosine",
    )
    return Picture(figure, f"What trained layers find on {data} of {size} x {size} pixels, beside their ceilings.")
