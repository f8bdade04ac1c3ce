"""The closed span nearest to a span of matrices that closes only up to noise."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import final

import numpy as np
from scipy.sparse.linalg import LinearOperator, lsmr

from lietheory.algebra.algebra_arguments import AlgebraLike, as_matrices
from lietheory.algebra.lie_algebra import LieAlgebra
from lietheory.algebra.structure.closure import all_brackets, span
from lietheory.algebra.structure.structure_constants import Structure
from lietheory.arrays import as_floats, tolerance
from lietheory.errors import ClosureError, RankError
from lietheory.files import load, save
from lietheory.progress import reports_progress
from lietheory.scales import moderate_scale
from lietheory.threads import one_thread
from lietheory.tolerances import DEPENDENT, FALLING, FLOAT_ERROR, LSMR, NEAREST_SETTLED

Map = Callable[[np.ndarray], np.ndarray]
_STEPS = 30
_DECIDED = 6  # steps after which a residual that has hardly fallen does not fall: near an algebra Newton squares it
_RETURNING = 15  # steps, at most, that also move back towards the given span; the rest only close it


@dataclass(frozen=True, eq=False)
class NearestAlgebra:
    """A Lie algebra near a span, and how far it is.

    Args:
        algebra: the closed span, in an orthonormal basis.
        moved: the backward error: root mean square distance of the given orthonormal basis from it.
        dimension: its dimension, the numerical rank of the generators.
        gap: the smallest singular value kept, of generators of length one, over the largest one
            dropped; infinite where none is dropped.
    """

    algebra: LieAlgebra
    moved: float
    dimension: int
    gap: float

    def save(self, path: str | Path) -> Path:
        """Write the result to an .npz file that :meth:`load` reads back."""
        return save(path, self)

    @classmethod
    def load(cls, path: str | Path) -> NearestAlgebra:
        """The result that :meth:`save` wrote."""
        return load(path, cls, upgrade=_with_algebra)


def _with_algebra(header: dict, arrays: dict[str, np.ndarray]) -> None:
    """Files that had the generators alone in place of the algebra."""
    if "generators" in arrays:
        header["algebra"] = LieAlgebra.from_matrices(arrays["generators"])
        header["dimension"] = header["algebra"].dimension


@reports_progress
def nearest_algebra(L: AlgebraLike) -> NearestAlgebra:
    """The closed span of the same dimension near span(L): Gauss-Newton steps on its closure residual.

    Each step solves the linearised closure with the least distance from the given span. Its limit:
    an algebra that deforms, such as se(3), which is a limit of conjugates of so(4) and so(3, 1),
    moves to one of its deformations, since those are nearer. A rigid algebra, such as any semisimple
    one, keeps its isomorphism type under small noise.

    Args:
        L: generators (n_L, d, d), an algebra of matrices, or a name; directions that depend on others up to 1e-8 are dropped.

    Returns:
        The algebra, how far the span moved, and the gap of the decision about its dimension.

    Raises:
        ShapeError, PrecisionError: not finite square matrices of one size.
        RankError: all of them are zero.
        ClosureError: no closed span was reached.

    Examples:
        >>> from lietheory.algebra.catalogue.classical import so
        >>> noisy = so(3).generators + 1e-3 * np.sin(np.arange(27.0)).reshape(3, 3, 3)
        >>> nearest = nearest_algebra(noisy)
        >>> nearest.algebra.killing_signature(), 1e-5 < nearest.moved < 1e-2
        ((0, 3, 0), True)
    """
    call = "nearest_algebra(L)"
    basis, moved, gap = _nearest_span(moderate_scale(as_floats(as_matrices(L, call), call, "L"), call)[0], call)
    return NearestAlgebra(LieAlgebra.from_matrices(basis), moved, len(basis), gap)


def nearest_structure(L: np.ndarray) -> tuple[Structure, float]:
    """The structure constants of :func:`nearest_algebra` in an orthonormal basis, and how far the span moved.

    Raises:
        RankError: all matrices are zero.
        ClosureError: no closed span was reached.
    """
    call = "nearest_algebra(L)"
    basis, moved, _ = _nearest_span(L, call)
    return Structure(span(basis, call, FLOAT_ERROR).constants, FLOAT_ERROR), moved


def _nearest_span(L: np.ndarray, call: str) -> tuple[np.ndarray, float, float]:
    """An orthonormal basis of the nearest closed span, how far it is, and the gap of the decision about its dimension."""
    with one_thread(max(L.size, len(L) ** 3)):
        return _corrected_span(L, call)


def _corrected_span(L: np.ndarray, call: str) -> tuple[np.ndarray, float, float]:
    start, gap = _orthonormal(L)
    if not len(start):
        raise RankError(call, "a matrix that is not zero", f"{len(L)} zero matrices", "Give generators.")
    basis, residual = start, np.inf
    goal = tolerance(np.float64, L.shape[1] ** 2)
    returning, first = _RETURNING, np.inf
    for count in range(_STEPS):
        defect, f = _defect(basis)
        previous, residual = residual, float(np.linalg.norm(defect, axis=(2, 3)).max(initial=0.0))
        stalled = not returning and residual > 0.5 * previous
        first = min(first, residual) if not count else first
        if count == _DECIDED and residual > FALLING * first:
            break
        if residual <= goal or (stalled and residual <= 1e3 * goal):
            break
        back = _way_back(basis, start) if returning else np.zeros_like(basis)
        move = _step(basis, f, defect, back)
        settled = 0 < np.linalg.norm(move) < NEAREST_SETTLED * np.linalg.norm(back)
        returning = 0 if settled else max(returning - 1, 0)
        basis = _orthonormal(basis + move)[0]
    if residual > 1e3 * goal:
        raise ClosureError(
            call,
            "a span near a Lie algebra",
            f"a closure residual of {residual:.2g} after {count + 1} steps",
            "Pass fewer generators, or lie_closure(L) if these only generate one.",
        )
    outside = start - _project(basis, start)
    moved = float(np.linalg.norm(outside) / np.sqrt(len(basis)))
    return basis, moved, gap


def _orthonormal(L: np.ndarray) -> tuple[np.ndarray, float]:
    n, d, _ = L.shape
    flat = L.reshape(n, d * d)
    norms = np.linalg.norm(flat, axis=1, keepdims=True)
    _, values, vectors = np.linalg.svd(flat / np.where(norms > 0, norms, 1.0), full_matrices=False)
    kept = int((values > DEPENDENT).sum())
    dropped = values[kept] if kept < len(values) else 0.0
    return vectors[:kept].reshape(kept, d, d), float(values[kept - 1] / dropped) if dropped > 0 else float("inf")


def _project(basis: np.ndarray, matrices: np.ndarray) -> np.ndarray:
    return np.tensordot(np.tensordot(matrices, basis, ((-2, -1), (1, 2))), basis, 1)


def _defect(basis: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """What the brackets have outside the span, and their coordinates inside it."""
    brackets = all_brackets(basis, basis)
    f = np.tensordot(brackets, basis, ((2, 3), (1, 2)))
    return brackets - np.tensordot(f, basis, 1), f


def _way_back(basis: np.ndarray, start: np.ndarray) -> np.ndarray:
    """The move outside the span that leads from it to the span it started from."""
    overlap = np.tensordot(start, basis, ((1, 2), (1, 2)))
    return np.tensordot(np.linalg.inv(overlap), start, 1) - basis


def _step(basis: np.ndarray, f: np.ndarray, defect: np.ndarray, back: np.ndarray) -> np.ndarray:
    """The move D outside the span, nearest to ``back``, with (1 - P)([D_a, Q_b] + [Q_a, D_b]) - f_abc D_c = -defect."""
    n, d, _ = basis.shape
    a, b = np.triu_indices(n, 1)  # the equation is antisymmetric
    Q, f_ab = basis.reshape(n, d * d), f[a, b]
    below, beside = basis.reshape(n * d, d), basis.transpose(1, 0, 2).reshape(d, n * d)  # all Q_a as one column, as one row

    def outside(rows: np.ndarray) -> np.ndarray:
        return rows - rows @ Q.T @ Q

    def change(flat: np.ndarray) -> np.ndarray:
        D = outside(flat.reshape(n, d * d))
        column, row = D.reshape(n * d, d), D.reshape(n, d, d).transpose(1, 0, 2).reshape(d, n * d)
        products = (np.hstack([column, below]) @ np.vstack([beside, row])).reshape(n, d, n, d)  # D_a Q_b + Q_a D_b
        brackets = products[a, :, b] - products[b, :, a]
        return outside(brackets.reshape(len(a), d * d) - f_ab @ D).ravel()

    def adjoint(flat: np.ndarray) -> np.ndarray:
        Y = outside(flat.reshape(len(a), d * d))
        products = np.zeros((n, d, n, d))
        products[a, :, b] = Y.reshape(len(a), d, d)
        products[b, :, a] = -products[a, :, b]
        products = products.reshape(n * d, n * d)
        right = (products @ basis.transpose(0, 2, 1).reshape(n * d, d)).reshape(n, d, d)
        left = (below.T @ products).reshape(d, n, d).transpose(1, 0, 2)
        return outside((right + left).reshape(n, d * d) - f_ab.T @ Y).ravel()

    operator = _LinearMap((len(a) * d * d, n * d * d), change, adjoint)
    defect = defect[a, b].ravel()
    missing = -defect - change(back.ravel())
    damp = float(np.linalg.norm(defect))  # directions that the noise alone decides wait until it has gone
    return back + lsmr(operator, missing, damp=damp, atol=LSMR, btol=LSMR, conlim=1e8, maxiter=500)[0].reshape(n, d, d)


@final
class _LinearMap(LinearOperator):
    """A linear map and its adjoint, given as functions of real vectors."""

    def __init__(self, shape: tuple[int, int], change: Map, adjoint: Map) -> None:
        super().__init__(np.dtype(np.float64), shape)
        self.change, self.adjoint_change = change, adjoint

    def _matvec(self, x: np.ndarray) -> np.ndarray:
        return self.change(x)

    def _rmatvec(self, x: np.ndarray) -> np.ndarray:
        return self.adjoint_change(x)
