"""The report of a discovery: what it says of known functions, as a page and as JSON."""

from __future__ import annotations

import importlib
import json
import re

import numpy as np
import pytest
import torch
from typer.testing import CliRunner

from lietheory.cli.main import app

RUNNER = CliRunner()
MODELS = """
import torch
weight = torch.linspace(-1, 1, 8, dtype=torch.float64)
ring = weight[:, None] ** 2 + weight**2
def radial(x): return (x**2).sum(dim=1)
def det(x): return x[:, 0] * x[:, 3] - x[:, 1] * x[:, 2]
def powers(x): return (x**4 @ torch.arange(1, 1 + x.shape[1]).double())
def rings(x): return (x[:, 0] * ring).sum(dim=(1, 2)) ** 2
def nearly(x): return radial(x) + 0.01 * x[:, 0] ** 4
"""


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    """A folder with models and points."""
    folder = tmp_path_factory.mktemp("shop")
    (folder / "reported_models.py").write_text(MODELS)
    rng = np.random.default_rng(0)
    x, plane = rng.normal(size=(600, 3)), rng.normal(size=(600, 4))
    np.savez(folder / "space.npz", x=x, y=(x**4) @ [1, 2, 3])
    np.save(folder / "plane.npy", plane)
    np.save(folder / "images.npy", rng.normal(size=(400, 1, 8, 8)))
    return folder


def _run(shop, monkeypatch, *arguments: str):
    monkeypatch.chdir(shop)
    monkeypatch.syspath_prepend(str(shop))
    done = RUNNER.invoke(app, ["discover", *arguments, "--out", "out/estimate.npz"])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def _page(shop, monkeypatch, *arguments: str) -> str:
    assert _run(shop, monkeypatch, *arguments, "--report", "out/report.html").exit_code == 0
    return (shop / "out" / "report.html").read_text()


def test_the_page_of_a_radial_function_says_all_that_was_found(shop, monkeypatch):
    text = _page(shop, monkeypatch, "reported_models:radial", "space.npz", "--action", "linear(3)", "--labels", "y")
    assert re.search(r"Symmetric under linear\(3\), dimension 3: so\(3\) \(certain\), \de−1\d° from the standard so\(3\)", text)
    assert "Labels: only the network." in text
    assert re.findall(r"<h2>(.*?)</h2>", text) == [
        "Evidence",
        "Generators",
        "Name",
        "The flow applied to samples",
        "The worst example",
        "Do the labels share it?",
        "Discrete transformations",
        "Symmetry variance and bias",
        "Limits",
        "The run",
    ]
    for told in ("tolerance", "flip 1", "published code", "poster", "largest principal angle", "metric H", "0.577"):
        assert told in text
    assert text.count("<img") == text.count("data:image/png") == 3 and "http" not in text


def test_the_page_needs_nothing_but_itself_and_escapes_names(shop, monkeypatch):
    text = _page(shop, monkeypatch, "reported_models:det", "plane.npy", "--action", "linear(2, copies=2)")
    assert "symplectic form" in text and "so(2,1)" in text
    assert text.count("<img") == 4  # evidence, generators, orbits in the plane, steps
    assert "<script" not in text


def test_the_page_of_images_shows_them_and_the_border(shop, monkeypatch):
    text = _page(shop, monkeypatch, "reported_models:rings", "images.npy", "--action", "image(8, 8)")
    assert "of the motion lies at the border" in text and "share of the motion at the border" in text
    assert "mirror, width" in text


def test_the_part_that_is_exact_and_the_whole_that_is_near_stand_in_one_headline(shop, monkeypatch):
    done = _run(shop, monkeypatch, "reported_models:nearly", "space.npz", "--action", "linear(3)")
    told = " ".join(done.output.split())  # lines end where the terminal does
    assert re.search(r"symmetric: so\(2\), exact to rounding; near so\(3\), broken by 0\.\d+ % to 0\.\d+ %", told.lower())
    assert "broken by less than the tolerance, 0.001, counts as a symmetry" in told


