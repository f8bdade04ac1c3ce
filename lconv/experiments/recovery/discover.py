"""The study of recovering the generator of rotation, from every estimator, at every angle."""

from __future__ import annotations

import math

import numpy as np

from lconv.experiments.harness import Cell, Measures, Study
from lconv.experiments.recovery.configuration import Discover, largest_angle
from lconv.experiments.recovery.discover_report import report
from lconv.experiments.recovery.estimators import ESTIMATORS, WITHOUT_ANGLE, recover, recover_without_angle
from lconv.experiments.recovery.pairs import DATA, images
from lconv.experiments.recovery.truths import Judge
from lietheory.errors import RankError, UnknownNameError


def cells(configuration: Discover) -> list[Cell]:
    """Every estimator at every angle, and the networks that are not told the angle, for every size, data and seed.

    Raises:
        UnknownNameError: data or an estimator that does not exist.
    """
    known = [*ESTIMATORS, *WITHOUT_ANGLE]
    wanted = configuration.estimators or known
    for what, names, all_names in (("estimator", wanted, known), ("data", configuration.data, DATA)):
        for name in names:
            if name not in all_names:
                raise UnknownNameError.nearest(f"discover with {what} {name!r}", what, name, all_names)
    return [
        {"size": size, "data": data, "estimator": name, "angle": angle, "seed": seed}
        for seed in range(configuration.seed, configuration.seed + configuration.seeds)
        for size in configuration.sizes
        for data in configuration.data
        for name in wanted
        for angle in (configuration.angles if name in ESTIMATORS else [largest_angle(size)])
    ]


def run(configuration: Discover, cell: Cell) -> Measures:
    """One generator: its cosines with each truth, its ceiling and its time."""
    size, name, theta = int(cell["size"]), str(cell["estimator"]), math.pi / int(cell["angle"])
    count = configuration.angle_images if name in WITHOUT_ANGLE else configuration.images
    x, held = images(str(cell["data"]), size, count, rng=np.random.default_rng([int(cell["seed"]), 0]))
    rng = np.random.default_rng([int(cell["seed"]), 1])
    judge = Judge.of(x[: configuration.images], held)
    if name in WITHOUT_ANGLE:
        found, explained = recover_without_angle(x, held, WITHOUT_ANGLE[name], configuration, rng=rng)
        cosines = {key: abs(value) for key, value in judge.cosines(found.generator).items()}  # its scale has no sign
        return cosines | {"explained": explained, "fit seconds": found.seconds}
    estimator = ESTIMATORS[name]
    try:
        found = recover(estimator, x, theta, configuration, rng=rng)
    except RankError as refusal:
        return {"matrix, sampler": 0.0, "refused": str(refusal)} | estimator.ceiling(judge, theta)
    return judge.cosines(found.generator) | estimator.ceiling(judge, theta) | {"fit seconds": found.seconds}


DISCOVER = Study(
    "discover",
    "Which estimators recover the generator of rotation from pairs of images, and what limits each?",
    Discover,
    cells,
    run,
    report,
    groups=("size", "data", "estimator"),
    headline="matrix, sampler",
)
