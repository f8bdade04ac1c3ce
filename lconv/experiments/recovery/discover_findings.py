"""Verdicts on what was published about recovering a generator, and on how far a trained layer can go."""

from __future__ import annotations

from collections.abc import Sequence

from lconv.experiments.harness.intervals import Interval, another_interval, mean_interval, paired_interval
from lconv.experiments.harness.report import Finding, Rows
from lconv.experiments.harness.study import Result, chosen
from lconv.experiments.recovery.configuration import Discover

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
    rows = [
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
            found = [_mean(runs, "matrix, published"), _mean(runs, "matrix, sampler")]
            found += [_mean(mended, "matrix, sampler"), _mean(mended, "ceiling, matrix")]
            rows.append((f"{size} x {size}, {setting}", f"{published:.2f}", *found))
    return rows


def _mean(runs: Sequence[Result], measure: str) -> str:
    found = [r.measures[measure] for r in runs if measure in r.measures]
    return f"{sum(found) / len(found):.3f}" if found else "—"


def findings(configuration: Discover, results: Sequence[Result]) -> list[Finding]:
    """Published figures, goals, and two comparisons; nothing where fewer than two seeds are done."""
    found = [_published(results, *setting) for setting in PUBLISHED]
    found += [_goal(configuration, results, *goal) for goal in GOALS]
    found += [_comparison(results, *comparison) for comparison in _COMPARISONS]
    return [finding for finding in found if finding is not None]


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
    runs = sorted(chosen(results, **cell), key=lambda r: r.cell["seed"])
    return [r.measures[measure] for r in runs if measure in r.measures]


def _published(results: Sequence[Result], size: int, setting: str, name: str, angle: int, published: float) -> Finding | None:
    samples = _samples(results, "matrix, published", size=size, data="noise", estimator=name, angle=angle)
    if len(samples) < 2:
        return None
    off = another_interval([sample - published for sample in samples])
    runs = f"{min(samples):.3f} to {max(samples):.3f} in {len(samples)} seeds"
    evidence = f"{runs}; another run would give {published + off.lower:.3f} to {published + off.upper:.3f}"
    return Finding(f"{size} x {size}, {setting}: correlation {published:g}", PAPER, _agreement(off), evidence)


def _agreement(off: Interval) -> str:
    """Whether a published run could be another of ours, to within MARGIN."""
    if off.lower > -MARGIN and off.upper < MARGIN:
        return "supported"
    return "contradicted" if off.lower > MARGIN or off.upper < -MARGIN else "cannot tell from these data"


def _goal(
    configuration: Discover, results: Sequence[Result], size: int, data: str, kind: str, widest: int, goal: float
) -> Finding | None:
    measure, angles = f"{kind}, sampler", [n for n in configuration.angles if n >= widest]
    each = {n: _samples(results, measure, size=size, data=data, estimator="trained, full", angle=n) for n in angles}
    above = {n: mean_interval([s - goal for s in samples]) for n, samples in each.items() if len(samples) > 1}
    if not above:
        return None
    n = min(above, key=lambda n: above[n].lower)
    sentence = (
        f"A full layer trained on both signs reaches {kind} cosine {goal} on {data} of {size} x {size}, angles to π/{widest}"
    )
    return Finding(
        sentence, "the sampler's derivative", above[n].verdict(MARGIN), _evidence(above[n], f"cosine less {goal}, worst at π/{n}")
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
    return Finding(sentence, f"noise, {size} x {size}, π/{angle}", gain.verdict(MARGIN), _evidence(gain, "difference of cosines"))


def _evidence(interval: Interval, what: str) -> str:
    return f"{what} {interval}; {interval.samples} seeds, smallest detectable {interval.detectable:.2g}"
