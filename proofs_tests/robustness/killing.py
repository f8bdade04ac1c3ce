"""Commands as programs of their own, ended by a signal that none can catch, and what is left when they are."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from proofs_tests.robustness.commands import Command, finished, half_written, results

ROOT = Path(__file__).resolve().parents[2]
START = "from lietheory.cli.main import main; main()"
PAUSE = 0.0005  # seconds between two looks at a folder
LONGEST = 300.0  # seconds that no command of these takes
GRACE = 60.0  # seconds within which the processes that a killed one has started end, on a busy machine


@dataclass(frozen=True)
class Kill:
    """What one kill did.

    Args:
        in_time: whether the command had not ended before it.
        in_the_middle: whether something was half written, under a name of its own.
        lost: results that were there before the command and are not any more.
        unreadable: what the reader says of a result under its final name; empty if all read.
        orphans: whether what the command had started went on without it.
    """

    in_time: bool
    in_the_middle: bool
    lost: frozenset[str]
    unreadable: str
    orphans: bool = False


def started(arguments: Sequence[str], code: str = START) -> subprocess.Popen[str]:
    """A command in a group of its own, so that what it starts is killed with it."""
    path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    environment = os.environ | {"PYTHONPATH": path, "OMP_NUM_THREADS": "1", "COLUMNS": "300"}
    line = [sys.executable, "-c", code, *arguments]
    pipes = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE}
    return subprocess.Popen(line, env=environment, text=True, start_new_session=True, **pipes)


def ended(process: subprocess.Popen[str]) -> tuple[int, str]:
    """The status of a command and what it said on standard error, when it has ended."""
    _, said = process.communicate(timeout=LONGEST)
    return process.returncode, said


def killed(command: Command, data: Path, out: Path, after: float, *, at_a_change: bool = False, alone: bool = False) -> Kill:
    """Start a command, kill its group, and look at what is left.

    Args:
        command: which.
        data: the folder of its input.
        out: the folder of its results.
        after: seconds from its start.
        at_a_change: whether to wait, from then on, for the next change in the folder, which is where it is writing.
        alone: whether to kill the command without what it has started.
    """
    (before, _), halves = read(out), half_written(out)
    process = started(command.line(data, out))
    deadline = time.monotonic() + after
    while process.poll() is None and time.monotonic() < deadline:
        time.sleep(min(0.02, max(deadline - time.monotonic(), 0)))
    seen = _contents(out)
    while at_a_change and process.poll() is None and _contents(out) == seen:
        time.sleep(PAUSE)
    in_time = process.poll() is None
    if in_time and alone:
        process.kill()
    elif in_time:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(timeout=LONGEST)  # and not for the end of its output, which what it has started holds too
    orphans = _go_on(process.pid)
    ended(process)
    left, unreadable = read(out)
    lost = frozenset() if unreadable else frozenset(before.keys() - left.keys())
    return Kill(in_time, bool(half_written(out) - halves), lost, unreadable, orphans)


def _go_on(group: int) -> bool:
    """Whether processes of a group are there after the grace that they have; they are killed then."""
    deadline = time.monotonic() + GRACE
    while time.monotonic() < deadline:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return False
        time.sleep(PAUSE)
    os.killpg(group, signal.SIGKILL)
    return True


def read(out: Path) -> tuple[dict[str, Any], str]:
    """The results in a folder; none, and what the reader says, where one does not read."""
    try:
        return results(out), ""
    except ValueError as problem:
        return {}, str(problem)


def done_again(before: set[bytes], out: Path) -> int:
    """How many of the runs that were finished are not there any more as they were."""
    return len(before - finished(out))


def _contents(folder: Path) -> dict[str, tuple[int, int]]:
    """Name, size and time of everything in a folder."""
    found: dict[str, tuple[int, int]] = {}
    waiting = [str(folder)]
    while waiting:
        try:
            entries = list(os.scandir(waiting.pop()))
        except FileNotFoundError:
            continue
        for entry in entries:
            try:
                told = entry.stat(follow_symlinks=False)
            except FileNotFoundError:  # gone meanwhile
                continue
            found[entry.path] = (told.st_size, told.st_mtime_ns)
            if entry.is_dir(follow_symlinks=False):
                waiting.append(entry.path)
    return found
