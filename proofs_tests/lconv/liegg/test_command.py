"""The function behind ``lietheory discover``."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from lconv.liegg.actions import AffineAction, ImageAction, LinearAction
from lconv.liegg.command import discover_command, parse_action, read_points
from lietheory.discovery.estimate import SymmetryEstimate
from lietheory.errors import FileFormatError, ShapeError, UnknownNameError


@pytest.fixture
def workshop(tmp_path, monkeypatch):
    """A directory with a module of models and files of points."""
    (tmp_path / "shop_of_models.py").write_text(
        "import torch\nradial = lambda x: (x**2).sum(dim=1)\nnet = torch.nn.Linear(3, 1)\nnumber = 3\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    points = np.random.default_rng(0).normal(size=(300, 3))
    np.save(tmp_path / "x.npy", points)
    np.savez(tmp_path / "x.npz", x=points, y=points[:, 0])
    torch.save(torch.as_tensor(points), tmp_path / "x.pt")
    return tmp_path


@pytest.mark.parametrize("file", ["x.npy", "x.npz", "x.pt"])
def test_a_model_and_a_file_give_an_estimate_on_disk(workshop, file):
    estimate = discover_command("shop_of_models:radial", workshop / file, "linear(3)", workshop / "out" / "estimate.npz")
    assert estimate.dimension == 3
    assert str(SymmetryEstimate.load(workshop / "out" / "estimate.npz")) == str(estimate)


def test_points_are_given_in_the_precision_of_the_model(workshop):
    estimate = discover_command("shop_of_models:net", workshop / "x.npy", "linear(3)", workshop / "estimate.npz")
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
