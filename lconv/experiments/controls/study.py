"""The negative controls, and how often a smaller symmetry that is there is detected."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from lconv.experiments.harness.study import Cell, Measures
from lconv.experiments.harness.training import Training, batch_of, minimise
from lconv.experiments.shared.estimates import angle, evidence
from lconv.experiments.shared.images import digits, enlarge, turned_anyhow
from lconv.experiments.shared.regression_networks import fit, regressor
from lconv.experiments.shared.regression_targets import Target, broken_target, points, quartic_target
from lconv.experiments.shared.rotated_digits import ClassifierRun, classifier, train_classifier
from lconv.liegg.actions import ImageAction, LinearAction
from lconv.liegg.discover import discover
from lconv.numpy_io import to_torch
from lietheory.errors import UnknownNameError
from lietheory.representation import ROTATION

SMALL = ClassifierRun(
    image_size=20, width=128, hidden_layers=2, training=Training(steps=1000, batch_size=128, learning_rate=3e-3)
)
"""A classifier that trains in seconds."""


@dataclass(frozen=True)
class Controls:
    """Untrained networks, networks and functions with less symmetry, and classifiers of digits.

    A share c breaks O(5) to O(4) by a part in a_1^2 whose standard deviation is c times that of the invariant part.

    Args:
        seeds: how many trained networks of each kind, and draws of points for each function.
        seed: the first of them.
        untrained: networks of each activation.
        activations: of the untrained networks.
        shares: by which trained targets are broken; 0 is the unbroken one, which power is measured by.
        exact_shares: by which functions are broken that are looked at without training.
        points: numbers of points at which the symmetry is looked for.
        width: of both hidden layers.
        samples: training samples.
        training: the training loop of the regressions.
        digits: which classifiers of digits are trained.
        held_out: digits that take no part in training, at which the classifiers are looked at.
        classifier: size and training of the classifiers.
        agreement: so(2) counts as detected if the rotation is within so many degrees of the estimated span.
    """

    seeds: int = 5
    seed: int = 0
    untrained: int = 20
    activations: tuple[str, ...] = ("SiLU", "tanh", "ReLU")
    shares: tuple[float, ...] = (0.0, 0.03, 0.1, 0.3, 0.9)
    exact_shares: tuple[float, ...] = (0.0, 0.01, 0.03, 0.05, 0.07, 0.1, 0.3, 0.9)
    points: tuple[int, ...] = (500, 1000, 2000, 4000, 8000)
    width: int = 32
    samples: int = 10000
    training: Training = Training(steps=5000, batch_size=500, learning_rate=1e-2)
    digits: tuple[str, ...] = ("upright", "shuffled labels", "turned")
    held_out: int = 597
    classifier: ClassifierRun = SMALL
    agreement: float = 10.0


QUARTIC = "quartic"


def true_dimension(target: str) -> int:
    """Dimension of the algebra that keeps a target: so(5) unbroken, so(4) broken, none of the quartic.

    Examples:
        >>> [true_dimension(target) for target in ("0", "0.03", "quartic")]
        [10, 6, 0]
    """
    return 0 if target == QUARTIC else 6 if float(target) else 10


def targets_of(configuration: Controls) -> list[str]:
    """Every regression target as cells name it, from no breaking to no symmetry."""
    return [f"{c:g}" for c in sorted({*configuration.shares, *configuration.exact_shares})] + [QUARTIC]


def target_name(target: str) -> str:
    """How a table names a target.

    Examples:
        >>> target_name("0"), target_name("0.03"), target_name("quartic")
        ('O(5)', 'O(5) + 3 % a₁²', 'Σ w a⁴ + Σ w b⁴')
    """
    if target == QUARTIC:
        return "Σ w a⁴ + Σ w b⁴"
    return f"O(5) + {100 * float(target):g} % a₁²" if float(target) else "O(5)"


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
        net = regressor(widths, generator, activation=target, bias=True).double()
        return _looked_at(net, configuration.points[-1:], 0, generator)
    function = quartic_target(generator) if target == QUARTIC else broken_target(float(target))
    if kind == "exact":
        return _looked_at(_column(function), configuration.points, true_dimension(target), generator)
    trained = fit(regressor(widths, generator), function, configuration.samples, configuration.training, generator)
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


KINDS = ("upright", "shuffled labels", "turned")


def classifier_control(kind: str, held_out: int, run: ClassifierRun, agreement: float, *, seed: int) -> Measures:
    """Train one classifier and look at it under gl(2) on the pixels, at digits held out, as upright as its training digits.

    Args:
        kind: ``"upright"`` digits; upright ones with ``"shuffled labels"``; or ``"turned"`` by any angle.
        held_out: how many digits are held out.
        run: size and training.
        agreement: degrees within which rotation must lie of the estimated span.
        seed: of everything.

    Raises:
        UnknownNameError: another kind.
    """
    if kind not in KINDS:
        raise UnknownNameError.nearest(f"classifier_control({kind!r}, ...)", "kind of classifier", kind, KINDS)
    rng, generator = np.random.default_rng(seed), torch.Generator().manual_seed(seed)
    split = digits(held_out, rng=rng)
    images, probe = (
        to_torch(enlarge(part, run.image_size), torch.float32)[:, None] for part in (split.images, split.held_images)
    )
    images, probe = images / images.std(), probe / images.std()
    labels = rng.permutation(split.labels) if kind == "shuffled labels" else split.labels
    model = classifier(run, generator)
    if kind == "turned":
        train_classifier(model, images, labels, run, generator=generator)
        probe = turned_anyhow(probe, generator)
    else:
        _train_upright(model, images, torch.as_tensor(labels), run, generator)
    with torch.no_grad():
        right = [float((model(x).argmax(dim=1).numpy() == y).mean()) for x, y in ((images, labels), (probe, split.held_labels))]
    estimate = discover(model.double(), probe.double(), ImageAction(run.image_size, run.image_size), generator=generator)
    detected = estimate.dimension > 0 and angle(ROTATION.astype(float), estimate.generators) < agreement
    return {
        "training_accuracy": right[0],
        "accuracy": right[1],
        "rotation_found": detected,
        "angle": angle(ROTATION.astype(float), estimate.directions[:1]),
        **evidence(estimate, 1),
    }


def _train_upright(
    model: torch.nn.Module, images: Tensor, labels: Tensor, run: ClassifierRun, generator: torch.Generator
) -> list[float]:
    def loss(step: int) -> Tensor:
        batch = batch_of(len(images), run.training.batch_size, generator)
        return functional.cross_entropy(model(images[batch]), labels[batch], label_smoothing=run.label_smoothing)

    return minimise(loss, model.parameters(), run.training)
