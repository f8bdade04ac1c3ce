"""The density of the Haar measure on the two groups whose closed forms are known."""

from __future__ import annotations

import numpy as np
import pytest

from lietheory.algebra import aff, gl, so
from lietheory.claims.lemma_haar_density import element
from lietheory.proof.rates import Rate, measure
from lietheory.representation import haar_density

STEPS = tuple(2.0**-k for k in range(1, 8))


def test_without_its_density_the_measure_of_so3_errs_in_the_second_order_with_constant_one_twelfth():
    direction = np.array([1.0, 2.0, 2.0]) / 3
    rate = Rate("angle", lambda t: abs(float(haar_density(element(so(3), t * direction))) - 1), STEPS, 2.0, 1 / 12)
    assert measure(rate).holds


def test_the_reductive_group_gl2_is_unimodular_and_aff1_is_not():
    slope = [abs(float(haar_density(element(g, np.full(g.dimension, 1e-5)))) - 1) / 1e-5 for g in (gl(2), aff(1))]
    assert slope[0] < 1e-4
    assert slope[1] > 0.4


@pytest.mark.parametrize("x", [1e-3, 0.5, 3.0, np.pi])
def test_closed_forms_of_the_density(x):
    assert float(haar_density(element(so(3), np.array([0.0, x, 0.0])))) == pytest.approx(2 * (1 - np.cos(x)) / x**2, rel=1e-9)
    assert float(haar_density(element(aff(1), np.array([x, 0.0])))) == pytest.approx((1 - np.exp(-x)) / x, rel=1e-12)
