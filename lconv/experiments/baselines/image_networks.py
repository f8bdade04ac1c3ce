"""The networks of the paper's figures: convolutional, L-conv with learned or random generators, fully connected."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import final

import numpy as np
from scipy import sparse
from torch import Generator, Tensor, nn
from torch.nn.functional import relu

from lconv.experiments.baselines.image_classifier_base import Evidence, ImageClassifier, dense, glorot
from lconv.images import features_to_images
from lconv.nn.generators.parametrization import LowRankGenerators
from lconv.nn.layer import LConv
from lconv.numpy_io import to_numpy
from lietheory.errors import ShapeError

KERNEL, WINDOW = 3, 2


@final
@dataclass(frozen=True)
class CNN(ImageClassifier):
    """3 x 3 convolutions without padding and ReLU, each followed by the maximum of 2 x 2 points if ``pooled``.

    The windows of the maximum overlap (stride 1), as in the code released with the paper.

    Args:
        pooled: whether there is pooling.

    Raises:
        ShapeError: images too small for so many layers.

    Examples:
        >>> from lconv.experiments.baselines.image_classifier_base import ImageSizes
        >>> CNN(ImageSizes(28, 28, 1, 10)).parameters()
        216650

    References:
        L-conv paper, section 4: "CNN" and "CNN with Maxpooling after each layer".
    """

    pooled: bool = False

    def __post_init__(self) -> None:
        super().__post_init__()
        if min(self._outputs()) < 1:
            got = f"{self.sizes.height} x {self.sizes.width}"
            raise ShapeError("CNN(...)", f"images that {self.layers} layers leave something of", got, "Take fewer layers.")

    @property
    def name(self) -> str:
        return "CNN + maxpool" if self.pooled else "CNN"

    def network(self, generator: Generator) -> nn.Sequential:
        """Convolutions, then the dense layer."""
        layers: list[nn.Module] = [_AsImages(self.sizes.height, self.sizes.width)]
        for inputs in self._inputs():
            conv = nn.Conv2d(inputs, self.filters, KERNEL, device="meta")
            layers += [glorot(conv, KERNEL**2 * inputs, KERNEL**2 * self.filters, generator), nn.ReLU()]
            if self.pooled:
                layers.append(nn.MaxPool2d(WINDOW, stride=1))
        return nn.Sequential(*layers, nn.Flatten(), dense(self._flat(), self.sizes.classes, generator))

    def parameters(self) -> int:
        """sum over layers of (9 in + 1) filters, and (h' w' filters + 1) classes."""
        hidden = sum((KERNEL**2 * inputs + 1) * self.filters for inputs in self._inputs())
        return hidden + (self._flat() + 1) * self.sizes.classes

    def evidence(self, network: nn.Module) -> Evidence:
        """Each of the nine weights stands wherever its shift reads a pixel of the image."""
        return {"pattern": shift_pattern(self.sizes.height, self.sizes.width)}

    def _inputs(self) -> list[int]:
        return [self.sizes.channels] + [self.filters] * (self.layers - 1)

    def _outputs(self) -> tuple[int, int]:
        lost = self.layers * (KERNEL - 1 + (WINDOW - 1 if self.pooled else 0))
        return self.sizes.height - lost, self.sizes.width - lost

    def _flat(self) -> int:
        height, width = self._outputs()
        return height * width * self.filters


def shift_pattern(height: int, width: int) -> sparse.csr_array:
    """U with vec(W) = U v for a 3 x 3 kernel v without padding, (d^2, 9): rows of W on the border are zero.

    Examples:
        >>> shift_pattern(3, 3).toarray().sum(axis=0).tolist()
        [1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0]
    """
    d, points = height * width, np.arange(height * width).reshape(height, width)
    inner = points[1:-1, 1:-1].ravel()
    rows, taps = [], []
    for tap, (i, j) in enumerate(np.ndindex(KERNEL, KERNEL)):
        rows.append(inner * d + points[i : height - 2 + i, j : width - 2 + j].ravel())
        taps.append(np.full(inner.size, tap))
    where = (np.concatenate(rows), np.concatenate(taps))
    return sparse.csr_array((np.ones(where[0].size), where), shape=(d * d, KERNEL**2))


@final
class _AsImages(nn.Module):
    """Features as images (batch, channel, height, width)."""

    def __init__(self, height: int, width: int):
        super().__init__()
        self.height, self.width = height, width

    def forward(self, x: Tensor) -> Tensor:
        return features_to_images(x, self.height, self.width)


@final
@dataclass(frozen=True)
class LConvClassifier(ImageClassifier):
    """L-conv layers with L_0 = I and L_k = U_k V_k of low rank, ReLU after each.

    Args:
        n_generators: L_k beside L_0 = I; the paper's nine generators count L_0.
        rank: of each L_k, the paper's d_h.
        learns: whether the L_k learn; if not this is the baseline "Rand L-conv".

    Examples:
        >>> from lconv.experiments.baselines.image_classifier_base import ImageSizes
        >>> LConvClassifier(ImageSizes(28, 28, 1, 10)).parameters()
        451914

    References:
        L-conv paper, Eq 6 and section 4: "L-conv" and "Rand L-conv".
    """

    n_generators: int = 8
    rank: int = 16
    learns: bool = True

    @property
    def name(self) -> str:
        return "L-conv" if self.learns else "random L"

    def network(self, generator: Generator) -> nn.Sequential:
        """L-conv layers, then the dense layer."""
        d, layers = self.sizes.space, []
        for inputs in self._inputs():
            L = LowRankGenerators.random(self.n_generators, d, self.rank, self.learns, generator=generator)
            layers.append(LConv(d, inputs, self.filters, generators=L, activation=relu, generator=generator))
        return nn.Sequential(*layers, nn.Flatten(), dense(d * self.filters, self.sizes.classes, generator))

    def parameters(self) -> int:
        """sum over layers of 2 n_L rank d, (n_L + 1) in filters and filters; and (d filters + 1) classes."""
        learnt = 2 * self.n_generators * self.rank * self.sizes.space if self.learns else 0
        hidden = sum(learnt + ((self.n_generators + 1) * inputs + 1) * self.filters for inputs in self._inputs())
        return hidden + (self.sizes.space * self.filters + 1) * self.sizes.classes

    def evidence(self, network: nn.Module) -> Evidence:
        """The generators of the first layer, (n_L, d, d)."""
        first = next(layer for layer in network.modules() if isinstance(layer, LConv))
        return {"generators": to_numpy(first.generators)}

    def _inputs(self) -> list[int]:
        return [self.sizes.channels] + [self.filters] * (self.layers - 1)


@final
@dataclass(frozen=True)
class FCLikeLConv(ImageClassifier):
    """W = Z V with V to ``latent`` points and Z to d * filters, ReLU after both: L-conv's shapes without its sharing.

    Args:
        latent: n_L d_h of the L-conv that it mimics, L_0 = I counted.

    Examples:
        >>> from lconv.experiments.baselines.image_classifier_base import ImageSizes
        >>> FCLikeLConv(ImageSizes(28, 28, 1, 10)).parameters()
        4001690

    References:
        L-conv paper, section 4: "Fully Conn." and "FC(~L-conv)". The ReLU between V and Z is the released code's.
    """

    latent: int = 144

    @property
    def name(self) -> str:
        return "FC like L-conv"

    def network(self, generator: Generator) -> nn.Sequential:
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
        >>> from lconv.experiments.baselines.image_classifier_base import ImageSizes
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

    def network(self, generator: Generator) -> nn.Sequential:
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


def free_pattern(d: int) -> sparse.csr_array:
    """U = 1, (d^2, d^2): each of the weights from d points to d points is free."""
    return sparse.csr_array(sparse.eye_array(d * d))
