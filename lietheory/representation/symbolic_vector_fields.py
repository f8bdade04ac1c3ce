"""Vector fields on R^d in SymPy: those of matrices, derivatives along them, and their brackets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from lietheory.errors import ShapeError
from lietheory.symbolic_arguments import as_symbolic_matrix, as_symbols, as_sympy

if TYPE_CHECKING:
    import sympy


def matrix_field(A: sympy.Matrix, variables: Sequence[sympy.Symbol]) -> sympy.Matrix:
    """The components of the vector field -(A x) . grad, whose sign makes A -> field a homomorphism.

    Args:
        A: a matrix (d, d) of numbers or symbols; an affine one, whose last row is zero, has size d + 1.
        variables: d symbols.

    Returns:
        A SymPy column (d, 1).

    Raises:
        ShapeError: A fits neither d nor d + 1 with a last row of zeros.

    Examples:
        >>> import sympy
        >>> matrix_field([[0, -1], [1, 0]], sympy.symbols("x y"))
        Matrix([
        [ y],
        [-x]])
    """
    import sympy

    call = "matrix_field(A, variables)"
    matrix, variables = as_symbolic_matrix(A, call, "A"), as_symbols(variables, len(variables), call, "variables")
    d = len(variables)
    if matrix.shape == (d, d):
        return -matrix * sympy.Matrix(variables)
    if matrix.shape == (d + 1, d + 1) and not any(matrix.row(d)):
        return (-matrix * sympy.Matrix([*variables, 1]))[:d, :]
    raise ShapeError(
        "matrix_field(A, variables)",
        f"A of shape ({d}, {d}), or affine of shape ({d + 1}, {d + 1})",
        f"shape {matrix.shape}",
        "Give one symbol for each coordinate; affine matrices end in a row of zeros.",
    )


def apply_field(field: sympy.Matrix, f: sympy.Expr, variables: Sequence[sympy.Symbol]) -> sympy.Expr:
    """The derivative sum_i v_i df/dx_i of a function along a vector field.

    Examples:
        >>> import sympy
        >>> x, y = sympy.symbols("x y")
        >>> apply_field(matrix_field([[0, -1], [1, 0]], (x, y)), x**2 + y**2, (x, y))
        0
    """
    import sympy

    call = "apply_field(field, f, variables)"
    variables = as_symbols(variables, len(variables), call, "variables")
    v, f = _components(field, variables, call), as_sympy(f, call, "f")
    return sympy.expand(sum(component * sympy.diff(f, x) for component, x in zip(v.flat(), variables, strict=True)))


def field_bracket(v: sympy.Matrix, w: sympy.Matrix, variables: Sequence[sympy.Symbol]) -> sympy.Matrix:
    """The bracket [v, w] of vector fields, whose components are v(w_i) - w(v_i).

    Args:
        v: components, a column (d, 1), polynomial or not.
        w: components of the other field.
        variables: d symbols.

    Examples:
        >>> import sympy
        >>> x, y = sympy.symbols("x y")
        >>> field_bracket([1, 0], [x * y, 0], (x, y)).T
        Matrix([[y, 0]])
    """
    import sympy

    call = "field_bracket(v, w, variables)"
    v, w = _components(v, variables, call), _components(w, variables, call)
    return sympy.Matrix(
        [apply_field(v, b, variables) - apply_field(w, a, variables) for a, b in zip(v.flat(), w.flat(), strict=True)]
    )


def _components(field: sympy.Matrix, variables: Sequence[sympy.Symbol], call: str) -> sympy.Matrix:

    column = as_symbolic_matrix(field, call, "the field")
    if column.shape != (len(variables), 1):
        raise ShapeError(
            call, f"a column of {len(variables)} components", f"shape {column.shape}", "Give one component for each variable."
        )
    return column
