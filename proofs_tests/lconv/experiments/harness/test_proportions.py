"""Intervals of shares."""

from __future__ import annotations

import pytest
from scipy.stats import beta

from lconv.experiments.harness.intervals import detectable_rate, majority_verdict, share


def test_a_share_has_the_interval_of_clopper_and_pearson():
    low, high = beta.ppf(0.025, 3, 8), beta.ppf(0.975, 4, 7)
    assert share([True] * 3 + [False] * 7) == f"3 of 10 ({low:.2g} to {high:.2g})"


@pytest.mark.parametrize("runs", [1, 5, 60])
def test_an_event_of_the_detectable_rate_shows_with_the_stated_power(runs):
    assert 1 - (1 - detectable_rate(runs)) ** runs == pytest.approx(0.8)


def test_most_runs_is_said_only_where_chance_would_hardly_do_it():
    assert majority_verdict([True] * 5) == "cannot tell from these data"  # a fair coin: 1 in 16 on either side
    assert majority_verdict([True] * 6) == "supported"
    assert majority_verdict([False] * 6) == "contradicted"
    assert majority_verdict([]) == "cannot tell from these data"
