"""Spans of generators learned by gradient descent from what their group does to points, under several penalties side by side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from jaxtyping import Float
from scipy.linalg import expm
from torch import Tensor, nn

import lietheory as lt
from lconv.experiments.harness.training import Training, minimise
from lconv.nn.penalties import closure_penalty, killing_penalty, orthogonality_penalty
from lconv.numpy_io import to_numpy, to_torch
from lietheory.arrays import Generators

COEFFICIENTS = ("known", "known, slanted basis", "unknown")
"""What the learner is given of t in y = exp(sum_k t_k L_k) x: all of it, in an orthonormal basis of the span or in one
whose generators are not orthogonal, or nothing, so that only the span is determined."""


@dataclass(frozen=True)
class Task:
    """An algebra that acts.

    Args:
        generators: of its span.
        name: what :func:`lietheory.identify` should say.
        killing: what the Killing form is: it decides what the Killing penalty can gain.
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


PENALTIES: dict[str, Callable[[Tensor], Tensor]] = {
    "closure": closure_penalty,
    "orthogonality": orthogonality_penalty,
    "killing": killing_penalty,
}
Setting = tuple[str, float]
"""A penalty, or ``"none"``, with its strength."""


@dataclass(frozen=True, eq=False)
class LearnedSpan:
    """What one setting led to.

    Args:
        setting: penalty and strength.
        generators: as learned.
        validation: mean squared error on group elements, or on points, that it was not fitted to, relative to the motion.
    """

    setting: Setting
    generators: Generators
    validation: float


def learn_spans(
    seen: Moved, validation: Moved, settings: Sequence[Setting], training: Training, *, known: bool, generator: torch.Generator
) -> list[LearnedSpan]:
    """For every setting, generators L (and coefficients t, where unknown) that minimise
    mean |exp(sum_k t_k L_k) x - y|^2 / mean |y - x|^2 + strength * penalty(L).

    All start from the same numbers and see the same data; Adam treats every number alone, so that training them
    together is training each.

    Args:
        seen: what is learned from.
        validation: what the strength is chosen on.
        settings: penalties and strengths.
        training: the training loop; every step uses all data.
        known: whether the coefficients are given.
        generator: source of the initial numbers.
    """
    n, d = seen.t.shape[1], seen.x.shape[2]
    start = torch.randn(n, d, d, dtype=torch.float64, generator=generator) / d
    L = nn.Parameter(start.repeat(len(settings), 1, 1, 1))
    t = _coefficients(seen, len(settings), known, generator)

    def loss(step: int) -> Tensor:
        penalties = [strength * PENALTIES[name](L[i]) for i, (name, strength) in enumerate(settings) if name in PENALTIES]
        return _errors(L, t, seen).sum() + sum(penalties)

    minimise(loss, [L] if known else [L, t], training)
    errors = _validation_errors(L.detach(), validation, training, known=known)
    return [LearnedSpan(*each) for each in zip(settings, to_numpy(L), errors.tolist(), strict=True)]


def _coefficients(seen: Moved, settings: int, known: bool, generator: torch.Generator) -> Tensor:
    t = to_torch(seen.t)
    if known:
        return t.expand(settings, *t.shape)
    drawn = torch.randn(t.shape, dtype=t.dtype, generator=generator) / 10  # small, so that no turn is taken the long way round
    return nn.Parameter(drawn.repeat(settings, 1, 1))


def _validation_errors(L: Tensor, validation: Moved, training: Training, *, known: bool) -> Tensor:
    """The error on elements not learned from; unknown coefficients are fitted to half of the points, which leaves the others."""
    t = to_torch(validation.t).expand(len(L), *validation.t.shape)
    if known:
        return _errors(L, t, validation)
    half = validation.x.shape[1] // 2
    fitted = Moved(validation.x[:, :half], validation.y[:, :half], validation.t)
    judging = Moved(validation.x[:, half:], validation.y[:, half:], validation.t)
    t = nn.Parameter(torch.zeros_like(t))
    minimise(lambda step: _errors(L, t, fitted).sum(), [t], training)
    return _errors(L, t.detach(), judging)


def _errors(L: Tensor, t: Tensor, part: Moved) -> Tensor:
    """The relative mean squared error of each setting."""
    x, y = to_torch(part.x), to_torch(part.y)
    u = torch.linalg.matrix_exp(torch.einsum("snk,skij->snij", t, L))
    square = float(np.mean((part.y - part.x) ** 2))
    return (x @ u.mT - y).square().mean((1, 2, 3)) / square


def best(learned: Sequence[LearnedSpan], penalty: str) -> LearnedSpan:
    """Of the strengths of a penalty the one with the smallest validation error."""
    return min((each for each in learned if each.setting[0] == penalty), key=lambda each: each.validation)
