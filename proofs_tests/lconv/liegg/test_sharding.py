"""Several processes find what one finds, to rounding, and none waits for one that has failed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
import torch.distributed as dist
import typer
from torch import Tensor
from typer.testing import CliRunner

from lconv.liegg.actions import LinearAction
from lconv.liegg.command import read_model
from lconv.liegg.discover import discover
from lconv.liegg.polarization import chunks
from lconv.liegg.sharded_command import main
from lconv.liegg.sharding import discover_sharded
from lietheory.discovery.estimator import SymmetryEstimate
from lietheory.errors import LieTheoryError

ROOT = Path(__file__).resolve().parents[3]
MODELS = """
import torch
torch.manual_seed(0)
net = torch.nn.Sequential(torch.nn.Linear(6, 16), torch.nn.Tanh(), torch.nn.Linear(16, 2)).double()
"""


def _points(dtype: torch.dtype = torch.float64) -> Tensor:
    return torch.randn(60_001, 6, generator=torch.Generator().manual_seed(5), dtype=dtype)


def _invariants(x: Tensor) -> Tensor:
    a, b = x.chunk(2, dim=1)
    return torch.stack([(a * a).sum(dim=1).sin() + a[:, 0], (a * b).sum(dim=1)], dim=1)


def _same(one: SymmetryEstimate, other: SymmetryEstimate, accuracy: float) -> None:
    assert (one.status, one.points, one.rows, one.dimension) == (other.status, other.points, other.rows, other.dimension)
    for name in ("relative_spectrum", "held_out", "lower_bounds", "upper_bounds", "finite_step_error", "singular_values"):
        assert np.allclose(getattr(one, name), getattr(other, name), rtol=accuracy, atol=0), name


def _fails_at_one(x: Tensor) -> Tensor:
    if dist.is_initialized() and dist.get_rank() == 1 and len(x) > 100:
        raise RuntimeError("the disk is full")
    return _invariants(x)


def _process(rank: int, folder: str) -> None:
    torch.set_num_threads(1)
    dist.init_process_group("gloo", init_method=f"file://{folder}/join", rank=rank, world_size=2)
    single = discover_sharded(_invariants, _points(torch.float32), LinearAction(3, copies=2))
    few = discover_sharded(_invariants, _points()[:500], LinearAction(3, copies=2))  # one chunk, so one has nothing to do
    if rank == 0:
        single.save(f"{folder}/single")
        few.save(f"{folder}/few")
    try:
        discover_sharded(_fails_at_one, _points(), LinearAction(3, copies=2))
    except LieTheoryError as problem:
        Path(folder, f"problem{rank}").write_text(str(problem))
    except RuntimeError as problem:
        Path(folder, f"problem{rank}").write_text(f"mine: {problem}")
    dist.destroy_process_group()


def test_two_processes_find_what_one_finds_and_both_hear_of_a_failure(tmp_path):
    torch.multiprocessing.spawn(_process, args=(str(tmp_path),), nprocs=2)
    x, action = _points(torch.float32), LinearAction(3, copies=2)
    assert len(chunks(x, 9, 2)) > 1
    _same(SymmetryEstimate.load(tmp_path / "single.npz"), discover(_invariants, x, action), 1e-7)
    _same(SymmetryEstimate.load(tmp_path / "few.npz"), discover(_invariants, _points()[:500], action), 1e-10)
    words = [(tmp_path / f"problem{rank}").read_text() for rank in range(2)]
    assert "the disk is full" in words[1]
    assert all(part in words[0] for part in ("all 2 processes", "process 1", "the disk is full"))


@pytest.fixture
def workshop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.syspath_prepend(str(tmp_path))
    (tmp_path / "shop_of_nets.py").write_text(MODELS)
    np.save(tmp_path / "x.npy", _points().numpy())
    return tmp_path


ARGUMENTS = ["x.npy", "--action", "linear(3, copies=2)", "--seed", "3", "--out", "out/found.npz"]


def test_torchrun_writes_once_what_one_process_finds(workshop):
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{os.environ.get('PYTHONPATH', '')}", "OMP_NUM_THREADS": "1"}
    launcher = ["-m", "torch.distributed.run", "--standalone", "--nproc-per-node=2", "-m", "lconv.liegg"]
    command = [sys.executable, *launcher, "shop_of_nets:net", *ARGUMENTS]
    done = subprocess.run(command, cwd=workshop, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("wrote out/found.npz") == 1 and done.stdout.count("evidence rows") == 1
    x, generator = torch.as_tensor(np.load(workshop / "x.npy")), torch.Generator().manual_seed(3)
    alone = discover(read_model("shop_of_nets:net"), x, LinearAction(3, copies=2), generator=generator)
    _same(SymmetryEstimate.load(workshop / "out" / "found.npz"), alone, 1e-10)


@pytest.mark.parametrize(("model", "status"), [("shop_of_nets:net", 0), ("shop_of_nets:nett", 2)])
def test_without_torchrun_one_process_does_it_all_or_refuses(workshop, monkeypatch, model, status):
    monkeypatch.chdir(workshop)
    command = typer.Typer()
    command.command()(main)
    done = CliRunner().invoke(command, [model, *ARGUMENTS])
    assert done.exit_code == status and (workshop / "out" / "found.npz").exists() == (status == 0)


def test_a_device_that_is_not_there_is_refused():
    command = typer.Typer()
    command.command()(main)
    assert CliRunner().invoke(command, ["a:b", *ARGUMENTS, "--device", "abacus"]).exit_code == 2
