"""Left-invariant forms of the group of an algebra, in SymPy, and the Maurer-Cartan equations they satisfy.

Near the identity u = exp(t_1 L_1) ... exp(t_n L_n) has coordinates t. The form u^-1 du = sum_k w^k L_k has
the left-invariant components w^k = sum_a W[k, a] dt_a, and d w^k = -1/2 sum_ij f_ij^k w^i ^ w^j.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from lietheory.algebra.algebra_arguments import AlgebraLike, as_symbolic, require_sequence
from lietheory.algebra.lie_algebra import LieAlgebra
from lietheory.algebra.symbolic.two_forms import MaurerCartanEquations, TwoForm
from lietheory.algebra.symbolic_algebra import symbolic_adjoint, symbolic_constants
from lietheory.errors import PrecisionError, ShapeError
from lietheory.symbolic_arguments import as_symbols, as_sympy

if TYPE_CHECKING:
    import sympy


def maurer_cartan(g: AlgebraLike) -> MaurerCartanEquations:
    """The equations d w^k = -1/2 f_ij^k w^i ^ w^j: for each k the coefficients -f[i, j, k] of w^i ^ w^j, i < j.

    Args:
        g: an algebra, also one with parameters or an abstract one, a basis of one, or a name.

    Returns:
        A list: for each k a dictionary (i, j) -> coefficient, zeros left out. Printed, and in LaTeX, it is the equations.

    Examples:
        >>> from lietheory.algebra.catalogue.classical import so
        >>> maurer_cartan(so(3))
        [{(1, 2): -1}, {(0, 2): 1}, {(0, 1): -1}]
        >>> print(maurer_cartan(so(3)))
        dw1 = -w2^w3
        dw2 = w1^w3
        dw3 = -w1^w2
    """
    g = as_symbolic(g, "maurer_cartan(g)")
    n, f = g.dimension, symbolic_constants(g)
    names = [(f"w{k}", rf"\omega^{{{k}}}") for k in range(1, n + 1)]
    pairs = [(i, j) for i in range(n) for j in range(i + 1, n)]
    return MaurerCartanEquations(TwoForm({(i, j): -f[i][j][k] for i, j in pairs if f[i][j][k] != 0}, names) for k in range(n))


def left_invariant_forms(g: AlgebraLike, coordinates: Sequence[sympy.Symbol]) -> sympy.Matrix:
    """The matrix W of u^-1 du = sum_k (sum_a W[k, a] dt_a) L_k at u = exp(t_1 L_1) ... exp(t_n L_n).

    Column a is Ad of (exp(t_a+1 L_a+1) ... exp(t_n L_n))^-1 on L_a. W is the identity at t = 0 and
    depends on the order of the generators; the columns of W^-1 are the left-invariant vector fields.

    Args:
        g: an algebra, also one with parameters or an abstract one, a basis of one, or a name.
        coordinates: n symbols, real ones for real trigonometric results.

    Returns:
        W, a SymPy matrix (n_L, n_L).

    Raises:
        ShapeError: another number of coordinates.

    Examples:
        >>> import sympy
        >>> from lietheory.algebra.catalogue.affine import heisenberg
        >>> left_invariant_forms(heisenberg(1), sympy.symbols("p q z"))  # w^3 = q dp + dz
        Matrix([
        [1, 0, 0],
        [0, 1, 0],
        [q, 0, 1]])
    """
    import sympy

    call = "left_invariant_forms(g, coordinates)"
    g = as_symbolic(g, call)
    if isinstance(g, LieAlgebra) and not g.is_exact:
        raise PrecisionError(call, "exact generators", "floats", "Give integers, rationals or a name.")
    n = g.dimension
    coordinates = as_symbols(coordinates, n, call, "coordinates")
    columns, moved = [], sympy.eye(n)
    for t, ad, a in reversed(list(zip(coordinates, symbolic_adjoint(g), range(n), strict=True))):
        columns.append(moved[:, a])
        moved = (moved * (ad * -t).exp()).applyfunc(sympy.simplify)
    return sympy.Matrix.hstack(*reversed(columns))


def exterior_derivative(form: Sequence[sympy.Expr], coordinates: Sequence[sympy.Symbol]) -> TwoForm:
    """d(sum_a w_a dt_a) = sum_a<b (dw_b/dt_a - dw_a/dt_b) dt_a ^ dt_b, zeros left out.

    Args:
        form: the components w_a, a row of :func:`left_invariant_forms` for one.
        coordinates: the symbols t_a.

    Examples:
        >>> import sympy
        >>> p, q = sympy.symbols("p q")
        >>> exterior_derivative([q, 0], (p, q))
        {(0, 1): -1}
        >>> print(exterior_derivative([q, 0], (p, q)))
        -dp^dq
    """
    import sympy

    call = "exterior_derivative(form, coordinates)"
    require_sequence(form, call, "form")
    coordinates = as_symbols(coordinates, len(require_sequence(coordinates, call, "coordinates")), call, "coordinates")
    form = [as_sympy(component, call, "form") for component in form]
    if len(form) != len(coordinates):
        raise ShapeError(
            call,
            f"{len(coordinates)} components",
            f"{len(form)}",
            "Give one component for each coordinate.",
        )
    n = len(coordinates)
    terms = {
        (a, b): sympy.simplify(sympy.diff(form[b], coordinates[a]) - sympy.diff(form[a], coordinates[b]))
        for a in range(n)
        for b in range(a + 1, n)
    }
    names = [(f"d{t}", rf"d {sympy.latex(t)}") for t in coordinates]
    return TwoForm({pair: value for pair, value in terms.items() if value != 0}, names)
