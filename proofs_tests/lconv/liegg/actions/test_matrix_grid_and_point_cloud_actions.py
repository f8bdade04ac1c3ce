"""Representations, polynomial fields, grids and sets: fields of the flow, in agreement with the numpy side."""

from __future__ import annotations

import os

import numpy as np
import pytest
import torch
from torch import Tensor

from lconv.liegg.actions import (
    Action,
    AffineAction,
    ImageAction,
    LinearAction,
    MatrixAction,
    PointCloudAction,
    PolynomialAction,
    SequenceAction,
    VolumeAction,
    dual,
    symmetric_power,
    tensor_product,
)
from lconv.liegg.discover import discover
from lietheory.algebra import sl, so
from lietheory.comparison.subspaces import principal_angles
from lietheory.errors import ShapeError, UnknownNameError
from lietheory.representation.grids import derivative_matrix, grid_generators
from lietheory.representation.polynomial_fields import polynomial_fields

R3 = LinearAction(3)
ACTIONS = {
    "covectors": (dual(R3), (3,)),
    "matrices as vector and covector": (tensor_product(R3, dual(R3)), (9,)),
    "two copies in a product": (tensor_product(LinearAction(2, copies=2), LinearAction(2)), (8,)),
    "quadrics": (symmetric_power(R3, 2), (6,)),
    "so(3) on two vectors": (MatrixAction(so(3).generators, copies=2), (6,)),
    "polynomials of degree two": (PolynomialAction(2, 2), (2,)),
    "images under aff(2)": (ImageAction(5, 6, channels=2, translations=True), (2, 5, 6)),
    "images by splines": (ImageAction(5, 6, derivative="spline"), (1, 5, 6)),
    "images through a window": (ImageAction(6, 6, mask="window"), (1, 6, 6)),
    "the interior of images": (ImageAction(7, 6, derivative="central", mask="interior"), (1, 7, 6)),
    "sequences": (SequenceAction(8, channels=2), (2, 8)),
    "volumes": (VolumeAction(3, 4, 5), (1, 3, 4, 5)),
    "volumes under aff(3)": (VolumeAction(4, 3, 4, channels=2, translations=True, derivative="central"), (2, 4, 3, 4)),
    "volumes too large for a full exponential": (VolumeAction(12, 12, 12, derivative="spline"), (1, 12, 12, 12)),
    "point clouds": (PointCloudAction(3), (5, 3)),
    "point clouds under aff(2)": (PointCloudAction(2, translations=True), (4, 2)),
}


def _points(*shape: int, seed: int = 0) -> Tensor:
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)


@pytest.mark.parametrize("case", ACTIONS)
def test_fields_are_the_derivative_of_the_flow(case):
    action, shape = ACTIONS[case]
    x, h = _points(3, *shape), 1e-5
    fields = action(x)
    assert fields.shape == (3, len(action.basis), *shape)
    for c, field in zip(np.eye(len(action.basis)), fields.unbind(1), strict=True):
        difference = (action.flow(x, h * c) - action.flow(x, -h * c)) / (2 * h)
        assert torch.allclose(difference, field, atol=1e-6, rtol=1e-6)  # h^2 times the third derivative, and eps / h


