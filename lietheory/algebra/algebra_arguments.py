"""Arguments that stand for a Lie algebra: an algebra, one with parameters, matrices, or a name of the catalogue."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias, TypeVar

import numpy as np
from numpy.typing import ArrayLike

from lietheory.algebra.catalogue.by_name import catalogue_algebra
from lietheory.algebra.lie_algebra import LieAlgebra
from lietheory.algebra.linalg.quadratic_field import radicand
from lietheory.algebra.symbolic_algebra import SymbolicAlgebra
from lietheory.arrays import Generators, as_generators, has_surds
from lietheory.errors import PrecisionError, ShapeError, in_call
from lietheory.quadratic_numbers import is_sympy

Other = TypeVar("Other")
AlgebraLike: TypeAlias = LieAlgebra | SymbolicAlgebra | ArrayLike | str
"""What a public function takes for an algebra: a LieAlgebra, a SymbolicAlgebra without parameters, generators
(n_L, d, d) of NumPy, SymPy or nested lists, or a name such as "so(3)"."""


def as_algebra(g: AlgebraLike, call: str, name: str = "g") -> LieAlgebra:
    """The Lie algebra that an argument stands for.

    Args:
        g: an algebra, matrices that are a basis of one, or a name.
        call: the caller's call as typed, for the message.
        name: what the caller calls the argument.

    Raises:
        UnknownNameError: a name that the catalogue does not have.
        PrecisionError: an algebra with parameters; NaN or infinity.
        ShapeError, RankError, ClosureError: matrices that are no basis of a Lie algebra.

    Examples:
        >>> as_algebra("so(3)", "casimirs(g)").dimension
        3
    """
    if isinstance(g, (LieAlgebra, SymbolicAlgebra, str)):
        return _without_parameters(_known(g, call), call, name)
    if _has_symbols(g):
        return _without_parameters(_with_parameters(g, call), call, name, f"lt.symbolic_algebra({name})")
    as_generators(g, call, name)
    with in_call(call):
        return LieAlgebra.from_matrices(g)  # of what was given, since it reads whether that was complex


def as_matrices(g: AlgebraLike, call: str, name: str = "L") -> Generators:
    """The matrices (n_L, d, d) that an argument stands for; their span need not be closed.

    Raises:
        ShapeError: an abstract algebra, or no stack of square matrices.
        UnknownNameError, PrecisionError: as for :func:`as_algebra`.
    """
    L = algebra_or_matrices(g, call, name)
    if not isinstance(L, LieAlgebra):
        return L
    with in_call(call):
        return L.generators


def matrices_if_algebra(value: Other | LieAlgebra | SymbolicAlgebra | str, call: str, name: str) -> Other | Generators:
    """The matrices of what is an algebra or has a name; arrays and anything else are returned as they are.

    Raises:
        As for :func:`as_matrices`.
    """
    return as_matrices(value, call, name) if isinstance(value, (LieAlgebra, SymbolicAlgebra, str)) else value


def as_symbolic(g: AlgebraLike, call: str, name: str = "g") -> LieAlgebra | SymbolicAlgebra:
    """The algebra that an argument stands for, with its parameters where it has some.

    Raises:
        As for :func:`as_algebra`, but that parameters are allowed.
    """
    if isinstance(g, (LieAlgebra, SymbolicAlgebra, str)):
        return _known(g, call)
    return _with_parameters(g, call) if _has_symbols(g) else as_algebra(g, call, name)


def algebra_or_matrices(g: AlgebraLike, call: str, name: str = "L") -> LieAlgebra | Generators:
    """The algebra that an argument stands for, or matrices as they are, closed or not.

    Raises:
        As for :func:`as_algebra`; matrices are only required to be square and of one size.
    """
    if isinstance(g, (LieAlgebra, SymbolicAlgebra, str)) or _has_symbols(g):
        return as_algebra(g, call, name)
    return as_generators(g, call, name)


def _known(g: LieAlgebra | SymbolicAlgebra | str, call: str) -> LieAlgebra | SymbolicAlgebra:
    """An algebra, or the one that a name stands for."""
    if not isinstance(g, str):
        return g
    with in_call(call):
        return catalogue_algebra(g)


def _with_parameters(L: ArrayLike, call: str) -> SymbolicAlgebra:
    with in_call(call):
        return SymbolicAlgebra.from_matrices(L)


def _without_parameters(g: LieAlgebra | SymbolicAlgebra, call: str, name: str, made: str = "") -> LieAlgebra:
    """An algebra over the rationals; raises PrecisionError for one with parameters."""
    if isinstance(g, LieAlgebra):
        return g
    if g.parameters:
        symbols, values = ", ".join(map(str, g.parameters)), ", ".join(f"{symbol}: 1" for symbol in g.parameters)
        raise PrecisionError(call, f"{name} without parameters", f"one with {symbols}", f"Give {made or name}.at({{{values}}}).")
    with in_call(call):
        return g.at({})


def _has_symbols(values: object) -> bool:
    """Whether an entry is a SymPy expression with a free symbol."""
    try:
        array = np.asarray(values)
    except (ValueError, TypeError, RuntimeError, OverflowError):  # raised again, with its reason, where it is read
        return False
    return array.dtype == object and any(is_sympy(x) and x.free_symbols for x in array.flat)


def require_rational(array: np.ndarray, call: str) -> None:
    """Raise an error where an exact array has square roots, for functions that work over the rationals.

    Examples:
        >>> require_rational(np.array([1, 2]), "casimirs(g)")
    """
    if has_surds(array):
        got = f"numbers of Q(sqrt({radicand(array)}))"
        raise PrecisionError(call, "integers or rationals", got, "Take a basis over the rationals, if there is one.")


def require_sequence(values: object, call: str, name: str) -> Sequence[object] | np.ndarray:
    """The values; raises ShapeError for what is no sequence, such as a number or a text."""
    no_axis = isinstance(values, np.ndarray) and values.ndim == 0
    if isinstance(values, str) or not isinstance(values, (Sequence, np.ndarray)) or no_axis:
        raise ShapeError(call, f"{name} as a list", type(values).__name__, "Give a list, with one entry for each.")
    return values
