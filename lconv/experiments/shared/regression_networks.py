"""A multilayer perceptron trained on a function of points of a standard normal distribution."""

from __future__ import annotations

import copy
import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import final

import torch
from jaxtyping import Float
from torch import Tensor, nn

from lconv.experiments.harness.training import Training, batch_of, minimise
from lconv.experiments.shared.regression_targets import INPUTS, Target

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

    def __init__(self, net: nn.Module, x: Float[Tensor, "n d"], y: Float[Tensor, " n"]) -> None:
        super().__init__()
        self.net = net
        for name, value in (("size", x.square().mean().sqrt()), ("mean", y.mean()), ("scale", y.std())):
            self.register_buffer(name, value)

    def forward(self, x: Float[Tensor, "batch d"]) -> Float[Tensor, "batch 1"]:
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


def perceptron(
    widths: Sequence[int], generator: torch.Generator, *, activation: str = "SiLU", bias: bool = False, inputs: int = INPUTS
) -> nn.Sequential:
    """A multilayer perceptron with one output, initialised from ``generator`` alone as torch would.

    Examples:
        >>> sum(p.numel() for p in perceptron((32, 32), torch.Generator()).parameters())
        1376
    """
    layers: list[nn.Module] = []
    for fan_in, fan_out in itertools.pairwise((inputs, *widths, 1)):
        layer = nn.utils.skip_init(nn.Linear, fan_in, fan_out, bias=bias)
        for parameter in layer.parameters():
            nn.init.uniform_(parameter, -(fan_in**-0.5), fan_in**-0.5, generator=generator)
        layers += [layer, ACTIVATIONS[activation]()]
    return nn.Sequential(*layers[:-1])


def points(count: int, generator: torch.Generator, dtype: torch.dtype = torch.float32) -> Float[Tensor, "count 10"]:
    """Standard normal points."""
    return torch.randn(count, INPUTS, generator=generator, dtype=dtype)


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
