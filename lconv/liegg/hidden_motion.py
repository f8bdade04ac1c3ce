"""What a breaking in units of the outputs' variation does not show: outputs that are constant on the data, and last digits."""

from __future__ import annotations

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor

from lconv.liegg.derivatives import Model, outputs
from lconv.liegg.moved_points import Mover
from lietheory.discovery.breaking import ROUNDING_SLACK

DIGITS_LEFT = 1e3
"""Outputs that a motion changes by more than so many times their last digit do change."""
NEIGHBOURS = 4
"""Neighbours of each point whose outputs are looked at: the mean of so many squares is seldom near zero by chance."""
TYPICAL = 3.0
"""An output is rounded as one of so many times the median size at least: terms that cancel in it are that large."""


def _moved(mover: Mover, element: Float[np.ndarray, " K"]) -> tuple[Float[np.ndarray, "n m"], Float[np.ndarray, "n m"]]:
    """F(g x) - g F(x), and the larger of |F(g x)| and |F(x)|, for every point and output."""
    still, after, expected = mover.still, outputs(mover.model, mover.moved(element)), mover.expected(element)
    y, z, e = (a.reshape(len(still), -1).double().cpu().numpy() for a in (still, after, expected))
    return z - e, np.maximum(np.maximum(np.abs(y), np.abs(z)), np.abs(e))


def hidden_motion(mover: Mover, elements: Float[np.ndarray, "l K"]) -> bool:
    """Whether some element changes a combination of outputs that is constant on these points, which their whitening leaves out.

    Args:
        mover: the network at some points.
        elements: of the group, as elements of both algebras.
    """
    eps = float(torch.finfo(mover.x.dtype).eps)
    for element in elements:
        change, size = _moved(mover, element)
        scale = np.maximum(size.max(axis=0), np.finfo(float).tiny)
        seen = np.linalg.qr((mover.frame * scale).T)[0]  # combinations of outputs in these units
        hidden = change / scale
        hidden = hidden - hidden @ seen @ seen.T
        if np.isfinite(hidden).all() and np.abs(hidden).max() > DIGITS_LEFT * eps * len(scale) ** 0.5:
            return True
    return False


def at_rounding(mover: Mover, element: Float[np.ndarray, " K"]) -> bool:
    """Whether an element changes outputs by their own last digits, point by point, so that large ones hide nothing in others.

    The last digits are those of the outputs, and what the last digits of the inputs become in them, before and after.
    """
    eps = float(torch.finfo(mover.x.dtype).eps)
    change, size = _moved(mover, element)
    median = np.median(size, axis=0)
    least = np.where(median > 0, TYPICAL * median, size.mean(axis=0))  # most outputs of a rectifier are zero
    size = np.maximum(np.maximum(size, least), np.finfo(float).tiny)
    spread = sum(_next_to(mover.model, x) for x in (mover.x, mover.moved(element)))
    digits = np.sqrt(np.mean(np.square(change) / (np.square(eps * size) + spread), axis=0))
    return bool((digits <= ROUNDING_SLACK * size.shape[1] ** 0.5).all())


def _next_to(model: Model, x: Tensor) -> Float[np.ndarray, "n m"]:
    """The mean squared change of every output where each input becomes the next number, up or down."""
    still, draws = outputs(model, x), torch.Generator().manual_seed(0)
    ends = (torch.where(torch.rand(x.shape, generator=draws) < 0.5, torch.inf, -torch.inf).to(x) for _ in range(NEIGHBOURS))
    changes = [(outputs(model, torch.nextafter(x, end)) - still).reshape(len(x), -1).double().square() for end in ends]
    return torch.stack(changes).mean(dim=0).cpu().numpy()
