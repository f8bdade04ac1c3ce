"""Every subcommand answers odd words by one of its statuses, never by an internal error, and within seconds."""

from __future__ import annotations

import os
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from typer.testing import CliRunner

from lietheory.cli.common import BAD_INPUT, FAILED, HOLDS, UNDECIDED
from lietheory.cli.main import app
from proofs_tests.fuzz.command_lines import NAMES, command_lines, write_files
from proofs_tests.fuzz.invalid_arguments import SECONDS, time_limit

CASES = {"deep": 300}.get(os.environ.get("HYPOTHESIS_PROFILE", ""), 35)
"""Of each subcommand."""


@pytest.mark.parametrize("name", NAMES)
def test_odd_words_are_refused_or_answered(name, tmp_path_factory, monkeypatch):
    folder = tmp_path_factory.mktemp(name)
    write_files(folder)
    monkeypatch.chdir(folder)
    statuses: Counter[int] = Counter()

    # no health check: they are about fixtures shared by draws and slow draws, and a command may do what it likes with its folder
    @settings(max_examples=CASES, deadline=None, derandomize=CASES == 35, suppress_health_check=list(HealthCheck), database=None)
    @given(command_lines(name))
    def check(words: list[str]) -> None:
        with time_limit(SECONDS):
            result = CliRunner().invoke(app, words)
        assert result.exit_code in (HOLDS, FAILED, BAD_INPUT, UNDECIDED), (words, result.output[-300:], result.exception)
        statuses[result.exit_code] += 1

    check()
    assert statuses[BAD_INPUT] > statuses.total() / 2
