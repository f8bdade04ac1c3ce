"""Summands of a name, and how they are written together: direct sums and semidirect products."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from lietheory.algebra.names.simple_types import members, written

LINE = ("so(2)", "so(1,1)", "R")
"""The names of one generator."""
LARGEST_COMPARED = 1000
"""The size of matrices beyond which a class has one classical name: coincidences end at so(6, 2) = so*(8)."""


@dataclass(frozen=True)
class Piece:
    """A summand that is not itself a direct sum: its canonical name and dimension, and what a name with parameters is made of.

    ``rivals`` are names of other classes that share all invariants computed with this one.
    """

    name: str
    dimension: int
    form: Any = field(default=None, compare=False, repr=False)
    rivals: tuple[str, ...] = field(default=(), compare=False, repr=False)


def join(parts: Iterable[Piece], keep_lines: bool = False) -> str:
    """The name of a direct sum: larger summands first, all one-dimensional ones together as R^k.

    With ``keep_lines`` an so(2) keeps its name, for what stands left of ``|x``; so does a single summand.
    """
    parts = list(parts)
    lines = [p for p in parts if p.name in LINE or re.fullmatch(r"R\^\d+", p.name)]
    others = in_order(p for p in parts if p not in lines)
    if len(parts) == 1 or keep_lines:
        kept = [p.name for p in lines if p.name in (LINE[:2] if len(parts) == 1 else LINE[:1])]
        count = sum(p.dimension for p in lines) - len(kept)
    else:
        kept, count = [], sum(p.dimension for p in lines)
    names = [p.name for p in others] + kept + abelian(count)
    enclosed = [f"({name})" if "|x" in name and len(names) > 1 else name for name in names]
    return " + ".join(enclosed) or "0"


def in_order(parts: Iterable[Piece]) -> list[Piece]:
    """Summands in the order in which a name lists them: larger ones first."""
    return sorted(parts, key=place)


def abelian(dimension: int) -> list[str]:
    """The name of R^k, in a list that is empty for k = 0."""
    return [] if dimension == 0 else ["R"] if dimension == 1 else [f"R^{dimension}"]


def semidirect(left: Iterable[Piece], right: str) -> str:
    """The name of a semidirect product of a reductive algebra with an ideal."""
    name = join(left, keep_lines=True)
    return f"({name}) |x {right}" if " + " in name else f"{name} |x {right}"


def place(piece: Piece) -> tuple[int, int, str]:
    """What summands are sorted by: their dimension, and equal ones as the table of simple algebras lists them."""
    ranked = [written(*member) for member in members(piece.dimension)] if piece.dimension < LARGEST_COMPARED**2 // 2 else []
    return -piece.dimension, ranked.index(piece.name) if piece.name in ranked else len(ranked), piece.name
