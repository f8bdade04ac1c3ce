"""The targets have the symmetries they are said to have, and the size."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from scipy import integrate, stats

from lconv.experiments.shared.regression_targets import DEVIATION, broken_target, invariant, quartic_target

POINTS = torch.randn(50, 10, dtype=torch.float64, generator=torch.Generator().manual_seed(0))


def _turned(seed: int, fixed: int) -> torch.Tensor:
    """The points, both vectors by one orthogonal matrix that leaves the first ``fixed`` axes alone."""
    n = 5 - fixed
    Q = torch.eye(5, dtype=torch.float64)
    Q[fixed:, fixed:] = torch.linalg.qr(torch.randn(n, n, dtype=torch.float64, generator=torch.Generator().manual_seed(seed)))[0]
    return (POINTS.reshape(-1, 2, 5) @ Q.T).reshape(-1, 10)


def _moved(target, fixed: int) -> float:
    return float((target(_turned(1, fixed)) - target(POINTS)).abs().max())


def test_the_invariant_target_is_invariant_under_all_of_O5():
    assert _moved(invariant, fixed=0) < 1e-12


@pytest.mark.parametrize("share", [0.03, 0.9])
def test_a_broken_target_keeps_O4_alone(share):
    assert _moved(broken_target(share), fixed=1) < 1e-12
    assert _moved(broken_target(share), fixed=0) > share


def test_the_quartic_keeps_no_rotation():
    target = quartic_target(torch.Generator().manual_seed(0))
    assert _moved(target, fixed=0) > 1 < _moved(target, fixed=3)


def test_the_deviation_is_the_integral():
    chi = stats.chi(5)

    def mean(f) -> float:
        return integrate.quad(lambda r: f(r) * chi.pdf(r), 0, 40)[0]

    def variance(f) -> float:
        return mean(lambda r: f(r) ** 2) - mean(f) ** 2

    total = variance(np.sin) + variance(lambda r: r**3 / 2) + 1 / 5  # the cosine of a random angle in R^5 has variance 1/5
    assert pytest.approx(total**0.5, abs=1e-6) == DEVIATION


def test_the_share_is_a_ratio_of_deviations():
    x = torch.randn(200_000, 10, generator=torch.Generator().manual_seed(3), dtype=torch.float64)
    part = broken_target(0.3)(x) - invariant(x)
    assert float(part.std() / invariant(x).std()) == pytest.approx(0.3, rel=0.02)
