"""Pairs of images, one turned by exact bilinear resampling; what a recovered generator is measured against, and its ceiling."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float
from scipy import ndimage

from lconv.experiments.shared.images import digits
from lietheory.arrays import tolerance
from lietheory.comparison.action_distance import action_cosine
from lietheory.errors import UnknownNameError
from lietheory.representation import grid_generators, pixel_coordinates, rotation_sampler, sampler_derivative

DATA = ("noise", "digits")
PAIRINGS = ("two-sided", "one-sided", "one sign an image")
HELD_OUT = 597


@dataclass(frozen=True, eq=False)
class Pairs:
    """Images x_n and turned ones y_sn = R(theta_sn) x_n.

    Args:
        x: images, flattened.
        y: turned images, a side each.
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


Matrix = Float[np.ndarray, "d d"]


def matrix_cosine(A: Matrix, B: Matrix) -> float:
    """tr(A^T B) / (|A| |B|), with its sign.

    Examples:
        >>> matrix_cosine(np.eye(2), np.diag([-1.0, 0.0])).__round__(4)
        -0.7071
    """
    return float((A * B).sum() / (np.linalg.norm(A) * np.linalg.norm(B)))


def truths(size: int) -> dict[str, Matrix]:
    """The sampler's two-sided derivative at 0, the band-limited rotation, and the matrix of the published measurement."""
    return {
        "sampler": sampler_derivative(size, size)[0],
        "spectral": grid_generators(size, size)[0],
        "published": released_truth(size),
    }


def released_truth(size: int) -> Matrix:
    """The rotation that the released code compares with: centre size / 2 and sinc-like derivatives of period 2 size.

    Off by half a pixel in its centre. With it the cosines that were published come out.

    References:
        Whittaker-Shannon interpolation, in the published appendix on discovering symmetries.
    """
    modes = np.arange(-size, size + 1) * np.pi / size
    apart = np.subtract.outer(np.arange(size), np.arange(size))
    slope = -(modes * np.sin(modes * apart[..., None])).sum(-1) / (2 * size)
    row, column = (pixel_coordinates(size, size) - 0.5).T
    return column[:, None] * np.kron(slope, np.eye(size)) - row[:, None] * np.kron(np.eye(size), slope)


def two_sided(size: int, theta: float) -> Matrix:
    """(R(theta) - R(-theta)) / 2 theta: the minimum of the layer's squared error on pairs of both signs."""
    return (rotation_sampler(size, size, theta) - rotation_sampler(size, size, -theta)) / (2 * theta)


def one_sided(size: int, theta: float) -> Matrix:
    """(R(theta) - I) / theta: the minimum on pairs of one sign. It keeps the blur, which is linear in |theta|."""
    return (rotation_sampler(size, size, theta) - np.eye(size * size)) / theta


@dataclass(frozen=True, eq=False)
class Evaluation:
    """What images of one kind can say of a generator.

    Args:
        size: side of the images.
        seen: the projection onto the span of the images learned from.
        points: images held out.
    """

    size: int
    seen: Matrix
    points: Float[np.ndarray, "n d"]

    @classmethod
    def of(cls, learned_from: Float[np.ndarray, "m d"], points: Float[np.ndarray, "n d"]) -> Evaluation:
        """The evaluation, on other images, of what was learned from some."""
        _, s, V = np.linalg.svd(learned_from, full_matrices=False)
        V = V[s > tolerance(size=learned_from.size) * s[0]]
        return cls(round(points.shape[1] ** 0.5), V.T @ V, points)

    def cosines(self, L: Matrix) -> dict[str, float]:
        """Matrix and action cosines between L and each truth."""
        cosines = {}
        for name, truth in truths(self.size).items():
            cosines[f"matrix, {name}"] = matrix_cosine(L, truth)
            if name != "published":
                cosines[f"action, {name}"] = action_cosine(L[None], truth[None], self.points)
        return cosines

    def ceiling(self, difference: Matrix) -> dict[str, float]:
        """Of the difference quotient that a linear fit tends to, which is 0 on what the images do not span."""
        return self._against_sampler(difference @ self.seen, difference)

    def skew_ceiling(self, difference: Matrix) -> dict[str, float]:
        """Of its antisymmetric part, of which only the block from and to the unseen is free."""
        skew, unseen = (difference - difference.T) / 2, np.eye(len(difference)) - self.seen
        return self._against_sampler(skew - unseen @ skew @ unseen, skew)

    def low_rank_ceiling(self, rank: int) -> dict[str, float]:
        """The best of any matrix of this rank, at any angle.

        References:
            Eckart and Young 1936: cos^2 is the share of the ``rank`` largest squared singular values.
        """
        truth = sampler_derivative(self.size, self.size)[0]
        matrix = np.linalg.svd(truth @ self.seen, compute_uv=False) ** 2
        action = np.linalg.svd(truth @ self.points.T, compute_uv=False) ** 2
        return {
            "ceiling, matrix": float(np.sqrt(matrix[:rank].sum() / (truth**2).sum())),
            "ceiling, action": float(np.sqrt(action[:rank].sum() / action.sum())),
        }

    def _against_sampler(self, matrix: Matrix, action: Matrix) -> dict[str, float]:
        truth = sampler_derivative(self.size, self.size)[0]
        return {
            "ceiling, matrix": matrix_cosine(matrix, truth),
            "ceiling, action": action_cosine(action[None], truth[None], self.points),
        }


Ceiling = Callable[[Evaluation, float], dict[str, float]]
"""The ceiling of an estimator on images, at an angle."""
