"""What the regression study is run with."""

from __future__ import annotations

from dataclasses import dataclass

from lconv.experiments.harness.training import Training


@dataclass(frozen=True)
class O5:
    """Networks of two sizes, trained on few and on many samples.

    Args:
        seeds: how many networks of each kind.
        seed: the first of them.
        widths: of both hidden layers.
        samples: training samples.
        points: points at which the symmetry is looked for, which no network was trained on.
        training: the training loop; batches are never larger than the training set.
    """

    seeds: int = 5
    seed: int = 0
    widths: tuple[int, ...] = (32, 64)
    samples: tuple[int, ...] = (300, 1000, 3000, 10000)
    points: int = 8000
    training: Training = Training(steps=5000, batch_size=500, learning_rate=1e-2)
