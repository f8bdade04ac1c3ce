"""Perceptrons of two vectors of R^5, trained on values of one target."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from typing import final

import torch
from jaxtyping import Float
from torch import Tensor, nn

from lconv.experiments.harness.training import Training, batch_of, minimise, perceptron
from lconv.experiments.shared.regression_targets import INPUTS, Target, points

ACTIVATIONS: dict[str, type[nn.Module]] = {"SiLU": nn.SiLU, "tanh": nn.Tanh, "ReLU": nn.ReLU}


@final
class Standardised(nn.Module):
    """x -> mean + scale net(x / size): a network of standardised inputs and outputs, seen from outside.

    One number scales all inputs, so that orthogonal maps of the inputs are orthogonal maps of what the network sees.

    Args:
        net: the network.
        x: points, which say the size of an entry.
        y: values, which say mean and scale.
    """

    size: Tensor
    mean: Tensor
    scale: Tensor

    def __init__(self, net: nn.Module, x: Float[Tensor, "n d"], y: Float[Tensor, " n"]) -> None:
        super().__init__()
        self.net = net
        for name, value in (("size", x.square().mean().sqrt()), ("mean", y.mean()), ("scale", y.std())):
            self.register_buffer(name, value)

    def forward(self, x: Float[Tensor, "batch d"]) -> Float[Tensor, "batch m"]:
        """The values in the units of y."""
        return self.mean + self.scale * self.net(x / self.size)


@dataclass(frozen=True, eq=False)
class Fit:
    """A trained network.

    Args:
        model: the network, in float64.
        untrained: the same before training.
        unexplained: the share of the variance on new points that it does not explain, 1 - r^2.
    """

    model: Standardised
    untrained: Standardised
    unexplained: float


def regressor(
    widths: Sequence[int], generator: torch.Generator, *, activation: str = "SiLU", bias: bool = False
) -> nn.Sequential:
    """A multilayer perceptron from both vectors to one value, initialised from ``generator`` alone as torch would.

    Examples:
        >>> sum(p.numel() for p in regressor((32, 32), torch.Generator()).parameters())
        1376
    """
    kind = "drawn" if bias else "none"
    return perceptron((INPUTS, *widths, 1), generator, activation=ACTIVATIONS[activation], bias=kind)


def fit(net: nn.Module, target: Target, samples: int, training: Training, generator: torch.Generator) -> Fit:
    """Train ``net`` in place on ``samples`` values of the target, by the mean squared error of standardised values.

    The samples are the first thing drawn; parameters that require no gradient stay as they are.
    """
    x, fresh = points(samples, generator), points(4000, generator)
    y, truth = target(x), target(fresh)
    model = Standardised(net, x, y)
    untrained = copy.deepcopy(model)
    batch_size = min(training.batch_size, samples)

    def loss(step: int) -> Tensor:
        batch = batch_of(samples, batch_size, generator)
        return ((model(x[batch])[:, 0] - y[batch]) / model.scale).square().mean()

    minimise(loss, [p for p in model.parameters() if p.requires_grad], training)
    with torch.no_grad():
        missed = (model(fresh)[:, 0] - truth).square().mean() / truth.var()
    return Fit(copy.deepcopy(model).double(), untrained.double(), float(missed))
