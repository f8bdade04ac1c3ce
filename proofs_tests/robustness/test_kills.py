"""A few of the kills that ``python -m proofs_tests.robustness.kills`` does a hundred of, and those at the worst moments."""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from pathlib import Path

import pytest

from lietheory.errors import FileFormatError, LieTheoryError
from lietheory.outputs import write_whole
from lietheory.rendering.whole_builds import CACHE, WORK, building, replacing
from proofs_tests.robustness import killing
from proofs_tests.robustness.commands import Command
from proofs_tests.robustness.killing import ended, started
from proofs_tests.robustness.kills import LOSSES, attack

IDENTIFY = Command("identify", ("identify", "so(3)", "--out", "{out}/name.json"))
WRITES_FOR_EVER = """
import sys
from lietheory.outputs import write_whole
for n in range(10**6):
    write_whole(sys.argv[1], "ab"[n % 2] * 2**21)
"""
KILLS_ITSELF = """
import os, signal, sys
from lietheory.outputs import write_whole
os.replace = lambda *paths: os.kill(os.getpid(), signal.SIGKILL)
write_whole(sys.argv[1], "new")
"""
WRITES_IN_PIECES = """
import sys, time
with open(sys.argv[-1], "w") as file:
    for piece in ["["] * 30 + ["]"] * 30:
        file.write(piece)
        file.flush()
        time.sleep(0.01)
"""


def test_a_command_that_is_killed_loses_nothing(tmp_path):
    counts = attack(IDENTIFY, 2, random.Random(0), tmp_path, tmp_path / "out")
    assert counts["kills"] == 2 and counts["completed"] >= 1
    assert {loss: counts[loss] for loss in LOSSES} == dict.fromkeys(LOSSES, 0)


def test_a_program_that_writes_in_pieces_is_seen_to_lose(tmp_path, monkeypatch):
    monkeypatch.setattr(killing.started, "__defaults__", (WRITES_IN_PIECES,))
    assert attack(IDENTIFY, 3, random.Random(0), tmp_path, tmp_path / "out")["unreadable"] > 0


def test_a_file_is_whole_whenever_its_writer_is_killed(tmp_path):
    path, rng = tmp_path / "result", random.Random(0)
    for _ in range(4):
        writer = started([str(path)], WRITES_FOR_EVER)
        deadline = time.monotonic() + 60
        while not path.exists() and time.monotonic() < deadline:
            time.sleep(0.01)
        time.sleep(rng.uniform(0, 0.05))
        os.killpg(writer.pid, signal.SIGKILL)
        ended(writer)
        assert path.read_text() in ("a" * 2**21, "b" * 2**21)
        path.unlink()


def test_what_a_killed_writer_leaves_is_removed_an_hour_later(tmp_path):
    path = write_whole(tmp_path / "result", "old")
    status, _ = ended(started([str(path)], KILLS_ITSELF))
    assert status == -signal.SIGKILL and path.read_text() == "old"
    (left,) = set(tmp_path.iterdir()) - {path}
    write_whole(path, "newer")
    assert left.exists()  # for all it knows, another process is writing it
    os.utime(left, (time.time() - 4000,) * 2)
    write_whole(path, "newest")
    assert set(tmp_path.iterdir()) == {path} and path.read_text() == "newest"


def _built(folder: Path, text: str, problem: BaseException | None = None) -> None:
    (folder / CACHE).mkdir(exist_ok=True)
    with building(folder, "html") as out:
        (out / "page.html").write_text(text)
        if problem is not None:
            raise problem


@pytest.mark.parametrize(
    ("problem", "keeps_pages_that_ran"),
    [
        (LieTheoryError("docs", "a page", "none", "Write it."), True),
        (FileFormatError("docs", "a disk with room", "none", "Make room."), False),
        (KeyboardInterrupt(), False),
    ],
)
def test_a_build_that_does_not_end_leaves_the_last_one(tmp_path, problem, keeps_pages_that_ran):
    _built(tmp_path, "first")
    with pytest.raises(type(problem)):
        _built(tmp_path, "second", problem)
    assert (tmp_path / "html" / "page.html").read_text() == "first" and not list(tmp_path.glob(f"{WORK}*"))
    assert (tmp_path / CACHE).exists() == keeps_pages_that_ran


def test_after_a_build_that_was_killed_nothing_that_it_kept_is_trusted(tmp_path):
    (tmp_path / f"{WORK}killed" / "doctrees").mkdir(parents=True)
    (tmp_path / CACHE / "executed").mkdir(parents=True)
    with building(tmp_path, "html") as out:
        assert list(out.iterdir()) == [] and not (tmp_path / CACHE).exists()
        (out / "deep").mkdir()
        (out / "deep" / "page.html").write_text("whole")
    assert (tmp_path / "html" / "deep" / "page.html").read_text() == "whole"
    shutil.rmtree(tmp_path / "html")
    assert list(tmp_path.iterdir()) == []


def test_pages_that_are_replaced_are_there_at_every_moment_and_no_others_afterwards(tmp_path):
    for name in ("guides/deep/old.md", "guides/page.md", "kept.md", "elsewhere/mine.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("old")
    (tmp_path / "notebooks").symlink_to(tmp_path / "elsewhere")  # whose files are not ours
    with replacing(tmp_path, "guides", "notebooks") as new:
        (new / "guides").mkdir()
        (new / "guides" / "page.md").write_text("new")
        assert (tmp_path / "guides" / "page.md").read_text() == "old"
    left = {path.relative_to(tmp_path).as_posix(): path.read_text() for path in tmp_path.rglob("*.md")}
    assert left == {"guides/page.md": "new", "kept.md": "old", "elsewhere/mine.md": "old"}
