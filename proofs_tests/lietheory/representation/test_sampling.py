"""Bilinear resampling as a matrix, and its derivatives at the identity."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.linalg import expm
from scipy.ndimage import map_coordinates

from lietheory.errors import RankError, ShapeError, UnknownNameError
from lietheory.representation import grid_generators, pixel_coordinates, resampling_matrix, rotation_sampler, sampler_derivative
from proofs_tests.strategies.grids import affine, plane
from proofs_tests.strategies.matrices import bounded, invertible

sizes = st.integers(1, 6)


@given(sizes, sizes, st.data())
def test_resampling_agrees_with_independent_bilinear_interpolation(height: int, width: int, data: st.DataObject) -> None:
    g, f = data.draw(invertible(2)), data.draw(bounded(height, width))
    source = pixel_coordinates(height, width) @ np.linalg.inv(g).T + [(height - 1) / 2, (width - 1) / 2]
    padded = np.pad(f, 1)  # scipy cuts off at the last pixel; the frame of zeros makes it fade out as grid_sample does
    expected = map_coordinates(padded, source.T + 1, order=1, mode="constant")
    assert np.allclose(resampling_matrix(height, width, g) @ f.ravel(), expected, atol=1e-12)


@given(sizes, sizes)
def test_identity_resamples_to_the_identity(height: int, width: int) -> None:
    assert np.array_equal(rotation_sampler(height, width, 0.0), np.eye(height * width))


@given(st.integers(1, 6), bounded(1))
def test_quarter_turns_permute_pixels(size: int, theta: np.ndarray) -> None:
    quarter, any_turn, both = (rotation_sampler(size, size, t) for t in (np.pi / 2, theta[0], np.pi / 2 + theta[0]))
    assert np.allclose(np.linalg.matrix_power(quarter, 4), np.eye(size**2), atol=1e-12)
    assert np.allclose(quarter @ any_turn, both, atol=1e-12)


@given(sizes, sizes, st.data())
def test_integer_translations_shift_and_drop_pixels(height: int, width: int, data: st.DataObject) -> None:
    rows, f = data.draw(st.integers(0, height)), data.draw(bounded(height, width))
    moved = resampling_matrix(height, width, [[1, 0, rows], [0, 1, 0], [0, 0, 1]]) @ f.ravel()
    assert np.allclose(moved.reshape(height, width), np.pad(f, ((rows, 0), (0, 0)))[:height])


@given(sizes, sizes, plane(1))
def test_two_sided_derivative_of_the_sampler_is_the_central_difference_field(height: int, width: int, A: np.ndarray) -> None:
    assert np.allclose(sampler_derivative(height, width, A), grid_generators(height, width, A, "central"), atol=1e-14)


@given(sizes, sizes, affine(1), st.sampled_from(["both", "right", "left"]))
def test_sampler_derivative_is_the_limit_of_difference_quotients(height: int, width: int, A: np.ndarray, side: str) -> None:
    t = 1e-6
    ahead, behind = (resampling_matrix(height, width, expm(s * A[0])) for s in (t, -t))
    now = np.eye(height * width)
    quotient = {"both": (ahead - behind) / (2 * t), "right": (ahead - now) / t, "left": (now - behind) / t}[side]
    # the quotient is off by t / 2 times the second derivative, at most the squared speed, below 10^2 here, in every entry
    assert np.allclose(quotient, sampler_derivative(height, width, A, side)[0], atol=2e-4)


@given(st.integers(3, 6))
def test_one_sided_derivatives_blur_and_their_mean_does_not(size: int) -> None:
    right, left, both = (sampler_derivative(size, size, side=side)[0] for side in ("right", "left", "both"))
    assert np.allclose((right + left) / 2, both)
    assert np.allclose(both, -both.T)
    assert np.trace(right) < -1  # the blur takes from every pixel off the centre


@pytest.mark.parametrize(
    ("size", "parts", "two_sided", "one_sided"),
    [(7, 10, 0.794, 0.314), (7, 40, 0.994, 0.395), (20, 10, 0.066, 0.025), (20, 160, 0.995, 0.408)],
)
def test_a_large_angle_hides_the_generator_and_one_sided_quotients_never_find_it(size, parts, two_sided, one_sided) -> None:
    truth, forward, backward = (
        M.ravel()
        for M in (
            sampler_derivative(size, size),
            rotation_sampler(size, size, np.pi / parts),
            rotation_sampler(size, size, -np.pi / parts),
        )
    )
    for quotient, expected in ((forward - backward, two_sided), (forward - np.eye(size**2).ravel(), one_sided)):
        assert abs(quotient @ truth / np.linalg.norm(quotient) / np.linalg.norm(truth) - expected) < 5e-4


def test_sampling_refuses_singular_transforms_and_other_shapes() -> None:
    with pytest.raises(RankError, match="invertible"):
        resampling_matrix(3, 3, [[1, 1], [1, 1]])
    with pytest.raises(ShapeError, match=r"\(2, 2\) or \(3, 3\)"):
        resampling_matrix(3, 3, np.eye(4))
    with pytest.raises(ShapeError, match="last row"):
        resampling_matrix(3, 3, np.ones((3, 3)))
    with pytest.raises(UnknownNameError, match="Did you mean right"):
        sampler_derivative(3, 3, side="rihgt")
