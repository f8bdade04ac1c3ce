"""A full disk ends a command with one message and nothing half written; with room again the same command succeeds."""

from __future__ import annotations

import errno
import itertools
import os
import subprocess
import tempfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from lconv.experiments.harness import run_study
from lietheory.cli import common
from lietheory.cli.main import app
from lietheory.errors import FileFormatError
from lietheory.files import write_whole
from lietheory.rendering import site_and_document
from proofs_tests.lconv.experiments.harness.counting import STUDY, Counting, cells
from proofs_tests.robustness.commands import COMMANDS, results, write_data

FULL = "No space left on device"
FILLER = "filler"
PAGE = 4096  # bytes, which a disk in memory gives out at a time
TINY = ("--set", "layer.training.steps=2", "--set", "classifier.training.steps=2")


@pytest.fixture
def disk(tmp_path):
    """A disk of one megabyte."""
    place = tmp_path / "disk"
    place.mkdir()
    try:
        mounted = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place)], capture_output=True, text=True, check=False
        )
        problem = mounted.stderr.strip() if mounted.returncode else ""
    except OSError as missing:
        problem = str(missing)
    if problem:
        pytest.skip(f"no small disk can be mounted here: {problem}")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


def fill(disk: Path, pages: int = 0) -> None:
    """Fill the disk but for so many pages."""
    with (disk / FILLER).open("wb", buffering=0) as stream:
        try:
            while True:
                stream.write(bytes(PAGE))
        except OSError:
            stream.truncate(stream.tell() - pages * PAGE)


def run(*arguments: object):
    return CliRunner().invoke(app, [str(a) for a in arguments], env={"COLUMNS": "1000"})


@pytest.mark.parametrize("command", COMMANDS[1:], ids=lambda command: command.name)
def test_a_command_says_so_in_one_line_and_does_its_work_when_there_is_room(command, disk, tmp_path, monkeypatch):
    data = tmp_path / "data"
    data.mkdir()
    if command.name == "docs":  # of the pages alone, which takes a second
        monkeypatch.setattr(site_and_document, "missing_packages", lambda: ["sphinx", "grandalf"])
    line = command.line(write_data(data), disk / "out")
    if command.name == "digits":
        line += [*TINY, "--seeds", "1"]
    fill(disk)
    refused = run(*line)
    said = " ".join(refused.stderr.split())  # wrapped at the width of a terminal
    assert refused.exit_code == 2 and FULL in said and "Make room" in said, refused.stderr
    assert sum(text.startswith("error") for text in refused.stderr.splitlines()) == 1
    assert "Traceback" not in refused.stderr
    assert [path for path in disk.rglob("*") if path.is_file()] == [disk / FILLER]
    (disk / FILLER).unlink()
    done = run(*line)
    assert done.exit_code == 0, done.stderr
    assert len(results(disk / "out")) > 0


def test_a_study_keeps_what_is_finished_and_goes_on_when_there_is_room(disk, tmp_path):
    configuration = Counting(seeds=30, log=str(tmp_path / "log"))
    fill(disk, pages=1)
    with pytest.raises(FileFormatError, match=f"a disk with room, got {FULL}.*goes on where it stopped"):
        run_study(STUDY, configuration, disk / "out")
    path = disk / "out" / "results.jsonl"
    kept = path.read_bytes()
    assert kept.endswith(b"\n") and 1 < kept.count(b"\n") <= 60
    assert {p.name for p in path.parent.iterdir()} == {path.name, ".lietheory.lock"}
    (disk / FILLER).unlink()
    run_study(STUDY, configuration, disk / "out")
    assert path.read_bytes().startswith(kept) and path.read_bytes().count(b"\n") == 61
    begun = (tmp_path / "log").read_text().splitlines()
    assert len(begun) == len(cells(configuration)) + 1  # only the run whose line found no room is done twice


def test_a_line_that_does_not_reach_the_disk_is_taken_back(tmp_path, monkeypatch):
    """As on a full disk, where none can be mounted: the third line is written, and its last bytes find no room."""
    calls = itertools.count(1)

    def full(descriptor: int) -> None:
        if next(calls) == 3:
            raise OSError(errno.ENOSPC, FULL)

    configuration = Counting(log=str(tmp_path / "log"))
    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(FileFormatError, match=f"a disk with room, got {FULL}"):
            run_study(STUDY, configuration, tmp_path)
    kept = (tmp_path / "results.jsonl").read_bytes()
    assert kept.count(b"\n") == 2 and kept.endswith(b"\n")
    run_study(STUDY, configuration, tmp_path)
    assert (tmp_path / "results.jsonl").read_bytes().startswith(kept)
    assert len((tmp_path / "log").read_text().splitlines()) == len(cells(configuration)) + 1


def test_a_study_that_has_no_room_for_its_first_line_leaves_no_file(disk):
    fill(disk)
    with pytest.raises(FileFormatError, match=FULL):
        run_study(STUDY, Counting(), disk / "out")
    assert [path.name for path in disk.iterdir()] == [FILLER]


def test_a_result_that_finds_no_room_leaves_the_old_one(disk):
    path = write_whole(disk / "result", "old")
    fill(disk)
    with pytest.raises(FileFormatError, match=f"a disk with room, got {FULL}.*Make room"):
        write_whole(path, "new" * PAGE)
    assert path.read_text() == "old" and {p.name for p in disk.iterdir()} == {"result", FILLER}


def test_an_internal_error_is_told_where_there_is_no_room_for_its_traceback(disk, monkeypatch, capsys):
    fill(disk)
    monkeypatch.setattr(tempfile, "tempdir", str(disk))
    assert common._internal_error(RuntimeError("what happened")) == 70
    said = capsys.readouterr().err
    assert said.startswith("internal error: RuntimeError; there was no place for the traceback") and "what happened" in said
    assert said.count("\n") == 1 and {p.name for p in disk.iterdir()} == {FILLER}
