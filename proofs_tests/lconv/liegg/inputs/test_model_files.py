"""Networks of many kinds come back from files as they were; what is no network of torch.export is refused by its kind."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest
import torch

from lconv.liegg.inputs.fixed_batch_models import static_batch
from lconv.liegg.inputs.intermediate_outputs import view
from lconv.liegg.inputs.model_files import is_model_file, load_model
from lietheory.errors import FileFormatError
from proofs_tests.strategies.attack_files import Trap
from proofs_tests.strategies.networks import seeded


class Several(torch.nn.Module):
    """Outputs in containers inside each other, and sizes that depend on the batch."""

    def __init__(self):
        super().__init__()
        self.linear = torch.nn.Linear(3, 4)

    def forward(self, x):
        y = self.linear(x)
        first, second = y.split(2, dim=1)
        scaled = y.reshape(x.shape[0] * 2, 2) * torch.arange(2, device=x.device)
        return {"mean": y.mean(1), "parts": [first, (second, scaled)]}


class Attention(torch.nn.Module):
    """Layers of a transformer."""

    def __init__(self):
        super().__init__()
        self.attention = torch.nn.MultiheadAttention(4, 2, batch_first=True)
        self.norm = torch.nn.LayerNorm(4)

    def forward(self, x):
        return self.norm(x + self.attention(x, x, x, need_weights=False)[0]).sum(1)


class Recurrent(torch.nn.Module):
    """A network with a state."""

    def __init__(self):
        super().__init__()
        self.cells = torch.nn.LSTM(3, 5, batch_first=True)

    def forward(self, x):
        return self.cells(x)[0][:, -1]


NETWORKS = {
    "dense": (lambda: torch.nn.Sequential(torch.nn.Linear(3, 4), torch.nn.BatchNorm1d(4), torch.nn.Tanh()), (3,)),
    "images": (
        lambda: torch.nn.Sequential(
            torch.nn.Conv2d(1, 2, 3, padding=1),
            torch.nn.BatchNorm2d(2),
            torch.nn.ReLU(inplace=True),
            torch.nn.MaxPool2d(2),
            torch.nn.Dropout(),
            torch.nn.AdaptiveAvgPool2d(1),
            torch.nn.Flatten(),
            torch.nn.Linear(2, 3),
            torch.nn.LogSoftmax(1),
        ),
        (1, 8, 8),
    ),
    "attention": (Attention, (3, 4)),
    "recurrent": (Recurrent, (6, 3)),
    "containers": (Several, (3,)),
}


def export(net: torch.nn.Module, shape: tuple[int, ...], path: Path, *, any_batch: bool = True) -> Path:
    """The network in a file."""
    shapes = ({0: torch.export.Dim("n", max=4096)},) if any_batch else None
    torch.export.save(torch.export.export(net, (torch.ones(6, *shape),), dynamic_shapes=shapes), path)
    return path


@pytest.fixture(scope="module", params=NETWORKS)
def pair(request, tmp_path_factory) -> tuple[torch.nn.Module, tuple[int, ...], Path]:
    make, shape = NETWORKS[request.param]
    net = seeded(make).eval()
    return net, shape, export(net, shape, tmp_path_factory.mktemp("exported") / "net.pt2")


def _leaves(y):
    if isinstance(y, torch.Tensor):
        return [y]
    return [leaf for part in (y.values() if isinstance(y, dict) else y) for leaf in _leaves(part)]


def test_an_exported_program_gives_the_network_back(pair):
    net, shape, path = pair
    x = torch.randn(9, *shape, generator=torch.Generator().manual_seed(1))
    read = load_model(path)
    y, again = net(x), read(x)
    assert type(again) is type(y) and all(torch.equal(a, b) for a, b in zip(_leaves(again), _leaves(y), strict=True))
    assert static_batch(read) is None and sum(p.numel() for p in read.parameters()) >= sum(p.numel() for p in net.parameters())


def test_its_derivatives_are_those_of_the_network(pair):
    net, shape, path = pair
    x = torch.randn(2, *shape, generator=torch.Generator().manual_seed(2))
    there, here = (torch.autograd.functional.jacobian(lambda z, f=f: _leaves(f(z))[0], x) for f in (load_model(path), net))
    assert torch.allclose(there, here, atol=1e-6)  # float32, other orders of summation


def test_a_network_of_one_batch_size_takes_any_through_its_view(tmp_path):
    net = seeded(lambda: torch.nn.Linear(3, 2)).eval()
    read = load_model(export(net, (3,), tmp_path / "net.pt2", any_batch=False))
    assert static_batch(read) == 6
    x = torch.randn(9, 3, generator=torch.Generator().manual_seed(3))
    assert torch.allclose(view(read)(x), net(x))


def test_a_network_reads_in_double_precision_too(tmp_path):
    net = seeded(lambda: torch.nn.Linear(3, 2)).eval()
    read = load_model(export(net, (3,), tmp_path / "net.pt2")).double()
    x = torch.randn(4, 3, generator=torch.Generator().manual_seed(3), dtype=torch.float64)
    assert torch.allclose(read(x), net.double()(x))


def test_a_file_is_told_from_a_name():
    assert all(map(is_model_file, ("a.pt", "b.pth", "c.ts", "d/e.pt2", "F.PT2")))
    assert not is_model_file("package.module:net")


def test_torchscript_is_refused_before_its_methods_run(tmp_path):
    net = seeded(lambda: torch.nn.Linear(3, 2)).eval()
    for name in ("net.ts", "net.pt"):
        torch.jit.save(torch.jit.trace(net, torch.ones(6, 3)), tmp_path / name)
        with pytest.raises(FileFormatError, match=r"TorchScript, whose methods run.*torch\.export"):
            load_model(tmp_path / name)


def test_a_pickled_module_is_refused_and_does_not_run(tmp_path):
    torch.save(seeded(lambda: torch.nn.Linear(3, 2)), tmp_path / "net.pt")
    torch.save(Trap(tmp_path / "sprung"), tmp_path / "trap.pt")
    torch.save(Trap(tmp_path / "sprung"), tmp_path / "old.pt", _use_new_zipfile_serialization=False)
    for name in ("net.pt", "trap.pt", "old.pt"):
        with pytest.raises(FileFormatError, match=r"execute code.*torch\.export"):
            load_model(tmp_path / name)
    assert not (tmp_path / "sprung").exists()


@pytest.mark.parametrize("name", ["serialized_exported_program.json", "net/data/weights/model.pt"], ids=["2.6", "2.8"])
def test_an_exported_program_of_older_torch_is_refused_by_versions(name, tmp_path):
    with zipfile.ZipFile(tmp_path / "net.pt2", "w") as archive:
        for entry in (name, "net/models/model.json", "net/version"):
            archive.writestr(entry, "{}")
    with pytest.raises(FileFormatError, match=r"torch 2\.9 or newer exports it.*torch 2\.8 or older.*pip install 'torch>=2\.9'"):
        load_model(tmp_path / "net.pt2")


def test_weights_alone_are_refused(tmp_path):
    torch.save(torch.nn.Linear(3, 2).state_dict(), tmp_path / "weights.pt")
    with pytest.raises(FileFormatError, match="weights alone"):
        load_model(tmp_path / "weights.pt")


def test_files_that_are_not_there_or_not_models_are_refused(tmp_path):
    (tmp_path / "text.pt").write_text("no model")
    whole = export(seeded(lambda: torch.nn.Linear(3, 2)).eval(), (3,), tmp_path / "net.pt2").read_bytes()
    (tmp_path / "half.pt2").write_bytes(whole[: len(whole) // 2])
    os.mkfifo(tmp_path / "pipe.pt2")
    for name in ("absent.pt2", "text.pt", "half.pt2", "pipe.pt2", "x" * 300 + ".pt2"):
        with pytest.raises(FileFormatError):
            load_model(tmp_path / name)
