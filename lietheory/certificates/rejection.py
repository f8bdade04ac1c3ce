"""What the files of the checker share: the rejection of a certificate, and the shape of constants."""

from __future__ import annotations

import re
from typing import Any

LARGEST = 80
Json = dict[str, Any]
"""What a JSON object reads as."""
Constants = list[dict[int, dict[int, Any]]]
"""c[a][b][k] with [B_a, B_b] = sum_k c[a][b][k] B_k; what is zero is left out."""


class Rejected(Exception):
    """A certificate that does not prove what it states."""


def parsed(pattern: str, text: Any, what: str) -> re.Match[str]:
    """The match of a whole text, or Rejected."""
    match = re.fullmatch(pattern, text)
    if match is None:
        raise Rejected(f"{text!r} is no {what}")
    return match


def require(condition: bool, reason: str) -> None:
    """Raise Rejected with the reason unless the condition holds."""
    if not condition:
        raise Rejected(reason)
