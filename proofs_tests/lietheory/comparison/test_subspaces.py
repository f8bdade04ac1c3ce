"""Principal angles, Grassmann distance and projections of spans."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lietheory.comparison import grassmann_distance, orthonormal_basis, principal_angles, project
from lietheory.errors import PrecisionError, RankError, ShapeError
from proofs_tests.strategies.matrices import frames, invertible, orthogonal

ROUNDING = 1e-14  # a few units in the last place of vectors of length one


@st.composite
def pairs(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray]:
    """Two spans in one space, by orthonormal rows."""
    n = draw(st.integers(1, 6))
    return tuple(draw(frames(draw(st.integers(1, n)), n)) for _ in range(2))


@given(pairs(), st.data())
def test_angles_do_not_depend_on_the_bases(spans, data: st.DataObject) -> None:
    A, B = spans
    changed = [data.draw(invertible(len(Q))) @ Q for Q in (A, B)]
    # near 45 degrees neither sine nor cosine loses digits; the drawn bases have condition up to 10
    assert np.allclose(principal_angles(*changed), principal_angles(A, B), atol=100 * ROUNDING)


@given(pairs(), st.data())
def test_angles_do_not_change_under_a_common_rotation_and_are_symmetric(spans, data: st.DataObject) -> None:
    A, B = spans
    Q = data.draw(orthogonal(A.shape[1]))
    assert np.allclose(principal_angles(A @ Q, B @ Q), principal_angles(B, A), atol=10 * ROUNDING)


@given(st.data(), st.integers(1, 3))
def test_angles_between_spans_of_matrices_survive_orthogonal_conjugation(data: st.DataObject, k: int) -> None:
    A, B = data.draw(frames(k, 9)).reshape(k, 3, 3), data.draw(frames(k, 9)).reshape(k, 3, 3)
    Q = data.draw(orthogonal(3))
    assert np.allclose(principal_angles(Q @ A @ Q.T, Q @ B @ Q.T), principal_angles(A, B), atol=10 * ROUNDING)


@given(pairs())
def test_angles_ascend_from_zero_to_a_right_angle_and_vanish_for_equal_spans(spans) -> None:
    angles = principal_angles(*spans)
    assert len(angles) == min(map(len, spans))
    assert np.all(np.diff(angles) >= -ROUNDING)
    assert np.all((angles >= 0) & (angles <= np.pi / 2))
    assert principal_angles(spans[0], spans[0][::-1]).max() < ROUNDING


@given(st.integers(1, 4), st.floats(-12, 0), st.floats(0.1, 10.0))
def test_small_angles_are_recovered_to_a_relative_millionth(k: int, exponent: float, scale: float) -> None:
    angle = 10.0**exponent
    A = np.eye(k, k + 1)
    B = A.copy()
    B[-1, -1] = np.tan(angle)  # tan of at most one radian
    assert np.isclose(principal_angles(A, scale * B)[-1], angle, rtol=1e-6, atol=0)


@given(st.lists(st.floats(0.0, np.pi / 2), min_size=1, max_size=3), st.data())
def test_planted_angles_are_found_in_any_frame(planted: list[float], data: st.DataObject) -> None:
    k = len(planted)
    B = np.hstack([np.diag(np.cos(planted)), np.diag(np.sin(planted))])
    Q, change = data.draw(orthogonal(2 * k)), data.draw(invertible(k))
    assert np.allclose(principal_angles(np.eye(k, 2 * k) @ Q, change @ B @ Q), np.sort(planted), atol=100 * ROUNDING)


@given(pairs(), st.data())
def test_grassmann_distance_is_a_metric(spans, data: st.DataObject) -> None:
    A, B = spans
    C = data.draw(frames(len(A), A.shape[1]))
    assert np.isclose(grassmann_distance(A, B), grassmann_distance(B, A))
    assert grassmann_distance(A, B) <= grassmann_distance(A, C) + grassmann_distance(C, B) + 1e-12
    assert grassmann_distance(A, A) < 10 * ROUNDING


@given(st.integers(2, 5))
def test_a_missing_dimension_counts_as_a_right_angle(n: int) -> None:
    assert np.isclose(grassmann_distance(np.eye(n), np.eye(1, n)), np.sqrt(n - 1) * np.pi / 2)


@given(pairs())
def test_projection_is_idempotent_and_leaves_a_rest_orthogonal_to_the_span(spans) -> None:
    A, B = spans
    shadow = project(A, onto=B)
    assert np.allclose(project(shadow, onto=B), shadow, atol=10 * ROUNDING)
    assert np.allclose((A - shadow) @ B.T, 0, atol=10 * ROUNDING)


def test_projection_keeps_the_shape_of_matrices() -> None:
    assert np.allclose(project(np.ones((1, 2, 2)), onto=[np.eye(2)]), np.eye(2)[None], atol=ROUNDING)


def test_dependent_elements_are_refused() -> None:
    with pytest.raises(RankError, match="3 of them, of rank 2"):
        principal_angles([[1, 0, 0], [0, 1, 0], [1, 1, 0]], np.eye(3))
    with pytest.raises(RankError, match="rank 0"):
        orthonormal_basis(np.zeros((1, 3)))


def test_spans_of_different_spaces_and_bad_numbers_are_refused() -> None:
    with pytest.raises(ShapeError, match="sizes 2 and 3"):
        principal_angles(np.eye(2), np.eye(3))
    with pytest.raises(ShapeError, match=r"v\[None\]"):
        orthonormal_basis([1.0, 2.0])
    with pytest.raises(ShapeError, match="size 2"):
        project(np.eye(3), onto=np.eye(2)[:1])
    with pytest.raises(PrecisionError, match=r"A\[0, 1\] = nan"):
        grassmann_distance([[1.0, np.nan]], [[1.0, 0.0]])


def test_elements_dependent_up_to_rounding_are_refused() -> None:
    rows = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0], [7.0, 8.0, 9.1]]) / 3
    with pytest.raises(RankError, match="rank 3"):
        orthonormal_basis([*rows, 0.1 * rows[0] + 0.7 * rows[1] - 0.3 * rows[2]])
    with pytest.raises(RankError, match="rank 2"):
        orthonormal_basis([rows[0], rows[1], 0.1 * rows[0] + 0.7 * rows[1]])
