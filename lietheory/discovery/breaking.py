"""The breaking of an algebra: how far its finite elements move a map's outputs, with a confidence interval.

For an algebra h of an action, b(h) is the supremum over L in h of unit length and over the stated steps t of
E|F(exp(tL) x) - F(x)|^2 / (2 Var F): 0 for a symmetry, 1 where a moved point is as good as another one. The length of L is the
root mean square displacement of the points, sqrt(E|L x|^2), in units of the data's own spread, so that b has no units. Where L is
any linear or affine map, that is the displacement in the frame in which the points have no correlation (Mahalanobis), so that b
does not depend on coordinates either.

An element chosen where it breaks most on some points looks worse there than it is, and better than the worst one on others.
Four quarters of the points are therefore paired in the three ways there are, and each quarter measures the element that its
partner chose, which breaks by no more than b: the lower bound rests on these. No element moves the points of a half more than the
one that moves them most, the truly worst one included: the upper bound starts from there. To second order the errors of both are
opposite, and b is estimated by their geometric mean. Of the three splits the logarithms of b and their standard errors are
averaged. The error of a mean of several estimates is at most the mean of their errors, however they depend on each other, so
that the level is kept, and the luck of one split is averaged out.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float
from scipy.stats import norm, rankdata
from scipy.stats import t as student

from lietheory.discovery.bootstrap_intervals import CONFIDENCE, SimultaneousIntervals

STEPS = (0.25, 0.5, 1.0)
"""Root mean square displacements of the points, in units of their own spread, at which outputs are compared."""
DRAWS = 1000
"""Bootstrap samples: the 97.5 % quantile then rests on 25 values."""
OUTSIDE = (1 - CONFIDENCE) / 2
"""The probability on either side of an interval."""
FEWEST = 1e-3
"""A kurtosis is at least 1, that of two values."""
LEAST = 1e-30
"""A breaking below this is written as this: the logarithm of zero is none."""
UNMOVED = 1e-12
"""An element whose squared displacement is below this part of the largest of its algebra does not move the points."""
ROUNDING_SLACK = 3.0
"""Outputs are called exact up to so many times their own last digit; equivariant networks of six layers show a tenth of one."""
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
        rounding: what the rounding of the outputs alone would show, before and after the points are moved.
        carried: the share of the squared motions that the one per cent of the points that move most make up.
    """

    value: float
    lower: float
    upper: float
    step: float
    element: Float[np.ndarray, " K"]
    points: int
    leaving: float = 0.0
    rounding: float = 0.0
    carried: float = 0.0

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

    def is_hidden(self, tolerance: float) -> bool:
        """Whether it may be above a tolerance, and may be rounding."""
        rounding = ROUNDING_SLACK**2 * self.rounding
        return self.lower <= rounding > tolerance < self.upper

    def __str__(self) -> str:
        return f"{shares(self.lower, self.upper)} of the output variance"


@dataclass(frozen=True, eq=False)
class Fold:
    """Squared motions of the outputs at the points of one part under an element.

    Args:
        squares: (n,), |W (F(gx) - F(x))|^2 / 2 for whitened outputs.
        displacements: (n,), how much each point contributes to the squared length of the element, which is their mean.
        variation: (n,), |W (F(x) - mean F)|^2, whose mean is the variance.
        growth: the power of the length that b grows with about this element: 2 while it is small, 0 where it saturates.
    """

    squares: Float[np.ndarray, " n"]
    displacements: Float[np.ndarray, " n"]
    variation: Float[np.ndarray, " n"]
    growth: float = 2.0


@dataclass(frozen=True, eq=False)
class Measured:
    """What one candidate does to the outputs: its folds in each split, and the worst element.

    Args:
        splits: for each way to split the points the squared motions on each part, under the worst element of another part.
        largest: the breaking on each half under the worst element of the half itself, their mean.
        element: the worst element.
        step: its length.
        leaving: the share of points that it moves out of the data.
        search: the largest breaking on the points that it was sought on.
        rounding: the breaking that the rounding of points moved by that element, and of the outputs there, alone would show.
    """

    splits: list[list[Fold]]
    largest: float
    element: Float[np.ndarray, " K"]
    step: float
    leaving: float
    search: float
    rounding: float = 0.0


