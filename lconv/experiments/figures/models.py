"""The six models of the figures, by name, at the sizes of a grid."""

from __future__ import annotations

from collections.abc import Callable

from lconv.experiments.baselines.classifier import ImageClassifier, ImageSizes
from lconv.experiments.baselines.convolutional import CNN
from lconv.experiments.baselines.fully_connected import FCLikeLConv, FCShallow
from lconv.experiments.baselines.random_generators import LConvClassifier
from lconv.experiments.figures.configuration import Grid

LCONV, RANDOM, PLAIN_CNN, POOLED, LIKE, SHALLOW = "L-conv", "random L", "CNN", "CNN + maxpool", "FC like L-conv", "FC shallow"
MODELS = (LCONV, RANDOM, PLAIN_CNN, POOLED, LIKE, SHALLOW)
UNRANKED = (PLAIN_CNN, POOLED)
"""Models without generators, which are the same whatever the rank of L-conv."""

_MAKERS: dict[str, Callable[[Grid, ImageSizes, int, int], ImageClassifier]] = {
    LCONV: lambda g, s, n, r: LConvClassifier(s, n, g.filters, g.fitting, g.n_generators, r),
    RANDOM: lambda g, s, n, r: LConvClassifier(s, n, g.filters, g.fitting, g.n_generators, r, learns=False),
    PLAIN_CNN: lambda g, s, n, r: CNN(s, n, g.filters, g.fitting),
    POOLED: lambda g, s, n, r: CNN(s, n, g.filters, g.fitting, pooled=True),
    LIKE: lambda g, s, n, r: FCLikeLConv(s, n, g.filters, g.fitting, (g.n_generators + 1) * r),
    SHALLOW: lambda g, s, n, r: FCShallow(s, n, g.filters, g.fitting, r, g.n_generators),
}


def classifier(grid: Grid, sizes: ImageSizes, model: str, layers: int, rank: int) -> ImageClassifier:
    """The model of this name with so many hidden layers, its generators of this rank.

    Examples:
        >>> classifier(Grid(), ImageSizes(28, 28, 1, 10), "CNN", 1, 0).parameters()
        216650
    """
    return _MAKERS[model](grid, sizes, layers, rank)
