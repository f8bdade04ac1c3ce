"""The Lie algebra convolution sigma(sum_i L_i h W^i + b), written as its formula: slow, to test the trained layer against."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from lietheory.algebra import AlgebraLike, matrices_if_algebra
from lietheory.arrays import as_array, exact_array, is_exact
from lietheory.errors import ShapeError


def lie_convolution(
    h: ArrayLike,
    L: AlgebraLike,
    W: ArrayLike,
    b: ArrayLike | None = None,
    sigma: Callable[[np.ndarray], np.ndarray] | None = None,
) -> np.ndarray:
    """The layer sigma(sum_i L_i h W^i + b), with L_0 = I where the generators are square.

    Exact input gives the exact result.

    Args:
        h: features (batch, space, in).
        L: generators (n_L, space, space), an algebra of matrices or its name; or rectangular ones
            (n_L, space_out, space), with no identity term.
        W: weights (n_L + 1, in, out), W[0] going with the identity; (n_L, in, out) for rectangular L.
        b: bias, broadcast against (space_out, out); none by default.
        sigma: activation, applied to the whole result; none by default.

    Returns:
        (batch, space_out, out).

    Raises:
        ShapeError: shapes that do not fit together.
        PrecisionError: NaN or infinity.

    Examples:
        >>> lie_convolution([[[1], [2]]], L=[[[0, 1], [0, 0]]], W=[[[1]], [[10]]]).tolist()
        [[[21], [2]]]

    References:
        The L-conv paper, Eq 6.
    """
    call = "lie_convolution(h, L, W)"
    L = matrices_if_algebra(L, call, "L")
    arrays = [as_array(value, call, name) for value, name in ((h, "h"), (L, "L"), (W, "W"), (0 if b is None else b, "b"))]
    exact = all(is_exact(array) for array in arrays)
    # exact sums are taken in Python's own integers and Fractions, which do not overflow
    h, L, W, b = (array.astype(object) if exact else array.astype(np.float64) for array in arrays)
    _require_fit(h, L, W, call)
    identity, weights = (W[:1], W[1:]) if L.shape[1] == L.shape[2] else (W[:0], W)
    total = sum((h @ w for w in identity), start=b)
    total = sum((L_i @ (h @ w) for L_i, w in zip(L, weights, strict=True)), start=total)
    result = total if sigma is None else sigma(total)
    return exact_array(result) if exact and sigma is None else result


def _require_fit(h: np.ndarray, L: np.ndarray, W: np.ndarray, call: str) -> None:
    if h.ndim != 3:
        raise ShapeError(call, "h of shape (batch, space, channel)", f"shape {h.shape}", "One sample h is h[None].")
    if L.ndim != 3 or L.shape[2] != h.shape[1]:
        raise ShapeError(call, f"L of shape (n_L, space_out, {h.shape[1]})", f"shape {L.shape}", "L acts on the space axis of h.")
    identity = int(L.shape[1] == L.shape[2])
    if W.ndim != 3 or W.shape[:2] != (len(L) + identity, h.shape[2]):
        cure = (
            "Square generators take one more weight, W[0] for the identity."
            if identity
            else "Rectangular generators have no identity term, so one weight each."
        )
        raise ShapeError(call, f"W of shape ({len(L) + identity}, {h.shape[2]}, out)", f"shape {W.shape}", cure)
