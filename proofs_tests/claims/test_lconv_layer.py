"""Eq 6: which groups a linear layer is equivariant under, exactly."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from lietheory.algebra import aff, so
from lietheory.claims import eq06_lconv_layer as eq6
from lietheory.claims import prose_linear_activation as linear
from lietheory.proof import applied, verdicts
from lietheory.representation import exponential


def layer_of(L: np.ndarray, u: np.ndarray, **changes) -> dict:
    """One channel, W^0 = 0 and W^i = i, unit features one by one."""
    W = np.arange(len(L) + 1)[:, None, None]
    return {"L": L, "W": W, "h": np.eye(L.shape[1], dtype=int)[:, :, None], "u": u, "b": 0 * W[0], "sigma": None} | changes


def moved(instance: dict):
    """How far F(u h) is from u F(h)."""
    return linear.claim.checked().printed.residual(instance)


def test_smallest_compact_counterexample_is_a_quarter_turn_of_so3():
    found = verdicts.printed(linear.claim.checked(), np.random.default_rng(0)).counterexample
    assert found["u"].shape == (3, 3)
    np.testing.assert_array_equal(found["u"] @ found["u"].T, np.eye(3))
    assert np.count_nonzero(found["W"]) == 1
    assert moved(found) == 1


def test_layers_of_so2_are_exactly_equivariant():
    u = np.array([[Fraction(3, 5), Fraction(-4, 5)], [Fraction(4, 5), Fraction(3, 5)]])
    assert moved(layer_of(so(2).generators, u)) == 0


def test_a_rational_rotation_of_so3_breaks_the_layer():
    u = np.array([[2, -1, 2], [2, 2, -1], [-1, 2, 2]]) * Fraction(1, 3)
    assert moved(layer_of(so(3).generators, u)) > Fraction(1, 2)


def test_the_affine_group_of_the_line_fails_in_two_dimensions():
    u = np.array([[1, 1], [0, 1]])
    assert moved(layer_of(aff(1).generators, u)) != 0


def test_two_generators_can_break_equivariance_in_opposite_ways():
    """With dependent weights the layer is equivariant though no generator commutes, so independence is needed for 'only if'."""
    instance = next(c for c in eq6.claim.checked().counterexamples if c.drops == "independent").make()
    assert not applied(eq6.equivariance_error, instance | {"h": np.eye(2)[:, :, None]}).any()
    assert (instance["L"] @ instance["u"] - instance["u"] @ instance["L"]).any()


def test_norm_of_the_error_is_that_of_conjugated_generators_for_rotations(rng):
    """|F(uh) - uF(h)| = |sum_i (L_i - u^-1 L_i u) h W^i|, since u keeps lengths."""
    L = so(3).generators.astype(float)
    u, W, h = exponential(L, rng.standard_normal(3)), rng.standard_normal((4, 2, 3)), rng.standard_normal((1, 3, 2))
    error = eq6.equivariance_error(L, W, np.zeros((1, 3)), None, u, h)
    formula = sum((L_i - u.T @ L_i @ u) @ h @ W_i for L_i, W_i in zip(L, W[1:], strict=True))
    assert np.linalg.norm(formula) > 0.1
    assert np.linalg.norm(error) == pytest.approx(np.linalg.norm(formula), rel=1e-12)


def test_constant_bias_is_kept_exactly_by_generators_that_annihilate_constants():
    moves, keeps = np.array([[[0, -1], [1, 0]]]), np.array([[[-1, 1], [1, -1]]])
    bias = np.ones((1, 1), dtype=np.int64)
    turn, swap = np.array([[0, -1], [1, 0]]), np.array([[0, 1], [1, 0]])
    assert not keeps.sum(axis=2).any()
    assert moved(layer_of(moves, turn, b=bias)) != 0
    assert moved(layer_of(keeps, swap, b=bias)) == 0
