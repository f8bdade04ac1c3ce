"""Valid files of every kind with their readers, and strategies that spoil them: cut, flipped, changed inside their structure."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import torch
from hypothesis import strategies as st

import lconv
import lietheory as lt
from lconv.experiments.harness.read_settings import configured
from lconv.experiments.poster.study import Poster
from lconv.liegg.derivatives import outputs
from lconv.liegg.inputs.model_files import load_model
from lconv.nn.generators.files import read_generators as read_tensors
from lietheory.certificates.certificate import load_content
from lietheory.certificates.generator_file import read as read_certified
from lietheory.cli.generator_inputs import read_matrices
from lietheory.cli.operator_inputs import read_operators
from proofs_tests.fuzz.arguments import SO3, points_of, radial

OPERATORS = {"operators": [{"XXI": 1, "IXX": "1/2"}, {"ZII": 2}]}
Reader = Callable[[Path], object]
Content = dict[str, bytes]


def _exported(path: Path) -> None:
    net = torch.nn.Sequential(torch.nn.Linear(3, 2), torch.nn.Tanh(), torch.nn.Linear(2, 1))
    torch.export.save(torch.export.export(net, (torch.ones(6, 3),)), path)


def _evidence(path: Path) -> None:
    polarization = lconv.Polarization(lconv.LinearAction(3))
    polarization.update(radial, points_of())
    polarization.save(path)


def _runs_forward(path: Path) -> object:
    return outputs(load_model(path), torch.ones(6, 3))


def _goes_on(path: Path) -> object:
    return lconv.Polarization.load(path, radial, lconv.LinearAction(3)).estimate()


def _saved(make: Callable[[], Any]) -> Callable[[Path], object]:
    return lambda path: make().save(path)


KINDS: dict[str, tuple[str, Callable[[Path], object], Reader]] = {
    "npy": (".npy", lambda p: np.save(p, SO3), lambda p: read_matrices(str(p))),
    "npz": (".npz", lambda p: np.savez(p, L=SO3), lambda p: read_matrices(str(p))),
    "json": (".json", lambda p: p.write_text(json.dumps(SO3.tolist())), lambda p: read_matrices(str(p))),
    "tensors": (".pt", lambda p: torch.save(torch.as_tensor(SO3), p), read_tensors),
    "model": (".pt2", _exported, _runs_forward),
    "settings": (
        ".toml",
        lambda p: p.write_text("seeds = 2\ndata = 'digits'\n[regressions]\n"),
        lambda p: configured(Poster(), p),
    ),
    "algebra": (".npz", _saved(lambda: lt.so(3)), lt.LieAlgebra.load),
    "comparison": (".npz", _saved(lambda: lt.compare("so(3)", "so(3)")), type(lt.compare("so(3)", "so(3)")).load),
    "identification": (".npz", _saved(lambda: lt.identify("so(3)")), type(lt.identify("so(3)")).load),
    "evidence": (".npz", _evidence, _goes_on),
    "certificate": (".json", _saved(lambda: lt.identify("so(3)").certificate()), load_content),
    "certified npy": (".npy", lambda p: np.save(p, SO3), read_certified),
    "certified json": (".json", lambda p: p.write_text(json.dumps({"generators": SO3.tolist()})), read_certified),
    "operators": (".json", lambda p: p.write_text(json.dumps(OPERATORS)), lambda p: lt.lie_closure(read_operators(str(p)))),
}
"""Suffix, what writes a valid file, and its reader."""

ODD: tuple[object, ...] = (
    None, True, -1, 0, 10**30, 1e308, float("nan"), "", "x" * 300, "[/]", "\u0000", [], {}, [[]], [[1], [1, 2]],
    {"as_int": "x"}, "NaN", [None],
)  # fmt: skip
ODD_NUMBERS = (float("nan"), float("inf"), -1.0, 0.0, 1e300, 1e-300, 7.0)
ODD_ARRAYS: tuple[np.ndarray, ...] = (
    np.zeros(0),
    np.float64(3.0),
    np.full((3, 3, 3), np.nan),
    np.ones((3, 3, 3), dtype=np.complex64),
    np.array(["so(3)", "x"]),
    np.zeros((2, 3)),
    np.ones((3, 3, 3), dtype=bool),
    np.full((3, 3, 3), 2**62),
    np.array("{}"),
)


def spoiled(kind: str, content: bytes) -> st.SearchStrategy[bytes]:
    """The file cut off, with bits flipped or bytes inserted, or changed in its structure."""
    size = len(content)
    cut = st.integers(0, size - 1).map(lambda n: content[:n])
    flips = st.lists(st.tuples(st.integers(0, size - 1), st.integers(0, 7)), min_size=1, max_size=4)
    inserted = st.tuples(st.integers(0, size), st.binary(min_size=1, max_size=9))
    plain = [cut, flips.map(lambda at: _flipped(content, at)), inserted.map(lambda i: content[: i[0]] + i[1] + content[i[0] :])]
    suffix = KINDS[kind][0]
    if suffix == ".json":
        return st.one_of(*plain, _changed_json(content))
    if zipfile.is_zipfile(io.BytesIO(content)):
        return st.one_of(*plain, _changed_archive(content))
    return st.one_of(plain)


def _flipped(content: bytes, at: list[tuple[int, int]]) -> bytes:
    changed = bytearray(content)
    for place, bit in at:
        changed[place] ^= 1 << bit
    return bytes(changed)


def _places(node: object) -> list[tuple[Any, Any]]:
    """Every container in a JSON value with each of its keys."""
    keys = list(node) if isinstance(node, dict) else range(len(node)) if isinstance(node, list) else []
    inner = [(node, key) for key in keys]
    return inner + [place for container, key in inner for place in _places(container[key])]


def _changed_json(content: bytes) -> st.SearchStrategy[bytes]:
    count = len(_places(json.loads(content)))

    def changed(choice: tuple[int, object]) -> bytes:
        value = json.loads(content)
        container, key = _places(value)[choice[0]]
        container[key] = choice[1]
        return json.dumps(value).encode()

    return st.tuples(st.integers(0, count - 1), st.sampled_from(ODD)).map(changed)


def _changed_archive(content: bytes) -> st.SearchStrategy[bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    names = sorted(entries)
    arrays = [name for name in names if name.endswith(".npy")]
    texts = [name for name in names if name.endswith(".json")]
    missing = st.sampled_from(names).map(lambda name: _written({n: c for n, c in entries.items() if n != name}))
    empty = st.sampled_from(names).map(lambda name: _written({**entries, name: b""}))
    ways = [missing, empty]
    if arrays:
        replaced = st.tuples(st.sampled_from(arrays), st.sampled_from(ODD_ARRAYS))
        ways.append(replaced.map(lambda r: _written({**entries, r[0]: _as_npy(r[1])})))
        numbers = [name for name in arrays if np.load(io.BytesIO(entries[name])).dtype.kind in "if"]
        entry = st.tuples(st.sampled_from(numbers or arrays), st.integers(0, 10**6), st.sampled_from(ODD_NUMBERS))
        ways.append(entry.map(lambda e: _written({**entries, e[0]: _with_entry(entries[e[0]], e[1], e[2])})))
        header = next((name for name in arrays if name == "header.npy"), None)
        if header is not None:
            text = str(np.load(io.BytesIO(entries[header])))
            ways.append(_changed_json(text.encode()).map(lambda t: _written({**entries, header: _as_npy(np.array(t.decode()))})))
    for name in texts:
        ways.append(_changed_json(entries[name]).map(lambda t, name=name: _written({**entries, name: t})))
    return st.one_of(ways)


def _with_entry(content: bytes, place: int, value: float) -> bytes:
    array = np.load(io.BytesIO(content))
    if array.size and array.dtype.kind in "if":
        whole = array.dtype.kind == "i"
        array.flat[place % array.size] = int(np.nan_to_num(np.clip(value, -(2.0**62), 2.0**62))) if whole else value
    return _as_npy(array)


def _written(entries: Content) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _as_npy(array: np.ndarray) -> bytes:
    buffer = io.BytesIO()
    np.save(buffer, array)
    return buffer.getvalue()
