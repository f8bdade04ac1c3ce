"""Where no bar is drawn, a command that works for long says so in lines on standard error."""

from __future__ import annotations

import time

import typer
from typer.testing import CliRunner

from lietheory import progress
from lietheory.cli import common

LONGEST = 60.0  # seconds that no machine needs for one line


def _said(monkeypatch, done) -> str:
    monkeypatch.setattr(progress, "FIRST", 0.01)
    app, told = typer.Typer(), []
    printed = common.err().print
    monkeypatch.setattr(common.err(), "print", lambda *args, **options: (told.append(args[0]), printed(*args, **options)))

    @app.command()
    @common.command
    def run() -> int:
        begun = time.monotonic()
        while not done(told) and time.monotonic() < begun + LONGEST:
            time.sleep(0.001)
        return common.HOLDS

    result = CliRunner().invoke(app, [])
    assert result.exit_code == common.HOLDS and result.stdout == ""
    return result.stderr


def test_a_command_that_works_for_long_says_so_more_than_once(monkeypatch):
    lines = _said(monkeypatch, lambda told: len(told) > 1).splitlines()
    assert len(lines) > 1 and all("test_progress: at work for" in line for line in lines)


def test_a_command_that_is_soon_done_says_nothing(monkeypatch):
    assert _said(monkeypatch, lambda told: True) == ""
