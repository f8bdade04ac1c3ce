"""Builds of other programs that are whole or not there: they work in a folder of their own, and each file is then moved."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from lietheory.errors import FileFormatError, LieTheoryError

WORK, CACHE = ".building-", ".jupyter_cache"


@contextmanager
def building(folder: Path, name: str) -> Iterator[Path]:
    """A new folder to build in, whose files take their places in ``folder/name`` one by one when the block ends.

    A build that is killed, or finds no room, leaves every file of the last one whole. What it kept of pages that ran may be
    cut off, which Sphinx would stop at ever after; so the next one runs these pages again. A tool that outlives the program
    that started it goes on in a folder that no other build looks into.
    """
    work = _new(folder)
    try:
        (work / name).mkdir()
        yield work / name
        _move(work / name, folder / name)
    except LieTheoryError as problem:
        _remove(work, *([folder / CACHE] if isinstance(problem, FileFormatError) else []))
        raise
    except BaseException:
        _remove(work, folder / CACHE)
        raise
    _remove(work)


@contextmanager
def replacing(folder: Path, *names: str) -> Iterator[Path]:
    """A new folder, whose files take their places in ``folder`` when the block ends; others below these names are removed."""
    work = _new(folder)
    try:
        yield work
        new = {path.relative_to(work) for path in work.rglob("*")}
        _move(work, folder)
    finally:
        _remove(work)
    for above in (folder / name for name in names if not (folder / name).is_symlink()):
        for path in above.rglob("*"):
            if path.relative_to(folder) not in new and not path.is_dir():
                path.unlink()


def _new(folder: Path) -> Path:
    """A new folder to work in; one that is there is of a build that was killed."""
    if left := list(folder.glob(f"{WORK}*")):
        _remove(*left, folder / CACHE)
    folder.mkdir(parents=True, exist_ok=True)
    return Path(tempfile.mkdtemp(prefix=WORK, dir=folder))


def _remove(*folders: Path) -> None:
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


def _move(new: Path, old: Path) -> None:
    for path in sorted(new.rglob("*")):
        there = old / path.relative_to(new)
        if path.is_dir():
            there.mkdir(parents=True, exist_ok=True)
        else:
            there.parent.mkdir(parents=True, exist_ok=True)
            os.replace(path, there)


def run_tool(command: Sequence[str], call: str, cwd: Path | None = None) -> str:
    """Run a tool to its end; returns its standard error.

    Raises:
        FileFormatError: the disk is full.
        LieTheoryError: the tool fails.
    """
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, errors="replace", check=False)
    if done.returncode:
        full = os.strerror(errno.ENOSPC)
        if full in done.stderr or full in done.stdout:
            raise FileFormatError(call, "a disk with room", full, "Make room, and run it again.")
        output = (done.stderr.strip() or done.stdout.strip()).splitlines()[-12:]
        raise LieTheoryError(call, "a build without errors", "\n".join(output), "Correct what it names, and build again.")
    return done.stderr
