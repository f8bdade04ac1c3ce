"""Files of data that would run code, fill the memory or reach other files, given to every reader: none gets its way."""

from __future__ import annotations

import io
import json
import os
import pickle
import struct
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

import lconv
import lietheory as lt
from lconv.experiments.harness.read_settings import configured
from lconv.experiments.poster.study import Poster
from lconv.liegg.command import read_points
from lconv.liegg.inputs.model_files import load_model
from lconv.nn.generators.files import read_generators
from lietheory.certificates.certificate import load_content
from lietheory.certificates.generator_file import read as read_certified
from lietheory.cli.generator_inputs import read_array
from lietheory.cli.operator_inputs import read_operators
from lietheory.comparison.experiment_result import Learned
from lietheory.errors import LieTheoryError
from proofs_tests.fuzz.arguments import radial
from proofs_tests.fuzz.invalid_arguments import SECONDS, time_limit
from proofs_tests.strategies.attack_files import Trap

MOST = 2**26
"""Bytes that a reader may have allocated for any of these files, each of which has less than a tenth of it."""
READERS: tuple[Callable[[Path], Any], ...] = (
    read_points,
    read_array,
    read_generators,
    read_certified,
    load_content,
    load_model,
    lt.LieAlgebra.load,
    lt.SymmetryEstimate.load,
    Learned.load,
    lambda path: read_operators(str(path)),
    lambda path: configured(Poster(), path),
    lambda path: lconv.Polarization.load(path, radial, lconv.LinearAction(3)),
)


def _npy(header: str, content: bytes = b"", version: tuple[int, int] = (1, 0)) -> bytes:
    """A .npy file with this header, whatever it says."""
    text = header.encode()
    length = struct.pack("<H" if version == (1, 0) else "<I", len(text))
    return b"\x93NUMPY" + bytes(version) + length + text + content


def _header(shape: str, dtype: str = "'<f8'") -> str:
    return f"{{'descr': {dtype}, 'fortran_order': False, 'shape': {shape}, }}\n"


def _npz(*entries: tuple[str, bytes], change: Callable[[zipfile.ZipInfo], None] = lambda info: None) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            change(info)
            archive.writestr(info, content)
    return buffer.getvalue()


def _plain(array: np.ndarray) -> bytes:
    buffer = io.BytesIO()
    np.save(buffer, array, allow_pickle=True)
    return buffer.getvalue()


def _as_link(info: zipfile.ZipInfo) -> None:
    info.external_attr = 0o120777 << 16


def _torch(value: object, **options: Any) -> bytes:
    buffer = io.BytesIO()
    torch.save(value, buffer, **options)
    return buffer.getvalue()


def _archive_with(data: bytes) -> bytes:
    """A file of torch.save with another pickle in it."""
    with zipfile.ZipFile(io.BytesIO(_torch({"x": torch.ones(2)}))) as archive:
        entries = [(name, data if name.endswith("data.pkl") else archive.read(name)) for name in archive.namelist()]
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return buffer.getvalue()


class _Persistent(pickle.Pickler):
    """Writes every tuple as a reference that the reader of the file has to resolve."""

    def persistent_id(self, obj: object) -> object:
        return ("storage", torch.FloatStorage, "../../etc/passwd", "cpu", 2**60) if isinstance(obj, tuple) else None


def _persistent() -> bytes:
    buffer = io.BytesIO()
    _Persistent(buffer, protocol=2).dump({"x": (1, 2)})
    return _archive_with(buffer.getvalue())


def _result(header: dict[str, Any] | str, **arrays: np.ndarray) -> bytes:
    text = header if isinstance(header, str) else json.dumps(header)
    return _npz(("header.npy", _plain(np.array(text))), *((f"{name}.npy", _plain(a)) for name, a in arrays.items()))


