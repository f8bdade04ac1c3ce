"""What the symmetries of a regression keep: the figures of the audit for the bias row, and two matrices by hand."""

from __future__ import annotations

import numpy as np
import pytest

from lietheory.claims import eq14_equivariance_condition as eq14
from lietheory.claims.eq15_covariance_algebra import stabiliser
from lietheory.claims.prose_bias_row import keeping_ones, second_moment
from lietheory.proof import applied
from lietheory.proof.random_instances import well_conditioned


@pytest.mark.parametrize(("p", "kept", "whole"), [(1, 0, 1), (2, 1, 3), (3, 3, 6), (4, 6, 10)])
def test_a_row_of_ones_leaves_so_p_of_so_d(p, kept, whole, rng):
    root, mean = well_conditioned(rng, p), rng.standard_normal((p, 1))
    H = second_moment(mean, root @ root.T)
    assert (len(keeping_ones(H)), len(stabiliser(H))) == (kept, whole)


def test_equation_14_holds_where_u_moves_the_second_moment():
    instance = eq14._square(np.diag([1.0, 3.0]), 1.0)
    assert not applied(eq14.of_the_matrices, instance).any()
    assert not applied(eq14.on_the_data, instance).any()
    assert np.array_equal(instance["u"] @ instance["H"] @ instance["u"].T, np.diag([1.0, 9.0]))


def test_on_a_line_one_more_dimension_of_fits_is_equivariant_on_the_data_than_as_a_matrix():
    assert applied(eq14.solutions_gained, eq14._line()) == 1
