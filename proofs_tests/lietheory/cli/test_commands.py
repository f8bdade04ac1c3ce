"""The command as a stranger types it: answers, exit statuses, JSON, and refusals that leave nothing behind."""

from __future__ import annotations

import json
import os
import stat
from importlib import metadata

import numpy as np
import pytest
from typer.testing import CliRunner

import lietheory as lt
from lietheory.cli import plugins
from lietheory.cli.main import app
from lietheory.rendering import site_and_document


def lietheory(*arguments: object):
    """Run the command."""
    return CliRunner().invoke(app, [str(a) for a in arguments], env={"COLUMNS": "200"})


@pytest.fixture
def generators(tmp_path):
    """so(3) in a file."""
    path = tmp_path / "so3.npy"
    np.save(path, lt.so(3).generators.astype(float))
    return path


def test_verify_prints_a_row_a_claim_and_succeeds():
    result = lietheory("verify", "prop5", "eq9")
    assert result.exit_code == 0
    assert "prop5" in result.stdout and "refuted" in result.stdout


def test_verify_as_json_is_json_and_nothing_else(tmp_path):
    result = lietheory("verify", "eq9", "--json", "--out", tmp_path / "ledger.json")
    [record] = json.loads(result.stdout)
    assert record["printed"] == "refuted" and record["corrected"] == "holds"
    assert record == json.loads((tmp_path / "ledger.json").read_text())[0]


def test_verify_fails_when_a_corrected_claim_fails(monkeypatch):
    monkeypatch.setattr(plugins, "torch_judges", lambda: {"prop5": lambda rng: 0.5})
    result = lietheory("verify", "prop5")
    assert result.exit_code == 1
    assert "torch residual 0.5" in result.stdout


def test_verify_suggests_the_nearest_claim():
    result = lietheory("verify", "prop33")
    assert result.exit_code == 2
    assert "prop3" in result.stderr


def test_verify_without_torch_says_not_run_and_still_succeeds(monkeypatch):
    monkeypatch.setattr(plugins, "has_torch", lambda: False)
    result = lietheory("verify", "prop5")
    assert result.exit_code == 0
    assert 'torch: not run (pip install "lietheory[torch]")' in result.stdout


def test_docs_writes_a_page_a_claim_and_builds_the_site(tmp_path):
    if site_and_document.missing_packages():
        pytest.skip("the extra docs is not installed")
    result = lietheory("docs", "eq13", "thm1", "--out", tmp_path / "pages")
    assert result.exit_code == 0, result.stderr
    names = {p.name for p in (tmp_path / "pages").glob("*.md")}
    assert names == {"index.md", "ledger.md", "from-l-conv.md", "graph.md", "verdicts.md", "eq13.md", "thm1.md"}
    page = (tmp_path / "pages" / "thm1.md").read_text()
    assert "imprecise" in page and r"u H u^{\top}" in page and "Without *covariance*" in page
    assert "<math" in (tmp_path / "pages" / "html" / "thm1.html").read_text()


def test_docs_without_the_extra_writes_the_pages_alone_and_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setattr(site_and_document, "missing_packages", lambda: ["sphinx", "grandalf"])
    result = lietheory("docs", "prop5", "--out", tmp_path / "pages", "--json")
    assert result.exit_code == 0
    assert [p.rpartition("/")[2] for p in json.loads(result.stdout)] == [
        "index.md",
        "ledger.md",
        "graph.md",
        "verdicts.md",
        "from-l-conv.md",
        "prop5.md",
    ]
    assert 'pip install "lietheory[docs]"' in result.stderr.replace("\n", " ")


def test_docs_of_a_claim_that_fails_has_status_1_and_says_so_on_its_page(tmp_path, monkeypatch):
    monkeypatch.setattr(site_and_document, "missing_packages", lambda: ["sphinx", "grandalf"])
    monkeypatch.setattr(plugins, "torch_judges", lambda: {"prop5": lambda rng: 0.5})
    result = lietheory("docs", "prop5", "--out", tmp_path / "pages")
    assert result.exit_code == 1
    assert "torch residual 0.5" in (tmp_path / "pages" / "prop5.md").read_text()


def test_docs_suggests_the_nearest_claim_and_refuses_guides_that_are_not_there(tmp_path):
    assert "prop3" in lietheory("docs", "prop33", "--out", tmp_path).stderr
    result = lietheory("docs", "prop5", "--out", tmp_path, "--guides", tmp_path / "none")
    assert result.exit_code == 2 and "no such folder" in result.stderr.replace("\n", " ")


