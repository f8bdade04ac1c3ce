"""Generators from pairs without gradient descent: regressions, difference quotients, logarithms."""

from __future__ import annotations

import warnings

import numpy as np
import scipy.linalg

from lconv.experiments.recovery.pairs import Pairs
from lconv.experiments.recovery.truths import Matrix
from lietheory.arrays import tolerance
from lietheory.errors import RankError


def least_squares(pairs: Pairs) -> Matrix:
    """The L of least norm that minimises sum |theta L x - (y - x)|^2 over all pairs at once.

    With theta and -theta of every image it is (R(theta) - R(-theta)) / 2 theta; with theta alone (R(theta) - I) / theta.
    """
    x = pairs.angles[..., None] * pairs.x
    return _regression(x.reshape(-1, x.shape[-1]), (pairs.y - pairs.x).reshape(-1, x.shape[-1]))


def skew_least_squares(pairs: Pairs) -> Matrix:
    """The antisymmetric L that minimises the same sum: L S + S L = C - C^T, with S and C the second moments.

    Where S is singular, that of least norm up to the small multiple of I which is added to S.
    """
    x = (pairs.angles[..., None] * pairs.x).reshape(-1, pairs.x.shape[1])
    S, C = x.T @ x, (pairs.y - pairs.x).reshape(x.shape).T @ x
    S += 1e-9 * np.trace(S) / len(S) * np.eye(len(S))
    L = scipy.linalg.solve_continuous_lyapunov(S, C - C.T)
    return (L - L.T) / 2


def logarithm(pairs: Pairs) -> Matrix:
    """log R(theta) / theta, for R regressed from the pairs; from both signs half the difference of the logarithms.

    Raises:
        RankError: a rotation that loses dimensions, as one does that moves a corner out of the image by a pixel.
    """
    logs = [_logarithm(_rotation(pairs, side), pairs.angle) / pairs.angles[side, 0] for side in range(len(pairs.y))]
    return np.mean(logs, axis=0)


def _rotation(pairs: Pairs, side: int) -> Matrix:
    """R(theta), the identity on what the images do not span."""
    return np.eye(pairs.x.shape[1]) + _regression(pairs.x, pairs.y[side] - pairs.x)


def _regression(x: np.ndarray, y: np.ndarray) -> Matrix:
    """The B of least norm with the least sum |B x - y|^2, images in rows."""
    return np.linalg.lstsq(x, y, rcond=tolerance(size=x.size))[0].T


def _logarithm(R: Matrix, theta: float) -> Matrix:
    s = np.linalg.svd(R, compute_uv=False)
    if s[-1] <= 1e-9 * s[0]:
        raise RankError(
            "logarithm(pairs)",
            "an invertible rotation",
            f"singular values down to {s[-1]:.1e} at angle {theta:.3g}",
            "Take a smaller angle, at which no pixel leaves the image.",
        )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # of errors at the level of rounding: R rests on data
        return np.real(scipy.linalg.logm(R))
