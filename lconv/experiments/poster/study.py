"""Depth, width, accuracy, symmetry: one network a run."""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from lconv.experiments.digits.classifier import perceptron as classifier
from lconv.experiments.digits.classifier import train_classifier
from lconv.experiments.digits.configuration import ClassifierRun
from lconv.experiments.harness.study import Cell, Measures, Study
from lconv.experiments.poster.configuration import Classifications, Poster, Regressions
from lconv.experiments.poster.measures import symmetry_measures
from lconv.experiments.poster.report import report
from lconv.experiments.poster.schemes import scheme_measures
from lconv.experiments.poster.widths import parameter_count, width_for
from lconv.experiments.shared.image_data import Split, enlarge, grey_images, turned_anyhow
from lconv.experiments.shared.plain_liegg import plain_reading
from lconv.experiments.shared.regression_networks import fit, perceptron, points
from lconv.experiments.shared.regression_targets import broken_target
from lconv.liegg.actions import ImageAction, LinearAction
from lconv.numpy_io import to_torch
from lietheory.algebra import so
from lietheory.representation import ROTATION


def cells(configuration: Poster) -> Sequence[Cell]:
    """Both tasks at every depth and size, the ways to train, and the exact function, each with every seed."""
    seeds = range(configuration.seed, configuration.seed + configuration.seeds)
    tasks = (("regression", configuration.regressions), ("digits", configuration.classifications))
    return [
        *(
            {"task": name, "parameters": size, "depth": depth, "seed": seed}
            for name, task in tasks
            for size in task.parameters
            for depth in task.depths
            for seed in seeds
        ),
        *({"task": "training", "scheme": scheme, "seed": seed} for scheme in configuration.schemes.names for seed in seeds),
        *({"task": "exact", "seed": seed} for seed in seeds),
    ]


def run(configuration: Poster, cell: Cell) -> Measures:
    """One network, or the exact function."""
    seed = int(cell["seed"])
    match cell["task"]:
        case "regression":
            return _regression(configuration.regressions, int(cell["parameters"]), int(cell["depth"]), seed)
        case "digits":
            images = partial(grey_images, configuration.data, data_home=configuration.data_home, limit=configuration.limit)
            return _classification(configuration.classifications, images, int(cell["parameters"]), int(cell["depth"]), seed)
        case "training":
            return scheme_measures(str(cell["scheme"]), configuration.schemes, configuration.regressions.samples, seed=seed)
        case _:
            return _exact(configuration.regressions.points, seed)


def _regression(task: Regressions, parameters: int, depth: int, seed: int) -> Measures:
    width = width_for(parameters, 10, depth, 1, bias=False)
    generator = torch.Generator().manual_seed(seed)
    trained = fit(perceptron([width] * depth, generator), broken_target(0.0), task.samples, task.training, generator)
    x, truth = points(task.points, generator, torch.float64), so(5).generators
    measures = symmetry_measures(trained.model, trained.untrained, x, LinearAction(5, copies=2), truth, generator)
    count = parameter_count(10, width, depth, 1, bias=False)
    return {"width": width, "parameters": count, "error": trained.unexplained, **measures}


def _classification(task: Classifications, images_of: Callable[..., Split], parameters: int, depth: int, seed: int) -> Measures:
    size, generator = task.image_size, torch.Generator().manual_seed(seed)
    width = width_for(parameters, size**2, depth, 10, bias=True)
    split = images_of(task.held_out, rng=np.random.default_rng(seed))
    images, held = (to_torch(enlarge(part, size), torch.float32)[:, None] for part in (split.images, split.held_images))
    images, probe = images / images.std(), turned_anyhow(held / images.std(), generator)
    shape = ClassifierRun(image_size=size, width=width, hidden_layers=depth, training=task.training)
    model = classifier(shape, generator)
    untrained = copy.deepcopy(model).double()
    train_classifier(model, images, split.labels, shape, generator=generator)
    x, model = probe.double(), model.double()
    with torch.no_grad():
        accuracy = float((model(x).argmax(dim=1).numpy() == split.held_labels).mean())
    action, truth = ImageAction(size, size), ROTATION.astype(np.float64)
    measures = symmetry_measures(model, untrained, x, action, truth, generator, seen=_of_length_one)
    count = parameter_count(size**2, width, depth, 10, bias=True)
    return {"width": width, "parameters": count, "error": 1 - accuracy, **measures}


def _of_length_one(logits: Tensor) -> Tensor:
    return functional.normalize(logits, dim=1)


def _exact(count: int, seed: int) -> Measures:
    """The plain method on |a|^2, whose symmetry is exactly so(5)."""
    x = points(count, torch.Generator().manual_seed(seed), torch.float64)[:, :5]
    reading = plain_reading(lambda x: x.square().sum(dim=1, keepdim=True), x, LinearAction(5), so(5).generators)
    return {
        "held_out": 0.0,
        "plain_poster_bias": reading.poster_bias,
        "plain_code_bias": reading.code_bias,
        "plain_angle": reading.angle,
    }


POSTER = Study(
    "poster",
    "What makes a network a good learner of symmetry: depth, width, accuracy, the way it is trained?",
    Poster,
    cells,
    run,
    report,
    groups=("task", "parameters", "depth", "scheme"),
    headline="held_out",
)
