"""The polynomials that a matrix algebra multiplies by numbers: semi-invariants and their characters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING

import flint
import numpy as np

from lietheory.algebra import characteristic_polynomial, coordinates, lie_closure
from lietheory.algebra.algebra_arguments import AlgebraLike
from lietheory.algebra.enveloping.invariant_polynomial_maps import (
    PolynomialMap,
    connected,
    echelon,
    image,
    independent_of,
    invariant_vectors,
    killed,
    product,
    require_count,
    stacked,
)
from lietheory.algebra.structure.closure import all_brackets
from lietheory.arrays import Generators, exact_array
from lietheory.errors import shown
from lietheory.progress import reports_progress
from lietheory.representation.polynomial_maps import as_expression, degree_of, exact_generators, polynomial_symbols

if TYPE_CHECKING:
    import sympy

Character = tuple[Fraction, ...]
_NOTHING = np.zeros((1, 1), dtype=np.int64)


@dataclass(frozen=True, eq=False)
class RelativeInvariant:
    """A polynomial f with -(L_k x) . grad f = character[k] f for every generator L_k.

    Args:
        polynomial: f, a SymPy expression.
        character: (n_L,), rationals; zeros for an invariant.
    """

    polynomial: sympy.Expr
    character: np.ndarray


@reports_progress
def relative_invariants(
    g: AlgebraLike, degree: int, *, variables: Sequence[sympy.Symbol] | None = None
) -> list[RelativeInvariant]:
    """Homogeneous polynomials that every element of g multiplies by a rational number, up to a degree.

    Those of one degree and one character form a space, of which a basis is returned, less the
    products of relative invariants of lower degree. Those whose characters have irrational
    or complex values are left out.

    Args:
        g: an exact algebra of matrices, its name, or exact matrices (n_L, d, d).
        degree: the highest degree.
        variables: d symbols; x1, x2, ... by default.

    Raises:
        PrecisionError, ShapeError: as for :func:`polynomial_invariants`.

    Examples:
        >>> from lietheory.algebra import gl
        >>> invariant, = relative_invariants(gl(1), 3)
        >>> invariant.polynomial, invariant.character.tolist()
        (x1, [Fraction(-1, 1)])
    """
    call = f"relative_invariants(g, {shown(degree)})"
    matrices = exact_generators(g, call)
    symbols = polynomial_symbols(variables, matrices.shape[1], call)
    require_count(matrices.shape[1], degree, 1, call)
    derived = _derived(matrices)
    invariants: list[tuple[PolynomialMap, Character]] = []
    for k in range(1, degree + 1):
        spaces: list[tuple[list[PolynomialMap], Character]] = [(invariant_vectors(derived, k, call), ())]
        for A in matrices:
            spaces = [(part, (*character, value)) for space, character in spaces for value, part in _eigenspaces(A, space, call)]
        known = list(_products(invariants, k))
        for space, character in spaces:
            same = [f for f, weight in known if weight == character]
            invariants += [(f, character) for f in independent_of(same, echelon(space))]
    return [RelativeInvariant(as_expression(f, symbols), np.array(character, dtype=object)) for f, character in invariants]


def _derived(matrices: Generators) -> list[tuple[np.ndarray, np.ndarray]]:
    """The fields of [g, g], on which every character vanishes; the zero field if it is 0."""
    g = lie_closure(matrices).generators
    brackets = all_brackets(g, g).reshape(-1, *matrices.shape[1:])
    there = [A for A in brackets if A.any()] or [np.zeros_like(matrices[0])]
    return [(A, _NOTHING) for A in there]


def _eigenspaces(A: np.ndarray, space: list[PolynomialMap], call: str) -> Iterator[tuple[Fraction, list[PolynomialMap]]]:
    """The rational eigenvalues of -(A x) . grad on an invariant space, and their eigenvectors."""
    scale = lcm(*(x.denominator for x in A.flat))
    integral = exact_array(scale * A)
    images = [image(integral, _NOTHING, F) for F in space]
    values: set[Fraction] = set()
    for block in connected([{**F, **moved} for F, moved in zip(space, images, strict=True)]):
        part = stacked([space[i] for i in block] + [images[i] for i in block])[1]
        matrix = coordinates(part[: len(block)], part[len(block) :])[0]
        coefficients = characteristic_polynomial(matrix)[::-1].tolist()
        polynomial = flint.fmpq_poly([flint.fmpq(c.numerator, c.denominator) for c in coefficients])
        values |= {Fraction(int(root.p), int(root.q)) for root, _ in polynomial.roots()}
    for value in sorted(values):
        yield value / scale, killed(space, [image(integral, _NOTHING, F, value) for F in space], call)


def _products(invariants: list[tuple[PolynomialMap, Character]], degree: int) -> Iterator[tuple[PolynomialMap, Character]]:
    """All products of at least two relative invariants that have one total degree, with their characters."""
    for i, (f, character) in enumerate(invariants):
        rest = degree - degree_of(f)
        for other, weight in _of_degree(invariants[i:], rest):
            yield product(f, other), tuple(a + b for a, b in zip(character, weight, strict=True))


def _of_degree(invariants: list[tuple[PolynomialMap, Character]], degree: int) -> Iterator[tuple[PolynomialMap, Character]]:
    """The relative invariants of one degree, and the products of several."""
    yield from (pair for pair in invariants if degree_of(pair[0]) == degree)
    yield from _products(invariants, degree) if degree > 1 else ()
