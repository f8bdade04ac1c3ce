"""Quadrature, Haar density, and the two forms of group convolution."""

from __future__ import annotations

from itertools import pairwise
from math import gamma, pi

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lietheory.algebra import aff, heisenberg, se, so
from lietheory.errors import ShapeError
from lietheory.representation import (
    adjoint,
    ball_quadrature,
    equivariant_convolution,
    exponential,
    group_convolution,
    haar_density,
    neighbourhood,
)
from proofs_tests.strategies.matrices import bounded


def ball_moment(powers: tuple[int, ...], radius: float) -> float:
    """The integral of a monomial with even powers over a ball (Folland)."""
    betas, n = [(p + 1) / 2 for p in powers], len(powers) + sum(powers)
    return 2 * np.prod([gamma(b) for b in betas]) / gamma(sum(betas)) * radius**n / n


@given(st.integers(1, 4), st.floats(0.2, 3.0), st.data())
def test_ball_quadrature_is_exact_on_polynomials(n: int, radius: float, data: st.DataObject) -> None:
    powers = tuple(2 * p for p in data.draw(st.tuples(*[st.integers(0, 2)] * n)))
    order = sum(powers) // 2 + 1
    nodes, weights = ball_quadrature(n, radius, order)
    assert np.isclose(weights @ np.prod(nodes**powers, axis=1), ball_moment(powers, radius), rtol=1e-11)
    assert abs(weights @ nodes[:, 0]) < 1e-12 * weights.sum() * radius
    assert np.all(np.linalg.norm(nodes, axis=1) < radius)


@given(bounded(3))
def test_haar_density_of_so3_is_the_known_function_of_the_angle(eps: np.ndarray) -> None:
    t = np.linalg.norm(eps)
    ad = np.tensordot(eps, adjoint(so(3).structure_constants), axes=1)
    assert np.isclose(haar_density(ad), (np.sinc(t / (2 * pi))) ** 2, rtol=1e-13)  # 2 (1 - cos t) / t^2, without cancellation


@given(bounded(2))
def test_haar_density_of_the_affine_line_is_one_sided(eps: np.ndarray) -> None:
    ad = np.tensordot(eps, adjoint(aff(1).structure_constants), axes=1)
    x = np.trace(ad)
    assert np.isclose(haar_density(ad), -np.expm1(-x) / x if x else 1.0, rtol=1e-13)


@pytest.mark.parametrize("g", [so(3), so(2, 1), aff(1), aff(2), se(2), heisenberg(1)])
def test_haar_density_is_one_minus_half_the_trace_to_second_order(g) -> None:
    direction = np.random.default_rng(3).normal(size=g.dimension)
    ad = np.tensordot(direction / np.linalg.norm(direction), adjoint(g.structure_constants), axes=1)
    errors = [abs(haar_density(t * ad) - (1 - t * np.trace(ad) / 2)) for t in (0.1, 0.05, 0.025)]
    assert max(errors) < 1e-12 or all(3.5 < big / small < 4.5 for big, small in pairwise(errors))


@given(bounded(3), bounded(3))
def test_haar_measure_is_left_invariant(shift: np.ndarray, mean: np.ndarray) -> None:
    """The integral over SO(3) of f(v u) is that of f(u): here f = 1 + u_ab u_cd over the whole ball of radius pi."""
    near, v = neighbourhood(so(3), pi, order=12), exponential(so(3).generators, shift)
    B = np.outer(mean, shift)
    values = [near.weights @ (1 + np.sum(B * elements, axis=(1, 2)) ** 2) for elements in (near.elements, v @ near.elements)]
    assert np.isclose(*values, rtol=1e-9)
    assert np.isclose(near.weights.sum(), 8 * pi**2, rtol=1e-10)  # the volume of SO(3) at this scale


@given(bounded(3), bounded(3), bounded(3, 2), bounded(2, 2))
def test_equivariant_form_commutes_with_left_translation_for_any_kernel(w, v, slope, kernel) -> None:
    L = so(3).generators
    near = neighbourhood(so(3), 1.0, order=3)
    move, at = exponential(L, w), exponential(L, v)

    def f(u: np.ndarray) -> np.ndarray:
        return np.tanh(u[0] @ slope)

    def g(eps: np.ndarray) -> np.ndarray:
        return kernel * (1 + eps[0])

    moved = equivariant_convolution(lambda u: f(move.T @ u), g, at, near)
    assert np.allclose(moved, equivariant_convolution(f, g, move.T @ at, near), atol=1e-12)


def test_printed_form_is_not_equivariant_unless_the_kernel_is_a_class_function() -> None:
    near, u = neighbourhood(so(3), 1.0, order=4), exponential(so(3).generators, [0.3, -0.5, 0.7])
    h = np.array([[1.0], [2.0], [-1.0]])

    def error(g) -> float:
        there, here = (group_convolution(lambda x: x, g, x, near) for x in (u @ h, h))
        return np.abs(there - u @ here).max()

    assert error(lambda eps: np.array([[1 + eps[0]]])) > 0.1
    assert error(lambda eps: np.array([[1 + eps @ eps]])) < 1e-12


def test_convolution_near_the_identity_keeps_two_orders_with_the_haar_weights() -> None:
    """Eq 4 for linear f: W0 h - W . L h + O(radius^2), for aff(1), whose density is not 1 in first order."""
    g, h = aff(1), np.array([[1.0], [1.0]])
    errors = []
    for radius in (0.2, 0.1, 0.05):
        near = neighbourhood(g, radius)
        W0, W = near.weights.sum(), near.weights @ near.coordinates
        exact = group_convolution(lambda x: x, lambda eps: np.eye(1), h, near)
        errors.append(np.abs(exact - (W0 * h - np.tensordot(W, g.generators, axes=1) @ h)).max() / W0)
    assert all(3.5 < big / small < 4.5 for big, small in pairwise(errors))


def test_quadrature_and_density_refuse_what_has_no_inside() -> None:
    with pytest.raises(ShapeError, match="positive"):
        ball_quadrature(2, 0.0, 3)
    with pytest.raises(ShapeError, match="square matrices"):
        haar_density(np.zeros((2, 3)))
