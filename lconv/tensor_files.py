"""Tensors in .pt files, read by torch's own list of what a file of weights may hold."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch

from lietheory.errors import FileFormatError
from lietheory.readers import require_file


def read_tensors(path: str | Path, call: str) -> Any:
    """What ``torch.save`` wrote, if it is tensors, numbers and texts in dictionaries, lists and tuples.

    Raises:
        FileFormatError: missing, damaged, or with other objects, which are not made.
    """
    path = require_file(path, call)
    try:
        return torch.load(path, weights_only=True, map_location="cpu", mmap=False)
    except Exception as problem:  # on foreign bytes the unpickler fails with whatever its stack machine runs into
        raise FileFormatError(
            call,
            "a .pt file of tensors",
            f"a file that does not read as one ({type(problem).__name__})",
            "Write it with torch.save(tensor, path); pickled objects are not read.",
        ) from None
