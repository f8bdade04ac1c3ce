"""Spans of generators compared by their action on data."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lietheory.comparison import action_angles, action_cosine, action_distance, identifiable_dimension, principal_angles
from lietheory.errors import PrecisionError, ShapeError
from proofs_tests.strategies.matrices import bounded, frames, invertible, orthogonal


def spans(k: int, d: int) -> st.SearchStrategy[np.ndarray]:
    return frames(k, d * d).map(lambda rows: rows.reshape(k, d, d))


@given(st.data(), st.integers(2, 4), st.integers(1, 3))
def test_on_white_data_the_action_angles_are_the_principal_angles(data: st.DataObject, d: int, k: int) -> None:
    A, B, X = data.draw(spans(k, d)), data.draw(spans(k, d)), 3.0 * data.draw(orthogonal(d))
    assert np.allclose(action_angles(A, B, X), principal_angles(A, B), atol=1e-12)


@given(st.data(), st.integers(2, 4))
def test_distance_for_one_generator_is_the_least_relative_difference_over_the_scale(data: st.DataObject, d: int) -> None:
    A, B, X = data.draw(spans(1, d)), data.draw(spans(1, d)), data.draw(invertible(d))
    a, b = (X @ A[0].T).ravel(), (X @ B[0].T).ravel()
    least = np.linalg.norm(a - (a @ b) / (b @ b) * b) / np.linalg.norm(a)
    assert np.isclose(action_distance(A, B, X), least, atol=1e-12)
    assert np.isclose(action_cosine(A, B, X), abs(a @ b) / np.linalg.norm(a) / np.linalg.norm(b), atol=1e-12)


@given(st.data(), st.integers(2, 4), st.integers(1, 3))
def test_neither_basis_nor_order_of_the_points_matters(data: st.DataObject, d: int, k: int) -> None:
    A, B, X = data.draw(spans(k, d)), data.draw(spans(k, d)), data.draw(invertible(d))
    change, mix = data.draw(invertible(k)), data.draw(orthogonal(d))
    changed = action_angles(np.tensordot(change, A, axes=1), B, mix @ X)
    assert np.allclose(changed, action_angles(A, B, X), atol=1e-9)  # fields have condition up to 10 times that of the bases


@given(st.data(), st.integers(1, 3), bounded(4, 4))
def test_matrices_that_agree_on_the_data_count_as_equal(data: st.DataObject, rank: int, noise: np.ndarray) -> None:
    X = data.draw(invertible(4))[:, :rank] @ data.draw(frames(rank, 4))
    unseen = np.eye(4) - np.linalg.pinv(X) @ X
    A = data.draw(spans(1, 4))
    seen = np.linalg.norm(A @ X.T) / np.linalg.norm(X)  # what is barely seen is known to few digits
    assert seen * action_distance(A, A + noise @ unseen, X) < 1e-13 or seen < 1e-13


@given(st.data(), st.integers(1, 4))
def test_points_of_rank_r_identify_r_times_d_directions_of_gl(data: st.DataObject, rank: int) -> None:
    X = data.draw(invertible(4))[:, :rank] @ data.draw(frames(rank, 4))
    assert identifiable_dimension(np.eye(16).reshape(16, 4, 4), X) == 4 * rank


def test_a_motion_that_the_data_do_not_see_is_no_motion() -> None:
    turn_of_the_last_two = np.zeros((1, 4, 4))
    turn_of_the_last_two[0, 2, 3], turn_of_the_last_two[0, 3, 2] = -1, 1
    X = np.eye(2, 4)
    assert identifiable_dimension(turn_of_the_last_two, X) == 0
    assert action_distance(turn_of_the_last_two, np.eye(4)[None], X) == 1.0
    assert action_distance(turn_of_the_last_two, turn_of_the_last_two, X) == 0.0


def test_points_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ShapeError, match=r"\(n, 2\)"):
        action_distance([np.eye(2)], [np.eye(2)], np.eye(3))
    with pytest.raises(PrecisionError, match="not all zero"):
        identifiable_dimension([np.eye(2)], np.zeros((4, 2)))
    with pytest.raises(PrecisionError, match=r"points\[0, 0\] = nan"):
        action_angles([np.eye(2)], [np.eye(2)], [[np.nan, 1.0]])


def test_a_generator_much_smaller_than_another_counts_as_a_direction_all_the_same() -> None:
    L = np.zeros((2, 4, 4))
    L[0, :2, :2] = [[0, -1], [1, 0]]
    L[1, 2:, 2:] = [[0, -1e-20], [1e-20, 0]]
    assert identifiable_dimension(L, np.eye(4)) == 2
