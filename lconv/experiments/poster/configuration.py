"""What the poster's studies are run with."""

from __future__ import annotations

from dataclasses import dataclass

from lconv.experiments.harness.training import Training
from lietheory.errors import UnknownNameError

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
    """Networks that learn to name digits turned by any angle.

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
class Schemes:
    """One network trained in several ways, to look at its intermediate layers.

    Args:
        names: ``"end to end"``; ``"layer by layer"``, each hidden layer with a linear readout of its own while the earlier
            ones rest; ``"pretrained"``, layer by layer for half of the steps, then all together.
        depth: hidden layers.
        width: of each.
        points: new points at which the layers are looked at.
        training: the training loop; every way takes as many steps in all.
    """

    names: tuple[str, ...] = ("end to end", "layer by layer", "pretrained")
    depth: int = 4
    width: int = 32
    points: int = 2000
    training: Training = Training(steps=3000, batch_size=250, learning_rate=5e-3)


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
