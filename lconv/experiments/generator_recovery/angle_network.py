"""The published recurrent setting: a network is shown an image and its rotation, and learns to predict the angle."""

from __future__ import annotations

import math
from collections.abc import Iterator

import torch
from torch import Tensor, nn
from torch.nn import functional

from lconv.experiments.generator_recovery.evaluation import Matrix
from lconv.experiments.generator_recovery.settings import AngleTraining
from lconv.experiments.harness.training import descend, linear
from lconv.nn.generators.parametrization import DenseGenerators
from lconv.numpy_io import to_numpy

DTYPE = torch.float32
HIDDEN = 5
TURNED_AT_ONCE = 100
"""Batches whose images are turned in one call."""
CONTRAST = 12**-0.5
"""The standard deviation of the released images, whose pixels are uniform from -1/2 to 1/2."""


class AngleNetwork(nn.Module):
    """theta = a . tanh(A tanh(z) + b) + c with z_c = <h_c, y>: every channel h_c begins as x, then r times h becomes h + L h W.

    L is not distinguished from its multiples, nor from -L: W takes up any factor.

    Args:
        space: d, pixels.
        channels: of h.
        steps: r, how many times the layer is applied.
        generator: source of the initial numbers.

    References:
        Readout, sizes and initial numbers are those of the released notebook of the experiment on discovering symmetries.
    """

    def __init__(self, space: int, channels: int, steps: int, *, generator: torch.Generator):
        super().__init__()
        L = torch.randn(1, space, space, dtype=DTYPE, generator=generator) * (2**0.5 / space)
        self.generators = DenseGenerators(L)
        self.mixing = nn.Parameter(torch.randn(channels, channels, dtype=DTYPE, generator=generator) * (2**0.5 / channels))
        self.hidden, self.out = linear(channels, HIDDEN, generator), linear(HIDDEN, 1, generator)
        self.steps = steps

    def forward(self, x: Tensor, y: Tensor) -> Tensor:
        """The angles (batch,) by which y is thought to be turned from x, both (batch, space).

        h = sum_k binomial(r, k) (L^k x) (x) (W^k 1), since every channel begins alike: r products with L, whatever the channels.
        """
        L, power, mixed = self.generators()[0], x, x.new_ones(len(self.mixing))
        z = (power * y).sum(1, keepdim=True) * mixed
        for k in range(1, self.steps + 1):
            power, mixed = power @ L.T, self.mixing @ mixed
            z = z + math.comb(self.steps, k) * (power * y).sum(1, keepdim=True) * mixed
        return self.out(torch.tanh(self.hidden(torch.tanh(z))))[:, 0]


def turned(x: Tensor, angles: Tensor) -> Tensor:
    """Flattened square images (batch, space), each turned by its own angle, bilinear and zero outside."""
    side = round(x.shape[1] ** 0.5)
    c, s, zero = torch.cos(angles), torch.sin(angles), torch.zeros_like(angles)
    back = torch.stack([torch.stack([c, -s, zero], dim=1), torch.stack([s, c, zero], dim=1)], dim=1)  # in (column, row)
    pictures = x.reshape(-1, 1, side, side)
    grid = functional.affine_grid(back, list(pictures.shape), align_corners=True)
    return functional.grid_sample(pictures, grid, align_corners=True).flatten(1)


def learned_by_angle(
    images: Tensor,
    held: Tensor,
    lowest: float,
    highest: float,
    network: AngleNetwork,
    training: AngleTraining,
    *,
    generator: torch.Generator,
) -> tuple[Matrix, float]:
    """The network's generator after training, and the share of the angle's variance it explains on images held out.

    Images of mean square 1 are brought to the released contrast. Each pair has a new angle, each epoch new pairs.
    """

    def pairs(x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        angles = lowest + (highest - lowest) * torch.rand(len(x), dtype=DTYPE, generator=generator)
        return CONTRAST * x, CONTRAST * turned(x, angles), angles

    def losses() -> Iterator[Tensor]:
        for k in torch.randint(len(images), (training.pairs,), generator=generator).split(TURNED_AT_ONCE * training.batch_size):
            for x, y, angles in zip(*(part.split(training.batch_size) for part in pairs(images[k])), strict=True):
                yield functional.mse_loss(network(x, y), angles)

    optimiser = torch.optim.Adam(network.parameters(), training.learning_rate)
    schedule = torch.optim.lr_scheduler.ExponentialLR(optimiser, training.decay)
    for _ in range(training.epochs):
        for _ in descend(losses(), optimiser, call="learned_by_angle(...)"):
            pass
        schedule.step()
    with torch.no_grad():
        x, y, angles = pairs(held)
        error = functional.mse_loss(network(x, y), angles)
    return to_numpy(network.generators()[0]), 1 - float(error) * 12 / (highest - lowest) ** 2
