"""The pieces of a breaking that need no network: bases of unit elements, the factor of the interval."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from lietheory.discovery import breaking
from lietheory.discovery.breaking import Fold, unit_basis


def test_a_basis_of_unit_elements_is_orthonormal_in_the_second_moments_of_the_fields(rng):
    C, A = rng.normal(size=(2, 5)), rng.normal(size=(5, 5))
    M = A @ A.T
    Q = unit_basis(C, M)
    assert np.allclose(Q @ M @ Q.T, np.eye(2))
    assert np.linalg.matrix_rank(np.concatenate([C, Q]), tol=1e-8) == 2


@pytest.mark.parametrize("left", [1, 2])
def test_what_moves_no_point_is_left_out_of_the_basis(rng, left):
    M = np.zeros((4, 4))
    M[:left, :left] = np.diag(rng.uniform(1, 9, left))
    Q = unit_basis(np.eye(4)[: left + 1], M)
    assert Q.shape == (left, 4)
    assert np.isfinite(Q).all()
    assert np.allclose(Q @ M @ Q.T, np.eye(left))
    assert unit_basis(np.eye(4)[3:], M).shape == (0, 4)


def test_heavy_tails_widen_the_interval_by_student_s_factor():
    """Of ten motions nine are zero: the kurtosis of what they add is 657 / 81, and the factor that of 20 / 7.1 degrees."""
    fold = Fold(np.append(np.zeros(9), 10.0), np.ones(10), np.ones(10), 2.0)
    factor = breaking._drawn([fold], [np.full((1, 10), 0.1)])[2]
    freedom = 20 / (657 / 81 - 1)
    expected = stats.t.ppf(1 - breaking.OUTSIDE, freedom) / stats.norm.ppf(1 - breaking.OUTSIDE)
    assert factor == pytest.approx(expected, rel=1e-12)
