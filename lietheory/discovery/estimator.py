"""From evidence to an estimate: directions selected on one half of the points, evaluated on the other."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np
from jaxtyping import Float

from lietheory.discovery import decision
from lietheory.discovery.bootstrap_intervals import SimultaneousIntervals
from lietheory.discovery.evidence import EVALUATION, SELECTION, Evidence
from lietheory.discovery.spectrum import Spectrum, null_tolerance, relative_spectrum
from lietheory.discovery.symmetry_estimate import SymmetryEstimate
from lietheory.errors import NotDifferentiableError, RankError

__all__ = ["FiniteStep", "SymmetryEstimate", "estimate_symmetry"]
FiniteStep = Callable[[np.ndarray], np.ndarray]
"""From directions (r, K) to the finite-step error of each, (r,)."""


def estimate_symmetry(
    evidence: Evidence,
    basis: Float[np.ndarray, "K n n"],
    finite_step: FiniteStep,
    *,
    rng: np.random.Generator,
    polynomial: tuple[int, int] | None = None,
) -> SymmetryEstimate:
    """Which combinations of an action's generators are symmetries of a map, by the rule of :mod:`lietheory.discovery.decision`.

    One half of the points selects the directions, the other evaluates them. Of those that are accepted, the generators are
    the projections on the space that all points give, so that one half of the points decides and all of them estimate.

    Args:
        evidence: accumulated over the points.
        basis: (K, n, n), the generators of the action.
        finite_step: the finite-step error of directions (r, K), on evaluation points.
        rng: draws the bootstrap samples.
        polynomial: (d, degree) where the action is by polynomial vector fields.

    Raises:
        RankError: fewer than 12 evidence rows for each generator, or an action that moves no point.
        NotDifferentiableError: a derivative that is zero at every point.
    """
    _require_evidence(evidence)
    evidence = _without_rounding(evidence)
    whole = relative_spectrum(*evidence.total(), evidence.fields, evidence.dtype)
    halves = [
        relative_spectrum(evidence.evidence[half], evidence.reference[half], evidence.fields, evidence.dtype)
        for half in (SELECTION, EVALUATION)
    ]
    chosen = halves[SELECTION].coefficients[: whole.identifiable]
    judged = decision.judge(evidence.evidence_groups, evidence.reference_groups, chosen, _floor(evidence, chosen), rng=rng)
    order = np.argsort(judged.upper, kind="stable")
    chosen, judged = chosen[order], SimultaneousIntervals(judged.values[order], judged.lower[order], judged.upper[order])
    steps = np.asarray(finite_step(chosen), dtype=np.float64)
    if not evidence.reference.any():
        _require_still(steps, evidence.points)
    small = int(np.sum(judged.upper < decision.LAMBDA_TOLERANCE))
    symmetries = chosen[decision.accepted(judged.upper, steps)]
    held_out, lower, upper, step_error = (
        _padded(a, evidence.unknowns) for a in (judged.values, judged.lower, judged.upper, steps)
    )
    singular, right = np.linalg.svd(evidence.total()[0])[1:]
    return SymmetryEstimate(
        status=decision.status(judged, steps),
        points=evidence.points,
        rows=evidence.rows,
        basis=basis,
        generator_coefficients=_within(symmetries, whole.coefficients[:small]),
        coefficients=whole.coefficients,
        judged_coefficients=chosen,
        relative_spectrum=whole.values,
        held_out=held_out,
        lower_bounds=lower,
        upper_bounds=upper,
        finite_step_error=step_error,
        singular_values=singular[::-1] / math.sqrt(evidence.points),
        singular_vectors=right[::-1],
        identifiable_dimension=whole.identifiable,
        exact_dimension=whole.exact,
        generator_noise=_largest_sine(halves[SELECTION], halves[EVALUATION], small) / 2,
        accumulated_by=evidence.accumulated_by,
        polynomial=polynomial,
    )


def _require_evidence(evidence: Evidence) -> None:
    call, needed = "estimate_symmetry(evidence, ...)", decision.ROWS_PER_UNKNOWN * evidence.unknowns
    if evidence.rows < needed:
        points = math.ceil(needed * max(evidence.points, 1) / max(evidence.rows, 1))
        raise RankError(
            call,
            f"at least {needed} evidence rows, {decision.ROWS_PER_UNKNOWN} for each generator",
            f"{evidence.rows} rows from {evidence.points} points",
            f"Give at least {points} points.",
        )
    if not evidence.fields.any():
        raise RankError(
            call,
            "an action that moves the points",
            "vector fields that vanish at every point",
            "Check the data: are all points zero?",
        )


def _without_rounding(evidence: Evidence) -> Evidence:
    """The evidence, or zero where it is rounding alone, which its size shows, since outputs have variance one."""
    size = np.linalg.norm(evidence.reference) / math.sqrt(evidence.points)
    if size > null_tolerance(evidence.dtype, evidence.unknowns) * math.sqrt(np.trace(evidence.fields) / evidence.points):
        return evidence
    names = ("kept", "evidence_groups", "reference_groups")
    return replace(evidence, **{name: np.zeros_like(getattr(evidence, name)) for name in names})


def _require_still(steps: Float[np.ndarray, " r"], points: int) -> None:
    """Where all derivatives vanish, whole steps distinguish an invariant map from a piecewise constant one."""
    if not (steps < decision.STEP_TOLERANCE).all():
        raise NotDifferentiableError(
            "estimate_symmetry(evidence, ...)",
            "a derivative that is not zero everywhere",
            f"zero at all {points} points, and outputs that change in whole steps",
            "A piecewise constant output (sign, round, one-hot) has no usable derivative.",
        )


def _floor(evidence: Evidence, directions: Float[np.ndarray, "r K"]) -> Float[np.ndarray, " r"]:
    """What counts as zero for c^T E^T E c: the rounding of a Gram matrix, relative to the evidence of a field of that size."""
    size = np.einsum("ik,kl,il->i", directions, evidence.fields, directions)
    shown = np.trace(evidence.reference_groups.sum(axis=0)) / np.trace(evidence.fields)
    rounding = max(null_tolerance(np.float64, evidence.unknowns), null_tolerance(evidence.dtype, evidence.unknowns) ** 2)
    return rounding * size * shown


def _padded(values: np.ndarray, length: int) -> np.ndarray:
    return np.concatenate([values, np.full(length - len(values), np.nan)])


def _within(directions: Float[np.ndarray, "k K"], span: Float[np.ndarray, "l K"]) -> Float[np.ndarray, "k K"]:
    """An orthonormal basis of the projections of directions on a span."""
    Q = np.linalg.qr(span.T)[0]
    return (Q @ np.linalg.qr(Q.T @ directions.T)[0]).T


def _largest_sine(one: Spectrum, other: Spectrum, dimension: int) -> float:
    """The sine of the largest principal angle between the leading directions of two spectra."""
    Q, P = (np.linalg.qr(s.coefficients[:dimension].T)[0] for s in (one, other))
    return float(np.linalg.norm(P - Q @ (Q.T @ P), 2)) if dimension else 0.0