@pytest.mark.parametrize("case", ACTIONS)
def test_two_steps_are_one_of_both_lengths(case):
    action, shape = ACTIONS[case]
    x, c = _points(3, *shape) / 4, np.random.default_rng(0).normal(size=len(action.basis))
    c /= 20 * np.linalg.norm(c)
    both = action.flow(action.flow(x, c), 2 * c)
    assert torch.allclose(both, action.flow(x, 3 * c), rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("case", ACTIONS)
def test_another_shape_is_refused_with_both_shapes(case):
    action, shape = ACTIONS[case]
    x = _points(3, *shape)[..., :-1]
    with pytest.raises(ShapeError, match=r"inputs of shape \(batch") as refusal:
        action(x)
    assert str(tuple(x.shape)) in str(refusal.value)


def test_covectors_keep_their_pairing_with_vectors():
    L, x, xi = _points(9).numpy(), _points(4, 3), _points(4, 3, seed=1)
    assert torch.allclose((R3.flow(x, L) * dual(R3).flow(xi, L)).sum(dim=1), (x * xi).sum(dim=1))


def test_the_product_moves_the_product_of_vectors():
    c, x, y = _points(9).numpy() / 4, _points(4, 3), _points(4, 3, seed=1)
    product = torch.einsum("bi,bj->bij", x, y).flatten(1)
    moved = torch.einsum("bi,bj->bij", R3.flow(x, c), R3.flow(y, c)).flatten(1)
    assert torch.allclose(tensor_product(R3, R3).flow(product, c), moved)


def test_products_of_actions_of_other_generators_are_refused():
    with pytest.raises(ShapeError, match="same generators"):
        tensor_product(R3, LinearAction(2))
    with pytest.raises(ShapeError, match="linear actions"):
        dual(AffineAction(2))


def test_the_trace_of_a_square_has_all_conjugations_as_symmetries():
    """tr M^2 and tr M^3 as functions of M in R^3 (x) R^3*: every conjugation, and the scalars act by nothing."""

    def traces(x: Tensor) -> Tensor:
        M = x.reshape(-1, 3, 3)
        return torch.stack([torch.einsum("bij,bji->b", M, M), torch.einsum("bij,bjk,bki->b", M, M, M)], dim=1)

    estimate = discover(traces, _points(500, 9), tensor_product(R3, dual(R3)))
    assert (estimate.dimension, estimate.identifiable_dimension) == (8, 8)
    assert np.degrees(principal_angles(estimate.generators, sl(3).generators)[-1]) < 1e-9


def test_the_discriminant_of_binary_cubics_has_sl_2():
    def discriminant(x: Tensor) -> Tensor:
        a, b, c, d = x.unbind(dim=1)
        return b**2 * c**2 - 4 * a * c**3 - 4 * b**3 * d - 27 * a**2 * d**2 + 18 * a * b * c * d

    estimate = discover(discriminant, _points(1000, 4), symmetric_power(LinearAction(2), 3))
    assert (estimate.status, estimate.dimension) == ("symmetric", 3)
    assert estimate.identify().is_named("sl(2,R)")
    assert np.degrees(principal_angles(estimate.generators, sl(2).generators)[-1]) < 1e-9


def test_a_hidden_shear_is_a_polynomial_symmetry():
    """y - x^2 does not change along d/dx + 2x d/dy, nor along x or y times that field."""
    estimate = discover(lambda x: torch.tanh(x[:, 1] - x[:, 0] ** 2), _points(2000, 2) / 2, PolynomialAction(2, 2))
    shear = np.zeros(12)
    shear[[0, 7]] = 1, 2  # 1 d1 and x1 d2
    assert np.linalg.norm(estimate.generator_coefficients @ (shear / np.sqrt(5))) == pytest.approx(1, abs=1e-10)
    assert (estimate.status, estimate.dimension) == ("symmetric", 3)


def test_polynomials_of_degree_one_are_the_affine_action():
    x, action = _points(7, 2), PolynomialAction(2, 1)
    assert torch.allclose(action(x), AffineAction(2)(x)[:, [2, 0, 1, 5, 3, 4]])


def test_both_sides_evaluate_the_same_polynomials():
    x = _points(7, 3)
    assert np.allclose(PolynomialAction(3, 2)(x).numpy(), polynomial_fields(x.numpy(), 2), rtol=1e-14)


def test_both_sides_move_images_alike():
    x, action = _points(2, 1, 4, 5), ImageAction(4, 5, translations=True)
    expected = np.einsum("kpq,bq->bkp", grid_generators(4, 5, action.basis), x.flatten(1).numpy())
    assert np.allclose(action(x).flatten(2).numpy(), expected, atol=1e-13)


@pytest.mark.parametrize("n", [1, 2, 9, 16])
def test_the_spline_derivative_is_antisymmetric_and_of_fourth_order(n):
    D = derivative_matrix(n, "spline")
    assert np.allclose(D, -D.T, atol=1e-14)
    w = 2 * np.pi / 64
    wave = derivative_matrix(64, "spline") @ np.sin(w * np.arange(64))
    assert np.abs(wave - w * np.cos(w * np.arange(64))).max() < 1.1 * w**5 / 180


def test_a_shifted_sequence_has_moved_by_one_sample():
    t = torch.arange(32, dtype=torch.float64) - 15.5
    pulse = torch.exp(-(t**2) / 8)[None, None]
    moved = SequenceAction(32).flow(pulse, np.array([0.0, 1.0]))
    assert torch.allclose(moved, pulse.roll(1, dims=2), atol=1e-6)  # the pulse's spectrum ends at 5e-9
    stretched = SequenceAction(32).flow(pulse, np.array([np.log(1.2), 0.0]))
    assert torch.allclose(stretched, torch.exp(-((t / 1.2) ** 2) / 8)[None, None], atol=1e-4)  # what wraps at the ends


def test_the_energy_of_a_pulse_knows_neither_shift_nor_the_window_around_it():
    t = torch.arange(64, dtype=torch.float64) - 31.5
    centre, width, height = torch.rand(3, 400, 1, 1, generator=torch.Generator().manual_seed(0), dtype=torch.float64)
    pulses = (0.5 + height) * torch.exp(-((t - 6 * centre) ** 2) / (8 + 8 * width))
    estimate = discover(lambda x: (x**2).sum(dim=(1, 2)), pulses, SequenceAction(64))
    assert (estimate.status, estimate.dimension) == ("symmetric", 1)
    assert np.allclose(np.abs(estimate.coefficients[0]), [0, 1], atol=1e-6)


@pytest.mark.skipif(os.environ.get("HYPOTHESIS_PROFILE") != "deep", reason="turned volumes take minutes: HYPOTHESIS_PROFILE=deep")
def test_rotations_of_volumes_are_found():
    t = torch.arange(11, dtype=torch.float64) - 5
    grid = torch.stack(torch.meshgrid(t, t, t, indexing="ij"))
    offset = _points(60, 2, 3) * 0.7
    bumps = torch.exp(-((grid - offset[..., None, None, None]) ** 2).sum(dim=2) / 3)
    radius = grid.square().sum(dim=0)

    def moments(x: Tensor) -> Tensor:
        return torch.stack([(x**2 * w).sum(dim=(1, 2, 3, 4)) for w in (radius, torch.exp(-radius / 6), x[:, :1])], dim=1)

    estimate = discover(moments, bumps.sum(dim=1, keepdim=True), VolumeAction(11, 11, 11))
    assert (estimate.status, estimate.dimension) == ("symmetric", 3)
    assert np.degrees(principal_angles(estimate.generators, so(3).generators)[-1]) < 1


def test_the_radius_of_a_set_of_points_has_so_3_and_its_spread_se_3():
    def spread(x: Tensor) -> Tensor:
        return (x - x.mean(dim=1, keepdim=True)).square().sum(dim=(1, 2))

    estimate = discover(spread, _points(600, 4, 3), PointCloudAction(3, translations=True))
    assert (estimate.dimension, estimate.exact_dimension) == (6, 3)
    assert discover(lambda x: x.norm(dim=2).sum(dim=1), _points(600, 4, 3), PointCloudAction(3)).identify().is_named("so(3)")


@pytest.mark.parametrize("mask", ["window", "interior"])
def test_a_mask_stops_the_field_at_the_border_and_tells_what_it_hides(mask):
    centred, noise = torch.zeros(1, 1, 9, 9, dtype=torch.float64), _points(1, 1, 9, 9)
    centred[..., 4, 4] = 1.0
    action = ImageAction(9, 9, derivative="central", mask=mask)
    assert not action(noise)[..., 0, :].any()
    assert action.masked_share(centred) < 0.01 < 0.3 < action.masked_share(noise)


def test_an_unknown_mask_is_refused_with_the_nearest():
    with pytest.raises(UnknownNameError, match="window"):
        ImageAction(4, 4, mask="windw")


def test_equal_matrices_are_the_same_action():
    first, second = (MatrixAction(so(3).generators) for _ in range(2))
    assert first == second and hash(first) == hash(second)
    assert first != MatrixAction(so(3).generators, copies=2)
    assert isinstance(first, Action)
