"""The derivations of a Lie algebra: the maps D with D[x, y] = [Dx, y] + [x, Dy].

A derivation of g = s + r, s a Levi factor and r the radical, sends s into g by a cocycle, which is
inner by Whitehead's lemma. So up to an inner one it vanishes on s; then it commutes with ad s, and it
is a derivation of r: only the maps of r are unknown.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np

from lietheory.algebra.invariants.characteristic_ideals import levi_factor, radical, radical_structure
from lietheory.algebra.linalg.dispatch import coordinates, inverse, null_space, row_space, tensordot
from lietheory.algebra.linalg.memory import require_memory
from lietheory.algebra.structure.structure_constants import Structure, adjoint_matrices
from lietheory.arrays import is_exact
from lietheory.errors import ShapeError


def derivations(g: Structure) -> np.ndarray:
    """A basis (k, n, n) of the derivations of g, as matrices that act on columns of coordinates.

    Examples:
        >>> affine_line = Structure(np.array([[[0, 0], [0, 1]], [[0, -1], [0, 0]]]))
        >>> derivations(affine_line).tolist()
        [[[0, 0], [1, 0]], [[0, 0], [0, 1]]]
    """
    n = g.dimension
    if not n:
        raise ShapeError("g.derivations()", "an algebra of dimension 1 at least", "the zero algebra", "Its only derivation is 0.")
    size = 1.0 if g.is_exact else float(np.abs(g.constants).max())
    if g.error <= 1e-8 * size and not 1e-3 < size < 1e3:  # else constants of rounding size, or of a good size already
        g = Structure(g.constants / size, g.error / size)  # inner derivations and others are then of one size
    maps = np.concatenate([adjoint_matrices(g.constants), _outer(g)])
    return row_space(maps.reshape(len(maps), n * n), _zero(g)).reshape(-1, n, n)


def in_generators(maps: np.ndarray, change: np.ndarray) -> np.ndarray:
    """Maps (k, n, n) of columns of coordinates in one basis as maps of coordinates in generators.

    Args:
        maps: in a basis.
        change: (n, n), that basis written in the generators. Those of floats may be of very different sizes.
    """
    sizes = np.ones(len(change), dtype=np.int64) if is_exact(change) else np.abs(change).max(axis=0, initial=0)
    to = (change if is_exact(change) else change / sizes).T
    unit = tensordot(tensordot(to, maps, 1, 1).swapaxes(0, 1), inverse(to), 2, 0)
    return unit if is_exact(change) else unit * (sizes[:, None] / sizes)


def _outer(g: Structure) -> np.ndarray:
    """The derivations of g that vanish on a Levi factor."""
    rows = radical(g)
    levi = levi_factor(g) if len(rows) < g.dimension else g.whole[:0]
    k, m = len(levi), len(rows)
    needed = 8.0 * m**5  # the equations of Leibniz before empty ones are dropped, in float64
    require_memory("derivations()", f"{m**5 // 2} coefficients for a radical of dimension {m}", needed, "Take a smaller radical.")
    action = coordinates(rows, g.brackets(levi, rows).reshape(k * m, g.dimension))[0].reshape(k, m, m) if m else None
    if action is None:
        return np.zeros((0, g.dimension, g.dimension), dtype=g.constants.dtype)
    conditions = np.concatenate([_leibniz(radical_structure(g).constants), _commuting(action)])
    of_radical = null_space(conditions[conditions.any(axis=1)], _zero(g)).reshape(-1, m, m)
    onto_radical = inverse(np.concatenate([levi, rows]))[:, k:]
    return tensordot(tensordot(of_radical, onto_radical, 2, 1).swapaxes(1, 2), rows, 2, 0).swapaxes(1, 2)


def _leibniz(f: np.ndarray) -> np.ndarray:
    """The equations of D[e_i, e_j] = [D e_i, e_j] + [e_i, D e_j] for the entries of D, row by row."""
    m = len(f)
    blocks = []
    for i, j in combinations(range(m), 2):
        block = np.zeros((m, m, m), dtype=f.dtype)
        block[range(m), range(m)] += f[i, j]
        block[:, :, i] -= f[:, j].T
        block[:, :, j] -= f[i].T
        blocks.append(block.reshape(m, m * m))
    return np.concatenate([np.zeros((0, m * m), dtype=f.dtype), *blocks])


def _commuting(action: np.ndarray) -> np.ndarray:
    """The equations of D S = S D, for matrices S that act on rows of coordinates."""
    m = action.shape[1]
    one = np.eye(m, dtype=np.int64)
    return np.concatenate([np.zeros((0, m * m), dtype=action.dtype), *(np.kron(one, S) - np.kron(S.T, one) for S in action)])


def _zero(g: Structure) -> float:
    """A bound on the error of the equations: each constant stands in at most 3 n of their entries."""
    return 3 * g.dimension * g.error
