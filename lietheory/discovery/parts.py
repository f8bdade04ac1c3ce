"""Frozen results with results inside, as one header and one flat set of arrays, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any, TypeVar

import numpy as np

from lietheory.errors import FileFormatError

Result = TypeVar("Result")


def taken_apart(result: Any) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """The plain fields of a frozen dataclass, and its arrays; those of a dataclass inside are named ``outer:inner``."""
    header, arrays = {}, {}
    for f in fields(result):
        value = getattr(result, f.name)
        if isinstance(value, np.ndarray):
            arrays[f.name] = value
        elif is_dataclass(value):
            inner, more = taken_apart(value)
            header[f.name] = inner
            arrays |= {f"{f.name}:{k}": v for k, v in more.items()}
        else:
            header[f.name] = value
    return header, arrays


def put_together(
    kind: type[Result], header: Mapping[str, Any], arrays: Mapping[str, np.ndarray], nested: Mapping[str, type], call: str
) -> Result:
    """What :func:`taken_apart` took apart.

    Raises:
        FileFormatError: a field that is missing or one that is not known.
    """
    values = {k: tuple(v) if isinstance(v, list) else v for k, v in header.items()}
    values |= {k: v for k, v in arrays.items() if ":" not in k}
    for name, inner in nested.items():
        if values.get(name) is not None:
            own = {k.removeprefix(f"{name}:"): v for k, v in arrays.items() if k.startswith(f"{name}:")}
            values[name] = put_together(inner, values[name], own, {}, call)
    try:
        return kind(**values)
    except TypeError as problem:
        raise FileFormatError(call, f"the fields of {kind.__name__}", str(problem), "Write the file again.") from None
