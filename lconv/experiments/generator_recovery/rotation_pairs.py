"""Images, and pairs of one with its rotation by exact bilinear resampling."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float
from scipy import ndimage

from lconv.experiments.shared.images import digits
from lietheory.errors import UnknownNameError
from lietheory.representation import rotation_sampler

DATA = ("noise", "digits")
PAIRINGS = ("two-sided", "one-sided", "one sign an image")
HELD_OUT = 597


@dataclass(frozen=True, eq=False)
class Pairs:
    """Images x_n and their rotations y_sn = R(theta_sn) x_n.

    Args:
        x: images, flattened.
        y: rotated images, one row of them for each side.
        angles: theta_sn in radians.
    """

    x: Float[np.ndarray, "n d"]
    y: Float[np.ndarray, "sides n d"]
    angles: Float[np.ndarray, "sides n"]

    @property
    def angle(self) -> float:
        """The size of the angle, which all pairs share."""
        return float(abs(self.angles.flat[0]))


def paired(x: Float[np.ndarray, "n d"], theta: float, pairing: str, *, rng: np.random.Generator) -> Pairs:
    """Images with their rotations by +theta and -theta, by +theta alone, or each by one of the two at random.

    Raises:
        UnknownNameError: an unknown pairing.

    Examples:
        >>> paired(np.ones((2, 9)), 0.1, "two-sided", rng=np.random.default_rng(0)).angles
        array([[ 0.1,  0.1],
               [-0.1, -0.1]])
    """
    if pairing not in PAIRINGS:
        raise UnknownNameError.nearest(f"paired(x, {theta}, {pairing!r})", "pairing", pairing, PAIRINGS)
    side = round(x.shape[1] ** 0.5)
    turned = np.stack([x @ rotation_sampler(side, side, t).T for t in (theta, -theta)])
    angles = np.broadcast_to([[theta], [-theta]], turned.shape[:2])
    if pairing == "two-sided":
        return Pairs(x, turned, angles)
    which = rng.integers(2, size=len(x)) if pairing == "one sign an image" else np.zeros(len(x), dtype=int)
    each = np.arange(len(x))
    return Pairs(x, turned[which, each][None], angles[which, each][None])


def images(kind: str, size: int, n: int, *, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Images to learn from and images held out, flattened, of mean square 1.

    Noise has independent pixels, uniform around 0. Digits are the 8 x 8 ones of scikit-learn, their square resampled
    to the size by cubic splines; 597 of them, drawn at random, are those held out.

    Raises:
        UnknownNameError: neither ``"noise"`` nor ``"digits"``.

    Examples:
        >>> [part.shape for part in images("noise", 7, 10, rng=np.random.default_rng(0))]
        [(10, 49), (597, 49)]
    """
    if kind not in DATA:
        raise UnknownNameError.nearest(f"images({kind!r}, {size}, {n})", "data", kind, DATA)
    if kind == "noise":
        drawn = rng.uniform(-(3**0.5), 3**0.5, (n + HELD_OUT, size * size))
        return drawn[:n], drawn[n:]
    split = digits(HELD_OUT, rng=rng)
    parts = [resized(part, size).reshape(len(part), -1) for part in (split.images[:n], split.held_images)]
    contrast = np.sqrt(np.mean(parts[0] ** 2))
    return parts[0] / contrast, parts[1] / contrast


def resized(pictures: Float[np.ndarray, "n h h"], size: int) -> Float[np.ndarray, "n size size"]:
    """The whole square of each picture at the centres of size x size cells, by cubic splines, with zeros around the picture.

    Examples:
        >>> resized(np.ones((1, 8, 8)), 20).shape
        (1, 20, 20)
    """
    to = _spline(pictures.shape[1], size)
    return to @ pictures @ to.T


def _spline(old: int, new: int) -> Float[np.ndarray, "new old"]:
    """Cubic splines through ``old`` samples, at the centres of ``new`` cells of the same interval."""
    at = (old - 1) / 2 + (np.arange(new) - (new - 1) / 2) * old / new
    return np.stack([ndimage.map_coordinates(e, [at], order=3, mode="grid-constant") for e in np.eye(old)], axis=1)
