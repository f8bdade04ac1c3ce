"""Files with graphs are read, files that would execute code are refused before they do."""

from __future__ import annotations

import json
import os
import zipfile
from pathlib import Path

import pytest
import torch

from lconv.liegg.inputs.model_files import is_model_file, load_model
from lietheory.errors import FileFormatError
from proofs_tests.strategies.networks import seeded


class Trap:
    """Writes a file when it is unpickled."""

    def __init__(self, sprung: Path):
        self.sprung = sprung

    def __reduce__(self):
        return os.mkdir, (str(self.sprung),)


@pytest.fixture(scope="module")
def net() -> torch.nn.Module:
    layers = seeded(
        lambda: torch.nn.Sequential(torch.nn.Linear(3, 4), torch.nn.BatchNorm1d(4), torch.nn.Tanh(), torch.nn.Linear(4, 1))
    )
    return layers.eval()


@pytest.fixture(scope="module")
def exported(net, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("exported")
    program = torch.export.export(net, (torch.ones(6, 3),), dynamic_shapes=({0: torch.export.Dim("n")},))
    torch.export.save(program, folder / "net.pt2")
    return folder / "net.pt2"


def test_an_exported_program_gives_the_network_back(net, exported):
    x = torch.randn(9, 3, generator=torch.Generator().manual_seed(1))
    assert torch.allclose(load_model(exported)(x), net(x))


def test_torchscript_gives_the_network_back(net, tmp_path):
    for name in ("net.ts", "net.pt"):
        torch.jit.save(torch.jit.trace(net, torch.ones(6, 3)), tmp_path / name)
        x = torch.randn(9, 3, generator=torch.Generator().manual_seed(1))
        assert torch.allclose(load_model(tmp_path / name)(x), net(x))


def test_a_file_is_told_from_a_name():
    assert all(map(is_model_file, ("a.pt", "b.pth", "c.ts", "d/e.pt2")))
    assert not is_model_file("package.module:net")


def test_a_pickled_module_is_refused_and_does_not_run(net, tmp_path):
    torch.save(net, tmp_path / "net.pt")
    torch.save(Trap(tmp_path / "sprung"), tmp_path / "trap.pt")
    torch.save(Trap(tmp_path / "sprung"), tmp_path / "old.pt", _use_new_zipfile_serialization=False)
    for name in ("net.pt", "trap.pt", "old.pt"):
        with pytest.raises(FileFormatError, match=r"execute code.*torch\.export"):
            load_model(tmp_path / name)
    assert not (tmp_path / "sprung").exists()


def test_weights_alone_are_refused(net, tmp_path):
    torch.save(net.state_dict(), tmp_path / "weights.pt")
    with pytest.raises(FileFormatError, match="weights alone"):
        load_model(tmp_path / "weights.pt")


def test_files_that_are_not_there_or_not_models_are_refused(tmp_path, exported):
    (tmp_path / "text.pt").write_text("no model")
    (tmp_path / "half.pt2").write_bytes(exported.read_bytes()[:500])
    for name in ("absent.pt2", "text.pt", "half.pt2"):
        with pytest.raises(FileFormatError):
            load_model(tmp_path / name)


def _changed(exported: Path, change) -> Path:
    """The archive with some of its files changed: ``change`` takes short name and content and gives the new content."""
    bad = exported.with_name("bad.pt2")
    with zipfile.ZipFile(exported) as old, zipfile.ZipFile(bad, "w", zipfile.ZIP_STORED) as new:
        for name in old.namelist():
            new.writestr(name, change(name.partition("/")[2], old.read(name)))
    return bad


def _trap_bytes(tmp_path: Path) -> bytes:
    torch.save(Trap(tmp_path / "sprung"), tmp_path / "trap")
    return (tmp_path / "trap").read_bytes()


def test_a_trap_in_the_sample_inputs_is_refused(exported, tmp_path):
    trap = _trap_bytes(tmp_path)
    bad = _changed(exported, lambda short, content: trap if "sample_inputs" in short else content)
    with pytest.raises(FileFormatError, match="more than tensors"):
        load_model(bad)
    assert not (tmp_path / "sprung").exists()


def test_a_trap_in_place_of_a_weight_is_refused(exported, tmp_path):
    trap = _trap_bytes(tmp_path)

    def change(short: str, content: bytes) -> bytes:
        if short.endswith("weight_0"):
            return trap
        if short.endswith("model_weights_config.json"):
            config = json.loads(content)
            for payload in config["config"].values():
                payload["use_pickle"] = payload["path_name"].endswith("weight_0")
            return json.dumps(config).encode()
        return content

    with pytest.raises(FileFormatError, match="more than tensors"):
        load_model(_changed(exported, change))
    assert not (tmp_path / "sprung").exists()


@pytest.mark.parametrize(
    "target", ["torch.os.system", "torch.ops.load_library", "torch.ops.aten.__class__", "builtins.eval", "torch.hub.load"]
)
def test_a_graph_that_calls_more_than_operators_is_refused(exported, target):
    def change(short: str, content: bytes) -> bytes:
        return content.replace(b"torch.ops.aten.tanh.default", target.encode()) if short.startswith("models/") else content

    with pytest.raises(FileFormatError, match=f"a call of {target}"):
        load_model(_changed(exported, change))


def test_objects_and_compiled_code_are_refused(exported):
    for name in ("data/constants/custom_obj_0", "data/constants/opaque_obj_0", "data/aotinductor/model/code.so"):
        bad = exported.with_name("more.pt2")
        bad.write_bytes(exported.read_bytes())
        with zipfile.ZipFile(bad, "a") as archive:
            archive.writestr(f"net/{name}", b"code")
        with pytest.raises(FileFormatError, match="only code can make"):
            load_model(bad)


def test_two_files_of_one_name_are_refused(exported):
    bad = exported.with_name("two.pt2")
    bad.write_bytes(exported.read_bytes())
    with zipfile.ZipFile(bad, "a") as archive:
        archive.writestr("other/models/model.json", b"{}")
    with pytest.raises(FileFormatError, match="two of one name"):
        load_model(bad)
