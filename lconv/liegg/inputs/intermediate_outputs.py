"""Parts of what a network gives: one field of its output, or everything up to one layer."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor

from lconv.liegg.derivatives import Model, evaluation_mode, outputs
from lconv.liegg.inputs.fixed_batch_models import fixed_batch, static_batch
from lconv.torch_arguments import called, dense_floats
from lietheory.errors import ShapeError, UnknownNameError

Field = str | int


class _Reached(Exception):
    """Carries what passed a layer out of the rest of the forward pass."""

    def __init__(self, inputs: tuple, output: object):
        super().__init__()
        self.inputs, self.output = inputs, output


class _View(torch.nn.Module):
    """The model as a submodule, so that its modes and parameters are still seen, with one part of what it gives."""

    def __init__(self, model: Model, field: Field | None, layer: str | None):
        super().__init__()
        self.model, self.field, self.layer = model, field, layer
        self.training = False

    def forward(self, x: Tensor) -> object:
        """The field of the model's output, or of its layer's."""
        y = self.model(x) if self.layer is None else _passing(self.model, x, self.layer).output
        return y if self.field is None else selected(y, self.field)


def view(model: Model, *, field: Field | None = None, layer: str | None = None) -> Model:
    """The map from a network's inputs to one field of its output, or to the output of one of its layers.

    Args:
        model: the network; an exported graph of one batch size takes any from here on.
        field: key, attribute or place of the tensor in an output that is a dictionary, an object or a tuple.
        layer: a submodule by its name in ``model.named_modules()``; where it is called more than once, its first call.

    Raises:
        ShapeError: a layer of something that is no module.
        UnknownNameError: no such layer.

    Examples:
        >>> net = torch.nn.Sequential(torch.nn.Linear(2, 3), torch.nn.Linear(3, 1))
        >>> view(net, layer="0")(torch.ones(5, 2)).shape
        torch.Size([5, 3])
    """
    if layer is not None:
        model = _uncompiled(model)
        _layer(model, layer)
    size = static_batch(model)
    seen = model if field is None and layer is None else _View(model, field, layer)
    return seen if size is None else fixed_batch(seen, size)


def layer_inputs(model: Model, x: Tensor, layer: str) -> Tensor:
    """What a layer receives while the network evaluates x: the points to look at a layer by itself with.

    The map of a layer alone is then ``discover(model.get_submodule(layer), layer_inputs(model, x, layer), ...)``.

    Args:
        model: the network, evaluated in eval mode and left as it was.
        x: inputs of the network.
        layer: a submodule by its name in ``model.named_modules()``.

    Raises:
        ShapeError: a layer that is not called, or not on one tensor.
        UnknownNameError: no such layer.

    Examples:
        >>> layer_inputs(torch.nn.Sequential(torch.nn.ReLU(), torch.nn.Linear(2, 3)), -torch.ones(5, 2), "1").sum().item()
        0.0
    """
    model = _uncompiled(model)
    _layer(model, layer)
    dense_floats(x, "layer_inputs(model, x, layer)", "x")
    with evaluation_mode(model), torch.no_grad():
        received = called("layer_inputs(model, x, layer)", lambda: _passing(model, x.clone(), layer).inputs)
    if len(received) != 1 or not isinstance(received[0], Tensor):
        got = ", ".join(type(a).__name__ for a in received) or "keyword arguments only"
        raise ShapeError(
            f"layer_inputs(model, x, {layer!r})", "a layer of one tensor", got, "Name a layer that has one positional input."
        )
    return received[0].clone()


def called_layers(model: torch.nn.Module, x: Tensor) -> list[str]:
    """The names of a network's layers in the order in which their outputs are first there."""
    names = {module: name for name, module in model.named_modules()}
    order: list[str] = []

    def note(module: torch.nn.Module, _: tuple, __: object) -> None:
        if names[module] not in order:
            order.append(names[module])

    handles = [module.register_forward_hook(note) for module in names if not isinstance(module, torch.jit.ScriptModule)]
    try:
        outputs(model, x[:2])
    finally:
        for handle in handles:
            handle.remove()
    return [name for name in order if name]


def _passing(model: Model, x: Tensor, layer: str) -> _Reached:
    """What passes a layer; the rest of the network is not evaluated, and the hook is gone afterwards."""

    def stop(_: torch.nn.Module, inputs: tuple, output: object) -> None:
        raise _Reached(inputs, output)

    handle = _layer(model, layer).register_forward_hook(stop)
    try:
        model(x)
    except _Reached as reached:
        return reached
    finally:
        handle.remove()
    raise ShapeError(f"layer={layer!r}", "a layer that the model calls", "one that it does not", "Name a layer that x passes.")


def _layer(model: Model, layer: str) -> torch.nn.Module:
    if not isinstance(model, torch.nn.Module) or isinstance(model, torch.jit.ScriptModule):
        raise ShapeError(
            f"layer={layer!r}", "a torch module with layers", type(model).__name__, "Give the module, not a function or a script."
        )
    layers = dict(model.named_modules())
    if not isinstance(layer, str) or not layer or layer not in layers:
        raise UnknownNameError.nearest(f"layer={layer!r}", "layer", layer, [name for name in layers if name])
    return layers[layer]


def _uncompiled(model: Model) -> Model:
    """The module behind ``torch.compile``, whose graph has no layers to stop at."""
    return dict(model.named_children()).get("_orig_mod", model) if isinstance(model, torch.nn.Module) else model


def selected(y: object, field: Field) -> Tensor:
    """The field of an output that is a dictionary, a tuple or an object.

    Raises:
        ShapeError: an output without fields.
        UnknownNameError: no such field.
    """
    fields: Mapping[object, Tensor] | None = None
    if isinstance(y, tuple | list):
        fields = dict(enumerate(y))
    if isinstance(y, Mapping):
        fields = y
    if isinstance(field, str) and not isinstance(y, Mapping):  # an output object, such as a named tuple
        names = [*getattr(y, "_fields", ()), *getattr(y, "__dict__", {})]
        fields = {name: getattr(y, name) for name in names}
    if fields is None:
        raise ShapeError(f"field={field!r}", "an output with fields", type(y).__name__, "Leave field out.")
    if field not in fields:
        raise UnknownNameError.nearest(f"field={field!r}", "field", str(field), [str(name) for name in fields])
    return fields[field]
