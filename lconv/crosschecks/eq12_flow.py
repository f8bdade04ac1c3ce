"""Eq 12: a trained layer with W^0 = 1, W^1 = delta t is an Euler step of the flow, which it misses within the bound."""

from __future__ import annotations

from typing import SupportsFloat

import numpy as np
import torch

from lconv.crosschecks.layers import layer_of, worst_of_draws
from lconv.numpy_io import to_numpy, to_torch
from lietheory.claims.eq12_flow import sample
from lietheory.proof import relative


@worst_of_draws
def residual(rng: np.random.Generator) -> SupportsFloat:
    """Of the step against A h, and by how much |exp(delta t L) - A| exceeds |A - I|^2 e^|A - I| / 2."""
    instance = sample(rng)
    A, h, L, step = (instance[name] for name in ("A", "h", "L", "step"))
    one = np.eye(h.shape[1])
    euler = to_numpy(layer_of(L[None], np.stack([one, step * one]))(to_torch(h)[None])[0])
    flow, distance = torch.linalg.matrix_exp(step * to_torch(L)), np.linalg.norm(A - np.eye(len(A)), 2)
    missed = float(torch.linalg.matrix_norm(flow - to_torch(A), 2))
    return max(relative(euler - A @ h, A, h), missed - distance**2 * np.exp(distance) / 2)
