"""Matrices as vector fields: the velocity of points, and the derivative of functions."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float
from numpy.typing import ArrayLike

from lietheory.algebra.algebra_arguments import AlgebraLike, as_matrices
from lietheory.arrays import as_floats
from lietheory.errors import ShapeError, in_call


def velocities(L: AlgebraLike, points: ArrayLike) -> Float[np.ndarray, "n_L n d"]:
    """The velocity A x of each point under the flow x -> exp(t A) x, at t = 0.

    Args:
        L: matrices (n_L, d, d), an algebra of matrices, or its name.
        points: (n, d).

    Returns:
        (n_L, n, d).

    Raises:
        ShapeError: the points are not (n, d).
        PrecisionError: NaN or infinity.

    Examples:
        >>> velocities([[[0, -1], [1, 0]]], [[2.0, 0.0]])
        array([[[0., 2.]]])
    """
    call = "velocities(L, points)"
    matrices = as_matrices(L, call)
    return as_points(points, matrices.shape[2], call) @ matrices.astype(np.float64).swapaxes(1, 2)


def lie_derivative(L: AlgebraLike, gradients: ArrayLike, points: ArrayLike) -> Float[np.ndarray, "n_L n"]:
    """The action -(A x) . grad f(x) of each matrix on a function, the sign that makes it a homomorphism.

    Args:
        L: matrices (n_L, d, d), an algebra of matrices, or its name.
        gradients: grad f at the points, (n, d).
        points: (n, d).

    Returns:
        (n_L, n).

    Raises:
        ShapeError: gradients and points are not both (n, d).

    Examples:
        >>> lie_derivative([[[0, -1], [1, 0]]], [[1.0, 1.0]], [[2.0, 0.0]])  # f = x + y
        array([[-2.]])
    """
    call = "lie_derivative(L, gradients, points)"
    with in_call(call):
        fields = velocities(L, points)
    slopes = as_points(gradients, fields.shape[2], call, "gradients")
    if slopes.shape != fields.shape[1:]:
        raise ShapeError(
            call,
            f"one gradient for each of {fields.shape[1]} points",
            f"{len(slopes)} gradients",
            "Evaluate the gradient at the points given.",
        )
    return -np.sum(fields * slopes, axis=2)


def as_points(points: ArrayLike, d: int, call: str, name: str = "points") -> Float[np.ndarray, "n d"]:
    """Points as float64 (n, d); raises ShapeError for another shape."""
    array = as_floats(points, call, name)
    if array.ndim != 2 or array.shape[1] != d or len(array) == 0:
        raise ShapeError(
            call, f"{name} of shape (n, {d})", f"shape {array.shape}", "Give one point a row; one point x is x[None]."
        )
    return array
