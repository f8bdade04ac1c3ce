"""``lietheory audit`` and ``--moves`` as they are typed: exit statuses and JSON for a pipeline."""

from __future__ import annotations

import json

import numpy as np
import pytest
from typer.testing import CliRunner

from lconv.liegg.audit_command import audit_command
from lconv.liegg.command import discover_command
from lietheory.cli import audit
from lietheory.cli.main import app
from lietheory.errors import FileFormatError


@pytest.fixture
def shop(tmp_path, monkeypatch):
    """A module of models, and points."""
    (tmp_path / "audited_models.py").write_text(
        "import torch\nround_ = lambda x: x.norm(dim=1)\nbent = lambda x: x.norm(dim=1) + x[:, 0]\n"
        "nearly = lambda x: x.norm(dim=1) + 0.0316 * x[:, 0]\n"
        "def weighed(x, kind): return x.norm(dim=1) * (1 + kind)\n"
        "blur = torch.nn.Conv2d(1, 1, 3, padding=1, padding_mode='circular').double()\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(audit, "contributed_command", lambda name: audit_command)
    rng = np.random.default_rng(0)
    x = rng.normal(size=(600, 3))
    np.save(tmp_path / "x.npy", x)
    np.save(tmp_path / "whole.npy", rng.integers(-5, 6, size=(600, 3)))
    np.savez(tmp_path / "both.npz", x=x, kind=rng.integers(0, 3, size=600))
    np.save(tmp_path / "images.npy", rng.normal(size=(100, 1, 6, 6)))
    return tmp_path


def _audit(*arguments: object):
    return CliRunner().invoke(app, ["audit", *map(str, arguments)], env={"COLUMNS": "200"})


@pytest.mark.parametrize(
    ("model", "tolerance", "status"),
    [("round_", 0, 0), ("nearly", 0.1, 0), ("nearly", 1e-5, 1), ("bent", 0.001, 1), ("missing", 0.1, 2)],
)
def test_the_exit_status_says_whether_the_symmetry_holds(shop, model, tolerance, status):
    done = _audit(
        f"audited_models:{model}", shop / "x.npy", "--action", "linear(3)", "--expect", "so(3)", "--tolerance", tolerance
    )
    assert done.exit_code == status


def test_a_tolerance_inside_the_interval_is_undecided(shop):
    arguments = ("audited_models:nearly", shop / "x.npy", "--action", "linear(3)", "--expect", "so(3)")
    b = json.loads(_audit(*arguments, "--json").stdout)["model"]["breaking"]
    assert _audit(*arguments, "--tolerance", b["value"]).exit_code == 3


def test_json_is_json_and_nothing_else(shop):
    done = _audit("audited_models:bent", shop / "x.npy", "--action", "linear(3)", "--expect", "so(3)", "--json")
    record = json.loads(done.stdout)
    assert record["status"] == "broken" and record["holds"] is False
    assert record["model"]["worst"]["point"] >= 0


def test_shifts_of_images_are_audited(shop):
    assert _audit("audited_models:blur", shop / "images.npy", "--expect", "shifts").exit_code == 0


def test_whole_numbers_and_further_arguments_are_taken(shop):
    assert _audit("audited_models:round_", shop / "whole.npy", "--action", "linear(3)", "--expect", "so(3)").exit_code == 0
    moved = ("audited_models:weighed", shop / "both.npz", "--action", "linear(3)", "--moves", "x")
    assert _audit(*moved, "--expect", "so(3)").exit_code == 0
    found = discover_command("audited_models:weighed", shop / "both.npz", "linear(3)", shop / "s.npz", moves="x").estimate
    assert found.dimension == 3
    with pytest.raises(FileFormatError, match="moves"):
        discover_command("audited_models:weighed", shop / "x.npy", "linear(3)", shop / "s.npz", moves="x")


def test_an_action_is_needed(shop):
    assert "--action" in _audit("audited_models:round_", shop / "x.npy", "--expect", "so(3)").stderr
