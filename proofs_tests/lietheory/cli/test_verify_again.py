"""Outcomes kept between runs, and a failing check run again from the line it printed."""

from __future__ import annotations

import json
import re
import shlex
from dataclasses import replace

import numpy as np
import pytest

from lietheory.claims import eq09_dense_weights as eq9
from lietheory.cli import cache
from lietheory.proof import applied, registry
from proofs_tests.lietheory.cli.test_commands import lietheory


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    """Outcomes are kept in a folder of the test."""
    monkeypatch.setattr(cache, "folder", lambda: tmp_path / "outcomes")
    return tmp_path / "outcomes"


@pytest.fixture
def broken(monkeypatch):
    """Eq 9 with a residual that is wrong from three inputs on."""

    def residual(instance):
        return applied(eq9.residual, instance) + (1 if instance["w"].shape[1] >= 3 else 0)

    wrong = replace(eq9.claim.checked(), residual=residual)
    monkeypatch.setattr(registry, "load", lambda label: wrong)
    return wrong


def test_a_kept_outcome_is_the_one_that_ran(own_folder):
    first, second = (lietheory("verify", "eq9", "prop2", "--cached", "--json") for _ in range(2))
    assert "0 of 2 outcomes" in first.stderr and "2 of 2 outcomes" in second.stderr
    assert json.loads(first.stdout) == json.loads(second.stdout)
    assert len(list(own_folder.iterdir())) == 2
    assert lietheory("verify", "eq9", "--cached").stdout == lietheory("verify", "eq9", "--cached").stdout


def test_nothing_is_kept_without_being_asked(own_folder):
    lietheory("verify", "eq9")
    assert not own_folder.exists()


def test_another_seed_is_another_outcome():
    lietheory("verify", "eq9", "--cached")
    assert "0 of 1 outcomes" in lietheory("verify", "eq9", "--cached", "--seed", "1").stderr


@pytest.mark.parametrize(
    "changed", ["claims/eq09_dense_weights.py", "algebra/linalg/rationals.py", "proof/judges.py", "errors.py"]
)  # its own source, what it imports, what judges it, and what that imports
def test_a_changed_source_is_another_key(changed, monkeypatch):
    before = cache.key("lietheory.claims.eq09_dense_weights", "eq9", 0, torch=False)
    path = cache._root("lietheory") / changed
    assert path in cache.closure("lietheory.claims.eq09_dense_weights") | cache.closure("lietheory.proof.ledger")
    digest = cache._digest
    monkeypatch.setattr(cache, "_digest", lambda p: digest(p) + (b"#" if p == path else b""))
    assert cache.key("lietheory.claims.eq09_dense_weights", "eq9", 0, torch=False) != before


def test_a_claim_nothing_rests_on_leaves_the_others_kept():
    path = cache._root("lietheory") / "claims" / "p5_graph_convolution.py"
    assert path not in cache.closure("lietheory.claims.eq09_dense_weights") | cache.closure("lietheory.proof.ledger")


def test_the_torch_judge_is_part_of_the_key():
    keys = {cache.key("lietheory.claims.p5_graph_convolution", "prop5", 0, torch=torch) for torch in (True, False)}
    assert len(keys) == 2


@pytest.mark.parametrize("content", ["", "{", "[]", '{"label": "eq9"}', "null"])
def test_a_kept_file_that_cannot_be_read_is_run_again(content, own_folder):
    lietheory("verify", "eq9", "--cached")
    [path] = own_folder.iterdir()
    path.write_text(content)
    result = lietheory("verify", "eq9", "--cached")
    assert result.exit_code == 0 and "0 of 1 outcomes" in result.stderr


def test_a_failing_outcome_is_not_kept(broken, own_folder):
    assert lietheory("verify", "eq9", "--cached").exit_code == 1
    assert not own_folder.exists()


def test_a_failing_check_prints_its_smallest_instance_and_the_line_that_replays_it(broken):
    result = lietheory("verify", "eq9")
    assert result.exit_code == 1
    [line] = re.findall(r"replay: lietheory (.*)", result.stdout)
    [instance] = re.findall(r"  eq9 at w = (\[\[.*?\]\])", result.stdout)
    assert np.array(json.loads(instance.replace("'", '"'))).shape == (1, 3)  # one output of three inputs is the smallest
    again = lietheory(*shlex.split(line))
    assert again.exit_code == 1
    assert f"w = {instance}" in again.stdout
    record = json.loads(lietheory(*shlex.split(line), "--json").stdout)
    assert record["label"] == "eq9" and record["failure"]


def test_a_replay_that_now_holds_says_so():
    result = lietheory("verify", "eq9", "--replay", "sampled:5:3")
    assert result.exit_code == 0 and "nothing fails" in result.stdout


def test_a_counterexample_and_a_torch_residual_are_replayed():
    assert lietheory("verify", "cor1", "--replay", "counterexample:full rank").exit_code == 0
    assert lietheory("verify", "prop5", "--replay", "torch:5:0").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("eq9", "--replay", "sampled"), "JUDGE:SEED:NUMBER"),
        (("eq9", "--replay", "guessed:1:1"), "sampled, replayed, torch"),
        (("eq9", "--replay", "sampled:-1:1"), "JUDGE:SEED:NUMBER"),
        (("--replay", "sampled:1:1"), "one claim"),
        (("eq9", "eq2", "--replay", "sampled:1:1"), "one claim"),
        (("cor1", "--replay", "counterexample:ful rank"), "full rank"),
        (("eq2", "--replay", "torch:1:0"), "torch judge"),
        (("porp5", "--replay", "sampled:1:1"), "prop5"),
    ],
)
def test_a_replay_that_names_no_check_is_refused(arguments, said):
    result = lietheory("verify", *arguments)
    assert result.exit_code == 2
    assert said in result.stderr


def test_modules_of_other_packages_have_no_files_here():
    assert list(cache._files("numpy.linalg")) == []
    assert cache.closure("lietheory.errors") == {
        cache._root("lietheory") / n for n in ("__init__.py", "errors.py")
    } | cache.closure("lietheory")


def test_a_library_that_is_missing_is_part_of_the_key(monkeypatch):
    with_torch = cache._versions()
    monkeypatch.setattr(cache, "version", lambda name: "0")
    assert cache._versions() != with_torch
