"""Residuals are exact on exact numbers, relative to their inputs, and lose no NaN; instances are what they say."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lietheory.algebra import inverse, rank
from lietheory.errors import LieTheoryError
from lietheory.proof.random_instances import (
    orthogonal,
    rational,
    rational_invertible,
    rational_orthogonal,
    regression_pairs,
    relative,
    well_conditioned,
)

rngs = st.integers(0, 2**32 - 1).map(np.random.default_rng)
sizes = st.integers(1, 5)


def test_a_residual_of_exact_numbers_is_exact():
    residual = relative(rational(np.array([1, -2]), 10**18), rational(np.array([10**9])))
    assert isinstance(residual, Fraction)
    assert residual == Fraction(2, 10**18)
    assert relative(np.zeros((0,), dtype=object)) == 0


def test_floats_among_exact_numbers_give_no_exact_residual():
    assert isinstance(relative(np.array([Fraction(0), 0.0], dtype=object)), float)


def test_a_residual_is_measured_by_its_inputs():
    assert relative(np.array([1e-6, -3e-6]), np.array([100.0]), np.array([0.5, -10.0])) == pytest.approx(3e-9)
    assert relative(np.array([1e-6]), np.array([1e-3])) == 1e-6


@pytest.mark.parametrize("values", [[0.0, np.nan], [np.nan, 0.0], [np.inf], [-np.inf, 1.0]], ids=str)
def test_a_difference_that_is_no_number_is_infinite(values):
    """Python's max of (0, NaN) is 0, so that NaN would be lost among several residuals."""
    assert max(0.0, relative(np.array(values), np.array([1e300]))) == np.inf


@given(rngs, sizes)
def test_rational_orthogonal_matrices_are_orthogonal_rotations(rng, size):
    Q = rational_orthogonal(rng, size)
    assert (np.eye(size) == Q @ Q.T).all()
    assert np.linalg.det(Q.astype(float)) > 0


@given(rngs, sizes)
def test_rational_invertible_matrices_have_integer_inverses(rng, size):
    S = rational_invertible(rng, size)
    assert rank(S) == size
    assert all(Fraction(x).denominator == 1 for x in np.ravel(inverse(S)))


@given(rngs, sizes)
def test_orthogonal_matrices_keep_lengths(rng, size):
    Q = orthogonal(rng, size)
    assert np.allclose(Q.T @ Q, np.eye(size), atol=1e-13)


@given(rngs, sizes)
def test_well_conditioned_matrices_have_the_condition_they_say(rng, size):
    values = np.linalg.svd(well_conditioned(rng, size, 5.0), compute_uv=False)
    assert values.min() > 1 - 1e-12
    assert values.max() < 5 + 1e-12


def test_regression_pairs_are_refused_without_labels(rng):
    with pytest.raises(LieTheoryError, match=r"labels Y \(n, c\), got none"):
        regression_pairs(rng.standard_normal((10, 2)), None)
