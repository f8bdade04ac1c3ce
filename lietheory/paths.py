"""Paths as arguments of what reads and writes files."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from lietheory.errors import FileFormatError, shown


def as_path(path: object, call: str) -> Path:
    """The path of a file or a folder.

    Raises:
        FileFormatError: something else than a text or a path.
    """
    if isinstance(path, str | os.PathLike):
        with suppress(TypeError):  # of a path that is given in bytes
            return Path(path)
    raise FileFormatError(call, "a path", shown(path), "Give it as a text.")
