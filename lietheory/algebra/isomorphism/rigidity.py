"""The radius of rigidity of a semisimple algebra, and isomorphisms in floats that it proves.

Let c be the constants of a semisimple algebra, c + v other constants that satisfy Jacobi's identity. With h the homotopy of the
Casimir element, (h w)(x, ..) = sum_i [e^i, w(e_i, x, ..)], T = 1 + h v takes c + v to c + v' with
|v'| <= (4 b + a b^2) |v|^2 / (1 - b |v|)^2, a and b the norms of the bracket and of h: dh + hd = 1 leaves v - dhv = h dv, and
dv is the Jacobi expression of v, at most 3 |v|^2. If b |v| <= 1/8 and (4 b + a b^2) |v| <= 1/4, iterates converge to an
isomorphism within 2 b |v| of 1. In an adapted frame a and b are 1, so that |v| <= 1/20 is enough.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lietheory.tolerances import ROUNDING

_SLACK = 2.0  # on bounds computed in floats: their rounding is some 1e-10 of them, and this allows for as much again
_NEWTON = 4  # steps; each squares the error, from 1e-6 at most to rounding


@dataclass(frozen=True, eq=False)
class Rigid:
    """A map near to an isomorphism, rows the images of a basis, and a bound on |1 - X| for an X after which it is one.

    ``bound`` is infinite where none is proved.
    """

    map: np.ndarray
    bound: float


def homotopy(c: np.ndarray) -> np.ndarray:
    """H[i, l, k] with (h w)(x) = sum_il w(e_i, x)_l H[i, l, :]."""
    n = len(c)
    killing = c.reshape(n, n * n) @ c.transpose(0, 2, 1).reshape(n, n * n).T
    return np.tensordot(np.linalg.inv(killing), c, 1)


def defect(f: np.ndarray, T: np.ndarray, c: np.ndarray) -> np.ndarray:
    """v for the map with rows T: T takes the constants f to c + v."""
    inverse = np.linalg.inv(T)
    moved = np.tensordot(np.tensordot(inverse, f @ T, 1), inverse, (1, 1)).transpose(0, 2, 1)
    return moved - c


def polished(f: np.ndarray, T: np.ndarray, c: np.ndarray) -> np.ndarray:
    """The map after Newton steps v -> T (1 + h v), which take v to its square, or to what is not closed in f."""
    H = homotopy(c)
    for _ in range(_NEWTON):
        v = defect(f, T, c)
        step = np.tensordot(v, H, ((0, 2), (0, 1)))  # rows: x -> sum_i [e^i, v(e_i, x)]
        T = T + T @ step
        if np.abs(step).max(initial=0.0) < ROUNDING:
            break
    return T


def proved(f: np.ndarray, f_error: float, T: np.ndarray, c: np.ndarray, c_error: float) -> Rigid:
    """Whether all algebras with constants within errors of f and of c are isomorphic, with the bound on what T lacks.

    Args:
        f, f_error: the constants that T starts from, and a bound on the Frobenius norm of their error.
        T: the map, rows in the basis of c.
        c, c_error: the constants that T leads to, in a basis near to an adapted frame, and their error.
    """
    n = len(c)
    inverse = np.linalg.inv(T)
    grown = float(np.linalg.norm(inverse, 2) ** 2 * np.linalg.norm(T, 2)) * f_error
    v = float(np.linalg.norm(defect(f, T, c))) + grown + c_error
    a = float(np.linalg.norm(c.reshape(n * n, n), 2)) + c_error
    killing = c.reshape(n, n * n) @ c.transpose(0, 2, 1).reshape(n, n * n).T
    least, moved = float(np.abs(np.linalg.eigvalsh((killing + killing.T) / 2)).min()), c_error * (2 * a + c_error)
    if moved >= least / 2:
        return Rigid(T, np.inf)
    size = float(np.linalg.norm(c))
    b = float(np.linalg.norm(homotopy(c).reshape(n * n, n), 2)) + (c_error + 2 * moved / least * size) / (least - moved)
    v = _SLACK * v + ROUNDING
    return Rigid(T, 2 * b * v if b * v <= 1 / 8 and (4 * b + a * b * b) * v <= 1 / 4 else np.inf)
