"""How sure a difference or a share is: confidence intervals, and what they allow one to say."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats
from scipy.stats import binomtest

from lietheory.errors import RankError

LEVEL, POWER = 0.95, 0.8


@dataclass(frozen=True)
class MeanInterval:
    """A mean with its interval.

    Args:
        mean: of the samples.
        lower: lower end of the interval.
        upper: upper end.
        detectable: the smallest true mean that is distinguished from 0 with probability POWER in as many samples.
        samples: how many.
    """

    mean: float
    lower: float
    upper: float
    detectable: float
    samples: int

    def __str__(self) -> str:
        return format(self, ".3g")

    def __format__(self, spec: str) -> str:
        """Mean and ends, each in this format, by itself .3g; with z, so that no zero has a minus.

        Examples:
            >>> f"{MeanInterval(0.25, -0.001, 0.5, 0.3, 9):+.2f}"
            '+0.25 (+0.00 to +0.50)'
        """
        each = (spec or ".3g").replace(".", "z.", 1)
        return f"{self.mean:{each}} ({self.lower:{each}} to {self.upper:{each}})"

    def evidence(self, what: str) -> str:
        """The interval of what was measured, over how many seeds, and what it can detect.

        Examples:
            >>> MeanInterval(0.25, 0.1, 0.5, 0.3, 9).evidence("gain")
            'gain 0.25 (0.1 to 0.5); 9 seeds, smallest detectable 0.3'
        """
        return f"{what} {self}; {self.samples} seeds, smallest detectable {self.detectable:.2g}"

    def verdict(self, margin: float) -> str:
        """What the interval says of the claim that the true mean is above 0.

        Args:
            margin: below it in size a difference does not count, in the units of the samples.

        Returns:
            ``"supported"``: all of it is above 0; ``"contradicted"``: all of it is below 0;
            ``"not supported"``: it has 0 in it and lies inside +-margin; otherwise ``"cannot tell from these data"``.

        Examples:
            >>> MeanInterval(-2.0, -3.0, -1.0, 1.4, 25).verdict(1.0)
            'contradicted'
            >>> MeanInterval(0.1, -0.4, 0.6, 0.7, 25).verdict(1.0)
            'not supported'
            >>> MeanInterval(0.1, -2.4, 2.6, 3.5, 25).verdict(1.0)
            'cannot tell from these data'
        """
        if self.lower > 0:
            return "supported"
        if self.upper < 0:
            return "contradicted"
        return "not supported" if -margin < self.lower and self.upper < margin else "cannot tell from these data"


def student_interval(samples: Sequence[float], *, overlap: float = 0.0) -> MeanInterval:
    """The mean of n samples and its 95 % interval by Student's t, mean +- t sqrt((1/n + overlap) s^2).

    Args:
        samples: at least two.
        overlap: 0 for independent samples. In repeated cross-validation the training sets overlap, so that the samples
            are not: then the ratio of test points to training points, 1/4 for five folds (Nadeau and Bengio).

    Raises:
        RankError: fewer than two samples.

    References:
        Nadeau and Bengio 2003, Inference for the generalization error, Machine Learning 52.
        Bouckaert and Frank 2004, for repeated cross-validation.
    """
    x = np.asarray(samples, dtype=float)
    if x.ndim != 1 or len(x) < 2:
        raise RankError("student_interval(samples)", "at least 2 samples", f"shape {x.shape}", "Finish more runs.")
    freedom = len(x) - 1
    error = float(np.sqrt((1 / len(x) + overlap) * x.var(ddof=1)))
    half = float(stats.t.ppf((1 + LEVEL) / 2, freedom)) * error
    detectable = half + float(stats.t.ppf(POWER, freedom)) * error
    return MeanInterval(float(x.mean()), float(x.mean()) - half, float(x.mean()) + half, detectable, len(x))


def mean_text(samples: Sequence[float]) -> str:
    """The mean with its 95 % interval, as text; a single sample by itself, and a dash for none.

    Examples:
        >>> mean_text([0.25]), mean_text([])
        ('0.25', '—')
    """
    if len(samples) > 1:
        return str(student_interval(samples))
    return f"{samples[0]:.3g}" if samples else "—"


def prediction_interval(samples: Sequence[float]) -> MeanInterval:
    """Where one more independent sample falls with probability .95: mean +- t s sqrt(1 + 1/n), for normal samples.

    A single published run is to be held against this, not against the interval of the mean.

    Raises:
        RankError: fewer than two samples.

    Examples:
        >>> print(prediction_interval([1.0, 2.0, 3.0]))
        2 (-2.97 to 6.97)
    """
    return student_interval(samples, overlap=1.0)


def paired_interval(first: Sequence[float], second: Sequence[float], *, overlap: float = 0.0) -> MeanInterval:
    """The mean of first - second and its interval, sample by sample: same fold, same seed.

    Raises:
        RankError: fewer than two pairs, or sequences of different lengths.

    Examples:
        >>> print(paired_interval([0.9, 0.8, 0.7], [0.8, 0.7, 0.6]).mean.__round__(3))
        0.1
    """
    if len(first) != len(second):
        raise RankError(
            "paired_interval(first, second)", "as many in both", f"{len(first)} and {len(second)}", "Compare runs in pairs."
        )
    return student_interval([a - b for a, b in zip(first, second, strict=True)], overlap=overlap)


def share(outcomes: Iterable[bool]) -> str:
    """How often something happened, with the 95 % interval of Clopper and Pearson for its probability.

    Examples:
        >>> share([False] * 60)
        '0 of 60 (0 to 0.06)'
        >>> share([])
        'no runs'
    """
    trials = list(outcomes)
    if not trials:
        return "no runs"
    low, high = _binomial_interval(trials)
    return f"{sum(trials)} of {len(trials)} ({low:.2g} to {high:.2g})"


def majority_verdict(outcomes: Iterable[bool]) -> str:
    """The verdict on the claim that something happens more often than not, by the same interval.

    Examples:
        >>> majority_verdict([True] * 6), majority_verdict([True] * 3)
        ('supported', 'cannot tell from these data')
    """
    trials = list(outcomes)
    if not trials:
        return "cannot tell from these data"
    low, high = _binomial_interval(trials)
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


def _binomial_interval(trials: list[bool]) -> tuple[float, float]:
    interval = binomtest(sum(trials), len(trials)).proportion_ci(LEVEL, method="exact")
    return interval.low, interval.high
