"""The negative controls, and how often a smaller symmetry that is there is found."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import torch
from torch import Tensor

from lconv.experiments.controls.classifiers import classifier_control
from lconv.experiments.controls.configuration import Controls
from lconv.experiments.controls.report import report
from lconv.experiments.controls.targets import QUARTIC, true_dimension
from lconv.experiments.harness.study import Cell, Measures, Study
from lconv.experiments.shared.estimate_beside_truth import evidence
from lconv.experiments.shared.regression_networks import fit, perceptron, points
from lconv.experiments.shared.regression_targets import Target, broken_target, quartic_target
from lconv.liegg.actions import LinearAction
from lconv.liegg.discover import discover

SHOWN = 12
"""Directions of which the evidence is kept, as an estimate prints it."""


def cells(configuration: Controls) -> Sequence[Cell]:
    """Every control: the untrained first, then functions, trained networks, classifiers."""
    seeds = range(configuration.seed, configuration.seed + configuration.seeds)
    untrained = range(configuration.seed, configuration.seed + configuration.untrained)
    exact = [f"{share:g}" for share in configuration.exact_shares]
    trained = [f"{share:g}" for share in configuration.shares]
    kinds = [("exact", [*exact, QUARTIC]), ("trained", [*trained, QUARTIC]), ("classifier", configuration.digits)]
    return [
        *({"kind": "untrained", "target": a, "seed": seed} for a in configuration.activations for seed in untrained),
        *({"kind": kind, "target": target, "seed": seed} for kind, targets in kinds for target in targets for seed in seeds),
    ]


def run(configuration: Controls, cell: Cell) -> Measures:
    """One control."""
    kind, target, seed = str(cell["kind"]), str(cell["target"]), int(cell["seed"])
    if kind == "classifier":
        return classifier_control(target, configuration.held_out, configuration.classifier, configuration.agreement, seed=seed)
    generator = torch.Generator().manual_seed(seed)
    widths = (configuration.width, configuration.width)
    if kind == "untrained":
        net = perceptron(widths, generator, activation=target, bias=True).double()
        return _looked_at(net, configuration.points[-1:], 0, generator)
    function = quartic_target(generator) if target == QUARTIC else broken_target(float(target))
    if kind == "exact":
        return _looked_at(_column(function), configuration.points, true_dimension(target), generator)
    trained = fit(perceptron(widths, generator), function, configuration.samples, configuration.training, generator)
    looked = _looked_at(trained.model, configuration.points, true_dimension(target), generator)
    return {"unexplained": trained.unexplained, **looked}


def _column(function: Target) -> Callable[[Tensor], Tensor]:
    return lambda x: function(x)[:, None]


def _looked_at(model: Callable[[Tensor], Tensor], numbers: Sequence[int], dimension: int, generator: torch.Generator) -> Measures:
    """The decision at each number of new points, and the evidence at the last."""
    estimates = [
        discover(model, points(number, generator, torch.float64), LinearAction(5, copies=2), generator=generator)
        for number in numbers
    ]
    last = estimates[-1]
    columns = (last.held_out, last.lower_bounds, last.upper_bounds, last.finite_step_error)
    return {
        "dimensions": [e.dimension for e in estimates],
        "statuses": [e.status for e in estimates],
        "directions": [[float(value) for value in row[:SHOWN]] for row in columns],
        **evidence(last, dimension),
    }


CONTROLS = Study(
    "controls",
    "Is a symmetry ever reported that is not there, and how often is one found that is?",
    Controls,
    cells,
    run,
    report,
    groups=("kind", "target"),
    headline="dimension",
    growing=("seeds", "untrained", "shares", "exact_shares", "digits", "activations"),
)
