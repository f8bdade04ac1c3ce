"""Eq 4 and Proposition 1: orders and constants, the missing Haar density, and functions for which the printed form fails."""

from __future__ import annotations

import numpy as np
import pytest

from lietheory.algebra import aff, gl, heisenberg, so
from lietheory.claims import eq04_linearised_convolution as eq4
from lietheory.claims import p1_local_convolution as prop1
from lietheory.proof import applied
from lietheory.proof.rates import Rate, measure
from lietheory.proof.scalar_functions import polynomial, rectified, waves
from lietheory.representation import haar_density

LADDER = tuple(2.0**-k for k in range(2, 9))


def order(error) -> float:
    return measure(Rate("eta", error, LADDER, order=2)).order


@pytest.mark.parametrize("algebra", [so(2), so(3), heisenberg(1), aff(1)], ids=["so(2)", "so(3)", "heisenberg", "aff(1)"])
def test_error_is_of_order_two_with_the_derived_constant_when_the_density_is_in_the_kernel(algebra):
    assert order(lambda eta: applied(prop1.error, prop1.scaled(algebra, eta))) == pytest.approx(2, abs=0.05)
    finest = applied(prop1.error, prop1.scaled(algebra, 2.0**-9)) / 2.0**-18
    assert finest == pytest.approx(prop1.second_order(algebra), rel=0.01)


@pytest.mark.parametrize("algebra", [so(3), heisenberg(1)], ids=["so(3)", "heisenberg"])
def test_missing_density_keeps_order_two_on_unimodular_groups(algebra):
    assert order(lambda eta: applied(prop1.error, prop1.scaled(algebra, eta, "lebesgue"))) == pytest.approx(2, abs=0.08)


def test_missing_density_costs_one_order_on_the_affine_group():
    assert order(lambda eta: applied(prop1.error, prop1.scaled(aff(1), eta, "lebesgue"))) == pytest.approx(1, abs=0.05)


@pytest.mark.parametrize("angle", [1e-3, 0.5, 2.0])
def test_haar_density_of_so3_is_two_minus_two_cosines(angle):
    axis = np.array([2.0, -1.0, 2.0]) / 3
    ad = np.tensordot(angle * axis, so(3).generators.astype(float), axes=1)  # the defining representation of so(3) is its adjoint
    assert haar_density(ad) == pytest.approx(2 * (1 - np.cos(angle)) / angle**2, rel=1e-9)


@pytest.mark.parametrize("algebra", [so(3), aff(1)], ids=["so(3)", "aff(1)"])
def test_bound_is_not_vacuous(algebra):
    """At a small radius the error is within a factor of 100 of its bound."""
    instance = prop1.scaled(algebra, 0.01)
    assert 1 < applied(prop1.bound, instance) / applied(prop1.error, instance) < 100


@pytest.mark.parametrize(
    ("f", "gap"),
    [
        (polynomial(1.0, np.array([1.0, 2.0]), np.zeros((2, 2))), 1.0),  # 1 + a . x: W^0 (h . grad f - f) = -W^0
        (polynomial(0.0, np.zeros(2), np.array([[1.0, 0.0], [0.0, 0.0]])), 1.0),  # x_1^2: (2 - 1) f(h) with h_1 = 1
        (polynomial(0.0, np.array([3.0, 1.0]), np.zeros((2, 2))), 0.0),
        (rectified(np.array([2.0, -1.0])), 0.0),
    ],
    ids=["affine", "square", "linear", "relu"],
)
def test_error_of_the_printed_form_does_not_shrink_with_the_kernel_unless_f_is_homogeneous_of_degree_one(f, gap):
    def printed_error(eta: float) -> float:
        L, eps = np.array([[[0.0, -1.0], [1.0, 0.0]]]), eta * np.array([[1.0], [-0.5]])
        instance = {"h": np.array([1.0, -2.0]), "L": L, "eps": eps, "g": np.array([0.75, 0.25]), "f": f}
        W = np.concatenate([[1.0], instance["g"] @ eps])
        printed = eq4.linearised(f, instance["h"], L, W) - f.value(instance["h"]) + instance["h"] @ f.gradient(instance["h"])
        return abs(applied(eq4.convolved, instance) - printed)

    assert printed_error(1e-4) == pytest.approx(gap, abs=1e-3)


def test_smallest_counterexample_to_the_printed_equation_is_the_constant_function():
    found = next(i for i in eq4.smallest() if eq4.claim.checked().printed.residual(i) != 0)
    assert found["f"].value(found["h"]) == 1
    assert not found["f"].gradient(found["h"]).any()


@pytest.mark.parametrize(
    "f",
    [
        polynomial(0.5, np.array([1.0, -2.0]), np.array([[1.0, 3.0], [0.0, -1.0]])),
        rectified(np.array([1.0, -2.0])),
        waves(np.array([1.0, -0.5, 2.0]), np.array([[0.7, 0.4], [0.2, -1.0], [1.0, 1.0]])),
    ],
    ids=["polynomial", "rectified", "waves"],
)
def test_derivatives_of_features_agree_with_central_differences(f, rng):
    """Differences of step 1e-4 are off by 1e-8 times the third derivative, and by rounding of 1e-12."""
    step = 1e-4 * np.eye(2)
    for x in rng.uniform(0.1, 1, (5, 2)) * rng.choice([-1, 1], (5, 2)):
        slopes = [(f.value(x + e) - f.value(x - e)) / 2e-4 for e in step]
        bends = [(f.gradient(x + e) - f.gradient(x - e)) / 2e-4 for e in step]
        np.testing.assert_allclose(f.gradient(x), slopes, atol=1e-6)
        np.testing.assert_allclose(f.hessian(x), bends, atol=1e-6)
        assert np.linalg.norm(f.hessian(x), 2) <= f.curvature * (1 + 1e-12)


def test_the_bound_is_the_one_of_the_statement():
    """On the scalings of the line r = eta, and for f = x + x^2 at h = 2: |grad f| = 5, sup |Hess f| = 2."""
    f = polynomial(0.0, np.ones(1), np.ones((1, 1)))
    line = prop1._instance(gl(1), np.array([2.0]), f, 0.3, np.zeros(1))
    assert applied(prop1.bound, line) == pytest.approx(0.3**2 * (np.exp(0.3) * 5 * 2 + np.exp(0.6) * 2 * 4) / 2)


def test_the_rational_bound_is_below_the_other_but_for_the_gradient(rng):
    for size in (2, 3, 4):
        instance = prop1.exact(rng, size)
        wide = {k: np.asarray(v, dtype=float) if isinstance(v, np.ndarray) else v for k, v in instance.items()}
        shears = instance["algebra"].generators
        expected = instance["eta"] ** 2 * sum(int(abs(L).max()) ** 2 for L in shears)
        expected = expected * abs(instance["f"].hessian(instance["h"])).max() * (instance["h"] @ instance["h"]) / 2
        assert applied(prop1.exact_bound, instance) == expected
        assert float(expected) <= applied(prop1.bound, wide | {"eta": float(instance["eta"])})
