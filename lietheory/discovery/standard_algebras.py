"""The catalogue's algebras of matrices of one size, and the principal angles of a span with each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from lietheory.algebra import aff, gl, se, sim, sl, so, sp, su, u
from lietheory.arrays import Generators
from lietheory.comparison import principal_angles

LARGEST = 12
"""Matrices beyond this size are compared with no algebra: gl(12) has 144 generators."""


@dataclass(frozen=True)
class Near:
    """A catalogue algebra in its standard matrices beside an estimated span.

    Args:
        name: of the algebra.
        dimension: of the algebra.
        angle: the largest principal angle between the two spans, in radians; of spans of other dimensions, that
            of the smaller with the larger.
    """

    name: str
    dimension: int
    angle: float


def acting_algebras(size: int, *, homogeneous: bool = False) -> dict[str, Generators]:
    """Standard algebras of matrices of a size by their catalogue names; with homogeneous coordinates, motions of R^(size - 1).

    Examples:
        >>> list(acting_algebras(3))
        ['so(3)', 'so(2,1)', 'sl(3)', 'gl(3)']
        >>> list(acting_algebras(3, homogeneous=True))
        ['R^2', 'so(2)', 'se(2)', 'sim(2)', 'aff(2)']
        >>> list(acting_algebras(4))[-3:]  # the symplectic algebra of R^4 is sp(4,R), which lt.sp(2) makes
        ['sp(4,R)', 'su(2)', 'u(2)']
    """
    if homogeneous:
        d = size - 1
        if not 2 <= d <= LARGEST:
            return {}
        moved = np.zeros((d, size, size))
        moved[np.arange(d), np.arange(d), d] = 1.0
        turns = np.pad(_floats(so(d)), ((0, 0), (0, 1), (0, 1)))
        motions = {f"{f.__name__}({d})": _floats(f(d)) for f in (se, sim, aff)}
        return {f"R^{d}": moved, f"so({d})": turns, **motions}
    if not 2 <= size <= LARGEST:
        return {}
    algebras = {f"so({size})": so(size)} | {f"so({size - q},{q})": so(size - q, q) for q in range(1, size // 2 + 1)}
    algebras |= {f"sl({size})": sl(size), f"gl({size})": gl(size)}
    if size % 2 == 0 and size > 2:
        n = size // 2
        algebras |= {f"sp({size},R)": sp(n), f"su({n})": su(n), f"u({n})": u(n)}
    return {name: _floats(g) for name, g in algebras.items()}


def nearest_acting(generators: Generators, *, homogeneous: bool = False) -> list[Near]:
    """The algebras that act there, those of the same dimension first, by the largest principal angle.

    Examples:
        >>> [(n.name, n.dimension) for n in nearest_acting(so(3).generators.astype(float))[:2]]
        [('so(3)', 3), ('so(2,1)', 3)]
    """
    standard = [
        Near(name, len(L), float(principal_angles(generators, L).max()))
        for name, L in acting_algebras(generators.shape[1], homogeneous=homogeneous).items()
        if L.shape[1:] == generators.shape[1:]
    ]
    return sorted(standard, key=lambda n: (n.dimension != len(generators), n.angle))


def is_homogeneous(basis: Float[np.ndarray, "K n n"]) -> bool:
    """Whether a basis of matrices has the form [[A, b], [0, 0]], some of them with a b."""
    return basis.shape[1] > 1 and not basis[:, -1].any() and bool(basis[:, :-1, -1].any())


def _floats(g) -> Generators:
    return g.generators.astype(np.float64)
