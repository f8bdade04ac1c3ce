"""What the recovery of the generator of rotation is run with."""

from __future__ import annotations

from dataclasses import dataclass

from lconv.experiments.harness.training import Training


@dataclass(frozen=True)
class AngleTraining:
    """Adam on the squared error of an angle, the learning rate falling by a factor from epoch to epoch.

    Args:
        epochs: how many.
        pairs: in an epoch.
        batch_size: pairs a step.
        learning_rate: in the first epoch.
        decay: its factor from one epoch to the next.

    References:
        The released notebook: 50,000 pairs, batches of 16, 1e-3, .7 and 10 epochs.
    """

    epochs: int = 10
    pairs: int = 50_000
    batch_size: int = 16
    learning_rate: float = 1e-3
    decay: float = 0.7


@dataclass(frozen=True)
class Discover:
    """Recovery of the generator of rotation from pairs of images, one turned.

    Args:
        seeds: how many independent repetitions: images, initial numbers and batches are drawn anew.
        seed: the first of them.
        sizes: sides of the square images.
        data: ``"noise"`` (independent uniform pixels) and ``"digits"``.
        angles: n, for angles of pi / n.
        estimators: the names in :data:`lconv.experiments.generator_recovery.estimators.ESTIMATORS`; all if empty.
        images: how many images to learn from; of digits at most 1,200.
        full: training of generators without constraint of rank.
        low_rank: training of U V.
        recurrent: training of the layer applied several times.
        regression: training of the network that finds the angle.
        channels: of its layer.
        angle_images: how many images it learns from; of digits at most 1,200.
    """

    seeds: int = 3
    seed: int = 0
    sizes: tuple[int, ...] = (7, 20)
    data: tuple[str, ...] = ("noise", "digits")
    angles: tuple[int, ...] = (10, 20, 40, 80, 160)
    estimators: tuple[str, ...] = ()
    images: int = 2048
    full: Training = Training(steps=300, batch_size=128, learning_rate=0.1)
    low_rank: Training = Training(steps=600, batch_size=128, learning_rate=0.02)
    recurrent: Training = Training(steps=300, batch_size=64, learning_rate=0.03)
    regression: AngleTraining = AngleTraining()
    channels: int = 10
    angle_images: int = 50_000


def recurrence(size: int) -> int:
    """Steps of the recurrent layer: 5 at 7 x 7 and 8 at 20 x 20, as published."""
    return 5 if size < 10 else 8


def largest_angle(size: int) -> int:
    """n, for angles drawn up to pi / n where the layer does not know them: 8 at 7 x 7 and 4 at 20 x 20, as published."""
    return 8 if size < 10 else 4
