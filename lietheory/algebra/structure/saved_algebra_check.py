"""Whether what a file holds is a Lie algebra: Jacobi's identity and the brackets of its matrices, at random elements.

Jacobi's identity for all x, y is [ad x, ad y] = ad [x, y]. Both sides are polynomials in the coordinates of x and y, of degree 2
in all, so that at whole numbers drawn from 2^20 a violation is seen with a probability of at least 1 - 2^-19; in floats, at
normal ones, unless it is smaller than the rounding. Two products of n x n matrices take the place of n^4 sums.
"""

from __future__ import annotations

from secrets import randbits

import numpy as np

from lietheory.algebra.linalg.dispatch import multiply, tensordot
from lietheory.algebra.structure.structure_constants import Structure
from lietheory.arrays import is_exact
from lietheory.files import UnfitError
from lietheory.tolerances import FLOAT_ERROR

DRAWN = 2**20
"""Whole numbers that coordinates are drawn from."""
ROOM = 100
"""Times the error of the constants, of the norms of both elements: what sums of a few products may miss by."""


def require_lie_algebra(structure: Structure, matrices: np.ndarray | None, change: np.ndarray | None) -> None:
    """Raise UnfitError unless the constants are a Lie algebra's, and those of the matrices in the basis ``change`` @ matrices."""
    f, error = structure.constants, structure.error
    if f.ndim != 3 or len(set(f.shape)) != 1:
        raise UnfitError(f"structure constants of shape {f.shape}, not (n, n, n)")
    n = len(f)
    if any(a is not None and a.dtype.kind not in "ifO" for a in (f, matrices, change)):
        raise UnfitError("numbers that are neither exact nor floats")
    if matrices is not None and (matrices.ndim != 3 or len(matrices) != n or matrices.shape[1] != matrices.shape[2]):
        raise UnfitError(f"generators of shape {matrices.shape}, not ({n}, d, d)")
    if change is not None and change.shape != (n, n):
        raise UnfitError(f"a change of basis of shape {change.shape}, not ({n}, {n})")
    size = 0.0 if structure.is_exact else float(np.linalg.norm(f))
    if not 0 <= error <= max(1.0, size) or (error and structure.is_exact):
        raise UnfitError(f"an error of {error} of the constants")
    if not n:
        return
    rng = np.random.default_rng(randbits(64))  # of the system: no file can be made for what is drawn
    exact = structure.is_exact and (matrices is None or is_exact(matrices))
    x, y = rng.integers(1, DRAWN, size=(2, n)) if exact else rng.normal(size=(2, n))
    X, Y = structure.ad(x), structure.ad(y)
    z = tensordot(X, y, 1, 0)
    zero = 0.0 if exact else ROOM * max(error, FLOAT_ERROR * size) * float(np.linalg.norm(x) * np.linalg.norm(y))
    if _beyond(f, -f.swapaxes(0, 1), zero):
        raise UnfitError("structure constants that are not antisymmetric")
    if _beyond(_commutator(X, Y), structure.ad(z), zero * size):
        raise UnfitError("structure constants against Jacobi's identity")
    if matrices is not None:
        basis = matrices if change is None else tensordot(change, matrices, 1, 0)
        scale = 0.0 if exact else float(np.linalg.norm(np.asarray(basis, dtype=np.float64)))
        if _beyond(_commutator(tensordot(x, basis, 0, 0), tensordot(y, basis, 0, 0)), tensordot(z, basis, 0, 0), zero * scale):
            raise UnfitError("structure constants of other matrices")


def _commutator(X: np.ndarray, Y: np.ndarray) -> np.ndarray:
    return multiply(X, Y).astype(object) - multiply(Y, X).astype(object) if is_exact(X) else X @ Y - Y @ X


def _beyond(a: np.ndarray, b: np.ndarray, zero: float) -> bool:
    """Whether two arrays differ by more than zero somewhere; exact ones at all, as Python's numbers."""
    if is_exact(a) and is_exact(b):
        return bool((a.astype(object) != b.astype(object)).any())
    return not bool((np.abs(a.astype(np.float64) - b.astype(np.float64)) <= zero).all())  # NaN is beyond as well
