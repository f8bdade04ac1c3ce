"""How close low rank comes to the turn of an image, and to a shift: figures of the audit, recomputed."""

from __future__ import annotations

import numpy as np
import pytest

from lietheory.claims.prose_low_rank_sparse import best_approximation, ceiling, claim, cosine, smallest
from lietheory.representation import grid_generators, pixel_coordinates
from lietheory.representation.shifts import shift_generators


def whittaker_shannon(n: int) -> np.ndarray:
    """The derivative of the trigonometric interpolant of period 2 n."""
    turns = np.pi / n * np.subtract.outer(np.arange(n), np.arange(n))
    return -sum(np.pi * k / n**2 * np.sin(k * turns) for k in range(1, n))


def turn(n: int) -> np.ndarray:
    """x d_y - y d_x on n x n pixels, by Whittaker-Shannon derivatives, about the centre."""
    x, D, eye = pixel_coordinates(n, n), whittaker_shannon(n), np.eye(n)
    return x[:, :1] * np.kron(eye, D) - x[:, 1:] * np.kron(D, eye)


@pytest.mark.parametrize(("n", "r", "figure"), [(7, 8, 0.732), (7, 16, 0.886), (20, 8, 0.350), (20, 16, 0.460)])
def test_the_best_cosine_to_the_turn_by_whittaker_shannon_derivatives_is_the_figure_of_the_audit(n, r, figure):
    assert ceiling(turn(n), r) == pytest.approx(figure, abs=6e-4)


@pytest.mark.parametrize(("n", "r", "figure"), [(7, 8, 0.752), (7, 16, 0.894), (20, 8, 0.360), (20, 16, 0.472)])
def test_the_spectral_turn_of_the_library_is_as_far_from_low_rank(n, r, figure):
    assert ceiling(grid_generators(n, n)[0], r) == pytest.approx(figure, abs=6e-4)


@pytest.mark.parametrize(("r", "figure"), [(8, 0.101), (16, 0.143)])
def test_a_shift_of_28_x_28_pixels_is_at_most_a_tenth_of_low_rank(r, figure):
    P = shift_generators((28,), [1], "circular")[0]  # a shift along one axis of the image has the same share
    assert ceiling(np.kron(P, np.eye(28)), r) == pytest.approx(np.sqrt(r / 784), abs=1e-12)
    assert np.sqrt(r / 784) == pytest.approx(figure, abs=6e-4)


def test_the_smallest_sparse_generator_that_is_not_low_rank_turns_the_plane():
    instance = next(iter(smallest()))
    assert instance["M"].shape == (2, 2)
    assert claim.checked().printed.residual(instance) == pytest.approx(np.sqrt(0.5))


def test_the_truncated_decomposition_attains_the_ceiling():
    M = turn(5)
    assert cosine(best_approximation(M, 4), M) == pytest.approx(ceiling(M, 4), abs=1e-12)
