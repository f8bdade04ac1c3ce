"""A failing check run again from the line it printed."""

from __future__ import annotations

import json
import re
import shlex
from dataclasses import replace

import numpy as np
import pytest

from lietheory.claims import eq09_dense_weights as eq9
from lietheory.proof import applied, registry
from proofs_tests.lietheory.cli.test_commands import lietheory


@pytest.fixture
def broken(monkeypatch):
    """Eq 9 with a residual that is wrong from three inputs on."""

    def residual(instance):
        return applied(eq9.residual, instance) + (1 if instance["w"].shape[1] >= 3 else 0)

    wrong = replace(eq9.claim.checked(), residual=residual)
    monkeypatch.setattr(registry, "load", lambda label: wrong)
    return wrong


def test_an_option_that_is_gone_is_taken_and_said_to_have_no_effect():
    result = lietheory("verify", "eq9", "--cached")
    assert result.exit_code == 0 and "--cached has no effect" in result.stderr


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
