"""The decision that a map is symmetric: held-out effect sizes with simultaneous confidence intervals, and finite steps.

Directions are selected on one half of the points and evaluated on the other. The tolerances were fixed
before any run of this code. They are effect sizes: a map that breaks a symmetry by less is called
symmetric, and one that is merely not independent of the action is not.
"""

from __future__ import annotations

import numpy as np
from jaxtyping import Bool, Float

from lietheory.discovery.bootstrap_intervals import CONFIDENCE, RESAMPLES, SimultaneousIntervals

LAMBDA_TOLERANCE = 0.01
"""Along a symmetry less than a hundredth is left of what an independent gradient would show.

Trained networks of symmetric targets reach .002 to .007; a symmetry broken by a tenth of one coordinate's
square shows .02, untrained networks .3 and more.
"""
STEP_TOLERANCE = 0.001
"""A step of length one along a symmetry moves the output by less than a thousandth of what two
unrelated points differ by, which is 2 Var F; a five hundredth of Var F, that is. Trained networks of symmetric
targets show .0004 to .0007, the smallest broken one .0035."""
SEEN_BROKEN = 1e-9
"""A lambda whose lower bound is above this is no rounding: that symmetry is broken, if by less than the tolerance."""
ROWS_PER_UNKNOWN = 12
"""Evidence rows required for each vector field: pure noise then has its least lambda at
(1 - sqrt(1/12))^2 = .5, and each half of the points at (1 - sqrt(1/6))^2 = .35, far above the tolerance."""
SMALLEST_LAMBDA = 1e-12
"""Held-out values come from Gram matrices, which cannot tell a lambda below this from zero."""


def judge(
    evidence: Float[np.ndarray, "groups K K"],
    reference: Float[np.ndarray, "groups K K"],
    directions: Float[np.ndarray, "r K"],
    floor: Float[np.ndarray, " r"],
    *,
    rng: np.random.Generator,
) -> SimultaneousIntervals:
    """The lambda of fixed directions on held-out points, with bounds for all of them at once.

    The groups of points are drawn with replacement. On the scale of log lambda, where a ratio of positive means is
    least skewed, the bounds are +- q s, with s the bootstrap's standard errors and q the quantile of its largest
    deviation |log lambda* - log lambda| / s over all directions, so that they hold together with probability
    CONFIDENCE, for any number of directions.

    Args:
        evidence: E^T E of each group of points.
        reference: E0^T E0 of each group.
        directions: coefficients of the directions.
        floor: what counts as zero for c^T E^T E c of each direction: where both quadratic forms are below it, the output
            is constant along the direction, and lambda is least.
        rng: draws the bootstrap samples.
    """
    moved, independent = (np.einsum("ik,gkl,il->gi", directions, grams, directions) for grams in (evidence, reference))
    draws = rng.multinomial(len(evidence), np.full(len(evidence), 1 / len(evidence)), size=RESAMPLES)
    values = _quotient(moved.sum(axis=0), independent.sum(axis=0), floor)
    resampled = _quotient(draws @ moved, draws @ independent, floor)
    error = np.log(resampled).std(axis=0)
    deviation = np.divide(np.abs(np.log(resampled / values)), error, out=np.zeros_like(resampled), where=error > 0)
    reach = np.exp(np.quantile(deviation.max(axis=1, initial=0.0), CONFIDENCE) * error)
    return SimultaneousIntervals(values, values / reach, values * reach)


def _quotient(moved: np.ndarray, independent: np.ndarray, floor: np.ndarray) -> np.ndarray:
    """lambda = moved / independent, at least SMALLEST_LAMBDA, which it is where both are below the floor."""
    size = np.maximum(independent, floor)
    seen = np.maximum(moved, independent) > floor
    return np.maximum(np.divide(moved, size, out=np.zeros_like(moved), where=seen), SMALLEST_LAMBDA)


def accepted(upper_bounds: Float[np.ndarray, " r"], steps: Float[np.ndarray, " r"]) -> Bool[np.ndarray, " r"]:
    """Which directions are symmetries: those whose bound on lambda and whose finite step are both below tolerance."""
    return (upper_bounds < LAMBDA_TOLERANCE) & (steps < STEP_TOLERANCE)


def status(judged: SimultaneousIntervals, steps: Float[np.ndarray, " r"]) -> str:
    """The answer: ``"symmetric"``, ``"none"`` if every lambda is above its tolerance for certain, else ``"undecided"``.

    Examples:
        >>> status(SimultaneousIntervals(np.array([0.3]), np.array([0.2]), np.array([0.4])), np.array([0.1]))
        'none'
        >>> status(SimultaneousIntervals(np.array([0.01]), np.array([0.005]), np.array([0.02])), np.array([0.0]))
        'undecided'
    """
    if accepted(judged.upper, steps).any():
        return "symmetric"
    return "none" if (judged.lower > LAMBDA_TOLERANCE).all() else "undecided"


def caveats(lower_bounds: Float[np.ndarray, " k"], undecided: int, unidentified: int) -> tuple[str, ...]:
    """What a decision does not settle: breaking below the tolerance, undecided directions, and what the data cannot identify.

    Args:
        lower_bounds: of the lambda of the symmetries.
        undecided: how many directions are neither symmetries nor certainly broken.
        unidentified: how many directions have fields that vanish on the data.

    Examples:
        >>> caveats(np.array([0.002, 0.0]), 0, 0)[0].endswith("it is so along 1 of 2, by lambda 0.002 or more.")
        True
    """
    sentences = []
    if len(lower_bounds):
        broken = lower_bounds[lower_bounds > SEEN_BROKEN]
        seen = f"it is so along {len(broken)} of {len(lower_bounds)}, by lambda {broken.min():.2g} or more" if len(broken) else ""
        sentences.append(
            f"a symmetry broken by less than the tolerances (lambda {LAMBDA_TOLERANCE}, finite step {STEP_TOLERANCE}) counts as "
            f"one; {seen or 'no breaking can be seen here'}."
        )
    if undecided:
        sentences.append(f"{undecided} further directions are neither symmetries nor certainly broken.")
    if unidentified:
        sentences.append(f"{unidentified} directions do not move these points: nothing can be said about them.")
    return tuple(sentences)
