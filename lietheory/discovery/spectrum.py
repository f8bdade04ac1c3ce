"""Spectra of the evidence: relative to that of an independent gradient, and to the displacement of the points.

lambda(c) = |E c|^2 / |E0 c|^2 is zero for a symmetry, near one for a direction that is independent of the
gradient, and does not change when inputs, outputs or generators are scaled. The slope E|J v|^2 / Var F of a displacement v of
unit size is zero for a symmetry as well, and small along an input that the map nearly ignores, where lambda is near one: there
the gradient is small, and independent of the point.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from lietheory.arrays import tolerance


@dataclass(frozen=True, eq=False)
class Spectrum:
    """Directions in the span of the fields, ascending in lambda or in their slope.

    Args:
        coefficients: (K, K), one direction a row, of Euclidean length one.
        values: (K,), lambda of each, or its slope; NaN for those whose fields vanish on the data, which come last.
        exact: the dimension of the common null space of E and E0, along which the output is constant.
        identifiable: the number of directions that the data identify, the rank of M.
    """

    coefficients: Float[np.ndarray, "K K"]
    values: Float[np.ndarray, " K"]
    exact: int
    identifiable: int


def relative_spectrum(
    evidence: Float[np.ndarray, "m K"],
    reference: Float[np.ndarray, "m0 K"],
    fields: Float[np.ndarray, "K K"],
    dtype: np.dtype | type = np.float64,
    *,
    resolution: float = 0.0,
) -> Spectrum:
    """The generalised eigenvalues of (E^T E, E0^T E0) as squared generalised singular values.

    Computed by the decomposition of the stacked matrix [E; E0] = Q S V^T and of the upper block of Q,
    whose singular values are cosines c with lambda = c^2 / (1 - c^2): nothing is squared before it is small.

    Args:
        evidence: E or its R factor, (m, K).
        reference: E0 or its R factor, (m0, K), over as many rows.
        fields: M, the Gram matrix of the K fields. Its null space, and nothing else, is what the data cannot identify.
        dtype: the precision the rows were computed in, which sets the tolerance of zero.
        resolution: directions whose rows are shorter than this, relative to the longest, have lambda zero and are orthogonal;
            their quotients would be large or small by chance, and their eigenvectors nearly dependent.

    Returns:
        The :class:`Spectrum`.

    Examples:
        Evidence that vanishes along the first of two directions:

        >>> spectrum = relative_spectrum(np.diag([0.0, 1.0]), np.eye(2), np.eye(2))
        >>> spectrum.values.round(12), spectrum.exact, spectrum.identifiable
        (array([0., 1.]), 0, 2)
    """
    whitener, unidentified = _identify(fields, dtype)
    stacked = np.vstack([evidence, reference]) @ whitener
    left, scale, right = np.linalg.svd(stacked, full_matrices=False)
    relative = scale / max(scale.max(initial=0.0), np.finfo(np.float64).tiny)
    exact = len(right) - int(np.sum(relative > null_tolerance(dtype, len(fields))))
    seen = int(np.sum(relative > max(null_tolerance(dtype, len(fields)), resolution)))
    left, scale = left[:, :seen], scale[:seen]
    turn = np.linalg.svd(left[: len(evidence)], full_matrices=True)[2][::-1]  # ascending
    cosines, sines = (np.linalg.norm(block @ turn.T, axis=0) for block in np.split(left, [len(evidence)]))
    directions = np.vstack([right[seen:], (turn / scale) @ right[:seen]]) @ whitener.T
    values = np.concatenate([np.zeros(len(right) - seen), _ratio(cosines**2, sines**2), np.full(len(unidentified), np.nan)])
    directions = np.vstack([directions, unidentified])
    return Spectrum(directions / np.linalg.norm(directions, axis=1, keepdims=True), values, exact, len(right))


def slope_spectrum(
    evidence: Float[np.ndarray, "m K"], fields: Float[np.ndarray, "K K"], dtype: np.dtype | type = np.float64
) -> Spectrum:
    """Directions ascending in their slope |E c|^2 / (c^T M c), which stands in the place of lambda.

    Args:
        evidence: E or its R factor, over the root of its number of rows: outputs are whitened, and a row has variance one.
        fields: M, the mean products of the K fields.
        dtype: the precision the rows were computed in.

    Examples:
        >>> slope_spectrum(np.diag([3.0, 0.0, 1.0]), np.eye(3)).values.round(12)
        array([0., 1., 9.])
    """
    return relative_spectrum(evidence, gram_root(fields), fields, dtype)


def gram_resolution(unknowns: int) -> float:
    """The relative length of rows that Gram matrices in float64 resolve: half the digits."""
    return math.sqrt(null_tolerance(np.float64, unknowns))


def gram_root(gram: Float[np.ndarray, "*b K K"]) -> Float[np.ndarray, "*b K K"]:
    """R with R^T R the positive part of a Gram matrix, each column in its own unit first, so that small ones are not lost."""
    size = np.sqrt(np.maximum(np.diagonal(gram, axis1=-2, axis2=-1), 0.0))
    unit = np.where(size > 0, size, 1.0)
    values, vectors = np.linalg.eigh(gram / unit[..., :, None] / unit[..., None, :])
    return np.sqrt(np.maximum(values, 0.0))[..., :, None] * vectors.swapaxes(-1, -2) * unit[..., None, :]


def null_tolerance(dtype: np.dtype | type, unknowns: int) -> float:
    """The relative length below which rows over ``unknowns`` fields, computed in ``dtype``, count as zero."""
    return tolerance(dtype, unknowns**2)


def _ratio(numerator: np.ndarray, denominator: np.ndarray) -> np.ndarray:
    return np.divide(numerator, denominator, out=np.full_like(numerator, np.inf), where=denominator > 0)


def _identify(fields: np.ndarray, dtype: np.dtype | type) -> tuple[np.ndarray, np.ndarray]:
    """A basis (columns) in which the fields have Gram matrix I, and orthonormal null directions (rows) of the fields.

    M is a Gram matrix in float64 of fields that carry the rounding of ``dtype``; the coarser of both decides. Fields are
    scaled to one size first, so that an input in small units is not taken for one that never varies.
    """
    scale = np.sqrt(np.diag(fields))
    scale = np.where(scale > 0, scale, 1.0)
    eigenvalues, vectors = np.linalg.eigh(fields / np.outer(scale, scale))
    threshold = max(tolerance(np.float64, len(fields)), tolerance(dtype, len(fields)) ** 2) * eigenvalues[-1]
    kept = eigenvalues > threshold
    vectors = vectors / scale[:, None]
    null = np.linalg.qr(vectors[:, ~kept])[0]
    whitener = vectors[:, kept] / np.sqrt(eigenvalues[kept])
    return whitener - null @ (null.T @ whitener), null.T  # of all that act alike on the data, the shortest
