"""Perceptrons trained on functions of two vectors of R^5 whose symmetries are known: all of O(5), O(4), or none."""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import final

import torch
from jaxtyping import Float
from torch import Tensor, nn

from lconv.experiments.harness.training import Training, batch_of, minimise, perceptron

Target = Callable[[Tensor], Tensor]
"""From points (batch, 10), two vectors of R^5 each, to values (batch,)."""
INPUTS = 10
DEVIATION = 6.1934640
"""Standard deviation of :func:`invariant` at standard normal points; a test integrates it."""


def invariant(x: Float[Tensor, "batch 10"]) -> Float[Tensor, " batch"]:
    """sin|a| - |b|^3 / 2 + cos(a, b), a function of the lengths of a and b and the angle between them.

    Examples:
        >>> x = torch.randn(4, 10, dtype=torch.float64, generator=torch.Generator().manual_seed(0))
        >>> bool(torch.allclose(invariant(x), invariant(-x)))
        True

    References:
        Finzi, Welling, Wilson 2021 (EMLP), O(5)-invariant task; Moskalev et al. 2022.
    """
    a, b = x.chunk(2, dim=1)
    return a.norm(dim=1).sin() - b.norm(dim=1) ** 3 / 2 + torch.cosine_similarity(a, b)


def broken(x: Float[Tensor, "batch 10"], share: float) -> Float[Tensor, " batch"]:
    """The invariant target plus a part in a_1^2 whose standard deviation is ``share`` of its own: O(4) is left."""
    return invariant(x) + share * DEVIATION * (x[:, 0] ** 2 - 1) / 2**0.5


def quartic(x: Float[Tensor, "batch 10"], weights: Float[Tensor, " 5"]) -> Float[Tensor, " batch"]:
    """sum_i w_i a_i^4 + sum_i w_i b_i^4, which no continuous linear action on both vectors preserves."""
    return (x.reshape(-1, 2, 5) ** 4 @ weights.to(x.dtype)).sum(dim=1)


def broken_target(share: float) -> Target:
    """The invariant target, or one broken to O(4)."""
    return partial(broken, share=share)


def quartic_target(generator: torch.Generator) -> Target:
    """The quartic with weights drawn between 1/2 and 3/2."""
    return partial(quartic, weights=0.5 + torch.rand(5, generator=generator))


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