def test_identify_names_the_algebra_in_a_file(generators):
    result = lietheory("identify", generators, "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["name"] == "so(3)"


def test_identify_suggests_the_nearest_catalogue_name():
    result = lietheory("identify", "s0(3)")
    assert result.exit_code == 2
    assert "so(" in result.stderr


def test_identify_refuses_a_file_that_is_not_what_it_says(tmp_path):
    broken = tmp_path / "broken.npz"
    broken.write_bytes(b"PK\x03\x04 truncated")
    result = lietheory("identify", broken)
    assert result.exit_code == 2
    assert "broken.npz" in result.stderr.replace("\n", "")


def test_compare_says_equal_with_status_0_and_different_with_status_1(generators):
    assert lietheory("compare", generators, "so(3)").exit_code == 0
    result = lietheory("compare", generators, "so(2,1)")
    assert result.exit_code == 1
    assert "different" in result.stdout


def test_compare_as_json_says_null_for_a_span_that_is_no_algebra(tmp_path):
    open_span = tmp_path / "open.npy"
    np.save(open_span, np.eye(9).reshape(9, 3, 3)[[1, 3, 5]])
    result = lietheory("compare", open_span, "so(3)", "--json")
    assert result.exit_code == 1, result.stderr
    record = json.loads(result.stdout)["open"]["so(3)"]
    assert record["relation"] == "different" and record["learned"] is None and record["analytic"]["name"] == "so(3)"


def test_compare_without_anything_to_compare_with_is_refused(generators):
    result = lietheory("compare", generators)
    assert result.exit_code == 2
    assert "compare it with" in result.stderr.replace("\n", " ")


@pytest.mark.skipif(os.geteuid() == 0, reason="root can write everywhere")
def test_an_unwritable_folder_is_refused(tmp_path):
    tmp_path.chmod(stat.S_IRUSR | stat.S_IXUSR)
    result = lietheory("docs", "--out", tmp_path / "pages")
    assert result.exit_code == 2


WRITING = {
    "docs": ("docs", "--out", "{}"),
    "verify": ("verify", "--out", "{}/ledger.json"),
    "experiment": ("experiment", "digits", "--out", "{}"),
    "identify": ("identify", "so(3)", "--out", "{}/name.json"),
    "compare": ("compare", "so(3)", "so(3)", "--report", "{}/report.html"),
}


@pytest.mark.parametrize("arguments", WRITING.values(), ids=WRITING)
def test_a_file_in_place_of_the_output_folder_is_refused_before_the_work(arguments, tmp_path):
    (tmp_path / "taken").write_text("mine")
    result = lietheory(*(a.format(tmp_path / "taken") for a in arguments))
    assert result.exit_code == 2
    assert "taken" in result.stderr.replace("\n", "")
    assert (tmp_path / "taken").read_text() == "mine"


@pytest.mark.parametrize("arguments", [("experiment", "digits"), ("discover", "m:f", "x.npy", "--action", "linear(2)")])
def test_commands_that_need_torch_name_the_extra_where_it_is_missing(arguments, monkeypatch):
    monkeypatch.setattr(plugins, "has_torch", lambda: False)
    result = lietheory(*arguments)
    assert result.exit_code == 2
    assert "lietheory[torch]" in result.stderr.replace("\n", "")


def test_experiment_suggests_the_nearest_name():
    pytest.importorskip("torch", reason="the extra torch is not installed")
    result = lietheory("experiment", "digit")
    assert result.exit_code == 2
    assert "digits" in result.stderr


def test_doctor_says_how_to_get_torch(monkeypatch):
    monkeypatch.setattr("lietheory.cli.doctor.has_torch", lambda: False)
    result = lietheory("doctor")
    assert result.exit_code == 0
    assert "lietheory[torch]" in "".join(result.stdout.split())


def test_doctor_lists_versions():
    result = lietheory("doctor", "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["numpy"] == np.__version__


@pytest.mark.parametrize("name", ["verify", "docs", "identify", "compare", "discover", "demo", "experiment", "doctor"])
def test_every_command_has_help_with_an_example(name):
    result = lietheory(name, "--help")
    assert result.exit_code == 0
    assert "Example: lietheory" in result.stdout


def test_the_version_is_that_of_the_package():
    assert lietheory("--version").stdout.split() == ["lietheory", metadata.version("lietheory")]


def test_points_that_are_not_numbers_are_refused(generators, tmp_path):
    np.save(tmp_path / "points.npy", np.array(["a"]))
    result = lietheory("compare", generators, "so(3)", "--points", tmp_path / "points.npy")
    assert result.exit_code == 2
    assert "as an array of numbers" in result.stderr.replace("\n", " ")


def test_a_refusal_shows_names_between_colons_as_typed(tmp_path):
    pytest.importorskip("torch", reason="the extra torch is not installed")
    result = lietheory("discover", "missing_module:x:", "x.npy", "--action", "linear(2)", "--out", tmp_path / "s.npz")
    assert result.exit_code == 2
    assert "missing_module:x:" in result.stderr.replace("\n", "")


def test_claims_of_another_package_are_verified_and_documented(own_claims, tmp_path):
    own_claims()
    assert [o["corrected"] for o in json.loads(lietheory("verify", "own-doubling", "--json").stdout)] == ["holds"]
    assert lietheory("docs", "own-doubling", "--out", str(tmp_path / "docs")).exit_code == 0
    page = (tmp_path / "docs" / "own-doubling.md").read_text()
    assert "# Doubling" in page and "$2 x = x + x$" in page
