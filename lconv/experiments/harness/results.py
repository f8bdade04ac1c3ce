"""Results in one file, a line a run, written as each run ends, so that nothing finished is ever lost."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import fields
from pathlib import Path
from typing import Any, Generic, TypeVar

from lconv.experiments.harness.read_settings import as_settings
from lconv.experiments.harness.study import Result, Study, key
from lietheory.errors import FileFormatError
from lietheory.files import require_output
from lietheory.readers import parsed_json

C = TypeVar("C")


class ResultsFile(Generic[C]):
    """The runs of one study under one configuration: a first line that says which, then a line a run.

    A line that was cut off when the program was killed is taken away, and its run counts as not done. Each line holds a
    checksum of itself: a line that was changed afterwards is refused, as is a second result of the same run.

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
        self.header = {"study": study.family or study.name, "configuration": as_settings(configuration), "checked": True}
        self.results: list[Result] = []
        try:
            require_output(self.path).parent.mkdir(parents=True, exist_ok=True)
            self._stream = self.path.open("ab+", buffering=0)  # no part of a line waits to be written later
            self._stream.seek(0)
            content = self._stream.read()
        except OSError as problem:
            raise FileFormatError(
                f"results in {path}", "a file that can be written", str(problem.strerror), "Give another folder with --out."
            ) from None
        whole, _, cut = content.rpartition(b"\n")
        if cut or not whole:
            self._stream.truncate(len(content) - len(cut) if whole else 0)
        try:
            self._take(whole.split(b"\n") if whole else [])
        except FileFormatError:
            self._stream.close()
            if not whole:  # no room for the first line
                self.path.unlink(missing_ok=True)
            raise

    def _take(self, lines: Sequence[bytes]) -> None:
        if not lines:
            self._write(self.header)
            return
        header, *rows = [self._parsed(line, number) for number, line in enumerate(lines, 1)]
        self._require_same(header)
        self.results = [self._result(row, number, header.get("checked") is True) for number, row in enumerate(rows, 2)]
        if len(self.done()) < len(self.results):
            raise self._refusal("one result of each run", "two of the same run")

    def _result(self, row: dict[str, Any], number: int, checked: bool) -> Result:
        stored = row.pop("checksum", None)
        shaped = (
            set(row) == {f.name for f in fields(Result)} and isinstance(row["cell"], dict) and isinstance(row["measures"], dict)
        )
        if (
            not shaped
            or type(row["seconds"]) not in (int, float)
            or not all(type(v) in (str, int, float) for v in row["cell"].values())
        ):
            raise self._refusal("lines of cell, measures and seconds", f"another line, line {number}")
        if checked and stored != _checksum(row):
            raise self._refusal("lines as they were written", f"line {number}, which was changed")
        return Result(**row)

    def append(self, result: Result) -> None:
        """Write a finished run, to the disk and not only to the operating system's memory."""
        row = json.loads(json.dumps(vars(result)))  # tuples as lists, as they will be read
        self._write(row | {"checksum": _checksum(row)})
        self.results.append(result)

    def close(self) -> None:
        """Give the file back."""
        self._stream.close()

    def done(self) -> set[str]:
        """The keys of the runs that are finished."""
        return {key(result.cell) for result in self.results}

    def _write(self, value: dict[str, Any]) -> None:
        """Add a line, or nothing of it."""
        line, end = json.dumps(value).encode() + b"\n", self._stream.seek(0, os.SEEK_END)
        try:
            while line:
                line = line[self._stream.write(line) :]
            os.fsync(self._stream.fileno())
        except OSError as problem:
            with suppress(OSError):  # a part that stays is taken away when the file is opened next
                self._stream.truncate(end)
            cure = "Make room and run it again: it goes on where it stopped."
            raise FileFormatError(f"results in {self.path}", "a disk with room", str(problem.strerror), cure) from None

    def _parsed(self, line: bytes, number: int) -> dict[str, Any]:
        value = parsed_json(line, f"results in {self.path}, line {number}")
        if not isinstance(value, dict):
            raise self._refusal("a JSON object in every line", f"something else in line {number}")
        return value

    def _require_same(self, header: dict[str, Any]) -> None:
        if header.get("study") not in (self.header["study"], self.study.former_name or self.header["study"]):
            raise self._refusal(f"results of {self.header['study']}", f"those of {header.get('study')}")
        theirs, mine = header.get("configuration") or {}, self.header["configuration"]
        if not isinstance(theirs, dict):
            raise self._refusal("a first line with the configuration", type(theirs).__name__)
        other = [k for k in {**mine, **theirs} if k not in self.study.extendable_fields and mine.get(k) != theirs.get(k)]
        if other:
            differences = ", ".join(f"{k} = {theirs.get(k)!r} (now {mine.get(k)!r})" for k in other)
            raise self._refusal("results of this configuration", f"those of another: {differences}")

    def _refusal(self, expected: str, got: str) -> FileFormatError:
        return FileFormatError(f"results in {self.path}", expected, got, "Give another folder with --out, or move the file away.")


def _checksum(row: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(row, sort_keys=True).encode()).hexdigest()[:16]
