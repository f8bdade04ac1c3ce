"""What an experiment is run with: frozen, so that a result can say exactly where it came from."""

from __future__ import annotations

from dataclasses import dataclass

from lconv.experiments.harness.training import Training

SHOWN = 4
"""Held-out images kept in a result, for its figures."""


@dataclass(frozen=True)
class LayerRun:
    """The layer x + theta L x trained on images turned by both +theta and -theta.

    Args:
        largest_angle: angles are drawn below it, in radians.
        smallest_angle: angles are drawn above it; below, the squared error measures only rounding.
        angles: how many angles are drawn.
        training: the training loop.
    """

    largest_angle: float = 0.1
    smallest_angle: float = 0.02
    angles: int = 32
    training: Training = Training(steps=800, learning_rate=0.1)


@dataclass(frozen=True)
class ClassifierRun:
    """A smooth multilayer perceptron that classifies images turned by any angle.

    Args:
        image_size: side of the enlarged images; the margin keeps corners inside when they turn.
        width: width of each hidden layer.
        hidden_layers: number of hidden layers.
        label_smoothing: share of the label that is spread over all classes, which keeps logits bounded.
        training: the training loop.
        finite_angles: angles, in degrees, at which the finite-step error is reported.
        agreement: the angle, in degrees, within which the direction found counts as so(2).
    """

    image_size: int = 24
    width: int = 256
    hidden_layers: int = 3
    label_smoothing: float = 0.1
    training: Training = Training(steps=1500, weight_decay=1.0)
    finite_angles: tuple[float, ...] = (5.0, 15.0, 45.0)
    agreement: float = 2.0


@dataclass(frozen=True)
class Digits:
    """Both parts of the digits experiment.

    Args:
        held_out: how many of the 1,797 digits take no part in training.
        layer: the L-conv layer.
        classifier: the classifier whose generator LieGG extracts.
    """

    held_out: int = 597
    layer: LayerRun = LayerRun()
    classifier: ClassifierRun = ClassifierRun()
