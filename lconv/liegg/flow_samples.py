"""What an estimate does to a network's inputs and outputs: samples and errors along the flow of its directions."""

from __future__ import annotations

from math import prod

import numpy as np
from torch import Tensor

from lconv.liegg.actions.grid_actions import ImageAction
from lconv.liegg.actions.interface import Action
from lconv.liegg.actions.linear_and_images import AffineAction, LinearAction, PointCloudAction
from lconv.liegg.derivatives import Model
from lconv.liegg.finite_steps import finite_step_error
from lconv.liegg.polarization import output_frame
from lietheory.discovery.discovery_run import IMAGES, PLANE, POINTS, Flow
from lietheory.discovery.symmetry_estimate import SymmetryEstimate

TIMES = (0.1, 0.25, 0.5, 1.0, 2.0)
SHOWN = (-1.0, -0.5, 0.0, 0.5, 1.0)
PATH = tuple(np.linspace(-1, 1, 21))
MOST_DIRECTIONS, MOST_SAMPLES, MOST_PATHS = 12, 1, 12
MOST_POINTS = 1000


def flow_of(model: Model, x: Tensor, action: Action, estimate: SymmetryEstimate, *, output_action: Action | None = None) -> Flow:
    """Outputs along the directions that were found, or along the least broken one, and a few samples moved by them.

    Args:
        model: the network F.
        x: (n, ...), points; the first thousand are looked at.
        action: the action of the estimate.
        estimate: what was found.
        output_action: the action on the outputs, if any.
    """
    found = estimate.generator_coefficients if estimate.dimension else estimate.judged_coefficients[:1]
    found, x = found[:MOST_DIRECTIONS], x[:MOST_POINTS]
    frame, unknowns = output_frame(model, x), len(action.basis)
    errors = [finite_step_error(model, x, action, found, frame, output_action=output_action, step=t) for t in TIMES]
    kind, shown, samples = _samples(x, action, found[:, :unknowns])
    return Flow(found, np.array(TIMES), np.stack(errors, axis=1), kind, np.array(shown), samples)


def _samples(x: Tensor, action: Action, found: np.ndarray) -> tuple[str, tuple[float, ...], np.ndarray]:
    if isinstance(action, ImageAction):
        moved = _moved(x[_clearest(x)], action, found, SHOWN)
        return IMAGES, SHOWN, moved[:, :, :, 0]
    if isinstance(action, LinearAction | AffineAction | PointCloudAction) and action.d == 2:
        count = max(1, MOST_PATHS // (prod(x.shape[1:]) // 2))
        moved = _moved(x[:count], action, found, PATH)
        return PLANE, PATH, moved.reshape(*moved.shape[:3], -1, 2)
    return POINTS, (), np.zeros((len(found), 0))


def _moved(x: Tensor, action: Action, found: np.ndarray, times: tuple[float, ...]) -> np.ndarray:
    """(k, T, n, ...)."""
    return np.stack([[action.flow(x, t * c).detach().double().cpu().numpy() for t in times] for c in found])


def _clearest(x: Tensor) -> slice:
    """The image whose contrast is the median: neither empty nor an exception."""
    order = x.flatten(1).std(dim=1).argsort()
    middle = int(order[len(order) // 2])
    return slice(middle, middle + MOST_SAMPLES)
