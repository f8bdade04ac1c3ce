"""Proposition 4: torch's convolutional layers as L-conv over shifts, in one and two dimensions, with either boundary."""

from __future__ import annotations

from typing import SupportsFloat

import numpy as np
import torch

from lconv.convert import from_conv
from lconv.crosschecks.layers import layer_of, worst_of_draws
from lconv.numpy_io import to_numpy, to_torch
from lietheory.claims.p4_cnn import sample
from lietheory.proof import Instance, relative

CONVOLUTIONS = {1: torch.nn.Conv1d, 2: torch.nn.Conv2d}


@worst_of_draws
def residual(rng: np.random.Generator) -> SupportsFloat:
    """Of the L-conv over shift generators, and of from_conv, against torch's layer."""
    instance = sample(rng)
    h, W, b, shape = (instance[name] for name in ("h", "W", "b", "shape"))
    conv, x = convolution(instance), to_torch(h)[None]
    expected = conv(x.transpose(1, 2).unflatten(2, shape)).flatten(2).transpose(1, 2)
    layers = layer_of(instance["L"], W, b), from_conv(conv, shape)
    return max(relative(to_numpy(layer(x) - expected), h, W, b) for layer in layers)


def convolution(instance: Instance) -> torch.nn.Conv1d | torch.nn.Conv2d:
    """torch's layer: the features moved by k are read at mu - k, the kernel entry 1 - k."""
    W, axes = instance["W"], len(instance["shape"])
    padding = "zeros" if instance["boundary"] == "zero" else "circular"
    conv = CONVOLUTIONS[axes](*W.shape[1:], 3, padding=1, padding_mode=padding, dtype=torch.float64)
    with torch.no_grad():
        conv.bias.copy_(to_torch(instance["b"]))
        for offset, tap in zip(((0,) * axes, *instance["offsets"]), to_torch(W), strict=True):
            conv.weight[(slice(None), slice(None), *(1 - k for k in offset))] = tap.T
    return conv
