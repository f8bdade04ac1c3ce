"""The network of an exported program: a list of steps, evaluated one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor


@dataclass(frozen=True)
class Name:
    """The result of an earlier step."""

    name: str


@dataclass(frozen=True)
class Device:
    """Where the inputs are, whatever device the file was written on."""


@dataclass(frozen=True)
class Step:
    """One call: an operator, its arguments, the names of its results, and the names that no later step reads."""

    operator: Callable[..., Any]
    arguments: tuple[Any, ...]
    options: dict[str, Any]
    results: Any
    last: tuple[str, ...]


class ExportedNetwork(torch.nn.Module):
    """The network of an exported program: its steps on its own numbers.

    Attributes:
        batch: the one batch size it takes, or None if it takes any.
    """

    def __init__(
        self, tensors: dict[str, Tensor], trained: set[str], x: str, steps: list[Step], output: object, batch: int | None
    ):
        super().__init__()
        self.batch, self._x, self._steps, self._output = batch, x, steps, output
        self._stored = list(tensors)
        for number, (name, tensor) in enumerate(tensors.items()):
            if name in trained and tensor.is_floating_point():
                self.register_parameter(f"stored_{number}", torch.nn.Parameter(tensor))
            else:
                self.register_buffer(f"stored_{number}", tensor)
        self.training = False

    def forward(self, x: Tensor) -> object:
        """F(x), as the network was when it was exported."""
        values: dict[str, Any] = {name: getattr(self, f"stored_{i}") for i, name in enumerate(self._stored)}
        values[self._x] = x
        for step in self._steps:
            arguments = _filled(step.arguments, values, x.device)
            result = step.operator(*arguments, **_filled(step.options, values, x.device))
            _bind(step.results, result, values)
            for name in step.last:
                values.pop(name, None)
        return _filled(self._output, values, x.device)


def _filled(argument: Any, values: dict[str, Any], device: torch.device) -> Any:
    """The argument with results in place of their names."""
    if isinstance(argument, Name):
        return values[argument.name]
    if isinstance(argument, Device):
        return device
    if isinstance(argument, list | tuple):
        return type(argument)(_filled(a, values, device) for a in argument)
    return {k: _filled(a, values, device) for k, a in argument.items()} if isinstance(argument, dict) else argument


def _bind(names: Any, result: Any, values: dict[str, Any]) -> None:
    if isinstance(names, Name):
        values[names.name] = result
    elif names is not None:
        for name, part in zip(names, result, strict=True):
            _bind(name, part, values)


def names_in(value: Any) -> Iterator[str]:
    """All names of results in arguments or outputs."""
    if isinstance(value, Name):
        yield value.name
    elif isinstance(value, list | tuple):
        for item in value:
            yield from names_in(item)
    elif isinstance(value, dict):
        yield from names_in(list(value.values()))


def with_lifetimes(steps: list[Step], output: Any) -> Iterator[Step]:
    """The steps with the names that are read for the last time, so that memory holds what is still needed."""
    last = {name: number for number, step in enumerate(steps) for name in names_in([step.arguments, step.options, step.results])}
    kept = set(names_in(output))
    for number, step in enumerate(steps):
        read = tuple(name for name in names_in([step.arguments, step.options, step.results]) if last[name] == number)
        yield Step(step.operator, step.arguments, step.options, step.results, tuple(n for n in read if n not in kept))
