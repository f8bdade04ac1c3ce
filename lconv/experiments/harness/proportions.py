"""Shares of runs with their intervals."""

from __future__ import annotations

import math
from collections.abc import Iterable

from scipy.stats import binomtest

from lconv.experiments.harness.intervals import LEVEL, POWER


def share(outcomes: Iterable[bool]) -> str:
    """How often something happened, with the 95 % interval of Clopper and Pearson for its probability.

    Examples:
        >>> share([False] * 60)
        '0 of 60 (0 to 0.06)'
        >>> share([])
        'no runs'
    """
    found = list(outcomes)
    if not found:
        return "no runs"
    low, high = _interval(found)
    return f"{sum(found)} of {len(found)} ({low:.2g} to {high:.2g})"


def most(outcomes: Iterable[bool]) -> str:
    """The verdict on the claim that something happens more often than not, by the same interval.

    Examples:
        >>> most([True] * 6), most([True] * 3)
        ('supported', 'cannot tell from these data')
    """
    found = list(outcomes)
    if not found:
        return "cannot tell from these data"
    low, high = _interval(found)
    if low > 0.5:
        return "supported"
    return "contradicted" if high < 0.5 else "cannot tell from these data"


def detectable_rate(runs: int) -> float:
    """The smallest probability of an event that shows it at least once in so many runs with probability POWER.

    Examples:
        >>> round(detectable_rate(20), 3)
        0.077
    """
    return 1 - math.exp(math.log(1 - POWER) / runs)


def _interval(found: list[bool]) -> tuple[float, float]:
    interval = binomtest(sum(found), len(found)).proportion_ci(LEVEL, method="exact")
    return interval.low, interval.high
