"""The published recurrent setting: a network is shown an image and its rotation, and learns to say the angle."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from lconv.bridge import to_numpy
from lconv.experiments.recovery.trained import DTYPE, apply
from lconv.experiments.recovery.truths import Matrix
from lconv.harness.training import Training, batch_of, minimise
from lconv.parametrization import DenseGenerators


class AngleNetwork(nn.Module):
    """theta = b + sum_c a_c <(I + w_c L / r)^r x, y> / |x|^2: hidden unit c turns x by its own angle w_c and compares.

    L is not told from its multiples: w_c takes up any factor.

    Args:
        space: d, pixels.
        hidden: how many units.
        steps: r, how many times the layer is applied.
        generator: source of the initial numbers.

    References:
        The experiment on discovering symmetries, which does not print how the angle is read off; here by inner products.
    """

    def __init__(self, space: int, hidden: int, steps: int, *, generator: torch.Generator):
        super().__init__()
        self.generators = DenseGenerators.random(1, space, dtype=DTYPE, generator=generator)
        self.turns = nn.Parameter(torch.randn(hidden, dtype=DTYPE, generator=generator) / 4)
        self.readout = nn.Parameter(torch.randn(hidden, dtype=DTYPE, generator=generator) / hidden**0.5)
        self.bias = nn.Parameter(torch.zeros((), dtype=DTYPE))
        self.steps = steps

    def forward(self, x: Tensor, y: Tensor) -> Tensor:
        """The angles (batch,) by which y is thought to be turned from x, both (batch, space).

        (I + w L / r)^r x = sum_k binomial(r, k) (w / r)^k L^k x, so that all units share the powers of L.
        """
        power, size = x, x.square().sum(1)
        angle = self.bias + 0 * size
        for k in range(self.steps + 1):
            if k:
                power = apply(self.generators, power) * ((self.steps - k + 1) / (k * self.steps))
            angle = angle + (self.readout * self.turns**k).sum() * (power * y).sum(1) / size
        return angle


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
    training: Training,
    *,
    generator: torch.Generator,
) -> tuple[Matrix, float]:
    """The network's generator after training, and the share of the angle's variance it explains on images held out."""
    low, width = lowest, highest - lowest

    def draw(n: int) -> Tensor:
        return low + width * torch.rand(n, dtype=DTYPE, generator=generator)

    def loss(step: int) -> Tensor:
        x, angles = images[batch_of(len(images), training.batch_size, generator)], draw(training.batch_size)
        return (network(x, turned(x, angles)) - angles).square().mean() * 12 / width**2

    minimise(loss, network.parameters(), training)
    with torch.no_grad():
        angles = draw(len(held))
        error = (network(held, turned(held, angles)) - angles).square().mean()
    return to_numpy(network.generators()[0]), 1 - float(error) * 12 / width**2
