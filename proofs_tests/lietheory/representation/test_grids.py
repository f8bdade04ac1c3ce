"""Derivatives on grids, and the representation of plane matrices on sampled images."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lietheory.errors import PrecisionError, ShapeError, UnknownNameError
from lietheory.representation import ROTATION, derivative_matrix, grid_generators, pixel_coordinates
from proofs_tests.strategies.grids import Sampled, affine, blobs, plane

SMOOTH = 1e-6  # a blob of spread 2 on 28 pixels is band-limited and periodic to about 1e-7; |A x| multiplies that by up to 20


@given(st.integers(2, 21), st.integers(0, 10))
def test_spectral_derivative_is_exact_below_the_nyquist_frequency(n: int, mode: int) -> None:
    x, k = np.arange(n), 2 * np.pi * (mode % ((n + 1) // 2)) / n
    assert np.allclose(derivative_matrix(n) @ np.sin(k * x + 0.3), k * np.cos(k * x + 0.3), atol=1e-12)


@given(st.integers(1, 12))
def test_spectral_derivative_sends_the_nyquist_mode_to_zero(half: int) -> None:
    n = 2 * half
    assert np.allclose(derivative_matrix(n) @ (-1.0) ** np.arange(n), 0, atol=1e-12)


@given(st.integers(1, 12), st.sampled_from(["spectral", "central"]))
def test_derivatives_are_antisymmetric(n: int, kind: str) -> None:
    D = derivative_matrix(n, kind)
    assert D.shape == (n, n)
    assert np.allclose(D, -D.T, atol=1e-14)


def test_central_derivative_is_exact_on_parabolas_inside_the_grid() -> None:
    x = np.arange(7.0)
    assert np.allclose((derivative_matrix(7, "central") @ (x**2 - x))[1:-1], (2 * x - 1)[1:-1], atol=1e-13)


@given(st.integers(1, 5), st.integers(1, 5))
def test_pixel_coordinates_average_to_the_centre(height: int, width: int) -> None:
    x = pixel_coordinates(height, width)
    assert np.allclose(x.mean(axis=0), 0, atol=1e-14)
    assert x.shape == (height * width, 2)
    assert width == 1 or np.array_equal(x[1] - x[0], [0, 1])  # row-major: the column runs fastest


@given(blobs(), affine(1))
def test_spectral_generators_apply_the_vector_field_to_sampled_functions(f: Sampled, A: np.ndarray) -> None:
    x = np.column_stack([pixel_coordinates(f.height, f.width), np.ones(len(f.values))])
    expected = -np.sum((x @ A[0, :2].T) * f.gradient, axis=1)
    assert np.allclose(grid_generators(f.height, f.width, A)[0] @ f.values, expected, atol=SMOOTH)


@given(blobs(), plane(2))
def test_bracket_of_generators_is_generator_of_bracket_on_smooth_functions(f: Sampled, A: np.ndarray) -> None:
    L, M = grid_generators(f.height, f.width, A)
    bracket = A[0] @ A[1] - A[1] @ A[0]
    expected = grid_generators(f.height, f.width, bracket[None])[0] @ f.values
    assert np.allclose(L @ (M @ f.values) - M @ (L @ f.values), expected, atol=20 * SMOOTH)


@given(blobs(size=16, spread=1.5), affine(2))
def test_affine_bracket_is_respected_too(f: Sampled, A: np.ndarray) -> None:
    L, M = grid_generators(f.height, f.width, A)
    bracket = A[0] @ A[1] - A[1] @ A[0]
    expected = grid_generators(f.height, f.width, bracket[None])[0] @ f.values
    assert np.allclose(L @ (M @ f.values) - M @ (L @ f.values), expected, atol=0.02)  # this small grid resolves to 1e-3


def test_rotation_annihilates_a_round_function_spectrally_and_nearly_so_centrally() -> None:
    f = np.exp(-np.sum(pixel_coordinates(28, 28) ** 2, axis=1) / 8)
    scale = np.linalg.norm(grid_generators(28, 28, [[[1, 0], [0, 0]]])[0] @ f)
    turned = [grid_generators(28, 28, ROTATION, kind)[0] @ f for kind in ("spectral", "central")]
    spectral, central = np.linalg.norm(turned, axis=1) / scale
    assert spectral < 1e-7
    assert 1e-4 < central < 1e-1  # off by f''' / 6, which does not cancel between rows and columns


def test_rotation_turns_the_row_axis_towards_the_column_axis() -> None:
    x = pixel_coordinates(3, 3)
    moved = np.eye(9)[1] + 0.1 * grid_generators(3, 3, derivative="central")[0] @ np.eye(9)[1]  # a dot above the centre
    assert (moved * x[:, 1]).sum() < 0  # J (-1, 0) = (0, -1): it moves left


def test_grid_generators_refuse_other_shapes() -> None:
    with pytest.raises(ShapeError, match=r"\(n_L, d, d\)"):
        grid_generators(3, 3, [[0, -1], [1, 0]])
    with pytest.raises(ShapeError, match=r"\(n_L, 2, 2\)"):
        grid_generators(3, 3, np.zeros((1, 4, 4)))
    with pytest.raises(ShapeError, match="last row"):
        grid_generators(3, 3, np.ones((1, 3, 3)))


def test_grid_generators_refuse_nan_and_unknown_derivatives() -> None:
    with pytest.raises(PrecisionError, match=r"A\[0, 1, 0\] = nan"):
        grid_generators(3, 3, [[[0, 0], [np.nan, 0]]])
    with pytest.raises(UnknownNameError, match="Did you mean spectral"):
        derivative_matrix(3, "spectrall")
    with pytest.raises(ShapeError, match="positive"):
        derivative_matrix(0)
