"""Group convolution by quadrature over a ball of the Lie algebra: slow, term by term as in its formula.

Group elements are u = exp(eps . L) with |eps| <= radius, the kernel is a function g(eps) of the
coordinates, and the left Haar measure is J(eps) d eps. The ball has to lie where exp is injective.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from jaxtyping import Float, Shaped
from numpy.typing import ArrayLike
from scipy.linalg import expm

from lietheory.algebra import AlgebraLike, as_algebra, as_matrices, inverse
from lietheory.arrays import as_array, as_floats
from lietheory.errors import ShapeError, shown
from lietheory.representation.gauss_quadrature import ball_quadrature
from lietheory.representation.linear_representations import adjoint

Kernel = Callable[[np.ndarray], np.ndarray]
"""A convolution kernel: coordinates eps (n_L,) -> a matrix (in, out)."""


class Neighbourhood(NamedTuple):
    """Quadrature on a neighbourhood of the identity: coordinates, group elements and Haar weights."""

    coordinates: np.ndarray
    elements: np.ndarray
    weights: np.ndarray


def haar_density(ad: ArrayLike) -> Float[np.ndarray, "*batch"]:
    """The density J = |det((1 - e^-ad) / ad)| of the left Haar measure in exponential coordinates.

    J = 1 - tr(ad) / 2 + O(|ad|^2): near the identity the Lebesgue measure of the algebra is wrong in
    the first order, unless the group is unimodular.

    Args:
        ad: ad of an algebra element, (n_L, n_L), or a stack (..., n_L, n_L).

    Returns:
        A number for each matrix.

    Raises:
        ShapeError: ad is not square.

    Examples:
        >>> float(haar_density([[0.0, 0.0], [0.0, 1.0]]).round(6))  # aff(1): (1 - e^-x) / x at x = 1
        0.632121

    References:
        The L-conv paper, Eq 3-5, where the density is missing.
    """
    matrices = as_floats(ad, "haar_density(ad)", "ad")
    if matrices.ndim < 2 or matrices.shape[-1] != matrices.shape[-2]:
        raise ShapeError("haar_density(ad)", "ad of shape (..., n, n)", f"shape {matrices.shape}", "Give ad as square matrices.")
    n = matrices.shape[-1]
    # the upper right block of exp([[-ad, 1], [0, 0]]) is (1 - e^-ad) / ad, also where ad is singular
    block = np.zeros((*matrices.shape[:-2], 2 * n, 2 * n))
    block[..., :n, :n] = -matrices
    block[..., :n, n:] = np.eye(n)
    return np.asarray(np.abs(np.linalg.det(expm(block)[..., :n, n:])))


def neighbourhood(algebra: AlgebraLike, radius: float, order: int = 8) -> Neighbourhood:
    """The ball of radius ``radius`` in the algebra, as group elements with Haar weights.

    Args:
        algebra: an algebra of matrices, a basis of one, or its name; its generators act on the space.
        radius: of the ball of coordinates.
        order: of the quadrature, see :func:`lietheory.representation.gauss_quadrature`.

    Returns:
        Coordinates (N, n_L), elements exp(eps . L) (N, d, d), and weights (N,).

    Examples:
        >>> neighbourhood("so(2)", 0.5, order=3).elements.shape
        (6, 2, 2)
    """
    call = f"neighbourhood(algebra, {shown(radius)})"
    g = as_algebra(algebra, call, "algebra")
    L = as_matrices(g, call, "algebra").astype(np.float64)
    nodes, weights = ball_quadrature(g.dimension, radius, order)
    ad = adjoint(g.structure_constants).astype(np.float64)
    density = haar_density(np.tensordot(nodes, ad, axes=1))
    return Neighbourhood(
        nodes,
        expm(np.tensordot(nodes, L, axes=1)),
        weights * density,
    )


def group_convolution(
    f: Callable[[np.ndarray], np.ndarray], g: Kernel, h: ArrayLike, near: Neighbourhood
) -> Shaped[np.ndarray, "d out"]:
    """The printed form (f * g)(h) = integral of f(u^-1 h) g(u) over u.

    It has no group argument, and is equivariant only where the operator integral of g(u) u^-1
    commutes with the group, e.g. for class functions g. Exact input gives the exact sum.

    Args:
        f: a function of features, (d, channel) -> (d, in).
        g: the kernel, eps -> (in, out).
        h: features (d, channel).
        near: the support of the kernel.

    Returns:
        (d, out).

    Examples:
        >>> import lietheory.algebra as algebra
        >>> near = neighbourhood(algebra.so(2), 0.5)
        >>> mean = group_convolution(lambda h: h, lambda eps: np.eye(1), [[1.0], [0.0]], near)
        >>> np.allclose(mean, [[2 * np.sin(0.5)], [0.0]])
        True

    References:
        The L-conv paper, Eq 3.
    """
    features = as_array(h, "group_convolution(f, g, h, near)", "h")
    terms = [w * f(inverse(u) @ features) @ g(eps) for eps, u, w in zip(*near, strict=True)]
    return np.sum(terms, axis=0)


def equivariant_convolution(
    f: Callable[[np.ndarray], np.ndarray], g: Kernel, v: ArrayLike, near: Neighbourhood
) -> Shaped[np.ndarray, " out"]:
    """The equivariant form (f * g)(v) = integral of f(v u^-1) g(u) over u, of functions on the group.

    Moving f by any w, (w f)(v) = f(w^-1 v), moves f * g likewise: exactly, for any quadrature.

    Args:
        f: a function on the group, (d, d) -> (in,).
        g: the kernel, eps -> (in, out).
        v: a group element (d, d), where the convolution is evaluated.
        near: the support of the kernel.

    Returns:
        (out,).

    Examples:
        >>> import lietheory.algebra as algebra
        >>> near = neighbourhood(algebra.so(2), 0.5)
        >>> float(equivariant_convolution(lambda u: u[0, :1], lambda eps: np.eye(1), np.eye(2), near)[0].round(6))
        0.958851

    References:
        Kondor and Trivedi 2018; it corrects Eq 3 of the L-conv paper.
    """
    element = as_floats(v, "equivariant_convolution(f, g, v, near)", "v")
    return np.sum([w * f(element @ np.linalg.inv(u)) @ g(eps) for eps, u, w in zip(*near, strict=True)], axis=0)
