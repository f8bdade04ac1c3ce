"""The class SymbolicAlgebra: a Lie algebra of SymPy matrices whose free symbols are parameters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from lietheory.algebra.lie_algebra import LieAlgebra
from lietheory.errors import ClosureError, PrecisionError, RankError, ShapeError, shown
from lietheory.quadratic_numbers import sympy_number
from lietheory.symbolic_arguments import as_symbolic_matrix, as_sympy

if TYPE_CHECKING:
    import sympy
    from sympy.polys.matrices import DomainMatrix


@dataclass(frozen=True, eq=False)
class SymbolicAlgebra:
    """A Lie algebra with a basis L_k of matrices over the rational functions of some parameters.

    Args:
        generators: SymPy matrices.
        parameters: the free symbols, by name.
        structure_constants: (n, n, n), [L_i, L_j] = sum_k f[i, j, k] L_k for all values of the
            parameters at which the matrices are independent.
    """

    generators: tuple[sympy.Matrix, ...]
    parameters: tuple[sympy.Symbol, ...]
    structure_constants: sympy.ImmutableDenseNDimArray

    @classmethod
    def from_matrices(cls, L: ArrayLike) -> SymbolicAlgebra:
        """The algebra with a basis of SymPy matrices whose entries are rational functions of free symbols.

        Closure and independence are decided over the field Q(parameters), that is, for generic values.

        Raises:
            ShapeError: not square matrices of one size, or an entry that is no rational function.
            PrecisionError: floats.
            RankError: matrices that are dependent for all values.
            ClosureError: a bracket outside the span for generic values.
        """
        import sympy

        call = "SymbolicAlgebra.from_matrices(L)"
        no_list = isinstance(L, (str, bytes)) or (isinstance(L, np.ndarray) and L.ndim == 0)
        given = list(L) if isinstance(L, (Sequence, np.ndarray)) and not no_list else None
        if given is None or any(isinstance(M, (int, float, str)) for M in given):
            raise ShapeError(call, "a list of matrices", type(L).__name__, "Give a list of SymPy matrices.")
        matrices = [as_symbolic_matrix(M, call, "each matrix") for M in given]
        parameters = _parameters(matrices, call)
        flat = over_rational_functions(sympy.Matrix([M.flat() for M in matrices]), parameters, call)
        pivots = flat.rref()[1]
        n = len(matrices)
        if len(pivots) < n:
            raise RankError(
                call, "linearly independent generators", f"rank {len(pivots)} of {n} for all parameters", "Remove dependent ones."
            )
        brackets = [(A * B - B * A).flat() for A in matrices for B in matrices]
        right = over_rational_functions(sympy.Matrix(brackets), parameters, call)
        rows = right.extract(list(range(n * n)), list(pivots)) * flat.extract(list(range(n)), list(pivots)).inv()
        _require_closed(right - rows * flat, n, call)
        constants = [sympy.cancel(x) for x in rows.to_Matrix()]
        return cls(tuple(matrices), parameters, sympy.ImmutableDenseNDimArray(constants, (n, n, n)))

    @property
    def dimension(self) -> int:
        """The dimension for generic parameters."""
        return len(self.generators)

    @cached_property
    def killing_form(self) -> sympy.Matrix:
        """K[i, j] = tr(ad L_i ad L_j), rational functions of the parameters."""
        import sympy

        ad = symbolic_adjoint(self)
        return sympy.Matrix(len(ad), len(ad), lambda i, j: sympy.cancel((ad[i] * ad[j]).trace()))

    def at(self, values: Mapping[sympy.Symbol, ArrayLike]) -> LieAlgebra:
        """The exact algebra at rational values of all parameters.

        Raises:
            RankError: the matrices are dependent there.
            PrecisionError: a parameter without a value, or with one that is not rational.
        """
        import sympy

        call = "SymbolicAlgebra.at(values)"
        if not isinstance(values, Mapping):
            raise ShapeError(call, "a dictionary from parameters to values", shown(values), "Give {a: 1}.")
        given = {as_sympy(k, call, "each parameter"): as_sympy(v, call, "each value") for k, v in values.items()}
        matrices = [sympy.Matrix(L).subs(given) for L in self.generators]
        strange = [x for L in matrices for x in L if not x.is_Rational]
        if strange:
            raise PrecisionError(
                call,
                f"a rational value for each of {list(self.parameters)}",
                f"the entry {strange[0]}",
                "Give integers or sympy.Rational.",
            )
        return LieAlgebra.from_matrices(matrices)


def symbolic_adjoint(g: LieAlgebra | SymbolicAlgebra) -> list[sympy.Matrix]:
    """The adjoint representation in SymPy matrices: (ad L_i)[k, j] = f[i, j, k].

    Examples:
        >>> from lietheory.algebra.catalogue.affine import aff
        >>> symbolic_adjoint(aff(1))[0]
        Matrix([
        [0, 0],
        [0, 1]])
    """
    import sympy

    n = g.dimension
    return [sympy.Matrix(n, n, lambda k, j, f=f: f[j][k]) for f in symbolic_constants(g)]


def symbolic_constants(g: LieAlgebra | SymbolicAlgebra) -> list[list[list[sympy.Expr]]]:
    """The structure constants f[i][j][k] in SymPy's numbers or in the parameters."""
    if isinstance(g, SymbolicAlgebra):
        return g.structure_constants.tolist()
    return [[[sympy_number(x) for x in row] for row in rows] for rows in g.structure_constants.tolist()]


def over_rational_functions(matrix: sympy.Matrix, parameters: Sequence[sympy.Symbol], call: str) -> DomainMatrix:
    """A SymPy matrix over the field Q(parameters)."""
    from sympy import QQ
    from sympy.polys.matrices import DomainMatrix
    from sympy.polys.polyerrors import CoercionFailed

    field = QQ.frac_field(*parameters) if parameters else QQ
    try:
        return DomainMatrix.from_Matrix(matrix).convert_to(field)
    except (CoercionFailed, ValueError) as problem:
        raise ShapeError(
            call,
            "entries that are rational functions of the parameters over Q",
            f"{problem}",
            "Use a new symbol for a root, a number like I or a function; it stands for a generic value.",
        ) from None


def _parameters(matrices: list[sympy.Matrix], call: str) -> tuple[sympy.Symbol, ...]:
    import sympy

    sizes = {M.shape for M in matrices}
    if len(sizes) != 1 or len(set(next(iter(sizes)))) != 1 or 0 in next(iter(sizes)):
        raise ShapeError(call, "square matrices of one size", f"shapes {sorted(sizes)}", "Give a list of SymPy matrices.")
    if any(M.has(sympy.Float) for M in matrices):
        raise PrecisionError(
            call, "rationals and symbols", "a floating entry", "Give sympy.Rational, or give floats to LieAlgebra.from_matrices."
        )
    return tuple(sorted(set().union(*(M.free_symbols for M in matrices)), key=str))


def _require_closed(rest: DomainMatrix, n: int, call: str) -> None:
    wrong = sorted({row for row, _ in rest.to_dok()})
    if not wrong:
        return
    i, j = divmod(wrong[0], n)
    condition = next(x for x in rest.to_Matrix().row(wrong[0]) if x != 0)
    raise ClosureError(
        call,
        "generators whose brackets stay in their span for all parameters",
        f"[L[{i}], L[{j}]] outside it unless {condition.factor()} = 0",
        "Add the missing brackets, or substitute values at which they vanish.",
    )
