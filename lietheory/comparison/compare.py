"""The comparison of learned with analytic generators: its figures, its relation, and its table."""

from __future__ import annotations

from dataclasses import dataclass
from numbers import Real
from pathlib import Path

import numpy as np
from jaxtyping import Float
from numpy.typing import ArrayLike

from lietheory.algebra import AlgebraLike, Identification, as_matrices, closure_residual, identify
from lietheory.arrays import Generators, OtherGenerators, as_array
from lietheory.comparison.action_distance import action_cosine, action_distance, identifiable_dimension
from lietheory.comparison.conjugation import SEARCHED_SIZE
from lietheory.comparison.forms import invariant_form
from lietheory.comparison.relation import angle_limit, relation
from lietheory.comparison.subspaces import angles_between, distance_from_angles, orthonormal_basis
from lietheory.errors import ClosureError, LieTheoryError, PrecisionError, ShapeError, shown
from lietheory.files import load, save
from lietheory.printing import Printed
from lietheory.progress import reports_progress
from lietheory.scales import moderate_scale
from lietheory.threads import one_thread

_UNNAMED = Identification("unnamed", (), "undecided", 0.0, (), False, "unnamed", "unnamed", (), None)


@dataclass(frozen=True, eq=False, repr=False)
class Comparison(Printed):
    """Two spans of generators side by side. Angles are in radians, ascending.

    Attributes:
        principal_angles: between the spans of matrices; none where the sizes differ.
        grassmann_distance: the length of the vector of these angles; None where the sizes differ.
        closure_residual: the distance of the brackets of the learned generators from their span.
        action_distance: sine of the largest angle between the fields on the points; None without points.
        action_cosine: its cosine.
        identifiable_dimensions: the dimension of each as fields on the points; None without points.
        relation: ``"equal"``, ``"conjugate"``, ``"isomorphic"``, ``"different"`` or ``"undecided"``: the
            strongest that could be established. With points, equal means equal on the points.
        conjugation: S with S learned S^-1 = analytic, (d, d), or None.
        invariant_form: H with L^T H + H L = 0 for the learned generators, (d, d), or None.
        learned: what the learned generators are; None where their span is no Lie algebra.
        analytic: what the analytic generators are; None likewise.
        noise: the angle within which spans counted as equal.
    """

    principal_angles: Float[np.ndarray, " k"]
    grassmann_distance: float | None
    closure_residual: float
    action_distance: float | None
    action_cosine: float | None
    identifiable_dimensions: tuple[int, int] | None
    relation: str
    conjugation: Float[np.ndarray, "d d"] | None
    invariant_form: Float[np.ndarray, "d d"] | None
    learned: Identification | None
    analytic: Identification | None
    noise: float

    def __repr__(self) -> str:
        return f"Comparison({self.relation!r}, learned {_called(self.learned)}, analytic {_called(self.analytic)})"

    def __str__(self) -> str:
        """A table: the two names side by side, the relation, and one figure a line."""
        lines = [("", "learned", "analytic"), ("algebra", _called(self.learned), _called(self.analytic))]
        if self.identifiable_dimensions is not None:
            ours, theirs = self.identifiable_dimensions
            lines.append(("directions the data identify", str(ours), str(theirs)))
        where = "" if self.action_distance is None or self.relation != "equal" else " on the data"
        lines.append(("relation", f"{self.relation}{where} (within {self.noise:.2g} rad)", ""))
        if self.grassmann_distance is None:
            lines.append(("principal angles", "none: the matrices have different sizes", ""))
        else:
            largest = float(np.rad2deg(self.principal_angles[-1]))
            lines += [
                ("largest principal angle", f"{largest:.3g} degrees", ""),
                ("all angles together (Grassmann distance)", f"{self.grassmann_distance:.3g}", ""),
            ]
        lines.append(("brackets outside the span (closure residual)", f"{self.closure_residual:.3g}", ""))
        if self.action_distance is not None and self.action_cosine is not None:
            lines += [
                ("action distance on the data", f"{self.action_distance:.3g}", ""),
                ("action cosine on the data", f"{self.action_cosine:.6g}", ""),
            ]
        if self.conjugation is not None:
            lines.append(("condition of the conjugation", f"{np.linalg.cond(self.conjugation):.3g}", ""))
        widths = [max(len(line[column]) for line in lines if line[2] or column == 0) for column in range(2)]
        return "\n".join(f"{a:<{widths[0]}}  {b:<{widths[1]}}  {c}".rstrip() for a, b, c in lines)

    def save(self, path: str | Path) -> Path:
        """Write the comparison as one .npz file."""
        return save(path, self)

    @classmethod
    def load(cls, path: str | Path) -> Comparison:
        """Read what :meth:`save` wrote."""
        return load(path, cls)


