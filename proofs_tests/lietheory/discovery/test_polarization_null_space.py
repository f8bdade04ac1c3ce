"""The evidence matrix as defined, and its null space by full SVD."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lietheory.discovery.polarization_null_space import null_space, polarization_matrix
from lietheory.errors import PrecisionError, ShapeError


@given(rows=st.integers(1, 6), columns=st.integers(1, 6), data=st.data())
def test_null_space_has_the_nullity_and_is_annihilated(rows, columns, data):
    rank = data.draw(st.integers(0, min(rows, columns)))
    rng = np.random.default_rng(data.draw(st.integers(0, 2**32)))
    E = rng.normal(size=(rows, rank)) @ rng.normal(size=(rank, columns))
    basis = null_space(E)
    assert basis.shape == (columns - rank, columns)
    assert np.allclose(basis @ basis.T, np.eye(columns - rank), atol=1e-13)
    assert np.abs(E @ basis.T).max(initial=0) <= 1e-12 * max(1, np.abs(E).max())


def test_fewer_rows_than_columns_keep_the_null_vectors_that_are_certain():
    assert null_space(np.ones((1, 4))).shape == (3, 4)


def test_every_output_has_a_row_of_its_own():
    """The pair (x^2, y^2) has no linear symmetry; the gradient of its sum would have one."""
    x = np.random.default_rng(0).normal(size=(50, 2))
    fields = np.einsum("kab,nb->nka", np.eye(4).reshape(4, 2, 2), x)
    jacobians = 2 * np.einsum("na,ab->nab", x, np.eye(2))
    assert null_space(polarization_matrix(jacobians, fields)).shape[0] == 0
    summed = jacobians.sum(axis=1, keepdims=True)
    assert null_space(polarization_matrix(summed, fields)).shape[0] == 1


def test_points_that_differ_in_number_are_refused():
    with pytest.raises(ShapeError, match="same points"):
        polarization_matrix(np.ones((3, 1, 2)), np.ones((4, 4, 2)))


def test_a_vector_is_no_evidence_matrix():
    with pytest.raises(ShapeError, match="a matrix E"):
        null_space(np.ones(3))


def test_nan_is_named_by_its_index():
    with pytest.raises(PrecisionError, match=r"E\[1, 0\]"):
        null_space([[1.0, 2.0], [np.nan, 0.0]])
