"""The reports on Figures 2, 3 and 4: how it was done, the figure, the tables, and the paper's sentences with verdicts."""

from __future__ import annotations

from collections.abc import Sequence

from lconv.experiments.figures.paper_sentences import (
    CANNOT_TELL,
    FIGURE_2,
    FIGURE_3,
    FIGURE_4,
    MARGIN,
    RELEASED,
    Contrast,
    Kind,
    Runs,
    counted,
    counts_table,
    difference_text,
    finding,
)
from lconv.experiments.figures.study import DEFAULT, LCONV, MODELS, ROTATED, SCRAMBLED, VARIANTS, Grid, variant
from lconv.experiments.harness import Finding, Part, Picture, Result, Table, Text
from lietheory.rendering.figures import Bar, Difference, plot_bars, plot_forest

SELECTED = "best epoch chosen on the test fold, as released"
PRINTED = Table(
    "What the released code prints: rotated and scrambled MNIST, one run each, best of 30 epochs on the test fold",
    [
        ("model", "parameters", "accuracy, %"),
        ("L-conv, 6 L_i, d_h 8, 16 filters", "188,362", "94.5"),
        ("L-conv, 8 L_i, d_h 6, 16 filters", "191,562", "94.4"),
        ("L-conv, 6 L_i, d_h 6, 24 filters", "235,498", "94.4"),
        ("CNN 5 x 5", "185,162", "92.6"),
        ("CNN 4 x 4", "200,554", "92.2"),
        ("CNN 3 x 3", "216,650", "91.6"),
        ("CNN 2 x 3", "224,874", "90.5"),
        ("CNN 2 x 2, 24 filters", "175,090", "89.3"),
    ],
)
"""The only accuracies of Fig 2's kind that are printed anywhere; the bars of the figures are not."""


def report_on_figure_2(grid: Grid, results: Sequence[Result]) -> list[Part]:
    """One layer on both hidden symmetries."""
    sizes = variant(grid, DEFAULT, grid.seed).sizes
    verdicts = [finding(sentence, _runs(grid, results)) for sentence in FIGURE_2] + counted(grid, sizes)
    counts = counts_table(grid, sizes, grid.rank)
    body = _body(_runs(grid, results), verdicts, (ROTATED, SCRAMBLED), (1,))
    return [opening(grid, results), *body, PRINTED, counts, *details(grid, grid.rank)]


def report_on_figure_3(grid: Grid, results: Sequence[Result]) -> list[Part]:
    """One layer and two on every variant."""
    rank = grid.rank_of_figure_3
    runs = Runs.of(grid, results, rank)
    verdicts = [finding(sentence, runs) for sentence in FIGURE_3]
    counts = counts_table(grid, variant(grid, DEFAULT, grid.seed).sizes, rank)
    body = _body(runs, verdicts, VARIANTS, (1, 2))
    return [opening(grid, results), *body, *_parameter_bars(runs), counts, *details(grid, rank), Text(_TWO_LAYERS)]


def report_on_figure_4(grid: Grid, results: Sequence[Result]) -> list[Part]:
    """One layer on the images as they are."""
    verdicts = [finding(sentence, _runs(grid, results)) for sentence in FIGURE_4]
    body = _body(_runs(grid, results), verdicts, (DEFAULT,), (1,))
    return [opening(grid, results), *body, *details(grid, grid.rank)]


_TWO_LAYERS = (
    "The paper's Fig 3 is on CIFAR100, as it is and rotated and scrambled; the rotated images stand here beside them. "
    "Two layers are two: the released script feeds the second CNN and FC layer with the network's input again, so that "
    "its networks of two layers have one."
)


def _runs(grid: Grid, results: Sequence[Result]) -> Runs:
    return Runs.of(grid, results, grid.rank)


