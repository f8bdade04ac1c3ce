"""What the comparison of baselines is run with."""

from __future__ import annotations

import math
from dataclasses import dataclass

from lconv.experiments.baselines.fitting import Fitting
from lconv.experiments.baselines.msr import Meta
from lconv.experiments.digits.configuration import ClassifierRun, LayerRun
from lconv.experiments.harness.training import Training
from lconv.experiments.two_body.methods import TwoBody

DISCRETE, ORBITS, PLANE, PIXELS, FILTERS = "discrete rotation", "two bodies", "turned digits", "digits' pixels", "shared filters"
TASKS = (DISCRETE, ORBITS, PLANE, PIXELS, FILTERS)


@dataclass(frozen=True)
class DiscreteRotation:
    """y = z / (1 + (angle of (x, y) mod 2 pi / order)): invariant under turns by 2 pi / order about the third axis.

    Args:
        points: drawn from N(0, 1) in R^3.
        order: of the rotation.
        epochs: of the LieGAN-style learner, as many as the released run has: 220 to 270 s on one core.
        width: of its discriminator.
        reach: its coefficients are the integers from -reach to reach.

    References:
        Yang et al. 2023, section 5.3 and the settings of its released run: order 7, 20,000 points.
    """

    points: int = 20_000
    order: int = 7
    epochs: int = 100
    width: int = 512
    reach: int = 10


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
        layer: L-conv, which is told the angles.
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


@dataclass(frozen=True)
class SharedFilters:
    """Tasks y = W x whose rows are a filter of three taps each, the filters of a task combinations of ``rank`` of them.

    Args:
        inputs: length of x; y is two shorter.
        ranks: 1 is a convolution.
        tasks: for training.
        held_tasks: for testing.
        samples: of each task; the inner loop sees the first.
        meta: both loops; the released run has 1,000 outer steps.

    References:
        Zhou, Knowles and Finn 2021, section 5.1: x in R^70, Gaussian filters, combined by a softmax of Gaussian numbers.
    """

    inputs: int = 70
    ranks: tuple[int, ...] = (1, 2, 5)
    tasks: int = 4000
    held_tasks: int = 300
    samples: int = 20
    meta: Meta = Meta(steps=2000)


@dataclass(frozen=True)
class Comparison:
    """All tasks.

    Args:
        seeds: how many.
        seed: the first of them.
        tasks: of :data:`TASKS`.
        discrete: the discrete rotation.
        orbits: two bodies; the seeds and the methods are this configuration's.
        turned: turned digits.
        pixels: how the classifiers of digits turned by any angle are trained.
        filters: shared filters.
    """

    seeds: int = 3
    seed: int = 0
    tasks: tuple[str, ...] = TASKS
    discrete: DiscreteRotation = DiscreteRotation()
    orbits: TwoBody = TwoBody()
    turned: TurnedDigits = TurnedDigits()
    pixels: Fitting = Fitting(epochs=10)
    filters: SharedFilters = SharedFilters()
