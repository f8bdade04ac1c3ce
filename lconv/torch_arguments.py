"""Validation of the arguments of public functions that take tensors, types of numbers, generators and functions of torch."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import torch
from torch import Tensor

from lietheory.errors import LieTheoryError, PrecisionError, ShapeError, shown

T = TypeVar("T")
_LARGEST = 2**40  # more points than any grid
_WITHOUT_VALUES = ("a tensor on the device meta", "Make it on a device that stores numbers, such as the CPU.")


def dense_floats(value: object, call: str, name: str) -> Tensor:
    """The argument, if it is a dense tensor of floating numbers with values.

    Raises:
        ShapeError: no tensor, or a sparse one or one without values.
        PrecisionError: other numbers than float32 and float64.

    Examples:
        >>> dense_floats(torch.ones(2), "f(x)", "x").shape
        torch.Size([2])
    """
    value = dense_tensor(value, call, name)
    if value.is_meta:
        raise ShapeError(call, f"{name} as a tensor with values", *_WITHOUT_VALUES)
    if value.dtype not in (torch.float32, torch.float64):
        raise PrecisionError(call, f"{name} in float32 or float64", str(value.dtype), "Convert it with .float() or .double().")
    return value


def dense_tensor(value: object, call: str, name: str) -> Tensor:
    """The argument, if it is a dense tensor of any numbers, with or without values.

    Raises:
        ShapeError: no tensor, or a sparse one.
    """
    if not isinstance(value, Tensor):
        raise ShapeError(call, f"{name} as a torch tensor", type(value).__name__, "Convert it with torch.as_tensor.")
    if value.layout != torch.strided:
        raise ShapeError(call, f"{name} as a dense tensor", f"one of layout {value.layout}", "Give it as x.to_dense().")
    return value


def numbers_of(value: Any, call: str, name: str) -> Any:
    """A dense tensor as an array on the processor, and anything else as it is.

    Raises:
        ShapeError: a sparse tensor or one without values.

    Examples:
        >>> numbers_of(torch.ones(2, requires_grad=True), "f(x)", "x").tolist()
        [1.0, 1.0]
    """
    if not isinstance(value, Tensor):
        return value
    if value.is_meta:
        raise ShapeError(call, f"{name} as a tensor with values, or an array", *_WITHOUT_VALUES)
    if value.layout != torch.strided:
        got = f"one of layout {value.layout}"
        raise ShapeError(call, f"{name} as a dense tensor or an array", got, "Give it as x.to_dense().")
    value = value.detach().cpu()
    return (value.float() if value.dtype == torch.bfloat16 else value).resolve_conj().resolve_neg().numpy()  # NumPy has none


def require_one_kind(tensors: dict[str, Tensor], call: str) -> None:
    """Raise an error unless all are dense tensors on one device, of one type of numbers unless autocast casts them.

    Raises:
        ShapeError: no tensor, a sparse one, or one on another device.
        PrecisionError: other types of numbers than the first.
    """
    for name, value in tensors.items():
        if not isinstance(value, Tensor):
            raise ShapeError(call, f"{name} as a torch tensor", type(value).__name__, "Convert it with torch.as_tensor.")
    first, *_ = tensors
    for name, value in tensors.items():
        if value.layout != torch.strided or value.device != tensors[first].device:
            got = f"{value.layout} on {value.device}"
            raise ShapeError(
                call, f"{name} as a dense tensor on {tensors[first].device}", got, "Convert it with .to_dense() or .to(device)."
            )
        if value.dtype != tensors[first].dtype and not torch.is_autocast_enabled(value.device.type):
            cure = f"Convert it with .to({tensors[first].dtype})."
            raise PrecisionError(call, f"{name} in {tensors[first].dtype}, as {first} is", str(value.dtype), cure)


def random_source(generator: object, call: str) -> torch.Generator:
    """The generator given, or for None a fresh one, which always draws the same.

    Raises:
        ShapeError: anything else.
    """
    if generator is None:
        return torch.Generator()
    if not isinstance(generator, torch.Generator):
        cure = "Give torch.Generator().manual_seed(0)."
        raise ShapeError(call, "generator as a torch.Generator, or None", shown(generator), cure)
    return generator


def drawn_seed(generator: object, call: str) -> int:
    """A seed for NumPy's generators, drawn by what :func:`random_source` gives."""
    return int(torch.randint(2**62, (), generator=random_source(generator, call)))


def floats_of(dtype: object, call: str) -> torch.dtype | None:
    """The dtype given, or None.

    Raises:
        PrecisionError: no dtype of real floating numbers.
    """
    if dtype is None or (isinstance(dtype, torch.dtype) and dtype.is_floating_point):
        return dtype
    raise PrecisionError(call, "dtype as a floating torch.dtype, or None", shown(dtype), "Give torch.float64, say.")


def require_bool(value: object, call: str, name: str) -> None:
    """Raise ShapeError unless the value is True, False or None."""
    if value is not None and not isinstance(value, bool):
        raise ShapeError(call, f"{name} as True, False or None", shown(value), "Give one of these.")


def require_function(value: object, call: str, name: str) -> None:
    """Raise ShapeError unless the value is a function of tensors or None; a class is none."""
    if value is not None and (not callable(value) or isinstance(value, type)):
        raise ShapeError(call, f"{name} as a function of tensors, or None", shown(value), "Give torch.tanh, say.")


def whole_shape(value: object, call: str, name: str) -> tuple[int, ...]:
    """Sizes as a tuple of whole numbers of at least 1; one alone counts as a tuple of one.

    Raises:
        ShapeError: anything else, or no sizes.

    Examples:
        >>> whole_shape(3, "f(s)", "s"), whole_shape([2, 4], "f(s)", "s")
        ((3,), (2, 4))
    """
    sizes = tuple(value) if isinstance(value, list | tuple) else (value,)
    whole = tuple(size for size in sizes if isinstance(size, int) and not isinstance(size, bool) and 1 <= size < _LARGEST)
    if not sizes or len(whole) != len(sizes):
        raise ShapeError(call, f"{name} as positive whole numbers", shown(value), "Give one size for each axis, e.g. (28, 28).")
    return whole


def called(call: str, function: Callable[..., T], *arguments: object) -> T:
    """What the user's function returns; what it raises is reported as its own error, under the call.

    Raises:
        ShapeError: the function raises anything but an error of the library.

    Examples:
        >>> called("action(x)", lambda x: x.nothing, 1)
        Traceback (most recent call last):
        lietheory.errors.ShapeError: action(x): expected a function of these inputs, got AttributeError(...). Try it by itself.
    """
    try:
        return function(*arguments)
    except LieTheoryError:
        raise
    except Exception as problem:  # of the user's code, which may raise anything
        raise ShapeError(call, "a function of these inputs", shown(problem), "Try it by itself.") from problem
