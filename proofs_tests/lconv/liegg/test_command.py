"""The function behind ``lietheory discover``."""

from __future__ import annotations

import shutil

import numpy as np
import pytest
import torch

from lconv.liegg.actions import AffineAction, ImageAction, LinearAction
from lconv.liegg.command import discover_command, parse_action, read_labels, read_points
from lconv.liegg.polarization import Polarization
from lietheory.discovery.symmetry_estimate import SymmetryEstimate
from lietheory.errors import FileFormatError, LieTheoryError, ShapeError, UnknownNameError
from lietheory.rendering.discovery_page import discovery_html
from lietheory.rendering.discovery_summary import summarise


@pytest.fixture
def workshop(tmp_path, monkeypatch):
    """A directory with a module of models and files of points."""
    (tmp_path / "shop_of_models.py").write_text(
        "import torch\nradial = lambda x: (x**2).sum(dim=1)\n"
        "two = lambda x: {'r': radial(x), 'x': x}\ntwice = lambda x: 2 * x\nnet = torch.nn.Linear(3, 1)\nnumber = 3\n"
        "deep = torch.nn.Sequential(torch.nn.Linear(3, 4), torch.nn.Tanh(), torch.nn.Linear(4, 1)).double()\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    points = np.random.default_rng(0).normal(size=(300, 3))
    np.save(tmp_path / "x.npy", points)
    np.savez(tmp_path / "x.npz", x=points, y=points[:, 0])
    torch.save(torch.as_tensor(points), tmp_path / "x.pt")
    return tmp_path


@pytest.mark.parametrize("file", ["x.npy", "x.npz", "x.pt"])
def test_a_model_and_a_file_give_an_estimate_on_disk(workshop, file):
    estimate = discover_command("shop_of_models:radial", workshop / file, "linear(3)", workshop / "out" / "estimate.npz").estimate
    assert estimate.dimension == 3
    assert str(SymmetryEstimate.load(workshop / "out" / "estimate.npz")) == str(estimate)


def test_points_are_given_in_the_precision_of_the_model(workshop):
    estimate = discover_command("shop_of_models:net", workshop / "x.npy", "linear(3)", workshop / "estimate.npz").estimate
    assert estimate.dimension == 6  # a covector keeps 9 - 3 generators


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("linear(5, copies=2)", LinearAction(5, 2)),
        ("affine(3)", AffineAction(3)),
        ("image(4, 5, derivative='central')", ImageAction(4, 5, derivative="central")),
    ],
)
def test_actions_are_read_as_they_are_written(text, action):
    assert parse_action(text) == action


@pytest.mark.parametrize(
    ("text", "error", "word"),
    [
        ("lineer(3)", UnknownNameError, "linear"),
        ("linear", ShapeError, "Known"),
        ("linear(print(3))", ShapeError, "Known"),
        ("linear(3, sides=2)", ShapeError, "sides"),
        ("linear(", ShapeError, "Known"),
        ("linear(0)", ShapeError, ">= 1"),
        ("linear(2.5)", ShapeError, "whole number"),
    ],
)
def test_an_action_that_cannot_be_read_is_refused(text, error, word):
    with pytest.raises(error, match=word):
        parse_action(text)


@pytest.mark.parametrize(
    ("model", "error", "word"),
    [
        ("shop_of_models", FileFormatError, "package.module:name"),
        ("no_such_module:f", FileFormatError, "PYTHONPATH"),
        ("shop_of_models:radail", UnknownNameError, "radial"),
        ("shop_of_models:number", FileFormatError, "called"),
    ],
)
def test_a_model_that_cannot_be_found_is_refused_and_nothing_written(workshop, model, error, word):
    with pytest.raises(error, match=word):
        discover_command(model, workshop / "x.npy", "linear(3)", workshop / "estimate.npz")
    assert not (workshop / "estimate.npz").exists()


def test_files_that_are_no_points_are_refused(workshop):
    (workshop / "bad.npy").write_bytes(b"not an array")
    torch.save({"model": torch.nn.Linear}, workshop / "code.pt")
    np.savez(workshop / "two.npz", a=np.ones(2), b=np.ones(2))
    for file in ("absent.npy", "bad.npy", "code.pt", "two.npz", "x.csv"):
        with pytest.raises(FileFormatError):
            read_points(workshop / file)


@pytest.mark.parametrize(
    ("text", "generators"),
    [
        ("image(8, 8, translations=True, mask='window')", 6),
        ("volume(3, 4, 5)", 9),
        ("sequence(16, channels=2)", 2),
        ("points(3, translations=True)", 12),
        ("polynomial(2, 2)", 12),
    ],
)
def test_grids_sets_and_polynomials_are_spelt_too(text, generators):
    assert len(parse_action(text).basis) == generators


