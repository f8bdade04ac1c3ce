"""Which algebra holds for a function that a fit stands for: intervals of the breaking that contain the error of the fit."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from lconv.liegg.actions import AffineAction, LinearAction
from lconv.liegg.fitted_maps import FittedMap, Moved
from lconv.liegg.point_units import spreads
from lietheory.discovery.answer import NEAR, Answer, Level, apart, levels_of, status_of
from lietheory.discovery.breaking import Breaking, share
from lietheory.discovery.candidates import Candidate, MatrixSpace, candidates
from lietheory.discovery.decision import LAMBDA_TOLERANCE
from lietheory.discovery.fit_limits import Limits
from lietheory.discovery.point_frame import PointFrame
from lietheory.discovery.polynomial_fit import FitSummary
from lietheory.discovery.spectrum import Spectrum
from lietheory.discovery.standard_algebras import acting_algebras, is_homogeneous
from lietheory.discovery.symmetry_estimate import SymmetryEstimate

TAIL = 0.025
"""Each end of a 95 % interval, shared by all algebras that may be tried."""


@dataclass(frozen=True, eq=False)
class FittedDecision:
    """From fits to an answer.

    Args:
        maps: the fit to all points, and those to both halves, which judge what the other half chose.
        basis: (K, n, n).
        slack: the root mean square of what the fit leaves and noise does not explain, all outputs together.
        summary: of the fit.
        tolerance: on the breaking.
        doubt: why there is no answer.
    """

    maps: list[FittedMap]
    basis: Float[np.ndarray, "K n n"]
    slack: float
    summary: FitSummary
    tolerance: float
    doubt: str | None

    def estimate(self) -> SymmetryEstimate:
        """The symmetries, as :func:`lconv.discover` has them."""
        whole, *halves = self.maps
        spectrum = whole.spectrum()
        chosen = spectrum.coefficients[: spectrum.identifiable]
        polynomial = whole.action.polynomial if not whole.outer.any() else None
        frame = self._frame()
        space = MatrixSpace.of(
            self.basis if frame is None else frame.into(self.basis), closes=False if whole.action.polynomial is not None else None
        )
        variance = whole.variance(TAIL)
        by_slope = [m.slopes(max(variance.square, np.finfo(float).tiny)) for m in self.maps]
        by_lambda = [spectrum, *(h.spectrum() for h in halves)]
        orders = [(first, others[::-1]) for first, *others in (by_lambda, by_slope)]  # each half judges what the other chose
        tried = candidates(orders, space, self.basis)
        tried = [c for c in tried if c.known is not None or len(c.parts) == len(halves) > 0]
        level = TAIL / max(len(acting_algebras(self.basis.shape[1], homogeneous=is_homogeneous(self.basis))) + 2 * len(tried), 1)
        measured = [a for a in (self._level(c, level, variance) for c in tried) if a is not None]
        directions = [whole.along(c, TAIL / len(chosen)) for c in chosen]
        independent = [float(np.square(whole.derivatives[1] @ c).sum()) / len(whole.points) for c in chosen]
        lower, upper = (
            np.array([getattr(d, end) ** 2 / i if i > 0 else 0.0 for d, i in zip(directions, independent, strict=True)])
            for end in ("lower", "upper")
        )
        doubt = self.doubt or (None if variance.lower > 0 else "these values do not show that they depend on the points")
        levels = levels_of(measured, self.tolerance)
        related = self.slack > 0 or bool((lower <= LAMBDA_TOLERANCE).any()) or not len(measured)
        hidden = any(a.breaking.lower <= self.tolerance for a in measured) and not levels
        status = "undecided" if doubt else status_of(levels, self.tolerance, related or hidden)
        if status == "undecided" and doubt is None and levels:
            doubt = self._too_rough(levels)
        return self._as_estimate(
            spectrum, chosen, lower, upper, self._answer(status, levels, measured, len(tried), doubt), polynomial
        )

    @staticmethod
    def _too_rough(levels: list[Level]) -> str | None:
        """What is known of the nearest algebra where that is not even that it is near."""
        best = min(levels, key=lambda a: a.breaking.upper)
        if best.breaking.upper <= NEAR:
            return None
        most = f"{share(best.breaking.upper)} of the variance" if best.breaking.upper < 1 else "all of the variance"
        return (
            f"the nearest algebra, of dimension {best.dimension}, is broken by between {share(best.breaking.lower)} and {most}; "
            "give more points, or values with less noise"
        )

    def _frame(self) -> PointFrame | None:
        """The spreads of the components that the matrices act on, copies together; None of values that move by themselves."""
        action = self.maps[0].action
        if not isinstance(action, LinearAction | AffineAction) or self.basis.shape[1] != action.basis.shape[1]:
            return None
        spread = spreads(self.maps[0].points).reshape(action.copies, action.d).log().mean(dim=0).exp().numpy()
        n = self.basis.shape[1]
        return PointFrame(np.diag(np.concatenate([spread, np.ones(n - action.d)])), np.zeros(n))

    def _level(self, c: Candidate, level: float, variance: Limits) -> Level | None:
        """One candidate with its breaking: a known algebra on all points, an estimated one on both halves."""
        judged = [(self.maps[0], c.whole)] if c.known is not None else list(zip(self.maps[1:], c.parts, strict=True))
        each = [m.worst(C, level) for m, C in judged]
        if not all(each):
            return None
        worst = [max(moved, key=lambda a: a.limits.square) for moved in each]
        top = max(variance.upper, np.finfo(float).tiny)
        value = np.mean([w.limits.square for w in worst]) / (2 * max(variance.square, np.finfo(float).tiny))
        upper = max(a.limits.upper for moved in each for a in moved) + 2 * self.slack
        lower = max(min(max(a.limits.lower for a in moved) for moved in each) - 2 * self.slack, 0.0)
        low, high = lower**2 / (2 * top**2), upper**2 / (2 * variance.lower**2) if variance.lower > 0 else np.inf
        shown_by: Moved = max(worst, key=lambda a: a.limits.square)
        points = sum(len(m.points) for m, _ in judged)
        b = Breaking(float(np.clip(value, low, high)), low, high, shown_by.step, shown_by.element, points, shown_by.outside)
        return Level(np.linalg.qr(c.whole.T)[0].T, b, c.known, 0.0 if c.known else apart(c.parts) / 2)

    def _answer(self, status: str, levels: list[Level], measured: list[Level], tried: int, doubt: str | None) -> Answer:
        order = sorted(measured, key=lambda a: a.dimension)
        table = np.array([[a.dimension, a.breaking.value, a.breaking.lower, a.breaking.upper] for a in order]).reshape(-1, 4).T
        dimensions, values, lower, upper = (row.copy() for row in table)
        return Answer(status, self.tolerance, tuple(levels), dimensions, values, lower, upper, tried, doubt=doubt)

    def _as_estimate(
        self,
        spectrum: Spectrum,
        chosen: Float[np.ndarray, "r K"],
        lower: Float[np.ndarray, " r"],
        upper: Float[np.ndarray, " r"],
        answer: Answer,
        polynomial: tuple[int, int] | None,
    ) -> SymmetryEstimate:
        whole, held = self.maps[0], answer.held
        K, rows = len(self.basis), whole.derivatives[0]
        singular, right = np.linalg.svd(rows, full_matrices=True)[1:]
        singular = np.concatenate([singular, np.zeros(K - len(singular))])
        steps = np.array([whole.squares(c) for c in chosen])

        def padded(a: np.ndarray) -> np.ndarray:
            return np.concatenate([a, np.full(K - len(a), np.nan)])

        return SymmetryEstimate(
            status=answer.status,
            points=len(whole.x),
            rows=len(rows),
            basis=self.basis,
            generator_coefficients=held.coefficients if held is not None else spectrum.coefficients[:0],
            coefficients=spectrum.coefficients,
            judged_coefficients=chosen,
            relative_spectrum=spectrum.values,
            held_out=padded(spectrum.values[: len(chosen)]),
            lower_bounds=padded(lower),
            upper_bounds=padded(upper),
            finite_step_error=padded(steps / (2 * max(whole.variance(TAIL).square, np.finfo(float).tiny))),
            singular_values=singular[::-1] / len(whole.points) ** 0.5,
            singular_vectors=right[::-1],
            identifiable_dimension=spectrum.identifiable,
            exact_dimension=spectrum.exact,
            generator_noise=held.noise if held is not None else 0.0,
            polynomial=polynomial,
            answer=answer,
            frame=self._frame(),
            fit=self.summary,
        )
