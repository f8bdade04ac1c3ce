"""Depth, width, accuracy, symmetry: one network a run, measured by the poster's formula, by its code's, and by lambda."""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import partial

import numpy as np
import torch
from jaxtyping import Float, Real
from torch import Tensor
from torch.nn import functional

from lconv.experiments.harness.study import Cell, Measures
from lconv.experiments.harness.training import Training
from lconv.experiments.poster.training_schemes import Schemes, scheme_measures
from lconv.experiments.shared.estimates import angle, evidence, plain_reading, plain_spectrum
from lconv.experiments.shared.images import Split, enlarge, grey_images, turned_anyhow
from lconv.experiments.shared.regression_networks import fit, regressor
from lconv.experiments.shared.regression_targets import broken_target, points
from lconv.experiments.shared.rotated_digits import ClassifierRun, classifier, train_classifier
from lconv.liegg.actions import Action, ImageAction, LinearAction
from lconv.liegg.breaking import breaking
from lconv.liegg.discover import discover
from lconv.numpy_io import to_torch
from lietheory.algebra import so
from lietheory.errors import RankError, UnknownNameError
from lietheory.representation import ROTATION

DATA = ("digits", "mnist", "fashion_mnist")


@dataclass(frozen=True)
class Regressions:
    """Networks that learn the O(5)-invariant target.

    Args:
        depths: hidden layers.
        parameters: how many parameters all depths share, as nearly as a whole width allows.
        samples: training samples.
        points: new points at which the symmetry is measured.
        training: the training loop.
    """

    depths: tuple[int, ...] = (1, 2, 4)
    parameters: tuple[int, ...] = (1500, 6000)
    samples: int = 10000
    points: int = 4000
    training: Training = Training(steps=2500, batch_size=250, learning_rate=5e-3)


@dataclass(frozen=True)
class Classifications:
    """Networks that learn to classify digits rotated by any angle.

    Args:
        depths: hidden layers.
        parameters: how many parameters all depths share, as nearly as a whole width allows.
        image_size: side of the enlarged images.
        held_out: digits that take no part in training.
        training: the training loop.
    """

    depths: tuple[int, ...] = (1, 2, 4)
    parameters: tuple[int, ...] = (15000, 60000)
    image_size: int = 16
    held_out: int = 597
    training: Training = Training(steps=800, batch_size=128, learning_rate=3e-3)


@dataclass(frozen=True)
class Poster:
    """All of the poster's studies.

    Args:
        seeds: networks of each kind.
        seed: the first of them.
        data: the images of the classification: ``"digits"``, or ``"mnist"`` or ``"fashion_mnist"`` from OpenML, which want
            a larger ``classifications.image_size``, 40 for instance.
        data_home: scikit-learn's data folder, into which downloads go; its own default if empty.
        limit: how many images are taken, from the first; all if 0.
        regressions: the O(5) regression.
        classifications: the turned digits.
        schemes: the ways to train.
    """

    seeds: int = 5
    seed: int = 0
    data: str = "digits"
    data_home: str = ""
    limit: int = 0
    regressions: Regressions = Regressions()
    classifications: Classifications = Classifications()
    schemes: Schemes = Schemes()

    def __post_init__(self) -> None:
        if self.data not in DATA:
            raise UnknownNameError.nearest(f"Poster(data={self.data!r})", "data set", self.data, DATA)


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
    trained = fit(regressor([width] * depth, generator), broken_target(0.0), task.samples, task.training, generator)
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
        "plain_poster_bias": reading.poster_bias,
        "plain_code_bias": reading.code_bias,
        "plain_angle": reading.angle,
    }


def parameter_count(inputs: int, width: int, depth: int, outputs: int, *, bias: bool) -> int:
    """Parameters of a perceptron inputs - width (depth times) - outputs.

    Examples:
        >>> parameter_count(10, 32, 2, 1, bias=False)
        1376
    """
    weights = inputs * width + (depth - 1) * width**2 + width * outputs
    return weights + (depth * width + outputs if bias else 0)


def width_for(parameters: int, inputs: int, depth: int, outputs: int, *, bias: bool) -> int:
    """The width whose parameter count is nearest to ``parameters``.

    Raises:
        RankError: fewer parameters than a network of width 1 has.

    Examples:
        >>> width_for(1376, 10, 2, 1, bias=False)
        32
    """
    width = 1
    while parameter_count(inputs, width, depth, outputs, bias=bias) < parameters:
        width += 1
    if width == 1:
        raise RankError(
            f"width_for({parameters}, ...)",
            f"at least {parameter_count(inputs, 1, depth, outputs, bias=bias) + 1} parameters",
            str(parameters),
            "Ask for more parameters, or for fewer layers.",
        )
    return min(width - 1, width, key=lambda w: abs(parameter_count(inputs, w, depth, outputs, bias=bias) - parameters))


Model = Callable[[Tensor], Tensor]
STEP = 0.1
"""Length of the flow along which the poster's variance is compared with the change of the output."""


def symmetry_measures(
    model: Model,
    untrained: Model,
    x: Float[Tensor, "n ..."],
    action: Action,
    truth: Real[np.ndarray, "k d d"],
    generator: torch.Generator,
    *,
    seen: Callable[[Tensor], Tensor] = lambda outputs: outputs,
) -> Measures:
    """All measures of a trained network at points x, and of the same network before training.

    Args:
        model: the trained network.
        untrained: the network before training.
        x: points.
        action: the action.
        truth: the algebra that the data have.
        generator: splits the points.
        seen: applied to the outputs before the plain method reads them.
    """

    def plain(x: Tensor) -> Tensor:
        return seen(model(x))

    def plain_before(x: Tensor) -> Tensor:
        return seen(untrained(x))

    estimate = discover(model, x, action, generator=generator)
    before = discover(untrained, x, action, generator=generator)
    return {
        **{f"plain_{key}": value for key, value in asdict(plain_reading(plain, x, action, truth)).items()},
        **evidence(estimate, len(truth)),
        "breaking": breaking(model, x, action, truth, generator=generator).value,
        "angle": angle(estimate.directions[: len(truth)], truth),
        "flow_ratio": flow_ratio(plain, x, action),
        **{f"untrained_plain_{key}": value for key, value in asdict(plain_reading(plain_before, x, action, truth)).items()},
        "untrained_held_out": evidence(before, len(truth))["held_out"],
    }


def flow_ratio(model: Model, x: Float[Tensor, "n ..."], action: Action) -> float:
    """mean |F(exp(tL) x) - F(x)|^2 / (t^2 V) at t = STEP, where L has the least symmetry variance, V; 1 as t goes to 0.

    References:
        Moskalev et al. 2022, symmetry variance; the claim liegg-variance.
    """
    variances, vectors = plain_spectrum(model, x, action)
    with torch.no_grad():
        change = (model(action.flow(x, STEP * vectors[0])) - model(x)).square().sum(dim=1).mean()
    return float(change) / (STEP**2 * float(variances[0]))
