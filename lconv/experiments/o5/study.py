"""The O(5) regression: several networks of each kind, their symmetry, and the plain method on the same networks."""

from __future__ import annotations

from collections.abc import Sequence

import torch

from lconv.experiments.harness.study import Cell, Measures, Study
from lconv.experiments.o5.configuration import O5
from lconv.experiments.o5.report import report
from lconv.experiments.shared.estimate_beside_truth import compared, evidence, fitted
from lconv.experiments.shared.regression_networks import fit, perceptron, points
from lconv.experiments.shared.regression_targets import broken_target
from lconv.liegg.actions import LinearAction
from lconv.liegg.discover import discover
from lietheory.algebra import so


def cells(configuration: O5) -> Sequence[Cell]:
    """A run for each width, number of samples and seed."""
    seeds = range(configuration.seed, configuration.seed + configuration.seeds)
    return [
        {"width": width, "samples": samples, "seed": seed}
        for width in configuration.widths
        for samples in configuration.samples
        for seed in seeds
    ]


def run(configuration: O5, cell: Cell) -> Measures:
    """Train one network and look at it at new points."""
    width, samples, seed = (int(cell[key]) for key in ("width", "samples", "seed"))
    generator = torch.Generator().manual_seed(seed)
    trained = fit(perceptron((width, width), generator), broken_target(0.0), samples, configuration.training, generator)
    x, action, truth = points(configuration.points, generator, torch.float64), LinearAction(5, copies=2), so(5).generators
    estimate = discover(trained.model, x, action, generator=generator)
    return {
        "unexplained": trained.unexplained,
        **evidence(estimate, len(truth)),
        **compared(trained.model, x, action, estimate, truth),
        **fitted(estimate, truth, "so(5)"),
    }


O5_REGRESSION = Study(
    "o5",
    "Is so(5) found and named in networks trained on an O(5)-invariant function, and how many samples does that take?",
    O5,
    cells,
    run,
    report,
    groups=("width", "samples"),
    headline="dimension",
    growing=("seeds", "widths", "samples"),
)
