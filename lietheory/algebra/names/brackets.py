"""The parts of a name between marks that stand outside its parentheses and square brackets."""

from __future__ import annotations

import re

from lietheory.errors import UnknownNameError

_LONGEST = 1000  # characters
_LARGE_SIZE = re.compile(r"[(^,]\s*[+-]?\d{5,}")
_PARAMETERS = re.compile(r"\[[^\]]*\]|\^\([^)]*\)")  # numbers of any length, which are no sizes


def readable(text: str) -> str:
    """The text, if its length and its sizes are those of an algebra that could be held.

    Raises:
        UnknownNameError: more than 1000 characters, or a size of more than four digits.

    Examples:
        >>> readable("so(3)"), readable("R |x R^2[1, 10001/10007]")
        ('so(3)', 'R |x R^2[1, 10001/10007]')
    """
    size = _LARGE_SIZE.search(_PARAMETERS.sub("", text))
    if len(text) <= _LONGEST and size is None:
        return text
    got = f"{len(text)} characters" if size is None else f"the size {size.group()[1:20]}"
    expected = f"at most {_LONGEST} characters, and sizes of at most four digits"
    raise UnknownNameError(f"the name {text[:40]!r}", expected, got, "Name a smaller algebra.")


def bare(text: str) -> str:
    """The text without parentheses around all of it."""
    while text.startswith("(") and text.endswith(")") and _depths(text[:-1])[1:].count(0) == 0:
        text = text[1:-1].strip()
    return text


def split(text: str, mark: str) -> list[str]:
    """The parts of a text between marks that stand outside parentheses."""
    depths, parts, start = _depths(text), [], 0
    for i in range(len(text)):
        if depths[i] == 0 and text.startswith(mark, i):
            parts.append(text[start:i])
            start = i + len(mark)
    return [part.strip() for part in [*parts, text[start:]]]


def _depths(text: str) -> list[int]:
    """How many parentheses are open before each character, and at the end."""
    depths = [0]
    for character in text:
        depths.append(depths[-1] + (character in "([") - (character in ")]"))
    return depths
