"""Spans of generators to be learned from what their group does to points."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float
from scipy.linalg import expm

import lietheory as lt
from lietheory.arrays import Generators

COEFFICIENTS = ("known", "known, slanted basis", "unknown")
"""What the learner knows of t in y = exp(sum_k t_k L_k) x: all of it, in an orthonormal basis of the span or in one
whose generators are not orthogonal, or nothing, so that only the span is determined."""


@dataclass(frozen=True)
class Task:
    """An algebra that acts.

    Args:
        generators: of its span.
        name: what :func:`lietheory.identify` should say.
        killing: what the Killing form is: on it rests what the Killing penalty can ask for.
    """

    generators: Callable[[], Generators]
    name: str
    killing: str


def rotations() -> Generators:
    """so(3) on R^3."""
    return lt.so(3).generators.astype(float)


def quadrupole() -> Generators:
    """so(3) on the traceless symmetric matrices, R^5: E -> [L, E] in an orthonormal basis.

    Examples:
        >>> L = quadrupole()
        >>> L.shape, bool(np.allclose(L, -L.swapaxes(1, 2)))
        ((3, 5, 5), True)
    """
    symmetric = [np.outer(e, f) + np.outer(f, e) for i, e in enumerate(np.eye(3)) for f in np.eye(3)[:i]]
    E = np.stack([*symmetric, np.diag([1.0, -1, 0]), np.diag([1.0, 1, -2])])
    E /= np.linalg.norm(E, axis=(1, 2), keepdims=True)
    L = rotations()[:, None]
    return np.einsum("aij,kbij->kab", E, L @ E - E @ L)


def similarities() -> Generators:
    """so(3) and scaling on R^3."""
    return np.concatenate([rotations(), np.eye(3)[None]])


TASKS = {
    "so(3) on R^3": Task(rotations, "so(3)", "a multiple of the inner product"),
    "so(3) on R^5": Task(quadrupole, "so(3)", "a multiple of the inner product"),
    "so(3) + scaling on R^3": Task(similarities, "so(3) + R", "zero on the scaling"),
    "se(2) on R^3": Task(lambda: lt.se(2).generators.astype(float), "so(2) |x R^2", "zero but for one direction"),
    "heisenberg(1) on R^3": Task(lambda: lt.heisenberg(1).generators.astype(float), "heisenberg(1)", "zero"),
}


@dataclass(frozen=True, eq=False)
class Moved:
    """Points, what group elements make of them, and with which coefficients.

    Args:
        x: points, m for each group element.
        y: the moved points, with noise.
        t: coefficients.
    """

    x: Float[np.ndarray, "n m d"]
    y: Float[np.ndarray, "n m d"]
    t: Float[np.ndarray, "n n_L"]


def basis(task: Task, coefficients: str, *, rng: np.random.Generator) -> Generators:
    """Generators of norm 1: an orthonormal basis of the span, or one mixed by I + N / 2 with N standard normal."""
    L = task.generators()
    Q, _ = np.linalg.qr(L.reshape(len(L), -1).T)
    if coefficients == "known, slanted basis":
        Q = Q @ (np.eye(len(L)) + rng.standard_normal((len(L), len(L))) / 2)
        Q /= np.linalg.norm(Q, axis=0)
    return Q.T.reshape(L.shape)


def moved(L: Generators, n: int, points: int, noise: float, spread: float, *, rng: np.random.Generator) -> Moved:
    """n random group elements exp(sum_k t_k L_k), each with its own normal points, and noise on what they become.

    Args:
        L: generators.
        n: how many group elements.
        points: how many points each moves.
        noise: standard deviation, relative to the root mean square of y - x without it.
        spread: standard deviation of the coefficients.
        rng: source of all of it.

    Examples:
        >>> moved(rotations(), 2, 5, 0.1, 0.5, rng=np.random.default_rng(0)).y.shape
        (2, 5, 3)
    """
    t = spread * rng.standard_normal((n, len(L)))
    x = rng.standard_normal((n, points, L.shape[1]))
    y = x @ np.stack([expm(np.tensordot(each, L, 1)) for each in t]).swapaxes(1, 2)
    return Moved(x, y + noise * np.sqrt(np.mean((y - x) ** 2)) * rng.standard_normal(y.shape), t)
