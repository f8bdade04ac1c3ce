"""Eq 3 as printed, a trained layer whose generators are the u^-1: it misses equivariance by the commutator of their sum."""

from __future__ import annotations

from typing import SupportsFloat

import numpy as np
import torch

from lconv.crosschecks.layers import layer_of, worst_of_draws
from lconv.numpy_io import to_numpy, to_torch
from lietheory.claims.eq03_group_convolution import sample
from lietheory.proof import relative


@worst_of_draws
def residual(rng: np.random.Generator) -> SupportsFloat:
    """Of F(v h) - v F(h) against [Q, v] h for any kernel, and of equivariance for a class function."""
    instance = sample(rng)
    near, v, h = instance["near"], to_torch(instance["v"]), to_torch(instance["h"])
    back, one = np.linalg.inv(near.elements), np.eye(h.shape[1])
    defects = []
    for kernel in (instance["g"], instance["class"]):
        mass = near.weights * [kernel(eps) for eps in near.coordinates]
        layer = layer_of(back, np.concatenate([[0.0], mass])[:, None, None] * one)
        error = (layer((v @ h)[None]) - v @ layer(h[None]))[0]
        Q = torch.tensordot(to_torch(mass), to_torch(back), dims=1)
        defects.append(error - (Q @ v - v @ Q) @ h)
    defects.append(error)  # the last, of the class function, which commutes
    return max(relative(to_numpy(defect), instance["v"], instance["h"]) for defect in defects)
