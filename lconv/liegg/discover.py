"""Which symmetries has a trained network? One call."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

import numpy as np
import torch
from torch import Tensor

from lconv.liegg.actions import Action
from lconv.liegg.derivatives import Model, outputs
from lconv.liegg.inputs.data_loaders import as_labels, as_points, batches
from lconv.liegg.inputs.intermediate_outputs import Field, view
from lconv.liegg.inputs.validation import Loss, require_labels, require_usable
from lconv.liegg.label_symmetry import risk_along_flow
from lconv.liegg.polarization import Polarization
from lconv.threads import fitting_threads
from lconv.torch_arguments import random_source
from lietheory.algebra.structure.closure import relative_size
from lietheory.discovery.answer import TOLERANCE
from lietheory.discovery.evidence import EVALUATION, SELECTION
from lietheory.discovery.symmetry_estimate import SymmetryEstimate
from lietheory.errors import ShapeError, in_call
from lietheory.progress import reports_progress


@reports_progress
def discover(
    model: Model,
    x: Tensor | Iterable,
    action: Action | Callable[[Tensor], Tensor],
    output_action: Action | Callable[[Tensor], Tensor] | None = None,
    *,
    field: Field | None = None,
    layer: str | None = None,
    labels: Tensor | None = None,
    loss: Loss = None,
    tolerance: float = TOLERANCE,
    generator: torch.Generator | None = None,
) -> SymmetryEstimate:
    """The Lie algebra of all L in an action with F(exp(tL) x) = F(x), as far as the points x identify it.

    With an action on the outputs, of all pairs (L_in, L_out) with F(exp(tL_in) x) = exp(tL_out) F(x), as block matrices.

    Args:
        model: the network F, evaluated in eval mode and left as it was. Its samples must not influence each other.
        x: (n_samples, ...), points, at least 12 K / m of them for K generators and m outputs; a tensor, an array or a data
            frame. Or a data loader, or any iterable of batches, streamed in bounded memory, in its own order: let it shuffle.
        action: an action of :mod:`lconv.liegg.actions`, or any map x -> (batch, K, *x.shape[1:]).
        output_action: an action on the outputs, for equivariance.
        field: key or place of the output tensor, for networks that return a dictionary or a tuple.
        layer: a submodule by name: F is then the map from x to this layer's output. For the layer alone see
            :func:`lconv.liegg.inputs.intermediate_outputs.layer_inputs`.
        labels: y(x), in the order of x: then ``.risk`` says whether the data share each symmetry found or only the network
            has it, see :func:`lconv.liegg.label_symmetry.risk_along_flow`. It is fair on points that the network was not
            trained on.
        loss: of the labels, as there.
        tolerance: the breaking, as a share of the variance of the outputs, up to which an algebra counts as a symmetry.
        generator: splits the points into halves (a loader's alternate instead) and draws the bootstrap samples; a fresh
            one, always the same, unless given.

    Returns:
        The :class:`~lietheory.discovery.SymmetryEstimate`; print it to see the evidence.

    Raises:
        ShapeError, PrecisionError, NotDifferentiableError: inputs or a network that give no evidence; a tolerance not below 1.
        RankError: too few points (it says how many are needed), or points that are all the same.
        ShapeError: labels that do not fit, or labels beside a loader.

    Examples:
        >>> x = torch.randn(400, 3, dtype=torch.float64, generator=torch.Generator().manual_seed(0))
        >>> from lconv.liegg.actions import LinearAction
        >>> estimate = discover(lambda x: (x**2).sum(dim=1), x, LinearAction(3))
        >>> estimate.status, estimate.dimension
        ('symmetric', 3)

    References:
        Moskalev et al. 2022; the rule of decision is :mod:`lietheory.discovery.decision`.
    """
    call = "discover(model, x, action)"
    tolerance = relative_size(tolerance, TOLERANCE, call, "tolerance")
    generator = random_source(generator, call)
    with in_call(call), fitting_threads(x.device if isinstance(x, Tensor) else "cpu"):
        x = as_points(x, model)
        model, polarization = view(model, field=field, layer=layer), Polarization(action, output_action)
        if labels is not None:
            return _with_risk(model, x, as_labels(labels), polarization, loss, tolerance, generator, call)
        for batch in _batches(model, x, generator, call):
            polarization.update(model, batch)
        return polarization.estimate(tolerance=tolerance, generator=generator)


def _with_risk(
    model: Model,
    x: Tensor | Iterable,
    y: Tensor,
    seen: Polarization,
    loss: Loss,
    tolerance: float,
    generator: torch.Generator,
    call: str,
) -> SymmetryEstimate:
    """The estimate with the risk along the directions that one half of the points selected, on the other half."""
    if not isinstance(x, Tensor):
        raise ShapeError(
            call,
            "one tensor of points beside labels",
            type(x).__name__,
            "For a loader call lconv.risk_along_flow(model, x, y, action, estimate.found_coefficients) on held-out points.",
        )
    x = require_usable(model, x, call)
    y = require_labels(y, outputs(model, x), loss, seen.output_action is not None, call)
    order = torch.randperm(len(x), generator=generator).to(x.device)
    x, y = x.detach()[order], y[order.to(y.device)]
    seen.update(model, x)
    estimate = seen.estimate(tolerance=tolerance, generator=generator)
    if not len(estimate.tested_coefficients):
        return estimate
    (fit_x, fit_y), (held_x, held_y) = ((x[half::2], y[half::2]) for half in (SELECTION, EVALUATION))
    risk = risk_along_flow(
        model,
        held_x,
        held_y,
        seen.action,
        estimate.tested_coefficients,
        output_action=seen.output_action,
        loss=loss,
        fit_on=(fit_x, fit_y),
        generator=generator,
    )
    return replace(estimate, risk=risk)


def _batches(model: Model, x: Tensor | Iterable, generator: torch.Generator, call: str) -> Iterable[Tensor]:
    """All points in random order as one batch, or those of a loader as they come."""
    if not isinstance(x, Tensor) and isinstance(x, Iterable) and not _holds_numbers(x):
        return batches(x, model, call)
    x = require_usable(model, x, call)
    return [x.detach()[torch.randperm(len(x), generator=generator).to(x.device)]]


def _holds_numbers(x: Iterable) -> bool:
    """Whether x is points in another form (a list of numbers, an array) and no stream of batches."""
    return isinstance(x, np.ndarray) or (isinstance(x, list | tuple) and not any(isinstance(b, Tensor | tuple) for b in x))
