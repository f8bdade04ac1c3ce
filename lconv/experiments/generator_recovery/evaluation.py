"""The true generators that a recovered one is compared with, and the largest cosines that an estimator can reach."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from lietheory.arrays import tolerance
from lietheory.comparison.action_distance import action_cosine
from lietheory.representation import grid_generators, pixel_coordinates, rotation_sampler, sampler_derivative

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

    Its centre is off by half a pixel. The published cosines are reproduced with this matrix.

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
    """Measures of a generator that was recovered from images.

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
        """The cosines of the difference quotient, to which a linear fit tends; it is 0 on what the images do not span."""
        return self._against_sampler(difference @ self.seen, difference)

    def skew_ceiling(self, difference: Matrix) -> dict[str, float]:
        """The cosines of its antisymmetric part; only its block on the complement of the images' span is free."""
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
"""The largest cosines that an estimator can reach on images, at an angle."""
