"""The continuous symmetries of a linear regression, in closed form from the second moments of its data."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from jaxtyping import Float
from numpy.typing import ArrayLike

from lietheory.algebra import LieAlgebra
from lietheory.arrays import as_array, as_floats, tolerance
from lietheory.errors import PrecisionError, RankError, ShapeError, shown
from lietheory.files import load, save
from lietheory.printing import Printed, html_table, text_table
from lietheory.scales import require_normal, rescaled

LARGEST_CONDITION = 1e6
"""Of the singular values of X. The squares of the generators are then still 1e-12 of their norms squared; at 1e8 they are below
rounding, and a rotation is no longer told from a nilpotent matrix."""


@dataclass(frozen=True, eq=False, repr=False)
class RegressionSymmetries(Printed):
    """The Lie algebra of pairs (u, u_c) with u H u^T = H and u_c A = A u, for the regression y = A x.

    Attributes:
        generators: the inputs' part u, (n_L, d, d).
        output_generators: the labels' part u_c, (n_L, c, c), or None without labels.
        coefficients: the regression A, (c, d), or None without labels.
        rank: of A after whitening, without its constant where there is a bias row; 0 without labels.
        second_moment: H = X^T X / n_samples, uncentred, (d, d).
    """

    generators: np.ndarray
    output_generators: np.ndarray | None
    coefficients: np.ndarray | None
    rank: int
    second_moment: np.ndarray

    def algebra(self) -> LieAlgebra:
        """The Lie algebra that acts on the inputs: a conjugate of so(rank) + so(d - rank)."""
        return LieAlgebra.from_matrices(self.generators)

    def rows(self) -> dict[str, str]:
        """What is printed: sizes, and the sum of algebras that it is a conjugate of."""
        d = self.generators.shape[1]
        return {
            "generators": str(len(self.generators)),
            "act on": f"{d} inputs" + ("" if self.output_generators is None else f", {self.output_generators.shape[1]} labels"),
            "rank of the fit": str(self.rank),
        }

    def __str__(self) -> str:
        return text_table("Symmetries of a linear regression", self.rows())

    def _repr_html_(self) -> str:
        return html_table("Symmetries of a linear regression", self.rows())

    def save(self, path: str | Path) -> Path:
        """Write the symmetries as one .npz file."""
        return save(path, self)

    @classmethod
    def load(cls, path: str | Path) -> RegressionSymmetries:
        """Read what :meth:`save` wrote.

        Raises:
            FileFormatError: missing, of another kind, or without a field of this class.
        """
        return load(path, cls)


def linear_regression_symmetries(X: ArrayLike, Y: ArrayLike | None = None, bias_row: bool = False) -> RegressionSymmetries:
    """The algebra of pairs (u, u_c) with u H u^T = H and u_c A = A u, in closed form.

    With whitened coefficients A H^(1/2) = U S V^T of rank r it is so(r) + so(d - r):
    u = H^(1/2) V diag(K1, K2) V^T H^(-1/2) and u_c = U S K1 S^-1 U^T with K1, K2 skew. On labels
    outside the range of A, u_c is free and taken to be zero. Without labels r = 0: a conjugate of
    so(d) for every H, which depends on the data by a change of basis only.

    With a bias row u must keep the ones: it turns the other p = d - 1 inputs about their mean, by
    their covariance, and u_c must keep the mean label. That leaves so(r - 1) + so(p - r), or
    so(r) + so(p - r) where the labels are centred or their mean lies outside the range of A.

    These are symmetries of the estimator A, not of noisy data. They are computed by the singular values of X; their span is
    within an angle of 100 eps cond(X), where cond is the ratio of the singular values.

    Args:
        X: inputs, (n_samples, d).
        Y: labels, (n_samples, c), or (n_samples,) of one; None for the symmetries of the inputs alone.
        bias_row: whether the last column of X is ones.

    Returns:
        The generators of u and of u_c, and the moments they come from.

    Raises:
        ShapeError: X or Y not of two axes, other numbers of samples, or no column of ones.
        PrecisionError: NaN, infinity, single precision, subnormal columns, moments beyond the range of floats, or singular
            values of X in a ratio beyond 1e6.
        RankError: fewer than d samples, or a singular second moment.

    Examples:
        >>> X = np.random.default_rng(0).normal(size=(50, 4))
        >>> linear_regression_symmetries(X).generators.shape  # so(4)
        (6, 4, 4)
        >>> linear_regression_symmetries(X, X[:, :1] + X[:, 1:2]).generators.shape  # so(1) + so(3)
        (3, 4, 4)

    References:
        The L-conv paper, Theorem 1 (Eq 13) and Corollary 1 (Eq 15).
    """
    if not isinstance(bias_row, bool | np.bool_):
        call = "linear_regression_symmetries(X, Y, bias_row)"
        raise ShapeError(call, "bias_row as True or False", shown(bias_row), "Give bias_row=True where the last column is ones.")
    call = f"linear_regression_symmetries(X{'' if Y is None else ', Y'}{', bias_row=True' if bias_row else ''})"
    X = _samples(X, "X", call)
    Y = None if Y is None else _samples(Y, "Y", call)
    _require_fit(X, Y, bias_row, call)
    n, d = X.shape
    p = d - 1 if bias_row else d
    inputs, e = _scaled(X[:, :p], "X", call)
    mean = inputs.mean(axis=0) if bias_row else np.zeros(p)
    white, root, unroot = _whiten(inputs - mean, call)
    turns, u_c, A, rank = _skew(p), None, None, 0
    if Y is not None:
        Y, e_c = _scaled(Y, "Y", call)
        M, label = Y.T @ white / n, Y.mean(axis=0)
        rounding = tolerance(size=Y.size) * float(np.linalg.norm(Y)) / np.sqrt(n)
        turns, u_c, rank = _label_pairs(M, label if bias_row else 0 * label, rounding)
        A = rescaled(M @ unroot, np.array(e_c - e), call, "A")
        if bias_row:
            A = np.column_stack([A, np.ldexp(label - M @ unroot @ mean, e_c)])
    u = root @ turns @ unroot
    if bias_row:
        u = np.pad(u, ((0, 0), (0, 1), (0, 1)))
        u[:, :-1, -1] = np.ldexp(-u[:, :-1, :-1] @ mean, e)
    moved = np.column_stack([inputs, X[:, p:]])
    exponents = np.append(np.full(p, e), np.zeros(d - p, dtype=np.int64))
    H = rescaled(moved.T @ moved / n, exponents[:, None] + exponents, call, "H")
    return RegressionSymmetries(u, u_c, A, rank, H)


def _scaled(X: Float[np.ndarray, "n p"], name: str, call: str) -> tuple[Float[np.ndarray, "n p"], int]:
    """X / 2^e of moderate size, and e: no digit is changed, and no square overflows."""
    largest = np.abs(X).max(axis=0)
    require_normal(largest, call, name, "the largest entry of each column")
    e = int(np.frexp(largest.max(initial=0.0))[1])
    return np.ldexp(X, -e), e


def _label_pairs(
    M: Float[np.ndarray, "c p"], label: Float[np.ndarray, " c"], rounding: float
) -> tuple[Float[np.ndarray, "n_L p p"], Float[np.ndarray, "n_L c c"], int]:
    """Skew K and k with k M = M K and k label = 0, and the rank of M."""
    U, S, Vt = np.linalg.svd(M)
    r = int(np.count_nonzero(rounding < S))
    U, S, V, rest = U[:, :r], S[:r], Vt[:r].T, Vt[r:].T
    inside = U.T @ label
    outside = label - U @ inside
    free = np.linalg.norm(outside) > rounding
    moving = V
    if not free and np.linalg.norm(inside) > rounding:  # then K has to fix the direction of the mean label
        moving = V @ np.linalg.svd((inside / S)[None])[2][1:].T
    K = np.concatenate([frame @ _skew(frame.shape[1]) @ frame.T for frame in (moving, rest)])
    k = (U * S) @ V.T @ K @ V @ (U / S).T
    if free:  # k is arbitrary outside the range of M: chosen so that k label = 0
        k = k - (k @ label)[:, :, None] * outside / (outside @ outside)
    return K, k, r


def _skew(n: int) -> Float[np.ndarray, "n_L n n"]:
    """The elementary skew matrices E_ij - E_ji, i < j."""
    i, j = np.triu_indices(n, 1)
    K = np.zeros((len(i), n, n))
    K[np.arange(len(i)), i, j] = 1.0
    return K - K.swapaxes(1, 2)


def _whiten(X: Float[np.ndarray, "n p"], call: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """X C^(-1/2), C^(1/2) and C^(-1/2) for C = X^T X / n, by the singular values of X, which are not squared."""
    P, s, Qt = np.linalg.svd(X, full_matrices=False)
    if s.size and s[-1] <= tolerance(size=X.size) * s[0]:
        raise RankError(
            call,
            "inputs with a regular second moment",
            f"singular values from {s[0]:.3g} to {s[-1]:.3g}",
            "Remove the inputs that are combinations of others, and constants beside a bias row.",
        )
    if s.size and s[0] > LARGEST_CONDITION * s[-1]:
        raise PrecisionError(
            call,
            f"inputs with singular values within a ratio of {LARGEST_CONDITION:.0e}",
            f"{s[0] / s[-1]:.3g}",
            "Give the inputs in units in which they are of like size, or remove near combinations of others.",
        )
    scale = s / np.sqrt(len(X))
    return np.sqrt(len(X)) * P @ Qt, Qt.T * scale @ Qt, Qt.T / scale @ Qt


def _samples(values: ArrayLike, name: str, call: str) -> Float[np.ndarray, "n k"]:
    array = as_array(values, call, name)
    array = array[:, None] if name == "Y" and array.ndim == 1 else array
    if array.ndim != 2 or array.shape[1] == 0 or array.dtype.kind == "c":
        raise ShapeError(
            call,
            f"real {name} of shape (n_samples, k)",
            f"{array.dtype} of shape {array.shape}",
            "Give one sample a row; a single column x is x[:, None].",
        )
    if array.dtype == np.float32:
        raise PrecisionError(call, f"{name} in float64", "float32", f"Use double precision, or {name}.astype(np.float64).")
    return as_floats(array, call, name)


def _require_fit(X: np.ndarray, Y: np.ndarray | None, bias_row: bool, call: str) -> None:
    n, d = X.shape
    if Y is not None and len(Y) != n:
        raise ShapeError(call, f"as many labels as inputs, {n}", f"{len(Y)} labels", "Give one label for each sample.")
    if n < d:
        raise RankError(call, f"at least {d} samples for {d} inputs", f"{n} samples", f"Add {d - n} samples or more.")
    if bias_row and (d < 2 or np.any(X[:, -1] != 1)):
        raise ShapeError(
            call,
            "a last column of ones beside the inputs",
            f"{int(np.sum(X[:, -1] != 1))} entries that are not 1",
            "Append it, np.column_stack([X, np.ones(len(X))]), or leave bias_row out.",
        )
