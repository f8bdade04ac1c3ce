"""Null spaces of conditions on matrices: dimensions known by hand, exact and numeric alike."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lietheory.proof.constraint_nullity import constraint_null_space, constraint_nullity, split_solution


@given(st.integers(1, 5), st.booleans())
def test_skew_matrices_are_the_solutions_of_their_condition(n, exact):
    found = constraint_null_space(lambda M: M + M.T, (n, n), exact=exact)
    assert found.shape == (n * (n - 1) // 2, n * n)
    assert all(np.abs(M + M.T).max() < 1e-12 for (M,) in (split_solution(row, (n, n)) for row in found))


@given(st.integers(1, 4), st.integers(1, 4))
def test_several_matrices_are_solved_for_together(c, d):
    A = np.ones((c, d), dtype=np.int64)
    shapes = ((d, d), (c, c))
    found = constraint_null_space(lambda u, v: v @ A - A @ u, *shapes, exact=True)
    assert len(found) == d * d - (d - 1) + c * (c - 1)
    assert all((v @ A == A @ u).all() for u, v in (split_solution(row, *shapes) for row in found))


@pytest.mark.parametrize("like", [np.eye(2), np.eye(2, dtype=np.int64)], ids=["floats", "integers"])
def test_a_condition_of_pure_rounding_leaves_everything(like):
    assert constraint_nullity(lambda M: 1e-16 * M if like.dtype.kind == "f" else 0 * M, (2, 2), like=like) == 4


def test_a_condition_that_no_matrix_but_zero_meets_leaves_nothing():
    assert constraint_nullity(lambda M: M, (2, 3), like=np.eye(2, dtype=np.int64)) == 0


def test_integers_are_solved_exactly_where_floats_could_not_tell():
    tiny = 10**12
    assert constraint_nullity(lambda M: M @ np.array([[1], [tiny]]), (1, 2), like=np.array([1])) == 1
    assert split_solution(constraint_null_space(lambda M: M @ np.array([[1], [tiny]]), (1, 2), exact=True)[0], (1, 2))[
        0
    ].tolist() in (
        [[-tiny, 1]],
        [[tiny, -1]],
    )
