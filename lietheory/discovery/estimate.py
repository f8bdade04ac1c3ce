"""The answer to "which symmetry?": the generators, the evidence for them, and what the data cannot say."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from jaxtyping import Float
from numpy.typing import ArrayLike

from lietheory.algebra import Identification, LieAlgebra, identify
from lietheory.comparison import Comparison, compare
from lietheory.discovery import decision
from lietheory.discovery.evidence import CHOOSING, JUDGING, Evidence
from lietheory.discovery.field_algebra import field_algebra
from lietheory.discovery.spectrum import Spectrum, null_tolerance, relative_spectrum
from lietheory.errors import NotDifferentiableError, RankError, UndecidedError
from lietheory.files import load_result, save_result

ROUNDING = 1e-9
"""Generators with a smaller relative error count as exact: a million roundings, and far below what any network reaches."""
FiniteStep = Callable[[np.ndarray], np.ndarray]
"""From directions (r, K) to the finite-step error of each, (r,)."""


@dataclass(frozen=True, eq=False)
class SymmetryEstimate:
    """The symmetries of a map under an action with K generators, and the evidence for them.

    ``directions``, ``relative_spectrum`` and ``singular_values`` come from all points. ``held_out``, the bounds and
    ``finite_step_error`` belong to the directions that one half of the points chose, judged on the other half, in
    ascending order of upper bound. Directions that the data cannot identify come last and have NaN.

    Args:
        status: ``"symmetric"``, ``"none"`` or ``"undecided"``.
        points: number of points.
        rows: number of evidence rows, points times outputs.
        basis: (K, n, n), the generators of the action; n = 0 if the action is given by its fields alone.
        generator_coefficients: (dimension, K), the symmetries found in that basis, orthonormal rows.
        coefficients: (K, K), all directions in that basis, one a row, of length one, ascending in lambda.
        relative_spectrum: (K,), lambda of each direction: 0 for a symmetry, about 1 without any relation.
        held_out: (K,), lambda on points not used to choose the direction.
        lower_bounds: (K,), lower 95 % bounds of ``held_out``, simultaneous over all directions.
        upper_bounds: (K,), upper ones.
        finite_step_error: (K,), mean |F(exp(tL) x) - F(x)|^2 / (2 Var F) at t = 1 and t = -1, |L| = 1, outputs whitened.
        singular_values: (K,), of the whitened evidence matrix over sqrt(points), ascending. They scale with the data.
        identifiable_dimension: how many directions these data can tell apart; K minus the nullity of the fields' Gram matrix.
        exact_dimension: how many directions the map does not see at all, at any point: exact symmetries.
        generator_noise: relative error of the generators: half the largest sine between the spans that either half of
            the points gives, since the halves err sqrt(2) times as much as the whole, and independently.
        accumulated_by: ``"QR"`` or ``"Gram"``, see :mod:`lietheory.discovery.evidence`.
        polynomial: (d, degree) where the action is by polynomial vector fields.
    """

    status: str
    points: int
    rows: int
    basis: Float[np.ndarray, "K n n"]
    generator_coefficients: Float[np.ndarray, "dimension K"]
    coefficients: Float[np.ndarray, "K K"]
    relative_spectrum: Float[np.ndarray, " K"]
    held_out: Float[np.ndarray, " K"]
    lower_bounds: Float[np.ndarray, " K"]
    upper_bounds: Float[np.ndarray, " K"]
    finite_step_error: Float[np.ndarray, " K"]
    singular_values: Float[np.ndarray, " K"]
    identifiable_dimension: int
    exact_dimension: int
    generator_noise: float
    accumulated_by: str = "QR"
    polynomial: tuple[int, int] | None = None

    @property
    def dimension(self) -> int:
        """How many independent symmetries are established."""
        return len(self.generator_coefficients)

    @property
    def generators(self) -> Float[np.ndarray, "dimension n n"]:
        """The symmetries found, as matrices; an orthonormal basis if that of the action is."""
        return np.tensordot(self.generator_coefficients, self.basis, axes=1)

    @property
    def directions(self) -> Float[np.ndarray, "K n n"]:
        """All directions as matrices, ascending in lambda."""
        return np.tensordot(self.coefficients, self.basis, axes=1)

    @property
    def symmetry_variance(self) -> float:
        """The least squared singular value of the evidence over the number of points, for outputs of variance one.

        It scales with the data and ranks a flat map as symmetric: read ``relative_spectrum`` instead.

        References:
            Moskalev et al. 2022, symmetry variance.
        """
        return float(self.singular_values[0] ** 2)

    def algebra(self) -> LieAlgebra:
        """The Lie algebra that the generators span; of polynomial fields, the part whose brackets stay in the span.

        Raises:
            UndecidedError: no generator was found, or the action has no matrices.
            ClosureError: the generators do not close within their noise.
        """
        tolerance = 4 * self.generator_noise  # |[A, B]| errs by 2 sqrt(2) times the noise, the span by as much again as the noise
        if self.polynomial is not None and self.dimension:
            return field_algebra(self.generator_coefficients, *self.polynomial, tolerance=max(ROUNDING, tolerance))
        return LieAlgebra.from_matrices(self._found("algebra()"), tolerance=max(ROUNDING, tolerance))

    def identify(self) -> Identification:
        """The name of the algebra that the generators span, at the noise that the two halves of the points show."""
        if self.polynomial is not None and self.dimension:
            return identify(self.algebra())
        return identify(self._found("identify()"), noise=self.generator_noise)

    def compare(self, truth: ArrayLike | LieAlgebra) -> Comparison:
        """The comparison of the generators found with those of ``truth``; angles up to twice the noise count as none."""
        return compare(self._found("compare(truth)"), truth, noise=max(ROUNDING, 2 * self.generator_noise))

    def _found(self, call: str) -> Float[np.ndarray, "dimension n n"]:
        if self.generators.size == 0:
            raise UndecidedError(
                f"SymmetryEstimate.{call}",
                "generators that were found, as matrices",
                f"status {self.status!r}, dimension {self.dimension}, matrices of size {self.basis.shape[1]}",
                "Print the estimate to see its evidence.",
            )
        return self.generators

    def save(self, path: str | Path) -> Path:
        """Write the estimate as .npz."""
        arrays = {k: v for k, v in vars(self).items() if isinstance(v, np.ndarray)}
        return save_result(path, "SymmetryEstimate", {k: v for k, v in vars(self).items() if k not in arrays}, **arrays)

    @classmethod
    def load(cls, path: str | Path) -> SymmetryEstimate:
        """Read an estimate that :meth:`save` wrote."""
        header, arrays = load_result(path, "SymmetryEstimate")
        header.pop("kind")
        return cls(**header, **arrays)

    def __str__(self) -> str:
        K = len(self.coefficients)
        lines = [
            f"{self.status}, dimension {self.dimension}: {self.points} points, {self.rows} evidence rows "
            f"by {self.accumulated_by}, {K} generators, "
            f"{self.identifiable_dimension} identifiable, {self.exact_dimension} never seen by the map",
            f"tolerances: bound on lambda {decision.LAMBDA_TOLERANCE}, finite step {decision.STEP_TOLERANCE}",
            f"{'':4}{'lambda':>10}{'held out':>10}{'95 % bounds':>23}{'finite step':>13}",
        ]
        shown = min(K, self.dimension + 5)
        found = decision.accepted(self.upper_bounds, self.finite_step_error)
        for i in range(shown):
            bounds = f"{self.lower_bounds[i]:.2e} .. {self.upper_bounds[i]:.2e}"
            lines.append(
                f"{i + 1:3} {self.relative_spectrum[i]:10.2e}{self.held_out[i]:10.2e}{bounds:>23}"
                f"{self.finite_step_error[i]:13.2e}{'  symmetry' if found[i] else ''}"
            )
        return "\n".join(lines + ([f"... and {K - shown} more"] if shown < K else []))


def estimate_symmetry(
    evidence: Evidence,
    basis: Float[np.ndarray, "K n n"],
    finite_step: FiniteStep,
    *,
    rng: np.random.Generator,
    polynomial: tuple[int, int] | None = None,
) -> SymmetryEstimate:
    """Which combinations of an action's generators are symmetries of a map, by the rule of :mod:`lietheory.discovery.decision`.

    One half of the points chooses the directions, the other judges them. Of those that are accepted, the generators are what
    lies in the space that all points give, so that half of the points decides and all of them measure.

    Args:
        evidence: accumulated over the points.
        basis: (K, n, n), the generators of the action.
        finite_step: the finite-step error of directions (r, K), on judging points.
        rng: draws the bootstrap samples.
        polynomial: (d, degree) where the action is by polynomial vector fields.

    Raises:
        RankError: fewer than 12 evidence rows for each generator, or an action that moves no point.
        NotDifferentiableError: a derivative that is zero at every point.
    """
    _require_evidence(evidence)
    whole = relative_spectrum(*evidence.total(), evidence.fields, evidence.dtype)
    halves = [
        relative_spectrum(evidence.evidence[half], evidence.reference[half], evidence.fields, evidence.dtype)
        for half in (CHOOSING, JUDGING)
    ]
    chosen = halves[CHOOSING].coefficients[: whole.identifiable]
    judged = decision.judge(evidence.evidence_groups, evidence.reference_groups, chosen, _floor(evidence, chosen), rng=rng)
    order = np.argsort(judged.upper, kind="stable")
    chosen, judged = chosen[order], decision.Judgement(judged.values[order], judged.lower[order], judged.upper[order])
    steps = np.asarray(finite_step(chosen))
    small = int(np.sum(judged.upper < decision.LAMBDA_TOLERANCE))
    found = chosen[decision.accepted(judged.upper, steps)]
    held_out, lower, upper, step_error = (
        _padded(a, evidence.unknowns) for a in (judged.values, judged.lower, judged.upper, steps)
    )
    return SymmetryEstimate(
        status=decision.status(judged, steps),
        points=evidence.points,
        rows=evidence.rows,
        basis=basis,
        generator_coefficients=_within(found, whole.coefficients[:small]),
        coefficients=whole.coefficients,
        relative_spectrum=whole.values,
        held_out=held_out,
        lower_bounds=lower,
        upper_bounds=upper,
        finite_step_error=step_error,
        singular_values=np.linalg.svd(evidence.total()[0], compute_uv=False)[::-1] / math.sqrt(evidence.points),
        identifiable_dimension=whole.identifiable,
        exact_dimension=whole.exact,
        generator_noise=_largest_sine(*halves, small) / 2,
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
    if not evidence.reference.any():
        raise NotDifferentiableError(
            call,
            "a derivative that is not zero everywhere",
            f"zero at all {evidence.points} points",
            "A piecewise constant output (sign, round, one-hot) has no usable derivative.",
        )


def _floor(evidence: Evidence, directions: Float[np.ndarray, "r K"]) -> Float[np.ndarray, " r"]:
    """What counts as zero for c^T E^T E c: the rounding of a Gram matrix, relative to what a motion of that size shows."""
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
