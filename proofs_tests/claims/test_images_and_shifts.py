"""Rotated images, shifts, fractional shifts, graph convolutions and strides: figures and smallest cases."""

from __future__ import annotations

import numpy as np
import pytest

from lietheory.algebra import LieAlgebra, bracket, rank
from lietheory.claims import prose_exponential_surjective as surjective
from lietheory.claims import prose_fractional_shifts as fractional
from lietheory.claims import prose_gcn_most_restricted as restricted
from lietheory.claims import prose_shifts_commute as commuting
from lietheory.claims import prose_single_generator as single
from lietheory.claims import prose_strided_subgroup as strided
from lietheory.proof import applied, rational, verdicts
from lietheory.proof.logarithms import unpaired_blocks
from lietheory.representation import derivative_matrix, grid_generators, pixel_coordinates
from lietheory.representation.shifts import shift_generators


def smallest(claim) -> dict:
    return verdicts.printed(claim, np.random.default_rng(0)).counterexample


def full_turn_of(L: np.ndarray) -> float:
    """|exp(2 pi L) - I| in units of |I|."""
    return float(np.linalg.norm(single.full_turn(L)) / np.sqrt(len(L)))


@pytest.mark.parametrize(("p", "period_p", "period_2p"), [(7, 0.951, 0.889), (20, 0.943, 0.911)])
def test_a_full_turn_of_a_pixel_image_is_far_from_the_identity(p, period_p, period_2p):
    assert full_turn_of(grid_generators(p, p)[0]) == pytest.approx(period_p, abs=1e-3)
    x, D = pixel_coordinates(p, p), derivative_matrix(2 * p)[:p, :p]
    L = x[:, :1] * np.kron(np.eye(p), D) - x[:, 1:] * np.kron(D, np.eye(p))
    assert full_turn_of(L) == pytest.approx(period_2p, abs=1e-3)


def test_smallest_pixel_image_without_a_generator_has_three_rows():
    assert smallest(single.claim.checked())["p"] == 3


@pytest.mark.parametrize("angles", [1, 4, 7])
def test_polar_images_return_after_a_full_turn(angles):
    assert np.abs(single.full_turn(single.polar(2, angles)["L"])).max() < 1e-12


@pytest.mark.parametrize("u", [[[-2, 0], [0, -0.5]], [[-1, 1], [0, -1]]], ids=str)
def test_two_elements_of_sl2_are_no_exponentials(u):
    exact = np.array([[rational(int(2 * x), 2) for x in row] for row in u])
    assert unpaired_blocks(exact) > 0
    assert np.linalg.det(np.array(u, dtype=float)) == pytest.approx(1)


def test_smallest_group_missing_from_the_exceptions_is_the_affine_group_of_the_line():
    found = smallest(surjective.claim.checked())["algebra"]
    assert found.is_solvable
    assert not found.is_nilpotent
    assert not found.is_compact


@pytest.mark.parametrize("d", range(2, 9))
def test_rank_of_the_bracket_of_opposite_shifts(d):
    for k in range(1, d + 1):
        for j in range(1, d + 1):
            forward, back = shift_generators((d,), [k, -j])
            assert rank(bracket(forward, back)) == commuting.opposite_rank(d, k, j)
            assert (commuting.opposite_rank(d, k, j) == 0) == (max(k, j) == d)


def test_smallest_shifts_that_do_not_commute_are_those_by_one_on_two_points():
    found = smallest(commuting.claim.checked())
    assert (found["d"], found["offsets"]) == (2, (1, -1))
    np.testing.assert_array_equal(bracket(*shift_generators((5,), [1, -1])), np.diag([-1, 0, 0, 0, 1]))


def test_circular_shifts_span_an_abelian_algebra_and_padded_ones_do_not():
    offsets = [1, -1]
    assert LieAlgebra.from_matrices(shift_generators((5,), offsets, "circular")).is_abelian
    assert not LieAlgebra.from_matrices(shift_generators((5,), offsets), close=True).is_abelian


def test_two_half_blurs_of_a_pulse_spread_it_over_three_points():
    C = shift_generators((5,), [1], "circular")[0]
    pulse = np.eye(5)[:, :1]
    np.testing.assert_allclose(fractional.blurred(fractional.blurred(pulse, 1.0, C), 1.0, C).ravel(), [0.25, 0.5, 0.25, 0, 0])


def test_half_of_a_fractional_shift_twice_is_the_shift():
    half = applied(fractional.fractional, fractional._five() | {"s": 0.5})
    np.testing.assert_allclose(half @ half, shift_generators((5,), [1], "circular")[0], atol=1e-12)


@pytest.mark.parametrize("alpha", [0.25, 1.0, 4.0])
def test_a_blur_loses_the_highest_frequency(alpha):
    C = shift_generators((7,), [1], "circular")[0]
    gains = np.linalg.svd(fractional.blurred(np.eye(7), alpha, C), compute_uv=False)
    assert gains.max() == pytest.approx(1)
    assert gains.min() == pytest.approx(abs(1 + alpha * np.exp(6j * np.pi / 7)) / (1 + alpha))


def test_smallest_layer_with_one_generator_that_is_no_graph_convolution_has_two_nodes_and_two_channels():
    found = smallest(restricted.claim.checked())
    assert (found["L"].shape, found["V"].shape) == ((2, 2), (2, 2))


def test_layers_with_one_channel_or_none_but_the_identity_are_graph_convolutions(rng):
    L = rng.standard_normal((1, 4, 4))
    assert restricted.propagation_rules(L, rng.standard_normal((2, 1, 3))) == 2
    assert restricted.propagation_rules(L, rng.standard_normal((2, 1, 1))) == 1
    assert restricted.propagation_rules(L[:0], rng.standard_normal((1, 2, 3))) == 1


@pytest.mark.parametrize(("k", "new"), [(0, 0), (1, 3), (2, 0), (3, 3), (4, 0)])
def test_shifts_by_odd_numbers_of_points_make_all_outputs_of_stride_two_new(k, new):
    W = np.array([3, 1, -1])[:, None, None]
    assert strided.new_rows(6, W, 2, "circular", k) == new