def _found(workshop, model: str, **options):
    return discover_command(f"shop_of_models:{model}", workshop / "x.npz", "linear(3)", workshop / "estimate.npz", **options)


def test_a_field_a_layer_and_an_output_action_are_named_on_the_command_line(workshop):
    assert _found(workshop, "two", field="r").estimate.dimension == 3
    assert _found(workshop, "deep", layer="0").estimate.basis.shape == (9, 3, 3)
    assert _found(workshop, "twice", output_action="linear(3)").estimate.dimension == 9
    with pytest.raises(ShapeError, match="field"):
        _found(workshop, "two")


def test_labels_come_from_a_key_or_a_file_and_give_a_second_answer(workshop):
    np.save(workshop / "y.npy", np.sum(np.load(workshop / "x.npy") ** 2, axis=1))
    assert _found(workshop, "radial", labels=str(workshop / "y.npy")).estimate.risk.verdict == "the data share it"
    assert _found(workshop, "radial", labels="y").estimate.risk.verdict == "only the network"
    with pytest.raises(FileFormatError, match="called z"):
        read_labels("z", workshop / "x.npz")
    with pytest.raises(FileFormatError, match="single array"):
        read_labels("y", workshop / "x.npy")


def test_a_run_goes_on_from_saved_evidence(workshop):
    first = _found(workshop, "radial", evidence=workshop / "evidence.npz").estimate
    _other_points(workshop)
    second = _found(workshop, "radial", resume=workshop / "evidence.npz", labels="y").estimate
    assert (first.points, second.points) == (300, 600) and second.dimension == 3
    assert second.risk.verdict == "only the network"
    with pytest.raises(FileFormatError, match="network"):
        _found(workshop, "deep", resume=workshop / "evidence.npz")


def _other_points(workshop) -> None:
    points = np.random.default_rng(1).normal(size=(300, 3))
    np.savez(workshop / "x.npz", x=points, y=points[:, 0])


def test_a_run_that_is_killed_after_its_evidence_is_saved_counts_no_point_twice(workshop, monkeypatch):
    kept, other = workshop / "evidence.npz", workshop / "other.npz"
    _found(workshop, "radial", evidence=kept)
    shutil.copy(kept, other)
    _other_points(workshop)
    undisturbed = _found(workshop, "radial", resume=other, evidence=other).estimate
    with monkeypatch.context() as patched:
        patched.setattr(Polarization, "estimate", lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            _found(workshop, "radial", resume=kept, evidence=kept)
    assert kept.read_bytes() == other.read_bytes()  # saved, and the estimate is not
    again = _found(workshop, "radial", resume=kept, evidence=kept).estimate
    assert again.points == 600 and str(again) == str(undisturbed)
    assert np.array_equal(again.generator_coefficients, undisturbed.generator_coefficients)


def test_discrete_transformations_are_looked_at_too(workshop):
    left = _found(workshop, "radial").estimate.discrete_symmetries
    assert dict(zip(left.names, left.verdicts, strict=True)) == {"-1": "symmetry", "flip 1": "symmetry"}


def test_a_truth_that_is_unknown_is_refused_before_anything_is_read(workshop):
    with pytest.raises(UnknownNameError):
        discover_command("shop_of_models:radial", workshop / "absent.npy", "linear(3)", workshop / "e.npz", truth="so(thirteen)")


def test_a_loss_without_labels_is_refused(workshop):
    with pytest.raises(LieTheoryError, match="labels that the loss is about"):
        discover_command("shop_of_models:radial", workshop / "x.npy", "linear(3)", workshop / "e.npz", loss="squared")


def test_a_truth_of_another_size_is_compared_by_its_name(workshop):
    run = discover_command("shop_of_models:radial", workshop / "x.npy", "linear(3)", workshop / "e.npz", truth="so(4)")
    assert "so(4)" in discovery_html(run, summarise(run)) and run.estimate.dimension == 3


def test_a_network_in_a_file_is_looked_at_like_any_other(workshop):
    net = torch.nn.Sequential(torch.nn.Linear(3, 8), torch.nn.Tanh(), torch.nn.Linear(8, 1))
    program = torch.export.export(net, (torch.ones(6, 3),), dynamic_shapes=({0: torch.export.Dim("n")},))
    torch.export.save(program, workshop / "net.pt2")
    found = discover_command(str(workshop / "net.pt2"), workshop / "x.npy", "linear(3)", workshop / "estimate.npz")
    assert found.facts["precision"] == "float32" and found.estimate.points == 300
    torch.save(net, workshop / "net.pt")
    with pytest.raises(FileFormatError, match="execute code"):
        discover_command(str(workshop / "net.pt"), workshop / "x.npy", "linear(3)", workshop / "other.npz")
