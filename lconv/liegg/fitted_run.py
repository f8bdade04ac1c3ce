"""``lietheory discover fit``: points and noisy values in place of a model."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor

from lconv.liegg.actions import Action
from lconv.liegg.data_symmetries import fitted_estimate
from lconv.liegg.finite_steps import flow_of
from lietheory.discovery.discovery_run import DiscoveryRun
from lietheory.errors import ShapeError

FIT = "fit"
"""In place of a model's name."""


def fitted_run(
    data: Path,
    x: Tensor,
    y: Tensor | None,
    kind: Action,
    outer: Action | None,
    action: str,
    out: Path,
    truth: str | None,
    *,
    tolerance: float,
    seed: int,
) -> DiscoveryRun:
    """The symmetries of a function that is known by its values at points, written to ``out``.

    Raises:
        ShapeError: no values, or an action on them.
        LieTheoryError: whatever :func:`lconv.discover_from_data` refuses.
    """
    if y is None:
        raise ShapeError("discover fit", "values of the function", "none", "Name their array, or their file, by --labels.")
    if outer is not None:
        cure = 'In Python, lconv.discover_from_data(X, y, action, "vectors").'
        raise ShapeError("discover fit", "a function without an action on its values", repr(outer), cure)
    generator = torch.Generator().manual_seed(seed)
    x, y = x.double(), y.double()
    estimate, network = fitted_estimate(x, y, kind, tolerance=tolerance, generator=generator)
    estimate.save(out)
    return DiscoveryRun(
        model="a fit to the values",
        data=str(data),
        action=action,
        output_action=None,
        estimate=estimate,
        flow=flow_of(network, x, kind, estimate),
        truth=truth,
        facts={"points in the file": len(x), "fit": str(estimate.fit), "seed": seed},
    )
