"""galilei(n) and bargmann(n) for n > 1, recognised by invariants that fix the class.

Let s = so(n) be a Levi factor and the radical N = [s, N] + R t be nilpotent with [s, N] abelian, of
dimension 2 n, and P = [t, N] the natural module of s. As ad t commutes with s and is nilpotent, P is its
kernel on [s, N], and ad t identifies a complement of P, the boosts, with P, the translations: that is
galilei(n). An extension of it by a line is given by a cocycle of N invariant under s; for n > 2 that is a
multiple of the inner product of boosts and translations. So where the centre is a line in [g, g] and
g / centre is galilei(n), g is bargmann(n).

In the plane there is no Levi factor. There V = [g, g] is abelian of dimension 4, and g / V is spanned by a rotation x
and the time t, which act on V by commuting matrices X and T: T^2 = 0 with rank 2, and X = S + k T with
S^2 = -c^2, that is X^2 + c^2 = 2 k T X. Over C = R[S] such a T is one Jordan block, and as S is invertible, t can
be moved inside t + V to commute with x: this is galilei(2). Cocycles of it that are invariant under x have
three parameters: the mass m, [boost_1, boost_2] = a z and [x, t] = b z. Where m is not zero, moving boosts by
multiples of rotated translations takes a to 0. So an extension by a line is bargmann(2) if [g, g] is heisenberg(2),
which means that m is not zero, and if its Cartan subalgebra is abelian, which means that b is zero.
"""

from __future__ import annotations

import numpy as np

from lietheory.algebra.identification.semisimple import recognised_module, semisimple_pieces
from lietheory.algebra.invariants.cartan import cartan_subalgebra
from lietheory.algebra.invariants.characteristic_ideals import bracket_space, center, levi_factor, nilradical, radical
from lietheory.algebra.linalg.dispatch import complement, coordinates, multiply, rank
from lietheory.algebra.names.parser import canonical_name
from lietheory.algebra.names.summands import join
from lietheory.algebra.structure.structure_constants import Structure


def galilean_name(g: Structure) -> str | None:
    """galilei(n) or bargmann(n), n > 2, of an indecomposable algebra; None for another one."""
    middle = center(g)
    n = _space_dimension(g.quotient(middle)) if len(middle) < 2 else 0
    if not n:
        return None
    return f"bargmann({n})" if len(middle) else f"galilei({n})"


def planar_name(g: Structure) -> str | None:
    """galilei(2) or bargmann(2) of an indecomposable algebra; None for another one."""
    middle = center(g)
    if g.dimension != 6 + len(middle) or len(middle) > 1 or not _is_planar(g.quotient(middle)):
        return None
    if not len(middle):
        return "galilei(2)"
    moving, cartan = g.restrict(bracket_space(g, g.whole, g.whole)), cartan_subalgebra(g)
    heisenberg = len(bracket_space(moving, moving.whole, moving.whole)) == len(center(moving)) == 1
    return "bargmann(2)" if heisenberg and not len(bracket_space(g, cartan, cartan)) else None


def _is_planar(g: Structure) -> bool:
    """Whether g, of dimension 6, is galilei(2)."""
    rows, V = nilradical(g), bracket_space(g, g.whole, g.whole)
    if (len(rows), len(V)) != (5, 4) or len(bracket_space(g, V, V)):
        return False
    time = multiply(complement(coordinates(rows, V)[0]), rows)
    pair = np.concatenate([time, complement(rows)])
    T, X = (M.T for M in coordinates(V, g.brackets(pair, V).reshape(8, 6))[0].reshape(2, 4, 4))
    zero = 4 * g.error * g.size
    square, product = multiply(X, X), multiply(T, X)
    turned = 4 * square - np.trace(square) * np.eye(4, dtype=np.int64)  # 4 (X^2 + c^2)
    weight, along = (product * product).sum(), (turned * product).sum()
    if np.trace(square) >= 0 or rank(T, g.error) != 2 or np.abs(multiply(T, T)).max() > zero:
        return False
    return bool(np.abs((turned * weight - along * product).astype(np.float64)).max() <= 4 * zero * float(weight))


def _space_dimension(g: Structure) -> int:
    """The n for which g is galilei(n), 0 if for none."""
    rows = nilradical(g)
    n = (len(rows) - 1) // 2
    if n < 3 or len(rows) != 2 * n + 1 or len(radical(g)) != len(rows) or g.dimension - len(rows) != n * (n - 1) // 2:
        return 0
    levi = levi_factor(g)
    time, moving = g.centralizer(levi), bracket_space(g, levi, rows)
    translations = bracket_space(g, time, rows)
    if (len(time), len(moving), len(translations)) != (1, 2 * n, n) or len(bracket_space(g, moving, moving)):
        return 0
    return n if _is_natural(g, levi, translations) else 0


def _is_natural(g: Structure, levi: np.ndarray, module: np.ndarray) -> bool:
    """Whether a Levi factor is so(n) and a module of dimension n its natural one."""
    k, n = len(levi), len(module)
    s = g.restrict(levi)
    factors, known = semisimple_pieces(s)
    if not known or join(factors) != canonical_name(f"so({n})"):
        return False
    action = coordinates(module, g.brackets(levi, module).reshape(k * n, g.dimension))[0].reshape(k, n, n).swapaxes(1, 2)
    return recognised_module(factors, s, action) == f"R^{n}"
