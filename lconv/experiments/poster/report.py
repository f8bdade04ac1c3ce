"""What the poster's studies say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from lconv.experiments.harness.intervals import mean_interval
from lconv.experiments.harness.report import Part, Picture, Rows, Table, Text
from lconv.experiments.harness.study import Result, chosen
from lconv.experiments.poster.findings import TASKS, findings
from lietheory.discovery.decision import LAMBDA_TOLERANCE
from lietheory.rendering.figures.curves import plot_curves

if TYPE_CHECKING:
    from lconv.experiments.poster.configuration import Poster

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
            "angle of as many directions as the truth has. Numbers are means with 95 % intervals over seeds."
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
        rows.append((label, str(len(kept)), *(_mean([float(r.measures[m]) for r in kept]) for m, _ in COLUMNS)))
    return [Table(EXPLAINED[task], rows), _picture(task, runs, kinds)]


def _mean(values: Sequence[float]) -> str:
    return str(mean_interval(values)) if len(values) > 1 else f"{values[0]:.3g}"


def _picture(task: str, runs: Sequence[Result], kinds: Sequence[tuple[int, int]]) -> Picture:
    curves: dict[str, list[tuple[float, list[float]]]] = {}
    for parameters, depth in kinds:
        values = [r.measures["held_out"] for r in chosen(runs, parameters=parameters, depth=depth)]
        curves.setdefault(f"{parameters} parameters", []).append((depth, values))
    figure = plot_curves(
        f"Lambda of the true number of directions: {task}",
        curves,
        "hidden layers, at equal parameters",
        "largest lambda, held out",
        limit=(LAMBDA_TOLERANCE, "tolerance"),
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
    return name, str(len(runs)), *(_mean(column) for column in columns)
