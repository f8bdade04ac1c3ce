"""The printed group convolution on SO(3), moments on the affine group, and layers that reach group elements."""

from __future__ import annotations

import numpy as np
import pytest

from lietheory.algebra import aff, bracket, so
from lietheory.claims import eq03_group_convolution as eq3
from lietheory.claims import eq05_moments as eq5
from lietheory.claims import eq07_factors as eq7
from lietheory.claims import prose_equivariant_layers as layers
from lietheory.claims import prose_homogeneous_activation as homogeneous
from lietheory.claims import prose_linear_activation as linear
from lietheory.claims import prose_multilayer_rate as multilayer
from lietheory.proof import applied, verdicts
from lietheory.representation import exponential, haar_density


def smallest(claim) -> dict:
    return verdicts.printed(claim, np.random.default_rng(0)).counterexample


def test_a_kernel_without_symmetry_breaks_the_printed_convolution_of_so3_and_one_of_the_angle_does_not(rng):
    v = exponential(so(3).generators, rng.standard_normal(3))
    instance = {"near": eq3.ball("so(3)"), "v": v, "f": eq3.same}
    crooked = applied(eq3.operator, {**instance, "g": lambda eps: 1 + 4 * eps[0]})
    round_one = applied(eq3.operator, {**instance, "g": lambda eps: 1 + 4 * np.sqrt(eps @ eps)})
    assert np.abs(bracket(crooked, v)).max() > 1e-2 * np.abs(crooked).max()
    assert np.abs(bracket(round_one, v)).max() < 1e-6 * np.abs(round_one).max()


def test_every_kernel_is_equivariant_on_so2(rng):
    v = exponential(so(2).generators, rng.standard_normal(1))
    Q = applied(eq3.operator, {"near": eq3.ball("so(2)"), "v": v, "f": eq3.same, "g": lambda eps: 1 + 4 * eps[0]})
    assert np.abs(bracket(Q, v)).max() < 1e-15


def test_smallest_counterexample_to_the_printed_convolution_is_in_so3():
    assert smallest(eq3.claim.checked())["v"].shape == (3, 3)


def test_smallest_network_with_layers_that_are_not_equivariant_swaps_two_coordinates_twice():
    assert [repr(layer) for layer in smallest(layers.claim.checked())["layers"]] == ["h -> [[0, 1], [1, 0]] h"] * 2


def test_smallest_group_on_which_the_missing_density_shows_is_the_affine_group_of_the_line():
    found = smallest(eq5.claim.checked())
    assert found["algebra"].dimension == 2
    assert not found["algebra"].is_abelian


def test_mass_of_the_constant_kernel_on_the_affine_group_is_the_integral_of_the_density():
    """J = (1 - e^-x) / x in the direction of the scalings, over a disc of radius 1/2."""
    instance = eq5._ball(aff(1), 0.5, lambda eps: 1.0)
    x = np.linspace(-0.5, 0.5, 200_001)[1:-1]
    x = x[x != 0]
    expected = np.mean(2 * np.sqrt(0.25 - x**2) * -np.expm1(-x) / x)
    assert applied(eq5.moments, instance)[0] == pytest.approx(expected, rel=1e-4)
    assert haar_density([[0.0, 0.0], [0.0, 0.3]]) == pytest.approx((1 - np.exp(-0.3)) / 0.3)


def test_smallest_counterexample_to_the_printed_factors_is_one_factor_on_the_line():
    found = smallest(eq7.claim.checked())
    assert len(found["v"]) == 1
    assert found["u"] == [[2]]


def test_smallest_activation_without_a_solution_is_the_sigmoid_at_zero():
    found = smallest(homogeneous.claim.checked())
    assert found["sigma"] is homogeneous.SIGMOID
    assert not found["h"].any()


@pytest.mark.parametrize("s", [-1.5, -0.2, 0.3, 2.0])
def test_error_of_the_sigmoid_is_its_value_at_zero_everywhere(s):
    instance = homogeneous._line(h=np.array([s]), sigma=homogeneous.SIGMOID, solution=homogeneous.primitive(homogeneous.SIGMOID))
    assert homogeneous.along_itself(instance["solution"], instance["h"]) - homogeneous.SIGMOID.value(
        instance["h"]
    ) == pytest.approx(-0.5)


def test_bias_breaks_equivariance_by_the_vector_that_the_rotation_does_not_keep():
    u = exponential(so(2).generators, [0.3])
    instance = linear._plane(u=u, b=np.ones((1, 1)))
    error = applied(linear.equivariance_error, instance)
    np.testing.assert_allclose(error[0], np.ones((2, 1)) - u @ np.ones((2, 1)), atol=1e-15)


def error_of(instance: dict) -> float:
    """Of the layers of an instance."""
    return applied(multilayer.deep, instance) - applied(multilayer.convolution, instance)


@pytest.mark.parametrize("count", [8, 64, 512])
def test_bound_of_the_multilayer_rate_is_nearly_reached_by_one_rotation(count):
    instance = multilayer._turns(layers=count)
    assert 1 < applied(multilayer.bound, instance) / abs(error_of(instance)) < 3


def test_depth_and_quadrature_errors_add_up():
    """With few nodes the quadrature error stays however many layers there are."""
    fine = applied(multilayer.convolution, multilayer._circle(1, 20))
    coarse = applied(multilayer.convolution, multilayer._circle(1, 2))
    shallow, deep = (abs(applied(multilayer.deep, multilayer._circle(count, 2)) - fine) for count in (64, 4096))
    assert deep == pytest.approx(abs(coarse - fine), rel=0.1)
    assert abs(coarse - fine) > 1e-4
    assert shallow > deep / 10
