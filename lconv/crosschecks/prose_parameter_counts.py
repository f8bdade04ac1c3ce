"""Parameter counts: the models of the comparison as torch has them, at the sizes of the data sets."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import torch
from torch import nn

from lconv import LConv
from lietheory.claims.prose_parameter_counts import MNIST, Sizes, cnn_count, dense_count, lconv_count

CIFAR10 = replace(MNIST, side=32, channels=3)
CIFAR100 = replace(CIFAR10, classes=100)
SETTINGS = (MNIST, CIFAR10, CIFAR100, replace(CIFAR100, rank=8))


def residual(rng: np.random.Generator) -> float:
    """The largest difference between a formula and what torch counts, for the printed settings and one drawn."""
    drawn = replace(MNIST, side=int(rng.integers(4, 10)), filters=int(rng.integers(1, 40)), rank=int(rng.integers(1, 9)))
    return float(max(abs(difference) for s in (*SETTINGS, drawn) for difference in differences(s)))


def differences(s: Sizes) -> tuple[int, ...]:
    """What torch counts less the formula: one and two L-convs, the convolution, the dense network."""
    with torch.device("meta"):  # counted, never filled
        features = s.points * s.filters
        layers = [LConv(s.points, m, s.filters, s.generators, rank=s.rank) for m in (s.channels, s.filters)]
        conv = nn.Conv2d(s.channels, s.filters, s.kernel)
        dense = nn.Linear(s.points * s.channels, s.terms * s.rank), nn.Linear(s.terms * s.rank, features)
        head, conv_head = nn.Linear(features, s.classes), nn.LazyLinear(s.classes)
        conv_head(conv(torch.zeros(1, s.channels, s.side, s.side)).flatten(1))
    return (
        count(layers[0], head) - lconv_count(s),
        count(*layers, head) - lconv_count(s, layers=2),
        count(conv, conv_head) - cnn_count(s),
        count(*dense, head) - dense_count(s),
    )


def count(*modules: nn.Module) -> int:
    """The parameters of modules that share none."""
    return sum(p.numel() for module in modules for p in module.parameters())
