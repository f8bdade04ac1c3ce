"""Networks that take one batch size, as maps of any number of points."""

from __future__ import annotations

import torch
from torch import Tensor

from lconv.liegg.derivatives import Model
from lconv.liegg.inputs.exported_network import ExportedNetwork
from lietheory.errors import ShapeError


class _FixedBatch(torch.nn.Module):
    """The model piece by piece; the last piece is filled up with its own last sample."""

    def __init__(self, model: Model, size: int):
        super().__init__()
        self.model, self.size = model, size
        self.training = False

    def forward(self, x: Tensor) -> Tensor:
        """The outputs of all samples."""
        pieces = [self.model(piece) for piece in _filled(x, self.size).split(self.size)]
        if not all(isinstance(y, Tensor) and y.ndim > 0 for y in pieces):
            return pieces[0]  # which is refused as it is
        return torch.cat(pieces)[: len(x)]


def fixed_batch(model: Model, size: int) -> Model:
    """The map F on any number of points, of a network that takes ``size`` of them at a time.

    Args:
        model: the network, whose samples must not influence each other.
        size: the one batch size it takes; 1 is a loop over the points.

    Raises:
        ShapeError: a size that is no positive whole number.

    Examples:
        >>> pairs = fixed_batch(lambda x: x.reshape(2, 3).sum(dim=1), 2)
        >>> pairs(torch.ones(5, 3)).tolist()
        [3.0, 3.0, 3.0, 3.0, 3.0]
    """
    if not isinstance(size, int) or size < 1:
        raise ShapeError(f"fixed_batch(model, {size!r})", "a batch size >= 1", repr(size), "Give the batch that the model takes.")
    return _FixedBatch(model, size)


def static_batch(model: Model) -> int | None:
    """The one batch size that an exported graph takes, or None if it takes any or is no graph."""
    if isinstance(model, ExportedNetwork):
        return model.batch
    if not isinstance(model, torch.fx.GraphModule):
        return None
    inputs = [node.meta.get("val") for node in model.graph.nodes if node.op == "placeholder"]
    shape = inputs[0].shape if len(inputs) == 1 and isinstance(inputs[0], Tensor) else ()
    return shape[0] if len(shape) > 0 and isinstance(shape[0], int) else None


def _filled(x: Tensor, size: int) -> Tensor:
    missing = -len(x) % size
    return torch.cat([x, x[-1:].expand(missing, *x.shape[1:])]) if missing else x
