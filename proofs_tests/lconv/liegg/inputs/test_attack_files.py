"""Files made to run code when they are opened: each is refused or read without it, and nothing that it asks for happens."""

from __future__ import annotations

import pickle
import sys
import zipfile
from pathlib import Path

import pytest
import torch

from lconv.liegg.inputs.model_files import load_model
from lietheory.errors import FileFormatError
from proofs_tests.strategies.attack_files import GRAPH, HARMLESS, REFUSED, Files, Trap, written
from proofs_tests.strategies.networks import seeded


@pytest.fixture(scope="module")
def valid(tmp_path_factory) -> Files:
    layers = seeded(
        lambda: torch.nn.Sequential(torch.nn.Linear(3, 4), torch.nn.BatchNorm1d(4), torch.nn.Tanh(), torch.nn.Linear(4, 1))
    )
    path = tmp_path_factory.mktemp("valid") / "net.pt2"
    torch.export.save(torch.export.export(layers.eval(), (torch.ones(6, 3),), dynamic_shapes=({0: torch.export.Dim("n")},)), path)
    with zipfile.ZipFile(path) as archive:
        return {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}


@pytest.fixture(autouse=True)
def no_module_from_here(tmp_path, monkeypatch):
    """A module in the current folder that a file may ask for, and one with torch's name."""
    for name in ("sprung_module", "sprung_torch"):
        (tmp_path / f"{name}.py").write_text(f"open({str(tmp_path / 'imported')!r}, 'w').close()\nclass X: pass\n")
    monkeypatch.chdir(tmp_path)


def _no_mark(folder: Path) -> None:
    assert not (folder / "sprung").exists() and not (folder / "imported").exists()
    assert "sprung_module" not in sys.modules


@pytest.mark.parametrize("name", HARMLESS)
def test_what_torch_would_execute_is_not_read(name, valid, tmp_path):
    files = dict(valid)
    HARMLESS[name](files, str(tmp_path / "sprung"))
    net = load_model(written(files, tmp_path / "bad.pt2"))
    assert net(torch.ones(5, 3)).shape == (5, 1)
    _no_mark(tmp_path)


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_asks_for_more_than_computing_is_refused(name, valid, tmp_path):
    files = dict(valid)
    REFUSED[name](files, str(tmp_path / "sprung"))
    with pytest.raises(FileFormatError):
        load_model(written(files, tmp_path / "bad.pt2"))
    _no_mark(tmp_path)


def test_a_compressed_archive_is_refused_whatever_it_would_fill(valid, tmp_path):
    with pytest.raises(FileFormatError, match="without compression"):
        load_model(written(valid | {"data/weights/weight_0": bytes(10**6)}, tmp_path / "bad.pt2", zipfile.ZIP_DEFLATED))


def test_two_files_of_one_name_are_refused(valid, tmp_path):
    path = written(valid, tmp_path / "two.pt2")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(f"other/{GRAPH}", b"{}")
    with pytest.raises(FileFormatError, match="two of one name"):
        load_model(path)


@pytest.mark.parametrize("content", ["pickle", "tensors", "script"])
def test_a_file_in_a_model_s_place_is_refused(content, tmp_path):
    path = tmp_path / "net.pt2"
    if content == "pickle":
        path.write_bytes(pickle.dumps(Trap(tmp_path / "sprung")))
    elif content == "tensors":
        torch.save({"x": torch.ones(2), "trap": Trap(tmp_path / "sprung")}, path)
    else:
        torch.jit.save(torch.jit.script(Sets()), path)
    with pytest.raises(FileFormatError):
        load_model(path)
    _no_mark(tmp_path)


class Sets(torch.nn.Module):
    """A script whose state is set by a method of its own."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x

    @torch.jit.export
    def __getstate__(self) -> int:
        return 1

    @torch.jit.export
    def __setstate__(self, state: int) -> None:
        self.training = state == 0
