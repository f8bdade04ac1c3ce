"""Whitened outputs have covariance I over the directions in which they vary."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lietheory.discovery.whitening import POINTS_PER_OUTPUT, whitening
from lietheory.errors import NotDifferentiableError, RankError, ShapeError


@given(m=st.integers(1, 4), exponents=st.lists(st.integers(-9, 9), min_size=4, max_size=4), seed=st.integers(0, 2**32))
def test_whitened_outputs_have_covariance_one_whatever_their_units(m, exponents, seed):
    rng = np.random.default_rng(seed)
    mixed = rng.normal(size=(60, m)) @ (np.eye(m) + rng.normal(size=(m, m)) / 4)
    F = mixed * 10.0 ** np.array(exponents[:m]) + rng.normal(size=m)
    W = whitening(F)
    assert W.shape == (m, m)
    assert np.allclose(np.cov((F @ W.T).T, bias=True), np.eye(m), atol=1e-6)  # an offset 1e9 times the variation costs 9 digits


def test_class_probabilities_lose_the_direction_that_is_constant(rng):
    F = rng.dirichlet(np.ones(4), size=100)
    W = whitening(F)
    assert W.shape == (3, 4)
    assert np.allclose(np.cov((F @ W.T).T, bias=True), np.eye(3))


def test_a_constant_output_beside_a_varying_one_gets_no_weight(rng):
    W = whitening(np.column_stack([rng.normal(size=50), np.full(50, 7.0)]))
    assert W.shape == (1, 2) and W[0, 1] == 0


def test_constant_outputs_are_refused():
    with pytest.raises(NotDifferentiableError, match="constant"):
        whitening(np.ones((50, 2)))


def test_too_few_points_are_refused_with_the_number_needed(rng):
    with pytest.raises(RankError, match="at least 12 points"):
        whitening(rng.normal(size=(11, 3)))


def test_as_many_points_as_are_asked_for_are_enough(rng):
    assert whitening(rng.normal(size=(2 * POINTS_PER_OUTPUT, 2))).shape == (2, 2)


def test_outputs_without_an_output_axis_are_refused(rng):
    with pytest.raises(ShapeError, match="n_samples, m"):
        whitening(rng.normal(size=11))
