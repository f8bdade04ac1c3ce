"""The three variants of a data set: as it is, rotated, and rotated and scrambled."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from jaxtyping import Float, Int
from scipy import ndimage

from lconv.experiments.baselines.classifier import ImageSizes
from lconv.experiments.figures.configuration import Grid
from lconv.experiments.shared.openml import LabelledImages, labelled_images

DEFAULT, ROTATED, SCRAMBLED = "default", "rotated", "rotated and scrambled"
VARIANTS = (DEFAULT, ROTATED, SCRAMBLED)
LARGEST = 90.0  # degrees


@dataclass(frozen=True, eq=False)
class Variant:
    """Features in [-1/2, 1/2], their labels, and which fold each is in.

    Args:
        features: (n, space, channel).
        labels: (n,).
        folds: (n,), integers.
        sizes: of images and classes.
    """

    features: Float[np.ndarray, "n space channel"]
    labels: Int[np.ndarray, " n"]
    folds: Int[np.ndarray, " n"]
    sizes: ImageSizes


@lru_cache(maxsize=3)
def variant(grid: Grid, which: str, seed: int) -> Variant:
    """The images of one variant under one seed: the angles, the permutation and the folds are drawn from the seed alone.

    Angles are the same in both rotated variants, and the permutation is one for all images, of training and test.

    Args:
        grid: which data.
        which: one of VARIANTS.
        seed: of angles, permutation and folds.
    """
    plain = labelled_images(grid.data, grid.data_home, grid.limit)
    n, channels, height, width = plain.images.shape
    rng = np.random.default_rng([seed, 2])
    angles, order = rng.uniform(-LARGEST, LARGEST, n), rng.permutation(height * width)
    images = plain.images if which == DEFAULT else rotated(plain.images, angles)
    features = images.reshape(n, channels, -1).transpose(0, 2, 1) - 0.5
    if which == SCRAMBLED:
        features = features[:, order]
    sizes = ImageSizes(height, width, channels, int(plain.labels.max()) + 1)
    return Variant(np.ascontiguousarray(features, dtype=np.float32), plain.labels, folds_of(plain, grid.folds, rng), sizes)


def rotated(images: Float[np.ndarray, "n c h w"], degrees: Float[np.ndarray, " n"]) -> Float[np.ndarray, "n c h w"]:
    """Each image turned by its own angle once, by cubic splines, its border continued outwards.

    References:
        The code released with the L-conv paper: scipy.ndimage.rotate, reshape=False, mode "nearest", U(-90, 90) degrees.
    """
    turned = [
        ndimage.rotate(image, angle, axes=(2, 1), reshape=False, mode="nearest")
        for image, angle in zip(images, degrees, strict=True)
    ]
    return np.stack(turned)


def folds_of(plain: LabelledImages, folds: int, rng: np.random.Generator) -> Int[np.ndarray, " n"]:
    """A fold for each image, every class spread evenly."""
    found = np.empty(len(plain.labels), dtype=np.int64)
    start = 0
    for label in np.unique(plain.labels):
        members = rng.permutation(np.flatnonzero(plain.labels == label))
        found[members] = (start + np.arange(len(members))) % folds
        start += len(members)
    return found
