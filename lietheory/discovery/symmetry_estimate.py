"""The symmetries of a map under an action: the generators, the evidence for them, and what the data do not identify."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from jaxtyping import Bool, Float
from numpy.typing import ArrayLike

from lietheory.algebra import AlgebraLike, Identification, LieAlgebra, identify
from lietheory.comparison import Comparison, compare
from lietheory.discovery import decision
from lietheory.discovery.answer import Answer, Level
from lietheory.discovery.answer_in_words import EXACT, headline, limits
from lietheory.discovery.discrete_symmetries import DiscreteSymmetries
from lietheory.discovery.estimate_as_text import as_text
from lietheory.discovery.ignored_inputs import NAMED, Ignored, ignored_inputs, name_in_words
from lietheory.discovery.label_risk import Risk
from lietheory.discovery.point_frame import PointFrame
from lietheory.discovery.polynomial_field_algebra import field_algebra
from lietheory.discovery.polynomial_fit import FitSummary
from lietheory.discovery.second_moment_symmetries import Preserving, preserving
from lietheory.discovery.standard_algebras import is_homogeneous
from lietheory.errors import UndecidedError
from lietheory.files import load, save
from lietheory.printing import Printed
from lietheory.tolerances import CLOSURE_SLACK, FLOAT_ERROR

SYMMETRY, UNDECIDED, BROKEN, UNSEEN = "symmetry", "undecided", "no symmetry", "not identified"


@dataclass(frozen=True, eq=False, repr=False)
class SymmetryEstimate(Printed):
    """The symmetries of a map under an action with K generators, and the evidence for them.

    ``directions``, ``relative_spectrum`` and ``singular_values`` come from all points. ``held_out``, the bounds and
    ``finite_step_error`` belong to ``judged_coefficients``, the directions that one half of the points selected, evaluated
    on the other half, in ascending order of upper bound. Directions that the data cannot identify come last and have NaN.

    Args:
        status: ``"symmetric"``, ``"none"`` or ``"undecided"``.
        points: number of points.
        rows: number of evidence rows, points times outputs.
        basis: (K, n, n), the generators of the action; n = 0 if the action is given by its fields alone.
        generator_coefficients: (dimension, K), the detected symmetries in that basis, orthonormal rows.
        coefficients: (K, K), all directions in that basis, one a row, of length one, ascending in lambda.
        judged_coefficients: (identifiable_dimension, K), the directions that the bounds and the finite step belong to.
        relative_spectrum: (K,), lambda of each direction: 0 for a symmetry, about 1 without any relation.
        held_out: (K,), lambda on points not used to choose the direction.
        lower_bounds: (K,), lower 95 % bounds of ``held_out``, simultaneous over all directions.
        upper_bounds: (K,), upper ones.
        finite_step_error: (K,), mean |F(exp(tL) x) - F(x)|^2 / (2 Var F) at t = 1 and t = -1, |L| = 1, outputs whitened.
        singular_values: (K,), of the whitened evidence matrix over sqrt(points), ascending. They scale with the data.
        singular_vectors: (K, K), its right singular vectors in that order, one a row, in the basis of the action.
        identifiable_dimension: how many directions these data identify; K minus the nullity of the fields' Gram matrix.
        exact_dimension: how many directions leave the map constant at all points: exact symmetries.
        generator_noise: relative error of the generators: half the largest sine between the spans that either half of
            the points gives, since the halves err sqrt(2) times as much as the whole, and independently.
        accumulated_by: ``"QR"`` or ``"Gram"``, see :mod:`lietheory.discovery.evidence`.
        polynomial: (d, degree) where the action is by polynomial vector fields.
        risk: whether labels share the symmetry; None without labels.
        discrete_symmetries: -1, reflections and other components of the group, which no generator shows; None unless tried.
        answer: the decision about whole algebras with their breaking; None where there was evidence only, or in files of
            earlier versions, which judged directions one by one.
        frame: of the points, where theirs is far from the action's own in units, correlation or centre: coefficients are then
            orthonormal, and matrices named and compared, in this frame.
        fit: of the map to noisy values, where no map was given.
    """

    status: str
    points: int
    rows: int
    basis: Float[np.ndarray, "K n n"]
    generator_coefficients: Float[np.ndarray, "dimension K"]
    coefficients: Float[np.ndarray, "K K"]
    judged_coefficients: Float[np.ndarray, "r K"]
    relative_spectrum: Float[np.ndarray, " K"]
    held_out: Float[np.ndarray, " K"]
    lower_bounds: Float[np.ndarray, " K"]
    upper_bounds: Float[np.ndarray, " K"]
    finite_step_error: Float[np.ndarray, " K"]
    singular_values: Float[np.ndarray, " K"]
    singular_vectors: Float[np.ndarray, "K K"]
    identifiable_dimension: int
    exact_dimension: int
    generator_noise: float
    accumulated_by: str = "QR"
    polynomial: tuple[int, int] | None = None
    risk: Risk | None = None
    discrete_symmetries: DiscreteSymmetries | None = None
    answer: Answer | None = None
    frame: PointFrame | None = None
    fit: FitSummary | None = None

    @property
    def dimension(self) -> int:
        """How many independent symmetries are established."""
        return len(self.generator_coefficients)

    @property
    def generators(self) -> Float[np.ndarray, "dimension n n"]:
        """The detected symmetries as matrices; an orthonormal basis if that of the action is."""
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
            UndecidedError: no symmetry was detected, or the action has no matrices.
            ClosureError: the generators do not close within their noise.
        """
        tolerance = CLOSURE_SLACK * self._error(self.generator_noise)
        if self.polynomial is not None and self.dimension:
            return field_algebra(self.generator_coefficients, *self.polynomial, tolerance=tolerance)
        of_matrices = LieAlgebra.from_matrices if self.frame is None else self.frame.algebra
        return of_matrices(self._some_generators("algebra()"), tolerance=tolerance)

    def identify(self) -> Identification:
        """The name of the algebra that the generators span, for errors of NAMED times the noise that the two halves show.

        Raises:
            UndecidedError: no symmetry was detected, or generators that the halves do not agree on.
        """
        if self.polynomial is not None and self.dimension:
            return identify(self.algebra())
        L, noise = self.in_frame(self._some_generators("identify()")), NAMED * self.generator_noise
        noise = noise if self.frame is None else NAMED * self._error(self.generator_noise)
        if noise < 1:
            return identify(L, noise=noise)
        got = f"generators that err by {self.generator_noise:.2g} of their size"
        raise UndecidedError("SymmetryEstimate.identify()", f"errors below 1 / {NAMED:g}", got, "Give more points.")

    def _error(self, noise: float) -> float:
        """Of generators in :meth:`in_frame`, which the rounding of printed ones becomes there."""
        return max(FLOAT_ERROR, noise, 0.0 if self.frame is None else self.frame.rounding)

    def in_frame(self, L: Float[np.ndarray, "k n n"]) -> Float[np.ndarray, "k n n"]:
        """Matrices in the frame of the points, where that is far from the action's own; else as they are."""
        return L if self.frame is None else self.frame.into(L)

    def ignored_by(self, level: Level) -> Ignored | None:
        """The inputs that the map ignores if this algebra of the answer holds, and the algebra without them; None for none."""
        L, axes = self._matrices_of(level), None if self.frame is None else self.frame.axes
        return ignored_inputs(L, axes, homogeneous=is_homogeneous(self.basis), noise=self._error(level.noise)) if L.size else None

    def name_of(self, level: Level) -> str:
        """The name of an algebra of the answer, less ignored inputs; its dimension where it has no matrices or no name."""
        L = self._matrices_of(level)
        if level.known is not None or not L.size:
            return level.known or f"a span of dimension {level.dimension}"
        held = self.answer is not None and level is self.answer.held
        return name_in_words(L, self.ignored_by(level), self._error(level.noise), mentioned=held)

    def _matrices_of(self, level: Level) -> Float[np.ndarray, "k n n"]:
        L = np.tensordot(level.coefficients, self.basis, axes=1)
        return self.in_frame(L) if self.polynomial is None else L[:, :0, :0]

    @property
    def headline(self) -> str:
        """The answer in one sentence: what is ignored, what holds, what is near, how far each is broken, when it would change."""
        held = None if self.answer is None else self.answer.held
        ignored = None if held is None else self.ignored_by(held)
        line = headline(self.answer, self.status, self.dimension, self.name_of)
        line = line if held is None or ignored is None else f"{ignored.in_words(exact=held.breaking.upper < EXACT)}; {line}"
        return line if self.fit is None or self.fit.condition is None else f"{line}; {self.fit.condition}"

    def compare(self, truth: AlgebraLike) -> Comparison:
        """The comparison of the generators with those of ``truth`` in :meth:`in_frame`; angles to twice the noise are none."""
        L, noise = self._some_generators("compare(truth)"), max(FLOAT_ERROR, 2 * self.generator_noise)
        return compare(self.in_frame(L), truth if self.frame is None else self.frame.of_algebra(truth), noise=noise)

    def _some_generators(self, call: str) -> Float[np.ndarray, "dimension n n"]:
        if self.generators.size == 0:
            got = f"status {self.status!r}, dimension {self.dimension}, matrices of size {self.basis.shape[1]}"
            cure = "Print the estimate to see its evidence."
            raise UndecidedError(f"SymmetryEstimate.{call}", "detected symmetries, as matrices", got, cure)
        return self.generators

    def preserving(self, second_moment: ArrayLike, *, tolerance: float | None = None) -> Preserving:
        """The symmetries that also keep the inputs' second moment H: L H + H L^T = 0.

        Args:
            second_moment: H = E x x^T, uncentred, (d, d), positive definite, d the size of the inputs' generators.
            tolerance: the angle, in radians, within which a direction counts; twice the generators' noise unless given.

        Raises:
            UndecidedError: no symmetry was detected.
            ShapeError, RankError: H of another size, not symmetric, or singular.

        References:
            The L-conv paper, Theorem 1 and Corollary 1.
        """
        limit = max(FLOAT_ERROR, 2 * self.generator_noise) if tolerance is None else tolerance
        return preserving(self._some_generators("preserving(second_moment)"), second_moment, tolerance=limit)

    @property
    def accepted(self) -> Bool[np.ndarray, " K"]:
        """Which of the evaluated directions belong to the algebra that holds: the first ones."""
        if self.answer is None:
            return decision.accepted(self.upper_bounds, self.finite_step_error)
        return np.arange(len(self.upper_bounds)) < self.dimension

    @property
    def found_coefficients(self) -> Float[np.ndarray, "k K"]:
        """The evaluated directions that are symmetries: selected without the points that they are evaluated on."""
        return self.judged_coefficients[self.accepted[: len(self.judged_coefficients)]]

    @property
    def tested_coefficients(self) -> Float[np.ndarray, "k K"]:
        """``found_coefficients``; where nothing holds, those of the nearest algebra, so that other questions are answered."""
        near = None if self.answer is None else self.answer.near
        return self.judged_coefficients[: near.dimension] if near is not None and not self.dimension else self.found_coefficients

    @property
    def states(self) -> tuple[str, ...]:
        """Of each evaluated direction: symmetry, undecided, no symmetry, or not identified."""
        doubtful = self.lower_bounds <= decision.LAMBDA_TOLERANCE
        if self.answer is not None and self.answer.doubt is None:
            doubtful = np.arange(len(self.held_out)) < self.dimension + self.open_directions
        words = np.where(self.accepted, SYMMETRY, np.where(doubtful, UNDECIDED, BROKEN))
        return tuple(str(w) for w in np.where(np.isnan(self.held_out), UNSEEN, words))

    @property
    def open_directions(self) -> int:
        """How many further directions an algebra has that is neither a symmetry nor certainly broken."""
        if self.answer is not None:
            near = self.answer.near
            return near.dimension - self.dimension if near is not None and near.breaking.lower <= self.answer.tolerance else 0
        return int(np.sum(~self.accepted & (self.lower_bounds <= decision.LAMBDA_TOLERANCE)))

    def save(self, path: str | Path) -> Path:
        """Write the estimate as .npz."""
        return save(path, self)

    @classmethod
    def load(cls, path: str | Path) -> SymmetryEstimate:
        """Read an estimate that :meth:`save` wrote.

        Raises:
            FileFormatError: missing, of another kind, or without a field of this class.
        """
        return load(path, cls, upgrade=_discrete_symmetries)

    @property
    def leftovers(self) -> DiscreteSymmetries | None:
        """The former name of ``discrete_symmetries``."""
        warnings.warn("SymmetryEstimate.leftovers is now .discrete_symmetries", DeprecationWarning, stacklevel=2)
        return self.discrete_symmetries

    def __repr__(self) -> str:
        return f"SymmetryEstimate({self.status!r}, dimension {self.dimension}, {self.points} points)"

    def __str__(self) -> str:
        return as_text(self)

    def caveats(self) -> tuple[str, ...]:
        """The limits of the estimate, one sentence each."""
        unseen = len(self.coefficients) - self.identifiable_dimension
        if self.answer is not None:
            return limits(self.answer, unseen, int(np.sum(self.lower_bounds[self.accepted] > decision.LAMBDA_TOLERANCE)))
        return decision.caveats(self.lower_bounds[self.accepted], self.open_directions, unseen)


def _discrete_symmetries(header: dict, arrays: dict[str, np.ndarray]) -> None:
    """Files that had them under the name of leftovers."""
    if "leftovers" in header:
        header["discrete_symmetries"] = header.pop("leftovers")
        arrays |= {k.replace("leftovers", "discrete_symmetries", 1): v for k, v in arrays.items() if k.startswith("leftovers:")}
