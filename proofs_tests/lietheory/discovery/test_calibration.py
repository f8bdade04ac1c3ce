"""Noise and intervals against truth: evidence is drawn whose population spectrum and directions are known."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lietheory.discovery.bootstrap_intervals import CONFIDENCE, cosine_intervals, mean_intervals
from lietheory.discovery.estimator import SymmetryEstimate, estimate_symmetry
from lietheory.discovery.evidence import Evidence
from proofs_tests.strategies.matrices import orthogonal

TRIALS = 60
BY_CHANCE = 3 * np.sqrt(CONFIDENCE * (1 - CONFIDENCE) / TRIALS)
"""Three standard errors of a share of so many trials."""


def _population(symmetries: int, K: int, least: float) -> np.ndarray:
    """The lambda of K directions, the first few nearly symmetries."""
    return np.where(np.arange(K) < symmetries, least, 1.0)


def _rows(rng: np.random.Generator, points: int, spectrum: np.ndarray, frame: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Evidence and reference rows of one output with this spectrum along the rows of an orthogonal frame."""
    evidence, reference = rng.normal(size=(2, points, 1, len(spectrum)))
    return evidence * np.sqrt(spectrum) @ frame, reference @ frame


def _estimate(evidence: np.ndarray, reference: np.ndarray, rng: np.random.Generator) -> SymmetryEstimate:
    points, _, K = evidence.shape
    seen = Evidence.empty(K).add(evidence, reference, points * np.eye(K))
    return estimate_symmetry(seen, np.zeros((K, 0, 0)), lambda c: np.zeros(len(c)), rng=rng)


def _frame(rng: np.random.Generator, K: int) -> np.ndarray:
    return np.linalg.qr(rng.normal(size=(K, K)))[0]


def _drawn(seed: int, points: int, symmetries: int, K: int, least: float = 0.003) -> tuple[SymmetryEstimate, np.ndarray]:
    rng = np.random.default_rng(seed)
    frame = _frame(rng, K)
    return _estimate(*_rows(rng, points, _population(symmetries, K, least), frame), rng), frame


def _sine(found: np.ndarray, truth: np.ndarray) -> float:
    """Of the largest principal angle between the spans of orthonormal rows."""
    return float(np.linalg.norm(found - found @ truth.T @ truth, 2))


def test_the_noise_of_the_generators_is_their_error():
    """Their geometric mean ratio is .98 here; that of the halves' angle, which is twice the error of the whole, is 1.96."""
    ratios = []
    for seed in range(TRIALS):
        estimate, frame = _drawn(seed, 1000, 3, 9)
        assert estimate.dimension == 3
        ratios.append(estimate.generator_noise / _sine(estimate.generator_coefficients, frame[:3]))
    assert 0.75 < np.exp(np.mean(np.log(ratios))) < 1.3
    assert np.mean(np.array(ratios) > 0.5) >= 0.9  # within twice the noise, which compare takes for none


def test_four_times_the_points_have_half_the_noise():
    few, many = (np.mean([np.log(_drawn(seed, n, 3, 9)[0].generator_noise) for seed in range(30)]) for n in (600, 2400))
    assert 0.4 < np.exp(many - few) < 0.6


def test_the_bounds_hold_for_all_selected_directions_together():
    """The true lambda of a direction that a half of the points selected is its quadratic form in the population."""
    covered = []
    for seed in range(TRIALS):
        estimate, frame = _drawn(seed, 800, 2, 6)
        truth = np.square(estimate.judged_coefficients @ frame.T) @ _population(2, 6, 0.003)
        covered.append(bool(((estimate.lower_bounds <= truth) & (truth <= estimate.upper_bounds)).all()))
    assert np.mean(covered) >= CONFIDENCE - BY_CHANCE


@pytest.mark.parametrize("least", [0.02, 0.05])
def test_what_is_above_the_tolerance_is_called_a_symmetry_by_chance_alone(least):
    accepted = [_drawn(seed, 800, 2, 6, least)[0].dimension > 0 for seed in range(TRIALS)]
    assert np.mean(accepted) <= 1 - CONFIDENCE + BY_CHANCE


@given(st.integers(0, 2**31 - 1), orthogonal(5))
def test_the_noise_does_not_depend_on_the_orthonormal_basis(seed, Q):
    rng = np.random.default_rng(seed)
    rows = _rows(rng, 400, _population(2, 5, 0.002), np.eye(5))
    one, other = (_estimate(*(a @ R for a in rows), np.random.default_rng(0)) for R in (np.eye(5), Q))
    assert np.isclose(one.generator_noise, other.generator_noise, rtol=1e-8)
    assert np.allclose(one.upper_bounds, other.upper_bounds, rtol=1e-8)


@given(st.integers(0, 2**31 - 1), orthogonal(5))
def test_the_half_that_evaluates_takes_no_part_in_selecting(seed, Q):
    """Any change of its points leaves the directions what they are, in another order at most."""
    rng = np.random.default_rng(seed)
    evidence, reference = _rows(rng, 400, _population(2, 5, 0.002), _frame(rng, 5))
    other = evidence.copy()
    other[1::2] = evidence[1::2] @ Q
    one, two = (_estimate(e, reference, np.random.default_rng(0)).judged_coefficients for e in (evidence, other))
    assert np.allclose(np.abs(one @ two.T).max(axis=1), 1) and np.allclose(np.abs(one @ two.T).max(axis=0), 1)


@given(st.integers(0, 2**31 - 1))
def test_the_half_that_selects_takes_no_part_in_evaluating(seed):
    """Along one fixed direction, the only one: its value and bounds do not change with the points that selected it."""
    rng = np.random.default_rng(seed)
    evidence, reference = _rows(rng, 200, np.ones(1), np.eye(1))
    other = evidence.copy()
    other[::2] = 10 * evidence[::2]
    one, two = (_estimate(e, reference, np.random.default_rng(0)) for e in (evidence, other))
    assert np.allclose([one.held_out, one.lower_bounds, one.upper_bounds], [two.held_out, two.lower_bounds, two.upper_bounds])
    assert one.relative_spectrum[0] < two.relative_spectrum[0]


def test_intervals_of_means_hold_together(rng):
    """Of four correlated skew columns; intervals that hold one by one would cover all about .85 of the time."""
    covered, mix = [], rng.normal(size=(4, 4)) + 2 * np.eye(4)
    for _ in range(TRIALS):
        means = mean_intervals(rng.exponential(size=(400, 4)) @ mix, rng=rng)
        truth = mix.sum(axis=0)
        covered.append(bool(((means.lower <= truth) & (truth <= means.upper)).all()))
    assert np.mean(covered) >= CONFIDENCE - BY_CHANCE


def test_intervals_of_cosines_hold_together(rng):
    truth, covered = np.array([0.0, 0.3, 0.9]), []
    for _ in range(TRIALS):
        e, own = rng.normal(size=(2, 400, 3))
        b = truth * e + np.sqrt(1 - truth**2) * own
        cosines = cosine_intervals(e * b, b**2, e**2, rng=rng)
        covered.append(bool(((cosines.lower <= truth) & (truth <= cosines.upper)).all()))
    assert np.mean(covered) >= CONFIDENCE - BY_CHANCE
