"""Generators that an L-conv layer learns by gradient descent, from pairs whose angle it is told."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from lconv.experiments.harness.training import Training, batch_of, minimise
from lconv.experiments.recovery.pairs import Pairs
from lconv.experiments.recovery.truths import Matrix
from lconv.nn.generators.parametrization import DenseGenerators, GeneratorParametrization, LowRankGenerators, SkewGenerators
from lconv.numpy_io import to_numpy

DTYPE = torch.float32
Start = Callable[[int, torch.Generator], GeneratorParametrization]
"""One random generator of a space of d points."""


def full(d: int, draw: torch.Generator) -> GeneratorParametrization:
    """A matrix without constraint."""
    return DenseGenerators.random(1, d, dtype=DTYPE, generator=draw)


def skew(d: int, draw: torch.Generator) -> GeneratorParametrization:
    """A matrix in so(d)."""
    return SkewGenerators(1, d, dtype=DTYPE, generator=draw)


def low_rank(rank: int) -> Start:
    """Products U V of this rank."""
    return lambda d, draw: LowRankGenerators.random(1, d, rank, dtype=DTYPE, generator=draw)


def learned(pairs: Pairs, start: Start, training: Training, *, generator: torch.Generator, steps: int = 1) -> Matrix:
    """The L of (I + theta L / r)^r, trained until it takes x to its rotation by theta.

    Both signs of an image, where they are there, are in the same batch. The blur of bilinear sampling is the same for
    both, so it cancels from the gradient, and at its minimum the loss has no noise left.

    Args:
        pairs: images, what becomes of them, and the angles.
        start: the random generator that is trained.
        training: the training loop.
        generator: source of the initial numbers and the batches.
        steps: r, how many times the layer is applied.

    References:
        L-conv paper, Eq 6 with W_0 = 1 and W_1 = theta / r.
    """
    L = start(pairs.x.shape[1], generator)
    x, y, angles = (torch.as_tensor(array.copy(), dtype=DTYPE) for array in (pairs.x, pairs.y, pairs.angles))

    def loss(step: int) -> Tensor:
        k = batch_of(len(x), training.batch_size, generator)
        return (_turned(L, x[k], angles[:, k], steps) - y[:, k]).square().mean() / pairs.angle**2

    minimise(loss, L.parameters(), training)
    return to_numpy(L()[0])


def apply(L: GeneratorParametrization, x: Tensor) -> Tensor:
    """L x for the one generator L and x (batch, space): Eq 6 with W_0 = 0 and W_1 = 1, one matrix product."""
    return L.convolve(x[..., None], x.new_tensor([0.0, 1.0]).view(2, 1, 1), None)[..., 0]


def _turned(L: GeneratorParametrization, x: Tensor, angles: Tensor, steps: int) -> Tensor:
    """(I + theta_sb L / r)^r x_b for every side s, (side, batch, space)."""
    if steps == 1:  # L x is the same on every side
        return x + angles[..., None] * apply(L, x)
    weights = angles.reshape(-1, 1) / steps
    h = x.repeat(len(angles), 1)
    for _ in range(steps):
        h = h + weights * apply(L, h)
    return h.view(*angles.shape, -1)
