"""Every method on tasks whose answer is known: settings, runs, and the two bodies once more as a study of their own."""

from __future__ import annotations

import time
from dataclasses import dataclass

from lconv.experiments.harness.study import Cell, Measures
from lconv.experiments.harness.training import Fitting
from lconv.experiments.method_comparison import discrete_rotation, shared_filters, turned_digits, two_bodies
from lconv.experiments.method_comparison.two_bodies import TwoBody
from lietheory.errors import UnknownNameError

DISCRETE, ORBITS, PLANE, PIXELS, FILTERS = "discrete rotation", "two bodies", "turned digits", "digits' pixels", "shared filters"
TASKS = (DISCRETE, ORBITS, PLANE, PIXELS, FILTERS)


@dataclass(frozen=True)
class Comparison:
    """All tasks.

    Args:
        seeds: how many.
        seed: the first of them.
        tasks: of :data:`TASKS`.
        discrete: the discrete rotation.
        orbits: two bodies; the seeds and the methods are this configuration's.
        turned: turned digits.
        pixels: how the classifiers of digits turned by any angle are trained.
        filters: shared filters.
    """

    seeds: int = 3
    seed: int = 0
    tasks: tuple[str, ...] = TASKS
    discrete: discrete_rotation.DiscreteRotation = discrete_rotation.DiscreteRotation()
    orbits: TwoBody = TwoBody()
    turned: turned_digits.TurnedDigits = turned_digits.TurnedDigits()
    pixels: Fitting = Fitting(epochs=10)
    filters: shared_filters.SharedFilters = shared_filters.SharedFilters()


METHODS = {
    ORBITS: two_bodies.METHODS,
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
    planned: list[Cell] = []
    for seed in range(configuration.seed, configuration.seed + configuration.seeds):
        for task in configuration.tasks:
            for method in METHODS[task]:
                cell: Cell = {"task": task, "method": method, "seed": seed}
                ranks = configuration.filters.ranks if task == FILTERS else ()
                planned += [cell | {"rank": rank} for rank in ranks] or [cell]
    return planned


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
        return two_bodies.find_symmetry(configuration.orbits, method, seed)
    if task == PLANE:
        return turned_digits.find_motion(configuration.turned, method, seed)
    if task == PIXELS:
        return turned_digits.find_in_pixels(configuration.pixels, method, seed)
    return shared_filters.find_pattern(configuration.filters, int(cell["rank"]), method, seed)


def two_body_cells(configuration: TwoBody) -> list[Cell]:
    """Every method on the orbits of every seed."""
    for method in configuration.methods:
        if method not in two_bodies.METHODS:
            raise UnknownNameError.nearest("two-body", "method", method, two_bodies.METHODS)
    seeds = range(configuration.seed, configuration.seed + configuration.seeds)
    return [{"method": method, "seed": seed} for seed in seeds for method in configuration.methods]


def two_body_run(configuration: TwoBody, cell: Cell) -> Measures:
    """One method on the orbits of one seed."""
    return two_bodies.find_symmetry(configuration, str(cell["method"]), int(cell["seed"]))
