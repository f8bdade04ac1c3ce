"""Names of solvable algebras R |x R^m[...] and R |x heisenberg(1)[...], by the Jordan blocks of how R acts, and their symbols.

Where an older name fixes the same class, it is the canonical one: heisenberg(1) for J2(0), bargmann(1) for J3(0),
so(1,1) |x R^2 for the eigenvalues 1 and -1, so(2) |x R^2 for +-i, and the same over heisenberg(1).

The symbols to dimension 4 are A3,1 ... A4,12 of Patera and Winternitz, with parameters in parentheses, A3,5^(1/2); in
dimension 4 those of Mubarakzyanov, g4,1 ... g4,10, differ. Parameters of any range are read: A4,5^(2,3) is
the same algebra as A4,5^(2/3,1/3), and the symbol that is written back is the one in the range of the table.

References:
    G. M. Mubarakzyanov, On solvable Lie algebras, Izv. Vyssh. Uchebn. Zaved. Mat. 1 (32), 1963, 114-123.
    J. Patera, P. Winternitz, Subalgebras of real three- and four-dimensional Lie algebras, J. Math. Phys. 18, 1977.
"""

from __future__ import annotations

import re

from lietheory.algebra.linalg.algebraic_numbers import Number, parse_number
from lietheory.algebra.names.jordan_blocks import ONE, ZERO, Block, canonical, parse_blocks, written_blocks

HEISENBERG = "heisenberg(1)"
_NAMED = {"1, -1": "so(1,1)", "+-i": "so(2)"}
_NILPOTENT = {
    ("R", "J2(0)"): (HEISENBERG, 3),
    ("R", "J3(0)"): ("bargmann(1)", 4),
    (HEISENBERG, "J2(0)"): ("bargmann(1)", 4),
    ("R", "J4(0)"): ("L5,7", 5),
    ("R", "J2(0), J2(0)"): ("L5,8", 5),
    ("R", "J5(0)"): ("L6,18", 6),
    ("R", "J3(0), J2(0)"): ("L6,25", 6),
}
_WORDS = {"oscillator": "so(2) |x heisenberg(1)", "diamond": "so(2) |x heisenberg(1)"}
_SPECTRAL = re.compile(r"R\s*\|x\s*(R(?:\^\d+)?|heisenberg\(1\))\s*\[(.*)\]", re.IGNORECASE)
FIXED = {
    "A2": "aff(1)",
    "A3,1": "heisenberg(1)",
    "A3,2": "R |x R^2[J2(1)]",
    "A3,3": "R |x R^2[1, 1]",
    "A3,4": "so(1,1) |x R^2",
    "A3,6": "so(2) |x R^2",
    "A3,8": "so(2,1)",
    "A3,9": "so(3)",
    "A4,1": "bargmann(1)",
    "A4,3": "R |x R^3[J2(0), 1]",
    "A4,4": "R |x R^3[J3(1)]",
    "A4,7": "R |x heisenberg(1)[J2(1)]",
    "A4,8": "so(1,1) |x heisenberg(1)",
    "A4,10": "so(2) |x heisenberg(1)",
    "A4,12": "(so(2) + R) |x R^2",
}
"""The algebras without parameters."""

_WITH_PARAMETERS = {
    "A3,5": ("R^2", 1),
    "A3,7": ("R^2", 1),
    "A4,2": ("R^3", 1),
    "A4,5": ("R^3", 2),
    "A4,6": ("R^3", 2),
    "A4,9": ("heisenberg(1)", 1),
    "A4,11": ("heisenberg(1)", 1),
}
"""The families: the ideal that R acts on, and the number of parameters."""

_SYMBOL = re.compile(r"[aA]_?\{?(\d+(?:,\d+)?)\}?(?:\^?[({](.*)[)}])?")


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
    match = _SPECTRAL.fullmatch(text)
    if entry is None and match is None:
        return None
    ideal, blocks = entry if entry else (match[1], parse_blocks(match[2])) if match else ("", None)
    ideal = HEISENBERG if ideal.lower().startswith("h") else ideal.upper()
    size = 2 if ideal == HEISENBERG else int(ideal[2:] or 1)
    return (ideal, canonical(blocks)) if blocks and sum(b.dimension for b in blocks) == size else None


def table_entry(text: str) -> tuple[str, list[Block] | None] | None:
    """What a symbol of the tables stands for: a name, or an ideal and how R acts on it; None for another text.

    Examples:
        >>> table_entry("A3,4"), table_entry("A3,5")
        (('so(1,1) |x R^2', None), ('R |x R^2', None))
        >>> table_entry("A_{3,5}^{1/2}")[1] == parse_blocks("1, 1/2")
        True
    """
    match = _SYMBOL.fullmatch(text.strip().replace(" ", ""))
    if not match:
        return None
    symbol = f"A{match[1]}"
    if symbol in FIXED and match[2] is None:
        return FIXED[symbol], None
    if symbol not in _WITH_PARAMETERS:
        return None
    ideal, count = _WITH_PARAMETERS[symbol]
    if match[2] is None:
        return f"R |x {ideal}", None
    parsed = [parse_number(part) for part in match[2].split(",")]
    numbers = [number for number in parsed if number is not None]
    if not len(parsed) == len(numbers) == count:
        return None
    return ideal, _blocks(symbol, numbers)


def _blocks(symbol: str, numbers: list[Number]) -> list[Block]:
    first, last = numbers[0], numbers[-1]
    return {
        "A3,5": [Block(1, ONE), Block(1, first)],
        "A3,7": [Block(1, first, ONE)],
        "A4,2": [Block(1, first), Block(2, ONE)],
        "A4,5": [Block(1, ONE), Block(1, first), Block(1, last)],
        "A4,6": [Block(1, first), Block(1, last, ONE)],
        "A4,9": [Block(1, ONE), Block(1, first)],
        "A4,11": [Block(1, first, ONE)],
    }[symbol]


def table_symbol(name: str) -> str | None:
    """The symbol of the tables for a canonical name; None for an algebra outside them.

    Examples:
        >>> table_symbol("R |x R^2[1, 1/2]"), table_symbol("R |x R^3[1/3 +- i, 2]"), table_symbol("heisenberg(1)")
        ('A3,5^(1/2)', 'A4,6^(2,1/3)', 'A3,1')
    """
    fixed = {entry: symbol for symbol, entry in FIXED.items()}
    if name in fixed:
        return fixed[name]
    spectral = re.fullmatch(r"R \|x (R\^[23]|heisenberg\(1\))\[(.*)\]", name)
    blocks = parse_blocks(spectral[2]) if spectral else None
    return _family(spectral[1], blocks) if spectral and blocks is not None else None


def _family(ideal: str, blocks: list[Block]) -> str | None:
    rest = [b for b in blocks[1:] if b.real != ZERO]
    if len(rest) < len(blocks) - 1 and ideal != "heisenberg(1)":
        return None
    pair, chain = blocks[0].imaginary is not None, blocks[0].size > 1
    kind = (ideal, "pair" if pair else "chain" if chain else "line")
    parameters = [blocks[0].real] if pair else []
    parameters = [b.real for b in sorted(blocks[1:])] + parameters
    symbol = {
        ("R^2", "line"): "A3,5",
        ("R^2", "pair"): "A3,7",
        ("R^3", "chain"): "A4,2",
        ("R^3", "line"): "A4,5",
        ("R^3", "pair"): "A4,6",
        ("heisenberg(1)", "line"): "A4,9",
        ("heisenberg(1)", "pair"): "A4,11",
    }.get(kind)
    return f"{symbol}^({','.join(map(str, parameters))})" if symbol else None