def _body(runs: Runs, verdicts: Sequence[Finding], variants: Sequence[str], layers: Sequence[int]) -> list[Part]:
    """The figure, the findings, the differences, and the tables."""
    kinds = [Kind(i, m, n) for i in variants for n in layers for m in MODELS]
    against = [Contrast(Kind(k.images, LCONV, k.layers), k) for k in kinds if k.model != LCONV]
    deeper = [Contrast(Kind(k.images, k.model, 2), k) for k in kinds if k.layers == 1] if len(layers) > 1 else []
    return [
        *_accuracy_bars(runs, kinds),
        *verdicts,
        *_forest(runs, against, "L-conv against each model of as many layers"),
        *_forest(runs, deeper, "A second layer"),
        _accuracies(runs, kinds),
        _differences(runs, [*against, *deeper]),
    ]


def _accuracy_bars(runs: Runs, kinds: Sequence[Kind]) -> list[Part]:
    panels: dict[str, list[Bar]] = {}
    for kind in kinds:
        if bars := _bars(runs, kind):
            panels.setdefault(kind.images, []).extend(bars)
    if not panels:
        return []
    figure = plot_bars(panels, "Accuracy on the test fold", "accuracy, %", mark=SELECTED, limit=100)
    return [Picture(figure, "Means over folds and seeds with 95 % intervals.")]


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
    head = ("difference", "images", "points", "first above second", "smallest detectable", "pairs", "as released")
    rows = [(str(c), c.first.images, *_judged(runs, c), difference_text(runs.difference(c, RELEASED))) for c in contrasts]
    return Table("Differences in accuracy, pair by pair, with 95 % intervals", [head, *rows])


def _judged(runs: Runs, contrast: Contrast) -> tuple[str, ...]:
    interval = runs.difference(contrast)
    if interval is None:
        return (difference_text(interval), CANNOT_TELL, "—", "—")
    return (difference_text(interval), interval.verdict(MARGIN), f"{interval.detectable:.1f}", str(interval.samples))


def opening(grid: Grid, results: Sequence[Result]) -> Text:
    """How many runs, on what."""
    return Text(
        f"{len(results)} runs on {grid.data}: {grid.folds} folds, seeds {grid.seed} to {grid.seed + grid.seeds - 1}. "
        f"Each run trains on all folds but one for {grid.fitting.epochs} epochs and is tested on that fold after the last; "
        "nothing is chosen on it."
    )


def details(grid: Grid, rank: int) -> list[Text]:
    """Data, models, training, and what the intervals and verdicts mean."""
    return [Text("How it was done", heading=True), *map(Text, (_DATA, _models(grid, rank), _training(grid), _VERDICTS))]


def _models(grid: Grid, rank: int) -> str:
    space = variant(grid, DEFAULT, grid.seed).sizes.space
    return (
        f"Hidden layers of {grid.filters} channels with ReLU, then one dense layer with softmax. L-conv: L_0 = I and "
        f"{grid.n_generators} learnt L_i = U_i V_i of rank d_h = {rank}, which is {rank / space:.0%} of the {space} points of "
        "an image here, where the paper's 16 are 2 % of MNIST's. CNN: 3 x 3 without padding; maxpool: 2 x 2, stride 1. "
        "FC like L-conv: dense layers of L-conv's latent and output sizes. FC shallow: one hidden layer, as many parameters as "
        "L-conv."
    )


def _training(grid: Grid) -> str:
    return (
        f"Every model is trained by RMSprop, learning rate {grid.fitting.learning_rate:g}, batches of {grid.fitting.batch_size}: "
        "what the released code does, which names no optimiser and so has Keras' default; the paper says SGD. The released code "
        "takes 30 epochs and reports the best test accuracy among them: circles show that number for these runs. "
        "A model below 100 % in training, in the table, has not come to the end and might gain from more epochs."
    )


_DATA = (
    "Each seed draws the angles, uniform within 90 degrees, one permutation for training and test, the folds and the initial "
    "weights. Models of one seed and fold see the same images and are compared pair by pair."
)
_VERDICTS = (
    "Intervals are 95 %, Student's t over folds and seeds with the correction for overlapping training sets. A sentence that "
    "compares several pairs is supported where every interval is above 0, contradicted where one is on the other side, "
    f"not supported where one has 0 in it and lies within {MARGIN:g} point; otherwise these data cannot tell."
)