def breaking_intervals(
    measured: list[list[list[Fold]]], largest: list[float] | None = None, *, rng: np.random.Generator
) -> SimultaneousIntervals:
    """b of several candidates, the mean motion over their folds by the variance over them, with simultaneous 95 % bounds.

    On the scale of log b every point has an influence: its motion over the mean motion, less its part of the variance, less its
    part of the squared length, as far as b grows with the length: other points would have given elements of another length. The
    points of each fold are drawn with replacement, the same ones for every candidate, and the deviations of b* in units of the
    standard error s* that the influences of the draw show, log b and s being means over the splits, have quantiles that take the
    skewness of heavy tails along. The lower bound is b exp(-q s), positive, with q a quantile of log(b* / b) / s*; the upper one
    is B + p s b, with B the largest breaking, or b, and -p a quantile of (b* - b) / (b* s*): where a few points make up b, s is
    near one, and an exponential of p s would bound nothing. Each candidate has quantiles of its own, at the one level at which
    all hold at once in 95 % of the draws (Beran 1988). The normal quantile stands where it is larger, and s is multiplied by
    what Student's quantile is above the normal one: s^2 errs by (kurtosis - 1) / n of itself, as that of a normal sample with 2
    n / (kurtosis - 1) degrees of freedom, and draws from n points do not have the tail beyond them.

    Args:
        measured: for each candidate and split its folds, on parts of the points that are the same for all.
        largest: for each its largest breaking on these points, where its element was sought on others.
        rng: draws the bootstrap samples.

    Examples:
        >>> rng = np.random.default_rng(0)
        >>> fold = Fold(0.01 * rng.chisquare(1, size=1000), np.ones(1000), rng.chisquare(1, size=1000))
        >>> b = breaking_intervals([[[fold]]], rng=rng)
        >>> bool(b.lower[0] < 0.01 < b.upper[0] < 0.013)
        True
    """
    if not measured:
        none = np.zeros(0)
        return SimultaneousIntervals(none, none, none)
    weights = [_weights(len(fold.variation), rng) for fold in measured[0][0]]
    drawn = [[_drawn(folds, weights) for folds in splits] for splits in measured]
    logs, errors, factors = (np.array([[d[i] for d in each] for each in drawn]).mean(axis=1) for i in range(3))
    ratios = logs[:, 1:] - logs[:, :1]  # log(b* / b)
    q, p = (_quantiles(deviations, errors[:, 1:]) for deviations in (ratios, np.expm1(-ratios)))
    b, s = np.exp(logs[:, 0]), factors * errors[:, 0]
    B = b if largest is None else np.maximum(largest, b)
    return SimultaneousIntervals(np.sqrt(b * B), b * np.exp(-q * s), B + b * p * s)


def _quantiles(deviations: Float[np.ndarray, "c b"], errors: Float[np.ndarray, "c b"]) -> Float[np.ndarray, " c"]:
    """Of each candidate's deviations in units of their errors, at one level, so that no draw but a few is above any of them."""
    t = np.divide(deviations, errors, out=np.zeros_like(deviations), where=errors > 0)
    level = np.quantile(rankdata(t, axis=1).max(axis=0), 1 - OUTSIDE) / t.shape[1]
    return np.maximum([np.quantile(row, level) for row in t], norm.ppf(1 - OUTSIDE))


def _weights(n: int, rng: np.random.Generator) -> Float[np.ndarray, "b n"]:
    """The shares of the points in the sample itself, first, and in draws with replacement."""
    return np.concatenate([np.ones((1, n)), rng.multinomial(n, np.full(n, 1 / n), size=DRAWS)]) / n


