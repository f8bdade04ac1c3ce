"""The matrices that leave given polynomials alone: LieGG's question, answered exactly."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from lietheory.algebra import LieAlgebra, null_space
from lietheory.arrays import exact_array
from lietheory.errors import RankError
from lietheory.representation.polynomial_maps import polynomial_symbols, polynomial_terms

if TYPE_CHECKING:
    import sympy


def polynomial_symmetries(polynomials: Sequence[sympy.Expr], variables: Sequence[sympy.Symbol]) -> LieAlgebra:
    """The Lie algebra of all matrices A with (A x) . grad f = 0 for each polynomial f.

    It contains every algebra that has these invariants, and is the largest one that does: the
    invariant |z|^2 of u(2) gives so(4). A variable that no polynomial contains is a motion they do
    not see, and its matrices are all there.

    Args:
        polynomials: SymPy polynomials with rational coefficients.
        variables: the coordinates x_1..x_d, in order.

    Returns:
        An exact algebra of d x d matrices.

    Raises:
        ShapeError: no polynomials in these variables over Q.
        RankError: no matrix but 0 leaves them alone.

    Examples:
        >>> import sympy
        >>> x, y = sympy.symbols("x y")
        >>> polynomial_symmetries([x**2 - y**2], [x, y]).generators.tolist()
        [[[0, 1], [1, 0]]]

    References:
        Moskalev et al. 2022, with coefficients in the place of samples.
    """
    call = "polynomial_symmetries(polynomials, variables)"
    variables = polynomial_symbols(variables, len(variables), call)
    d = len(variables)
    rows: dict[tuple[int, tuple[int, ...]], dict[int, sympy.Rational]] = {}
    for number, f in enumerate(polynomials):
        for m, value in polynomial_terms(f, variables, call).items():
            for i, power in enumerate(m):
                for j in range(d if power else 0):  # E_ij takes the term to power * value * x^m x_j / x_i
                    moved = tuple(e - (k == i) + (k == j) for k, e in enumerate(m))
                    row = rows.setdefault((number, moved), {})
                    row[i * d + j] = row.get(i * d + j, 0) + power * value
    equations = np.array([[row.get(k, 0) for k in range(d * d)] for row in rows.values()], dtype=object).reshape(-1, d * d)
    found = null_space(exact_array(equations))
    if len(found) == 0:
        raise RankError(call, "polynomials with a linear symmetry", "none that any matrix but 0 leaves alone",
                        "Look for symmetries of other vector fields.")
    return LieAlgebra.from_matrices(found.reshape(-1, d, d))