def _attacks(trap: Trap) -> dict[str, bytes]:
    """Name of a file -> its content; a pickle in any of them makes a folder when it is read as one."""
    evil = [pickle.dumps(trap, protocol=p) for p in (0, 2, 5)]
    objects = np.array([trap, trap], dtype=object)
    code = f"__import__('os').mkdir({str(trap.sprung)!r})"
    nested = "[" * 30_000
    return {
        "pickle0.pt": evil[0],
        "pickle5.pt": evil[2],
        "pickle.npy": evil[1],
        "pickle.npz": evil[1],
        "pickle.json": evil[0],
        "pickle.toml": evil[0],
        "pickle.pt2": evil[1],
        "archive.pt": _torch({"x": trap}),
        "older.pt": _torch(trap, _use_new_zipfile_serialization=False),
        "archive-as.npz": _torch({"x": trap}),
        "archive-as.pt2": _torch({"x": trap}),
        "global.pt": _archive_with(f"cos\nmkdir\n(V{trap.sprung}\ntR.".encode()),
        "reduced.pt": _archive_with(evil[1]),
        "persistent.pt": _persistent(),
        "objects.npy": _plain(objects),
        "objects.npz": _npz(("x.npy", _plain(objects))),
        "objects-as-generators.npz": _npz(("generators.npy", _plain(objects))),
        "object-in-a-record.npy": _npy(_header("(1,)", "[('a', '|O')]"), evil[1]),
        "object-in-a-subarray.npy": _npy(_header("(1,)", "[('a', '|O', (2, 2))]"), evil[1]),
        "call-in-a-header.npy": _npy(f"{{'descr': {code}, 'fortran_order': False, 'shape': (1,), }}\n", bytes(8)),
        "call-as-a-shape.npy": _npy(_header(code), bytes(8)),
        "huge.npy": _npy(_header("(9223372036854775807,)"), bytes(64)),
        "overflowing.npy": _npy(_header("(4294967296, 4294967296, 16)"), bytes(64)),
        "negative.npy": _npy(_header("(-1, -8)"), bytes(64)),
        "no-items.npy": _npy(_header("(4611686018427387904, 0)"), b""),
        "wide.npy": _npy(_header("(1,)", "'|S2000000000'"), bytes(64)),
        "deep-header.npy": _npy(f"{{'descr': {'(' * 5000}, }}\n", bytes(8), (2, 0)),
        "long-header.npy": _npy(" " * 2**20 + _header("(1,)"), bytes(8), (2, 0)),
        "bomb.npz": _npz(("x.npy", _npy(_header("(1000000000000,)")) + bytes(2**22))),
        "bomb-in-a-bomb.npz": _npz(("x.npz", _npz(("x.npy", bytes(2**22))))),
        "escaping.npz": _npz(("../../escaped.npy", _plain(np.eye(2))), ("/etc/x.npy", _plain(np.eye(2)))),
        "link.npz": _npz(("x.npy", b"/etc/passwd"), change=_as_link),
        "kind.npz": _result({"kind": "os.system", "name": code}),
        "older-evidence.npz": _result({"kind": "Polarization", "actions": [code], "version": 99}, basis=np.eye(3)),
        "newer-evidence.npz": _result({"kind": "InterruptedRun", "from_the_future": True}, sample=np.eye(3)),
        "header-of-code.npz": _result(code),
        "deep-header.npz": _result(nested),
        "exact.npz": _npz(("exact:generators.npy", _plain(np.array([code])))),
        "deep.json": nested.encode(),
        "digits.json": b"[" + b"9" * 10_000 + b"]",
        "nan.json": b'{"generators": [[[NaN, Infinity]]]}',
        "code.json": json.dumps({"generators": [[[code]]]}).encode(),
        "operators.json": json.dumps([{code: 1}, {"XX": code}]).encode(),
        "exponents.json": b'[{"XX": "9**9**9"}, {"ZZ": 1e999}]',
        "dates.toml": b"seeds = 1979-05-27T07:32:00Z\ndata = 07:32:00\n",
        "deep.toml": b"x = " + nested.encode(),
        "dotted.toml": b".".join([b"a"] * 5000) + b" = 1",
        "code.toml": f'data = "{code}"\nseeds = "{code}"\n'.encode(),
    }


NAMES = sorted(_attacks(Trap(Path("unsprung"))))


@pytest.mark.parametrize("name", NAMES)
def test_no_file_of_data_runs_code_fills_the_memory_or_reaches_another_file(name, tmp_path, monkeypatch):
    (tmp_path / "inside" / "deeper").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "inside" / "deeper")
    sprung, refused = tmp_path / "sprung", 0
    path = Path(name)
    path.write_bytes(_attacks(Trap(sprung))[name])
    before = sorted(tmp_path.rglob("*"))
    assert path.stat().st_size < MOST / 10
    for read in READERS:
        tracemalloc.start()
        try:
            with time_limit(SECONDS):
                read(path)
        except LieTheoryError:
            refused += 1
        finally:
            most = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
        assert not sprung.exists() and sorted(tmp_path.rglob("*")) == before
        assert most < MOST, read
    assert refused > len(READERS) / 2  # some formats hold texts and tables that one of the readers takes as they are


def test_the_pickles_would_make_the_folder(tmp_path):
    trap = Trap(tmp_path / "sprung")
    pickle.loads(_attacks(trap)["pickle.npy"])
    assert trap.sprung.exists()
    os.rmdir(trap.sprung)
    torch.load(io.BytesIO(_attacks(trap)["reduced.pt"]), weights_only=False)
    assert trap.sprung.exists()


def test_a_link_is_read_as_what_it_leads_to_and_not_as_its_name_says(tmp_path):
    (tmp_path / "secret").write_text("words that are no array\n")
    for name in ("x.npy", "x.npz", "x.pt", "x.json"):
        (tmp_path / name).symlink_to(tmp_path / "secret")
        with pytest.raises(LieTheoryError) as refusal:
            (read_array if name.endswith("json") else read_points)(tmp_path / name)
        assert "words that are" not in str(refusal.value)
