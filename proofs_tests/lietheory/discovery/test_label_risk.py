"""What is said of labels: one verdict of all directions, and a table whose figures are those of the largest |tL|."""

from __future__ import annotations

import numpy as np
import pytest

from lietheory.discovery.label_risk import ALONE, OPEN, SHARED, TIMES, Risk


def _risk(verdicts: tuple[str, ...]) -> Risk:
    shape = len(TIMES), len(verdicts)
    rise = np.array([[0.111], [0.222], [0.333]]) * np.ones(shape)
    return Risk(
        loss="mean squared error", points=100, baseline=0.1, chance=1.0, unexplained=0.0, times=np.array(TIMES),
        rise=rise, rise_lower=rise - 0.01, rise_upper=rise + 0.01, gain=np.full(shape[1], 0.05),
        gain_lower=np.full(shape[1], 0.04), gain_upper=np.full(shape[1], 0.06), tolerance=0.01, verdicts=verdicts,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("verdicts", "together"),
    [
        ((SHARED, SHARED), SHARED),
        ((SHARED, OPEN), OPEN),
        ((SHARED, ALONE), ALONE),
        ((OPEN, ALONE), ALONE),
        ((OPEN,), OPEN),
        ((), OPEN),
    ],
)
def test_labels_share_a_symmetry_only_along_all_of_it(verdicts, together):
    assert _risk(verdicts).verdict == together


def test_the_table_shows_the_rise_at_the_largest_step():
    table = str(_risk((ALONE,)))
    assert "rise at |tL| = 1" in table
    assert "3.33e-01" in table
    assert "3.23e-01 .. 3.43e-01" in table
    assert "1.11e-01" not in table
