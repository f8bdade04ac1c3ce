"""Between SymPy polynomials and the sparse polynomial maps that the linear algebra works on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from lietheory.algebra.algebra_arguments import AlgebraLike, as_matrices, require_rational
from lietheory.algebra.enveloping.invariant_polynomial_maps import PolynomialMap, product
from lietheory.arrays import Generators, is_exact
from lietheory.errors import PrecisionError, ShapeError
from lietheory.symbolic_arguments import as_symbols, as_sympy

if TYPE_CHECKING:
    import sympy


def exact_generators(g: AlgebraLike, call: str) -> Generators:
    """The matrices of an algebra, or matrices themselves, where they are rational.

    Raises:
        PrecisionError: floating entries, square roots, or parameters.
        ShapeError: an abstract algebra, or no stack of square matrices.
    """
    matrices = as_matrices(g, call, "g")
    if not is_exact(matrices):
        raise PrecisionError(
            call, "integers or rationals", f"dtype {matrices.dtype}", "No rank of floats is exact; give Fractions."
        )
    require_rational(matrices, call)
    return matrices


def polynomial_symbols(variables: Sequence[sympy.Symbol] | None, count: int, call: str) -> list[sympy.Symbol]:
    """``count`` different variables, x1, x2, ... by default; raises ShapeError for another number of them."""
    import sympy

    return as_symbols(sympy.symbols(f"x1:{count + 1}") if variables is None else variables, count, call, "variables")


def as_expression(F: PolynomialMap, variables: Sequence[sympy.Symbol], component: int = 0) -> sympy.Expr:
    """One component of a polynomial map as a SymPy polynomial."""
    import sympy

    terms = {m: value for (c, m), value in F.items() if c == component}
    return sympy.Poly(terms, *variables).as_expr() if terms else sympy.Integer(0)


def polynomial_terms(f: sympy.Expr, variables: Sequence[sympy.Symbol], call: str) -> dict[tuple[int, ...], sympy.Rational]:
    """The coefficients of a SymPy polynomial by exponents.

    Raises:
        ShapeError: not a polynomial in these variables with rational coefficients.
    """
    import sympy

    f = as_sympy(f, call, "each polynomial")
    polynomial = sympy.Poly(f, *variables) if f.is_polynomial(*variables) else None
    if polynomial is None or not all(c.is_Rational for c in polynomial.coeffs()):
        raise ShapeError(
            call,
            f"a polynomial in {list(variables)} with rational coefficients",
            f"{f}",
            "Substitute numbers for other symbols, and clear functions and denominators.",
        )
    return polynomial.as_dict()


def degree_of(F: PolynomialMap) -> int:
    """The degree of a homogeneous polynomial map."""
    return sum(next(iter(F))[1])


def products(ring: Sequence[PolynomialMap], degree: int, variables: int) -> Iterator[PolynomialMap]:
    """All monomials in homogeneous polynomials that have one total degree, the constant 1 among them for degree 0."""
    if degree == 0:
        yield {(0, (0,) * variables): 1}
    for i, f in enumerate(ring):
        if degree_of(f) <= degree:
            for rest in products(ring[i:], degree - degree_of(f), variables):
                yield product(f, rest)
