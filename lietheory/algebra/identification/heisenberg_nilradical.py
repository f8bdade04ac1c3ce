"""s + R^j over a Heisenberg algebra, such as the Jacobi algebra sp(2n, R) |x heisenberg(n): named by the module V = N / [N, N].

N = heisenberg(n) is V with an alternating form up to a factor, and top = g / N acts on V. Let the invariant alternating forms
of the semisimple s on V be multiples of one. Then the module fixes the bracket of N. Now s lifts to g, and so does one more
element Z, which may be taken to commute with s, as s acts completely reducibly on N. On N it is a derivation, and derivations
of N that are zero on V are inner. So for j < 2 the class of g is that of V as a module of s + R^j.
"""

from __future__ import annotations

import numpy as np

from lietheory.algebra.identification.module_of_floats import float_module
from lietheory.algebra.identification.recognise_module import exact_module
from lietheory.algebra.invariants.characteristic_ideals import bracket_space, center
from lietheory.algebra.linalg.dispatch import complement, coordinates, multiply, null_space, tensordot
from lietheory.algebra.names.brackets import bare
from lietheory.algebra.names.parser import over_heisenberg_name
from lietheory.algebra.names.summands import Piece
from lietheory.algebra.structure.structure_constants import Structure

_LARGEST = 16  # the dimension of V: forms on it are found by one null space


def heisenberg_name(g: Structure, rows: np.ndarray, top: Structure, left: list[Piece], lines: int) -> tuple[str, bool] | None:
    """The name of an algebra with nilradical heisenberg(n), and whether it fixes the class; None for another nilradical.

    Args:
        g: an indecomposable algebra.
        rows: its nilradical.
        top: g modulo that.
        left: the summands of top.
        lines: the dimension of the centre of top.
    """
    ideal = g.restrict(rows)
    derived = bracket_space(ideal, ideal.whole, ideal.whole)
    factors = [p for p in left if not p.name.startswith("R")]
    m = len(rows) - 1
    if len(derived) != 1 or len(center(ideal)) != 1 or not factors or not 0 < m <= _LARGEST:
        return None
    plane, rest = complement(derived), complement(rows)
    images = g.brackets(rest, multiply(plane, rows)).reshape(len(rest) * m, g.dimension)
    inside = coordinates(rows, images)[0]
    action = coordinates(np.concatenate([plane, derived]), inside)[0][:, :m].reshape(len(rest), m, m).swapaxes(1, 2)
    module = _named(left, factors, lines, top, action)
    if module is None:
        return None
    text, complete = module
    semisimple = bracket_space(top, top.whole, top.whole)
    forms = alternating_forms(tensordot(semisimple, action, 1, 0), top.error)
    return over_heisenberg_name(left, m // 2, text), complete and forms == 1 and lines < 2


def _named(left: list[Piece], factors: list[Piece], lines: int, top: Structure, action: np.ndarray) -> tuple[str, bool] | None:
    if top.is_exact:
        return exact_module(factors, lines, top, action)
    module = float_module(left, factors, lines, top, action)
    if module is None:
        return None
    name = module.name if module.complete else module.family
    return bare(name.split("|x ", 1)[1]), module.complete


def alternating_forms(L: np.ndarray, error: float = 0.0) -> int:
    """The number of independent alternating forms w with w(A x, y) + w(x, A y) = 0 for all matrices (k, m, m).

    Examples:
        >>> alternating_forms(np.array([[[1, 0], [0, -1]], [[0, 1], [0, 0]]]))
        1
    """
    k, m, _ = L.shape
    i, j = np.triu_indices(m, 1)
    equations = np.zeros((len(i), k, m, m), dtype=L.dtype)
    for e, (a, b) in enumerate(zip(i, j, strict=True)):  # w = e_a e_b^T - e_b e_a^T: A^T w + w A
        equations[e, :, :, b] += L[:, a, :]
        equations[e, :, :, a] -= L[:, b, :]
        equations[e, :, a, :] += L[:, b, :]
        equations[e, :, b, :] -= L[:, a, :]
    return len(null_space(equations.reshape(len(i), k * m * m).T, error * m))
