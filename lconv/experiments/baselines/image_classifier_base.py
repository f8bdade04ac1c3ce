"""What the image classifiers share: hidden layers, then one dense layer of logits, and the way they are trained."""

from __future__ import annotations

import math
import time
from abc import abstractmethod
from dataclasses import dataclass
from typing import TypedDict, TypeVar

from scipy import sparse
from torch import Generator, nn

from lconv.experiments.baselines.interface import Baseline, Found, Samples
from lconv.experiments.harness.training import Fitting, Progress, accuracy, device, fit, silent
from lietheory.arrays import Generators
from lietheory.errors import ShapeError


class Evidence(TypedDict, total=False):
    """Generators or a pattern, as :class:`~lconv.experiments.baselines.interface.Found` has them."""

    generators: Generators
    pattern: sparse.csr_array


Layer = TypeVar("Layer", nn.Linear, nn.Conv2d)


@dataclass(frozen=True)
class ImageSizes:
    """What goes in and what comes out.

    Args:
        height: rows of pixels.
        width: columns of pixels.
        channels: values a pixel.
        classes: logits.
    """

    height: int
    width: int
    channels: int
    classes: int

    @property
    def space(self) -> int:
        """Pixels, d."""
        return self.height * self.width


@dataclass(frozen=True)
class ImageClassifier(Baseline):
    """Hidden layers on features (batch, space, channel), flattened into one dense layer with a softmax.

    Args:
        sizes: of images and classes.
        layers: how many hidden layers.
        filters: channels of each hidden layer.
        fitting: how it is trained.
    """

    sizes: ImageSizes
    layers: int = 1
    filters: int = 32
    fitting: Fitting = Fitting()

    def __post_init__(self) -> None:
        if min(self.layers, self.filters, *vars(self.sizes).values()) < 1:
            raise ShapeError(f"{type(self).__name__}(...)", "sizes of at least 1", repr(self), "Give positive sizes.")

    @abstractmethod
    def network(self, generator: Generator) -> nn.Sequential:
        """The network, from features (batch, space, channel) to logits (batch, classes), initialised from ``generator``."""

    @abstractmethod
    def parameters(self) -> int:
        """The number of trainable parameters, by formula."""

    @abstractmethod
    def evidence(self, network: nn.Module) -> Evidence:
        """The generators of the first hidden layer, or the pattern by which it shares its weights."""

    def train(self, samples: Samples, *, generator: Generator, progress: Progress = silent) -> Found:
        """The first hidden layer's generators or pattern after training on features (n, space, channel) and labels (n,)."""
        network = self.network(generator).to(device())
        x, labels = samples.inputs.to(device()), samples.targets.to(device())
        started = time.perf_counter()
        loss = fit(network, x, labels, self.fitting, generator=generator, progress=progress)
        seconds = time.perf_counter() - started
        facts: dict[str, float | str] = {
            "loss in the last epoch": loss,
            "accuracy in training": accuracy(network, x, labels),
            "parameters": self.parameters(),
        }
        return Found(self.name, seconds, network, facts=facts, **self.evidence(network))


def dense(inputs: int, outputs: int, generator: Generator) -> nn.Linear:
    """A dense layer with Glorot's uniform weights, within sqrt(6 / (inputs + outputs)), and no bias at first."""
    return glorot(nn.Linear(inputs, outputs, device="meta"), inputs, outputs, generator)


def glorot(layer: Layer, fan_in: int, fan_out: int, generator: Generator) -> Layer:
    """The layer, given on the device ``meta``, with weights within sqrt(6 / (fan_in + fan_out)), and no bias at first.

    References:
        Glorot and Bengio 2010; the default of Keras.
    """
    reach = math.sqrt(6 / (fan_in + fan_out))
    layer = layer.to_empty(device="cpu")
    nn.init.uniform_(layer.weight, -reach, reach, generator=generator)
    if layer.bias is not None:
        nn.init.zeros_(layer.bias)
    return layer


def count(network: nn.Module) -> int:
    """The number of trainable parameters of the network."""
    return sum(p.numel() for p in network.parameters() if p.requires_grad)
