"""The exponential map, numeric and symbolic, and the one-parameter flow it generates."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
from jaxtyping import Float
from numpy.typing import ArrayLike
from scipy.linalg import expm, logm

from lietheory.algebra.algebra_arguments import AlgebraLike, as_matrices, as_symbolic
from lietheory.algebra.lie_algebra import LieAlgebra
from lietheory.algebra.symbolic_algebra import SymbolicAlgebra
from lietheory.arrays import as_array, as_floats
from lietheory.errors import PrecisionError, ShapeError, in_call, shown
from lietheory.representation.linear_vector_fields import as_points
from lietheory.symbolic_arguments import as_symbolic_matrix, as_sympy
from lietheory.tolerances import LARGE_EXPONENT, MOVED_EXPONENTIAL


def exponential(L: AlgebraLike, t: ArrayLike | Any = 1) -> Float[np.ndarray, "*batch d d"] | Any:
    """The group element exp(t L) of one matrix, or exp(t . L) = exp(sum_i t_i L_i) of several.

    SymPy in, SymPy out: where L or t is a SymPy object the result is the exact symbolic matrix.

    Args:
        L: a matrix (d, d), matrices (n_L, d, d), an algebra of matrices, also one with parameters, or its name.
        t: for one matrix a number, or numbers (m,); for several the coordinates (n_L,), or (m, n_L).

    Returns:
        (d, d), or (m, d, d) where m sets of parameters are given.

    Raises:
        ShapeError: L is not square, or t does not fit it.
        PrecisionError: NaN or infinity; t . L so large that floats cannot represent its exponential.

    Examples:
        >>> np.round(exponential([[0, -1], [1, 0]], np.pi / 2), 12) + 0
        array([[ 0., -1.],
               [ 1.,  0.]])
        >>> import sympy
        >>> exponential(sympy.Matrix([[0, 1], [0, 0]]), sympy.Symbol("s"))
        Matrix([
        [1, s],
        [0, 1]])
        >>> exponential(sympy.Matrix([[0, -1], [1, 0]]))[0, 0]
        cos(1)

    References:
        The L-conv paper, after Eq 2: u = exp[t . L].
    """
    call = "exponential(L, t)"
    if isinstance(L, (LieAlgebra, SymbolicAlgebra, str)):
        return exponential(_generators(as_symbolic(L, call, "L"), call, symbolic=is_sympy(t)), t)
    if is_sympy(L) or is_sympy(t):
        return _symbolic(L, t)
    matrices, parameters = as_floats(L, call, "L"), as_floats(t, call, "t")
    if matrices.ndim not in {2, 3} or matrices.shape[-1] != matrices.shape[-2]:
        raise ShapeError(call, "L of shape (d, d) or (n_L, d, d)", f"shape {matrices.shape}", "Give square matrices.")
    if matrices.ndim == 2:
        matrices, parameters = matrices[None], parameters[..., None]
    if parameters.ndim not in {1, 2} or parameters.shape[-1] != len(matrices):
        raise ShapeError(
            call,
            f"t of shape ({len(matrices)},) or (m, {len(matrices)})",
            f"shape {np.shape(t)}",
            "Give one coordinate for each generator.",
        )
    return _exponential(np.tensordot(parameters, matrices, axes=1), call)


def _exponential(A: np.ndarray, call: str) -> np.ndarray:
    """exp(A) in floats.

    Raises:
        PrecisionError: the result is beyond their range, or so large an A that its own rounding moves the result.
    """
    with np.errstate(over="ignore", invalid="ignore"):
        result = expm(A)
        large = np.abs(A).max(initial=0) > LARGE_EXPONENT
        moved = expm(A * (1 + 8 * np.finfo(np.float64).eps)) - result if large else np.zeros_like(result)
    size = np.abs(result).max(axis=(-2, -1), initial=0)
    if not np.isfinite(size).all() or (np.abs(moved).max(axis=(-2, -1), initial=0) > MOVED_EXPONENTIAL * size).any():
        got = f"entries of t . L up to {np.abs(A).max():.3g}"
        cure = "Give a smaller t, or SymPy numbers for a closed form."
        raise PrecisionError(call, "t . L whose exponential floats can represent", got, cure)
    return result


def _generators(g: LieAlgebra | SymbolicAlgebra, call: str, *, symbolic: bool) -> Any:
    """The matrices of an algebra: SymPy's where it has parameters, or where ``symbolic``."""
    if isinstance(g, SymbolicAlgebra) and (g.parameters or symbolic):
        return list(g.generators)
    with in_call(call):
        return g.to_sympy() if symbolic and isinstance(g, LieAlgebra) else as_matrices(g, call)


def flow(L: ArrayLike, t: ArrayLike, points: ArrayLike) -> Float[np.ndarray, "*batch n d"]:
    """The points x moved along the one-parameter group of L: exp(t L) x.

    Args:
        L: a matrix (d, d).
        t: a time, or times (m,).
        points: (n, d); images flattened row by row where L acts on images.

    Returns:
        (n, d), or (m, n, d) for m times.

    Raises:
        ShapeError: L is not one square matrix, or the points are not (n, d).

    Examples:
        >>> flow([[1.0]], [0.0, 1.0], [[1.0]]).round(3).tolist()
        [[[1.0]], [[2.718]]]
    """
    call = "flow(L, t, points)"
    matrix = as_array(L, call, "L")
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1]:
        raise ShapeError(call, "one matrix L of shape (d, d)", f"shape {matrix.shape}", "Flow along one generator at a time.")
    return as_points(points, len(matrix), call) @ np.swapaxes(exponential(matrix, t), -1, -2)


def principal_logarithm(u: Float[np.ndarray, "d d"]) -> Float[np.ndarray, "d d"]:
    """The real part of log u, which is a logarithm of u where that is invertible without negative eigenvalues.

    SciPy warns where exp(log u) misses u. Each caller judges that itself, by what it allows.

    Args:
        u: (d, d).

    Examples:
        >>> (principal_logarithm(np.array([[0.0, -1.0], [1.0, 0.0]])).round(6) + 0).tolist()
        [[0.0, -1.570796], [1.570796, 0.0]]
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        return np.real(np.asarray(logm(u)))


def is_sympy(value: Any) -> bool:
    """Whether a value, or the first of a sequence, is a SymPy object; decided without importing SymPy."""
    first = value[0] if isinstance(value, (list, tuple)) and value else value
    return type(first).__module__.partition(".")[0] == "sympy"


def _symbolic(L: Any, t: Any) -> Any:
    import sympy

    call = "exponential(L, t)"
    given, times = (L, t) if isinstance(t, (list, tuple)) else ([L], [t])
    matrices, times = [as_symbolic_matrix(M, call, "L") for M in given], [as_sympy(value, call, "t") for value in times]
    sizes = {matrix.shape for matrix in matrices}
    if len(matrices) != len(times) or len(sizes) != 1 or len(set(*sizes)) != 1:
        raise ShapeError(
            "exponential(L, t)",
            "square matrices of one size, and one coordinate for each",
            f"shapes {sorted(sizes)} and {len(times)} coordinates",
            "Give L as (d, d), or as (n_L, d, d) with n_L times.",
        )
    if any(time.is_finite is False for time in times):  # symbols that are declared so
        raise PrecisionError(call, "finite t", shown(t), "Give numbers or symbols.")
    total = sympy.zeros(*matrices[0].shape)
    for time, matrix in zip(times, matrices, strict=True):
        total += time * matrix
    return total.exp()
