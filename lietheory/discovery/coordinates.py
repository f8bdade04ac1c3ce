"""Coordinates in which every generator of an action displaces the data by one unit of the data's own spread.

Coefficients of generators whose fields differ in size by 1e9 lose the smaller ones in every inner product, and affine maps about
a far origin lose all of them. A generator's size is s_k = sqrt(M_kk), its root mean square displacement in units of the spread
of each input, affine ones taken about the centre of the data, and its coordinate is its coefficient times s_k: whatever is
decided is decided there, and only what is printed is in the coefficients that the action has.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from jaxtyping import Float
from scipy.linalg import solve_triangular

from lietheory.algebra import AlgebraLike, as_matrices
from lietheory.discovery.evidence import Evidence
from lietheory.discovery.spectrum import relative_spectrum

SPREADS_APART = 1e3
"""Points whose spreads along two axes differ by more have other units: matrices are then compared in units of the spread."""
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

    @property
    def is_far(self) -> bool:
        """Whether matrices lose digits outside this frame: spreads far apart, near dependence, or a centre far off."""
        spread = np.linalg.norm(self.axes, axis=1)
        return bool(np.linalg.cond(self.axes) > SPREADS_APART or (np.abs(self.origin) > FAR_OFF * spread).any())

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

    def of_algebra(self, algebra: AlgebraLike) -> AlgebraLike:
        """An algebra of matrices of this size in this frame; another one, or one by its name, as it is."""
        if isinstance(algebra, str):
            return algebra
        L = as_matrices(algebra, "compare(truth)").astype(np.float64)
        return self.into(L) if L.shape[1] == len(self.axes) else L

    def conjugates(self, basis: Float[np.ndarray, "K n n"]) -> Float[np.ndarray, "K K"]:
        """The coefficients of S B_k S^-1 in the basis of matrix units B, of the inputs alone."""
        n = basis.shape[1]
        S = self.axes[:n, :n]
        inverse = solve_triangular(S, np.eye(n), lower=True)
        return (S @ basis @ inverse).reshape(len(basis), -1) @ basis.reshape(len(basis), -1).T

    def about(self, basis: Float[np.ndarray, "K n n"]) -> Float[np.ndarray, "K K"]:
        """The coefficients of the generators that act about the origin of this frame."""
        n = basis.shape[1]
        moved = basis.copy()
        moved[..., -1] -= basis @ self.origin[:n]
        return moved.reshape(len(basis), -1) @ basis.reshape(len(basis), -1).T


@dataclass(frozen=True, eq=False)
class Coordinates:
    """The coordinates a of coefficients c = a T in the basis of an action.

    Args:
        T: (K, K), the coefficients of the unit directions.
        lengths: (K, K), mean products of their displacements, M in these coordinates, with ones on the diagonal.
        frame: (K, p), the generators as vectors, in whose inner product printed directions are orthonormal.
    """

    T: Float[np.ndarray, "K K"]
    lengths: Float[np.ndarray, "K K"]
    frame: Float[np.ndarray, "K p"]

    @classmethod
    def of(cls, M: Float[np.ndarray, "K K"], about: Float[np.ndarray, "K K"] | None = None) -> Coordinates:
        """Those of a Gram matrix of displacements.

        Args:
            M: of the generators, or of others that span the same.
            about: the coefficients of these others; None where they are the generators.
        """
        sizes = np.sqrt(np.diag(M))
        sizes = np.where(sizes > 0, sizes, 1.0)
        T = np.eye(len(M)) if about is None else about
        return cls(T / sizes[:, None], M / np.outer(sizes, sizes), np.eye(len(M)))

    def coefficients(self, a: Float[np.ndarray, "k K"]) -> Float[np.ndarray, "k K"]:
        """Of directions in these coordinates, each of length one."""
        C = a @ self.T
        return C / np.linalg.norm(C @ self.frame, axis=1, keepdims=True)

    def orthonormal(self, a: Float[np.ndarray, "k K"]) -> Float[np.ndarray, "k K"]:
        """The coefficients of an orthonormal basis of a span in these coordinates."""
        C = self.coefficients(a)
        return np.linalg.solve(np.linalg.qr((C @ self.frame).T)[1].T, C)

    def matrices(self, basis: Float[np.ndarray, "K n n"]) -> Float[np.ndarray, "K n n"]:
        """The unit directions as matrices."""
        return np.tensordot(self.T, basis, axes=1)

    def evidence(self, seen: Evidence) -> Evidence:
        """The evidence, with the fields' Gram matrix in units of the spread where it shows all directions that the points do."""
        T, gram = self.T, seen.accumulated_by == "Gram"
        scaled = replace(
            seen,
            kept=T @ seen.kept @ T.T if gram else seen.kept @ T.T,
            fields=seen.points * self.lengths,
            evidence_groups=T @ seen.evidence_groups @ T.T,
            reference_groups=T @ seen.reference_groups @ T.T,
        )
        shown = [e.total() for e in (scaled, seen)]
        some, every = (relative_spectrum(*f, e.fields, e.dtype).identifiable for f, e in zip(shown, (scaled, seen), strict=True))
        return scaled if some >= every else replace(scaled, fields=T @ seen.fields @ T.T)
