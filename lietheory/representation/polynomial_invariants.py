"""The polynomials that are invariant under a matrix algebra, (A x) . grad f = 0, by exact linear algebra."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from lietheory.algebra.algebra_arguments import AlgebraLike
from lietheory.algebra.enveloping.invariant_polynomial_maps import PolynomialMap, independent_of, invariant_vectors, require_count
from lietheory.arrays import Generators
from lietheory.errors import shown
from lietheory.progress import reports_progress
from lietheory.representation.linear_representations import copies as copied
from lietheory.representation.polynomial_maps import as_expression, exact_generators, polynomial_symbols, products

if TYPE_CHECKING:
    import sympy


@reports_progress
def polynomial_invariants(
    g: AlgebraLike, degree: int, *, copies: int = 1, variables: Sequence[sympy.Symbol] | None = None
) -> list[sympy.Expr]:
    """Generators of the ring of polynomials f with (A x) . grad f = 0 for all A in g, up to a degree.

    Every invariant polynomial up to the degree is a polynomial in those returned, which are
    homogeneous and computed by exact linear algebra over Q; none is a polynomial in the ones before it.

    Args:
        g: an exact algebra of matrices, its name, or exact matrices (n_L, d, d), NumPy's or SymPy's.
        degree: the highest degree.
        copies: the number of points x_1, x_2, ... of R^d, on which g acts together.
        variables: copies * d symbols, copy after copy; x1, x2, ... by default.

    Returns:
        SymPy polynomials with integer coefficients without a common factor, by degree.

    Raises:
        PrecisionError: floats, of which no rank is exact.
        ShapeError: a degree with more monomials than fit, estimated before any is made; other misfits.

    Examples:
        >>> from lietheory.algebra import so
        >>> polynomial_invariants(so(3), 4)
        [x1**2 + x2**2 + x3**2]

    References:
        The inverse of Moskalev et al. 2022, which goes from the function to its generators.
    """
    call = f"polynomial_invariants(g, {shown(degree)}, copies={shown(copies)})"
    matrices = copied(exact_generators(g, call), copies)
    symbols = polynomial_symbols(variables, matrices.shape[1], call)
    return [as_expression(f, symbols) for f in invariant_ring(matrices, degree, call)]


def invariant_ring(matrices: Generators, degree: int, call: str) -> list[PolynomialMap]:
    """Generators of the ring of invariants of exact matrices up to a degree, lowest degrees first."""
    require_count(matrices.shape[1], degree, 1, call)
    fields = [(A, np.zeros((1, 1), dtype=np.int64)) for A in matrices]
    ring: list[PolynomialMap] = []
    for k in range(1, degree + 1):
        known = list(products(ring, k, matrices.shape[1]))
        ring += independent_of(known, invariant_vectors(fields, k, call))
    return ring
