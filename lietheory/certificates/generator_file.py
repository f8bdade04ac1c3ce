"""Generators as a certificate holds them, from an array or from a file of one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from lietheory.arrays import as_generators, has_surds
from lietheory.certificates.check import encode
from lietheory.certificates.rejection import Json
from lietheory.errors import FileFormatError, in_call
from lietheory.files import load_result
from lietheory.quadratic_numbers import Surd, parse_exact
from lietheory.readers import read_json, read_npy

_KEYS = ("generators", "algebra:generators")


def field_of(*arrays: np.ndarray) -> Json | None:
    """The field Q(sqrt(n)) of exact arrays, as a certificate states it; None for Q and for floats."""
    n = next((x.n for A in arrays if has_surds(A) for x in A.flat if isinstance(x, Surd)), 0)
    return {"polynomial": [str(-n), "0", "1"], "root between": ["0", str(n)]} if n else None


def encoded(A: np.ndarray, field: Json | None = None) -> Json:
    """An array for :func:`lietheory.certificates.check.encode`, numbers a + b sqrt(n) as pairs (a, b)."""
    if not has_surds(A):
        return encode(A.tolist(), field)
    pairs = np.empty(A.size, dtype=object)
    pairs[:] = [[str(x.a), str(x.b)] if isinstance(x, Surd) else [str(x), "0"] for x in A.flat]
    return encode(pairs.reshape(A.shape).tolist(), field or field_of(A))


def read(path: str | Path) -> Json:
    """The generators of a .json, .npy or .npz file, complex ones as real matrices of twice the size.

    Raises:
        FileFormatError: no such file, or none with generators.
        ShapeError, PrecisionError: no finite square matrices of one size.
    """
    path, call = Path(path), f"read {path}"
    if path.suffix == ".npz":
        arrays = load_result(path)[1]
        values = next((arrays[key] for key in _KEYS if key in arrays), None)
        if values is None:
            raise FileFormatError(call, f"an array named {_KEYS[0]!r}", ", ".join(arrays) or "none", "Save it under that name.")
    else:
        values = read_npy(path, call) if path.suffix == ".npy" else _parsed(read_json(path, call), call)
    with in_call(call):
        return encoded(as_generators(values, call, _KEYS[0]))


def _parsed(content: Any, call: str) -> Any:
    """Nested lists with exact numbers in place of texts such as "1/2" and "sqrt(2)"."""
    if isinstance(content, dict) and _KEYS[0] in content:
        return _parsed(content[_KEYS[0]], call)
    if isinstance(content, list):
        return [_parsed(item, call) for item in content]
    if not isinstance(content, str):
        return content
    number = parse_exact(content)
    if number is None or number[1]:
        cure = 'Write "1/2" or "1-3*sqrt(5)/2", or a number without quotes.'
        raise FileFormatError(call, "texts that are exact real numbers", repr(content[:40]), cure)
    return number[0]
