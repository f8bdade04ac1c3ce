"""The tables of the comparison, a task each, and a verdict on each sentence that a paper says of a method."""

from __future__ import annotations

import math
from collections.abc import Sequence

from lconv.experiments.harness.intervals import majority_verdict, share
from lconv.experiments.harness.report import Finding, Part, Rows, Table, Text
from lconv.experiments.harness.study import Result, chosen, values
from lconv.experiments.method_comparison import shared_filters, turned_digits
from lconv.experiments.method_comparison.measures import found_that, spread
from lconv.experiments.method_comparison.study import DISCRETE, FILTERS, METHODS, ORBITS, PIXELS, PLANE, Comparison
from lconv.experiments.method_comparison.two_body_report import method_rows, two_body_findings


def report(configuration: Comparison, results: Sequence[Result]) -> list[Part]:
    """A table for each task, then a finding on each sentence."""
    intro = Text(
        "Each method runs on a task whose symmetry, or whose sharing of weights, is known. The cosine is that of the largest "
        "angle between what was found and the truth, as matrices and by the action on the data; it is blind to scale, so the "
        "angle of a discrete rotation is reported beside it. Spans of different dimensions are compared by the smaller one."
    )
    tables = [part for task in configuration.tasks for part in task_parts(configuration, task, METHODS[task], results)]
    return [intro, *tables, Text("What the papers say", heading=True), *findings(configuration, results)]


