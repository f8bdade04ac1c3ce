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

from lconv.liegg.actions import Action
from lconv.liegg.derivatives import Model, directional_derivatives, outputs
from lconv.liegg.framed_motion import NO_FRAMES, Frames, framed_motion
from lietheory.discovery.whitening import POINTS_PER_OUTPUT, whitening

PARTNERS = 2
"""Points whose gradients each point's fields are paired with: a second one makes the reference less noisy, more hardly do."""
FRAME_POINTS = 10_000
"""The outputs' covariance is taken over this many points or up to twice as many: a variance is then known to 1.4 %."""


def evidence_rows(
    model: Model,
    x: Tensor,
    action: Action,
    output_action: Action | None,
    frame: Float[np.ndarray, "r m"],
    frames: Frames = NO_FRAMES,
) -> tuple[Float[np.ndarray, "n s K"], Float[np.ndarray, "n s0 K"], Float[np.ndarray, "K K"]]:
    """The whitened evidence rows, the reference rows, and the fields' Gram matrix.

    The points x belong to one half: each is paired with others of them. Of the generators in ``frames`` where these are given.
    """
    motion = framed_motion(action, x, frames.inputs)
    derivatives = directional_derivatives(model, x, motion, frame=frame, shifts=partner_shifts(len(x)))
    evidence, reference = (part.cpu().numpy() for part in derivatives)
    gram = motion.gram()
    if output_action is not None:
        y = outputs(model, x)
        turned = framed_motion(output_action, y, frames.outputs)
        moved = np.tensordot(frame, turned.fields().double().cpu().numpy(), axes=(1, 2)).swapaxes(1, 2)
        reference = _blocks(reference, moved)
        evidence, gram = (
            np.concatenate([evidence, -moved], axis=1),
            np.asarray(block_diag(gram, turned.gram())),
        )
    return evidence.transpose(2, 0, 1), reference.transpose(2, 0, 1), gram


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


def output_frame(model: Model, x: Tensor, order: Tensor | None = None) -> Float[np.ndarray, "rank m"]:
    """The whitening of a network's outputs over the inputs x, or over enough of them, spread evenly in that order."""
    m = outputs(model, x[:1]).numel()
    every = max(1, len(x) // max(FRAME_POINTS, 2 * POINTS_PER_OUTPUT * m))
    few = x[::every] if order is None else x[order[::every]]
    values = torch.cat([outputs(model, chunk).reshape(len(chunk), -1) for chunk in few.split(4096)])
    return whitening(values.cpu().numpy(), dtype=numpy_dtype(x))


def numpy_dtype(x: Tensor) -> np.dtype:
    """The precision of a tensor as numpy names it."""
    return np.dtype(str(x.dtype).removeprefix("torch."))
