"""Result files: .npz with a JSON header, written whole or not at all, read without pickle.

A result is a frozen dataclass. Its plain fields stand in the header, its arrays beside it; of a result inside a result the
fields stand in a header inside the header, and its arrays under ``outer:inner``. A field is read as the type of its
annotation. A class with another layout in earlier versions gives an ``upgrade``, and its old files still load.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable
from dataclasses import MISSING, Field, fields, is_dataclass
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints
from zipfile import ZIP_DEFLATED, ZipFile

import numpy as np
from jaxtyping import jaxtyped

from lietheory.arrays import is_exact
from lietheory.errors import FileFormatError, shown
from lietheory.outputs import require_output, require_writable, write_whole
from lietheory.paths import as_path
from lietheory.quadratic_numbers import parse_exact
from lietheory.readers import parsed_json, read_npz

__all__ = ["load", "load_result", "require_output", "require_writable", "save", "save_result", "saved_as", "write_whole"]

_HEADER = "header"
_EXACT = "exact:"  # prefix of arrays stored as decimal strings, since npz has no rationals
_SAVED_AS = "saved_as"
_JSON = (str, int, float, bool, list, dict)
_DTYPES = ("float32", "float64", "int64", "complex64", "complex128", "object")
_WHOLE = 2**53  # whole numbers up to here are floats
Result = TypeVar("Result")
Part = TypeVar("Part")
Arrays = dict[str, np.ndarray]
Upgrade = Callable[[dict[str, Any], Arrays], None]
"""Changes the header and the arrays of a file of an earlier version, in place, to what they are now."""


def save_result(path: str | Path, kind: str, header: dict[str, Any], **arrays: np.ndarray) -> Path:
    """Write arrays and a JSON-serialisable header as one .npz; ``kind`` names the class it came from."""
    stored: Arrays = {(_EXACT + k if v.dtype.kind == "O" else k): _storable(np.asarray(v)) for k, v in arrays.items()}
    buffer = io.BytesIO()
    stored[_HEADER] = np.array(json.dumps({"kind": kind, **header}))
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:  # savez itself takes allow_pickle in newer versions of numpy only
        for name, array in stored.items():
            with archive.open(f"{name}.npy", "w", force_zip64=True) as file:
                np.lib.format.write_array(file, array, allow_pickle=False)
    path = as_path(path, f"save({shown(path)})")
    named = path.suffix == ".npz" or not path.name  # the current folder has none, and is refused
    return write_whole(path if named else path.with_name(path.name + ".npz"), buffer.getvalue())


def _storable(array: np.ndarray) -> np.ndarray:
    return array.astype(str) if array.dtype.kind == "O" and is_exact(array) else array


def _exact_array(texts: np.ndarray, call: str) -> np.ndarray:
    numbers = np.empty(texts.size, dtype=object)
    for place, text in enumerate(texts.flat):
        parts = parse_exact(str(text))
        if parts is None or parts[1]:
            raise FileFormatError(call, "exact numbers", repr(str(text)[:40]), "It may be damaged; write it again.")
        numbers[place] = parts[0]
    return numbers.reshape(texts.shape)


def load_result(path: str | Path, kind: str | None = None) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """The header and the arrays of a result file; ``kind``, where given, must be its kind.

    Raises:
        FileFormatError: missing, truncated, not a result file, or of another kind.
    """
    call = f"load({str(path)!r})"
    stored = read_npz(path, call)
    header = parsed_json(str(stored.pop(_HEADER)), f"{call}, header") if _HEADER in stored else {}
    if not isinstance(header, dict):
        raise FileFormatError(call, "a header of named fields", type(header).__name__, "Write the file again.")
    arrays = {k.removeprefix(_EXACT): _exact_array(v, call) if k.startswith(_EXACT) else v for k, v in stored.items()}
    if kind is not None and header.get("kind") != kind:
        raise FileFormatError(
            call, f"a file of kind {kind}", f"kind {header.get('kind')!r}", "Load it with the class that saved it."
        )
    return header, arrays


def save(path: str | Path, result: Any) -> Path:
    """Write a frozen dataclass as one .npz, which :func:`load` reads.

    Raises:
        FileFormatError: a directory that cannot be written to.
    """
    arrays: Arrays = {}
    return save_result(path, type(result).__name__, _encoded(result, "", arrays), **arrays)


def load(
    path: str | Path,
    kind: type[Result],
    *,
    formerly: Iterable[str] = (),
    upgrade: Upgrade | None = None,
    largest: float | None = None,
) -> Result:
    """The frozen dataclass of this kind that :func:`save` wrote.

    Args:
        path: the file.
        kind: the class of the result.
        formerly: names that the class had when earlier versions saved it.
        upgrade: for files of earlier versions that had another layout.
        largest: what no number of an array may exceed, nor be NaN, where more is computed from them; any by default.

    Raises:
        FileFormatError: missing, truncated, of another kind, or without a field that the class needs.
    """
    call = f"{kind.__name__}.load({str(path)!r})"
    header, arrays = load_result(path)
    if header.get("kind") not in (kind.__name__, *formerly):
        load_result(path, kind.__name__)  # raises with the kind it has instead
    del header["kind"]
    for name, array in arrays.items():
        if largest is not None and array.dtype.kind in "fc" and not (np.abs(array) <= largest).all():
            raise FileFormatError(call, f"numbers up to {largest:.0e}", f"others, or NaN, in {name}", "Write the file again.")
    try:
        if upgrade is not None:
            upgrade(header, arrays)
        return _built(kind, header, "", arrays)
    except UnfitError as problem:
        raise FileFormatError(call, f"all fields of {kind.__name__}", str(problem), "Write the file again.") from None


class Checked:
    """A result whose fields must fit together in more than their types and shapes when a file is read."""

    def require_sound(self) -> None:
        """Raise UnfitError unless what the file held is what the class says."""


class UnfitError(Exception):
    """A header or an array that is missing, or of another type or shape than the class has."""


def part(header: Any, name: str, kind: type[Part]) -> Part:
    """The value of this type under a name of a header.

    Raises:
        UnfitError: there is none, or one of another type.
    """
    if not isinstance(header, dict) or type(header.get(name)) is not kind:
        raise UnfitError(f"{name} is no {kind.__name__}")
    return header[name]


def unpacked(name: str) -> Upgrade:
    """The upgrade of files that had all fields under one name."""

    def upgrade(header: dict[str, Any], arrays: Arrays) -> None:
        if name in header:
            header.update(part({name: header.pop(name)}, name, dict))

    return upgrade


def rows(header: Any, name: str, columns: tuple[str, ...]) -> list[dict[str, Any]]:
    """Rows of a header, whose columns get names.

    Raises:
        UnfitError: other than lists of as many values as there are columns.
    """
    lists = part(header, name, list)
    if not all(isinstance(row, list) and len(row) == len(columns) for row in lists):
        raise UnfitError(f"{name} has other columns than {', '.join(columns)}")
    return [dict(zip(columns, row, strict=True)) for row in lists]


def array(arrays: Arrays, name: str) -> np.ndarray:
    """The array of this name.

    Raises:
        UnfitError: there is none.
    """
    if name not in arrays:
        raise UnfitError(f"{name} is missing")
    return arrays[name]


def saved_as(name: str) -> dict[str, str]:
    """The metadata of a field that stands in the file under this name; others stand there without leading underscore."""
    return {_SAVED_AS: name}


def _encoded(value: Any, path: str, arrays: Arrays) -> Any:
    """What stands in the header for a value; its arrays are added to ``arrays``."""
    if isinstance(value, np.ndarray):
        arrays[path] = value
        return None
    if is_dataclass(value):
        return {_saved(f): _encoded(getattr(value, f.name), _below(path, _saved(f)), arrays) for f in fields(value)}
    if isinstance(value, dict):
        return {k: _encoded(v, _below(path, k), arrays) for k, v in value.items()}
    if isinstance(value, tuple | list):
        return [_encoded(v, _below(path, i), arrays) for i, v in enumerate(value)]
    if isinstance(value, np.dtype):
        return str(value)
    plain = value.item() if isinstance(value, np.generic) else value
    return [plain.real, plain.imag] if isinstance(plain, complex) else plain


def _built(kind: Any, header: dict[str, Any], path: str, arrays: Arrays) -> Any:
    """The dataclass from its header and its arrays.

    Raises:
        UnfitError: a field without a value, a value without a field, or one of another type or shape.
    """
    hints, values = get_type_hints(kind), {}
    for f in fields(kind):
        name = _saved(f)
        if name in header or _below(path, name) in arrays or (f.default is MISSING and f.default_factory is MISSING):
            values[f.name] = _decoded(hints[f.name], header.pop(name, None), _below(path, name), arrays)
    if header:
        raise UnfitError(f"{', '.join(_below(path, name) for name in header)} is not known")
    with jaxtyped("context"):  # a letter stands for one size in all arrays of a class
        for f in fields(kind):
            value = values.get(f.name)
            if isinstance(value, np.ndarray) and not any(isinstance(value, some) for some in _alternatives(hints[f.name])):
                raise UnfitError(f"{_below(path, _saved(f))} has shape {value.shape} in {value.dtype}, which does not fit")
    built = kind(**values)
    if isinstance(built, Checked):
        built.require_sound()
    return built


def _alternatives(kind: Any) -> tuple[Any, ...]:
    return get_args(kind) if get_origin(kind) in (Union, UnionType) else (kind,)


def _decoded(kind: Any, node: Any, path: str, arrays: Arrays) -> Any:
    """The value of this type that :func:`_encoded` put into the header and the arrays.

    Raises:
        UnfitError: a value that is missing or of another type.
    """
    if path in arrays or isinstance(node, np.ndarray):
        return arrays.get(path, node)
    alternatives = _alternatives(kind)
    if node is None and NoneType in alternatives:
        return None
    if node is None:
        raise UnfitError(f"{path} is missing")
    some = [k for k in alternatives if k is not NoneType]
    if len(some) > 1:
        return _plain(tuple(some), node, path)
    kind, inner = some[0], get_args(some[0])
    origin = get_origin(kind) or kind
    if origin is tuple:
        kinds = inner[:1] * len(_plain((list,), node, path)) if inner[-1] is Ellipsis else inner
        if len(_plain((list,), node, path)) != len(kinds):
            raise UnfitError(f"{path} has {len(node)} entries instead of {len(kinds)}")
        return tuple(_decoded(k, v, _below(path, i), arrays) for i, (k, v) in enumerate(zip(kinds, node, strict=True)))
    if origin is dict:
        return {k: _decoded(inner[1], v, _below(path, k), arrays) for k, v in _plain((dict,), node, path).items()}
    if kind is complex:
        return complex(*_decoded(tuple[float, float], node, path, arrays))
    if kind is np.dtype:
        if node not in _DTYPES:
            raise UnfitError(f"{path} is {node!r}, no type of numbers")
        return np.dtype(node)
    if isinstance(kind, type) and is_dataclass(kind):
        return node if isinstance(node, kind) else _built(kind, _plain((dict,), node, path), path, arrays)
    return _plain((kind,), node, path)


def _plain(kinds: tuple[Any, ...], node: Any, path: str) -> Any:
    """A value of JSON, if it is of one of these types; whole numbers count as floats."""
    plain = {k for k in kinds if k in _JSON}
    if float in plain and type(node) is int:
        return float(node) if abs(node) < _WHOLE and int not in plain else node
    if not isinstance(node, tuple(plain)) and not any(get_origin(k) is Literal and node in get_args(k) for k in kinds):
        raise UnfitError(
            f"{path} is {type(node).__name__} instead of {' or '.join(getattr(k, '__name__', str(k)) for k in kinds)}"
        )
    return node


def _saved(f: Field) -> str:
    return f.metadata.get(_SAVED_AS, f.name.removeprefix("_"))


def _below(path: str, name: str | int) -> str:
    return f"{path}:{name}" if path else str(name)
