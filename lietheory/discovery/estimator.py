"""From evidence to an estimate: directions selected on one half of the points, evaluated on the other."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np
from jaxtyping import Float

from lietheory.algebra import closure_residual
from lietheory.discovery import decision
from lietheory.discovery.answer import TOLERANCE, Answer, Steps, decide
from lietheory.discovery.bootstrap_intervals import SimultaneousIntervals
from lietheory.discovery.candidates import RELATED, WIDEST_ANGLE, MatrixSpace, candidates, sizes_before_growth
from lietheory.discovery.coordinates import Coordinates
from lietheory.discovery.evidence import EVALUATION, SELECTION, Evidence
from lietheory.discovery.point_frame import PointFrame
from lietheory.discovery.spectrum import Spectrum, gram_resolution, null_tolerance, relative_spectrum, slope_spectrum
from lietheory.discovery.symmetry_estimate import SymmetryEstimate
from lietheory.errors import NotDifferentiableError, RankError
from lietheory.tolerances import CLOSURE_SLACK, FLOAT_ERROR

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
    steps: Steps | None = None,
    tolerance: float = TOLERANCE,
    frame: PointFrame | None = None,
) -> SymmetryEstimate:
    """Which algebra of combinations of an action's generators is a symmetry of a map, by :mod:`lietheory.discovery.answer`.

    Each half of the points chooses the algebras that the other measures, by finite elements of them. The generators of the
    algebra that holds are the least directions of all points, where these close within their noise, so that the halves
    decide and all points estimate. From evidence alone, without ``steps``, directions are judged one by one on the half
    that did not choose them, by :mod:`lietheory.discovery.decision`.

    Args:
        evidence: accumulated over the points.
        basis: (K, n, n), the generators of the action.
        finite_step: the finite-step error of directions (r, K), on evaluation points.
        rng: draws the bootstrap samples.
        polynomial: (d, degree) where the action is by polynomial vector fields.
        steps: measures finite elements of an algebra; None where there is evidence only.
        tolerance: on the breaking.
        frame: the frame of the points, where their own is far from it in units, correlation or centre; else None.

    Raises:
        RankError: fewer than 12 evidence rows for each generator, or an action that moves no point.
        NotDifferentiableError: a derivative that is zero at every point.
    """
    _require_evidence(evidence)
    coordinates = Coordinates.of(np.eye(evidence.unknowns)) if steps is None else steps.coordinates
    if frame is not None:
        coordinates = replace(coordinates, frame=frame.into(basis).reshape(len(basis), -1))
    evidence = _without_rounding(evidence if steps is None else coordinates.evidence(evidence))
    factors = [evidence.total(), *zip(evidence.evidence, evidence.reference, strict=True)]
    resolution = gram_resolution(evidence.unknowns)
    whole, *halves = (relative_spectrum(E, E0, evidence.fields, evidence.dtype, resolution=resolution) for E, E0 in factors)
    chosen = halves[SELECTION].coefficients[: whole.identifiable]
    judged = _judged(evidence, chosen, rng)
    answer, kept, noise = None, chosen[:0], 0.0
    if steps is not None:
        in_coordinates = coordinates.matrices(basis)
        seen = in_coordinates if frame is None else frame.into(in_coordinates)
        space = MatrixSpace.of(seen, closes=False if polynomial is not None else None)
        slopes = [_slopes(evidence, half) for half in (None, SELECTION, EVALUATION)]
        orders = [(order[0], [order[1 + half] for half in steps.chosen_by]) for order in ([whole, *halves], slopes)]
        tried = candidates(orders, space, in_coordinates, steps.in_plane)
        related = bool((judged.lower <= decision.LAMBDA_TOLERANCE).any())
        answer = decide(tried, steps, space, tolerance, related, rng=rng)
        leading = whole
        if _is_by_slope(answer, halves[SELECTION], slopes[1 + SELECTION], space):
            leading, *halves = slopes
            chosen = halves[SELECTION].coefficients[: whole.identifiable]
            judged = _judged(evidence, chosen, rng)
        kept, noise = _generators(answer, leading, _noise(halves, answer.held.dimension if answer.held else 0, space), space)
        levels = (replace(level, coefficients=coordinates.orthonormal(level.coefficients)) for level in answer.levels)
        answer = replace(answer, levels=tuple(levels))
    order = np.lexsort([judged.upper, np.arange(len(chosen)) >= len(kept)])
    chosen, judged = chosen[order], SimultaneousIntervals(judged.values[order], judged.lower[order], judged.upper[order])
    whole_steps = np.asarray(finite_step(coordinates.coefficients(chosen)), dtype=np.float64)
    if not evidence.reference.any():
        _require_still(whole_steps, evidence.points)
    small = int(np.sum(judged.upper < decision.LAMBDA_TOLERANCE))
    if answer is None:
        kept = _within(chosen[decision.accepted(judged.upper, whole_steps)], whole.coefficients[:small])
        noise = _noise(halves, small, MatrixSpace.of(basis, closes=False))
    held_out, lower, upper, step_error = (
        _padded(a, evidence.unknowns) for a in (judged.values, judged.lower, judged.upper, whole_steps)
    )
    singular, right = np.linalg.svd(evidence.total()[0] @ np.linalg.inv(coordinates.T).T)[1:]
    return SymmetryEstimate(
        status=decision.status(judged, whole_steps) if answer is None else answer.status,
        points=evidence.points,
        rows=evidence.rows,
        basis=basis,
        generator_coefficients=coordinates.orthonormal(kept),
        coefficients=coordinates.coefficients(whole.coefficients),
        judged_coefficients=coordinates.coefficients(chosen),
        relative_spectrum=whole.values,
        held_out=held_out,
        lower_bounds=lower,
        upper_bounds=upper,
        finite_step_error=step_error,
        singular_values=singular[::-1] / math.sqrt(evidence.points),
        singular_vectors=right[::-1],
        identifiable_dimension=whole.identifiable,
        exact_dimension=whole.exact,
        generator_noise=noise,
        accumulated_by=evidence.accumulated_by,
        polynomial=polynomial,
        answer=answer,
        frame=frame,
    )


def _generators(answer: Answer, whole: Spectrum, noise: float, space: MatrixSpace) -> tuple[Float[np.ndarray, "k K"], float]:
    """Of the algebra that holds, and their noise: so many least directions of all points if these span it, else its basis."""
    held = answer.held
    if held is None:
        return whole.coefficients[:0], 0.0
    k, values = held.dimension, whole.values[: whole.identifiable]
    raw = np.linalg.qr(whole.coefficients[:k].T)[0].T
    apart = np.linalg.norm(raw - raw @ held.coefficients.T @ held.coefficients, 2)
    allowed = CLOSURE_SLACK * max(FLOAT_ERROR, noise)
    near = apart <= allowed < 1 and k in sizes_before_growth(values, len(values))  # without growth they are chance's choice
    if not near or (space.closes and closure_residual(space.matrices(raw)) > allowed):
        return held.coefficients, held.noise
    return raw, noise if held.known is None else max(noise, float(apart))  # the known algebra holds too, that far away


def _noise(halves: list[Spectrum], dimension: int, space: MatrixSpace) -> float:
    """Half the largest sine between the spans of either half: they err sqrt(2) times as much as the whole, and independently."""
    one, other = (halves[half].coefficients[:dimension] for half in (SELECTION, EVALUATION))
    return space.largest_sine(one, other) / 2 if dimension else 0.0


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


def _slopes(evidence: Evidence, half: int | None) -> Spectrum:
    """Directions ascending in their slope, on one half of the points or on all."""
    E, rows = (evidence.total()[0], evidence.rows) if half is None else (evidence.evidence[half], evidence.rows / 2)
    return slope_spectrum(E / math.sqrt(rows), evidence.fields / evidence.points, evidence.dtype)


def _is_by_slope(answer: Answer, by_lambda: Spectrum, by_slope: Spectrum, space: MatrixSpace) -> bool:
    """Whether the algebra that holds has the directions of least slope, and not those of least lambda."""
    level = answer.held
    if level is None:
        return False
    spans = [
        space.largest_sine(level.coefficients, s.coefficients[: level.dimension]) < np.sin(WIDEST_ANGLE)
        for s in (by_lambda, by_slope)
    ]
    return spans[1] and not (spans[0] and by_lambda.values[level.dimension - 1] <= RELATED)


def _require_still(steps: Float[np.ndarray, " r"], points: int) -> None:
    """Where all derivatives vanish, whole steps distinguish an invariant map from a piecewise constant one."""
    if not (steps < decision.STEP_TOLERANCE).all():
        raise NotDifferentiableError(
            "estimate_symmetry(evidence, ...)",
            "a derivative that is not zero everywhere",
            f"zero at all {points} points, and outputs that change in whole steps",
            "A piecewise constant output (sign, round, one-hot) has no usable derivative.",
        )


def _judged(evidence: Evidence, directions: Float[np.ndarray, "r K"], rng: np.random.Generator) -> SimultaneousIntervals:
    """lambda of directions on the half that did not choose them."""
    grams = evidence.evidence_groups, evidence.reference_groups
    return decision.judge(*grams, directions, _floor(evidence, directions), rng=rng)


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
