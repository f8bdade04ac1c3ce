"""Tensors as float64 arrays on the CPU, and arrays or nested numbers as tensors."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import ArrayLike
from torch import Tensor

from lietheory.arrays import as_array, as_floats
from lietheory.errors import PrecisionError, ShapeError


def to_numpy(tensor: Tensor) -> np.ndarray:
    """The same numbers as a float64 (or complex128) array on the CPU, detached from the autograd graph.

    Args:
        tensor: of any device and dtype.

    Returns:
        An array of the same shape, which shares no memory with the tensor.

    Examples:
        >>> to_numpy(torch.ones(2, requires_grad=True)).dtype
        dtype('float64')
    """
    if tensor.is_meta:
        raise ShapeError("to_numpy(tensor)", "a tensor with values", "one on the device meta", "Give its values.")
    tensor = tensor if tensor.layout == torch.strided else tensor.to_dense()
    dtype = torch.complex128 if tensor.is_complex() else torch.float64
    return tensor.detach().to("cpu", dtype, copy=True).numpy()


def floating_dtype(values: object) -> torch.dtype | None:
    """The dtype of a tensor of floating numbers, which results then keep; None for anything else.

    Examples:
        >>> floating_dtype(torch.zeros(1)), floating_dtype(torch.arange(3)), floating_dtype([0.5])
        (torch.float32, None, None)
    """
    return values.dtype if isinstance(values, Tensor) and values.is_floating_point() else None


def to_torch(
    values: ArrayLike | Tensor, dtype: torch.dtype = torch.float64, call: str = "to_torch(values)", name: str = "values"
) -> Tensor:
    """The same numbers, exact ones rounded to ``dtype``, as a tensor that shares no memory with them.

    Args:
        values: an array, nested numbers (integers, rationals, floats), or a tensor.
        dtype: of the result; a real dtype takes no complex values.
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
        array = as_floats(array, call, name)
    device = values.device if isinstance(values, Tensor) else None
    return torch.tensor(array, dtype=dtype, device=device)
