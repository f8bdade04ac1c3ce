"""How far an output moves when its input takes a whole step along a flow, not an infinitesimal one."""

from __future__ import annotations

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor

from lconv.liegg.actions import Action
from lconv.liegg.jacobians import Model, outputs


def finite_step_error(
    model: Model,
    x: Tensor,
    action: Action,
    directions: Float[np.ndarray, "r K"],
    frame: Float[np.ndarray, "rank m"],
    *,
    output_action: Action | None = None,
    step: float = 1.0,
) -> Float[np.ndarray, " r"]:
    """mean |F(exp(tL) x) - F(x)|^2 / (2 Var F) over the points and over t = +step and t = -step.

    With an action on the outputs, F(x) is replaced by exp(tL_out) F(x). Outputs are whitened, so their variance is their
    number, and two unrelated points differ by 1 in this measure. Both signs are taken because the sign of a
    direction means nothing.

    Args:
        model: the network F.
        x: (n, ...), points.
        action: the action.
        directions: coefficients of L in the action's basis (then L_out's in the output action's), one direction a row.
        frame: whitens the outputs, see :func:`lietheory.discovery.whitening.whitening`.
        output_action: the action on the outputs, if any.
        step: the length |tL| where a direction has length one.

    Returns:
        One error for each direction; infinite where the flow leaves the finite numbers.
    """
    still, unknowns = outputs(model, x), action(x[:1]).shape[1]
    W = torch.as_tensor(frame, device=x.device)

    def moved(c: np.ndarray) -> Tensor:
        expected = still if output_action is None else output_action.flow(still, c[unknowns:])
        return (outputs(model, action.flow(x, c[:unknowns])) - expected).reshape(len(x), -1).double() @ W.T

    def error(c: np.ndarray) -> float:
        value = float(torch.stack([moved(step * c), moved(-step * c)]).square().mean()) / 2
        return value if np.isfinite(value) else np.inf

    return np.array([error(c) for c in np.asarray(directions)])
