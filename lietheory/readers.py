"""Input files, one reader for each kind, which checks type, size and headers before it loads anything.

A file must be a regular one of at most :data:`LARGEST_TEXT` bytes where it is text, and its arrays must fit into memory and
into the file. No array holds Python objects, so nothing is unpickled; JSON and TOML are data alone.
"""

from __future__ import annotations

import json
import math
import os
import tomllib
import zipfile
from pathlib import Path
from typing import IO, Any

import numpy as np

from lietheory.errors import FileFormatError
from lietheory.memory import available_bytes, written_size
from lietheory.paths import as_path

LARGEST_TEXT = 2**30
"""Bytes of a JSON file, which takes some ten times as much when it is read."""
LARGEST_SETTINGS = 2**16
"""Bytes of a TOML file."""
MOST_DOTS = 1000
"""In a line of TOML, since a name of n parts takes the memory of n^2."""
DEEPEST = 64
"""Brackets inside brackets in JSON; nested lists of numbers need as many as an array has axes."""
_NUMBERS_AND_TEXTS = "biufcUS"


def is_there(text: str) -> bool:
    """Whether a text is the path of something that exists, which no text is that no path can be.

    Examples:
        >>> is_there("."), is_there("so(3)"), is_there("x" * 5000), is_there("a\\0")
        (True, False, False, False)
    """
    try:
        return Path(text).exists()
    except (OSError, ValueError):
        return False


def require_file(path: str | Path, call: str) -> Path:
    """The path, if it is that of a regular file, so that reading it ends.

    Raises:
        FileFormatError: no such file, or a folder, a pipe or a device.
    """
    path = as_path(path, call)
    try:
        if path.is_file():
            return path
        there = path.exists()
    except (OSError, ValueError) as problem:  # a name that no file can have
        raise FileFormatError(call, "a file that exists", str(problem), "Check the path.") from None
    got = f"{path}, which is no regular file" if there else f"no file {path}"
    raise FileFormatError(call, "a file that exists", got, "Check the path.")


def read_bytes(path: str | Path, call: str, largest: int = LARGEST_TEXT) -> bytes:
    """The content of a file.

    Raises:
        FileFormatError: missing, not readable, or larger than ``largest``.
    """
    path = require_file(path, call)
    try:
        with path.open("rb") as stream:
            content = stream.read(min(os.fstat(stream.fileno()).st_size, largest) + 1)  # so many are allocated at once
    except OSError as problem:
        raise FileFormatError(call, "a file that can be read", f"{problem.strerror}: {path}", "Check its permissions.") from None
    if len(content) > largest:
        raise FileFormatError(call, f"at most {written_size(largest)}", f"more in {path}", "Give a smaller file.")
    return content


def read_json(path: str | Path, call: str) -> Any:
    """The value in a JSON file.

    Raises:
        FileFormatError: missing, or no JSON.
    """
    return parsed_json(read_bytes(path, call), call)


def parsed_json(content: bytes | str, call: str, *, finite: bool = False) -> Any:
    """The value that a JSON text holds.

    Args:
        content: the text.
        call: what the user typed.
        finite: whether NaN and infinity, which Python writes and JSON does not have, are refused.

    Raises:
        FileFormatError: no JSON, in which case the place is named; integers of thousands of digits; too many brackets.
    """
    try:
        value = json.loads(content, parse_constant=_refused if finite else None)
    except RecursionError:
        raise _nested(call) from None
    except UnicodeDecodeError as problem:
        raise FileFormatError(call, "JSON in UTF-8", str(problem), "Write it again.") from None
    except ValueError as problem:  # JSONDecodeError, or an integer beyond sys.get_int_max_str_digits()
        raise FileFormatError(call, "JSON", str(problem), "Write it again.") from None
    level = [value]
    for _ in range(DEEPEST):
        level = [inner for item in level if isinstance(item, list | dict) for inner in _inside(item)]
    if level:
        raise _nested(call)
    return value


def _refused(constant: str) -> float:
    raise ValueError(f"{constant} is no number")


def _inside(item: list | dict) -> list:
    return [inner for inner in (item.values() if isinstance(item, dict) else item) if isinstance(inner, list | dict)]


def _nested(call: str) -> FileFormatError:
    return FileFormatError(call, f"JSON of at most {DEEPEST} brackets inside each other", "more", "Write it again.")


