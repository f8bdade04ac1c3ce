"""What the files of the checker share: the rejection of a certificate, and the shape of constants."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

from flint import fmpq

LARGEST = 80
_DIGITS = 4000  # of a number
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


def number(x: Any) -> fmpq:
    """The rational number of a text p or p/q, or of a float."""
    if isinstance(x, float):
        return fmpq(*x.as_integer_ratio())
    require(isinstance(x, str) and len(x) < _DIGITS and bool(re.fullmatch(r"-?\d+(/\d+)?", x)), f"{str(x)[:40]!r} is no number")
    return fmpq(*Fraction(x).as_integer_ratio())
