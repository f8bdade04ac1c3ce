"""The rows of LieGG's evidence matrix for one batch, invariance or equivariance.

Invariance asks J(x) L x = 0. Equivariance, with an action on the outputs too, asks J(x) L_in x = L_out F(x): the unknowns
are stacked, (L_in, L_out), and the reference is what the difference would be if both sides had nothing to do with each
other, block by block.
"""

from __future__ import annotations

import numpy as np
import torch
from jaxtyping import Float
from scipy.linalg import block_diag
from torch import Tensor

from lconv.liegg.actions.fields_at_points import Motion
from lconv.liegg.actions.linear_and_images import Action
from lconv.liegg.derivatives import Model, forward_derivatives, forward_is_cheaper, jacobian, outputs

PARTNERS = 2
"""Points whose gradients each point's fields are paired with: a second one makes the reference less noisy, more hardly do."""


def evidence_rows(
    model: Model, x: Tensor, action: Action, output_action: Action | None, frame: Float[np.ndarray, "r m"]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The whitened evidence rows (n, r, K), the reference rows (n, r0, K), and the fields' Gram matrix (K, K).

    The points x belong to one half: each is paired with others of them.
    """
    motion = action.motion(x)
    evidence, reference = _derivatives(model, x, action, motion, frame)
    gram = motion.gram()
    if output_action is not None:
        y = outputs(model, x)
        moved = np.tensordot(frame, output_action(y).flatten(2).double().cpu().numpy(), axes=(1, 2)).swapaxes(1, 2)
        reference = _blocks(reference, moved)
        evidence, gram = np.concatenate([evidence, -moved], axis=1), block_diag(gram, output_action.motion(y).gram())
    return evidence.transpose(2, 0, 1), reference.transpose(2, 0, 1), gram


def _derivatives(
    model: Model, x: Tensor, action: Action, motion: Motion, frame: Float[np.ndarray, "r m"]
) -> tuple[Float[np.ndarray, "r K n"], Float[np.ndarray, "P*r K n"]]:
    """The whitened derivatives along the fields, by the gradient at the points and by those at their partners."""
    m, shifts = frame.shape[1], partner_shifts(len(x))
    if forward_is_cheaper(m, action.size, PARTNERS):
        partners = torch.stack([torch.arange(len(x), device=x.device).roll(s) for s in shifts])
        parts = forward_derivatives(model, x, partners, action(x))
        if parts is not None:
            own, *paired = (np.tensordot(frame, part.cpu().numpy(), axes=1) for part in parts)
            return own, np.concatenate(paired) / np.sqrt(PARTNERS)
    J = torch.tensordot(torch.as_tensor(frame, device=x.device), jacobian(model, x, m).double().contiguous(), dims=1)
    paired = torch.cat([J.roll(s, dims=2) for s in shifts]).div_(np.sqrt(PARTNERS))
    return motion.derivatives(J).cpu().numpy(), motion.derivatives(paired).cpu().numpy()


def _blocks(a: Float[np.ndarray, "r K n"], b: Float[np.ndarray, "s L n"]) -> Float[np.ndarray, "r+s K+L n"]:
    return np.concatenate([np.pad(a, ((0, 0), (0, b.shape[1]), (0, 0))), np.pad(b, ((0, 0), (a.shape[1], 0), (0, 0)))])


def partner_shifts(count: int) -> list[int]:
    """How far along the points of a half its partners are, spread over all, so that neighbours in a stream are not paired."""
    return [max(1, i * count // (PARTNERS + 1)) for i in range(1, PARTNERS + 1)]


def generator_pairs(action: Action, output_action: Action | None) -> Float[np.ndarray, "K n n"]:
    """The generators of the action, or of both actions as block matrices, inputs first."""
    if output_action is None:
        return action.basis
    n, m = action.basis.shape[1], output_action.basis.shape[1]
    return np.concatenate([np.pad(action.basis, ((0, 0), (0, m), (0, m))), np.pad(output_action.basis, ((0, 0), (n, 0), (n, 0)))])
