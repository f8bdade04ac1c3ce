"""The breaking of an algebra: how far its finite elements move a map's outputs, with a confidence interval.

For an algebra h of an action, b(h) is the supremum over L in h of unit length and over the stated steps t of
E|F(exp(tL) x) - F(x)|^2 / (2 Var F): 0 for a symmetry, 1 where a moved point is as good as another one. The length of L is the
root mean square displacement of the points, sqrt(E|L x|^2), in units of the data's own spread, so that b has no units. The
element that breaks most is sought on one half of the points and measured on the other, and the other way round; the
reported b is the mean of both.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from lietheory.discovery.bootstrap_intervals import CONFIDENCE, SimultaneousIntervals

STEPS = (0.25, 0.5, 1.0)
"""Root mean square displacements of the points, in units of their own spread, at which outputs are compared."""
DRAWS = 500
"""Bootstrap samples: the 95 % quantile then rests on 25 values."""
LEAST = 1e-30
"""A breaking below this is written as this: the logarithm of zero is none."""
RULE_OF_THREE = 3.0
"""An event of share 3 / n is missed by n independent points with probability exp(-3) = 5 %."""


@dataclass(frozen=True, eq=False)
class Breaking:
    """By how much an algebra is broken, as a share of the variance of the outputs, with a 95 % interval.

    Args:
        value: b, between 0 (a symmetry) and about 1.
        lower: lower bound of b.
        upper: upper bound of b.
        step: the displacement at which the worst element was found, in units of the data's spread.
        element: (K,), the worst element tL, in the basis of the action.
        points: how many points it was measured on.
        leaving: the share of moved points that lie farther from the centre than every point of the data.
        rounding: what the rounding of the outputs alone would show.
    """

    value: float
    lower: float
    upper: float
    step: float
    element: Float[np.ndarray, " K"]
    points: int
    leaving: float = 0.0
    rounding: float = 0.0

    @property
    def rarest(self) -> float:
        """The rarest share of the points that this sample would have shown with 95 % probability."""
        return RULE_OF_THREE / max(self.points, 1)

    def holds(self, tolerance: float) -> bool | None:
        """Whether the algebra is a symmetry within a tolerance on b; None where the interval contains the tolerance.

        Examples:
            >>> b = Breaking(0.008, 0.005, 0.011, 1.0, np.zeros(1), 1000)
            >>> b.holds(0.012), b.holds(0.004), b.holds(0.006)
            (True, False, None)
        """
        return True if self.upper <= tolerance else False if self.lower > tolerance else None

    def __str__(self) -> str:
        return f"{share(self.lower)} to {share(self.upper)} of the output variance"


@dataclass(frozen=True, eq=False)
class Fold:
    """Squared motions of the outputs at the points of one half, under elements that the other half chose.

    Args:
        squares: (J, n), |W (F(g_j x) - F(x))|^2 / 2 for whitened outputs.
        variation: (n,), |W (F(x) - mean F)|^2, whose mean is the variance.
    """

    squares: Float[np.ndarray, "J n"]
    variation: Float[np.ndarray, " n"]


def breaking_intervals(measured: list[list[Fold]], *, rng: np.random.Generator) -> SimultaneousIntervals:
    """b of several candidates, each the mean over its folds of the largest ratio, with simultaneous 95 % bounds.

    The points of each fold are drawn with replacement, the same ones for every candidate. On the scale of log b, where
    a ratio of positive means is least skewed, the bounds are +- q s, with s the bootstrap's standard errors and q the
    quantile of its largest deviation |log b* - log b| / s over all candidates.

    Args:
        measured: for each candidate its folds, in one order for all.
        rng: draws the bootstrap samples.

    Examples:
        >>> rng = np.random.default_rng(0)
        >>> fold = Fold(0.01 * rng.chisquare(1, size=(1, 1000)), rng.chisquare(1, size=1000))
        >>> b = breaking_intervals([[fold]], rng=rng)
        >>> bool(b.lower[0] < 0.01 < b.upper[0] < 0.013)
        True
    """
    if not measured:
        none = np.zeros(0)
        return SimultaneousIntervals(none, none, none)
    values, resampled = np.zeros(len(measured)), np.zeros((DRAWS, len(measured)))
    folds = len(measured[0])
    for f in range(folds):
        n = len(measured[0][f].variation)
        weights = rng.multinomial(n, np.full(n, 1 / n), size=DRAWS) / n
        variance = weights @ measured[0][f].variation
        for i, candidate in enumerate(measured):
            fold = candidate[f]
            values[i] += float(fold.squares.mean(axis=1).max() / fold.variation.mean()) / folds
            resampled[:, i] += (weights @ fold.squares.T).max(axis=1) / np.maximum(variance, LEAST) / folds
    values, resampled = np.maximum(values, LEAST), np.maximum(resampled, LEAST)
    error = np.log(resampled).std(axis=0)
    deviation = np.divide(np.abs(np.log(resampled / values)), error, out=np.zeros_like(resampled), where=error > 0)
    reach = np.exp(np.quantile(deviation.max(axis=1), CONFIDENCE) * error)
    return SimultaneousIntervals(values, values / reach, values * reach)


def share(value: float) -> str:
    """A share of the variance in words.

    Examples:
        >>> share(0.0052), share(1.2e-14), share(0.31)
        ('0.52 %', '1.2e-14', '31 %')
    """
    return f"{100 * value:.2g} %" if 1e-5 <= value < 1 else f"{value:.2g}"
