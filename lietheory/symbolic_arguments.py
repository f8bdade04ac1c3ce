"""SymPy arguments of public functions: expressions, matrices and symbols, never texts, which SymPy would evaluate as Python."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import numpy as np

from lietheory.errors import PrecisionError, ShapeError, shown

if TYPE_CHECKING:
    import sympy


def as_sympy(value: Any, call: str, name: str) -> sympy.Expr:
    """A number or a SymPy expression, as SymPy's.

    Raises:
        ShapeError: anything else, texts among them.
        PrecisionError: NaN or infinity in it.

    Examples:
        >>> as_sympy("__import__('os')", "f(x)", "x")
        Traceback (most recent call last):
        lietheory.errors.ShapeError: f(x): expected x as a number or a SymPy expression, got str. Build it from SymPy's symbols.
    """
    import sympy

    try:
        expression = sympy.sympify(value, strict=True)  # strict: no texts
    except (sympy.SympifyError, ValueError, OverflowError):
        expression = None
    if not isinstance(expression, sympy.Expr):
        got = type(value).__name__
        raise ShapeError(call, f"{name} as a number or a SymPy expression", got, "Build it from SymPy's symbols.")
    if expression.has(sympy.nan, sympy.oo, -sympy.oo, sympy.zoo):
        cure = "Remove or repair these entries before the call."
        raise PrecisionError(call, f"finite numbers in {name}", shown(expression), cure)
    return expression


def as_symbolic_matrix(values: Any, call: str, name: str) -> sympy.Matrix:
    """A matrix of SymPy expressions, or a column of them.

    Raises:
        ShapeError: no matrix, ragged rows, or an entry that is no expression.
    """
    import sympy

    if isinstance(values, sympy.MatrixBase):
        return values.applyfunc(lambda entry: as_sympy(entry, call, name)).as_mutable()
    rows = _listed(values, call, name)
    nested = [isinstance(row, (list, tuple, np.ndarray)) for row in rows]
    if any(nested) != all(nested) or not rows:
        raise _no_matrix(call, name, "rows of different kinds" if rows else "no rows")
    table = [_listed(row, call, name) for row in rows] if all(nested) else [[row] for row in rows]
    if len({len(row) for row in table}) != 1 or not table[0]:
        raise _no_matrix(call, name, f"rows of lengths {sorted({len(row) for row in table})}")
    return sympy.Matrix([[as_sympy(entry, call, name) for entry in row] for row in table])


def as_symbols(values: Any, count: int, call: str, name: str) -> list[sympy.Symbol]:
    """So many different SymPy symbols.

    Raises:
        ShapeError: another number, equal ones, or other things than symbols.
    """
    import sympy

    symbols = _listed(values, call, name)
    if not all(isinstance(symbol, sympy.Symbol) for symbol in symbols) or len(set(symbols)) != count or len(symbols) != count:
        got = ", ".join(str(symbol)[:40] for symbol in symbols[:10]) or "none"
        raise ShapeError(call, f"{count} different {name}, SymPy symbols", got, "Give one symbol for each coordinate.")
    return symbols


def _listed(values: Any, call: str, name: str) -> list[Any]:
    no_axis = getattr(values, "ndim", 1) == 0  # of NumPy or torch
    if isinstance(values, (str, bytes, dict)) or not isinstance(values, Iterable) or no_axis:
        raise _no_matrix(call, name, type(values).__name__)
    return list(values)


def _no_matrix(call: str, name: str, got: str) -> ShapeError:
    return ShapeError(call, f"{name} as SymPy expressions", got, "Give a SymPy matrix, or lists of numbers and expressions.")
