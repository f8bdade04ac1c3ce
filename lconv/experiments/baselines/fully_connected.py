"""Fully connected networks: one shaped like L-conv without its sharing, and one of as many parameters."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import final

from scipy import sparse
from torch import Generator, nn

from lconv.experiments.baselines.classifier import Evidence, ImageClassifier, dense
from lconv.experiments.baselines.random_generators import LConvClassifier


@final
@dataclass(frozen=True)
class FCLikeLConv(ImageClassifier):
    """W = Z V with V to ``latent`` points and Z to d * filters, ReLU after both: L-conv's shapes without its sharing.

    Args:
        latent: n_L d_h of the L-conv that it mimics, L_0 = I counted.

    Examples:
        >>> from lconv.experiments.baselines.classifier import ImageSizes
        >>> FCLikeLConv(ImageSizes(28, 28, 1, 10)).parameters()
        4001690

    References:
        L-conv paper, section 4: "Fully Conn." and "FC(~L-conv)". The ReLU between V and Z is the released code's.
    """

    latent: int = 144

    @property
    def name(self) -> str:
        return "FC like L-conv"

    def network(self, generator: Generator) -> nn.Module:
        """Two dense layers for each hidden layer, then the dense layer of logits."""
        layers: list[nn.Module] = [nn.Flatten()]
        for inputs in self._inputs():
            layers += [dense(inputs, self.latent, generator), nn.ReLU()]
            layers += [dense(self.latent, self._wide(), generator), nn.ReLU()]
        return nn.Sequential(*layers, dense(self._wide(), self.sizes.classes, generator))

    def parameters(self) -> int:
        """sum over layers of (in + 1) latent and (latent + 1) d filters; and (d filters + 1) classes."""
        hidden = sum((inputs + 1) * self.latent + (self.latent + 1) * self._wide() for inputs in self._inputs())
        return hidden + (self._wide() + 1) * self.sizes.classes

    def evidence(self, network: nn.Module) -> Evidence:
        """Every weight is free: U = 1."""
        return {"pattern": free_pattern(self.sizes.space)}

    def _wide(self) -> int:
        return self.sizes.space * self.filters

    def _inputs(self) -> list[int]:
        return [self.sizes.space * self.sizes.channels] + [self._wide()] * (self.layers - 1)


@final
@dataclass(frozen=True)
class FCShallow(ImageClassifier):
    """One wide hidden layer with ReLU, just wide enough to have no fewer parameters than an L-conv of ``layers`` layers.

    Args:
        rank: of the L-conv whose number of parameters is matched.
        n_generators: of that L-conv, beside L_0 = I.

    Examples:
        >>> from lconv.experiments.baselines.classifier import ImageSizes
        >>> FCShallow(ImageSizes(32, 32, 3, 100), rank=8).width
        1075

    References:
        L-conv paper, section 4: "FC (shallow)".
    """

    rank: int = 16
    n_generators: int = 8

    @property
    def name(self) -> str:
        return "FC shallow"

    @property
    def width(self) -> int:
        """The smallest u with (d c + 1) u + (u + 1) classes at least L-conv's number."""
        matched = LConvClassifier(self.sizes, self.layers, self.filters, self.fitting, self.n_generators, self.rank).parameters()
        return max(1, math.ceil((matched - self.sizes.classes) / (self._inputs() + 1 + self.sizes.classes)))

    def network(self, generator: Generator) -> nn.Module:
        """The wide layer, then the dense layer of logits."""
        hidden, logits = dense(self._inputs(), self.width, generator), dense(self.width, self.sizes.classes, generator)
        return nn.Sequential(nn.Flatten(), hidden, nn.ReLU(), logits)

    def parameters(self) -> int:
        """(d c + 1) u + (u + 1) classes."""
        return (self._inputs() + 1) * self.width + (self.width + 1) * self.sizes.classes

    def evidence(self, network: nn.Module) -> Evidence:
        """Every weight is free: U = 1."""
        return {"pattern": free_pattern(self.sizes.space)}

    def _inputs(self) -> int:
        return self.sizes.space * self.sizes.channels


def free_pattern(d: int) -> sparse.sparray:
    """U = 1, (d^2, d^2): each of the weights from d points to d points is free."""
    return sparse.eye_array(d * d, format="csr")
