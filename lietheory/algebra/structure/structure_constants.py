"""A Lie algebra in coordinates: structure constants, their error, and the subspaces of coordinate rows.

Every invariant is written once above this class. A subspace is an array of rows (k, n), a basis of
it; where numbers round, the rows are orthonormal and ``error`` bounds the Frobenius norm of the
error of the constants, so that every decision about zero is absolute.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from lietheory.algebra.linalg.dispatch import complement, coordinates, multiply, null_space, signature, tensordot
from lietheory.arrays import is_exact
from lietheory.tolerances import FLOAT_ERROR


@dataclass(frozen=True, eq=False)
class Structure:
    """Structure constants f[i, j, k] with [e_i, e_j] = sum_k f[i, j, k] e_k, and their error.

    Args:
        constants: (n, n, n).
        error: a bound on the Frobenius norm of their error; 0 for exact ones.
    """

    constants: np.ndarray
    error: float = 0.0

    @property
    def dimension(self) -> int:
        """The dimension n."""
        return len(self.constants)

    @property
    def is_exact(self) -> bool:
        """Whether the constants are exact, so that no operation on them rounds."""
        return is_exact(self.constants)

    @cached_property
    def known(self) -> dict[Callable[[Structure], Any], Any]:
        """The values of :func:`remembered` functions for this algebra."""
        return {}

    @cached_property
    def whole(self) -> np.ndarray:
        """The whole algebra as a subspace: the identity matrix."""
        return np.eye(self.dimension, dtype=np.int64 if self.is_exact else np.float64)

    @cached_property
    def killing(self) -> np.ndarray:
        """The Killing form K[i, j] = tr(ad e_i ad e_j) = sum_kl f[i, k, l] f[j, l, k]."""
        n, f = self.dimension, self.constants
        return multiply(f.reshape(n, n * n), f.transpose(0, 2, 1).reshape(n, n * n).T)

    @cached_property
    def size(self) -> float:
        """The norm of x -> ad x, from coordinates to matrices."""
        if not self.dimension:
            return 0.0
        unfolded = self.constants.reshape(self.dimension, self.dimension**2).astype(np.float64)
        return float(np.linalg.norm(np.linalg.qr(unfolded.T, mode="r"), 2))

    @property
    def killing_error(self) -> float:
        """A bound on the norm of the error of the Killing form, since it is quadratic in the constants."""
        return self.error * (2 * self.size + self.error) if self.error else 0.0

    @cached_property
    def killing_signature(self) -> tuple[int, int, int]:
        """The numbers of positive, negative and zero eigenvalues of the Killing form."""
        return signature(self.killing, self.killing_error)

    def brackets(self, A: np.ndarray, B: np.ndarray) -> np.ndarray:
        """[A_i, B_j] in coordinates, (len(A), len(B), n)."""
        left = self.constants if A is self.whole else tensordot(A, self.constants, 1, 0)
        return left if B is self.whole else np.swapaxes(tensordot(left, B, 1, 1), 1, 2)

    def ad(self, x: np.ndarray) -> np.ndarray:
        """The matrix of ad x, acting on columns of coordinates."""
        return tensordot(x, self.constants, 0, 0).T

    def centralizer(self, A: np.ndarray) -> np.ndarray:
        """The elements that commute with every row of A."""
        n = self.dimension
        return null_space(self.brackets(A, self.whole).swapaxes(1, 2).reshape(len(A) * n, n), self.error)

    def restrict(self, rows: np.ndarray) -> Structure:
        """The subalgebra spanned by rows, in that basis; rows of floats make it numeric."""
        if rows is self.whole:
            return self
        k = len(rows)
        flat = self.brackets(rows, rows).reshape(k * k, self.dimension)
        rounds = self.is_exact and not is_exact(rows)
        return Structure(coordinates(rows, flat)[0].reshape(k, k, k), FLOAT_ERROR if rounds else self.error)

    def quotient(self, ideal: np.ndarray) -> Structure:
        """The quotient by an ideal, in the basis of its complement."""
        if not len(ideal):
            return self
        if len(ideal) == self.dimension:
            return Structure(self.constants[:0, :0, :0], self.error)
        rest = complement(ideal)
        k = len(rest)
        flat = self.brackets(rest, rest).reshape(k * k, self.dimension)
        brackets = coordinates(np.concatenate([rest, ideal]), flat)[0][:, :k]
        return Structure(brackets.reshape(k, k, k), self.error)

    def adjoint_orthonormal(self) -> Structure:
        """A centreless algebra in floats, in a basis orthonormal for the inner product tr (ad x)^T (ad y)."""
        f = self.constants.astype(np.float64)
        basis = np.linalg.inv(np.asarray(np.linalg.qr(f.reshape(self.dimension, -1).T, mode="r")).T)
        return Structure(Structure(f).restrict(basis).constants, max(self.error, FLOAT_ERROR))


def jacobi_residual(f: np.ndarray, i: int | None = None) -> np.ndarray:
    """[[e_i, e_j], e_k] + [[e_j, e_k], e_i] + [[e_k, e_i], e_j], (n, n, n, n), or (n, n, n) for one i: zero for a Lie algebra.

    Examples:
        >>> so3 = np.zeros((3, 3, 3), dtype=int)
        >>> for i, j, k in [(0, 1, 2), (1, 2, 0), (2, 0, 1)]:
        ...     so3[i, j, k], so3[j, i, k] = 1, -1
        >>> bool(jacobi_residual(so3).any())
        False
    """
    if i is not None:
        first, last = tensordot(f[i], f, 1, 0), tensordot(f[:, i], f, 1, 0)
        return first + tensordot(f, f[:, i], 2, 0) + last.swapaxes(0, 1)
    double = tensordot(f, f, 2, 0)
    return double + double.transpose(2, 0, 1, 3) + double.transpose(1, 2, 0, 3)


def adjoint_matrices(f: np.ndarray) -> np.ndarray:
    """The matrices of ad e_i in the basis e: (ad e_i)[k, j] = f[i, j, k].

    Examples:
        >>> adjoint_matrices(np.array([[[0, 0], [0, 1]], [[0, -1], [0, 0]]]))[0]
        array([[0, 0],
               [0, 1]])
    """
    return np.swapaxes(f, 1, 2)
