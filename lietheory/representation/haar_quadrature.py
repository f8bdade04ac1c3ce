"""Haar quadrature on whole groups and on boxes of coordinates: SO(2), SO(3), and any group near the identity.

On the compact groups the measure has mass one. Nodes are u = exp(eps . L) with the generators L of the catalogue.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.linalg import expm
from scipy.spatial.transform import Rotation
from scipy.special import roots_legendre

from lietheory.algebra import AlgebraLike, as_algebra, as_matrices
from lietheory.arrays import as_floats
from lietheory.errors import ShapeError, UnknownNameError, shown
from lietheory.representation.group_convolution import Neighbourhood, haar_density
from lietheory.representation.linear_representations import adjoint

SIDES = ("left", "right")


def so2_quadrature(nodes: int) -> Neighbourhood:
    """The n rotations of the plane by multiples of 2 pi / n, each of weight 1 / n: exact for e^(i m theta), |m| < n.

    Args:
        nodes: n, at least one.

    Returns:
        Angles (n, 1) from -pi to pi, rotations (n, 2, 2), and weights (n,).

    Raises:
        ShapeError: no nodes.

    Examples:
        >>> np.degrees(so2_quadrature(4).coordinates.ravel()).tolist()
        [0.0, 90.0, 180.0, -90.0]
    """
    _require_positive(f"so2_quadrature({nodes})", "nodes", nodes)
    steps = np.arange(nodes)
    angles = 2 * np.pi * np.where(2 * steps > nodes, steps - nodes, steps) / nodes
    c, s = np.cos(angles), np.sin(angles)
    return Neighbourhood(angles[:, None], np.array([[c, -s], [s, c]]).transpose(2, 0, 1), np.full(nodes, 1 / nodes))


def so3_quadrature(band: int) -> Neighbourhood:
    """Rotations of space whose weighted sum integrates products of two matrix coefficients of degree at most ``band``.

    Euler angles z, y, z: the sum over 2 band + 1 equal steps of the outer two is exact, and reduces the integrand to Legendre
    polynomials of degree up to 2 band in the cosine of the middle one, for which band + 1 Gauss nodes are exact.

    Args:
        band: the largest degree l of the matrix coefficients D^l of a factor, at least zero.

    Returns:
        Rotation vectors (N, 3) of length up to pi, rotations (N, 3, 3), and weights (N,), N = (2 band + 1)^2 (band + 1).

    Raises:
        ShapeError: a negative band.

    Examples:
        >>> u, weights = so3_quadrature(1)[1:]
        >>> len(u), round(float(weights @ u[:, 0, 0] ** 2), 12)  # 1 / (2 l + 1) for l = 1
        (18, 0.333333333333)
    """
    _require_positive(f"so3_quadrature({band})", "band + 1", band + 1)
    steps = 2 * np.pi * np.arange(2 * band + 1) / (2 * band + 1)
    x, w = roots_legendre(band + 1)
    first, middle, last = (axis.ravel() for axis in np.meshgrid(steps, np.arccos(x), steps, indexing="ij"))
    rotations = Rotation.from_euler("ZYZ", np.stack([first, middle, last], axis=1))
    weights = np.tile(np.repeat(w / 2, len(steps)), len(steps)) / len(steps) ** 2
    return Neighbourhood(rotations.as_rotvec(), rotations.as_matrix(), weights)


def box_quadrature(algebra: AlgebraLike, radii: ArrayLike, order: int, side: str = "left") -> Neighbourhood:
    """The box |eps_i| <= r_i of coordinates as group elements exp(eps . L), Gauss weights times the density of Haar measure.

    The density of the left measure is J(eps) = |det((1 - e^-ad) / ad)|, that of the right one J(-eps). On aff(1)
    they are (1 - e^-x) / x and (e^x - 1) / x. The box has to lie where exp is injective.

    Args:
        algebra: an algebra of matrices, a basis of one, or its name; its generators act on the space.
        radii: r_i (n_L,), or one number for all.
        order: Gauss nodes a coordinate, exact for smooth integrands times J up to the degree 2 order - 1.
        side: ``"left"`` or ``"right"``, the translations that keep the measure.

    Returns:
        Coordinates (order ** n_L, n_L), elements (.., d, d), and weights.

    Raises:
        ShapeError: radii or an order that are not positive, or radii that do not fit.
        UnknownNameError: another side.

    Examples:
        >>> weights = box_quadrature("aff(1)", [1.0, 0.5], order=8).weights
        >>> round(float(weights.sum()), 6)  # the integral of (1 - e^-x) / x over |x| < 1
        2.114502
    """
    call = f"box_quadrature(algebra, radii, {shown(order)}, side={side!r})"
    g = as_algebra(algebra, call, "algebra")
    n, L = g.dimension, as_matrices(g, call, "algebra").astype(np.float64)
    if side not in SIDES:
        raise UnknownNameError.nearest(call, "side", str(side), SIDES)
    _require_positive(call, "order", order)
    box = as_floats(radii, call, "radii")
    if box.shape not in {(), (n,)} or not (box > 0).all():
        raise ShapeError(call, f"positive radii ({n},), or one", f"{box.tolist()}", "Give a radius for each generator.")
    x, w = roots_legendre(order)
    unit = np.stack([axis.ravel() for axis in np.meshgrid(*[x] * n, indexing="ij")], axis=1)
    weights = np.prod([axis.ravel() for axis in np.meshgrid(*[w] * n, indexing="ij")], axis=0)
    nodes, volume = unit * box, np.prod(np.broadcast_to(box, n))
    ad = np.tensordot(nodes, adjoint(g.structure_constants).astype(np.float64), axes=1)
    elements = expm(np.tensordot(nodes, L, axes=1))
    return Neighbourhood(nodes, elements, weights * volume * haar_density(ad if side == "left" else -ad))


def _require_positive(call: str, name: str, size: int) -> None:
    if size < 1:
        raise ShapeError(call, f"{name} of at least 1", str(size), "A quadrature has at least one node.")
