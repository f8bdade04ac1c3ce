"""What a text right of ``|x`` says about a module of s + R^j: its constituents, and how the centre acts on their copies."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from lietheory.algebra.names.jordan_blocks import ONE, Block, parse_blocks
from lietheory.algebra.names.modules import Constituent, Factor, Weight, larger, naturals


def acting_module(factors: Sequence[Factor], lines: int, text: str) -> list[Constituent] | None:
    """The constituents that a text names, where s + R^lines acts without a direct summand; None for another text."""
    parts = parse_module(factors, text)
    if parts is None or (lines == 0 and any(p.blocks or not any(map(any, p.weight)) for p in parts)):
        return None  # s alone: nothing acts on the copies, and a trivial part would be a direct summand
    acting = [any(any(part) for part in column) for column in zip(*(p.weight for p in parts), strict=True)]
    ends = [sum(len(f.types) for f in factors[:i]) for i in range(len(factors) + 1)]
    if not all(any(acting[a:b]) for a, b in pairwise(ends)):
        return None  # a factor that acts by zero would be one as well
    if lines != 1:
        return parts
    return [replace(p, blocks=(Block(1, ONE),) * p.copies if p.blocks == () else p.blocks) for p in parts]


def parse_module(factors: Sequence[Factor], text: str) -> list[Constituent] | None:
    """The constituents that a text right of ``|x`` names, without its outer parentheses; None for another text.

    Examples:
        >>> [(c.weight, c.copies) for c in parse_module([Factor("so(3)", 3, ("A1",))], "2 R^3 + R")]
        [(((2,),), 2), (((0,),), 1)]
    """
    found: dict[Weight, Constituent] = {}
    for term in re.split(r"\s\+\s(?![^[(]*[\])])", text):
        part = _parse_term(factors, term.strip())
        if part is None or part.weight in found:
            return None
        found[part.weight] = part
    said = [p.blocks is None or bool(p.blocks) for p in found.values()]
    return list(found.values()) if all(said) or not any(said) else None


_TERM = re.compile(r"(?:(\d+)\s*)?([RCHS]\^?\d*\*?(?:\s+R\^2)?)(?:\(([\d,;]+)\))?(?:\[(.*)\])?")


def _parse_term(factors: Sequence[Factor], text: str) -> Constituent | None:
    match = _TERM.fullmatch(text)
    if match is None:
        return None
    copies, name, labels, written_in = int(match[1] or 1), match[2], match[3], match[4]
    read = [] if written_in in (None, "?") else parse_blocks(written_in)
    if read is None or copies < 1:
        return None
    blocks = None if written_in == "?" else tuple(read)
    names = dict(naturals(factors))
    ranks = [int(kind[1:]) for f in factors for kind in f.types]
    if labels:
        weight = tuple(tuple(int(x or 0) for x in part.split(",")) for part in labels.split(";"))
        size = re.fullmatch(r"R\^(\d+)", name)
        if size is None or [len(part) for part in weight] != ranks:
            return None
        return Constituent(larger(factors, weight), int(size[1]), copies, blocks)
    if name in names:
        return Constituent(names[name], _size(name), copies, blocks)
    power = re.fullmatch(r"R(?:\^(\d+))?", name)
    zero = tuple((0,) * r for r in ranks)
    return Constituent(zero, 1, copies * int(power[1] or 1), blocks) if power else None


def _size(name: str) -> int:
    """The real dimension of a module with a short name."""
    field, n = name[0], int(re.findall(r"\d+", name)[0])
    return n + 1 if field == "S" else n * {"R": 1, "C": 2, "H": 4}[field]
