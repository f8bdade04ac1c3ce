"""The three classifiers of MNIST: settings, training, and what each has learned of rotation."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor, nn
from torch.nn import functional

from lconv.experiments.harness.study import Cell, Measures
from lconv.experiments.harness.training import Training, accuracy, batch_of, minimise
from lconv.experiments.mnist.classifiers import SteerableClassifier, dense_classifier
from lconv.experiments.shared.images import MNIST_5K, grey_images, move, turned_anyhow, turns
from lconv.liegg.actions import ImageAction
from lconv.liegg.discover import discover

SIZE, SHOWN = 28, 5  # pixels of a side, and the digit that the picture shows
STEERABLE, UPRIGHT, AUGMENTED = "steerable", "upright", "augmented"


@dataclass(frozen=True)
class Mnist:
    """The settings of the three classifiers.

    Args:
        seeds: how many times each is trained.
        seed: the first seed; it splits the images as well.
        held_out: how many of the 5,000 images take no part in training.
        limit: how many of the 5,000 are used, an equal share of each digit.
        radii: the radii of the steerable classifier's rings, in pixels.
        ring_width: the standard deviation of their Gaussians, in pixels.
        orders: its angular orders, from 0.
        mixtures: mixtures of rings for each order.
        hidden: width of its perceptron.
        width: width of each hidden layer of the multilayer perceptrons.
        hidden_layers: how many they have.
        steerable: training of the steerable classifier, on upright images.
        upright: training of a perceptron on upright images.
        augmented: training of a perceptron on images turned by any angle.
        label_smoothing: share of the label that is spread over all classes, which keeps logits bounded.
        angles: how many steps of a full turn the confidence is measured at.
    """

    seeds: int = 1
    seed: int = 0
    held_out: int = 1000
    limit: int = 5000
    radii: tuple[float, ...] = (1.5, 3.0, 4.5, 6.0, 7.5, 8.5)
    ring_width: float = 1.4
    orders: int = 8
    mixtures: int = 8
    hidden: int = 128
    width: int = 256
    hidden_layers: int = 2
    steerable: Training = Training(steps=800, batch_size=128, learning_rate=3e-3, weight_decay=0.5)
    upright: Training = Training(steps=500, batch_size=128, weight_decay=0.5)
    augmented: Training = Training(steps=2500, batch_size=128, weight_decay=0.05)
    label_smoothing: float = 0.1
    angles: int = 24


def cells(configuration: Mnist) -> Sequence[Cell]:
    """A run for each classifier and seed."""
    seeds = range(configuration.seed, configuration.seed + configuration.seeds)
    return [{"classifier": name, "seed": seed} for seed in seeds for name in (AUGMENTED, STEERABLE, UPRIGHT)]  # longest first


def run(configuration: Mnist, cell: Cell) -> Measures:
    """Train one classifier; measure its accuracy, its symmetries under gl(2) of the plane, and its confidence as images turn."""
    name, seed = str(cell["classifier"]), int(cell["seed"])
    draw = torch.Generator().manual_seed(seed)
    split = grey_images(MNIST_5K, configuration.held_out, rng=np.random.default_rng(seed), limit=configuration.limit)
    images, held = (torch.as_tensor(part, dtype=torch.float32)[:, None] for part in (split.images, split.held_images))
    labels, held_labels = torch.as_tensor(split.labels), torch.as_tensor(split.held_labels)
    model, training = _untrained(name, configuration, draw)

    def loss(step: int) -> Tensor:
        batch = batch_of(len(images), training.batch_size, draw)
        x = turned_anyhow(images[batch], draw) if name == AUGMENTED else images[batch]
        return functional.cross_entropy(model(x), labels[batch], label_smoothing=configuration.label_smoothing)

    minimise(loss, model.parameters(), training, what=name)
    model.train(False)
    turned = turned_anyhow(held, draw)
    accuracies = {"upright": accuracy(model, held, held_labels), "turned": accuracy(model, turned, held_labels)}
    angles = 2 * math.pi * np.arange(configuration.angles + 1) / configuration.angles
    confidence = [_confidence(model, held, held_labels, angle) for angle in angles]
    estimate = discover(model.double(), turned.double(), ImageAction(SIZE, SIZE), generator=draw)
    levels = () if estimate.answer is None else estimate.answer.levels
    return {
        "status": estimate.status,
        "dimension": estimate.dimension,
        "headline": estimate.headline,
        "algebras": [
            {
                "name": estimate.name_of(a),
                "dimension": a.dimension,
                "lower": a.breaking.lower,
                "upper": a.breaking.upper,
                "direction": np.tensordot(a.coefficients[0], estimate.basis, axes=1).tolist(),
            }
            for a in levels
        ],
        "states": list(estimate.states),
        **accuracies,
        "lambda": estimate.held_out.tolist(),
        "lower": estimate.lower_bounds.tolist(),
        "upper": estimate.upper_bounds.tolist(),
        "step": estimate.finite_step_error.tolist(),
        "directions": np.tensordot(estimate.judged_coefficients, estimate.basis, axes=1).tolist(),
        "angles": angles.tolist(),
        "confidence": confidence,
        "image": split.held_images[np.argmax(split.held_labels == SHOWN)].tolist(),
    }


def _untrained(name: str, configuration: Mnist, draw: torch.Generator) -> tuple[nn.Module, Training]:
    if name == STEERABLE:
        model = SteerableClassifier(
            SIZE,
            draw,
            radii=configuration.radii,
            width=configuration.ring_width,
            orders=configuration.orders,
            mixtures=configuration.mixtures,
            hidden=configuration.hidden,
        )
        return model, configuration.steerable
    training = configuration.augmented if name == AUGMENTED else configuration.upright
    return dense_classifier(SIZE, configuration.width, configuration.hidden_layers, draw), training


def _confidence(model: nn.Module, x: Float[Tensor, "b 1 h w"], labels: Tensor, angle: float) -> float:
    """The mean probability of the right class, all images turned by one angle."""
    with torch.no_grad():
        shares = model(move(x, turns(torch.full((len(x),), angle)))).softmax(dim=1)
    return float(shares.gather(1, labels[:, None]).mean())
