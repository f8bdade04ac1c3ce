"""Lie algebras from matrices and from other algebras: the closure, the direct sum, the algebra with parameters."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from numbers import Integral
from typing import Any

from lietheory.algebra.algebra_arguments import AlgebraLike, as_algebra, as_matrices, as_symbolic
from lietheory.algebra.catalogue.by_name import block_sum
from lietheory.algebra.lie_algebra import LieAlgebra
from lietheory.algebra.pauli.closure import close
from lietheory.algebra.pauli.operators import are_operators, as_pauli_sums
from lietheory.algebra.structure.closure import span
from lietheory.algebra.symbolic_algebra import SymbolicAlgebra
from lietheory.arrays import as_floats
from lietheory.errors import ShapeError, in_call, shown
from lietheory.progress import reports_progress
from lietheory.tolerances import FLOAT_ERROR


@reports_progress
def lie_closure(
    L: AlgebraLike | Sequence[Any],
    tolerance: float | None = None,
    *,
    max_dimension: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> LieAlgebra:
    """The smallest Lie algebra that contains the matrices, or the operators on qubits, L.

    Args:
        L: any generating set (n, d, d); dependent matrices are allowed. An algebra, or its name, is closed already.
            Or a list of operators on qubits: Pauli strings "XXI", dictionaries {"XXI": 1, "IZZ": "1/2"}, SciPy sparse
            matrices, PennyLane operators, Qiskit SparsePauliOps. Hermitian ones are multiplied by i.
        tolerance: for floats, the relative size below which a new bracket counts as zero.
        max_dimension: the largest dimension wanted; of operators, nothing larger is computed.
        progress: of operators, is given the dimension so far and the number of elements whose brackets are to come.

    Returns:
        The algebra; its basis starts with independent ones of L if exact, and is orthonormal if not. That of operators is
        kept as sparse Pauli sums, ``g.pauli``: it is exact, and says whether i was multiplied.

    Raises:
        ShapeError, PrecisionError: not finite square matrices of one size; operators that are no Pauli sums, more than
            ``max_dimension``, or more than fits into memory.

    Examples:
        >>> lie_closure([[[0, 1], [0, 0]], [[0, 0], [1, 0]]]).killing_signature()
        (2, 1, 0)
        >>> lie_closure([{"XII": 1, "IXI": 1, "IIX": 1}, {"ZZI": 1, "IZZ": 1, "ZIZ": 1}])
        LieAlgebra(dimension 8, of Pauli sums on 3 qubits, exact)

    References:
        lemma-left-normed-brackets.
    """
    call = "lie_closure(L)"
    if max_dimension is not None and (not isinstance(max_dimension, Integral) or max_dimension < 1):
        got = f"max_dimension={shown(max_dimension)}"
        raise ShapeError(call, "max_dimension as a whole number >= 1, or None", got, "Give a bound, or leave it out.")
    if progress is not None and not callable(progress):
        cure = "Give a function of the dimension and of how many elements are left."
        raise ShapeError(call, "progress as a function, or None", f"progress={shown(progress)}", cure)
    if isinstance(L, (LieAlgebra, SymbolicAlgebra, str)):
        return as_algebra(L, call, "L")
    if are_operators(L):
        return LieAlgebra(None, None, None, True, close(as_pauli_sums(L, call), call, max_dimension, progress))
    as_matrices(L, call)
    with in_call(call):
        g = LieAlgebra.from_matrices(L, close=True, tolerance=tolerance)
    if max_dimension is not None and g.dimension > max_dimension:
        expected = f"an algebra of dimension at most {max_dimension}"
        raise ShapeError(call, expected, f"one of dimension {g.dimension}", "Raise the bound max_dimension.")
    return g


def closure_residual(L: AlgebraLike) -> float:
    """The largest distance from span(L) of a bracket of two unit elements of an orthonormal basis.

    Zero exactly when the span is a Lie algebra; it depends on the span only. Float input is
    orthonormalised first, and so is exact input, since this is a number and not a decision.

    Args:
        L: generators (n_L, d, d), an algebra of matrices, or a name.

    Returns:
        The residual, between 0 and sqrt(2).

    Raises:
        ShapeError, PrecisionError: not finite square matrices of one size.
        RankError: dependent generators.

    Examples:
        >>> import numpy as np
        >>> E = np.eye(3)
        >>> round(closure_residual([np.outer(E[0], E[1]), np.outer(E[1], E[2])]), 6)
        1.0

    References:
        L-conv paper, Eq 2.
    """
    call = "closure_residual(L)"
    return span(as_floats(as_matrices(L, call), call, "L"), call, FLOAT_ERROR).residual


def direct_sum(*algebras: AlgebraLike) -> LieAlgebra:
    """The direct sum of matrix Lie algebras, in block-diagonal matrices.

    Args:
        algebras: at least one; algebras of matrices, bases of such, or names.

    Raises:
        ShapeError: no algebra, or an abstract one.
        UnknownNameError, PrecisionError, RankError, ClosureError: an argument that is no Lie algebra.

    Examples:
        >>> direct_sum("so(3)", [[[0, 1], [0, 0]]]).dimension
        4
    """
    call = "direct_sum(*algebras)"
    if not algebras:
        raise ShapeError(call, "at least one algebra", "none", 'Give algebras, such as direct_sum("so(3)", "sl(2)").')
    with in_call(call):
        return block_sum([as_algebra(g, call, f"argument {k}") for k, g in enumerate(algebras, 1)])


def symbolic_algebra(L: AlgebraLike) -> SymbolicAlgebra:
    """The algebra with a basis of SymPy matrices whose entries are rational functions of free symbols.

    Closure and independence are decided over the field Q(parameters), that is, for generic values.

    Args:
        L: SymPy matrices of one size; an exact algebra of matrices, or its name, is one without parameters.

    Raises:
        ShapeError: not square matrices of one size, or an entry that is no rational function.
        PrecisionError: floats.
        RankError: matrices that are dependent for all values.
        ClosureError: a bracket outside the span for generic values.

    Examples:
        >>> import sympy
        >>> a = sympy.Symbol("a")
        >>> g = symbolic_algebra([sympy.Matrix([[1, 0], [0, a]]), sympy.Matrix([[0, 1], [0, 0]])])
        >>> g.structure_constants[0, 1, 1]
        1 - a
    """
    call = "symbolic_algebra(L)"
    with in_call(call):
        if isinstance(L, (LieAlgebra, SymbolicAlgebra, str)):
            g = as_symbolic(L, call, "L")
            return g if isinstance(g, SymbolicAlgebra) else SymbolicAlgebra.from_matrices(g.to_sympy())
        return SymbolicAlgebra.from_matrices(L)
