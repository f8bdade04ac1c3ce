"""What the negative controls are run with."""

from __future__ import annotations

from dataclasses import dataclass

from lconv.experiments.digits.configuration import ClassifierRun
from lconv.experiments.harness.training import Training

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
        agreement: so(2) counts as found if the rotation is within so many degrees of the span found.
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
