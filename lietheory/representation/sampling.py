"""Bilinear resampling of images as exact matrices, and the derivative of a turned image at angle 0.

The geometry is that of :mod:`lietheory.representation.grids`, and of torch's ``grid_sample`` with
``align_corners=True`` and zero padding. A transform g acts by (R(g) f)(x) = f(g^-1 x).
"""

from __future__ import annotations

import numpy as np
from jaxtyping import Float
from numpy.typing import ArrayLike

from lietheory.algebra.linalg.dispatch import rank
from lietheory.arrays import as_floats
from lietheory.errors import RankError, ShapeError, UnknownNameError, shown
from lietheory.representation.grids import ROTATION, pixel_coordinates, plane_matrices, velocity

SIDES = ("both", "right", "left")


def resampling_matrix(height: int, width: int, transform: ArrayLike) -> Float[np.ndarray, "pixel pixel"]:
    """The matrix R with (R f)(x) = f(transform^-1 x), f bilinear between pixels and zero outside.

    g -> R(g) is not a representation: resampling blurs, so R(g) R(h) is not R(gh). The rows sum to one where the
    preimage lies inside the image.

    Args:
        height: number of rows.
        width: number of columns.
        transform: (2, 2) on (row, column) from the centre, or (3, 3) affine with last row 0, 0, 1.

    Raises:
        ShapeError: transform is neither (2, 2) nor (3, 3) affine.
        RankError: transform is singular.

    Examples:
        >>> down = [[1, 0, 1], [0, 1, 0], [0, 0, 1]]
        >>> resampling_matrix(3, 1, down) @ [5.0, 6.0, 7.0]
        array([0., 5., 6.])
    """
    call = f"resampling_matrix({shown(height)}, {shown(width)}, transform)"
    linear, shift = _transform(transform, call)
    source = (pixel_coordinates(height, width) - shift) @ np.linalg.inv(linear).T
    return _bilinear(source + np.array([height - 1, width - 1]) / 2, height, width)


def _transform(transform: ArrayLike, call: str) -> tuple[np.ndarray, np.ndarray]:
    matrix = as_floats(transform, call, "transform")
    if matrix.shape not in {(2, 2), (3, 3)}:
        raise ShapeError(call, "transform of shape (2, 2) or (3, 3)", f"shape {matrix.shape}", "Give one transform of the plane.")
    if matrix.shape == (3, 3) and matrix[2].tolist() != [0, 0, 1]:
        raise ShapeError(
            call,
            "an affine transform, whose last row is 0, 0, 1",
            f"last row {matrix[2].tolist()}",
            "Put the translation in the last column.",
        )
    if rank(matrix[:2, :2]) < 2:
        raise RankError(
            call,
            "an invertible transform",
            f"a singular matrix {matrix[:2, :2].tolist()}",
            "Pixels are drawn from their preimages, so the transform needs an inverse.",
        )
    return matrix[:2, :2], matrix[:2, 2] if matrix.shape == (3, 3) else np.zeros(2)


def _bilinear(source: Float[np.ndarray, "pixel 2"], height: int, width: int) -> Float[np.ndarray, "pixel pixel"]:
    """The weights with which the pixels around each source point (in row and column numbers) enter."""
    size = height * width
    R = np.zeros((size, size))
    corner = np.floor(source)
    for step in np.ndindex(2, 2):
        pixel = corner + step
        weight = np.prod(1.0 - np.abs(source - pixel), axis=1)
        inside = np.all((pixel >= 0) & (pixel < [height, width]), axis=1)
        row, column = pixel[inside].astype(np.int64).T
        R[np.flatnonzero(inside), row * width + column] += weight[inside]
    return R


def rotation_sampler(height: int, width: int, theta: float) -> Float[np.ndarray, "pixel pixel"]:
    """The matrix that turns an image by theta radians about its centre: f -> f(exp(-theta J) x).

    J is :data:`lietheory.representation.grids.ROTATION`, which turns rows towards columns.

    Examples:
        >>> np.round(rotation_sampler(2, 2, np.pi / 2) @ [1.0, 2.0, 3.0, 4.0]) + 0
        array([2., 4., 1., 3.])
    """
    c, s = np.cos(theta), np.sin(theta)
    return resampling_matrix(height, width, [[c, -s], [s, c]])


def sampler_derivative(
    height: int, width: int, A: ArrayLike = ROTATION, side: str = "both"
) -> Float[np.ndarray, "n_L pixel pixel"]:
    """The derivative of t -> R(exp(tA)) at 0, in closed form: from the right, the left, or their mean.

    The bilinear kernel has a kink at each pixel, so the two one-sided derivatives differ by a blur,
    the second differences weighted by the speed |A x|. Their mean, the limit of
    (R(t) - R(-t)) / 2t, has no blur: it is the vector field with central differences.

    Args:
        height: number of rows.
        width: number of columns.
        A: matrices (n_L, 2, 2), or affine ones (n_L, 3, 3), as in ``grid_generators``.
        side: ``"both"``, ``"right"`` (t falling to 0) or ``"left"`` (t rising to 0).

    Raises:
        ShapeError: A is of another shape.
        UnknownNameError: an unknown side.

    Examples:
        >>> right = sampler_derivative(3, 1, [[[0, 0, 1], [0, 0, 0], [0, 0, 0]]], side="right")
        >>> right[0] @ [0.0, 1.0, 0.0]
        array([ 0., -1.,  1.])
    """
    call = f"sampler_derivative({shown(height)}, {shown(width)}, A, side={side!r})"
    if side not in SIDES:
        raise UnknownNameError.nearest(call, "side", side, SIDES)
    fields = velocity(plane_matrices(A, call), height, width)
    sign = {"both": 0.0, "right": 1.0, "left": -1.0}[side]
    derivative = np.zeros((len(fields), height * width, height * width))
    for axis, (ahead, behind) in enumerate(_neighbours(height, width)):
        v = fields[:, :, axis, None]
        derivative += v * (ahead - behind) / 2 + sign * np.abs(v) * (ahead + behind - 2 * np.eye(height * width)) / 2
    return derivative


def _neighbours(height: int, width: int) -> list[tuple[np.ndarray, np.ndarray]]:
    """The next and the previous pixel along the rows and along the columns, as shifts padded with zero."""
    I_h, I_w = np.eye(height), np.eye(width)
    down, right = np.kron(np.eye(height, k=1), I_w), np.kron(I_h, np.eye(width, k=1))
    return [(down, down.T), (right, right.T)]
