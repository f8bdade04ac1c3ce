"""The released code's linear regression, whose data were normalised a second time."""

from __future__ import annotations

import math

import numpy as np

from lconv.experiments.harness.report import Rows
from lietheory.representation import rotation_sampler

IMAGES = 20_000


def conditioning(size: int, again: bool, *, rng: np.random.Generator) -> tuple[float, float]:
    """The condition number of the images' second moments, and the relative error of R(pi / 10) regressed, in float32.

    Images of mean 0, each by itself, do not span the space: their second moments are singular, and in
    single precision rounding hides it from an inverse.

    Args:
        size: side of the images, of independent uniform pixels of mean 0 and variance 1.
        again: whether each image is then brought to mean 0 and variance 1 by itself.
        rng: source of the images.

    Examples:
        >>> condition, error = conditioning(4, again=False, rng=np.random.default_rng(0))
        >>> condition < 1.5, error < 1e-6
        (True, True)
    """
    x = rng.uniform(-(3**0.5), 3**0.5, (IMAGES, size * size)).astype(np.float32)
    if again:
        x = (x - x.mean(axis=1, keepdims=True)) / x.std(axis=1, keepdims=True)
    R = rotation_sampler(size, size, math.pi / 10).astype(np.float32)
    S, C = x.T @ x / np.float32(IMAGES), R @ (x.T @ x) / np.float32(IMAGES)
    try:
        error = float(np.linalg.norm(C @ np.linalg.inv(S) - R) / np.linalg.norm(R))
    except np.linalg.LinAlgError:
        error = math.inf
    return float(np.linalg.cond(S)), error


def normalization_rows(size: int, seed: int) -> Rows:
    """Once and twice."""
    rows = [("data", "condition number", "relative error of the regressed rotation")]
    for label, again in (("normalised once", False), ("and again, image by image", True)):
        condition, error = conditioning(size, again, rng=np.random.default_rng(seed))
        rows.append((label, f"{condition:.2g}", f"{error:.2g}"))
    return rows
