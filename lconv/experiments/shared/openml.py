"""Image data sets by name: the digits that scikit-learn ships, and four from OpenML through scikit-learn's loader."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec

import numpy as np
from jaxtyping import Float, Int

from lietheory.errors import FileFormatError, UnknownNameError

DIGITS = "digits"


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
        name: ``"digits"``, ``"mnist"``, ``"fashion_mnist"``, ``"cifar10"`` or ``"cifar100"``.
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

        bunch = load_digits()
        images, labels = bunch.images[:, None] / 16.0, bunch.target
        return LabelledImages(images[: limit or None], labels[: limit or None])
    if name not in SOURCES:
        raise UnknownNameError.nearest(f"--set data={name}", "data set", name, [DIGITS, *SOURCES])
    source = SOURCES[name]
    used = min(limit or source.used, source.used)
    rows, targets = _fetched(name, source, data_home)
    shape = (source.channels, source.side, source.side)
    if rows.ndim != 2 or rows.shape[1] != math.prod(shape):
        raise _refusal(name, source, data_home, f"rows of {shape}", f"an array of shape {rows.shape}")
    images = rows[:used].reshape(-1, *shape) / np.float32(255)
    return LabelledImages(images, np.unique(targets, return_inverse=True)[1][:used])


def _fetched(name: str, source: Source, data_home: str) -> tuple[np.ndarray, np.ndarray]:
    from sklearn.datasets import fetch_openml

    parser = "pandas" if find_spec("pandas") else "liac-arff"
    try:
        bunch = fetch_openml(data_id=source.number, data_home=data_home or None, as_frame=False, parser=parser)
        return bunch.data.astype(np.float32), bunch.target
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