def test_the_worst_example_is_the_point_that_moves_most_with_its_own_outputs(shop, monkeypatch):
    done = _run(
        shop, monkeypatch, "reported_models:nearly", "space.npz", "--action", "linear(3)", "--tolerance", "0.03", "--json"
    )
    told, x = json.loads(done.stdout), torch.as_tensor(np.load(shop / "space.npz")["x"])
    worst, nearly = told["worst"], importlib.import_module("reported_models").nearly
    point, moved = torch.as_tensor([worst["point"], worst["moved"]], dtype=torch.float64)
    assert torch.equal(point, x[worst["number"]])
    assert torch.allclose(point.norm(), moved.norm(), rtol=0.05)  # a turn by nearly so(3)
    before, after = nearly(torch.stack([point, moved])).tolist()
    assert (before, after) == pytest.approx((worst["expected"][0], worst["output"][0]), rel=1e-9)
    assert worst["change"] == pytest.approx(abs(after - before) / float(nearly(x).std()), rel=0.01)
    assert worst["change"] ** 2 / 2 > told["answer"]["levels"][0]["lower"]


def test_the_tolerance_is_an_option_and_the_printed_one_is_where_the_answer_changes(shop, monkeypatch):
    near = _run(shop, monkeypatch, "reported_models:nearly", "space.npz", "--action", "linear(3)", "--json")
    upper = json.loads(near.stdout)["answer"]["levels"][0]["upper"]
    wider = _run(
        shop, monkeypatch, "reported_models:nearly", "space.npz", "--action", "linear(3)", "--json", "--tolerance", str(upper)
    )
    assert (json.loads(near.stdout)["dimension"], json.loads(wider.stdout)["dimension"]) == (1, 3)


def test_json_has_the_evidence_and_the_three_answers(shop, monkeypatch):
    done = _run(shop, monkeypatch, "reported_models:radial", "space.npz", "--action", "linear(3)", "--labels", "y", "--json")
    told = json.loads(done.stdout)
    assert told["status"] == "symmetric" and told["algebra"]["name"] == "so(3)" and told["truth"] == "so(3)"
    assert len(told["upper_bounds"]) == len(told["held_out"]) == len(told["finite_step_error"]) == 9
    assert told["risk"]["verdict"] == "only the network"
    assert told["discrete_symmetries"]["verdicts"] == ["symmetry", "symmetry"]
    assert told["measures"]["largest_angle"] < 1e-9 and told["near"][0]["name"] == "so(3)"
    assert told["comparison"]["relation"] == "equal" and told["limits"]


def test_no_symmetry_is_an_answer_and_shows_the_least_broken_direction(shop, monkeypatch):
    text = _page(shop, monkeypatch, "reported_models:powers", "space.npz", "--action", "linear(3)", "--labels", "y")
    assert "No continuous symmetry under linear(3)" in text and "The least broken direction" in text
    assert "Name</h2>" not in text and "Do the labels" not in text


def test_an_undecided_answer_is_status_3(shop, monkeypatch):
    rng = np.random.default_rng(1)
    np.save(shop / "few.npy", rng.normal(size=(108, 3)))
    (shop / "leaning_models.py").write_text("def f(x): return (x**2 + 0.02 * x**4).sum(dim=1)\n")
    assert _run(shop, monkeypatch, "leaning_models:f", "few.npy", "--action", "linear(3)").exit_code == 3


def test_another_truth_than_the_nearest_is_held_against(shop, monkeypatch):
    done = _run(shop, monkeypatch, "reported_models:radial", "space.npz", "--action", "linear(3)", "--truth", "so(2,1)", "--json")
    told = json.loads(done.stdout)
    assert told["truth"] == "so(2,1)" and told["comparison"]["relation"] == "different"
    wrong = _run(shop, monkeypatch, "reported_models:radial", "space.npz", "--action", "linear(3)", "--truth", "so(no)")
    assert wrong.exit_code == 2


def test_pickles_are_refused_with_status_2(shop, monkeypatch):
    torch.save(torch.nn.Linear(3, 1), shop / "net.pt")
    done = _run(shop, monkeypatch, "net.pt", "space.npz", "--action", "linear(3)")
    assert done.exit_code == 2


def test_unknown_labels_are_refused_with_status_2(shop, monkeypatch):
    assert _run(shop, monkeypatch, "reported_models:radial", "space.npz", "--action", "linear(3)", "--labels", "z").exit_code == 2
