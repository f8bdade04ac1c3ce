"""Classifiers of digits that have no reason to ignore rotation, and one kind that has."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from lconv.experiments.digits.classifier import perceptron, train_classifier
from lconv.experiments.digits.configuration import ClassifierRun
from lconv.experiments.harness.study import Measures
from lconv.experiments.harness.training import batch_of, minimise
from lconv.experiments.shared.estimate_beside_truth import angle, evidence
from lconv.experiments.shared.image_data import digits, enlarge, turned_anyhow
from lconv.liegg.actions import ImageAction
from lconv.liegg.discover import discover
from lconv.numpy_io import to_torch
from lietheory.errors import UnknownNameError
from lietheory.representation import ROTATION

KINDS = ("upright", "shuffled labels", "turned")


def classifier_control(kind: str, held_out: int, run: ClassifierRun, agreement: float, *, seed: int) -> Measures:
    """Train one classifier and look at it under gl(2) on the pixels, at digits held out, as upright as those it knows.

    Args:
        kind: ``"upright"`` digits; upright ones with ``"shuffled labels"``; or ``"turned"`` by any angle.
        held_out: how many digits are held out.
        run: size and training.
        agreement: degrees within which rotation must lie of the span found.
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
    model = perceptron(run, generator)
    if kind == "turned":
        train_classifier(model, images, labels, run, generator=generator)
        probe = turned_anyhow(probe, generator)
    else:
        _train_upright(model, images, torch.as_tensor(labels), run, generator)
    with torch.no_grad():
        right = [float((model(x).argmax(dim=1).numpy() == y).mean()) for x, y in ((images, labels), (probe, split.held_labels))]
    estimate = discover(model.double(), probe.double(), ImageAction(run.image_size, run.image_size), generator=generator)
    found = estimate.dimension > 0 and angle(ROTATION.astype(float), estimate.generators) < agreement
    return {
        "training_accuracy": right[0],
        "accuracy": right[1],
        "rotation_found": found,
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
