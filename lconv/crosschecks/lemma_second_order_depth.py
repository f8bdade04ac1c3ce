"""Second-order steps: pairs of trained layers with two channels between them, against the exponential of torch."""

from __future__ import annotations

from typing import SupportsFloat

import numpy as np
import torch

from lconv.crosschecks.layers import layer_of, worst_of_draws
from lconv.numpy_io import to_numpy, to_torch
from lietheory.claims.lemma_second_order_depth import bound, network, pair_weights, sample
from lietheory.proof import applied, relative


@worst_of_draws
def residual(rng: np.random.Generator) -> SupportsFloat:
    """Of the stack against the reference, and by how much it misses exp(X) beyond the stated bound."""
    instance = sample(rng)
    L, t, depth = instance["L"], instance["t"], instance["depth"]
    pair = [layer_of(L, weights) for weights in pair_weights(t, depth, instance["curvature"])]
    stack = torch.nn.Sequential(*pair * depth)
    T = to_numpy(stack(torch.eye(L.shape[1], dtype=torch.float64)[:, :, None])[:, :, 0]).T
    X = np.tensordot(t, L, axes=1)
    size = float(np.linalg.norm(X, 2))
    error = float(np.linalg.norm(T - to_numpy(torch.linalg.matrix_exp(to_torch(X))), 2))
    return max(relative(T - applied(network, instance), L, t), error - bound(size, depth))
