"""Limits of |A beta| contain it as often as they say, whatever the error's shape."""

from __future__ import annotations

import numpy as np
import pytest

from lietheory.discovery.fit_limits import NormLimits


@pytest.mark.parametrize("size", [0.0, 0.5, 3.0])
@pytest.mark.parametrize("widths", [(1.0, 1.0, 1.0, 1.0, 1.0), (3.0, 0.1, 0.1, 0.0, 0.0), (1.0, 0.0, 0.0, 0.0, 0.0)])
def test_limits_cover_the_truth(size, widths):
    rng, root = np.random.default_rng(0), np.diag(widths)
    truth = size * np.eye(5)[2]
    draws = [NormLimits(truth + root @ rng.normal(size=5), root, rng).of(np.eye(5), 0.025) for _ in range(100)]
    above, below = np.mean([d.upper < size for d in draws]), np.mean([d.lower > size for d in draws])
    assert above <= 0.08  # 2.5 of 100 expected at most; 8 are three standard errors more
    assert below <= 0.08


def test_a_map_that_the_estimate_determines_has_its_own_size():
    found = NormLimits(np.array([3.0, 4.0]), np.zeros((2, 1)), np.random.default_rng(0)).of(np.eye(2), 0.025)
    assert found.lower == found.upper == 5.0


def test_less_motion_than_the_error_alone_shows_is_no_evidence_of_less():
    limits = NormLimits(np.zeros(4), np.eye(4), np.random.default_rng(0)).of(np.eye(4), 0.025)
    assert limits.upper > 2.0
    assert limits.square == limits.lower == 0.0
