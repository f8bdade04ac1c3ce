"""The tables of the comparison: a task each, a row for every method."""

from __future__ import annotations

from collections.abc import Sequence

from lconv.experiments.baseline_comparison.configuration import DISCRETE, FILTERS, ORBITS, PIXELS, PLANE, Comparison
from lconv.experiments.baseline_comparison.measures import spread
from lconv.experiments.harness.report import Part, Rows, Table, Text
from lconv.experiments.harness.study import Result, chosen
from lconv.experiments.two_body.study import method_rows

ABOUT = {
    DISCRETE: "Points in R^3 and a function of them that turns by 2 pi / 7 about the third axis leave as it is. The generator "
    "L is right if exp(L) generates that group: its angle must be a multiple of 2 pi / 7 prime to 7.",
    ORBITS: "Orbits of two bodies that circle each other; the symmetry is the joint rotation of both positions and momenta.",
    PLANE: "Digits upright or upside down and turned by up to 45 degrees, each way up a class: rotations by up to 45 degrees "
    "more keep the classes apart. LieGG looks at a classifier of digits turned by any angle; L-conv is told small angles. "
    "Augerino starts where its released runs do, rotation at 1.31 rad and every other range near 0, where it hardly learns: "
    "that the others stay there says little. With an equal start all begin at .3.",
    PIXELS: "The first layer of classifiers of 8 x 8 digits turned by any angle: does the span of its generators, or of its "
    "pattern of shared weights, contain the generator of rotation? Where all weights are free it does, and says nothing.",
    FILTERS: "Tasks whose weights are shared as in a convolution (rank 1), or mix 2 or 5 filters at every place. Each method "
    "sees one sample of a task, takes one gradient step, and predicts 19 other samples. MSR may beat the true pattern, whose "
    "columns are not orthogonal: one gradient step is not least squares.",
}
PUBLISHED_ROTATION = "cosine .9993 (best .99988); one of three seeds at half the angle with cosine .9986; 205 s"


def task_parts(configuration: Comparison, task: str, methods: Sequence[str], results: Sequence[Result]) -> list[Part]:
    """A heading, what the task is, and its table."""
    some = chosen(results, task=task)
    if not some:
        return []
    parts: list[Part] = [Text(task.capitalize(), heading=True), Text(ABOUT[task])]
    if task == ORBITS:
        return [*parts, Table("Two bodies: mean (least to largest over seeds)", method_rows(some))]
    if task == FILTERS:
        return [*parts, *(_filters(rank, methods, some) for rank in configuration.filters.ranks)]
    rows = {DISCRETE: _discrete, PLANE: _plane, PIXELS: _pixels}[task](methods, some)
    caption = (
        f"Published: {PUBLISHED_ROTATION}" if task == DISCRETE else f"{task.capitalize()}: mean (least to largest over seeds)"
    )
    return [*parts, Table(caption, rows)]


def values(results: Sequence[Result], key: str) -> list[float]:
    """One measure of those runs that have it."""
    return [r.measures[key] for r in results if key in r.measures]


def _discrete(methods: Sequence[str], results: Sequence[Result]) -> Rows:
    head = ("method and seed", "matrix cosine", "angle in 2 pi / 7", "right group", "processor seconds")
    rows = [
        (
            f"{r.cell['method']}, seed {r.cell['seed']}",
            f"{r.measures['cosine']:.5f}",
            f"{r.measures['multiple']:.4f}",
            "yes" if r.measures["right_group"] else "no",
            f"{r.measures['processor_seconds']:.3g}",
        )
        for r in results
    ]
    return [head, *rows]


def _plane(methods: Sequence[str], results: Sequence[Result]) -> Rows:
    head = (
        "method",
        "cosine",
        "relation",
        "rotation's range, rad",
        "widest other range",
        "accuracy",
        "processor seconds",
        "runs",
    )
    rows = []
    for method in methods:
        found = chosen(results, method=method)
        if found:
            keys = ("rotation", "widest_other", "accuracy", "processor_seconds")
            told = (spread(values(found, key), ".3g") for key in keys)
            rows.append((method, spread(values(found, "action_cosine"), ".4f"), _relations(found), *told, str(len(found))))
    return [head, *rows]


def _pixels(methods: Sequence[str], results: Sequence[Result]) -> Rows:
    head = ("method", "cosine of rotation with the span", "held-out accuracy", "parameters", "processor seconds", "runs")
    rows = []
    for method in methods:
        found = chosen(results, method=method)
        if found:
            free = found[0].measures["relation"] == "every weight is free"
            cosine = "1: every weight is free" if free else spread(values(found, "cosine"), ".3f")
            shown = (("accuracy", ".3g"), ("parameters", ".0f"), ("processor_seconds", ".3g"))
            told = (spread(values(found, key), digits) for key, digits in shown)
            rows.append((method, cosine, *told, str(len(found))))
    return [head, *rows]


def _filters(rank: int, methods: Sequence[str], results: Sequence[Result]) -> Table:
    head = ("method", "squared error on held tasks", "cosine with the true pattern", "processor seconds", "runs")
    rows = []
    for method in methods:
        found = chosen(results, method=method, rank=rank)
        if found:
            free = found[0].measures["relation"] == "every weight is free"
            cosine = "1: every weight is free" if free else spread(values(found, "cosine"), ".3f")
            told = spread(values(found, "error"), ".3g"), cosine, spread(values(found, "processor_seconds"), ".3g")
            rows.append((method, *told, str(len(found))))
    return Table(f"Shared filters of rank {rank}: mean (least to largest over seeds)", [head, *rows])


def _relations(results: Sequence[Result]) -> str:
    return ", ".join(sorted({r.measures["relation"] for r in results}))
