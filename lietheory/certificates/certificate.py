"""The class Certificate: the content of a JSON file, or the reason why there is none."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lietheory.certificates.check import Verdict, check
from lietheory.certificates.rejection import Json
from lietheory.errors import FileFormatError
from lietheory.files import write_whole
from lietheory.readers import parsed_json, read_bytes


@dataclass(frozen=True, eq=False)
class Certificate:
    """What proves the name of a span of matrices, for :func:`lietheory.certificates.check.check`.

    Args:
        content: what the file holds, or None where the name is not certified.
        reason: the statement that it proves, or why the name is not certified.
    """

    content: Json | None
    reason: str

    @property
    def status(self) -> str:
        """ "certified" or "not certified"."""
        return "not certified" if self.content is None else "certified"

    def check(self) -> Verdict:
        """What the checker says of it."""
        return Verdict(False, self.reason) if self.content is None else check(self.content)

    def save(self, path: str | Path) -> Path:
        """Write the JSON file that ``lietheory check`` reads.

        Raises:
            FileFormatError: the name is not certified, or the directory cannot be written to.
        """
        if self.content is None:
            raise FileFormatError(
                f"save({str(path)!r})", "a certificate", f"a name that is not certified: {self.reason}", "Give exact generators."
            )
        return write_whole(path, json.dumps(self.content))


def load_content(path: str | Path) -> Any:
    """The content of a JSON file.

    Raises:
        FileFormatError: no such file, or no JSON.
    """
    call = f"read {path}"
    return parsed_json(read_bytes(path, call), call, finite=True)
