"""The affine frame of some points: spread one along every axis, no correlation, mean zero."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from jaxtyping import Float
from scipy.linalg import solve_triangular

from lietheory.algebra import AlgebraLike, LieAlgebra, as_matrices

SPREADS_APART = 1e3
"""Points whose spreads along two axes differ by more have other units: matrices are then compared in units of the spread."""
SKEW = 10.0
"""Points whose spreads along two axes differ by more, in units of their components, give evidence about the generators of their
own frame: its Gram matrices carry the fourth power of this."""
FAR_OFF = 10.0
"""Points whose centre is at so many of their spreads are far from the origin: affine maps are then compared about the centre."""


@dataclass(frozen=True, eq=False)
class PointFrame:
    """The affine frame x = S z + m in which points have spread one, no correlation and mean zero.

    Args:
        axes: (n, n), S, lower triangular, of all components that matrices act on; 1 for a homogeneous one.
        origin: (n,), m where matrices are homogeneous, 0 in the last place; else 0.
    """

    axes: Float[np.ndarray, "n n"]
    origin: Float[np.ndarray, " n"]

    @classmethod
    def of_size(cls, n: int) -> PointFrame:
        """That of the coordinates themselves."""
        return cls(np.eye(n), np.zeros(n))

    @property
    def is_skew(self) -> bool:
        """Whether evidence about matrix units loses digits: near dependence, or a centre far off."""
        spread = np.linalg.norm(self.axes, axis=1)
        return bool(np.linalg.cond(self.axes / spread[:, None]) > SKEW or (np.abs(self.origin) > FAR_OFF * spread).any())

    @property
    def is_far(self) -> bool:
        """Whether matrices lose digits outside this frame: spreads far apart, near dependence, or a centre far off."""
        spread = np.linalg.norm(self.axes, axis=1)
        return bool(np.linalg.cond(self.axes) > SPREADS_APART or (np.abs(self.origin) > FAR_OFF * spread).any())

    @property
    def rounding(self) -> float:
        """What the rounding of matrices outside this frame becomes in it."""
        spread = np.linalg.norm(self.axes, axis=1)
        condition = np.linalg.cond(self.axes / spread[:, None])
        return float(np.finfo(np.float64).eps * condition * max(condition, np.abs(self.origin / spread).max()))

    def into(self, L: Float[np.ndarray, "k n n"]) -> Float[np.ndarray, "k n n"]:
        """T^-1 L T, what matrices do to z.

        Examples:
            >>> turn = np.array([[[0.0, -1.0, 7.0], [1.0, 0.0, 0.0], [0.0, 0.0, 0.0]]])  # about (0, 7)
            >>> PointFrame(np.diag([1.0, 10.0, 1.0]), np.array([0.0, 7.0, 0.0])).into(turn)[0].round(12).tolist()
            [[0.0, -10.0, 0.0], [0.1, 0.0, 0.0], [0.0, 0.0, 0.0]]
        """
        L = L.copy()
        L[..., -1] += L @ self.origin
        moved = np.moveaxis(L @ self.axes, 1, 0).reshape(len(self.axes), -1)
        return np.moveaxis(solve_triangular(self.axes, moved, lower=True).reshape(-1, *L.shape[::2]), 0, 1)

    def algebra(self, L: Float[np.ndarray, "k n n"], tolerance: float) -> LieAlgebra:
        """The algebra of some matrices, whose brackets are judged in this frame, where they lose no digits.

        Raises:
            RankError, ClosureError: dependent matrices, or brackets outside their span.
        """
        return replace(LieAlgebra.from_matrices(self.into(L), tolerance=tolerance), _given_matrices=L)

    def of_algebra(self, algebra: AlgebraLike) -> AlgebraLike:
        """An algebra of matrices of this size in this frame; another one, or one by its name, as it is."""
        if isinstance(algebra, str):
            return algebra
        L = as_matrices(algebra, "compare(truth)").astype(np.float64)
        return self.into(L) if L.shape[1] == len(self.axes) else L

    def seen_from(self, other: PointFrame) -> PointFrame:
        """This frame in the coordinates of another one.

        Examples:
            >>> one, two = (PointFrame(np.diag([s, 1.0]), np.array([m, 0.0])) for s, m in ((2.0, 7.0), (6.0, 8.0)))
            >>> two.seen_from(one).axes.tolist(), two.seen_from(one).origin.tolist()
            ([[3.0, 0.0], [0.0, 1.0]], [0.5, 0.0])
        """
        axes, origin = (solve_triangular(other.axes, a, lower=True) for a in (self.axes, self.origin - other.origin))
        return PointFrame(axes, origin)

    def generators(self, basis: Float[np.ndarray, "K n n"]) -> Float[np.ndarray, "K K"]:
        """The coefficients of S B_k S^-1 about the origin of this frame, in the basis of matrix units B."""
        flat = basis.reshape(len(basis), -1)
        moved = self.axes @ basis @ solve_triangular(self.axes, np.eye(len(self.axes)), lower=True)
        moved[..., -1] -= moved @ self.origin
        return moved.reshape(len(basis), -1) @ flat.T
