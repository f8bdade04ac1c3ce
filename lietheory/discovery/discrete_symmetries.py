"""Discrete symmetries, outside the identity component: -1, reflections, and what else normalises the algebra."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from jaxtyping import Float
from scipy.linalg import expm

from lietheory.algebra import closure_residual
from lietheory.arrays import Generators, OtherGenerators, tolerance
from lietheory.comparison.conjugation import largest_angle
from lietheory.comparison.forms import invariant_form, normal_frame
from lietheory.comparison.subspaces import orthonormal_basis
from lietheory.discovery.bootstrap_intervals import SimultaneousIntervals
from lietheory.discovery.decision import STEP_TOLERANCE
from lietheory.representation.exponential import principal_logarithm

KEPT, BROKEN, OPEN = "symmetry", "broken", "undecided"
WORST_FRAME = 1e6  # a form with a larger condition number gives no usable frame
TURNS = 32  # elements tried before a transformation counts as outside the group: many have no real logarithm


@dataclass(frozen=True, eq=False)
class DiscreteSymmetries:
    """Errors of a map under transformations g: mean |F(gx) - F(x)|^2 / (2 Var F), with bounds that hold for all at once.

    Args:
        names: of the transformations.
        determinants: of g where it is a matrix of the action's space.
        error: the finite-step error.
        lower: lower bounds.
        upper: upper bounds.
        tolerance: the finite-step tolerance that they are judged against.
        verdicts: ``"symmetry"``, ``"broken"`` or ``"undecided"``.
    """

    names: tuple[str, ...]
    determinants: Float[np.ndarray, " r"]
    error: Float[np.ndarray, " r"]
    lower: Float[np.ndarray, " r"]
    upper: Float[np.ndarray, " r"]
    tolerance: float
    verdicts: tuple[str, ...]

    @classmethod
    def judged(
        cls, names: tuple[str, ...], determinants: Float[np.ndarray, " r"], errors: SimultaneousIntervals
    ) -> DiscreteSymmetries:
        """The answer for each transformation from the interval of its error."""
        verdicts = tuple(
            KEPT if high < STEP_TOLERANCE else BROKEN if low > STEP_TOLERANCE else OPEN
            for low, high in zip(errors.lower, errors.upper, strict=True)
        )
        lower = np.maximum(errors.lower, 0.0)
        return cls(names, determinants, errors.values, lower, errors.upper, STEP_TOLERANCE, verdicts)

    def __str__(self) -> str:
        lines = [f"discrete transformations, which no generator shows; tolerance {self.tolerance} on the step"]
        width = max((len(name) for name in self.names), default=0)
        for i, name in enumerate(self.names):
            bounds = f"{self.lower[i]:.2e} .. {self.upper[i]:.2e}"
            lines.append(
                f"    {name:{width}}  det {self.determinants[i]:5.2g}{self.error[i]:10.2e}{bounds:>23}  {self.verdicts[i]}"
            )
        return "\n".join(lines)


@dataclass(frozen=True, eq=False)
class DiscreteTransformation:
    """An invertible matrix on the space that the generators act on, and its name."""

    name: str
    matrix: Float[np.ndarray, "n n"]


def normalising_transformations(
    generators: Generators, *, noise: float = 0.0, rng: np.random.Generator
) -> list[DiscreteTransformation]:
    """-1, then signed permutations that normalise the algebra of the generators, one for each component that they reach.

    They are taken in a frame where the algebra is standard: where its invariant form, if it has a regular one, is
    diagonal or made of blocks [[0, 1], [-1, 0]]; else in the coordinates. Those that differ by an element of
    the group that the generators are shown to reach count once. Without generators all flips and swaps are returned.

    Args:
        generators: (n_L, n, n); n_L may be 0.
        noise: their relative error.
        rng: draws the elements of the group that are tried; the result does not depend on them.

    Examples:
        >>> from lietheory.algebra import so
        >>> rng = np.random.default_rng(0)
        >>> [g.name for g in normalising_transformations(so(3).generators.astype(float), rng=rng)]
        ['-1', 'flip 1']
        >>> [g.name for g in normalising_transformations(so(2, 1).generators.astype(float), rng=rng)]
        ['-1', 'flip 1', 'flip 2', 'flip 1, flip 2']
    """
    n = generators.shape[1]
    L = orthonormal_basis(generators).reshape(generators.shape) if len(generators) else generators
    own = closure_residual(L) if len(L) else 0.0  # errors that both halves of the points share do not show in the noise
    limit = max(4 * noise, 4 * own, tolerance(size=L.size or 1) * 1e3)
    frame = _frame(L, limit)
    unframe = np.linalg.inv(frame)
    inner = _inner_elements(L, rng)
    kept: list[DiscreteTransformation] = []
    for name, P in _signed_permutations(n):
        _keep(kept, DiscreteTransformation(name, unframe @ P @ frame), L, inner, limit)
    if len(L):
        for one, other in combinations(tuple(kept), 2):
            _keep(kept, DiscreteTransformation(f"{one.name}, {other.name}", one.matrix @ other.matrix), L, inner, limit)
    return [DiscreteTransformation("-1", -np.eye(n)), *(c for c in kept if not np.allclose(c.matrix, -np.eye(n)))]


def _inner_elements(L: Generators, rng: np.random.Generator) -> Float[np.ndarray, "turns d d"]:
    """A few elements exp(X) of the group, with X of length .3 in the span of L."""
    X = np.tensordot(rng.normal(size=(TURNS, len(L))), L, axes=1) if len(L) else np.zeros((0, *L.shape[1:]))
    return expm(0.3 * X / np.linalg.norm(X, axis=(1, 2), keepdims=True))


def _keep(
    kept: list[DiscreteTransformation], candidate: DiscreteTransformation, L: Generators, inner: OtherGenerators, limit: float
) -> None:
    """Adds the candidate if it normalises the algebra and no element of the group carries another to it."""
    g = candidate.matrix
    if len(L) and largest_angle(g @ L @ np.linalg.inv(g), L) > limit:
        return
    others = (np.eye(len(g)), *(c.matrix for c in kept))
    if not any(_is_inner(np.linalg.inv(other) @ g, L, inner, limit) for other in others):
        kept.append(candidate)


def _frame(L: Generators, noise: float) -> Float[np.ndarray, "n n"]:
    """C with H = C^T N C for the invariant form H and N of normal shape; for a definite H the root nearest to the coordinates."""
    H = invariant_form(L, noise) if len(L) else None
    if H is None or np.linalg.cond(H) > WORST_FRAME:
        return np.eye(L.shape[1])
    values, V = np.linalg.eigh(H + H.T)
    return V * np.sqrt(values) @ V.T if values[0] > 0 else normal_frame(H)


def _signed_permutations(n: int) -> list[tuple[str, Float[np.ndarray, "n n"]]]:
    """Flips of one axis and swaps of two; in even dimension also what reverses symplectic and complex structures, and swaps."""
    eye = np.eye(n)
    named = [(f"flip {i + 1}", np.diag(1 - 2 * eye[i])) for i in range(n)]
    named += [(f"swap {i + 1} {j + 1}", eye[_swapped(n, i, j)]) for i, j in combinations(range(n), 2)]
    if n > 2 and n % 2 == 0:
        halves = np.sign(n / 2 - 0.5 - np.arange(n))
        named += [("alternate signs", np.diag((-1.0) ** np.arange(n))), ("flip the second half", np.diag(halves))]
        named += [("swap halves", np.roll(eye, n // 2, axis=0))]
    return named


def _swapped(n: int, i: int, j: int) -> list[int]:
    order = list(range(n))
    order[i], order[j] = j, i
    return order


def _is_inner(g: Float[np.ndarray, "n n"], L: Generators, inner: OtherGenerators, limit: float) -> bool:
    """Whether g is shown to lie in the group that L generates: whether log(g h) is in L for one of its elements h."""
    if not len(L):
        return bool(np.allclose(g, np.eye(len(g))))
    return bool(np.linalg.det(g) > 0) and any(_generated(g @ h, L, limit) for h in inner)


def _generated(g: Float[np.ndarray, "n n"], L: Generators, limit: float) -> bool:
    values = np.linalg.eigvals(g)
    if np.any((values.real <= 0) & (np.abs(values.imag) <= tolerance(size=len(g)))):
        return False  # the principal logarithm is not real
    A, rows = principal_logarithm(g).ravel(), L.reshape(len(L), -1)
    return bool(np.linalg.norm(A - (A @ rows.T) @ rows) <= 10 * limit * np.linalg.norm(A))