def _drawn(folds: list[Fold], weights: list[np.ndarray]) -> tuple[Float[np.ndarray, " b"], Float[np.ndarray, " b"], float]:
    """log b and its standard error, of the sample itself first and of every draw, and Student's factor."""
    columns = [np.stack([f.squares, f.variation, f.displacements]) for f in folds]
    means = np.maximum(np.mean([w @ c.T for w, c in zip(weights, columns, strict=True)], axis=0), LEAST)  # (b, 3)
    powers = np.array([1.0, -1.0, -np.mean([f.growth for f in folds]) / 2])
    variance = np.zeros(len(means))
    for w, c in zip(weights, columns, strict=True):
        own = np.maximum(w @ c.T, LEAST)
        pairs = w @ (c[:, None] * c[None]).reshape(9, -1).T
        spread = pairs.reshape(-1, 3, 3) - own[:, :, None] * own[:, None, :]
        scaled = powers / means / len(folds)
        variance += np.einsum("bi,bij,bj->b", scaled, spread, scaled) / c.shape[1]
    log = np.log(means) @ powers - np.log(means[0, 2]) * powers[2]
    influence = np.concatenate([(powers / means[0]) @ (c - c.mean(axis=1, keepdims=True)) for c in columns])
    second, fourth = np.mean(influence**2), np.mean(influence**4)
    freedom = 2 * len(influence) / max(fourth / second**2 - 1, FEWEST) if second > 0 else np.inf  # above 2: kurtosis is at most n
    factor = student.ppf(1 - OUTSIDE, freedom) / norm.ppf(1 - OUTSIDE) if np.isfinite(freedom) else 1.0
    return log, np.sqrt(np.maximum(variance, 0.0)), float(factor)


def unit_basis(C: Float[np.ndarray, "k K"], M: Float[np.ndarray, "K K"]) -> Float[np.ndarray, "l K"]:
    """A basis of the span of C, orthonormal in M, less what moves no point; each generator in its own unit first."""
    size = np.sqrt(np.diag(M))
    size = np.where(size > 0, size, 1.0)
    Q = np.linalg.qr((C * size).T)[0].T / size
    values, vectors = np.linalg.eigh(Q @ M @ Q.T)
    kept = values > UNMOVED * max(values[-1], 0.0)
    return (vectors[:, kept] / np.sqrt(values[kept])).T @ Q if values[-1] > 0 else Q[:0]


def as_breaking(measured: Measured, value: float, lower: float, upper: float, rounding: float) -> Breaking:
    """A measurement with its interval."""
    squares = np.sort(np.concatenate([fold.squares for folds in measured.splits for fold in folds]))[::-1]
    carried = float(squares[: -(-len(squares) // 100)].sum() / max(squares.sum(), LEAST))
    bounds, points = (float(value), float(lower), float(upper)), sum(len(fold.squares) for fold in measured.splits[0])
    rounding = max(rounding, measured.rounding)
    return Breaking(*bounds, measured.step, measured.element, points, measured.leaving, rounding, carried)


def share(value: float) -> str:
    """A share of the variance in words.

    Examples:
        >>> share(0.0052), share(1.2e-14), share(0.31)
        ('0.52 %', '1.2e-14', '31 %')
    """
    return f"{100 * value:.2g} %" if 1e-5 <= value < 1 else f"{value:.2g}"


def shares(lower: float, upper: float) -> str:
    """An interval of shares of the variance in words, both ends in one unit.

    Examples:
        >>> shares(0.0052, 0.014), shares(7.5e-6, 1.1e-5), shares(1e-14, 2e-14), shares(0.0, 1.7)
        ('0.52 % to 1.4 %', '0.00075 % to 0.0011 %', '1e-14 to 2e-14', '0 % to 170 %')
    """
    if upper < 1e-5:
        return f"{lower:.2g} to {upper:.2g}"
    return " to ".join(f"{100 * value:.2g} %" if value < 1 else f"{100 * value:.0f} %" for value in (lower, upper))
