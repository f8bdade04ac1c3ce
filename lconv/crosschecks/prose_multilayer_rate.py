"""Multi-layer L-conv: a trained stack whose channels are the nodes of a quadrature, within the stated bound."""

from __future__ import annotations

from typing import SupportsFloat

import numpy as np
import torch

from lconv.crosschecks.layers import layer_of, worst_of_draws
from lconv.numpy_io import to_torch
from lietheory.claims.prose_multilayer_rate import bound, convolution, deep, sample
from lietheory.proof import applied, relative


@worst_of_draws
def residual(rng: np.random.Generator) -> SupportsFloat:
    """Of the stack against the reference, and by how much it misses the group convolution beyond the bound."""
    instance = sample(rng)
    L, t, g, f, layers = (instance[name] for name in ("L", "t", "g", "f", "layers"))
    one = np.eye(len(t))
    weights = np.stack([one, *(-one * row / layers for row in t.T)])
    stack = torch.nn.Sequential(*[layer_of(L, weights)] * layers)
    nodes = stack(to_torch(np.repeat(instance["h"][:, None], len(t), axis=1))[None])[0].detach().numpy()
    total = sum(weight * f.value(x) for weight, x in zip(g, nodes.T, strict=True))
    return max(
        relative(np.asarray(total - applied(deep, instance))),
        abs(total - applied(convolution, instance)) - applied(bound, instance),
    )
