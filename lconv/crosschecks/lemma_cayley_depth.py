"""Cayley layers: a trained layer forward and the inverse of one backward keep the form and meet the bound."""

from __future__ import annotations

from typing import SupportsFloat

import numpy as np
import torch

from lconv.crosschecks.layers import layer_of, worst_of_draws
from lconv.numpy_io import to_numpy, to_torch
from lietheory.claims.lemma_cayley_depth import bound, network, sample
from lietheory.proof import applied, relative


@worst_of_draws
def residual(rng: np.random.Generator) -> SupportsFloat:
    """Of the stack against the reference, of the form, and for rotations of the error beyond the stated bound."""
    instance = sample(rng)
    L, t, B, depth = (instance[k] for k in ("L", "t", "B", "depth"))
    half, h = t / (2 * depth), torch.eye(len(B), dtype=torch.float64)[None]
    forward, backward = (layer_of(L, np.concatenate([[1.0], sign * half])[:, None, None] * np.eye(len(B))) for sign in (1, -1))
    step = torch.linalg.solve(backward(h), forward(h))
    C = to_numpy(torch.linalg.matrix_power(step[0], depth))
    defects = [relative(C - applied(network, instance), C), relative(C.T @ B @ C - B, C, C, B)]
    if np.array_equal(B, np.eye(len(B))):
        X = to_torch(np.tensordot(t, L, axes=1))
        angle, target = float(torch.linalg.matrix_norm(X, 2)), to_numpy(torch.linalg.matrix_exp(X))
        defects.append(float(np.linalg.norm(C - target, 2)) - bound(angle, depth))
    return max(defects)
