"""Symmetries that keep a second moment: the intersection, by angles that no basis of the data changes."""

from __future__ import annotations

import numpy as np
import pytest

from lietheory.algebra import gl, so
from lietheory.discovery.second_moment_symmetries import preserving
from lietheory.errors import RankError, ShapeError


def _spd(d: int, rng: np.random.Generator) -> np.ndarray:
    A = rng.normal(size=(d, d))
    return A @ A.T + 0.1 * np.eye(d)


@pytest.mark.parametrize("d", [2, 3, 5])
def test_of_all_matrices_those_that_keep_h_are_a_conjugate_of_so(d, rng):
    H = _spd(d, rng)
    found = preserving(gl(d).generators.astype(float), H)
    assert found.dimension == d * (d - 1) // 2
    moved = found.generators @ H
    assert np.abs(moved + moved.swapaxes(1, 2)).max() < 1e-12 * np.abs(H).max()
    assert d == 2 or found.identify().is_named(f"so({d})")


def test_rotations_that_keep_an_axis_of_h_are_what_is_left_of_so_3():
    found = preserving(so(3).generators.astype(float), np.diag([2.0, 2.0, 5.0]))
    assert found.dimension == 1 and found.angles[0] < 1e-12 and found.angles[1] > 0.1
    assert np.abs(found.generators[0][2]).max() < 1e-12


def test_a_direction_counts_within_the_tolerance_alone():
    H = np.diag([1.0, 1.02])
    turn = so(2).generators.astype(float)
    angle = preserving(turn, H).angles[0]
    assert preserving(turn, H).dimension == 0
    assert preserving(turn, H, tolerance=1.01 * angle).dimension == 1
    assert angle == pytest.approx(0.01, rel=0.05)


def test_of_pairs_the_inputs_half_alone_is_asked():
    pairs = np.zeros((2, 3, 3))
    pairs[0, :2, :2], pairs[0, 2, 2], pairs[1, 2, 2] = so(2).generators[0], 3.0, 1.0
    assert preserving(pairs, np.eye(2)).dimension == 2


def test_moments_that_are_none_are_refused():
    turn = so(2).generators.astype(float)
    wide = np.ones((1, 2))
    for H, error in (
        (np.eye(3), ShapeError),
        (wide, ShapeError),
        (wide.T, ShapeError),
        (np.array([[1.0, 2], [0, 1]]), ShapeError),
        (np.diag([1.0, 0]), RankError),
    ):
        with pytest.raises(error):
            preserving(turn, H)
