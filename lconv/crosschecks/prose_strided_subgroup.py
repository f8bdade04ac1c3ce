"""torch's circular convolution with a stride: shifts by its multiples shift the outputs, other shifts make new ones."""

from __future__ import annotations

from typing import SupportsFloat

import numpy as np
import torch

from lconv.convert import from_conv
from lconv.crosschecks.layers import worst_of_draws
from lconv.numpy_io import to_numpy, to_torch
from lietheory.algebra import rank
from lietheory.proof import relative


@worst_of_draws
def residual(rng: np.random.Generator) -> SupportsFloat:
    """Of equivariance, of the same layer as L-conv, and of the count of new outputs under a shift that is no multiple."""
    stride, outputs, channels = (int(n) for n in rng.integers((1, 1, 1), (4, 5, 3)))
    d, m, k = stride * outputs, int(rng.integers(-3, 4)), int(rng.integers(0, 2 * stride))
    conv = strided(rng, channels, stride)
    x = to_torch(rng.standard_normal((2, channels, d)))
    moved = conv(torch.roll(x, m * stride, 2)) - torch.roll(conv(x), m, 2)
    known = from_conv(conv, d)(x.transpose(1, 2)).transpose(1, 2) - conv(x)
    units = torch.eye(d * channels, dtype=x.dtype).view(-1, channels, d)
    still, shifted = (to_numpy(conv(y)).reshape(len(units), -1) for y in (units, torch.roll(units, k, 2)))
    new = rank(np.hstack([still, shifted])) - rank(still)
    expected = 0 if k % stride == 0 else outputs * channels
    return max(*(relative(to_numpy(defect), to_numpy(x)) for defect in (moved, known)), float(abs(new - expected)))


def strided(rng: np.random.Generator, channels: int, stride: int) -> torch.nn.Conv1d:
    """A kernel of three points whose centre dominates, so that the convolution is invertible."""
    conv = torch.nn.Conv1d(
        channels, channels, 3, stride=stride, padding=1, padding_mode="circular", bias=False, dtype=torch.float64
    )
    with torch.no_grad():
        conv.weight.copy_(to_torch(rng.standard_normal((channels, channels, 3)) / (6 * channels)))
        conv.weight[..., 1] += torch.eye(channels, dtype=conv.weight.dtype)
    return conv
