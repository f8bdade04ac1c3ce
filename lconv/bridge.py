"""The only crossing between torch and numpy, and the reader of generators from .pt files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from numpy.typing import ArrayLike
from torch import Tensor

from lconv.parametrization import skew_matrices
from lietheory.arrays import Generators, as_array, as_generators
from lietheory.errors import FileFormatError, PrecisionError

_PREFIX = "parametrization."  # where a layer keeps its generators, in the keys of its state_dict
_LAYOUTS: dict[frozenset[str], Callable[..., Tensor]] = {
    frozenset({"L"}): lambda L: L,
    frozenset({"U", "V"}): lambda U, V: U @ V,
    frozenset({"triangle"}): skew_matrices,
}


def to_numpy(tensor: Tensor) -> np.ndarray:
    """The same numbers as a float64 (or complex128) array on the CPU, cut off from the autograd graph.

    Args:
        tensor: of any device and dtype.

    Returns:
        An array of the same shape, which shares no memory with the tensor.

    Examples:
        >>> to_numpy(torch.ones(2, requires_grad=True)).dtype
        dtype('float64')
    """
    dtype = torch.complex128 if tensor.is_complex() else torch.float64
    return tensor.detach().to("cpu", dtype, copy=True).numpy()


def to_torch(
    values: ArrayLike | Tensor, dtype: torch.dtype = torch.float64, call: str = "to_torch(values)", name: str = "values"
) -> Tensor:
    """The same numbers, exact ones rounded to ``dtype``, as a tensor that shares no memory with them.

    Args:
        values: an array, nested numbers (integers, rationals, floats), or a tensor.
        dtype: of the result; a real dtype refuses complex values.
        call: the caller's call as typed, for the message.
        name: what the caller calls the argument, for the message.

    Returns:
        A tensor of the same shape, on the tensor's device, else on the CPU.

    Raises:
        ShapeError: ragged or non-numeric values.
        PrecisionError: NaN or infinity, or complex values for a real dtype.

    Examples:
        >>> to_torch([[1, 2]])
        tensor([[1., 2.]], dtype=torch.float64)
    """
    array = as_array(to_numpy(values) if isinstance(values, Tensor) else values, call, name)
    if array.dtype.kind == "c" and not dtype.is_complex:
        raise PrecisionError(
            call, f"real {name}", f"complex numbers and dtype {dtype}", "Store A + iB as the real matrix [[A, -B], [B, A]]."
        )
    if array.dtype.kind == "O":
        array = array.astype(np.float64)
    device = values.device if isinstance(values, Tensor) else None
    return torch.tensor(array, dtype=dtype, device=device)


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
    try:
        content = torch.load(path, map_location="cpu", weights_only=True)
    except FileNotFoundError:
        raise FileFormatError(call, "a file that exists", f"no file {path}", "Check the path.") from None
    except Exception as problem:  # on foreign bytes the unpickler fails with whatever its stack machine runs into
        raise FileFormatError(
            call,
            "a .pt file of tensors",
            f"a file that does not read as one ({type(problem).__name__})",
            "Write it with torch.save(layer.generators, path).",
        ) from None
    return as_generators(to_numpy(_generators_in(content, call)), call, "generators")


def _generators_in(content: object, call: str) -> Tensor:
    """The one tensor of generators in what ``torch.load`` returned."""
    if isinstance(content, dict) and isinstance(content.get("generators"), Tensor):
        return content["generators"]
    if isinstance(content, Tensor):
        return content
    found = _layers_in(content) if isinstance(content, dict) else {}
    if len(found) != 1:
        got = f"{len(found)} LConv layers ({', '.join(found)})" if found else f"{type(content).__name__} without them"
        raise FileFormatError(
            call,
            'a tensor, a dict with the key "generators", or a state_dict with one LConv layer',
            got,
            "Save one layer's generators: torch.save(layer.generators, path).",
        )
    (parts,) = found.values()
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
        layer, found, part = str(key).rpartition(_PREFIX)
        if found and isinstance(value, Tensor):
            layers.setdefault(layer.rstrip(".") or "the layer itself", {})[part] = value
    return layers
