"""Quadrature over a ball of coordinates, by Gauss rules in the radius and in each polar angle."""

from __future__ import annotations

import numpy as np
from scipy.special import roots_jacobi

from lietheory.errors import ShapeError


def ball_quadrature(dimension: int, radius: float, order: int) -> tuple[np.ndarray, np.ndarray]:
    """Nodes and weights that integrate polynomials of degree below 2 * order exactly over a ball.

    Args:
        dimension: of the ball, at least one.
        radius: of the ball, positive.
        order: nodes in the radius and in each angle; 2 * order ** dimension nodes in all.

    Returns:
        Nodes (N, dimension) and weights (N,), whose sum is the volume of the ball.

    Raises:
        ShapeError: a dimension, a radius or an order that is not positive.

    Examples:
        >>> nodes, weights = ball_quadrature(2, 1.0, order=3)
        >>> round(float(weights.sum() / np.pi), 12), round(float(weights @ nodes[:, 0] ** 2 / np.pi), 12)
        (1.0, 0.25)
    """
    if dimension < 1 or order < 1 or not radius > 0:
        raise ShapeError(
            f"ball_quadrature({dimension}, {radius}, {order})",
            "a positive dimension, radius and order",
            f"{dimension}, {radius} and {order}",
            "Give a ball with an inside.",
        )
    x, w = roots_jacobi(order, 0.0, dimension - 1.0)  # weight (1 + x)^(n - 1), for r = (1 + x) / 2
    r, shell = radius * (1 + x) / 2, w * (radius / 2) ** dimension
    directions, solid = _sphere(dimension, order)
    return (r[:, None, None] * directions).reshape(-1, dimension), np.outer(shell, solid).ravel()


def _sphere(n: int, order: int) -> tuple[np.ndarray, np.ndarray]:
    """The unit sphere of R^n: its last coordinate u has density (1 - u^2)^((n - 3) / 2) over a smaller sphere."""
    if n == 1:
        return np.array([[-1.0], [1.0]]), np.ones(2)
    u, w = roots_jacobi(order, (n - 3) / 2, (n - 3) / 2)
    smaller, solid = _sphere(n - 1, order)
    ring = np.sqrt(1 - u**2)[:, None, None] * smaller
    last = np.broadcast_to(u[:, None, None], (*ring.shape[:2], 1))
    return np.concatenate([ring, last], axis=2).reshape(-1, n), np.outer(w, solid).ravel()
