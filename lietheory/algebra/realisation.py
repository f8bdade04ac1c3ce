"""From structure constants to matrices: checked first, then the adjoint representation and characters."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from lietheory.algebra.invariants.characteristic_ideals import bracket_space, center
from lietheory.algebra.linalg.dispatch import complement, coordinates, rank
from lietheory.algebra.linalg.memory import require_algebra_memory
from lietheory.algebra.structure.structure_constants import Structure, adjoint_matrices, jacobi_residual
from lietheory.arrays import as_array, is_exact
from lietheory.errors import PrecisionError, ShapeError
from lietheory.tolerances import FLOAT_ERROR

LARGEST_CONSTANT = 1e70  # the fourth power, which invariants contain, is within the range of floats


def realised(f: ArrayLike, call: str) -> tuple[Structure, np.ndarray | None]:
    """The checked structure, and faithful matrices for it where the centre meets [g, g] only in 0.

    Raises:
        ShapeError: f is not a cube, not antisymmetric, or violates the Jacobi identity.
        PrecisionError: floats without such matrices that are so large or small that their products leave the range of floats.
    """
    f = as_array(f, call, "f")
    if f.ndim != 3 or len(set(f.shape)) != 1 or f.size == 0 or f.dtype.kind == "c":
        raise ShapeError(call, "real f of shape (n, n, n)", f"{f.dtype} of shape {f.shape}", "Give f[i, j, k].")
    require_algebra_memory(call, len(f), len(f))
    f = f if is_exact(f) else f.astype(np.float64)
    size = 1.0 if is_exact(f) else float(np.abs(f).max()) or 1.0
    error = 0.0 if is_exact(f) else FLOAT_ERROR
    unit = f if is_exact(f) else f / size  # products of large or small floats would leave their range
    _require_zero(unit + unit.swapaxes(0, 1), error, call, "antisymmetric f, f[i, j, k] = -f[j, i, k]")
    for i in range(len(f)):  # one index at a time: n^3 numbers in place of n^4
        _require_zero(jacobi_residual(unit, i), error * len(f), call, "the Jacobi identity", (i,))
    g = Structure(f, error * size)
    if len(f) == 1:
        return g, np.array([[[0, 1], [0, 0]]]) * (1 if is_exact(f) else 1.0)  # no spectrum, which would name it
    middle, derived = center(g), bracket_space(g, g.whole, g.whole)
    together = np.concatenate([middle, derived])
    if len(middle) and rank(together, FLOAT_ERROR) < len(together):
        if not 1 / LARGEST_CONSTANT < size < LARGEST_CONSTANT:
            cure = "Divide f by this number: the algebra stays the same."
            raise PrecisionError(call, f"floats f of size 1/{LARGEST_CONSTANT:g} to {LARGEST_CONSTANT:g}", f"{size:.3g}", cure)
        return g, None
    return g, _with_characters(g, middle, derived, size)


def _with_characters(g: Structure, middle: np.ndarray, derived: np.ndarray, size: float) -> np.ndarray:
    """ad plus the diagonal, of a size like that of ad, of those coordinates along the centre that vanish on [g, g]."""
    n, c = g.dimension, len(middle)
    independent = np.concatenate([middle, derived])
    basis = np.concatenate([independent, complement(independent)])
    along = coordinates(basis, g.whole)[0][:, :c]
    matrices = np.zeros((n, n + c, n + c), dtype=np.result_type(g.constants.dtype, along.dtype))
    matrices[:, :n, :n] = adjoint_matrices(g.constants)
    matrices[:, range(n, n + c), range(n, n + c)] = along if g.is_exact else along * size
    return matrices


def _require_zero(values: np.ndarray, zero: float, call: str, expected: str, first: tuple[int, ...] = ()) -> None:
    """Raise ShapeError unless all values are zero, with the indices of one: those in ``first``, then those of the array."""
    wrong = np.argwhere(np.abs(values) > zero)
    if len(wrong):
        place = tuple(int(i) for i in wrong[0])
        count = f"{len(wrong)} with that first index" if first else f"{len(wrong)} in all"
        got = f"a violation of {values[place]} at indices {(*first, *place)} ({count})"
        raise ShapeError(call, expected, got, "Correct these entries.")
