"""The matrices A with (A x) . grad f = 0 for given polynomials f: the null space of LieGG, exactly."""

from __future__ import annotations

from collections.abc import Sequence
from math import lcm
from typing import TYPE_CHECKING

import numpy as np

from lietheory.algebra import LieAlgebra
from lietheory.algebra.algebra_arguments import require_sequence
from lietheory.algebra.enveloping.invariant_polynomial_maps import image, killed
from lietheory.errors import RankError
from lietheory.progress import reports_progress
from lietheory.representation.polynomial_maps import polynomial_symbols, polynomial_terms

if TYPE_CHECKING:
    import sympy


@reports_progress
def polynomial_symmetries(polynomials: Sequence[sympy.Expr], variables: Sequence[sympy.Symbol]) -> LieAlgebra:
    """The Lie algebra of all matrices A with (A x) . grad f = 0 for each polynomial f.

    It contains every algebra that has these invariants, and is the largest one that does: the
    invariant |z|^2 of u(2) gives so(4). Every matrix that moves only a variable that no polynomial contains
    is among them.

    Args:
        polynomials: SymPy polynomials with rational coefficients.
        variables: the coordinates x_1..x_d, in order.

    Returns:
        An exact algebra of d x d matrices.

    Raises:
        ShapeError: no polynomials in these variables over Q.
        RankError: they are invariant under no matrix but 0, or there are no polynomials.

    Examples:
        >>> import sympy
        >>> x, y = sympy.symbols("x y")
        >>> polynomial_symmetries([x**2 - y**2], [x, y]).generators.tolist()
        [[[0, 1], [1, 0]]]

    References:
        Moskalev et al. 2022, with coefficients in the place of samples.
    """
    call = "polynomial_symmetries(polynomials, variables)"
    require_sequence(polynomials, call, "polynomials")
    require_sequence(variables, call, "variables")
    if not len(variables):
        raise RankError(call, "at least one variable", "none", "Give the coordinates.")
    if not len(polynomials):
        raise RankError(call, "at least one polynomial", "none", "Without polynomials every matrix is a symmetry: that is gl(d).")
    variables = polynomial_symbols(variables, len(variables), call)
    d, together = len(variables), {}
    for number, f in enumerate(polynomials):  # one map whose components are the polynomials, cleared of denominators
        terms = polynomial_terms(f, variables, call)
        scale = lcm(*(int(value.q) for value in terms.values()))
        together |= {(number, m): int(value * scale) for m, value in terms.items()}
    units, still = np.eye(d * d, dtype=np.int64).reshape(-1, d, d), np.zeros((len(polynomials),) * 2, dtype=np.int64)
    moved = [image(unit, still, together) for unit in units]
    kernel = killed([{(0, (k,)): 1} for k in range(d * d)], moved, call)
    if len(kernel) == 0:
        raise RankError(
            call,
            "polynomials with a linear symmetry",
            "polynomials that are invariant under no matrix but 0",
            "Try symmetries under other vector fields.",
        )
    matrices = np.zeros((len(kernel), d * d), dtype=object)
    for row, combination in zip(matrices, kernel, strict=True):
        for (_, (k,)), value in combination.items():
            row[k] = value
    return LieAlgebra.from_matrices(matrices.reshape(-1, d, d))