ABOUT = {
    DISCRETE: "Points in R^3 and a function of them that turns by 2 pi / 7 about the third axis leave as it is. The generator "
    "L is right if exp(L) generates that group: its angle must be a multiple of 2 pi / 7 prime to 7.",
    ORBITS: "Orbits of two bodies that circle each other; the symmetry is the joint rotation of both positions and momenta.",
    PLANE: "Digits upright or upside down and turned by up to 45 degrees, each way up a class: rotations by up to 45 degrees "
    "more keep the classes apart. LieGG looks at a classifier of digits turned by any angle; L-conv is given small angles. "
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
        runs = chosen(results, method=method)
        if runs:
            keys = ("rotation", "widest_other", "accuracy", "processor_seconds")
            cells = (spread(values(runs, key), ".3g") for key in keys)
            rows.append((method, spread(values(runs, "action_cosine"), ".4f"), _relations(runs), *cells, str(len(runs))))
    return [head, *rows]


def _pixels(methods: Sequence[str], results: Sequence[Result]) -> Rows:
    head = ("method", "cosine of rotation with the span", "held-out accuracy", "parameters", "processor seconds", "runs")
    rows = []
    for method in methods:
        runs = chosen(results, method=method)
        if runs:
            free = runs[0].measures["relation"] == "every weight is free"
            cosine = "1: every weight is free" if free else spread(values(runs, "cosine"), ".3f")
            shown = (("accuracy", ".3g"), ("parameters", ".0f"), ("processor_seconds", ".3g"))
            cells = (spread(values(runs, key), digits) for key, digits in shown)
            rows.append((method, cosine, *cells, str(len(runs))))
    return [head, *rows]


def _filters(rank: int, methods: Sequence[str], results: Sequence[Result]) -> Table:
    head = ("method", "squared error on held tasks", "cosine with the true pattern", "processor seconds", "runs")
    rows = []
    for method in methods:
        runs = chosen(results, method=method, rank=rank)
        if runs:
            free = runs[0].measures["relation"] == "every weight is free"
            cosine = "1: every weight is free" if free else spread(values(runs, "cosine"), ".3f")
            cells = spread(values(runs, "error"), ".3g"), cosine, spread(values(runs, "processor_seconds"), ".3g")
            rows.append((method, *cells, str(len(runs))))
    return Table(f"Shared filters of rank {rank}: mean (least to largest over seeds)", [head, *rows])


def _relations(results: Sequence[Result]) -> str:
    return ", ".join(sorted({r.measures["relation"] for r in results}))


AUGERINO, MSR = "Benton et al. 2020, abstract and section 4", "Zhou, Knowles and Finn 2021, section 5.1"
HALF = 0.5
"""A range within this share of the truth counts as its extent."""
ERROR_MARGIN = 0.05
"""Squared errors on held tasks, whose outputs have variance 1 to 3, that differ by less count as equal."""


def findings(configuration: Comparison, results: Sequence[Result]) -> list[Finding]:
    """A verdict on each sentence that has runs."""
    return [
        *_rotation(chosen(results, task=DISCRETE)),
        *two_body_findings(chosen(results, task=ORBITS)),
        *_augerino(configuration, chosen(results, task=PLANE)),
        *_others_on_digits(chosen(results, task=PLANE)),
        *_pixel_findings(chosen(results, task=PIXELS)),
        *_msr(configuration, chosen(results, task=FILTERS)),
    ]


def _rotation(some: Sequence[Result]) -> list[Finding]:
    if not some:
        return []
    cosines, multiples = values(some, "cosine"), values(some, "multiple")
    right = [bool(r.measures["right_group"]) for r in some]
    source = f"Yang et al. 2023; its implementation: {PUBLISHED_ROTATION}"
    angles = "angles in 2 pi / 7: " + ", ".join(f"{m:.3f}" for m in multiples)
    return [
        found_that(
            "LieGAN finds the axis of a discrete rotation, cosine above .99",
            source,
            [c - 0.99 for c in cosines],
            0.01,
            spread(cosines, ".5f"),
        ),
        Finding(
            "what it finds generates the right group in most runs", source, majority_verdict(right), f"{share(right)}; {angles}"
        ),
    ]


def _augerino(configuration: Comparison, some: Sequence[Result]) -> list[Finding]:
    verdicts = []
    truth = math.pi / 2 - configuration.turned.reach
    for method in turned_digits.WEIGHTS:
        runs = chosen(some, method=method)
        if not runs:
            continue
        ranges, others = values(runs, "rotation"), values(runs, "widest_other")
        figures = f"range {spread(ranges, '.3f')} rad, truth {truth:.3f}, widest other {spread(others, '.3f')}"
        close = [HALF * truth - abs(r - truth) for r in ranges]
        verdicts.append(found_that(f"{method}: it finds the extent of rotation", AUGERINO, close, 0.1, figures))
        apart = [r - o for r, o in zip(ranges, others, strict=True)]
        verdicts.append(found_that(f"{method}: rotation has the widest range", AUGERINO, apart, 0.1, figures))
    return verdicts


def _others_on_digits(some: Sequence[Result]) -> list[Finding]:
    verdicts = []
    for method, level, sentence in (
        (turned_digits.LIEGG, 0.99, "the motion of least effect on a classifier of turned digits is rotation, cosine above .99"),
        (turned_digits.LCONV, 0.99, "an L-conv layer given small angles finds the rotation of digits, action cosine above .99"),
    ):
        runs = chosen(some, method=method)
        if runs:
            cosines = values(runs, "action_cosine")
            source = "LieGG" if method == turned_digits.LIEGG else "L-conv paper, discovering symmetries"
            verdicts.append(found_that(sentence, source, [c - level for c in cosines], 0.01, spread(cosines, ".4f")))
    return verdicts


def _pixel_findings(some: Sequence[Result]) -> list[Finding]:
    learned, random = (chosen(some, method=method) for method in ("L-conv", "random L"))
    if not learned or len(learned) != len(random):
        return []
    one, other = values(learned, "cosine"), values(random, "cosine")
    sentence = "classifying turned digits alone brings the generators of an L-conv nearer to rotation than random ones are"
    figures = f"cosine {spread(one, '.3f')} against {spread(other, '.3f')}"
    samples = [a - b for a, b in zip(one, other, strict=True)]
    return [found_that(sentence, "L-conv paper, section 4: random L-conv", samples, 0.1, figures)]


def _msr(configuration: Comparison, some: Sequence[Result]) -> list[Finding]:
    verdicts = []
    for rank in configuration.filters.ranks:
        runs = {m: chosen(some, method=m, rank=rank) for m in shared_filters.METHODS}
        errors = {m: values(r, "error") for m, r in runs.items() if r}
        learned = errors.get(shared_filters.LEARNED, [])
        rivals = [
            m for m in (shared_filters.CONV, shared_filters.LOCAL, shared_filters.FREE) if len(errors.get(m, [])) == len(learned)
        ]
        if not learned or len(rivals) < 3:
            continue
        best = min(rivals, key=lambda m: sum(errors[m]))
        figures = ", ".join(f"{m} {spread(errors[m], '.3g')}" for m in (shared_filters.LEARNED, *rivals))
        if rank == 1:
            samples = [ERROR_MARGIN + b - a for a, b in zip(learned, errors[shared_filters.CONV], strict=True)]
            sentence = f"rank 1: MSR-FC is as good as the convolution, within {ERROR_MARGIN:g}"
        else:
            samples = [b - a for a, b in zip(learned, errors[best], strict=True)]
            sentence = f"rank {rank}: MSR-FC is better than convolution, locally connected and fully connected layers"
        verdicts.append(found_that(sentence, MSR, samples, ERROR_MARGIN, figures))
    return verdicts
