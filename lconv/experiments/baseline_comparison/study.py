"""The study that puts every baseline on a task whose answer is known, beside what its paper says."""

from __future__ import annotations

import time
from collections.abc import Sequence

from lconv.experiments.baseline_comparison import discrete_rotation, shared_filters, turned_digits
from lconv.experiments.baseline_comparison.configuration import DISCRETE, FILTERS, ORBITS, PIXELS, PLANE, TASKS, Comparison
from lconv.experiments.baseline_comparison.findings import findings
from lconv.experiments.baseline_comparison.tables import task_parts
from lconv.experiments.harness.report import Part, Text
from lconv.experiments.harness.study import Cell, Measures, Result, Study
from lconv.experiments.two_body import methods as two_body
from lietheory.errors import UnknownNameError

METHODS = {
    ORBITS: two_body.METHODS,
    PLANE: turned_digits.METHODS,
    PIXELS: turned_digits.PIXEL_METHODS,
    FILTERS: shared_filters.METHODS,
    DISCRETE: discrete_rotation.METHODS,
}


def cells(configuration: Comparison) -> list[Cell]:
    """Every method on every task and seed; shared filters once for each rank."""
    for task in configuration.tasks:
        if task not in TASKS:
            raise UnknownNameError.nearest("baselines", "task", task, TASKS)
    found: list[Cell] = []
    for seed in range(configuration.seed, configuration.seed + configuration.seeds):
        for task in configuration.tasks:
            for method in METHODS[task]:
                cell: Cell = {"task": task, "method": method, "seed": seed}
                ranks = configuration.filters.ranks if task == FILTERS else ()
                found += [cell | {"rank": rank} for rank in ranks] or [cell]
    return found


def run(configuration: Comparison, cell: Cell) -> Measures:
    """One method on one task."""
    clock = time.process_time()
    measures = _measures(configuration, str(cell["task"]), str(cell["method"]), cell)
    return {"processor_seconds": time.process_time() - clock} | measures


def _measures(configuration: Comparison, task: str, method: str, cell: Cell) -> Measures:
    seed = int(cell["seed"])
    if task == DISCRETE:
        return discrete_rotation.find_rotation(configuration.discrete, method, seed)
    if task == ORBITS:
        return two_body.find_symmetry(configuration.orbits, method, seed)
    if task == PLANE:
        return turned_digits.find_motion(configuration.turned, method, seed)
    if task == PIXELS:
        return turned_digits.find_in_pixels(configuration.pixels, method, seed)
    return shared_filters.find_pattern(configuration.filters, int(cell["rank"]), method, seed)


def report(configuration: Comparison, results: Sequence[Result]) -> list[Part]:
    """A table for each task, then a finding on each sentence."""
    intro = Text(
        "Each method runs on a task whose symmetry, or whose sharing of weights, is known. The cosine is that of the largest "
        "angle between what was found and the truth, as matrices and by the action on the data; it is blind to scale, so the "
        "angle of a discrete rotation is reported beside it. Spans of different dimensions are compared by the smaller one."
    )
    tables = [part for task in configuration.tasks for part in task_parts(configuration, task, METHODS[task], results)]
    return [intro, *tables, Text("What the papers say", heading=True), *findings(configuration, results)]


BASELINES = Study(
    name="baselines",
    title="What do Augerino, MSR, a LieGAN-style learner and plain networks find where the answer is known?",
    configuration=Comparison,
    cells=cells,
    run=run,
    report=report,
    groups=("task", "method"),
    headline="action_cosine",
    growing=("seeds", "tasks"),
)
