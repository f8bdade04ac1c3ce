"""A Cartan involution of a real semisimple algebra, by a basis that is orthonormal for the form -K(x, theta y).

For an inner product s on g let s'(x, y) = tr (ad x)(ad y)^*, the adjoint for s. If s(x, y) = -K(x, theta y) for a Cartan
involution theta, then (ad y)^* = -ad theta y, so s' = s. The iteration s -> s' reached such an s from every basis tried, in the
end quadratically; the limit is checked, theta^2 = 1, and nothing is concluded from the iteration itself. Such s are the minimal
vectors of Kempf and Ness for the bracket under GL(g).

References:
    G. Kempf, L. Ness, The length of vectors in representation spaces, 1979; J. Lauret, On the moment map for the variety of Lie
    algebras, 2003: its critical points at semisimple algebras are the brackets with such an inner product.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lietheory.algebra.structure.structure_constants import Structure
from lietheory.errors import UndecidedError
from lietheory.tolerances import FLOAT_ERROR, ROUNDING

_NEAR = 0.05  # noise that leaves theta further from an involution leaves no map that rigidity proves
_ITERATIONS = 60  # reached in under 20 from bases of condition 1e6; quadratic at the end


@dataclass(frozen=True, eq=False)
class AdaptedFrame:
    """A basis orthonormal for -K(x, theta y), in which theta is -K.

    Args:
        basis: (n, n), its rows in the given basis.
        constants: (n, n, n), the structure constants in it.
        involution: (n, n), theta, acting on rows of coordinates in it.
        error: how far theta is from an involution: rounding, or the distance of noisy constants from those of an algebra.
    """

    basis: np.ndarray
    constants: np.ndarray
    involution: np.ndarray
    error: float


def undecided(got: str, call: str = "isomorphism(g, h)") -> UndecidedError:
    """The error where numbers do not decide."""
    return UndecidedError(call, "structure constants of a semisimple algebra", got, "Give cleaner generators, or exact ones.")


def adapted_frame(f: np.ndarray) -> AdaptedFrame:
    """The frame that the iteration reaches from the given basis.

    Args:
        f: (n, n, n) structure constants of a semisimple algebra, in floats.

    Raises:
        UndecidedError: it does not converge, as for an algebra that is not semisimple.
    """
    basis, constants = np.eye(len(f)), f
    before = np.inf
    for _ in range(_ITERATIONS):
        flat = constants.reshape(len(f), -1)
        factor = np.asarray(np.linalg.qr(flat.T, mode="r")).T
        if not np.isfinite(factor).all() or np.abs(np.diag(factor)).min() < FLOAT_ERROR * np.abs(factor).max():
            raise undecided("an element that acts by zero")
        step = np.linalg.inv(factor)
        constants, basis = Structure(constants).restrict(step).constants, step @ basis
        killing = Structure(constants).killing
        off = float(np.linalg.norm(killing @ killing - np.eye(len(f)), 2))
        if off < ROUNDING or (off < _NEAR and off >= before / 2):
            return AdaptedFrame(basis, constants, -(killing + killing.T) / 2, off)
        before = off
    raise undecided("an iteration for the Cartan involution that does not converge")
