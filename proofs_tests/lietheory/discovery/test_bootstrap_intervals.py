"""Bootstrap intervals for means: rounding errors are no spread."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from lietheory.discovery.bootstrap_intervals import cosine_intervals, mean_intervals

SIZES, VALUES = st.integers(2, 400), st.floats(0.01, 100).flatmap(lambda x: st.sampled_from([x, -x]))


@given(SIZES, VALUES)
def test_equal_samples_have_an_interval_without_width(n: int, value: float) -> None:
    found = mean_intervals(np.full((n, 1), value), rng=np.random.default_rng(0))
    assert found.lower == found.values == found.upper


@given(SIZES, VALUES)
def test_equal_samples_do_not_widen_the_intervals_beside_them(n: int, value: float) -> None:
    x = np.arange(float(n))[:, None] % 3
    alone = mean_intervals(x, rng=np.random.default_rng(0))
    beside = mean_intervals(np.hstack([x, np.full((n, 1), value)]), rng=np.random.default_rng(0))
    np.testing.assert_allclose(beside.upper[0], alone.upper[0], rtol=1e-9)  # far above rounding, far below any widening


@given(SIZES, VALUES)
def test_the_cosine_of_parallel_columns_is_one_without_width(n: int, slope: float) -> None:
    b = 1 + np.arange(float(n))[:, None] % 3
    found = cosine_intervals(slope * b * b, b * b, slope**2 * b * b, rng=np.random.default_rng(0))
    assert found.lower == found.values == found.upper
    np.testing.assert_allclose(abs(found.values), 1, rtol=1e-12)  # rounding of sums over 400 points
