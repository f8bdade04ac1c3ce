"""The closed span of one type that is nearest to given generators.

A type is a set of equations between the structure constants f in some frame of the span: that f_abk
vanishes for some a, b, k (so that some of the frame span ideals, abelian or central ones, a given
central series) and, perhaps, that every ad x has trace zero. All algebras near one that satisfies the
equations have its radical and its series; their Levi factors and the modules of these, which are
rigid, are the same.

The unknowns are the frame B and how it moves: D_a = sum_w x_aw W_w + sum_c A_ac B_c, where W is an
orthonormal basis of the matrices orthogonal to the span. Writing [B_a, B_b] = f_ab B + g_ab W, each
Gauss-Newton step takes the least of

    |g + dg|^2 + |equations(f + df)|^2 + s^2 (the squared distance of the moved span from the generators + |A|^2)

where s is the norm of g and of the residuals of the equations, but not less than a floor, so that near the solution
these vanish to the square of that floor while the distance is least. The first sum is over pairs, so
that its normal matrix is written down from brackets without the derivative of g itself.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lietheory.algebra.linalg.dispatch import coordinates, null_space
from lietheory.algebra.structure.closure import all_brackets
from lietheory.tolerances import FIT_CLOSED, FIT_FLOOR, FIT_FREE, FIT_SETTLED

_RETURNING = 20  # steps, at most, that also move back towards the generators; the rest only close the span
_CLOSING = 20
_SETTLING = 8  # steps after which a distance far beyond a limit does not return below it


@dataclass(frozen=True, eq=False)
class Equations:
    """The equations of a type for the structure constants in its frame.

    Args:
        zero: (n, n, n), symmetric in the first two: where f_abk vanishes.
        unimodular: whether tr ad x = 0 for all x.
    """

    zero: np.ndarray
    unimodular: bool = False


@dataclass(frozen=True, eq=False)
class Fit:
    """The nearest closed span that the iteration reached.

    Args:
        frame: (n, d^2), the basis the equations hold in.
        constants: (n, n, n), its structure constants.
        closed: whether brackets and equations hold to rounding.
        squared: the sum of the squared distances of the generators, of length one, from the span.
        freedom: the number of independent conditions the type puts on a span.
    """

    frame: np.ndarray
    constants: np.ndarray
    closed: bool
    squared: float
    freedom: int

    @property
    def error(self) -> float:
        """The backward error: the root mean square distance of generators of length one."""
        return float(np.sqrt(self.squared / len(self.frame)))


def fit_type(units: np.ndarray, start: np.ndarray, equations: Equations, limit: float = np.inf) -> Fit:
    """The closed span with these equations nearest to generators, from a frame that satisfies both roughly.

    Args:
        units: (n, d^2), the generators, of length one.
        start: (n, d^2), the frame.
        equations: of the type.
        limit: on the sum of squared distances, for spans of interest; the search ends, not closed, once it has
            settled beyond.
    """
    frame, last, returning = start, np.inf, _RETURNING
    for count in range(_RETURNING + _CLOSING):
        step = _Step(units, frame, equations)
        closed = step.residual <= FIT_CLOSED * (1 + np.sqrt(step.squared))
        settled = abs(step.squared - last) <= FIT_SETTLED * step.squared + FIT_FLOOR**4
        if closed and (settled or not returning):
            break
        if count >= _SETTLING and step.squared > limit:
            return Fit(frame, step.constants, False, step.squared, 0)
        last, returning = step.squared, max(returning - 1, 0)
        frame = step.moved(returning > 0)
    return Fit(frame, step.constants, closed, step.squared, step.freedom())


def by_change_of_frame(f: np.ndarray) -> np.ndarray:
    """The derivative (n, n, n, n^2) of constants by A, for frames B + A B; its kernel are the derivations."""
    n = len(f)
    by_A = np.zeros((n, n, n, n, n))
    for a in range(n):
        by_A[a, :, :, a] += f.transpose(1, 2, 0)  # f_cbk at A_ac
        by_A[:, a, :, a] += f.transpose(0, 2, 1)  # f_ack at A_bc
        by_A[:, :, a, :, a] -= f  # f_abc at A_ck
    return by_A.reshape(n, n, n, n * n)


def tangent_deformations(frame: np.ndarray) -> np.ndarray:
    """Moves (k, n, d^2) of a closed span that keep it closed to first order and lead away from its conjugates, orthonormal.

    Args:
        frame: (n, d^2), a basis of the span.
    """
    n, size = frame.shape
    d = round(np.sqrt(size))
    step = _Step(frame, frame, Equations(np.zeros((n, n, n), dtype=bool)))
    inner = n * len(step.outside)
    values, vectors = np.linalg.eigh(step.normal[:inner, :inner])
    closed = vectors[:, values <= FIT_FREE * max(float(values.max(initial=0.0)), FIT_FREE)]
    conjugate = step.split(all_brackets(np.eye(size).reshape(size, d, d), frame.reshape(n, d, d)).reshape(-1, size))[1]
    away = null_space(conjugate.reshape(size, inner) @ closed, np.sqrt(FIT_FREE))
    return (away @ closed.T).reshape(len(away), n, len(step.outside)) @ step.outside


class _Step:
    """One Gauss-Newton step from a frame."""

    def __init__(self, units: np.ndarray, frame: np.ndarray, equations: Equations) -> None:
        n, size = frame.shape
        d = round(np.sqrt(size))
        self.frame = frame
        self.outside = W = np.linalg.qr(frame.T, mode="complete")[0][:, n:].T
        B = frame.reshape(n, d, d)
        brackets, normal = self.split(all_brackets(B, B).reshape(n * n, size))
        self.f, self.g = brackets.reshape(n, n, n), normal.reshape(n, n, len(W))
        inside, across = self.split(all_brackets(W.reshape(-1, d, d), B).reshape(-1, size))
        self.inside, self.across = inside.reshape(len(W), n, n), across.reshape(len(W), n, len(W))
        self.constants = np.where(equations.zero, 0.0, self.f)
        self.coordinates, self.distance = self.split(units)
        self.squared = float((self.distance**2).sum())
        self.values, self.rows = _residuals(self.f, equations), self._rows(equations)
        self.residual = float(np.sqrt((self.g**2).sum() / 2 + (self.values**2).sum()))
        self.normal = self._normal()

    def moved(self, back: bool) -> np.ndarray:
        """The frame after the step, towards the generators as well or as short as possible."""
        (n, _), m = self.frame.shape, len(self.outside)
        scale = min(max(self.residual, FIT_FLOOR), 1.0) ** 2 if back else FIT_FLOOR**2
        weights = np.zeros_like(self.normal)
        weights[: n * m, : n * m] = np.kron(self.coordinates.T @ self.coordinates, np.eye(m))
        weights[n * m :, n * m :] = np.eye(n * n)
        right = -self.rows.T @ self.values
        right[: n * m] += back * scale * (self.coordinates.T @ self.distance).ravel() - self._slope().ravel()
        step = np.linalg.solve(self.normal + scale * weights, right)
        return self.frame + step[n * m :].reshape(n, n) @ self.frame + step[: n * m].reshape(n, m) @ self.outside

    def freedom(self) -> int:
        """The dimension of all spans less that of the spans of this type near this one."""
        n, m = len(self.frame), len(self.outside)
        values = np.linalg.eigvalsh(self.normal)
        inner = np.linalg.eigvalsh(self.normal[n * m :, n * m :])
        zero = FIT_FREE * max(float(values.max(initial=0.0)), FIT_FREE)
        return n * m - int((values <= zero).sum()) + int((inner <= zero).sum())

    def split(self, matrices: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The coordinates in the frame, and outside it."""
        inside, rest = coordinates(self.frame, matrices)
        return inside, rest @ self.outside.T

    def _rows(self, equations: Equations) -> np.ndarray:
        """The derivatives of the equations by x and by A."""
        f, n, m = self.f, len(self.frame), len(self.outside)
        if not equations.unimodular and not equations.zero.any():
            return np.zeros((0, n * m + n * n))
        by_x = np.zeros((n, n, n, n, m))
        for a in range(n):
            by_x[a, :, :, a] += self.inside.transpose(1, 2, 0)  # [W_w, B_b] at x_aw
            by_x[:, a, :, a] -= self.inside.transpose(1, 2, 0)
        whole = np.concatenate([by_x.reshape(n, n, n, n * m), by_change_of_frame(f)], axis=3)
        return _residuals(whole, equations)

    def _normal(self) -> np.ndarray:
        """The sum over a < b of the products of derivatives of g_ab by x, and those of the equations."""
        f, n, m = self.f, len(self.frame), len(self.outside)
        T = self.across.swapaxes(0, 1)  # T_b : W_w -> the part of [W_w, B_b] outside
        crossed = -np.tensordot(T, T, (2, 2)).transpose(2, 1, 0, 3)  # -T_j T_i^t at rows i, columns j
        mixed = np.tensordot(f, T, (1, 0))  # sum_b f_ibj T_b
        crossed -= mixed.transpose(0, 2, 1, 3) + mixed.transpose(1, 3, 0, 2)
        diagonal = np.tensordot(T, T, ((0, 2), (0, 2)))
        overlap = np.tensordot(f, f, ((0, 1), (0, 1))) / 2
        x = crossed + np.kron(overlap, np.eye(m)).reshape(n, m, n, m)
        x[np.arange(n), :, np.arange(n), :] += diagonal
        normal = self.rows.T @ self.rows
        normal[: n * m, : n * m] += x.reshape(n * m, n * m)
        return normal

    def _slope(self) -> np.ndarray:
        """The derivative of the half squared norm of g, summed over a < b, by x."""
        T = self.across.swapaxes(0, 1)
        full = np.tensordot(self.g, T, ((1, 2), (0, 2)))
        return full - np.tensordot(self.f, self.g, ((0, 1), (0, 1))) / 2


def _residuals(values: np.ndarray, equations: Equations) -> np.ndarray:
    """The rows of an array (n, n, n, ...) that vanish: those of the zeros, once for a < b, and the traces of ad."""
    n = len(values)
    rows = values[equations.zero & (np.arange(n)[:, None] < np.arange(n))[:, :, None]]
    if not equations.unimodular:
        return rows
    return np.concatenate([rows, np.einsum("abb...->a...", values)])
