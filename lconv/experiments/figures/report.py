"""The reports on Figures 2, 3 and 4: how it was done, the figure, the tables, and the paper's sentences with verdicts."""

from __future__ import annotations

from collections.abc import Sequence

from lconv.experiments.figures import claims
from lconv.experiments.figures.configuration import Grid
from lconv.experiments.figures.contrasts import MARGIN, RELEASED, Contrast, Kind, Runs, told
from lconv.experiments.figures.counts import counted, counts_table
from lconv.experiments.figures.images import DEFAULT, ROTATED, SCRAMBLED, VARIANTS, variant
from lconv.experiments.figures.models import LCONV, MODELS
from lconv.experiments.figures.opening import opening
from lconv.harness import Part, Picture, Result, Table, Text
from lietheory.rendering.figures import Bar, Difference, plot_bars, plot_forest

SELECTED = "best epoch chosen on the test fold, as released"


def report_on_figure_2(grid: Grid, results: Sequence[Result]) -> list[Part]:
    """One layer on both hidden symmetries."""
    runs = Runs.of(grid, results, grid.rank)
    sizes = variant(grid, DEFAULT, grid.seed).sizes
    return [
        *opening(grid, results, grid.rank),
        *_body(runs, (ROTATED, SCRAMBLED), (1,)),
        *(claims.finding(sentence, runs) for sentence in claims.FIGURE_2),
        *counted(grid, sizes),
        counts_table(grid, sizes, grid.rank),
    ]


def report_on_figure_3(grid: Grid, results: Sequence[Result]) -> list[Part]:
    """One layer and two on every variant."""
    runs = Runs.of(grid, results, grid.rank_of_figure_3)
    sizes = variant(grid, DEFAULT, grid.seed).sizes
    return [
        *opening(grid, results, grid.rank_of_figure_3),
        Text(
            "The paper's Fig 3 is on CIFAR100, as it is and rotated and scrambled; the rotated images stand here beside them. "
            "Two layers are two: the released script feeds the second CNN and FC layer with the network's input again, so that "
            "its networks of two layers have one."
        ),
        *_body(runs, VARIANTS, (1, 2)),
        *_parameter_bars(runs),
        *(claims.finding(sentence, runs) for sentence in claims.FIGURE_3),
        counts_table(grid, sizes, grid.rank_of_figure_3),
    ]


def report_on_figure_4(grid: Grid, results: Sequence[Result]) -> list[Part]:
    """One layer on the images as they are."""
    runs = Runs.of(grid, results, grid.rank)
    found = [claims.finding(sentence, runs) for sentence in claims.FIGURE_4]
    return [*opening(grid, results, grid.rank), *_body(runs, (DEFAULT,), (1,)), *found]


def _body(runs: Runs, variants: Sequence[str], layers: Sequence[int]) -> list[Part]:
    kinds = [Kind(i, m, n) for i in variants for n in layers for m in MODELS]
    bars = {i: [bar for kind in kinds if kind.images == i for bar in _bars(runs, kind)] for i in variants}
    against = [Contrast(Kind(k.images, LCONV, k.layers), k) for k in kinds if k.model != LCONV]
    deeper = [Contrast(Kind(k.images, k.model, 2), k) for k in kinds if k.layers == 1] if len(layers) > 1 else []
    parts: list[Part] = [_accuracies(runs, kinds)]
    if shown := {name: found for name, found in bars.items() if found}:
        figure = plot_bars(shown, "Accuracy on the test fold", "accuracy, %", mark=SELECTED, limit=100)
        parts.insert(0, Picture(figure, "Means over folds and seeds with 95 % intervals."))
    parts += _forest(runs, against, "L-conv against each model of as many layers")
    parts += _forest(runs, deeper, "A second layer")
    return [*parts, _differences(runs, [*against, *deeper])]


def _bars(runs: Runs, kind: Kind) -> list[Bar]:
    mean, released = runs.mean(kind), runs.mean(kind, RELEASED)
    if mean is None or released is None:
        return []
    return [Bar(str(kind), mean.mean, mean.lower, mean.upper, released.mean, kind.model == LCONV)]


def _parameter_bars(runs: Runs) -> list[Part]:
    kinds = [Kind(DEFAULT, m, n) for n in (1, 2) for m in MODELS]
    counts = [(kind, runs.parameters(kind)) for kind in kinds]
    bars = [Bar(str(k), float(c), float(c), float(c), None, k.model == LCONV) for k, c in counts if c is not None]
    if not bars:
        return []
    return [Picture(plot_bars({"any variant": bars}, "Numbers that learn", "parameters"), "Counted; the same for every variant.")]


def _forest(runs: Runs, contrasts: Sequence[Contrast], title: str) -> list[Part]:
    groups: dict[str, list[Difference]] = {}
    for contrast in contrasts:
        interval = runs.difference(contrast)
        if interval is not None:
            shown = Difference(str(contrast), interval.mean, interval.lower, interval.upper)
            groups.setdefault(contrast.first.images, []).append(shown)
    if not groups:
        return []
    caption = f"Differences in accuracy with 95 % intervals; the grey band is ±{MARGIN:g} point."
    return [Picture(plot_forest(groups, title, "difference in accuracy, points", MARGIN), caption)]


def _accuracies(runs: Runs, kinds: Sequence[Kind]) -> Table:
    head = ("model", "images", "runs", "test accuracy, %", "in training, %", "best epoch on the test fold, %", "parameters")
    rows = [(str(k), k.images, *_measured(runs, k)) for k in kinds]
    return Table("Accuracy: mean and 95 % interval", [head, *rows])


def _measured(runs: Runs, kind: Kind) -> tuple[str, ...]:
    mean, training, released = (runs.mean(kind, m) for m in ("accuracy", "accuracy in training", RELEASED))
    if mean is None or training is None or released is None:
        return (str(len(runs.by_kind.get(kind, {}))), "—", "—", "—", "—")
    interval = f"{mean.mean:.1f} ({mean.lower:.1f} to {mean.upper:.1f})"
    return (str(mean.samples), interval, f"{training.mean:.1f}", f"{released.mean:.1f}", f"{runs.parameters(kind):,}")


def _differences(runs: Runs, contrasts: Sequence[Contrast]) -> Table:
    head = ("difference", "images", "points", "as released", "smallest detectable", "pairs")
    rows = []
    for contrast in contrasts:
        interval, released = runs.difference(contrast), runs.difference(contrast, RELEASED)
        sharpness = ("—", "—") if interval is None else (f"{interval.detectable:.1f}", str(interval.samples))
        rows.append((str(contrast), contrast.first.images, told(interval), told(released), *sharpness))
    return Table("Differences in accuracy, pair by pair, with 95 % intervals", [head, *rows])
