"""The handwritten digits of scikit-learn (1,797 of 8 x 8 pixels, shipped with it) or other images, and how they move.

Images are (batch, 1, height, width). A matrix A of the plane acts on (row, column) from the centre,
and an image f moves to x -> f(A^-1 x), as in :mod:`lietheory.representation.sampling`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import torch
from jaxtyping import Float, Int
from scipy import ndimage
from torch.nn import functional

from lconv.experiments.shared.openml import labelled_images
from lietheory.errors import RankError, ShapeError

DRAWN_SHARE = 0.625  # of an enlarged image's side that the digit takes: a little less than 1 / sqrt(2), so that it can turn
BLUR = 0.7  # width in pixels of the Gaussian that removes what a grid this coarse cannot turn


@dataclass(frozen=True, eq=False)
class Split:
    """Images with labels, divided once into a part for training and a part held out.

    Args:
        images: for training, (n, h, w), in [0, 1].
        labels: for training, (n,).
        held_images: held out, (m, h, w).
        held_labels: held out, (m,).
    """

    images: Float[np.ndarray, "n h w"]
    labels: Int[np.ndarray, " n"]
    held_images: Float[np.ndarray, "m h w"]
    held_labels: Int[np.ndarray, " m"]


def digits(held_out: int, *, rng: np.random.Generator) -> Split:
    """The handwritten digits, of which ``held_out``, drawn at random, take no part in training.

    Raises:
        RankError: nothing would be left on one side.

    Examples:
        >>> digits(597, rng=np.random.default_rng(0)).images.shape
        (1200, 8, 8)
    """
    return grey_images("digits", held_out, rng=rng)


def grey_images(name: str, held_out: int, *, rng: np.random.Generator, data_home: str = "", limit: int = 0) -> Split:
    """A data set of one channel by its name, of which ``held_out`` images, drawn at random, take no part in training.

    Args:
        name: as :func:`lconv.experiments.shared.openml.labelled_images` knows it.
        held_out: how many.
        rng: draws which.
        data_home: scikit-learn's data folder; its own default if empty.
        limit: how many images are taken, from the first; all if 0.

    Raises:
        UnknownNameError, FileFormatError: no such data set, or one that cannot be reached.
        ShapeError: images of several channels.
        RankError: nothing would be left on one side.
    """
    found = labelled_images(name, data_home, limit)
    images, labels, call = found.images, found.labels, f"grey_images({name!r}, {held_out})"
    if images.shape[1] != 1:
        raise ShapeError(call, "images of one channel", f"{images.shape[1]} channels", "Take mnist or fashion_mnist, say.")
    if not 0 < held_out < len(images):
        raise RankError(
            call,
            f"between 1 and {len(images) - 1} images held out",
            str(held_out),
            "Leave images on both sides of the split.",
        )
    order = rng.permutation(len(images))
    held, kept = order[:held_out], order[held_out:]
    return Split(images[kept, 0], labels[kept], images[held, 0], labels[held])


def enlarge(images: Float[np.ndarray, "n h w"], size: int) -> Float[np.ndarray, "n size size"]:
    """Small images by cubic splines in the middle of empty ones of ``size`` pixels, a little blurred."""
    cell = images.shape[1] / (DRAWN_SHARE * size)  # the side of a new pixel in old ones
    margin = math.ceil((cell * size - images.shape[1]) / 2)
    padded = np.pad(images, ((0, 0), (margin, margin), (margin, margin)))
    at = (padded.shape[1] - 1) / 2 + (np.arange(size) - (size - 1) / 2) * cell
    grid = np.meshgrid(at, at, indexing="ij")
    drawn = np.stack([ndimage.map_coordinates(image, grid, order=3, mode="grid-constant") for image in padded])
    return ndimage.gaussian_filter(drawn, (0, BLUR, BLUR))


def move(images: Float[torch.Tensor, "b 1 h w"], matrices: Float[torch.Tensor, "b 2 2"]) -> Float[torch.Tensor, "b 1 h w"]:
    """Each image moved by its own matrix of the plane, f -> f(A^-1 x), by cubic interpolation.

    Args:
        images: square images.
        matrices: one a image, on (row, column).
    """
    swapped = torch.linalg.inv(matrices).flip(1, 2)  # affine_grid takes (column, row)
    grid = functional.affine_grid(functional.pad(swapped, (0, 1)), list(images.shape), align_corners=True)
    return functional.grid_sample(images, grid, mode="bicubic", align_corners=True)


def turns(angles: Float[torch.Tensor, " b"]) -> Float[torch.Tensor, "b 2 2"]:
    """The rotations exp(theta J) of the plane that take rows towards columns."""
    c, s = torch.cos(angles), torch.sin(angles)
    return torch.stack([torch.stack([c, -s], dim=-1), torch.stack([s, c], dim=-1)], dim=-2)


def turned_anyhow(images: Float[torch.Tensor, "b 1 h w"], generator: torch.Generator) -> Float[torch.Tensor, "b 1 h w"]:
    """Each image turned by its own uniform angle in [0, 2 pi)."""
    angles = 2 * math.pi * torch.rand(len(images), generator=generator, dtype=images.dtype)
    return move(images, turns(angles))
