"""Recovery of the generator of rotation by every estimator at every angle, and two published results checked beside it."""

from __future__ import annotations

import math

import numpy as np

from lconv.experiments.generator_recovery.estimators import ESTIMATORS, WITHOUT_ANGLE, recover, recover_without_angle
from lconv.experiments.generator_recovery.evaluation import Evaluation, Matrix, matrix_cosine
from lconv.experiments.generator_recovery.rotation_pairs import DATA, images
from lconv.experiments.generator_recovery.settings import Discover, largest_angle
from lconv.experiments.harness import Cell, Measures
from lietheory.errors import RankError, UnknownNameError
from lietheory.representation import derivative_matrix, rotation_sampler

NORMALISED = {"regression, images normalised once": False, "regression, images normalised twice": True}
"""Published regressions in single precision, and whether each image is normalised a second time, by itself."""
SHIFT = "shift by powers"
PUBLISHED_SHIFTS = {(20, 8): ".77", (20, 16): ".93", (40, 8): ".75", (40, 16): ".93"}
"""The published cosines of (I + (2/n) L)^n with a shift by 2 of d points, by (d, n)."""
IMAGES = 20_000


def cells(configuration: Discover) -> list[Cell]:
    """Published results once, then every estimator at every angle and the networks that must find the angle themselves.

    The latter are run for every size, kind of data and seed.

    Raises:
        UnknownNameError: data or an estimator that does not exist.
    """
    known = [*ESTIMATORS, *WITHOUT_ANGLE]
    wanted = configuration.estimators or known
    for what, names, all_names in (("estimator", wanted, known), ("data", configuration.data, DATA)):
        for name in names:
            if name not in all_names:
                raise UnknownNameError.nearest(f"discover with {what} {name!r}", what, name, all_names)
    seed, size = configuration.seed, configuration.sizes[0]
    published: list[Cell] = [{"estimator": name, "size": size, "seed": seed} for name in NORMALISED]
    published += [{"estimator": SHIFT, "d": d, "n": n} for d, n in PUBLISHED_SHIFTS]
    return published + [
        {"size": size, "data": data, "estimator": name, "angle": angle, "seed": seed}
        for seed in range(configuration.seed, configuration.seed + configuration.seeds)
        for size in configuration.sizes
        for data in configuration.data
        for name in wanted
        for angle in (configuration.angles if name in ESTIMATORS else [largest_angle(size)])
    ]


def run(configuration: Discover, cell: Cell) -> Measures:
    """One generator: its cosines with each truth, its ceiling and its time; or one published result."""
    name = str(cell["estimator"])
    if name == SHIFT:
        return shift_cosines(int(cell["d"]), int(cell["n"]))
    if name in NORMALISED:
        return conditioning(int(cell["size"]), NORMALISED[name], rng=np.random.default_rng(int(cell["seed"])))
    size, theta = int(cell["size"]), math.pi / int(cell["angle"])
    count = configuration.angle_images if name in WITHOUT_ANGLE else configuration.images
    x, held = images(str(cell["data"]), size, count, rng=np.random.default_rng([int(cell["seed"]), 0]))
    rng = np.random.default_rng([int(cell["seed"]), 1])
    evaluation = Evaluation.of(x[: configuration.images], held)
    if name in WITHOUT_ANGLE:
        estimate, explained = recover_without_angle(x, held, WITHOUT_ANGLE[name], configuration, rng=rng)
        cosines = {key: abs(value) for key, value in evaluation.cosines(estimate.generator).items()}  # its scale has no sign
        return cosines | {"explained": explained, "fit seconds": estimate.seconds}
    estimator = ESTIMATORS[name]
    try:
        estimate = recover(estimator, x, theta, configuration, rng=rng)
    except RankError as refusal:
        return {"refused": str(refusal)} | estimator.ceiling(evaluation, theta)
    return evaluation.cosines(estimate.generator) | estimator.ceiling(evaluation, theta) | {"fit seconds": estimate.seconds}


def conditioning(size: int, again: bool, *, rng: np.random.Generator) -> Measures:
    """The condition number of the images' second moments, and the relative error of R(pi / 10) regressed, in float32.

    Images of mean 0, each by itself, do not span the space: their second moments are singular, and in
    single precision rounding hides it from an inverse.

    Args:
        size: side of the images, of independent uniform pixels of mean 0 and variance 1.
        again: whether each image is then brought to mean 0 and variance 1 by itself.
        rng: source of the images.

    Examples:
        >>> measured = conditioning(4, again=False, rng=np.random.default_rng(0))
        >>> measured["condition"] < 1.5, measured["error"] < 1e-6
        (True, True)
    """
    x = rng.uniform(-(3**0.5), 3**0.5, (IMAGES, size * size)).astype(np.float32)
    if again:
        x = (x - x.mean(axis=1, keepdims=True)) / x.std(axis=1, keepdims=True)
    R = rotation_sampler(size, size, math.pi / 10).astype(np.float32)
    S, C = x.T @ x / np.float32(IMAGES), R @ (x.T @ x) / np.float32(IMAGES)
    measures = {"condition": float(np.linalg.cond(S))}
    try:
        inverse = np.linalg.inv(S)
    except np.linalg.LinAlgError:  # exactly singular, so that there is no regression to measure
        return measures
    return measures | {"error": float(np.linalg.norm(C @ inverse - R) / np.linalg.norm(R))}


def shift_cosines(d: int, steps: int) -> Measures:
    """Cosines of (I + (2/n) L)^n with the released code's shift by 2, which has only d - 1 modes, and with the exact one.

    L is the band-limited generator of circular shifts of d points.

    Examples:
        >>> {target: round(cosine, 4) for target, cosine in shift_cosines(20, 8).items()}
        {'released': 0.7721, 'exact': 0.7724}
    """
    power = np.linalg.matrix_power(np.eye(d) - 2 / steps * derivative_matrix(d), steps)
    exact = np.roll(np.eye(d), 2, axis=0)
    return {"released": matrix_cosine(power, _without_highest_mode(d)), "exact": matrix_cosine(power, exact)}


def _without_highest_mode(d: int) -> Matrix:
    """The shift by 2 of d points, an even number, less the mode +1, -1, ... that the released code leaves out."""
    sign = np.where(np.arange(d) % 2, -1.0, 1.0)
    return np.roll(np.eye(d), 2, axis=0) - np.outer(sign, sign) / d