def read_toml(path: str | Path, call: str) -> dict[str, Any]:
    """The tables of a TOML file.

    Raises:
        FileFormatError: missing, or no TOML.
    """
    content = read_bytes(path, call, LARGEST_SETTINGS)
    if any(line.count(b".") > MOST_DOTS for line in content.splitlines()):
        raise FileFormatError(call, f"at most {MOST_DOTS} dots in a line", "more", "Shorten its names.")
    try:
        return tomllib.loads(content.decode())
    except (ValueError, RecursionError) as problem:  # not UTF-8, not TOML, integers too long; or tables in tables without end
        raise FileFormatError(call, "a TOML file", str(problem), "Check its syntax.") from None


def read_npy(path: str | Path, call: str) -> np.ndarray:
    """The array in a .npy file.

    Raises:
        FileFormatError: missing, cut off, with objects, or larger than the memory.
    """
    path = require_file(path, call)
    try:
        with path.open("rb") as stream:
            size = path.stat().st_size
            return _array(stream, size, call, str(path))
    except OSError as problem:
        raise FileFormatError(call, "a file that can be read", f"{problem.strerror}: {path}", "Check its permissions.") from None


def read_npz(path: str | Path, call: str) -> dict[str, np.ndarray]:
    """The arrays in an .npz file by their names.

    Raises:
        FileFormatError: missing, cut off, encrypted, with objects or other files, or larger than the memory.
    """
    path = require_file(path, call)
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            _require_arrays(entries, call)
            arrays = {}
            for entry in entries:
                with archive.open(entry) as stream:
                    arrays[entry.filename.removesuffix(".npy")] = _array(stream, entry.file_size, call, entry.filename)
            return arrays
    except FileFormatError:
        raise
    except Exception as problem:  # zipfile and its decompressors raise many kinds for a broken archive, none of them ours
        raise _broken(call, path, problem) from None


def _require_arrays(entries: list[zipfile.ZipInfo], call: str) -> None:
    names = [entry.filename for entry in entries]
    if len(set(names)) < len(names):
        raise FileFormatError(call, "arrays with names of their own", "two of one name", "Write it again.")
    for entry in entries:
        if entry.flag_bits & 1 or not entry.filename.endswith(".npy"):
            got = f"{entry.filename}, {'encrypted' if entry.flag_bits & 1 else 'another file'}"
            raise FileFormatError(call, "an .npz file of .npy arrays", got, "Write it with numpy.savez.")
    total = sum(entry.file_size for entry in entries)
    if total > available_bytes():
        raise FileFormatError(call, "arrays that fit into memory", written_size(total), "Give fewer.")


def _broken(call: str, path: Path, problem: Exception) -> FileFormatError:
    return FileFormatError(
        call,
        "an .npz result file",
        f"a file that does not read as one ({type(problem).__name__}: {problem})",
        "It may be truncated or of another format; write it again.",
    )


def _array(stream: IO[bytes], size: int, call: str, name: str) -> np.ndarray:
    """The array in an open .npy file of this many bytes, if its header says as many."""
    try:
        version = np.lib.format.read_magic(stream)
        read = np.lib.format.read_array_header_1_0 if version == (1, 0) else np.lib.format.read_array_header_2_0
        shape, fortran, dtype = read(stream)
    except Exception as problem:  # the header is parsed as Python literals, and a broken one fails in many ways
        got = f"{name}, whose header does not read ({type(problem).__name__}: {str(problem)[:200]})"
        raise FileFormatError(call, "an .npy array of numbers", got, "Write it with numpy.save.") from None
    count = math.prod(shape)
    if dtype.kind not in _NUMBERS_AND_TEXTS or dtype.hasobject:
        cure = "Write numbers; Python objects are not read."
        raise FileFormatError(call, "an .npy array of numbers", f"{name} of dtype {dtype}", cure)
    too_long = math.prod(n or 1 for n in shape) * dtype.itemsize >= 2**63  # also where there are no items
    if too_long or min(shape, default=1) < 0 or count * dtype.itemsize != size - stream.tell():
        got = f"{name}: shape {shape} in {dtype}, {count * dtype.itemsize} bytes, and {size - stream.tell()} bytes that follow"
        raise FileFormatError(call, "an .npy array as long as its header says", got, "It may be truncated; write it again.")
    if count * dtype.itemsize > available_bytes():
        got = f"{name} of shape {shape}, {written_size(count * dtype.itemsize)}"
        raise FileFormatError(call, "an array that fits into memory", got, "Give fewer rows.")
    flat = np.frombuffer(bytearray(stream.read(count * dtype.itemsize)), dtype=dtype)
    return flat.reshape(shape, order="F" if fortran else "C")
