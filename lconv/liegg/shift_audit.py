"""Does a convolutional model commute with shifts? Whole steps on the grid, cyclic, for the model and for each layer.

A layer of stride s has a grid s times as coarse: a shift of its inputs by s is one by 1 of its outputs, and a shift by 1 is none.
So what strides and pooling leave is the subgroup of shifts by multiples of s.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch
from torch import Tensor

from lconv.liegg.derivatives import Model, outputs
from lconv.liegg.inputs.intermediate_outputs import Field, called_layers, view
from lconv.liegg.inputs.validation import require_usable
from lconv.torch_arguments import drawn_seed
from lietheory.discovery.audit import Audit, Audited, verdict
from lietheory.discovery.breaking import Breaking, Fold, breaking_intervals
from lietheory.discovery.decision import STEP_TOLERANCE
from lietheory.errors import NotDifferentiableError, ShapeError, in_call
from lietheory.progress import reports_progress

CALL = "audit_shifts(model, x)"
MOST = 1000
"""Images that are used: a mean of squares is then known to a few per cent."""
SHIFTS = "shifts"


@reports_progress
def audit_shifts(
    model: Model,
    x: Tensor,
    *,
    tolerance: float = STEP_TOLERANCE,
    layers: bool = False,
    field: Field | None = None,
    generator: torch.Generator | None = None,
) -> Audit:
    """Whether F(Sx) = S F(x) for cyclic shifts S by one place along each axis; F(Sx) = F(x) of outputs without a grid.

    The measure is E|F(Sx) - S F(x)|^2 / (2 Var F) over all outputs together, for the worst axis. Zero padding breaks cyclic
    shifts at the border, by what is printed.

    Args:
        model: the network.
        x: (n, channels, *shape), images, volumes or sequences.
        tolerance: as for :func:`lconv.audit`.
        layers: whether to look at every layer whose output has a grid; where it is coarser by s, at shifts by s too.
        field: key or place of the output.
        generator: draws the bootstrap samples; a fresh one, always the same, unless given.

    Raises:
        ShapeError: inputs without a grid.

    Examples:
        >>> net = torch.nn.Conv1d(1, 2, 3, stride=2, padding=1, padding_mode="circular").double()
        >>> x = torch.randn(200, 1, 16, dtype=torch.float64, generator=torch.Generator().manual_seed(0))
        >>> audit_shifts(net, x).status
        'broken'
    """
    with in_call(CALL):
        whole = view(model, field=field)
        x = require_usable(whole, x, CALL)[:MOST].detach()
        if x.ndim < 3:
            got = f"shape {tuple(x.shape)}"
            raise ShapeError(CALL, "images (batch, channels, height, width), or sequences", got, "Reshape the inputs.")
        seed = drawn_seed(generator, CALL)
        row = _rows("", whole, x, tolerance, seed)[0]
        below: list[Audited] = []
        for name in called_layers(model, x) if layers and isinstance(model, torch.nn.Module) else []:
            F = view(model, layer=name)
            if _coarser(F, x) is not None:
                below += _rows(name, F, x, tolerance, seed)
    return Audit(SHIFTS, tolerance, row, tuple(below), None, str(x.dtype).removeprefix("torch."))


def _coarser(F: Model, x: Tensor) -> tuple[int, ...] | None:
    """By how much the grid of the outputs is coarser along each axis; None if they have none that divides that of the inputs."""
    try:
        require_usable(F, x[:4], CALL)
    except (ShapeError, NotDifferentiableError):
        return None
    y = outputs(F, x[:1])
    if y.ndim != x.ndim or any(size % own for size, own in zip(x.shape[2:], y.shape[2:], strict=True)):
        return None
    return tuple(size // own for size, own in zip(x.shape[2:], y.shape[2:], strict=True))


def _rows(name: str, F: Model, x: Tensor, tolerance: float, seed: int) -> list[Audited]:
    """The shifts by one place, and, where the outputs have a coarser grid, by one of its places."""
    coarser = _coarser(F, x)
    ones = (1,) * (x.ndim - 2)
    rows = [_row(name, F, x, coarser, ones, tolerance, seed)]
    if coarser is not None and coarser != ones:
        by = "by " + " x ".join(map(str, coarser))
        rows.append(_row(f"{name}, shifts {by}".strip(", "), F, x, coarser, coarser, tolerance, seed))
    return rows


def _row(
    name: str, F: Model, x: Tensor, coarser: tuple[int, ...] | None, by: tuple[int, ...], tolerance: float, seed: int
) -> Audited:
    still = outputs(F, x).double()
    centred = (still - still.mean(dim=0)).flatten(1).square().sum(dim=1)
    squares = torch.stack(
        [(_moved(F, x, still, coarser, axis, n)).flatten(1).square().sum(dim=1) / 2 for axis, n in enumerate(by)]
    )
    folds = [Fold(moved, np.ones(len(x)), centred.cpu().numpy(), 0.0) for moved in squares.cpu().numpy()]
    interval = breaking_intervals([[[fold]] for fold in folds], rng=np.random.default_rng(seed))
    variance = max(float(centred.mean()), np.finfo(float).tiny)
    eps = torch.finfo(outputs(F, x[:1]).dtype).eps
    rounding = float((still.abs().amax(dim=0) * eps).square().sum()) / variance
    axis, worst = divmod(int(squares.argmax()), len(x))
    element = np.zeros(len(by))
    element[axis] = by[axis]
    value, lower, upper = (float(bounds.max()) for bounds in (interval.values, interval.lower, interval.upper))
    b = Breaking(value, lower, upper, by[axis], element, len(x), 0.0, rounding)
    kind = "invariant" if coarser is None else "shifted"
    size = float((2 * squares.max() / variance).sqrt())
    return Audited(name, kind, b, verdict(b, tolerance), worst, size, np.zeros((0, 0)))


def _moved(F: Callable, x: Tensor, still: Tensor, coarser: tuple[int, ...] | None, axis: int, by: int) -> Tensor:
    """F(Sx) - S F(x)."""
    shift = 0 if coarser is None else by // coarser[axis]
    return outputs(F, x.roll(by, axis + 2)).double() - (still.roll(shift, axis + 2) if shift else still)
