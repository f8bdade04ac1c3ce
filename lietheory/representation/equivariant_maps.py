"""The polynomial maps between two representations that commute with the algebra."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from lietheory.algebra.algebra_arguments import AlgebraLike
from lietheory.algebra.enveloping.invariant_polynomial_maps import (
    PolynomialMap,
    independent_of,
    invariant_vectors,
    product,
    require_count,
)
from lietheory.errors import ShapeError, shown
from lietheory.progress import reports_progress
from lietheory.representation.polynomial_invariants import invariant_ring
from lietheory.representation.polynomial_maps import as_expression, degree_of, exact_generators, polynomial_symbols, products

if TYPE_CHECKING:
    import sympy


@reports_progress
def equivariant_maps(
    L: AlgebraLike, M: AlgebraLike, degree: int, *, variables: Sequence[sympy.Symbol] | None = None
) -> list[sympy.Matrix]:
    """Generators of the polynomial maps F: R^d -> R^m with DF(x) L_k x = M_k F(x), up to a degree.

    Every equivariant polynomial map up to the degree is a sum of those returned with invariant
    polynomials as coefficients.

    Args:
        L: exact generators (n_L, d, d) on the domain, or an algebra of matrices or its name.
        M: exact generators (n_L, m, m) of the same elements on the target, given likewise.
        degree: the highest degree.
        variables: d symbols; x1, x2, ... by default.

    Returns:
        SymPy columns (m, 1), by degree.

    Raises:
        PrecisionError, ShapeError: as for :func:`polynomial_invariants`; different numbers of generators.

    Examples:
        >>> from lietheory.representation import copies
        >>> len(equivariant_maps(copies("so(3)", 2), "so(3)", 2))  # x, y and x cross y
        3
    """
    import sympy

    call = f"equivariant_maps(L, M, {shown(degree)})"
    source, target = exact_generators(L, call), exact_generators(M, call)
    if len(source) != len(target):
        raise ShapeError(
            call,
            "as many generators on both sides",
            f"{len(source)} and {len(target)}",
            "The k-th generator of each stands for the same element.",
        )
    (d, m), symbols = (source.shape[1], target.shape[1]), polynomial_symbols(variables, source.shape[1], call)
    require_count(d, degree, m, call)
    ring = invariant_ring(source, degree, call)
    generators: list[PolynomialMap] = []
    for k in range(degree + 1):
        multiples = [product(f, F) for F in generators for f in products(ring, k - degree_of(F), d)]
        generators += independent_of(multiples, invariant_vectors(list(zip(source, target, strict=True)), k, call))
    return [sympy.Matrix([as_expression(F, symbols, component) for component in range(m)]) for F in generators]
