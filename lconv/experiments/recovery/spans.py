"""Spans of generators learned by gradient descent under several penalties side by side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn

from lconv.experiments.harness.training import Training, minimise
from lconv.experiments.recovery.tasks import Moved
from lconv.nn.penalties import closure_penalty, killing_penalty, orthogonality_penalty
from lconv.numpy_io import to_numpy, to_torch
from lietheory.arrays import Generators

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
        known: whether the coefficients are told.
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
    """The error on elements not learned from; unknown coefficients are fitted to half of the points, the others judge."""
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
