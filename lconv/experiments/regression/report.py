"""The dimensions that each answer has beside those of theory, the angles between the answers, and why they differ."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from lconv.experiments.harness.report import Finding, Part, Table, Text
from lconv.experiments.harness.study import Result
from lconv.experiments.regression.study import Regression
from lietheory.discovery.label_risk import ALONE, SHARED

ANSWERS = {
    "equivariance": "LieGG on the model: L_c A = A L",
    "equivariance_kept": "the same, restricted to L H + H L^T = 0",
    "invariance": "LieGG on the model: A L = 0",
    "invariance_kept": "the same, restricted to L H + H L^T = 0",
    "closed": "closed form from the data's moments",
    "lconv": "L-conv trained on inputs and predictions",
}


def expected_dimensions(d: int, c: int) -> dict[str, int]:
    """The dimensions that theory gives for A of full rank r = min(c, d), d > 2.

    Examples:
        >>> expected_dimensions(5, 2)
        {'equivariance': 19, 'equivariance_kept': 4, 'invariance': 15, 'invariance_kept': 3, 'closed': 4, 'lconv': 4}
    """
    r = min(c, d)
    both = (r * (r - 1) + (d - r) * (d - r - 1)) // 2
    free = c * (c - r)  # u_c outside the range of A
    kept = (d - r) * (d - r - 1) // 2
    return {
        "equivariance": d * d - r * (d - r) + free,
        "equivariance_kept": both + free,
        "invariance": d * (d - r),
        "invariance_kept": kept,
        "closed": both,
        "lconv": both,
    }


def report(configuration: Regression, results: Sequence[Result]) -> list[Part]:
    """The dimensions beside theory, the angles, and why the answers differ."""
    expected = expected_dimensions(configuration.inputs, configuration.outputs)
    rows = [("answer", "dimension", "theory", "algebra")]
    for key, text in ANSWERS.items():
        dimensions = sorted({r.measures[key] for r in results})
        names = sorted({r.measures["names"][key] for r in results})
        rows.append((text, ", ".join(map(str, dimensions)), str(expected[key]), "; ".join(names)))
    return [
        Text("Which symmetries has a linear regression?", heading=True),
        Table(f"{len(results)} regressions, d = {configuration.inputs}, c = {configuration.outputs}", rows),
        Table("Angles in degrees, the largest over all regressions", _angles(results)),
        *_findings(configuration, results, expected),
    ]


def _angles(results: Sequence[Result]) -> list[tuple[str, str]]:
    measures = {
        "LieGG restricted by H, to the closed form": "angle_kept",
        "trained L-conv, to the closed form": "angle_lconv",
        "closed form, to lying inside LieGG's answer": "angle_inside",
    }
    return [("", "largest angle"), *((name, f"{_largest(results, key):.2g}") for name, key in measures.items())]


def _largest(results: Sequence[Result], key: str) -> float:
    return max((r.measures[key] for r in results if r.measures[key] is not None), default=float("nan"))


def _findings(configuration: Regression, results: Sequence[Result], expected: dict[str, int]) -> list[Finding]:
    agree = all(r.measures[k] == expected[k] for r in results for k in ANSWERS)
    losses = np.array([r.measures["losses"] for r in results])
    n = expected["closed"]
    verdicts = [r.measures["data"] for r in results]
    shared = verdicts.count(SHARED)
    return [
        Finding(
            "The symmetries of the regression are those that keep the second moment and commute with A (Eq 13).",
            "L-conv paper, Theorem 1",
            "supported" if agree else "contradicted",
            f"LieGG restricted by H and the closed form are {_largest(results, 'angle_kept'):.1g} degrees apart; the L-conv's "
            f"loss is at most {losses[:, :n].max():.1g} with up to {n} generators, at least {losses[:, n:].min():.1g} with more",
        ),
        Finding(
            "Equivariance of the model alone (Eq 14) has the solutions of Eq 13.",
            "L-conv paper, Theorem 1, read as an equivalence",
            "contradicted" if all(r.measures["equivariance"] > r.measures["closed"] for r in results) else "supported",
            f"the model alone has {expected['equivariance']} directions, {expected['closed']} of which keep H: it may do "
            "anything to what A does not see, and stretch what A sees, wherever the data are",
        ),
        Finding(
            "What preserves the regression preserves the data.",
            "L-conv paper, Theorem 1, of noisy labels",
            "supported" if shared == len(results) else "contradicted" if ALONE in verdicts else "cannot tell from these data",
            f"the algebra leaves A and H alone, not the noise: on held-out pairs moved by it the squared error rises by up to "
            f"{_largest(results, 'rise'):.2g} of Var y (upper bound) at noise {configuration.noise:g}; the data share it in "
            f"{shared} of {len(results)} regressions, only the model has it in {verdicts.count(ALONE)}",
        ),
    ]
