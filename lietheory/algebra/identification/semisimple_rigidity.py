"""Structure constants of a semisimple algebra with errors, moved to those of an algebra: Newton's steps for Jacobi's identity.

For constants f + u Jacobi's identity J changes by -d u to first order, d that of the cochains with values in the adjoint
module. Semisimple algebras are rigid, and Whitehead's proof of this writes the step down: with dual bases e_i, e^i of the
Killing form, (h w)(x, y) = sum_i [e_i, w(e^i, x, y)] has d h + h d = 1, the value of the Casimir element on that module. J is
a cocycle up to its square, so that u = h J leaves a J of the size of its square.

References:
    N. Jacobson, Lie algebras, 1962, chapter III, section 10.
"""

from __future__ import annotations

import numpy as np

from lietheory.algebra.structure.structure_constants import Structure, jacobi_residual
from lietheory.arrays import tolerance
from lietheory.errors import ClosureError
from lietheory.tolerances import FLOAT_ERROR

_STEPS = 12  # each doubles the digits


def without_errors(g: Structure) -> Structure:
    """A semisimple algebra near constants with errors, in a basis that is orthonormal for tr (ad x)^T (ad y).

    Raises:
        ClosureError: no algebra is near the constants.
        LinAlgError: their Killing form is degenerate.
    """
    f = g.adjoint_orthonormal().constants
    n, last = len(f), np.inf
    goal = tolerance(np.float64, n * n)
    for _ in range(_STEPS):
        step, residual = newton_step(f)
        if residual <= goal or residual > last / 2:
            break
        f, last = f + step, residual
    if not residual <= 1e3 * goal:
        got = f"a residual of {residual:.2g} in Jacobi's identity"
        raise ClosureError("identify(L)", "a semisimple algebra", got, "Give the noise of the generators, or cleaner generators.")
    return Structure(f, FLOAT_ERROR)


def newton_step(f: np.ndarray) -> tuple[np.ndarray, float]:
    """The step h J, and the norm of J."""
    raised = np.tensordot(np.linalg.inv(Structure(f).killing), f, 1)  # e^j, a -> [e^j, e_a]
    step, squared = np.zeros_like(f), 0.0
    for i, bracket in enumerate(raised):
        J = jacobi_residual(f, i)
        step += J @ bracket
        squared += float((J**2).sum())
    return step, float(np.sqrt(squared))
