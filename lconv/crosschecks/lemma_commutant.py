"""The commutant criterion: trained layers whose generators commute with u are equivariant, and no others are."""

from __future__ import annotations

from typing import SupportsFloat

import numpy as np

from lconv.crosschecks.layers import layer_of, worst_of_draws
from lconv.numpy_io import to_numpy, to_torch
from lietheory.algebra import bracket
from lietheory.claims.lemma_commutant import sample
from lietheory.proof import constraint_null_space, relative


def _error(instance, L: np.ndarray) -> np.ndarray:
    u, h = to_torch(instance["u"]), to_torch(instance["features"])
    layer = layer_of(L, instance["W"])
    return to_numpy(layer(u @ h) - u @ layer(h))


@worst_of_draws
def residual(rng: np.random.Generator) -> SupportsFloat:
    """Of equivariance for generators from the commutant, and of the commutators of all that layers leave equivariant."""
    instance = sample(rng)
    u, W = instance["u"], instance["W"]
    shape = (len(W) - 1, *u.shape)
    commutant = constraint_null_space(lambda M: bracket(M, u), u.shape, exact=False).reshape(-1, *u.shape)
    L = np.tensordot(rng.standard_normal((shape[0], len(commutant))), commutant, axes=1)
    layers = constraint_null_space(lambda units: _error(instance, units), shape, exact=False).reshape(-1, *shape)
    return max(
        relative(_error(instance, L), u, W, L),
        *(relative(bracket(layer, u), u, W) for layer in layers),
        abs(len(layers) - len(L) * len(commutant)),
    )
