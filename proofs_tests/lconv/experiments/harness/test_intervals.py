"""Intervals cover as often as they say, and verdicts follow from them."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from lconv.experiments.harness import paired_interval, student_interval
from lietheory.errors import RankError


def test_independent_samples_give_students_interval():
    x = [1.0, 2.0, 4.0, 8.0]
    found = student_interval(x)
    lower, upper = stats.t.interval(0.95, 3, np.mean(x), stats.sem(x))
    assert (found.lower, found.upper) == pytest.approx((lower, upper))


def test_ninety_five_of_a_hundred_intervals_cover():
    rng = np.random.default_rng(0)
    draws = [student_interval(rng.normal(1.0, 2.0, 10)) for _ in range(2000)]
    assert 0.935 < np.mean([i.lower < 1.0 < i.upper for i in draws]) < 0.965


def test_the_detectable_difference_is_detected_four_times_in_five():
    rng = np.random.default_rng(1)
    size = student_interval(rng.normal(0.0, 1.0, 100_000)).detectable * np.sqrt(100_000 / 25)
    told = [student_interval(rng.normal(size, 1.0, 25)).lower > 0 for _ in range(2000)]
    assert 0.75 < np.mean(told) < 0.85


def test_overlapping_training_sets_widen_the_interval():
    x = np.random.default_rng(2).normal(size=25)
    narrow, wide = student_interval(x), student_interval(x, overlap=0.25)
    assert (wide.upper - wide.lower) / (narrow.upper - narrow.lower) == pytest.approx(np.sqrt((1 / 25 + 0.25) * 25))


def test_pairs_take_away_what_both_share():
    rng = np.random.default_rng(3)
    shared, gain = rng.normal(size=20), rng.normal(0.5, 0.01, 20)
    found = paired_interval(shared + gain, shared)
    assert 0.49 < found.lower < found.upper < 0.51


@pytest.mark.parametrize("samples", [[], [1.0], [[1.0, 2.0]]])
def test_fewer_than_two_samples_are_refused(samples):
    with pytest.raises(RankError, match="at least 2"):
        student_interval(samples)


def test_pairs_of_different_lengths_are_refused():
    with pytest.raises(RankError, match="2 and 3"):
        paired_interval([1.0, 2.0], [1.0, 2.0, 3.0])


def test_no_zero_is_printed_with_a_sign():
    assert str(student_interval([-0.0, -0.0])) == "0 (0 to 0)"
