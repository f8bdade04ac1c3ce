"""What a text right of ``|x`` says about a module of s + R^j: its constituents, and how the centre acts on their copies."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from math import prod
from typing import Any

from lietheory.algebra.names.brackets import bare, split
from lietheory.algebra.names.characters import Character, lines_of, parse_characters
from lietheory.algebra.names.dynkin import cartan_matrix, weyl_dimension
from lietheory.algebra.names.jordan_blocks import ONE, ZERO, Block, parse_blocks
from lietheory.algebra.names.module_type import module_type, only_module
from lietheory.algebra.names.modules import (
    Blocks,
    Constituent,
    Factor,
    Weight,
    conjugated,
    larger,
    naturals,
    upright,
)


def with_complex_centre(left: str, right: str) -> str:
    """The module that u(p, q) or gl(n, C) acts on by complex matrices, also where it is called R^2n, with how the centre acts."""
    match = re.fullmatch(r"(?:u\((\d+)(?:,(\d+))?\)|gl\((\d+),c\))", bare(left).lower().replace(" ", ""))
    n = sum(int(size or 0) for size in match.groups()) if match else 0
    if match is None or n < 2 or right not in (f"C^{n}", f"R^{2 * n}"):
        return right
    return f"C^{n}[(1,0) +- (0,1)*i]" if match[3] else f"C^{n}[+-i]"


def acting_module(
    factors: Sequence[Factor], lines: int, text: str, order: Sequence[int] | None = None, *, turning: bool = False
) -> list[Constituent] | None:
    """The constituents that a text names, where s + R^lines acts without a direct summand; None for another text.

    Without brackets one line acts by the identity, or, where it is ``turning``, so(2), by i.
    """
    parts = parse_module(factors, text, order, alone=lines == 0)
    if parts is None or (lines == 0 and any(p.blocks or not any(map(any, p.weight)) for p in parts)):
        return None  # s alone: nothing acts on the copies, and a trivial part would be a direct summand
    ends = [sum(len(f.types) for f in factors[:i]) for i in range(len(factors) + 1)]
    linked = [{i for i, (a, b) in enumerate(pairwise(ends)) if any(map(any, p.weight[a:b]))} for p in parts]
    if set().union(*linked) != set(range(len(factors))):
        return None  # a factor that acts by zero would be a direct summand
    sizes = {len(b.real) if isinstance(b, Character) else 1 for p in parts for b in p.blocks or ()}
    if sizes - {lines}:
        return None
    if lines == 1 and all(p.blocks and all(map(_is_zero, _chains(p))) for p in parts):
        return None  # a centre that acts by zero is a direct summand
    filled = [replace(p, blocks=_unwritten(factors, p, turning)) if lines == 1 and p.blocks == () else p for p in parts]
    if any(p.blocks == () for p in filled) and lines == 1:
        return None  # so(2) does not turn an odd number of copies of a real module
    filled = [replace(p, blocks=p.blocks or None) for p in filled] if lines > 1 else filled
    return filled if _is_connected(filled, linked, lines) else None


def _unwritten(factors: Sequence[Factor], p: Constituent, turning: bool) -> tuple[Block, ...]:
    """The identity on the copies of a module, or i; () where the real dimension of the copies is odd."""
    if not turning:
        return (Block(1, ONE),) * p.copies
    pairs = 2 * p.copies if module_type(factors, p.weight) != "R" else p.copies
    return (Block(1, ZERO, ONE),) * (pairs // 2) if pairs % 2 == 0 else ()


def _is_connected(parts: Sequence[Constituent], linked: Sequence[set[int]], lines: int) -> bool:
    """Whether no basis of the centre R^lines splits the module, and with it the algebra, into a direct sum.

    All copies of a module that simple factors act on belong together, and so do modules that one factor, or one element of the
    centre, acts on.
    """
    if any(p.blocks is None for p in parts):
        return True  # not known
    characters = [[b for b in p.blocks or () if isinstance(b, Character)] for p in parts]
    many = lines > 1
    bases = lines_of(characters) if many else [[set() if _is_zero(b) else {0} for b in _chains(p)] for p in parts]
    if many and len(set().union(*(on for each in bases for on in each))) < lines:
        return False  # an element of the centre acts by zero
    pieces = [
        {("line", k) for k in on} | {("factor", f) for f in factors} | {("module", i, 0 if factors else j)}
        for i, (each, factors) in enumerate(zip(bases, linked, strict=True))
        for j, on in enumerate(each or [set()])
    ]
    whole, rest = pieces[0], pieces[1:]
    while any(whole & piece for piece in rest):
        whole = whole.union(*(piece for piece in rest if whole & piece))
        rest = [piece for piece in rest if not whole & piece]
    return not rest


def _chains(p: Constituent) -> list[Block]:
    return [b for b in p.blocks or () if isinstance(b, Block)]


def _is_zero(block: Block) -> bool:
    return block.is_nilpotent and block.size == 1


def parse_module(
    factors: Sequence[Factor], text: str, order: Sequence[int] | None = None, *, alone: bool = False
) -> list[Constituent] | None:
    """The constituents that a text right of ``|x`` names, without its outer parentheses; None for another text.

    Args:
        factors: the simple factors in canonical order.
        text: a sum; a module that stands in it twice counts with all its copies.
        order: the places of the factors in ``factors`` as the name lists them left of ``|x``, and so the labels of weights.
        alone: whether there is no centre; R^k without labels is then no sum of lines, but the one irreducible module of
            dimension k of a simple algebra, if there is one only.

    Examples:
        >>> [(c.weight, c.copies) for c in parse_module([Factor("so(3)", 3, ("A1",))], "R^3 + R + R^3")]
        [(((2,),), 2), (((0,),), 1)]
    """
    parts: dict[Weight, Constituent] = {}
    said = set()
    for term in split(text, "+"):
        part = _parse_term(factors, term, range(len(factors)) if order is None else order, alone)
        if part is None:
            return None
        said.add(part.blocks is None or bool(part.blocks))
        before = parts.get(part.weight)
        parts[part.weight] = part if before is None else _together(before, part)
    return list(parts.values()) if len(said) == 1 else None


def _together(p: Constituent, q: Constituent) -> Constituent:
    """Copies of one module that are listed apart."""
    blocks: Any = None if p.blocks is None or q.blocks is None else p.blocks + q.blocks  # of one kind, or it is no action
    return replace(p, copies=p.copies + q.copies, blocks=blocks)


_TERM = re.compile(r"(?:(\d+)\s*)?([RCHS]\^?\d*\*?(?:\s+R\^2)?)(?:\(([\d,;]+)\))?(?:\[(.*)\])?")


def _all_of_one_kind(read: Sequence[Block | Character]) -> Blocks:
    return tuple(b for b in read if isinstance(b, Block)) or tuple(b for b in read if isinstance(b, Character))


def _parse_term(factors: Sequence[Factor], text: str, order: Sequence[int], alone: bool) -> Constituent | None:
    match = _TERM.fullmatch(text)
    if match is None:
        return None
    copies, name, labels, written_in = int(match[1] or 1), match[2], match[3], match[4]
    read = [] if written_in in (None, "?") else parse_characters(written_in) or parse_blocks(written_in)
    if read is None or copies < 1:
        return None
    blocks: Blocks = None if written_in == "?" else _all_of_one_kind(read)
    names = dict(naturals(factors))
    ranks = [int(kind[1:]) for f in factors for kind in f.types]
    if labels:
        weight = _in_canonical_order([tuple(int(x or 0) for x in part.split(",")) for part in labels.split(";")], factors, order)
        size = re.fullmatch(r"R\^(\d+)", name)
        if size is None or [len(part) for part in weight] != ranks:
            return None
        return _constituent(factors, weight, int(size[1]), copies, blocks)
    if name in names:
        return _constituent(factors, names[name], _size(name), copies, blocks)
    sized = re.fullmatch(r"([RCH])(?:\^(\d+))?", name)
    if sized and len(factors) == 1 and (sized[1] != "R" or (alone and int(sized[2] or 1) > 1)):
        weight = only_module(factors[0], sized[1], _size(name))
        return None if weight is None else _constituent(factors, weight, _size(name), copies, blocks)
    power = re.fullmatch(r"R(?:\^(\d+))?", name)
    zero = tuple((0,) * r for r in ranks)
    return _constituent(factors, zero, 1, copies * int(power[1] or 1), blocks) if power else None


def _in_canonical_order(listed: list[tuple[int, ...]], factors: Sequence[Factor], order: Sequence[int]) -> Weight:
    """The labels of a weight as a name lists them, by the factors in canonical order; too few or too many stay so."""
    if len(listed) != sum(len(f.types) for f in factors):
        return tuple(listed)
    labels = iter(listed)
    by_factor = {i: [next(labels) for _ in factors[i].types] for i in order}
    return tuple(part for i in sorted(by_factor) for part in by_factor[i])


def _constituent(factors: Sequence[Factor], weight: Weight, size: int, copies: int, blocks: Blocks) -> Constituent | None:
    """A constituent by the larger of two conjugate weights; None where its dimension or its number of blocks is another."""
    kinds = [kind for f in factors for kind in f.types]
    complex_size = prod(weyl_dimension(cartan_matrix(k[0], int(k[1:])), part) for k, part in zip(kinds, weight, strict=True))
    field = module_type(factors, weight)
    starred = any(f.name.startswith("so*") for f in factors)  # which half-spinor module is the real one is a choice
    if size != (1 if field == "R" else 2) * complex_size and not (starred and size in (complex_size, 2 * complex_size)):
        return None
    one_each = size > complex_size  # over C and H a pair acts on one copy
    filled = sum((1 if one_each else b.dimension // _chain(b)) * _chain(b) for b in blocks or ())
    if blocks and filled != copies:
        return None
    p = Constituent(weight, size, copies, blocks)
    image = p if larger(factors, weight) == weight else replace(conjugated(p), weight=larger(factors, weight))
    return image if field == "C" else replace(image, blocks=None if blocks is None else upright(blocks))


def _chain(block: Block | Character) -> int:
    return block.size if isinstance(block, Block) else 1


def _size(name: str) -> int:
    """The real dimension of a module with a short name."""
    field, n = name[0], int((re.findall(r"\d+", name) or ["1"])[0])
    return n + 1 if field == "S" else n * {"R": 1, "C": 2, "H": 4}[field]
