"""Ways to train one network, and the symmetry of its intermediate layers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import torch
from torch import nn

from lconv.experiments.harness.study import Measures
from lconv.experiments.harness.training import Training
from lconv.experiments.shared.estimates import evidence
from lconv.experiments.shared.regression_networks import Fit, fit, regressor
from lconv.experiments.shared.regression_targets import broken_target, points
from lconv.liegg.actions import LinearAction
from lconv.liegg.discover import discover
from lietheory.algebra import so
from lietheory.errors import UnknownNameError


@dataclass(frozen=True)
class Schemes:
    """One network trained in several ways, to look at its intermediate layers.

    Args:
        names: ``"end to end"``; ``"layer by layer"``, each hidden layer with a linear readout of its own while the earlier
            ones rest; ``"pretrained"``, layer by layer for half of the steps, then all together.
        depth: hidden layers.
        width: of each.
        points: new points at which the layers are looked at.
        training: the training loop; every way takes as many steps in all.
    """

    names: tuple[str, ...] = ("end to end", "layer by layer", "pretrained")
    depth: int = 4
    width: int = 32
    points: int = 2000
    training: Training = Training(steps=3000, batch_size=250, learning_rate=5e-3)


TARGET = broken_target(0.0)


def scheme_measures(name: str, schemes: Schemes, samples: int, *, seed: int) -> Measures:
    """The lambda of the ten lowest directions behind each hidden layer, the first layer first, and at the output.

    Raises:
        UnknownNameError: no such way to train.
    """
    if name not in WAYS:
        raise UnknownNameError.nearest(f"scheme_measures({name!r}, ...)", "way to train", name, list(WAYS))
    generator = torch.Generator().manual_seed(seed)
    net = regressor([schemes.width] * schemes.depth, generator)
    trained = WAYS[name](net, samples, schemes.training, seed)
    x, action, dimension = points(schemes.points, generator, torch.float64), LinearAction(5, copies=2), so(5).dimension
    layers = [f"net.{2 * i + 1}" for i in range(schemes.depth)]
    looked = [discover(trained.model, x, action, layer=layer, generator=generator) for layer in layers]
    return {
        "error": trained.unexplained,
        "layers": [evidence(estimate, dimension)["held_out"] for estimate in looked],
        **evidence(discover(trained.model, x, action, generator=generator), dimension),
    }


def end_to_end(net: nn.Sequential, samples: int, training: Training, seed: int) -> Fit:
    """All layers at once."""
    return fit(net, TARGET, samples, training, torch.Generator().manual_seed(seed))


def layer_by_layer(net: nn.Sequential, samples: int, training: Training, seed: int) -> Fit:
    """Each hidden layer with a linear readout, the earlier ones at rest; the last one with the network's own readout."""
    depth = len(net) // 2
    share = replace(training, steps=max(training.steps // depth, 2))
    for last in range(1, depth + 1):
        part = _readout(net, last)
        for module in list(net)[: 2 * (last - 1)]:
            module.requires_grad_(False)
        trained = fit(part, TARGET, samples, share, torch.Generator().manual_seed(seed))
    net.requires_grad_(True)
    return trained


def pretrained(net: nn.Sequential, samples: int, training: Training, seed: int) -> Fit:
    """Layer by layer for half of the steps, then all layers at once for the other half."""
    half = replace(training, steps=max(training.steps // 2, 2))
    layer_by_layer(net, samples, half, seed)
    return end_to_end(net, samples, half, seed)


WAYS: dict[str, Callable[[nn.Sequential, int, Training, int], Fit]] = {
    "end to end": end_to_end,
    "layer by layer": layer_by_layer,
    "pretrained": pretrained,
}


def _readout(net: nn.Sequential, layers: int) -> nn.Sequential:
    """The first hidden layers with a new readout that begins at zero, or the whole network."""
    if 2 * layers == len(net) - 1:
        return net
    width = next(net[2 * layers].parameters()).shape[1]
    head = nn.Linear(width, 1, bias=False, device="meta").to_empty(device="cpu")
    nn.init.zeros_(head.weight)
    return nn.Sequential(*list(net)[: 2 * layers], head)
