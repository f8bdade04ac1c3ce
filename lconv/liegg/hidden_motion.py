"""What a breaking in units of the outputs' variation does not show: outputs that are constant on the data, and last digits."""

from __future__ import annotations

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor

from lconv.liegg.actions import Action
from lconv.liegg.derivatives import Model, outputs
from lietheory.discovery.audit import ROUNDING_SLACK

DIGITS_LEFT = 1e3
"""Outputs that a motion changes by more than so many times their last digit do change."""
TYPICAL = 3.0
"""An output is rounded as one of so many times the median size at least: terms that cancel in it are that large."""


def _moved(
    model: Model, x: Tensor, action: Action, outer: Action | None, element: Float[np.ndarray, " K"]
) -> tuple[Float[np.ndarray, "n m"], Float[np.ndarray, "n m"]]:
    """F(g x) - g F(x), and the larger of |F(g x)| and |F(x)|, for every point and output."""
    K = action.size
    still, after = outputs(model, x), outputs(model, action.flow(x, element[:K]))
    expected = still if outer is None else outer.flow(still, element[K:])
    y, z, e = (a.reshape(len(x), -1).double().cpu().numpy() for a in (still, after, expected))
    return z - e, np.maximum(np.maximum(np.abs(y), np.abs(z)), np.abs(e))


def hidden_motion(
    model: Model,
    x: Tensor,
    action: Action,
    outer: Action | None,
    frame: Float[np.ndarray, "rank m"],
    elements: Float[np.ndarray, "l K"],
) -> bool:
    """Whether some element changes a combination of outputs that is constant on these points, which their whitening leaves out.

    Args:
        model: F.
        x: some of the points.
        action: on them.
        outer: on the outputs, or None.
        frame: (rank, m), whitens the outputs.
        elements: of the group, as elements of both algebras.
    """
    eps = float(torch.finfo(x.dtype).eps)
    for element in elements:
        change, size = _moved(model, x, action, outer, element)
        scale = np.maximum(size.max(axis=0), np.finfo(float).tiny)
        seen = np.linalg.qr((frame * scale).T)[0]  # combinations of outputs in these units
        hidden = change / scale
        hidden = hidden - hidden @ seen @ seen.T
        if np.isfinite(hidden).all() and np.abs(hidden).max() > DIGITS_LEFT * eps * len(scale) ** 0.5:
            return True
    return False


def at_rounding(model: Model, x: Tensor, action: Action, outer: Action | None, element: Float[np.ndarray, " K"]) -> bool:
    """Whether an element changes outputs by their own last digits, point by point, so that large ones hide nothing in others."""
    eps = float(torch.finfo(x.dtype).eps)
    change, size = _moved(model, x, action, outer, element)
    median = np.median(size, axis=0)
    least = np.where(median > 0, TYPICAL * median, size.mean(axis=0))  # most outputs of a rectifier are zero
    size = np.maximum(np.maximum(size, least), np.finfo(float).tiny)
    digits = np.sqrt(np.mean(np.square(change / size), axis=0)) / eps
    return bool((digits <= ROUNDING_SLACK * size.shape[1] ** 0.5).all())
