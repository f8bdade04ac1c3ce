"""An estimate of r directions alone, those of least lambda, where an action has too many generators for all of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from jaxtyping import Float

from lietheory.discovery import decision
from lietheory.files import load, save


@dataclass(frozen=True, eq=False)
class PartialEstimate:
    """The r directions of least lambda among K generators; the other K - r are not estimated.

    Directions are selected on one half of the points; ``held_out``, the bounds and the finite steps are of the other half.

    Args:
        status: ``"symmetric"``, ``"none"`` or ``"undecided"``, of these r directions.
        unknowns: K.
        points: number of points.
        matrices: (r, n, n), the directions as matrices; n = 0 if the action is given by its fields alone.
        coefficients: (r, K), the directions, of length one, ascending in lambda.
        relative_spectrum: (r,), lambda of each on the half that selected it.
        residuals: (r,), |G c - lambda G0 c| / |G0 c|: some lambda of the whole spectrum is about as near as that.
        held_out: (r,), lambda on the other half.
        lower_bounds: (r,), lower 95 % bounds of ``held_out``, simultaneous over the r directions.
        upper_bounds: (r,), upper ones.
        finite_step_error: (r,), as in :class:`~lietheory.discovery.SymmetryEstimate`.
    """

    status: str
    unknowns: int
    points: int
    matrices: Float[np.ndarray, "r n n"]
    coefficients: Float[np.ndarray, "r K"]
    relative_spectrum: Float[np.ndarray, " r"]
    residuals: Float[np.ndarray, " r"]
    held_out: Float[np.ndarray, " r"]
    lower_bounds: Float[np.ndarray, " r"]
    upper_bounds: Float[np.ndarray, " r"]
    finite_step_error: Float[np.ndarray, " r"]

    @property
    def accepted(self) -> np.ndarray:
        """Which of the r directions are symmetries."""
        return decision.accepted(self.upper_bounds, self.finite_step_error)

    @property
    def dimension(self) -> int:
        """How many of the r directions are symmetries: a lower bound of the dimension of the algebra."""
        return int(self.accepted.sum())

    @property
    def generators(self) -> Float[np.ndarray, "dimension n n"]:
        """The symmetries among the r directions, as matrices."""
        return self.matrices[self.accepted]

    def save(self, path: str | Path) -> Path:
        """Write the answer as .npz."""
        return save(path, self)

    @classmethod
    def load(cls, path: str | Path) -> PartialEstimate:
        """Read what :meth:`save` wrote."""
        return load(path, cls, formerly=["FewDirections"])

    def __str__(self) -> str:
        r = len(self.coefficients)
        lines = [
            f"{self.status}, dimension at least {self.dimension}: {self.points} points, {self.unknowns} generators, "
            f"of which only the {r} directions of least lambda were computed",
            f"tolerances: bound on lambda {decision.LAMBDA_TOLERANCE}, finite step {decision.STEP_TOLERANCE}",
            f"{'':4}{'lambda':>10}{'residual':>10}{'held out':>10}{'95 % bounds':>23}{'finite step':>13}",
        ]
        for i in range(r):
            bounds = f"{self.lower_bounds[i]:.2e} .. {self.upper_bounds[i]:.2e}"
            lines.append(
                f"{i + 1:3} {self.relative_spectrum[i]:10.2e}{self.residuals[i]:10.2e}{self.held_out[i]:10.2e}{bounds:>23}"
                f"{self.finite_step_error[i]:13.2e}{'  symmetry' if self.accepted[i] else ''}"
            )
        return "\n".join(lines)
