"""Casimir elements: the centre of the universal enveloping algebra, as invariant symmetric tensors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import permutations
from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike

from lietheory.algebra.algebra_arguments import AlgebraLike, as_algebra, as_matrices, require_rational
from lietheory.algebra.enveloping.invariant_polynomial_maps import (
    PolynomialMap,
    independent_of,
    invariant_vectors,
    product,
    require_count,
)
from lietheory.algebra.linalg.dispatch import inverse, rank, tensordot
from lietheory.arrays import as_array, exact_array, is_exact
from lietheory.errors import PrecisionError, RankError, ShapeError, shown
from lietheory.progress import reports_progress
from lietheory.quadratic_numbers import sympy_number
from lietheory.symbolic_arguments import as_symbols

if TYPE_CHECKING:
    import sympy

_TENSOR_LIMIT = 2 * 10**6  # entries n^k of a dense tensor, about 200 MB of rationals


@dataclass(frozen=True, eq=False, repr=False)
class Casimir:
    """The central element sum c[i_1, ..., i_k] L_i1 ... L_ik of U(g), for a symmetric invariant tensor c.

    Args:
        tensor: c, (n_L,) * k.
    """

    tensor: np.ndarray

    @property
    def degree(self) -> int:
        """The number k of factors."""
        return self.tensor.ndim

    def evaluate(self, L: AlgebraLike) -> np.ndarray:
        """The matrix of the element in a representation; it commutes with every L_i.

        Args:
            L: the generators (n_L, d, d) of a representation, or an algebra of matrices or its name.

        Raises:
            ShapeError: another number of generators.

        Examples:
            >>> from lietheory.algebra.catalogue.classical import so
            >>> casimirs(so(3))[0].evaluate(so(3).generators).tolist()
            [[-2, 0, 0], [0, -2, 0], [0, 0, -2]]
        """
        call = "Casimir.evaluate(L)"
        L = as_matrices(L, call)
        n, d, _ = L.shape
        if n != len(self.tensor):
            raise ShapeError(call, f"{len(self.tensor)} generators", f"{n}", "Give a representation of the same algebra.")
        value = tensordot(self.tensor, L, self.degree - 1, 0).reshape(-1, d, d)
        row = L.transpose(1, 0, 2).reshape(d, n * d)  # one index runs over the element and over the inner matrix index
        for _ in range(self.degree - 1):
            value = np.swapaxes(tensordot(value.reshape(-1, n * d, d), row, 1, 1), 1, 2)
        return value[0]

    def _latex(self, printer: Any) -> str:
        """What ``sympy.latex`` prints: the polynomial."""
        import sympy

        return sympy.latex(self.to_sympy())

    def _repr_latex_(self) -> str:
        return f"${self._latex(None)}$"

    def __str__(self) -> str:
        return str(self.to_sympy())

    def __repr__(self) -> str:
        return f"Casimir({self})"

    def to_sympy(self, letters: Sequence[sympy.Symbol] | None = None) -> sympy.Expr:
        """The polynomial on the dual of g that the element symmetrises, in the letters e1, e2, ..."""
        import sympy

        count = len(self.tensor)
        names = as_symbols(
            sympy.symbols(f"e1:{count + 1}") if letters is None else letters, count, "Casimir.to_sympy(letters)", "letters"
        )
        terms = {index: value for index, value in np.ndenumerate(self.tensor) if value}
        return sympy.expand(sum(sympy_number(value) * prod(names[i] for i in index) for index, value in terms.items()))


def quadratic_casimir(g: AlgebraLike, form: ArrayLike | None = None) -> Casimir:
    """The Casimir element sum_ij (B^-1)[i, j] L_i L_j of an invariant nondegenerate form B.

    Args:
        g: an algebra, exact or numeric, a basis of one, or a name.
        form: B, (n_L, n_L) in the generators of g; the Killing form by default.

    Raises:
        RankError: the form is degenerate.
        ShapeError: the form does not fit, or is not symmetric and invariant.

    Examples:
        >>> from lietheory.algebra.catalogue.classical import so
        >>> quadratic_casimir(so(3)).evaluate(so(3).generators).tolist()
        [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
    """
    call = "quadratic_casimir(g)" if form is None else "quadratic_casimir(g, form)"
    g = as_algebra(g, call)
    n = g.dimension
    B = g.killing_form() if form is None else as_array(form, call, "form")
    if B.shape != (n, n):
        raise ShapeError(call, f"a form of shape ({n}, {n})", f"shape {B.shape}", "Give B(L_i, L_j) for all pairs.")
    f = g.structure_constants
    lowered = tensordot(f, B, 2, 0)  # B([L_i, L_j], L_k): invariant if antisymmetric in j and k
    zero = 0.0 if is_exact(lowered) else 1e-8 * max(float(np.abs(f).max(initial=0)), 1.0) * float(np.abs(B).max(initial=0))
    if np.abs(B - B.T).max(initial=0) > zero or np.abs(lowered + lowered.swapaxes(1, 2)).max(initial=0) > zero:
        raise ShapeError(call, "a symmetric form with B([x, y], z) = -B(y, [x, z])", "one that is not", "Give an invariant form.")
    if (g.killing_signature()[2] if form is None else n - rank(B)) > 0:
        raise RankError(
            call, "a nondegenerate form", "a degenerate one", "Give another invariant form, or take casimirs(g, degree)."
        )
    return Casimir(inverse(B))


@reports_progress
def casimirs(g: AlgebraLike, degree: int = 2) -> list[Casimir]:
    """Generators of the invariants of S(g) up to a degree: by symmetrisation, of the centre of U(g).

    The invariant symmetric tensors are a null space over the rationals; products of those of lower
    degree are left out. A centre shows in degree one, a simple ideal in degree two.

    Args:
        g: an exact algebra, of matrices or abstract, a basis of one, or a name.
        degree: the highest number of factors.

    Returns:
        Casimir elements by degree, with integer coefficients without a common factor as polynomials.

    Raises:
        PrecisionError: a numeric algebra; :func:`quadratic_casimir` takes it.
        ShapeError: no algebra; a degree with more monomials, or tensor entries, than fit, estimated before any is made.

    Examples:
        >>> from lietheory.algebra.catalogue.classical import so
        >>> [C.to_sympy() for C in casimirs(so(3), 4)]
        [e1**2 + e2**2 + e3**2]

    References:
        Dixmier 1974, 2.4.11: symmetrisation is an isomorphism of the invariants.
    """
    call = f"casimirs(g, {shown(degree)})"
    g = as_algebra(g, call)
    if not g.is_exact:
        raise PrecisionError(call, "an exact algebra", "floats", "Take quadratic_casimir(g), or give integers and rationals.")
    require_rational(g.structure_constants, call)
    n = g.dimension
    require_count(n, degree, 1, call)
    if n**degree > _TENSOR_LIMIT:
        raise ShapeError(
            call, f"tensors of at most {_TENSOR_LIMIT} entries", f"{n}^{degree} = {n**degree}", "Take a lower degree."
        )
    # the derivation e_j -> [L_i, e_j] = sum_k f[i, j, k] e_k of S(g)
    fields = [(row, np.zeros((1, 1), dtype=np.int64)) for row in g.structure_constants]
    known: dict[int, list[PolynomialMap]] = {}
    generators: list[Casimir] = []
    for k in range(1, degree + 1):
        known[k] = invariant_vectors(fields, k, call)
        products = [product(f, F) for j in range(1, k // 2 + 1) for f in known[j] for F in known[k - j]]
        new = independent_of(products, known[k])
        generators += [Casimir(_tensor(F, n, k)) for F in new]
    return generators


def _tensor(F: PolynomialMap, n: int, degree: int) -> np.ndarray:
    """The symmetric tensor of a polynomial: each monomial spread evenly over its orderings."""
    tensor = np.zeros((n,) * degree, dtype=object)
    for (_, m), value in F.items():
        places = set(permutations(i for i, power in enumerate(m) for _ in range(power)))
        for place in places:
            tensor[place] = Fraction(value, len(places))
    tensor = exact_array(tensor)
    tensor.flags.writeable = False
    return tensor
