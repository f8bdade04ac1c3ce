"""L-conv with random generators that do not learn, and the same network with generators that do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import final

from torch import Generator, nn
from torch.nn.functional import relu

from lconv.experiments.baselines.classifier import Evidence, ImageClassifier, dense
from lconv.nn.generators.parametrization import LowRankGenerators
from lconv.nn.layer import LConv
from lconv.numpy_io import to_numpy


@final
@dataclass(frozen=True)
class LConvClassifier(ImageClassifier):
    """L-conv layers with L_0 = I and L_k = U_k V_k of low rank, ReLU after each.

    Args:
        n_generators: L_k beside L_0 = I; the paper's nine generators count L_0.
        rank: of each L_k, the paper's d_h.
        learns: whether the L_k learn; if not this is the baseline "Rand L-conv".

    Examples:
        >>> from lconv.experiments.baselines.classifier import ImageSizes
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

    def network(self, generator: Generator) -> nn.Module:
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
        return {"generators": to_numpy(network[0].generators)}

    def _inputs(self) -> list[int]:
        return [self.sizes.channels] + [self.filters] * (self.layers - 1)
