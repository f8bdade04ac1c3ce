"""Turned digits: which methods learn that the plane may be turned, how far, and what layers of classifiers learn of it."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from lconv.experiments.baselines.augerino import MOTIONS, Augerino, affine_generators
from lconv.experiments.baselines.image_classifier_base import ImageClassifier, ImageSizes
from lconv.experiments.baselines.image_networks import CNN, FCLikeLConv, FCShallow, LConvClassifier
from lconv.experiments.baselines.interface import Samples, pattern_sizes
from lconv.experiments.harness.study import Measures
from lconv.experiments.harness.training import Fitting, Training, accuracy
from lconv.experiments.method_comparison.measures import FREE_WEIGHTS, measured, span_cosine
from lconv.experiments.shared.images import digits, enlarge, move, turned_anyhow, turns
from lconv.experiments.shared.rotated_digits import ClassifierRun, LayerRun, learn_classifier, learn_layer
from lconv.numpy_io import to_torch
from lietheory.representation import sampler_derivative


@dataclass(frozen=True)
class TurnedDigits:
    """Digits upright or upside down, turned by up to ``reach`` either way; the label says which digit and which way up.

    The two ways up stay apart as long as images are moved by less than pi / 2 - reach more: that is the true range.

    Args:
        digits: that look different upside down.
        size: side of the images.
        copies: of each digit, each turned by its own angle.
        reach: in radians.
        steps: of Augerino.
        weight: of its regulariser.
        layer: L-conv, which is given the angles.
        classifier: what LieGG looks at, trained on digits turned by any angle.
        held_out: how many of the 1,797 digits take no part in training.
    """

    digits: tuple[int, ...] = (3, 4, 7)
    size: int = 16
    copies: int = 4
    reach: float = math.pi / 4
    steps: int = 1500
    weight: float = 0.1
    layer: LayerRun = LayerRun()
    classifier: ClassifierRun = ClassifierRun(training=Training(steps=1000, weight_decay=1.0))
    held_out: int = 597


RELEASED, EQUAL, LIEGG, LCONV = "Augerino", "Augerino, equal start", "LieGG on a classifier", "L-conv, angles known"
WEIGHTS = {"Augerino, half the weight": 0.5, RELEASED: 1.0, "Augerino, twice the weight": 2.0, EQUAL: 1.0}
"""How much of the configured weight the regulariser has."""
METHODS = (*WEIGHTS, LIEGG, LCONV)
PIXEL_METHODS = ("L-conv", "random L", "CNN", "FC like L-conv", "FC shallow")
EVEN = (0.3,) * len(MOTIONS)
"""The start at which no motion is preferred."""


def find_motion(settings: TurnedDigits, method: str, seed: int) -> Measures:
    """What one method says of the motions that digits allow, beside so(2)."""
    if method in WEIGHTS:
        return _by_augerino(settings, method, seed)
    split = digits(settings.held_out, rng=np.random.default_rng(seed))
    clock = time.process_time()
    if method == LIEGG:
        learned = learn_classifier(split, settings.classifier, seed=seed)
        facts = {"status": learned.facts["decision by the fixed tolerances"]}
        measures = measured(learned.generators, np.array([[[0.0, -1.0], [1.0, 0.0]]]), noise=learned.noise)
        return measures | facts | {"processor_seconds": time.process_time() - clock}
    learned = learn_layer(split, settings.layer, seed=seed)
    measures = measured(learned.generators, sampler_derivative(8, 8), learned.points, learned.noise)
    return measures | {"processor_seconds": time.process_time() - clock}


def turned_both_ways(settings: TurnedDigits, *, seed: int) -> tuple[Samples, Samples]:
    """Images (n, 1, size, size) and labels 2 digit + upside down, for training and held out."""
    rng = np.random.default_rng(seed)
    split = digits(settings.held_out, rng=rng)
    parts = ((split.images, split.labels), (split.held_images, split.held_labels))
    training, held = (_both_ways(settings, images, labels, rng) for images, labels in parts)
    return training, held


def find_in_pixels(fitting: Fitting, method: str, seed: int) -> Measures:
    """The first layer of a classifier of digits turned by any angle: the angle from the sampler's rotation to its span."""
    rng = np.random.default_rng(seed)
    split = digits(597, rng=rng)
    draw = torch.Generator().manual_seed(seed)
    sets = ((split.images, split.labels), (split.held_images, split.held_labels))
    (x, y), (held, held_labels) = ((_features(images, draw), torch.as_tensor(labels)) for images, labels in sets)
    clock = time.process_time()
    outcome = classifier(method, fitting).train(Samples(x, y), generator=draw)
    seconds = time.process_time() - clock
    facts = {"accuracy": accuracy(outcome.model, held, held_labels), "processor_seconds": seconds} | outcome.facts
    if outcome.pattern is not None and len(set(pattern_sizes(outcome.pattern))) == 1:
        return FREE_WEIGHTS | facts
    return span_cosine(outcome.span, sampler_derivative(8, 8)) | facts


def classifier(method: str, fitting: Fitting) -> ImageClassifier:
    """One hidden layer of 8 filters on 8 x 8 pixels; L-conv with four generators of rank 8."""
    sizes = ImageSizes(8, 8, 1, 10)
    match method:
        case "L-conv" | "random L":
            return LConvClassifier(sizes, 1, 8, fitting, n_generators=4, rank=8, learns=method == "L-conv")
        case "CNN":
            return CNN(sizes, 1, 8, fitting)
        case "FC like L-conv":
            return FCLikeLConv(sizes, 1, 8, fitting, latent=40)
        case _:
            return FCShallow(sizes, 1, 8, fitting, rank=8, n_generators=4)


def _by_augerino(settings: TurnedDigits, method: str, seed: int) -> Measures:
    training, held = turned_both_ways(settings, seed=seed)
    sizes = {"classes": 2 * len(settings.digits), "weight": WEIGHTS[method] * settings.weight, "steps": settings.steps}
    learner = Augerino(**sizes, start=EVEN) if method == EQUAL else Augerino(**sizes)
    clock = time.process_time()
    outcome = learner.train(training, generator=torch.Generator().manual_seed(seed))
    ranges = {name: outcome.facts[f"range of {name}"] for name in MOTIONS}
    facts = {
        "processor_seconds": time.process_time() - clock,
        "ranges": ranges,
        "rotation": ranges["rotation"],
        "widest_other": max(value for name, value in ranges.items() if name != "rotation"),
        "accuracy": accuracy(outcome.model, held.inputs, held.targets),
    }
    return measured(outcome.span, affine_generators()[2:3]) | facts


def _both_ways(settings: TurnedDigits, images: np.ndarray, labels: np.ndarray, rng: np.random.Generator) -> Samples:
    kept = np.isin(labels, settings.digits)
    drawn = np.repeat(enlarge(images[kept], settings.size), settings.copies, axis=0)
    which = np.repeat(np.searchsorted(np.sort(settings.digits), labels[kept]), settings.copies)
    down = rng.integers(0, 2, len(drawn))
    angles = rng.uniform(-settings.reach, settings.reach, len(drawn)) + np.pi * down
    turned = move(to_torch(drawn / drawn.max(), torch.float32)[:, None], turns(to_torch(angles, torch.float32)))
    return Samples(turned, torch.as_tensor(2 * which + down))


def _features(images: np.ndarray, generator: torch.Generator) -> Tensor:
    """Digits turned by any angle as features (n, 64, 1), centred."""
    turned = turned_anyhow(to_torch(images, torch.float32)[:, None], generator)
    return turned.flatten(2).mT - 0.5
