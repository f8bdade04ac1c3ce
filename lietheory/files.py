"""Result files: .npz with a JSON header, written whole or not at all, read without pickle."""

from __future__ import annotations

import json
import os
import tempfile
import zipfile
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from lietheory.arrays import is_exact
from lietheory.errors import FileFormatError
from lietheory.quadratic_numbers import Surd, parse_exact

_HEADER = "header"
_EXACT = "exact:"  # prefix of arrays stored as decimal strings, since npz has no rationals


def write_whole(path: str | Path, content: bytes | str) -> Path:
    """Write ``content`` to ``path`` so that a reader sees the old file or the new one, never a half.

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
            "Give another path, or mend its permissions.",
        ) from None
    return path


def save_result(path: str | Path, kind: str, header: dict[str, Any], **arrays: np.ndarray) -> Path:
    """Write arrays and a JSON-serialisable header as one .npz; ``kind`` names the class it came from."""
    import io

    stored = {(_EXACT + k if v.dtype.kind == "O" else k): _storable(np.asarray(v)) for k, v in arrays.items()}
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **{_HEADER: np.array(json.dumps({"kind": kind, **header}))}, **stored)
    path = Path(path)
    return write_whole(path if path.suffix == ".npz" else path.with_name(path.name + ".npz"), buffer.getvalue())


def _storable(array: np.ndarray) -> np.ndarray:
    return array.astype(str) if array.dtype.kind == "O" and is_exact(array) else array


def _exact(text: str) -> Fraction | Surd:
    found = parse_exact(text)
    if found is None or found[1]:
        raise ValueError(f"{text!r} is no exact number")
    return found[0]


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


def require_writable(folder: str | Path) -> Path:
    """Make the folder and prove that files can be written there, before any long work.

    Raises:
        FileFormatError: it cannot be made or written to.
    """
    folder = Path(folder)
    write_whole(folder / ".writable", b"").unlink()
    return folder
