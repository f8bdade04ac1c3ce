"""Names of algebras R |x R^m[...] and R |x heisenberg(1)[...]: with the Jordan blocks by which R acts, in brackets.

Where an older name says as much, that stands: heisenberg(1) for J2(0), bargmann(1) for J3(0), so(1,1) |x R^2 for
the eigenvalues 1 and -1, so(2) |x R^2 for +-i, and the same over heisenberg(1).
"""

from __future__ import annotations

import re

from lietheory.algebra.names.jordan_blocks import Block, agree, canonical, parse_blocks, written_blocks
from lietheory.algebra.names.solvable_tables import table_entry

HEISENBERG = "heisenberg(1)"
_NAMED = {"1, -1": "so(1,1)", "+-i": "so(2)"}
_NILPOTENT = {("R", "J2(0)"): (HEISENBERG, 3), ("R", "J3(0)"): ("bargmann(1)", 4), (HEISENBERG, "J2(0)"): ("bargmann(1)", 4)}
_WORDS = {"oscillator": "so(2) |x heisenberg(1)", "diamond": "so(2) |x heisenberg(1)"}
_SPECTRAL = re.compile(r"R\s*\|x\s*(R(?:\^\d+)?|heisenberg\(1\))\s*\[(.*)\]", re.IGNORECASE)


def spectral_summands(ideal: str, blocks: list[Block]) -> list[tuple[str, int]]:
    """The names and dimensions of the summands of R |x ideal, for canonical blocks.

    Examples:
        >>> spectral_summands("R^3", parse_blocks("1, 1/2, 0"))
        [('R |x R^2[1, 1/2]', 3), ('R', 1)]
    """
    if ideal == HEISENBERG:
        return _over_heisenberg(blocks)
    moved = [b for b in blocks if not (b.is_nilpotent and b.size == 1)]
    lines = [("R", 1)] * (len(blocks) - len(moved))
    size, text = sum(b.dimension for b in moved), written_blocks(moved)
    if not moved:
        return [*lines, ("R", 1)]
    if size == 1:
        return [("aff(1)", 2), *lines]
    named = _NILPOTENT.get(("R", text)) or (f"{_NAMED[text]} |x R^2" if text in _NAMED else f"R |x R^{size}[{text}]", size + 1)
    return [named, *lines]


def _over_heisenberg(blocks: list[Block]) -> list[tuple[str, int]]:
    text = written_blocks(blocks)
    if text == "0, 0":
        return [(HEISENBERG, 3), ("R", 1)]
    left = f"{_NAMED[text]} |x {HEISENBERG}" if text in _NAMED else f"R |x {HEISENBERG}[{text}]"
    return [_NILPOTENT.get((HEISENBERG, text)) or (left, 4)]


def read_spectral(text: str) -> tuple[str, list[Block]] | str | None:
    """The ideal and the canonical blocks that a text names, or the name that a symbol or word stands for; None if neither.

    Examples:
        >>> read_spectral("A4,10"), read_spectral("so(3)")
        ('so(2) |x heisenberg(1)', None)
    """
    if text.lower() in _WORDS:
        return _WORDS[text.lower()]
    entry = table_entry(text)
    if entry is not None and entry[1] is None:
        return entry[0]
    found = _SPECTRAL.fullmatch(text)
    if entry is None and found is None:
        return None
    ideal, blocks = entry or (found[1], parse_blocks(found[2]))
    ideal = HEISENBERG if ideal.lower().startswith("h") else ideal.upper()
    size = 2 if ideal == HEISENBERG else int(ideal[2:] or 1)
    return (ideal, canonical(blocks)) if blocks and sum(b.dimension for b in blocks) == size else None


def agrees(name: str, other: str) -> bool:
    """Whether two canonical names are one, or differ only in intervals that overlap.

    Examples:
        >>> agrees("R |x R^2[1, 0.49..0.51]", "R |x R^2[1, 1/2]"), agrees("R |x R^2[1, 1/3]", "R |x R^2[1, 1/2]")
        (True, False)
    """
    if name == other:
        return True
    parts, others = (re.split(r"\[([^]]*)\]", text) for text in (name, other))
    if len(parts) != len(others) or parts[::2] != others[::2]:
        return False
    return all(agree(parse_blocks(a) or [], parse_blocks(b) or []) for a, b in zip(parts[1::2], others[1::2], strict=True))
