"""What a run of the comparison measures, and how its sentences are decided."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from lconv.experiments.harness.intervals import student_interval
from lconv.experiments.harness.report import Finding
from lconv.experiments.harness.study import Measures
from lietheory.comparison.action_distance import action_angles, identifiable_dimension
from lietheory.comparison.compare import compare
from lietheory.comparison.subspaces import principal_angles

GOAL = 0.9999
WITHIN = float(np.arccos(GOAL))
"""Spans count as equal within the angle of the cosine that the closed form must reach, .81 degrees."""


FREE_WEIGHTS: Measures = {"relation": "every weight is free", "learned": "—"}
"""Of a pattern by which no weight is shared: its span is every matrix, so that it contains any truth and nothing is measured."""


def measured(L: ArrayLike, truth: ArrayLike, points: ArrayLike | None = None, noise: float | None = WITHIN) -> Measures:
    """The cosines of the largest angle between both spans, as matrices and as fields on the points, and the relation.

    Where the spans have different dimensions the angles are those of the smaller one with the larger. Where the points tell
    no field of one span from zero there is no action to compare.

    Examples:
        >>> turn = [[[0.0, -1.0], [1.0, 0.0]]]
        >>> measured(turn, turn, [[1.0, 0.0]])["relation"]
        'equal'
    """
    comparison = compare(L, truth, points, noise)
    angles = comparison.principal_angles
    measures = {
        "cosine": float(np.cos(angles[-1])),
        "angle": float(np.rad2deg(angles[-1])),
        "relation": comparison.relation,
        "learned": "not closed" if comparison.learned is None else comparison.learned.name,
    }
    if points is None:
        return measures | {"action_cosine": measures["cosine"]}
    shared = min(identifiable_dimension(A, points) for A in (L, truth))
    fields = action_angles(L, truth, points)
    return measures | {"action_cosine": float(np.cos(fields[shared - 1]))} if shared else measures


def span_cosine(A: np.ndarray, B: np.ndarray) -> Measures:
    """The cosine of the largest angle between spans of matrices that are no algebras, such as patterns of shared weights."""
    angle = float(principal_angles(A, B)[-1])
    return {
        "cosine": float(np.cos(angle)),
        "action_cosine": float(np.cos(angle)),
        "angle": float(np.rad2deg(angle)),
        "relation": "equal" if len(A) == len(B) and angle <= WITHIN else "different",
        "learned": "a pattern",
    }


def found_that(sentence: str, source: str, samples: Sequence[float], margin: float, figures: str) -> Finding:
    """The verdict on a sentence that holds where the mean of the samples is above 0."""
    if len(samples) < 2:
        return Finding(sentence, source, "cannot tell from these data", f"{figures}; {len(samples)} run")
    interval = student_interval(samples)
    evidence = f"{figures}; margin {interval}, detectable {interval.detectable:.2g}, {interval.samples} runs"
    return Finding(sentence, source, interval.verdict(margin), evidence)


def spread(values: Sequence[float], digits: str = ".4g") -> str:
    """The mean, and the least and the largest where there are several."""
    if not values:
        return "—"
    mean = f"{np.mean(values):{digits}}"
    return mean if len(values) == 1 else f"{mean} ({min(values):{digits}} to {max(values):{digits}})"
