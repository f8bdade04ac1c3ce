"""Generators from .pt files: a tensor, a dictionary that holds one, or the state of a model with one L-conv layer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from torch import Tensor

from lconv.nn.generators.parametrization import skew_matrices
from lconv.numpy_io import to_numpy
from lconv.tensor_files import read_tensors
from lietheory.arrays import Generators, as_generators
from lietheory.errors import FileFormatError

_PREFIX = "parametrization."  # where a layer keeps its generators, in the keys of its state_dict
_LAYOUTS: dict[frozenset[str], Callable[..., Tensor]] = {
    frozenset({"L"}): lambda L: L,
    frozenset({"U", "V"}): lambda U, V: U @ V,
    frozenset({"triangle"}): skew_matrices,
}


def read_generators(path: str | Path) -> Generators:
    """The generators (n_L, d, d) kept in a .pt file, as float64.

    The file holds a tensor, a dict with the key "generators", or the state_dict of a model with
    exactly one LConv layer whose generators are dense, low rank or skew.

    Args:
        path: a file written by ``torch.save``; read with ``weights_only=True``, so that it runs no code.

    Returns:
        float64 array (n_L, d, d).

    Raises:
        FileFormatError: a missing or unreadable file, or one without generators.
        ShapeError: generators that are not (n_L, d, d).
        PrecisionError: NaN or infinity.
    """
    call = f"read_generators({str(path)!r})"
    content = read_tensors(path, call)
    return as_generators(to_numpy(_generators_in(content, call)), call, "generators")


def _generators_in(content: object, call: str) -> Tensor:
    """The one tensor of generators in what ``torch.load`` returned."""
    if isinstance(content, dict) and isinstance(content.get("generators"), Tensor):
        return content["generators"]
    if isinstance(content, Tensor):
        return content
    layers = _layers_in(content) if isinstance(content, dict) else {}
    if len(layers) != 1:
        got = f"{len(layers)} LConv layers ({', '.join(layers)})" if layers else f"{type(content).__name__} without them"
        raise FileFormatError(
            call,
            'a tensor, a dict with the key "generators", or a state_dict with one LConv layer',
            got,
            "Save one layer's generators: torch.save(layer.generators, path).",
        )
    (parts,) = layers.values()
    if frozenset(parts) not in _LAYOUTS:
        raise FileFormatError(
            call,
            "generators stored as L, as U and V, or as triangle",
            f"stored as {', '.join(sorted(parts))}",
            "Save them as matrices: torch.save(layer.generators, path).",
        )
    return _LAYOUTS[frozenset(parts)](**parts)


def _layers_in(state: dict) -> dict[str, dict[str, Tensor]]:
    """The stored generators of each LConv layer in a state_dict, by the layer's name."""
    layers: dict[str, dict[str, Tensor]] = {}
    for key, value in state.items():
        layer, prefix, part = str(key).rpartition(_PREFIX)
        if prefix and isinstance(value, Tensor):
            layers.setdefault(layer.rstrip(".") or "the layer itself", {})[part] = value
    return layers
