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
from lconv.liegg.jacobians import Model, forward_derivatives, forward_is_cheaper, jacobian, outputs
from lconv.liegg.motion import Motion

PARTNERS = 2
"""Points whose gradients each point's fields are paired with: a second one makes the reference less noisy, more hardly do."""


def evidence_rows(
    model: Model, x: Tensor, action: Action, output_action: Action | None, frame: Float[np.ndarray, "r m"]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The whitened evidence rows (n, r, K), the reference rows (n, r0, K), and the fields' Gram matrix (K, K)."""
    partners, motion = torch.as_tensor(_partners(len(x)), device=x.device), action.motion(x)
    own, *paired = _derivatives(model, x, partners, action, motion, frame)
    evidence, reference, gram = own, np.concatenate(paired) / np.sqrt(PARTNERS), motion.gram()
    if output_action is not None:
        y = outputs(model, x)
        moved = np.tensordot(frame, output_action(y).flatten(2).double().cpu().numpy(), axes=(1, 2)).swapaxes(1, 2)
        reference = _blocks(reference, moved)
        evidence, gram = np.concatenate([evidence, -moved], axis=1), block_diag(gram, output_action.motion(y).gram())
    return evidence.transpose(2, 0, 1), reference.transpose(2, 0, 1), gram


def _derivatives(
    model: Model, x: Tensor, partners: Int[Tensor, "P n"], action: Action, motion: Motion, frame: Float[np.ndarray, "r m"]
) -> list[Float[np.ndarray, "r K n"]]:
    """The whitened derivatives along the fields: by the gradient at the points, and at each of their partners."""
    m, unknowns = frame.shape[1], len(action.basis)
    parts = forward_derivatives(model, x, partners, action(x)) if forward_is_cheaper(m, unknowns, PARTNERS) else None
    if parts is not None:
        return [np.tensordot(frame, part.cpu().numpy(), axes=1) for part in parts]
    J = torch.tensordot(torch.as_tensor(frame, device=x.device), jacobian(model, x, m).double(), dims=1)
    return [motion.derivatives(part).cpu().numpy() for part in (J, *(J[:, p] for p in partners))]


def _blocks(a: Float[np.ndarray, "r K n"], b: Float[np.ndarray, "s L n"]) -> Float[np.ndarray, "r+s K+L n"]:
    return np.concatenate([np.pad(a, ((0, 0), (0, b.shape[1]), (0, 0))), np.pad(b, ((0, 0), (a.shape[1], 0), (0, 0)))])


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
