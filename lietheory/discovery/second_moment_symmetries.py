"""Symmetries of a model that its data share: those that keep the second moment of the inputs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float
from numpy.typing import ArrayLike
from scipy.linalg import block_diag

from lietheory.algebra import Identification, LieAlgebra, identify
from lietheory.algebra.structure.closure import relative_size
from lietheory.arrays import Generators, as_floats
from lietheory.arrays import tolerance as rounding
from lietheory.comparison.subspaces import orthonormal_basis
from lietheory.errors import RankError, ShapeError


@dataclass(frozen=True, eq=False)
class Preserving:
    """The directions of a span of generators, by their angle to those that keep a second moment.

    Args:
        generators: (k, n, n), those within the tolerance.
        angles: (n_L,), of all directions of the span, ascending, in radians, in coordinates where H = 1.
        tolerance: the largest angle that counted.
    """

    generators: Float[np.ndarray, "k n n"]
    angles: Float[np.ndarray, " n_L"]
    tolerance: float

    @property
    def dimension(self) -> int:
        """How many independent generators keep the second moment."""
        return len(self.generators)

    def algebra(self) -> LieAlgebra:
        """The Lie algebra they span: an intersection of algebras is one."""
        return LieAlgebra.from_matrices(self.generators, tolerance=4 * self.tolerance)

    def identify(self) -> Identification:
        """Its name, with the tolerance as noise."""
        return identify(self.generators, noise=self.tolerance)


def preserving(generators: Generators, second_moment: ArrayLike, *, tolerance: float = 1e-9) -> Preserving:
    """The L in a span with L H + H L^T = 0, by principal angles in coordinates where H = 1 and they are skew.

    Generators larger than H are pairs (L_in, L_out) as block matrices, inputs first; the condition is on L_in only.

    Args:
        generators: (n_L, n, n), linearly independent.
        second_moment: H, (d, d) with d <= n, symmetric and positive definite.
        tolerance: the largest angle that counts, in radians.

    Raises:
        ShapeError: H not symmetric, or larger than the generators.
        RankError: H not positive definite.

    Examples:
        >>> H = np.diag([1.0, 4.0])
        >>> preserved = preserving(np.eye(4).reshape(4, 2, 2), H)
        >>> preserved.dimension, bool(np.abs(preserved.generators[0] @ H + H @ preserved.generators[0].T).max() < 1e-12)
        (1, True)

    References:
        The L-conv paper, Theorem 1 and Corollary 1.
    """
    call = "preserving(generators, second_moment)"
    H, n = as_floats(second_moment, call, "second_moment"), generators.shape[1]
    tolerance = relative_size(tolerance, 0.0, call, "tolerance")
    root, unroot = _roots(H, n, call)
    rest = np.eye(n - len(H))
    white = block_diag(unroot, rest) @ generators @ block_diag(root, rest)
    Q = orthonormal_basis(white, call, "generators").reshape(white.shape)
    inner = Q[:, : len(H), : len(H)]
    symmetric = ((inner + inner.swapaxes(1, 2)) / 2).reshape(len(Q), -1)
    left, sines = np.linalg.svd(symmetric)[:2]
    angles = np.arcsin(np.clip(np.pad(sines, (0, len(Q) - len(sines))), 0, 1))[::-1]
    kept = left.T[::-1][angles <= tolerance]
    preserved = block_diag(root, rest) @ np.tensordot(kept, Q, axes=1) @ block_diag(unroot, rest)
    return Preserving(preserved, angles, tolerance)


def _roots(H: np.ndarray, n: int, call: str) -> tuple[Float[np.ndarray, "d d"], Float[np.ndarray, "d d"]]:
    """H^(1/2) and H^(-1/2)."""
    if H.ndim != 2 or H.shape[0] != H.shape[1] or len(H) > n or not np.allclose(H, H.T):
        raise ShapeError(call, f"a symmetric matrix of size {n} at most", f"shape {H.shape}", "Give H = X.T @ X / len(X).")
    values, V = np.linalg.eigh(H)
    if values[0] <= rounding(size=len(H)) * values[-1]:
        raise RankError(
            call, "a positive definite second moment", f"eigenvalues from {values[0]:.3g}", "Remove inputs that depend on others."
        )
    return V * np.sqrt(values) @ V.T, V / np.sqrt(values) @ V.T
