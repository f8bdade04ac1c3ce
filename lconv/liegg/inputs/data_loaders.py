"""Points as a tensor or as a data loader: batches large enough to be evidence, on the model's device."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol, TypeVar, runtime_checkable

import numpy as np
import torch
from torch import Tensor
from torch.nn import Module

from lconv.liegg.derivatives import Model
from lietheory.errors import RankError, ShapeError

Given = TypeVar("Given")
POINTS = 512
"""Small batches are joined to this many points, so that the first can whiten the outputs; two such are held at a time."""


def batches(source: Iterable, model: Model, call: str) -> Iterator[Tensor]:
    """The inputs that a loader gives, in its order, joined to batches of at least POINTS (less only if there are fewer).

    Args:
        source: a data loader, or any iterable of tensors or of tuples whose first entry is the inputs.
        model: whose device the batches go to.
        call: for refusals.

    Raises:
        ShapeError: a batch that is neither a tensor nor starts with one.
        RankError: a loader without batches.

    Examples:
        >>> [len(x) for x in batches([(torch.ones(300, 2), 0)] * 4 + [torch.ones(2, 2)], abs, "example")]
        [600, 602]
    """
    device = next((p.device for p in model.parameters()), None) if isinstance(model, Module) else None
    ready, held = None, []
    for item in source:
        x = _inputs(item, call)
        if held and x.shape[1:] != held[0].shape[1:]:
            got = f"shapes {tuple(held[0].shape[1:])} and {tuple(x.shape[1:])}"
            raise ShapeError(call, "batches of points of one shape", got, "Give points of one kind.")
        held.append(x if device is None else x.to(device))
        if sum(map(len, held)) >= POINTS:
            if ready is not None:
                yield ready
            ready, held = torch.cat(held), []
    rest = ([] if ready is None else [ready]) + held
    if not rest:
        raise RankError(call, "at least one batch of points", "an empty loader", "Check the data set behind the loader.")
    yield torch.cat(rest)


@runtime_checkable
class _Table(Protocol):
    """An array, a data frame or a series, of whatever library."""

    def __array__(self) -> np.ndarray: ...


def as_points(x: Given, model: Model) -> Given | Tensor:
    """Arrays, data frames and series of numbers as a tensor in the model's precision, or float64; anything else as it is."""
    if isinstance(x, Tensor) or not isinstance(x, _Table):
        return x
    values = np.asarray(x)
    if values.dtype.kind not in "iuf":
        return x
    wanted = next((p.dtype for p in model.parameters() if p.is_floating_point()), None) if isinstance(model, Module) else None
    return torch.as_tensor(values.astype(np.float64)).to(wanted or torch.float64)


def as_labels(y: Given) -> Given | Tensor:
    """Arrays and series as a tensor, whole numbers as they are; anything else as it is."""
    if isinstance(y, Tensor) or not isinstance(y, _Table):
        return y
    values = np.asarray(y)
    return native(values) if values.dtype.kind in "biuf" else y


def is_numbers(part: object) -> bool:
    """Whether a part is a dense tensor or an array of numbers, with an axis of points."""
    if isinstance(part, Tensor):
        return part.layout == torch.strided and not part.is_meta and part.ndim > 0
    return isinstance(part, np.ndarray) and part.dtype.kind in "biufc" and part.ndim > 0


def native(part: Tensor | np.ndarray) -> Tensor:
    """The part as a tensor, in the nearest numbers that torch has."""
    if isinstance(part, Tensor):
        return part
    wide = part.dtype.kind == "f" and part.dtype.itemsize > 8
    return torch.as_tensor(part.astype(np.float64 if wide else part.dtype.newbyteorder("=")))


def _inputs(item: object, call: str) -> Tensor:
    x = item[0] if isinstance(item, tuple | list) and item else item
    if not isinstance(x, Tensor):
        raise ShapeError(
            call,
            "batches that are tensors, or tuples that start with the inputs",
            type(x).__name__,
            "Give (batch['x'] for batch in loader), say; graphs, atoms and dictionaries go through lconv.adapt(..., moves=).",
        )
    return x
