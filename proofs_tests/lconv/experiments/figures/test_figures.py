"""The figures end to end through the command, on a few digits: runs, resumes, reports, refuses."""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from pathlib import Path
from tempfile import NamedTemporaryFile
from urllib.error import URLError

import numpy as np
import pytest
import torch
from sklearn.datasets import _openml
from typer.testing import CliRunner

from lconv.experiments.command import STUDIES, experiment_command, experiment_list
from lconv.experiments.figures.paper_sentences import MNIST, counted, parameters
from lconv.experiments.figures.study import (
    LCONV,
    LIKE,
    MODELS,
    PLAIN_CNN,
    RANDOM,
    Grid,
    cells_of_figure_2,
    cells_of_figure_3,
    cells_of_figure_4,
    run,
)
from lconv.experiments.harness import configured
from lietheory.cli.main import app
from proofs_tests.architecture.house import ROOT

TOML = """
limit = 60
folds = 2
seeds = 1
filters = 4
rank = 3
rank_of_figure_3 = 2

[fitting]
epochs = 1
"""


def lietheory(*arguments: object):
    return CliRunner().invoke(app, [str(a) for a in arguments])


def said(result) -> str:
    """What was written to standard error, as one line."""
    return " ".join(result.stderr.split())


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """Figure 2 made once, from a TOML file."""
    place = tmp_path_factory.mktemp("figures")
    (place / "x.toml").write_text(TOML)
    result = lietheory("experiment", "figure2", "--config", place / "x.toml", "--out", place / "out", "--workers", 1)
    assert result.exit_code == 0, result.stderr
    return place


def lines(folder: Path) -> list[dict]:
    return [json.loads(line) for line in (folder / "out" / "results.jsonl").read_text().splitlines()]


@pytest.fixture
def copied(folder, tmp_path) -> Path:
    """A copy of it that a test may change."""
    return Path(shutil.copytree(folder, tmp_path / "copy"))


def again(folder: Path, *arguments: object, name: str = "figure2"):
    return lietheory("experiment", name, "--config", folder / "x.toml", "--out", folder / "out", "--workers", 1, *arguments)


def test_the_grid_is_every_variant_model_depth_fold_and_seed():
    two, three, four = (make(Grid()) for make in (cells_of_figure_2, cells_of_figure_3, cells_of_figure_4))
    assert (len(two), len(three), len(four)) == (300, 900, 150)
    assert set(Counter((c["images"], c["model"], c["layers"]) for c in three).values()) == {25}
    shared = [c for c in two + four if c in three]
    assert Counter(c["model"] for c in shared) == {"CNN": 75, "CNN + maxpool": 75}  # the rank is theirs no matter


def test_a_report_stands_beside_its_results(folder):
    header, *rows = lines(folder)
    assert header["study"] == "figures" and len(rows) == 2 * 6 * 2
    report = json.loads((folder / "out" / "figure2.json").read_text())
    assert len(report["findings"]) == 6
    assert all("Smallest detectable difference" in f["evidence"] for f in report["findings"][:3])
    captions = [table["caption"] for table in report["tables"]]
    assert any("the released code prints" in c for c in captions) and any("Numbers that learn" in c for c in captions)
    page = (folder / "out" / "figure2.html").read_text()
    assert page.count("<img") == 2 and "Keras" in page


def test_another_figure_in_the_same_folder_repeats_no_run(copied):
    """Of the 36 kinds of run of Figure 3 the four convolutional ones of Figure 2 are there."""
    before = lines(copied)
    result = again(copied, name="figure3")
    assert result.exit_code == 0, result.stderr
    cells = [json.dumps(row["cell"], sort_keys=True) for row in lines(copied)[1:]]
    assert lines(copied)[: len(before)] == before and len(set(cells)) == len(cells)
    assert len(cells) == 2 * (12 + 36 - 4)
    assert (copied / "out" / "figure3.html").read_text().count("<img") == 4


def test_the_test_fold_takes_no_part_in_training():
    """With other labels on the test fold alone the network is the same: its training accuracy and loss do not move."""
    from lconv.experiments.figures import study

    grid, cell = Grid(limit=120, filters=3), {"images": "default", "model": "CNN", "layers": 1, "rank": 0, "fold": 1, "seed": 0}
    first = run(grid, cell)
    data = study.variant(grid, "default", 0)
    wrong = np.where(data.folds == 1, (data.labels + 1) % 10, data.labels)
    changed = type(data)(data.features, wrong, data.folds, data.sizes)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(study, "variant", lambda *a: changed)
        second = run(grid, cell)
    assert first["loss"] == second["loss"] and first["accuracy in training"] == second["accuracy in training"]
    assert first["accuracy"] > 0.4 > second["accuracy"]


def test_the_last_epoch_counts_and_the_released_choice_is_kept_beside_it():
    grid, cell = Grid(limit=150, filters=3), {"images": "rotated", "model": "CNN", "layers": 2, "rank": 0, "fold": 0, "seed": 1}
    measures = run(grid, cell)
    assert measures["accuracy"] <= measures["best epoch on the test fold"] <= 1
    assert measures == run(grid, cell)


