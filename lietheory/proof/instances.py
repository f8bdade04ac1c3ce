"""An instance of a claim, and functions of its entries."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from typing import Any

from lietheory.errors import LieTheoryError

Instance = dict[str, Any]
"""A concrete case of a claim: its sizes, matrices and functions by name."""

Instances = Iterable[Instance]
"""Cases one after another, such as those that a search meets, smallest first."""


def applied(function: Callable, instance: Instance) -> Any:
    """The value of a function at the entries of an instance that its parameters name.

    A parameter that would hide another name ends in an underscore, ``class_`` for the entry ``"class"``;
    an underscore may stand for a space. Entries of parameters with a default may be missing; ``**rest``
    takes all others.

    Raises:
        LieTheoryError: the instance lacks an entry.

    Examples:
        >>> applied(lambda x, y=1: x - y, {"x": 3, "z": 0})
        2
    """
    entries, missing = _entries(function, instance)
    if missing:
        raise LieTheoryError(
            f"{function.__module__}.{function.__qualname__}",
            "an entry of the instance for each parameter",
            f"no {', '.join(missing)} among {', '.join(map(str, instance))}",
            "Name the parameters like the entries.",
        )
    return function(**entries)


def seen_by(function: Callable, instance: Instance) -> Instance:
    """The entries of an instance that the parameters of a function name, under their own names.

    Examples:
        >>> seen_by(lambda x, class_: x, {"x": 3, "class": 1, "z": 0})
        {'x': 3, 'class': 1}
    """
    entries, _ = _entries(function, instance)
    return {k: v for k, v in instance.items() if any(k in (n, n.removesuffix("_"), n.replace("_", " ")) for n in entries)}


def _entries(function: Callable, instance: Instance) -> tuple[Instance, list[str]]:
    """The arguments of a function that are entries of the instance, and the parameters without one."""
    left, entries, missing = dict(instance), {}, []
    for name, parameter in inspect.signature(function).parameters.items():
        if parameter.kind is parameter.VAR_KEYWORD:
            entries |= left
        elif key := next((k for k in (name, name.removesuffix("_"), name.replace("_", " ")) if k in left), None):
            entries[name] = left.pop(key)
        elif parameter.default is parameter.empty:
            missing.append(name)
    return entries, missing
