"""Networks from files of torch.export, none of which executes code when it is opened.

:mod:`~lconv.liegg.inputs.exported_program` reads them by lists of what is allowed. Pickles and TorchScript are refused:
a pickle calls what it names, and TorchScript runs the methods of its file while it is loaded, by operators that can write files.
"""

from __future__ import annotations

import zipfile
from pathlib import Path

from lconv.liegg.inputs.exported_network import ExportedNetwork
from lconv.liegg.inputs.exported_program import read_exported
from lietheory.errors import FileFormatError
from lietheory.readers import require_file

SUFFIXES = (".pt", ".pth", ".ts", ".pt2")
"""Suffixes that are taken for files; any other text names an object of a module."""
LONGEST = 200
"""Longer texts name no file: no path is looked up that an operating system refuses."""
_EXPORT = (
    "Export it: torch.export.save(torch.export.export(model, (x,), dynamic_shapes=({0: torch.export.Dim('n')},)), 'net.pt2'), "
    "or name it as package.module:name."
)


def is_model_file(name: str) -> bool:
    """Whether a text names a file with a model, by its suffix or since it is there, rather than an object of a module.

    Examples:
        >>> is_model_file("net.pt2"), is_model_file("package.module:net")
        (True, False)
    """
    return Path(name).suffix.lower() in SUFFIXES or (":" not in name and len(name) < LONGEST and Path(name).is_file())


def load_model(path: str | Path) -> ExportedNetwork:
    """The network in a file that ``torch.export.save`` wrote, on the processor.

    Raises:
        FileFormatError: no such file, TorchScript, a pickled module or bare weights, or an exported program that is damaged or
            calls more than operators that compute.
    """
    call = f"read {path}"
    path = require_file(path, call)
    names = _entries(path)
    older = "serialized_exported_program.json" in names or "data/weights/model.pt" in names  # numbers in a pickle
    if not older and any(name.startswith("models/") for name in names):
        return read_exported(path, call)
    got, cure = (
        "a pickle, that is weights alone or a module that would execute code when it is read, or another kind of file",
        _EXPORT,
    )
    if "constants.pkl" in names:
        got = "TorchScript, whose methods run while it is loaded and can execute code that writes files"
    elif older:
        got = "an exported program as torch 2.8 or older wrote it, with its numbers in a pickle"
        cure = f"With torch 2.9 or newer (pip install 'torch>=2.9'): {_EXPORT}"
    raise FileFormatError(call, "a network as torch 2.9 or newer exports it", got, cure)


def _entries(path: Path) -> list[str]:
    """The names in the archive without their top folder; none for other formats."""
    try:
        with zipfile.ZipFile(path) as archive:
            return [name.partition("/")[2] or name for name in archive.namelist()]
    except (OSError, zipfile.BadZipFile, NotImplementedError, UnicodeDecodeError):
        return []
