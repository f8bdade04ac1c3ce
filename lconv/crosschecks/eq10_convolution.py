"""Eq 10: torch's convolution is a cross-correlation, so it is the L-conv over shifts with its kernel reversed."""

from __future__ import annotations

from typing import SupportsFloat

import numpy as np
import torch

from lconv.crosschecks.layers import layer_of, worst_of_draws
from lconv.numpy_io import to_numpy, to_torch
from lietheory.claims.eq10_convolution import sample
from lietheory.proof import relative


@worst_of_draws
def residual(rng: np.random.Generator) -> SupportsFloat:
    """Of the L-conv with delta(mu, nu + i) against conv1d of the reversed kernel, the line padded on its left."""
    instance = sample(rng)
    h, W, b = (instance[name] for name in ("h", "W", "b"))
    line, reach = to_torch(h).T[None], len(instance["offsets"])
    if instance["boundary"] == "circular":
        turns = [line] * (1 + -(-reach // len(h)))  # enough copies to the left for a kernel longer than the line
        padded = torch.cat(turns, dim=2)[..., (len(turns) - 1) * len(h) - reach :]
    else:
        padded = torch.nn.functional.pad(line, (reach, 0))
    convolved = torch.nn.functional.conv1d(padded, to_torch(W).permute(2, 1, 0).flip(2), to_torch(b))
    return relative(to_numpy(layer_of(instance["L"], W, b)(to_torch(h)[None])[0] - convolved[0].T), h, W, b)
