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
    found = algebra_or_matrices(g, call, name)
    if isinstance(found, LieAlgebra):
        return found
    with in_call(call):
        return LieAlgebra.from_matrices(g)  # which reads whether they were complex


def as_matrices(g: AlgebraLike, call: str, name: str = "L") -> Generators:
    """The matrices (n_L, d, d) that an argument stands for; their span need not be closed.

    Raises:
        ShapeError: an abstract algebra, or no stack of square matrices.
        UnknownNameError, PrecisionError: as for :func:`as_algebra`.
    """
    found = algebra_or_matrices(g, call, name)
    if not isinstance(found, LieAlgebra):
        return found
    with in_call(call):
        return found.generators


def matrices_if_algebra(value: Other | LieAlgebra | SymbolicAlgebra | str, call: str, name: str) -> Other | Generators:
    """The matrices of what is an algebra or has a name; arrays and anything else are returned as they are.

    Raises:
        As for :func:`as_matrices`.
    """
    return as_matrices(value, call, name) if isinstance(value, (LieAlgebra, SymbolicAlgebra, str)) else value


def as_symbolic(g: AlgebraLike | Sequence[object], call: str, name: str = "g") -> LieAlgebra | SymbolicAlgebra:
    """The algebra that an argument stands for, with its parameters where it has some.

    Raises:
        As for :func:`as_algebra`, but that parameters are allowed.
    """
    found = _read(g, call, name)
    if isinstance(found, (LieAlgebra, SymbolicAlgebra)):
        return found
    return as_algebra(g, call, name)


def algebra_or_matrices(g: AlgebraLike, call: str, name: str = "L") -> LieAlgebra | Generators:
    """The algebra that an argument stands for, or matrices as they are, closed or not.

    Raises:
        As for :func:`as_algebra`; matrices are only required to be square and of one size.
    """
    found = _read(g, call, name)
    if not isinstance(found, SymbolicAlgebra):
        return found
    if found.parameters:
        values = ", ".join(f"{symbol}: 1" for symbol in found.parameters)
        raise PrecisionError(
            call, f"{name} without parameters", f"one with {values.replace(': 1', '')}", f"Give g.at({{{values}}})."
        )
    with in_call(call):
        return found.at({})


def _read(g: AlgebraLike | Sequence[object], call: str, name: str) -> LieAlgebra | SymbolicAlgebra | Generators:
    """An argument as an algebra if it is one, has a name or has parameters; else as generators."""
    if isinstance(g, (LieAlgebra, SymbolicAlgebra)):
        return g
    with in_call(call):
        if isinstance(g, str):
            return catalogue_algebra(g)
        if _has_symbols(g):
            return SymbolicAlgebra.from_matrices(g)
    return as_generators(g, call, name)


def _has_symbols(values: object) -> bool:
    """Whether an entry is a SymPy expression with a free symbol."""
    try:
        array = np.asarray(values)
    except (ValueError, TypeError):  # raised again, with its reason, where it is read
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


def require_sequence(values: object, call: str, name: str) -> None:
    """Raise an error for what is no sequence, such as a number or a text."""
    if isinstance(values, str) or not isinstance(values, (Sequence, np.ndarray)):
        raise ShapeError(call, f"{name} as a list", type(values).__name__, "Give a list, with one entry for each.")
