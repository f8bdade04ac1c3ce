"""The law of the sampled second moment against draws of actual samples."""

from __future__ import annotations

import numpy as np
import pytest

from lietheory.claims import lemma_sampled_second_moment
from lietheory.claims.lemma_sampled_second_moment import SPREAD, defect_law, moment_law, wishart
from lietheory.discovery import linear_regression_symmetries
from lietheory.proof import applied

REPEATS = 5000


def agrees(squares: np.ndarray, law: float) -> bool:
    """The mean is within 2 %, or the law in its 95 % interval."""
    error = 1.96 * squares.std() / np.sqrt(len(squares))
    return abs(squares.mean() - law) <= max(0.02 * law, error)


@pytest.mark.parametrize("n", [6, 20, 100, 1000])
def test_mean_squares_of_the_error_and_of_the_broken_symmetry_follow_their_laws(n):
    H = SPREAD @ SPREAD.T
    L = linear_regression_symmetries(np.sqrt(5) * SPREAD).generators[3]
    drawn = wishart(np.random.default_rng(n), n, SPREAD, REPEATS)
    broken = L @ drawn
    broken = broken + broken.swapaxes(1, 2)
    assert agrees(((drawn - H) ** 2).sum(axis=(1, 2)), moment_law(H) / n)
    assert agrees((broken**2).sum(axis=(1, 2)), defect_law(H, L) / n)


def test_bartlett_draws_are_second_moments_of_samples():
    rng = np.random.default_rng(3)
    S = np.array([[1.0, 0.0], [0.5, 2.0]])
    samples = rng.standard_normal((REPEATS, 7, 2)) @ S.T
    direct = np.linalg.det(np.einsum("rni,rnj->rij", samples, samples) / 7)
    drawn = np.linalg.det(wishart(rng, 7, S, REPEATS))
    both = np.sqrt((direct.var() + drawn.var()) / REPEATS)
    assert abs(direct.mean() - drawn.mean()) < 4 * both
    assert abs(drawn.mean() - 4.0 * 7 * 6 / 49) < 4 * drawn.std() / np.sqrt(REPEATS)


@pytest.mark.parametrize("law", ["moment_law", "defect_law"])
def test_a_law_that_is_off_by_a_tenth_is_seen(law, rng, monkeypatch):
    exact = getattr(lemma_sampled_second_moment, law)
    instance = lemma_sampled_second_moment.sample(rng)
    assert applied(lemma_sampled_second_moment.residual, instance) < 1e-12
    monkeypatch.setattr(lemma_sampled_second_moment, law, lambda *arguments: 1.1 * exact(*arguments))
    assert 0.01 < applied(lemma_sampled_second_moment.residual, instance) < 1
