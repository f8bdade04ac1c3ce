"""Whitening: the linear map after which a set of outputs has covariance I."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float
from numpy.typing import ArrayLike

from lietheory.arrays import as_floats, tolerance
from lietheory.errors import NotDifferentiableError, RankError, ShapeError

POINTS_PER_OUTPUT = 4
"""Points required for each output: the smallest of m variances is then estimated as (1 - sqrt(1/4))^2 = .25 of itself or
more, so that no direction is dropped for want of points."""


def whitening(outputs: ArrayLike, *, dtype: np.dtype | type = np.float64) -> Float[np.ndarray, "rank m"]:
    """W with W Cov(F) W^T = I over the directions in which the outputs F vary at all.

    An output that is constant, or a linear function of the others (one of the class probabilities), gives no direction of
    its own. Each output is scaled to variance one first, so that a small one is not taken for a constant.

    Args:
        outputs: (n_samples, m), the map's outputs at many points.
        dtype: the precision the outputs were computed in, which sets the tolerance of zero variation.

    Returns:
        W, shape (rank, m).

    Raises:
        ShapeError: not a matrix.
        RankError: fewer than 4 points for each output.
        NotDifferentiableError: all outputs constant.
        PrecisionError: NaN or infinity.

    Examples:
        >>> outputs = np.random.default_rng(0).normal(size=(100, 2)) @ np.diag([1.0, 1000.0])
        >>> W = whitening(outputs)
        >>> np.allclose(W @ np.cov(outputs.T, bias=True) @ W.T, np.eye(2))
        True
    """
    call = "whitening(outputs)"
    F = as_floats(outputs, call, "outputs")
    if F.ndim != 2 or F.size == 0:
        raise ShapeError(call, "outputs of shape (n_samples, m)", f"shape {F.shape}", "Flatten each sample's output.")
    points, m = F.shape
    if points < POINTS_PER_OUTPUT * m:
        raise RankError(
            call,
            f"at least {POINTS_PER_OUTPUT * m} points for {m} outputs",
            f"{points} points",
            "Give more points, or fewer outputs.",
        )
    spread = F.std(axis=0)
    varies = spread > tolerance(dtype) * np.abs(F).max(axis=0)
    if not varies.any():
        raise NotDifferentiableError(
            call,
            "outputs that vary with the input",
            f"{m} constant outputs over {points} points",
            "Check the model, and that the points differ.",
        )
    centred = (F[:, varies] - F[:, varies].mean(axis=0)) / spread[varies]
    scale, right = np.linalg.svd(centred, full_matrices=False)[1:]
    kept = scale > tolerance(dtype, m) * scale[0]
    W = np.zeros((int(kept.sum()), m))
    W[:, varies] = np.sqrt(points) * right[kept] / scale[kept, None] / spread[varies]
    return W
