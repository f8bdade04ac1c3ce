"""Result files: .npz with a JSON header, written whole or not at all, read without pickle.

A result is a frozen dataclass. Its plain fields stand in the header, its arrays beside it; of a result inside a result the
fields stand in a header inside the header, and its arrays under ``outer:inner``. A field is read as the type of its
annotation. A class with another layout in earlier versions gives an ``upgrade``, and its old files still load.
"""

from __future__ import annotations

import io
import json
import os
import tempfile
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import MISSING, Field, fields, is_dataclass
from fractions import Fraction
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

import numpy as np

from lietheory.arrays import is_exact
from lietheory.errors import FileFormatError
from lietheory.quadratic_numbers import Surd, parse_exact

_HEADER = "header"
_EXACT = "exact:"  # prefix of arrays stored as decimal strings, since npz has no rationals
_SAVED_AS = "saved_as"
Result = TypeVar("Result")
Arrays = dict[str, np.ndarray]
Upgrade = Callable[[dict[str, Any], Arrays], None]
"""Changes the header and the arrays of a file of an earlier version, in place, to what they are now."""


def write_whole(path: str | Path, content: bytes | str) -> Path:
    """Write ``content`` to ``path`` so that a reader gets the old file or the new one, never a part.

    Raises:
        FileFormatError: the directory cannot be made or written to.
    """
    path = Path(path)
    data = content.encode() if isinstance(content, str) else content
    temporary = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        os.chmod(temporary, 0o644)  # mkstemp makes it private
        os.replace(temporary, path)
    except OSError as problem:
        if temporary is not None:
            Path(temporary).unlink(missing_ok=True)
        raise FileFormatError(
            f"write {path}",
            "a directory that can be written to",
            f"{problem.strerror}: {path.parent}",
            "Give another path, or correct its permissions.",
        ) from None
    return path


def save_result(path: str | Path, kind: str, header: dict[str, Any], **arrays: np.ndarray) -> Path:
    """Write arrays and a JSON-serialisable header as one .npz; ``kind`` names the class it came from."""
    stored: Arrays = {(_EXACT + k if v.dtype.kind == "O" else k): _storable(np.asarray(v)) for k, v in arrays.items()}
    buffer = io.BytesIO()
    stored[_HEADER] = np.array(json.dumps({"kind": kind, **header}))
    np.savez_compressed(buffer, allow_pickle=False, **stored)
    path = Path(path)
    return write_whole(path if path.suffix == ".npz" else path.with_name(path.name + ".npz"), buffer.getvalue())


def _storable(array: np.ndarray) -> np.ndarray:
    return array.astype(str) if array.dtype.kind == "O" and is_exact(array) else array


def _exact(text: str) -> Fraction | Surd:
    parts = parse_exact(text)
    if parts is None or parts[1]:
        raise ValueError(f"{text!r} is no exact number")
    return parts[0]


def load_result(path: str | Path, kind: str | None = None) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """The header and the arrays of a result file; ``kind``, where given, must be its kind.

    Raises:
        FileFormatError: missing, truncated, not a result file, or of another kind.
    """
    call = f"load({str(path)!r})"
    try:
        with np.load(path, allow_pickle=False) as archive:
            arrays = {k: archive[k] for k in archive.files}
        header = json.loads(str(arrays.pop(_HEADER))) if _HEADER in arrays else {}
        names = {k: k.removeprefix(_EXACT) for k in arrays}
        arrays = {n: np.vectorize(_exact, otypes=[object])(arrays[k]) if k != n else arrays[k] for k, n in names.items()}
    except FileNotFoundError:
        raise FileFormatError(call, "a file that exists", f"no file {path}", "Check the path.") from None
    except (OSError, ValueError, zipfile.BadZipFile, EOFError, KeyError) as problem:
        raise FileFormatError(
            call,
            "an .npz result file",
            f"a file that does not read as one ({problem})",
            "It may be truncated or of another format; write it again.",
        ) from None
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


def load(path: str | Path, kind: type[Result], *, formerly: Iterable[str] = (), upgrade: Upgrade | None = None) -> Result:
    """The frozen dataclass of this kind that :func:`save` wrote.

    Args:
        path: the file.
        kind: the class of the result.
        formerly: names that the class had when earlier versions saved it.
        upgrade: for files of earlier versions that had another layout.

    Raises:
        FileFormatError: missing, truncated, of another kind, or without a field that the class needs.
    """
    call = f"{kind.__name__}.load({str(path)!r})"
    header, arrays = load_result(path)
    if header.get("kind") not in (kind.__name__, *formerly):
        load_result(path, kind.__name__)  # raises with the kind it has instead
    del header["kind"]
    try:
        if upgrade is not None:
            upgrade(header, arrays)
        return _built(kind, header, "", arrays)
    except (KeyError, TypeError) as problem:
        raise FileFormatError(call, f"all fields of {kind.__name__}", str(problem), "Write the file again.") from None


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
        TypeError: a field without a value, or a value without a field.
    """
    hints, values = get_type_hints(kind), {}
    for f in fields(kind):
        name = _saved(f)
        if name in header or _below(path, name) in arrays or (f.default is MISSING and f.default_factory is MISSING):
            values[f.name] = _decoded(hints[f.name], header.pop(name, None), _below(path, name), arrays)
    if header:
        raise TypeError(f"{', '.join(_below(path, name) for name in header)} is not known")
    return kind(**values)


def _decoded(kind: Any, node: Any, path: str, arrays: Arrays) -> Any:
    """The value of this type that :func:`_encoded` put into the header and the arrays."""
    if path in arrays:
        return arrays[path]
    origin, inner = get_origin(kind), get_args(kind)
    if node is None:
        if NoneType in inner:
            return None
        raise TypeError(f"{path} is missing")
    if origin in (Union, UnionType):
        some = [k for k in inner if k is not NoneType]
        return node if len(some) > 1 else _decoded(some[0], node, path, arrays)
    if origin is tuple:
        kinds = inner[:1] * len(node) if inner[-1] is Ellipsis else inner
        return tuple(_decoded(k, v, _below(path, i), arrays) for i, (k, v) in enumerate(zip(kinds, node, strict=True)))
    if origin is dict:
        return {k: _decoded(inner[1], v, _below(path, k), arrays) for k, v in node.items()}
    if kind is complex:
        return complex(*node)
    if kind is np.dtype:
        return np.dtype(node)
    return _built(kind, node, path, arrays) if is_dataclass(kind) and isinstance(node, dict) else node


def _saved(f: Field) -> str:
    return f.metadata.get(_SAVED_AS, f.name.removeprefix("_"))


def _below(path: str, name: str | int) -> str:
    return f"{path}:{name}" if path else str(name)


def require_writable(folder: str | Path) -> Path:
    """Make the folder and check that files can be written there, before any long work.

    Raises:
        FileFormatError: it cannot be made or written to.
    """
    folder = Path(folder)
    write_whole(folder / ".writable", b"").unlink()
    return folder
