"""The rows of LieGG's evidence matrix for one batch, invariance or equivariance.

Invariance asks J(x) L x = 0. Equivariance, with an action on the outputs too, asks J(x) L_in x = L_out F(x): the unknowns
are stacked, (L_in, L_out), and the reference is what the difference would be if both sides had nothing to do with each
other, block by block.
"""

from __future__ import annotations

import numpy as np
import torch
from jaxtyping import Float, Int
from scipy.linalg import block_diag
from torch import Tensor

from lconv.liegg.actions import Action
from lconv.liegg.jacobians import Model, directional_derivatives, outputs

PARTNERS = 2
"""Points whose gradients each point's fields are paired with: a second one makes the reference less noisy, more hardly do."""


def evidence_rows(
    model: Model, x: Tensor, action: Action, output_action: Action | None, frame: Float[np.ndarray, "r m"]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The whitened evidence rows (n, r, K), the reference rows (n, r0, K), and the fields' Gram matrix (K, K)."""
    fields = action(x)
    partners = torch.as_tensor(_partners(len(x)), device=x.device)
    derivatives = directional_derivatives(model, x, partners, fields, frame.shape[1])
    evidence, paired = (frame @ part.detach().cpu().numpy() for part in derivatives)
    reference, gram = np.concatenate(paired, axis=1) / np.sqrt(PARTNERS), _gram(fields)
    if output_action is None:
        return evidence, reference, gram
    fields = output_action(outputs(model, x))
    moved = frame @ fields.flatten(2).double().mT.cpu().numpy()
    reference = np.concatenate(
        [np.pad(reference, ((0, 0), (0, 0), (0, moved.shape[2]))), np.pad(moved, ((0, 0), (0, 0), (reference.shape[2], 0)))],
        axis=1,
    )
    return np.concatenate([evidence, -moved], axis=2), reference, block_diag(gram, _gram(fields))


def _gram(fields: Float[Tensor, "n K *shape"]) -> Float[np.ndarray, "K K"]:
    flat = fields.flatten(2).double().swapaxes(0, 1).flatten(1)
    return (flat @ flat.T).cpu().numpy()


def _partners(count: int) -> Int[np.ndarray, "P n"]:
    """For every point other points of its half, spread over the batch, so that neighbours in a stream are not paired."""
    partners = np.tile(np.arange(count), (PARTNERS, 1))
    for i, row in enumerate(partners, start=1):
        for half in (row[::2], row[1::2]):
            half[:] = np.roll(half, max(1, i * len(half) // (PARTNERS + 1)))
    return partners


def generator_pairs(action: Action, output_action: Action | None) -> Float[np.ndarray, "K n n"]:
    """The generators of the action, or of both actions as block matrices, inputs first."""
    if output_action is None:
        return action.basis
    n, m = action.basis.shape[1], output_action.basis.shape[1]
    return np.concatenate([np.pad(action.basis, ((0, 0), (0, m), (0, m))), np.pad(output_action.basis, ((0, 0), (n, 0), (n, 0)))])
