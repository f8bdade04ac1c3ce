"""Networks from files that hold graphs, TorchScript and torch.export, read without unpickling Python objects.

A file that would execute code is refused before it is opened: pickled modules, and exported programs whose
pickles are not tensors alone or whose graphs call anything but torch's operators. TorchScript runs in an interpreter
of its own, without Python; its operators can still read and write files, so name only files you trust.
"""

from __future__ import annotations

import io
import json
import re
import warnings
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import torch

from lietheory.errors import FileFormatError

SUFFIXES = (".pt", ".pth", ".ts", ".pt2")
"""Suffixes that are taken for files; any other text names an object of a module."""
OPERATOR = re.compile(r"torch\.ops\.\w+\.\w+(\.\w+)?|torch\.sym_\w+|_operator\.\w+|math\.\w+")
DUNDER = re.compile(r"\.__(?!(and|or|xor|lshift|rshift|floordiv|iand|ior|ixor)__)")
_PICKLED = (
    "Export it: torch.export.save(torch.export.export(model, (x,), dynamic_shapes=({0: torch.export.Dim('n')},)), 'net.pt2')"
)
_MARKS = ("archive_format", "archive_version", "byteorder")


def is_model_file(name: str) -> bool:
    """Whether a text names a file with a model rather than an object of a module.

    Examples:
        >>> is_model_file("net.pt2"), is_model_file("package.module:net")
        (True, False)
    """
    return Path(name).suffix in SUFFIXES


def load_model(path: str | Path) -> torch.nn.Module:
    """The network in a TorchScript or torch.export file, on the processor.

    Raises:
        FileFormatError: no such file, a pickled module or bare weights, or an exported program that would execute code.
    """
    path, call = Path(path), f"discover {path}"
    if not path.is_file():
        raise FileFormatError(call, "a file that exists", f"no file {path}", "Check the path.")
    names = _entries(path, call)
    try:
        if any(name.startswith("models/") for name in names):
            _require_plain(path, call)
            return torch.export.load(path).module()
        if "constants.pkl" in names:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # torch.jit.load asks to use torch.export instead
                return torch.jit.load(str(path), map_location="cpu")
    except FileFormatError:
        raise
    except Exception as problem:  # both loaders raise many kinds for a broken file
        raise FileFormatError(
            call, "a file that torch reads", f"{type(problem).__name__}: {problem}", "Write it again."
        ) from None
    raise _refusal(path, call)


def _entries(path: Path, call: str) -> dict[str, str]:
    """The files of the archive without its top folder, by their full names; none for other formats."""
    if not zipfile.is_zipfile(path):
        raise _refusal(path, call)
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
    inside = {name.partition("/")[2]: name for name in names}
    if len(inside) < len(names):
        raise FileFormatError(call, "an archive whose files have names of their own", "two of one name", "Write the file again.")
    return inside


def _refusal(path: Path, call: str) -> FileFormatError:
    """Why a file that is neither kind is refused: it would execute code, or it holds no network."""
    wanted = "a network as TorchScript or as an exported program"
    try:
        torch.load(path, weights_only=True, map_location="cpu")
    except Exception:  # an unpickler that stops at code says so in many ways, and a file of another kind likewise
        got = "a pickled module, which would execute code when it is read, or a file of another kind"
        return FileFormatError(call, wanted, got, _PICKLED + ".")
    return FileFormatError(
        call, wanted, "weights alone, without their network", _PICKLED + ", or name it as package.module:name."
    )


def _require_plain(path: Path, call: str) -> None:
    """Refuse an exported program with pickled objects other than tensors, compiled code, or calls of anything but operators."""
    names = _entries(path, call)
    with zipfile.ZipFile(path) as archive:
        plain = _numbers(archive, names) | {
            name for short, name in names.items() if short in _MARKS or short.startswith(".data/")
        }
        for short, name in names.items():
            if short.startswith("data/aotinductor") or "custom_obj" in short or "opaque_obj" in short:
                raise _code(call, f"{short}, which is code or an object that only code can make")
            if short.startswith("models/"):
                _require_operators(json.loads(archive.read(name)), call)
            elif name not in plain and not _is_config(short):
                _require_tensors(archive.read(name), short, call)


def _is_config(short: str) -> bool:
    return short in ("data/weights/model_weights_config.json", "data/constants/model_constants_config.json")


def _numbers(archive: zipfile.ZipFile, names: dict[str, str]) -> set[str]:
    """The full names of payloads that are read as bare numbers, by every configuration that has them."""
    numbers: dict[bool, set[str]] = {True: set(), False: set()}
    for short in filter(_is_config, names):
        for payload in json.loads(archive.read(names[short]))["config"].values():
            inside = f"{short.rpartition('/')[0]}/{payload['path_name']}"
            numbers[payload["use_pickle"] is not False].add(names.get(inside, inside))
    return numbers[False] - numbers[True]


def _require_tensors(content: bytes, short: str, call: str) -> None:
    try:
        if content:
            torch.load(io.BytesIO(content), weights_only=True, map_location="cpu")
    except Exception:
        raise _code(call, f"{short}, a pickle of more than tensors") from None


def _require_operators(graph: Any, call: str) -> None:
    for target in _targets(graph):
        if not OPERATOR.fullmatch(target) or DUNDER.search(target):
            raise _code(call, f"a call of {target}")
    if "defaultdict" in json.dumps(graph):
        raise _code(call, "a defaultdict, whose factory is code")


def _targets(graph: Any) -> Iterator[str]:
    """What the nodes of a graph, and of the graphs inside it, call."""
    if isinstance(graph, dict):
        if "target" in graph and "inputs" in graph and isinstance(graph["target"], str):
            yield graph["target"]
        for value in graph.values():
            yield from _targets(value)
    elif isinstance(graph, list):
        for value in graph:
            yield from _targets(value)


def _code(call: str, got: str) -> FileFormatError:
    return FileFormatError(
        call, "an exported program of torch's operators and tensors", got, "Export the network anew, in eval mode."
    )
