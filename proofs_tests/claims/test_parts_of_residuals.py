"""Each part of a residual that is the largest of several can fail on its own."""

from __future__ import annotations

import numpy as np
import pytest

from lietheory.algebra import LieAlgebra, gl, inverse, sl, so
from lietheory.claims import eq03_group_convolution as eq3
from lietheory.claims import eq05_moments as eq5
from lietheory.claims import eq08_one_hot as eq8
from lietheory.claims import prose_exponential_products as products
from lietheory.claims import prose_exponential_surjective as surjective
from lietheory.claims import prose_fractional_shifts as fractional
from lietheory.claims import prose_gcn_most_restricted as restricted
from lietheory.claims import prose_multilayer_rate as multilayer
from lietheory.claims import prose_shifts_commute as commuting
from lietheory.claims import prose_single_generator as single
from lietheory.proof import applied
from lietheory.proof.random_instances import rational, rational_invertible


def test_a_convolution_on_the_group_from_the_wrong_side_is_seen(rng, monkeypatch):
    def wrong_side(F, g, w, near):
        return sum(x * F(np.linalg.inv(u) @ w) @ g(eps) for eps, u, x in zip(*near, strict=True))

    instances = [eq3.sample(rng) for _ in range(8)]
    assert {len(i["v"]) for i in instances} == {2, 3}
    monkeypatch.setattr(eq3, "equivariant_convolution", wrong_side)
    moved = {len(i["v"]): float(applied(eq3.residual, i)) for i in instances}
    assert moved[2] < 1e-10 < 1e-6 < moved[3]  # on an abelian group there are no sides


def test_a_kernel_of_another_operator_is_seen(rng, monkeypatch):
    monkeypatch.setattr(eq3, "bracket", lambda A, B: 0 * A)
    assert max(float(applied(eq3.residual, eq3.sample(rng))) for _ in range(8)) > 1e-6


def test_another_logarithm_is_seen_by_the_moments(rng):
    instance = eq5.sample(rng)
    assert applied(eq5.residual, instance) < 1e-10
    assert applied(eq5.residual, {**instance, "log": lambda u: np.eye(len(u)) - np.linalg.inv(u)}) != pytest.approx(0, abs=1e-10)


def test_a_basis_of_gl2_that_is_not_one_hot_is_seen():
    S = np.array([[1, 1], [0, 1]])
    turned = S @ gl(2).generators @ inverse(S)  # the same brackets
    assert applied(eq8.residual, {"E": turned, "M": np.eye(2, dtype=int)}) == 1


def test_brackets_of_numbered_matrices_in_another_order_are_seen():
    assert applied(eq8.residual, {"E": gl(2).generators[[0, 2, 1, 3]], "M": np.eye(2, dtype=int)}) > 0


@pytest.mark.parametrize("u", [np.diag([-2.0, -0.5]), np.diag([1.0, -1.0])], ids=["stretch", "reflection"])
def test_elements_without_logarithm_are_seen_in_floats_as_in_exact_numbers(u):
    assert surjective.without_logarithm(u, gl(2)) > 0.5


def test_a_logarithm_outside_the_algebra_is_seen():
    axis = LieAlgebra.from_matrices(so(3).generators[:1])
    u = surjective.exponential(so(3).generators, [0.1, 0.2, 0.3])
    assert surjective.without_logarithm(u, so(3)) < 1e-12
    assert surjective.without_logarithm(u, axis) > 0.05


def test_factors_outside_the_algebra_are_seen_in_exact_numbers():
    u = rational(np.array([[1, 1], [0, 1]]))
    assert applied(products.residual, {"u": u, "algebra": sl(2)}) == 0
    assert applied(products.residual, {"u": u, "algebra": so(2)}) > 0


def test_a_determinant_other_than_one_is_no_product_of_shears(rng):
    u = 2 * rational_invertible(rng, 3)
    assert applied(products.residual, {"u": u, "algebra": sl(3)}) > 0


@pytest.mark.parametrize("u", [[[2, 1], [1, 1]], [[0, -1], [1, 0]], [[-1, 0], [0, -1]], [[1, 0], [3, 1]]], ids=str)
def test_shears_multiply_to_the_element_they_were_read_off(u):
    total = np.eye(2, dtype=int)
    for X in products.shears(np.array(u)):
        assert not (X @ X).any()
        total = total @ (np.eye(2, dtype=int) + X)
    np.testing.assert_array_equal(total, u)


@pytest.mark.parametrize("L", [[[0, -5], [5, 0]], [[1, 0], [0, -1]], [[0, 1], [0, 0]]], ids=["frequency 5", "real", "nilpotent"])
def test_exact_generators_that_do_not_close_at_a_full_turn_are_seen(L):
    """Frequency 5 closes, and lies beyond the highest that the polynomial knows: the exact judge errs to the safe side."""
    assert applied(single.residual, {"L": np.array(L)}) > 0


def test_exact_harmonics_that_feed_each_other_are_seen():
    turn, one = so(2).generators[0], np.eye(2, dtype=int)
    L = np.block([[turn, one], [0 * one, turn]])
    assert applied(single.residual, {"L": L}) > 0


def test_a_wrong_rank_of_opposite_shifts_is_seen(rng, monkeypatch):
    monkeypatch.setattr(commuting, "opposite_rank", lambda d, k, j: 2 * max(0, min(k, j)))
    assert max(applied(commuting.residual, commuting.sample(rng)) for _ in range(30)) > 0


def test_a_blur_of_other_weights_is_seen(rng, monkeypatch):
    monkeypatch.setattr(fractional, "blurred", lambda h, alpha, C: (h + C @ h) / 2)
    assert max(applied(fractional.binomial_defect, fractional.sample(rng)) for _ in range(10)) > 1e-3
    assert max(applied(fractional.gain_defect, fractional.sample(rng)) for _ in range(10)) > 1e-3


def test_two_propagation_rules_are_counted_whatever_their_weights(rng):
    L, W = rng.standard_normal((3, 4, 4)), rng.standard_normal((4, 2, 3))
    assert [restricted.propagation_rules(L[:n], W[: n + 1]) for n in range(4)] == [1, 2, 3, 4]


def test_nothing_is_allowed_where_the_generators_square_to_zero(rng):
    instance = multilayer.exact(rng, 4)
    assert applied(multilayer.bound, instance) == 0
    assert applied(multilayer.residual, {**instance, "sign": -1}) > 0
