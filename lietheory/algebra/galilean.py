"""galilei(n) and bargmann(n) for n > 2, told from all other algebras by invariants that fix the class.

Let s = so(n) be a Levi factor and the radical N = [s, N] + R t be nilpotent with [s, N] abelian, of
dimension 2 n, and P = [t, N] the natural module of s. As ad t commutes with s and is nilpotent, P is its
kernel on [s, N], and ad t identifies a complement of P, the boosts, with P, the translations: that is
galilei(n). An extension of it by a line is given by a cocycle of N invariant under s; for n > 2 that is a
multiple of the inner product of boosts and translations. So where the centre is a line in [g, g] and
g / centre is galilei(n), g is bargmann(n).
"""

from __future__ import annotations

import numpy as np

from lietheory.algebra.natural import natural_module
from lietheory.algebra.primitives import coordinates
from lietheory.algebra.radical import levi_factor, nilradical, radical
from lietheory.algebra.series import bracket_space, center
from lietheory.algebra.simple import semisimple_pieces
from lietheory.algebra.structure import Structure
from lietheory.algebra.written import canonical_name, join


def galilean_name(g: Structure) -> str | None:
    """galilei(n) or bargmann(n), n > 2, of an indecomposable algebra; None for another one."""
    middle = center(g)
    n = _space_dimension(g.quotient(middle)) if len(middle) < 2 else 0
    if not n:
        return None
    return f"bargmann({n})" if len(middle) else f"galilei({n})"


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
    return natural_module(factors, s, action) == f"R^{n}"
