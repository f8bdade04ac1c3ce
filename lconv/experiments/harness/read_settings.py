"""Configurations are frozen dataclasses; here they take their values from TOML and from the command line."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields, is_dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, get_args, get_origin, get_type_hints

from lietheory.errors import FileFormatError, LieTheoryError, UnknownNameError
from lietheory.readers import read_toml

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

C = TypeVar("C", bound="DataclassInstance")
LARGEST = 10**9
"""No setting is a larger number: what is counted would not end, and the rest would overflow."""
POSITIVE = ("batch_size", "steps", "epochs", "seeds", "learning_rate", "width", "channels")
"""Settings of which zero is none."""


def configured(configuration: C, file: str | Path | None = None, assignments: Iterable[str] = ()) -> C:
    """The configuration with the values of a TOML file, and then of ``key=value`` assignments, put in.

    Args:
        configuration: a frozen dataclass; fields may be dataclasses, which TOML writes as tables and assignments
            as ``a.b=value``.
        file: TOML.
        assignments: values are written as in TOML; a bare word is a text.

    Raises:
        UnknownNameError: a key that the configuration does not have; the nearest are suggested.
        FileFormatError: a file that is missing or not TOML, an assignment without ``=``, or a value of another type.

    Examples:
        >>> from lconv.experiments.harness.training import Training
        >>> configured(Training(steps=10), assignments=["steps=20", "learning_rate=1e-3"])
        Training(steps=20, batch_size=256, learning_rate=0.001, weight_decay=0.0)
    """
    if file is not None:
        configuration = _put(configuration, read_toml(file, f"--config {file}"), f"--config {file}", "")
    for assignment in assignments:
        name, equals, value = assignment.partition("=")
        call = f"--set {assignment}"
        if not equals or not name.strip():
            raise FileFormatError(call, "key=value", repr(assignment), "For example --set seeds=3.")
        nested: Any = _value(value.strip())
        for part in reversed(name.strip().split(".")):
            nested = {part: nested}
        configuration = _put(configuration, nested, call, "")
    return configuration


def as_settings(configuration: Any) -> dict[str, Any]:
    """The configuration as JSON and TOML take it, tuples as lists."""
    return {k: _plain(v) for k, v in asdict(configuration).items()}


def keys(configuration: Any, prefix: str = "") -> dict[str, Any]:
    """Every key that can be assigned, with its value."""
    settings: dict[str, Any] = {}
    for f in fields(configuration):
        value = getattr(configuration, f.name)
        settings |= keys(value, f"{prefix}{f.name}.") if is_dataclass(value) else {prefix + f.name: value}
    return settings


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items()}
    return [_plain(v) for v in value] if isinstance(value, tuple | list) else value


def _value(text: str) -> Any:
    try:
        values = tomllib.loads(f"value = {text}")
    except (ValueError, RecursionError):  # no TOML, or a number or a list beyond reading: then a text
        return text
    return values["value"] if len(values) == 1 else text


def _put(configuration: C, values: Mapping[str, Any], call: str, prefix: str) -> C:
    types = get_type_hints(type(configuration))
    changed = {}
    for name, value in values.items():
        if name not in types:
            raise UnknownNameError.nearest(call, "configuration key", prefix + name, [prefix + known for known in types])
        old = getattr(configuration, name)
        if is_dataclass(old) and not isinstance(old, type) and isinstance(value, Mapping):
            changed[name] = _put(old, value, call, f"{prefix}{name}.")
        else:
            changed[name] = _typed(value, types[name], call, prefix + name)
    try:
        return replace(configuration, **changed)
    except LieTheoryError:
        raise
    except (TypeError, ValueError) as problem:
        raise FileFormatError(call, "values the configuration accepts", str(problem), "Change the value.") from None


def _typed(value: Any, kind: Any, call: str, name: str) -> Any:
    """The value as the field's type has it: lists become tuples, whole numbers become floats where the field is a float."""
    if get_origin(kind) is tuple and isinstance(value, list):
        inner = get_args(kind)
        inner = (inner[0],) * len(value) if inner[-1] is Ellipsis else inner
        if len(inner) == len(value):
            return tuple(_typed(v, k, call, name) for v, k in zip(value, inner, strict=True))
    allowed = get_args(kind) if get_origin(kind) not in (None, tuple) else (kind,)
    if float in allowed and type(value) is int and abs(value) <= LARGEST:
        value = float(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        _require_bounds(value, call, name)
    if type(value) in allowed:
        return value
    raise FileFormatError(call, f"{name} of type {_named(kind)}", repr(value)[:80], "Write it as in TOML.")


def _require_bounds(value: float, call: str, name: str) -> None:
    """Sizes, counts, rates and times are finite and not negative, and some of them not zero."""
    positive = name.rpartition(".")[2] in POSITIVE
    if not (value > 0 if positive else value >= 0) or value > LARGEST:
        expected = f"{name} {'above' if positive else 'from'} 0 and at most {LARGEST:.0e}"
        raise FileFormatError(call, expected, repr(value)[:40], "Change the value.")


def _named(kind: Any) -> str:
    return kind.__name__ if isinstance(kind, type) and get_origin(kind) is None else str(kind)
