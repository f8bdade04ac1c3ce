"""The bounds hold together, and the decision follows them."""

from __future__ import annotations

import numpy as np
import pytest

from lietheory.discovery.decision import CONFIDENCE, SimultaneousIntervals, accepted, judge, status
from lietheory.discovery.evidence import GROUPS


def _grams(rows: np.ndarray) -> np.ndarray:
    """Gram matrices of GROUPS groups of rows (n, K)."""
    parts = np.array_split(rows, GROUPS)
    return np.stack([part.T @ part for part in parts])


def test_the_bounds_hold_together_about_as_often_as_they_say(rng):
    truth, K, trials = np.array([0.01, 0.1, 0.5, 1.0, 1.0]), 5, 200
    covered = 0
    for _ in range(trials):
        evidence, reference = rng.normal(size=(2, 1000, K))
        judged = judge(_grams(evidence * np.sqrt(truth)), _grams(reference), np.eye(K), np.zeros(K) + 1e-20, rng=rng)
        covered += bool(((judged.lower <= truth) & (truth <= judged.upper)).all())
    # three standard errors of a proportion of 200 below the nominal value; a bound that is not simultaneous covers about .8
    assert covered / trials >= CONFIDENCE - 3 * np.sqrt(CONFIDENCE * (1 - CONFIDENCE) / trials)


def test_values_are_the_quotients_over_all_groups(rng):
    evidence, reference = rng.normal(size=(2, 500, 3))
    direction = rng.normal(size=3)
    judged = judge(_grams(evidence), _grams(reference), direction[None], np.array([1e-20]), rng=rng)
    assert np.allclose(judged.values, np.sum((evidence @ direction) ** 2) / np.sum((reference @ direction) ** 2))
    assert judged.lower[0] < judged.values[0] < judged.upper[0]


def test_a_direction_that_nothing_is_seen_along_is_a_symmetry_without_doubt(rng):
    grams = _grams(rng.normal(size=(500, 2)) * [1.0, 0.0])
    judged = judge(grams, grams, np.array([[0.0, 1.0]]), np.array([1e-12]), rng=rng)
    assert judged.upper[0] < 1e-9
    assert status(judged, np.array([0.0])) == "symmetric"


@pytest.mark.parametrize(
    ("lower", "upper", "step", "expected"),
    [
        (0.001, 0.009, 0.0005, "symmetric"),
        (0.001, 0.009, 0.002, "undecided"),  # a small derivative, but a whole step moves the output
        (0.001, 0.02, 0.0005, "undecided"),  # not certain
        (0.02, 0.03, 0.0005, "none"),
    ],
)
def test_a_symmetry_needs_its_bound_and_its_step(lower, upper, step, expected):
    judged = SimultaneousIntervals(np.array([(lower + upper) / 2]), np.array([lower]), np.array([upper]))
    assert status(judged, np.array([step])) == expected


def test_each_direction_is_accepted_on_its_own_evidence():
    bounds, steps = np.array([0.004, 0.004, 0.02, np.nan]), np.array([0.0, 0.5, 0.0, np.nan])
    assert accepted(bounds, steps).tolist() == [True, False, False, False]


def test_one_lambda_that_may_be_small_forbids_the_answer_none():
    judged = SimultaneousIntervals(np.array([0.02, 0.5]), np.array([0.005, 0.4]), np.array([0.08, 0.6]))
    assert status(judged, np.array([0.1, 0.1])) == "undecided"
