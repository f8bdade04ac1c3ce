"""Convolutional networks: the weights are shared by shifts, with or without pooling."""

from __future__ import annotations

from dataclasses import dataclass
from typing import final

import numpy as np
from scipy import sparse
from torch import Generator, Tensor, nn

from lconv.experiments.baselines.classifier import Evidence, ImageClassifier, dense, glorot
from lconv.images import features_to_images
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
        >>> from lconv.experiments.baselines.classifier import ImageSizes
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

    def network(self, generator: Generator) -> nn.Module:
        """Convolutions, then the dense layer."""
        layers: list[nn.Module] = [_AsImages(self.sizes.height, self.sizes.width)]
        for inputs in self._inputs():
            conv = nn.utils.skip_init(nn.Conv2d, inputs, self.filters, KERNEL)
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


def shift_pattern(height: int, width: int) -> sparse.sparray:
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
