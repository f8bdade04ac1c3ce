"""Proposition 2: trained layers without activation, composed, reach the inverse of a group element within the bound."""

from __future__ import annotations

from typing import SupportsFloat

import numpy as np
import torch

from lconv.crosschecks.layers import layer_of, worst_of_draws
from lconv.numpy_io import to_numpy, to_torch
from lietheory.claims.p2_deep_lconv import composed, sample, size
from lietheory.proof import applied, relative


@worst_of_draws
def residual(rng: np.random.Generator) -> SupportsFloat:
    """Of the stack against the reference, and by how much it misses exp(-X_l) ... exp(-X_1) h beyond the stated bound."""
    instance = sample(rng)
    L, h = instance["L"], instance["h"]
    one = np.eye(h.shape[1])
    stack = torch.nn.Sequential(*(layer_of(L, weights[:, None, None] * one) for weights in instance["weights"]))
    reached = to_numpy(stack(to_torch(h)[None])[0])
    X = np.tensordot(instance["t"], L, axes=1)
    target = to_torch(h)
    for factor in torch.linalg.matrix_exp(-to_torch(X)):
        target = factor @ target
    norms = np.array([float(size(x)) for x in X])
    bound = norms @ norms * np.exp(norms.sum()) / 2
    return max(relative(reached - applied(composed, instance), L, h), relative(reached - to_numpy(target), h) - bound)
