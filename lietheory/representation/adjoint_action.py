"""The adjoint action of a one-parameter group on its algebra: Ad(exp tx) = exp(t ad x), numeric or in SymPy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from lietheory.algebra.algebra_arguments import AlgebraLike, as_symbolic, require_sequence
from lietheory.algebra.lie_algebra import LieAlgebra
from lietheory.algebra.symbolic_algebra import symbolic_adjoint
from lietheory.arrays import as_real
from lietheory.errors import ShapeError, in_call
from lietheory.representation.exponential import exponential, is_sympy
from lietheory.symbolic_arguments import as_sympy


def adjoint_action(g: AlgebraLike, x: Sequence[Any] | np.ndarray, t: Any = 1) -> np.ndarray | Any:
    """The matrix of Ad(exp tx) = exp(t ad x), that is y -> exp(tx) y exp(-tx), in the generators of g.

    SymPy in, SymPy out: where t, an entry of x or the algebra is SymPy's, the result is the closed form.

    Args:
        g: an algebra, also one with parameters or an abstract one, a basis of one, or a name.
        x: coordinates (n_L,) in its generators, not a matrix.
        t: a number, numbers (m,), or a SymPy symbol.

    Returns:
        (n_L, n_L), acting on columns of coordinates; (m, n_L, n_L) for m times.

    Raises:
        ShapeError: x does not have one coordinate for each generator.
        PrecisionError: a coordinate that is not real; t x so large that floats cannot represent the result.

    Examples:
        >>> import sympy
        >>> adjoint_action("so(3)", [0, 0, 1], sympy.Symbol("t", real=True))
        Matrix([
        [cos(t), -sin(t), 0],
        [sin(t),  cos(t), 0],
        [     0,       0, 1]])
    """
    call = "adjoint_action(g, x, t)"
    g = as_symbolic(g, call)
    require_sequence(x, call, "x")
    if len(x) != g.dimension or any(isinstance(value, (Sequence, np.ndarray, dict, str)) for value in x):
        got = f"{len(x)} entries"
        raise ShapeError(call, f"{g.dimension} coordinates x", got, "Give one number for each generator.")
    if isinstance(g, LieAlgebra) and not is_sympy(t) and not any(map(is_sympy, x)):
        with in_call(call):
            return exponential(g.ad(as_real(x, call, "x")), t)
    import sympy

    total = sympy.zeros(g.dimension)
    for coordinate, matrix in zip(x, symbolic_adjoint(g), strict=True):
        total += as_sympy(coordinate, call, "x") * matrix
    return exponential(total, t)
