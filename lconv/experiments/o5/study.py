"""The O(5) regression: several networks of each kind, their symmetry, and the plain method on the same networks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch

from lconv.experiments.harness.study import Cell, Measures
from lconv.experiments.harness.training import Training
from lconv.experiments.shared.estimates import compared, evidence, fitted
from lconv.experiments.shared.regression_networks import fit, regressor
from lconv.experiments.shared.regression_targets import broken_target, points
from lconv.liegg.actions import LinearAction
from lconv.liegg.discover import discover
from lietheory.algebra import so


@dataclass(frozen=True)
class O5:
    """Networks of two sizes, trained on few and on many samples.

    Args:
        seeds: how many networks of each kind.
        seed: the first of them.
        widths: of both hidden layers.
        samples: training samples.
        points: points at which the symmetry is looked for, which no network was trained on.
        training: the training loop; batches are never larger than the training set.
    """

    seeds: int = 5
    seed: int = 0
    widths: tuple[int, ...] = (32, 64)
    samples: tuple[int, ...] = (300, 1000, 3000, 10000)
    points: int = 8000
    training: Training = Training(steps=5000, batch_size=500, learning_rate=1e-2)


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
    trained = fit(regressor((width, width), generator), broken_target(0.0), samples, configuration.training, generator)
    x, action, truth = points(configuration.points, generator, torch.float64), LinearAction(5, copies=2), so(5).generators
    estimate = discover(trained.model, x, action, generator=generator)
    return {
        "unexplained": trained.unexplained,
        **evidence(estimate, len(truth)),
        **compared(trained.model, x, action, estimate, truth),
        **fitted(estimate, truth, "so(5)"),
    }
