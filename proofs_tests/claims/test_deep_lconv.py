"""Proposition 2: the constants of the Euler error, the two faults of Eq 7, and a whole convolution by deep L-conv."""

from __future__ import annotations

from functools import reduce

import numpy as np
import pytest

from lietheory.algebra import inverse, so
from lietheory.claims import eq07_factors as eq7
from lietheory.claims import p2_deep_lconv as prop2
from lietheory.proof import applied
from lietheory.proof.random_instances import rational
from lietheory.representation import exponential, group_convolution, neighbourhood


def euler(X: np.ndarray, count: int) -> np.ndarray:
    """(I - X/l)^l by l layers of one generator X."""
    weights = np.tile([1.0, -1.0 / count], (count, 1))
    return applied(prop2.composed, {"h": np.eye(len(X)), "L": X[None], "weights": weights, "sigma": None})


@pytest.mark.parametrize("angle", [0.5, 1.0, 2.0])
def test_depth_times_error_of_a_rotation_tends_to_half_the_squared_angle(angle):
    count = 256
    assert count * prop2.rotation_error(1 / count, angle) == pytest.approx(angle**2 / 2, rel=0.01)


def test_depth_times_error_of_a_rotation_by_two_at_128_layers():
    assert 128 * prop2.rotation_error(1 / 128) == pytest.approx(2.0156, abs=1e-4)


def test_error_of_a_rotation_is_mostly_in_the_norm_which_a_cosine_does_not_see():
    """Norm exp(th^2 / 2l), angle off by th^3 / (3 l^2)."""
    angle, count = 2.0, 128
    moved = euler(angle * so(2).generators[0].astype(float), count)[:, 0]
    assert np.linalg.norm(moved) == pytest.approx(np.exp(angle**2 / (2 * count)), rel=1e-3)
    assert angle + np.arctan2(moved[1], moved[0]) == pytest.approx(angle**3 / (3 * count**2), rel=0.02)


def test_leading_term_of_the_error_is_half_of_x_squared_exp_x():
    """Also where X is not skew: a boost by 2, for which it is 14.78, approached within O(1/l)."""
    X = np.array([[0.0, 2.0], [2.0, 0.0]])
    leading = np.linalg.norm(X @ X @ exponential(X, -1.0), 2) / 2
    at_256, at_4096 = (l * np.linalg.norm(euler(X, l) - exponential(X, -1.0), 2) for l in (256, 4096))
    assert leading == pytest.approx(14.78, abs=0.005)
    assert at_256 == pytest.approx(14.645, abs=0.001)
    assert at_4096 == pytest.approx(leading, rel=0.001)


def shears() -> tuple[np.ndarray, np.ndarray]:
    eye = np.eye(2, dtype=int)
    return rational(eye + np.array([[0, 1], [0, 0]])), rational(eye + np.array([[0, 0], [1, 0]]))


def test_equation_7_as_printed_lacks_the_inverse_and_the_order():
    """u = v_1 v_2: the product of the v_a, the composition of the F_a = v_a, and u^-1 are three different matrices."""
    v = shears()
    product, composition = reduce(np.matmul, v), v[1] @ v[0]
    assert (product != inverse(product)).any()
    assert (composition != inverse(product)).any()
    assert (composition != product).any()
    assert (inverse(v[1]) @ inverse(v[0]) == inverse(product)).all()


def test_commuting_factors_hide_the_order_but_not_the_missing_inverse():
    v = shears()[0]
    instance = {"v": np.stack([v, v]), "u": v @ v, "h": rational(np.array([[0], [1]]))}
    assert eq7.claim.checked().printed.residual(instance) == 4


def test_a_whole_convolution_by_deep_layers_converges_with_the_depth(rng):
    """SO(2), a smooth nonlinear f: a channel for each node of the kernel, each l layers deep; twice the depth, half the error."""
    near = neighbourhood(so(2), 2.0, order=12)
    h, L = rng.standard_normal((2, 1)), so(2).generators.astype(float)

    def f(x: np.ndarray) -> np.ndarray:
        return np.tanh(x + 0.5)

    def g(eps: np.ndarray) -> np.ndarray:
        return np.array([[1 + np.sin(eps[0])]])

    def deep(count: int) -> np.ndarray:
        total = np.zeros((2, 1))
        for eps, weight in zip(near.coordinates, near.weights, strict=True):
            total += weight * f(euler(eps[0] * L[0], count) @ h) @ g(eps)
        return total

    errors = [np.linalg.norm(deep(count) - group_convolution(f, g, h, near)) for count in (32, 64, 128)]
    assert errors[0] / errors[1] == pytest.approx(2, rel=0.1)
    assert errors[1] / errors[2] == pytest.approx(2, rel=0.1)
    assert errors[2] < 0.1