def test_runs_do_not_depend_on_torch_s_own_generator():
    cell = {"images": "default", "model": LCONV, "layers": 1, "rank": 2, "fold": 0, "seed": 0}
    first = run(Grid(limit=60, filters=2), cell)
    torch.manual_seed(5)
    assert run(Grid(limit=60, filters=2), cell) == first


def test_a_line_cut_off_is_done_again_and_another_data_home_is_no_other_configuration(copied):
    file = copied / "out" / "results.jsonl"
    whole = file.read_bytes()
    file.write_bytes(whole[:-30])
    assert again(copied, "--set", "data_home=elsewhere").exit_code == 0
    redone, kept = (json.loads(text.splitlines()[-1]) for text in (file.read_bytes(), whole))
    assert redone["cell"] == kept["cell"] and redone["measures"] == kept["measures"]
    assert file.read_bytes().splitlines()[:-1] == whole.splitlines()[:-1]


def test_results_of_another_configuration_are_refused_through_the_command(folder):
    result = again(folder, "--set", "fitting.epochs=3")
    assert result.exit_code == 2 and "fitting" in said(result) and "--out" in said(result)


@pytest.mark.parametrize(("typed", "nearest"), [("sedes=3", "seeds"), ("fitting.epoch=3", "fitting.epochs")])
def test_an_unknown_key_suggests_the_nearest(folder, typed, nearest):
    result = again(folder, "--set", typed)
    assert result.exit_code == 2 and nearest in said(result)
    (folder / "wrong.toml").write_text("fold = 3\n")
    result = lietheory("experiment", "figure2", "--config", folder / "wrong.toml", "--out", folder / "other")
    assert result.exit_code == 2 and "folds" in said(result)


def test_data_that_cannot_be_had_are_refused_before_any_run(tmp_path, monkeypatch):
    def unreachable(*arguments: object, **options: object) -> None:
        raise URLError("no route to host")

    monkeypatch.setattr(_openml, "urlopen", unreachable)
    monkeypatch.setattr(_openml.time, "sleep", lambda seconds: None)
    home = ("--set", f"data_home={tmp_path / 'home'}")
    with pytest.warns(UserWarning, match="network error"):
        result = lietheory("experiment", "figure2", "--set", "data=cifar100", *home, "--out", tmp_path, "--workers", 1)
    assert result.exit_code == 2 and "openml.org/d/41983" in said(result).replace(" ", "")
    assert not (tmp_path / "results.jsonl").exists()


def test_every_figure_is_listed_with_its_settings():
    names = [name for name, _ in experiment_list()]
    assert {"digits", "figure2", "figure3", "figure4"} <= set(names) and set(STUDIES) <= set(names)
    result = lietheory("experiment", "figure2", "--list", "--json")
    assert json.loads(result.stdout)["fitting.learning_rate"] == "0.001"


def test_without_out_the_figures_share_a_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    small = ["limit=40", "folds=2", "seeds=1", "filters=2", "rank=2", "fitting.epochs=1"]
    paths = experiment_command("figure4", assignments=small, workers=1).paths
    assert [str(p) for p in paths] == ["build/figures/results.jsonl", "build/figures/figure4.html", "build/figures/figure4.json"]


def test_the_five_times_of_the_caption_are_counted():
    five, extra, share = counted(Grid(), MNIST)
    assert five.verdict == "contradicted" and "8.85" in five.evidence and "0.48" in five.evidence
    assert extra.verdict == share.verdict == "supported"
    sizes = {m: parameters(Grid(), MNIST, m, 1, 16) for m in MODELS}
    assert sizes[PLAIN_CNN] < sizes[RANDOM] < sizes[LCONV] < sizes[LIKE]


def test_the_settings_of_the_guide_are_settings():
    (block,) = re.findall(r"```toml\n(.*?)```", (ROOT / "docs" / "experiments.md").read_text(), flags=re.DOTALL)
    with NamedTemporaryFile("w", suffix=".toml") as file:
        file.write(block)
        file.flush()
        grid = configured(Grid(), file.name, ["rank=8"])
    assert (grid.seeds, grid.filters, grid.rank, grid.fitting.epochs) == (2, 16, 8, 20)


def test_processors_are_counted_where_the_system_has_no_affinity(tmp_path, monkeypatch):
    """macOS and Windows have no os.sched_getaffinity."""
    monkeypatch.delattr("os.sched_getaffinity", raising=False)
    asked = []
    monkeypatch.setattr("lconv.experiments.command.run_study", lambda *given, workers, **options: asked.append(workers))
    experiment_command("figure4", tmp_path)
    assert asked[0] >= 1


@pytest.mark.parametrize(("former", "name"), [("discover", "generator-recovery"), ("baselines", "method-comparison")])
def test_former_names_still_run_their_study_in_the_folder_of_the_name_typed(former, name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    asked = []
    monkeypatch.setattr(
        "lconv.experiments.command.run_study", lambda study, settings, out, **options: asked.append((study.name, out))
    )
    experiment_command(former)
    assert asked == [(name, Path("build") / former)]
    assert experiment_list(former) == experiment_list(name)
