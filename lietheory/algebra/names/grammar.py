"""How written names are taken apart: parentheses, marks between parts, and examples of each kind of name."""

from __future__ import annotations

KNOWN = (
    "so(3)",
    "so(3,1)",
    "sl(2,R)",
    "sl(2,C)",
    "gl(2,R)",
    "sp(4,R)",
    "usp(4)",
    "su(2)",
    "su(2,1)",
    "u(2)",
    "so*(6)",
    "su*(4)",
    "se(3)",
    "iso(3,1)",
    "sim(2)",
    "aff(2)",
    "heisenberg(1)",
    "poincare(3)",
    "galilei(3)",
    "conformal(3)",
    "g2(2)",
    "e7(7)",
    "R^2",
    "so(3) + so(3)",
    "so(3) |x R^3",
    "R |x R^2[1, 1/2]",
    "A4,5^(1/2,1/3)",
)
"""One written name of each kind, for suggestions."""


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
