"""Results in one file, a line a run, written as each run ends, so that nothing finished is ever lost."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Generic, TypeVar

from lconv.experiments.harness.read_settings import as_settings
from lconv.experiments.harness.study import Result, Study, key
from lietheory.errors import FileFormatError

C = TypeVar("C")


class ResultsFile(Generic[C]):
    """The runs of one study under one configuration: a first line that says which, then a line a run.

    A line that was cut off when the program was killed is taken away, and its run counts as not done.

    Args:
        path: the file, made if it is missing.
        study: the study.
        configuration: its configuration. Fields in ``study.extendable_fields`` may differ from the file's.

    Raises:
        FileFormatError: a file of another study or configuration, one that is damaged before its last line, or one that
            cannot be written.
    """

    def __init__(self, path: str | Path, study: Study[C], configuration: C):
        self.path, self.study = Path(path), study
        self.header = {"study": study.family or study.name, "configuration": as_settings(configuration)}
        self.results: list[Result] = []
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._stream = self.path.open("ab+")
            self._stream.seek(0)
            content = self._stream.read()
        except OSError as problem:
            raise FileFormatError(
                f"results in {path}", "a file that can be written", str(problem.strerror), "Give another folder with --out."
            ) from None
        whole, _, cut = content.rpartition(b"\n")
        if cut:
            self._stream.truncate(len(content) - len(cut))
        self._take(whole.splitlines())

    def _take(self, lines: Sequence[bytes]) -> None:
        if not lines:
            self._write(self.header)
            return
        header, *rows = [self._parsed(line, number) for number, line in enumerate(lines, 1)]
        self._require_same(header)
        try:
            self.results = [Result(**row) for row in rows]
        except TypeError:
            raise self._refusal("lines of cell, measures and seconds", "other lines") from None

    def append(self, result: Result) -> None:
        """Write a finished run, to the disk and not only to the operating system's memory."""
        self._write(vars(result))
        self.results.append(result)

    def close(self) -> None:
        """Give the file back."""
        self._stream.close()

    def done(self) -> set[str]:
        """The keys of the runs that are finished."""
        return {key(result.cell) for result in self.results}

    def _write(self, value: dict[str, Any]) -> None:
        self._stream.write(json.dumps(value).encode() + b"\n")
        self._stream.flush()
        os.fsync(self._stream.fileno())

    def _parsed(self, line: bytes, number: int) -> dict[str, Any]:
        try:
            value = json.loads(line)
        except ValueError:
            raise self._refusal("a JSON object in every line", f"something else in line {number}") from None
        if not isinstance(value, dict):
            raise self._refusal("a JSON object in every line", f"something else in line {number}")
        return value

    def _require_same(self, header: dict[str, Any]) -> None:
        if header.get("study") not in (self.header["study"], self.study.former_name or self.header["study"]):
            raise self._refusal(f"results of {self.header['study']}", f"those of {header.get('study')}")
        theirs, mine = header.get("configuration") or {}, self.header["configuration"]
        other = [k for k in {**mine, **theirs} if k not in self.study.extendable_fields and mine.get(k) != theirs.get(k)]
        if other:
            differences = ", ".join(f"{k} = {theirs.get(k)!r} (now {mine.get(k)!r})" for k in other)
            raise self._refusal("results of this configuration", f"those of another: {differences}")

    def _refusal(self, expected: str, got: str) -> FileFormatError:
        return FileFormatError(f"results in {self.path}", expected, got, "Give another folder with --out, or move the file away.")
