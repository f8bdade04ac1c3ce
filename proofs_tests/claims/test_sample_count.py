"""The noise edge against draws, and the nullities that a count of points leaves."""

from __future__ import annotations

import numpy as np
import pytest

from lietheory.claims.lemma_sample_count import edge, nullity_defect, smallest_of_noise
from lietheory.discovery import null_space, polarization_matrix
from lietheory.discovery.decision import LAMBDA_TOLERANCE, ROWS_PER_UNKNOWN
from lietheory.proof import applied
from lietheory.representation import velocities

REPEATS = 5000
TRACY_WIDOM_MEAN = 1.2065336  # of the largest eigenvalue of real symmetric matrices, with its sign reversed


@pytest.mark.parametrize("unknowns", [16, 25, 64])
def test_mean_smallest_lambda_of_noise_is_the_edge_and_its_first_correction_within_two_percent(unknowns):
    root = np.sqrt(1 / ROWS_PER_UNKNOWN)
    law = (1 - root) ** 2 + TRACY_WIDOM_MEAN * root * (1 - root) ** (4 / 3) * unknowns ** (-2 / 3)
    drawn = smallest_of_noise(np.random.default_rng(unknowns), ROWS_PER_UNKNOWN * unknowns, unknowns, REPEATS)
    assert abs(drawn.mean() / law - 1) < 0.02


def test_bidiagonal_draws_are_smallest_values_of_gaussian_matrices():
    rng = np.random.default_rng(7)
    direct = np.linalg.svd(rng.standard_normal((2000, 60, 5)), compute_uv=False)[:, -1] ** 2 / 60
    drawn = smallest_of_noise(rng, 60, 5, 2000)
    assert abs(direct.mean() - drawn.mean()) < 4 * np.sqrt((direct.var() + drawn.var()) / 2000)
    assert abs(direct.std() / drawn.std() - 1) < 0.1


def test_the_rows_asked_for_keep_noise_far_above_the_tolerance_on_either_half():
    assert edge(ROWS_PER_UNKNOWN, 1) == pytest.approx(0.506, abs=5e-4)
    assert edge(ROWS_PER_UNKNOWN / 2, 1) == pytest.approx(0.350, abs=5e-4)
    assert edge(ROWS_PER_UNKNOWN / 2, 1) > 10 * LAMBDA_TOLERANCE


@pytest.mark.parametrize(("points", "nullity"), [(5, 20), (10, 15), (15, 10), (20, 10)])
def test_nullity_of_the_sphere_in_five_dimensions_by_number_of_points(points, nullity):
    x = np.random.default_rng(points).standard_normal((points, 5))
    fields = velocities(np.eye(25).reshape(25, 5, 5), x).swapaxes(0, 1)
    assert len(null_space(polarization_matrix(2 * x[:, None], fields))) == nullity
    assert applied(nullity_defect, {"B": np.eye(5), "points": x}) == 0