def _called(identification: Identification | None) -> str:
    return "not a Lie algebra" if identification is None else f"{identification.name} ({identification.status})"


@reports_progress
def compare(
    learned: AlgebraLike, analytic: AlgebraLike, points: ArrayLike | None = None, noise: float | None = None
) -> Comparison:
    """The relation between a learned algebra and an analytic one, and their distance.

    With points the two spans are compared by their action on the points, so that directions which
    the data cannot identify do not count; otherwise as matrices. The result is independent of basis, sign and scale.

    Args:
        learned: an algebra of matrices, its name, or generators (n_L, d, d) whose span need not be closed.
        analytic: likewise; of another matrix size it can be isomorphic at best.
        points: data (n, d), images flattened.
        noise: the angle, in radians, within which two spans count as equal; by default the rounding
            error of floats, and zero for exact generators compared as matrices. A conjugation is in floats: within
            their rounding also where the generators are exact.

    Returns:
        The comparison, which prints as a table.

    Raises:
        ShapeError: not generators, an abstract algebra, or points of another size.
        RankError: dependent generators.
        PrecisionError: NaN or infinity.

    Examples:
        >>> from lietheory.algebra import so
        >>> stretch = np.diag([1.0, 2.0, 3.0])
        >>> comparison = compare(stretch @ so(3).generators @ np.linalg.inv(stretch), "so(3)")
        >>> comparison.relation, comparison.learned.name
        ('conjugate', 'so(3)')
        >>> H = comparison.invariant_form  # the learned metric, here 1, 1/4, 1/9 on the diagonal
        >>> (np.diag(H) / H[0, 0]).round(6).tolist()
        [1.0, 0.25, 0.111111]
    """
    call = "compare(learned, analytic)"
    A, B = as_matrices(learned, call, "learned"), as_matrices(analytic, call, "analytic")
    for name, L in (("learned", A), ("analytic", B)):
        if not len(L):
            cure = "Nothing is to be compared: len(g) tells the zero algebra."
            raise ShapeError(call, f"{name} of dimension 1 at least", "the zero algebra", cure)
    A, B = moderate_scale(A, call, "learned")[0], moderate_scale(B, call, "analytic")[0]
    if noise is not None and not (isinstance(noise, Real) and 0 <= noise < 1):
        cure = "Give an angle in radians, or None for rounding; at 1 radian nothing would differ."
        raise PrecisionError(call, "noise from 0 to below 1 radian", shown(noise), cure)
    X = None if points is None else _points(points, A, B, call)
    with one_thread(max(A.size, B.size, len(A) ** 3, 0 if X is None else X.size * len(A))):
        return _compared(A, B, X, noise, call)


def _compared(A: Generators, B: OtherGenerators, X: np.ndarray | None, noise: float | None, call: str) -> Comparison:
    Q, P = orthonormal_basis(A, call, "learned"), orthonormal_basis(B, call, "analytic")
    same_size = A.shape[1:] == B.shape[1:]
    angles = angles_between(Q, P) if same_size else np.zeros(0)
    names = (_identified(A, noise), _identified(B, None))
    kind, S = relation(A, B, noise, X, names)
    limit, residual = angle_limit(A, B, noise), closure_residual(A)
    small = A.shape[1] <= SEARCHED_SIZE
    return Comparison(
        principal_angles=angles,
        grassmann_distance=distance_from_angles(angles, len(A), len(B)) if same_size else None,
        closure_residual=residual,
        action_distance=None if X is None else action_distance(A, B, X),
        action_cosine=None if X is None else action_cosine(A, B, X),
        identifiable_dimensions=None if X is None else (identifiable_dimension(A, X), identifiable_dimension(B, X)),
        relation=kind,
        conjugation=S,
        invariant_form=invariant_form(Q.reshape(A.shape), max(limit, residual)) if small else None,
        learned=names[0],
        analytic=names[1],
        noise=limit,
    )


def _identified(L: Generators, noise: float | None) -> Identification | None:
    try:
        return identify(L, noise=noise)
    except ClosureError:
        return None
    except LieTheoryError:  # the generators are valid, so this error means that their noise does not decide the name
        return _UNNAMED


def _points(points: ArrayLike, A: Generators, B: OtherGenerators, call: str) -> np.ndarray:
    X = as_array(points, call, "points")
    if A.shape[1] != B.shape[1] or X.ndim != 2 or X.shape[1] != A.shape[1]:
        raise ShapeError(
            call,
            f"points (n, {A.shape[1]}) on which both algebras act",
            f"points {X.shape} and matrices of sizes {A.shape[1]} and {B.shape[1]}",
            "Flatten images row by row, and leave points out where the sizes differ.",
        )
    return X
