"""Whether two names can be of one algebra, where some of their numbers are known only as intervals.

The canonical spelling of a class is the greatest of those that automorphisms and a change of sign of the generator of the centre
make of it. Intervals that overlap leave open which is the greatest, so all spellings of one name are compared with the other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from lietheory.algebra.names.brackets import bare, split
from lietheory.algebra.names.jordan_blocks import agree, paired, together
from lietheory.algebra.names.modules import images
from lietheory.algebra.names.parser import canonical_name, module_of, pieces
from lietheory.algebra.names.solvable_names import read_spectral

Spelling = tuple[Any, Sequence[Any]]
"""What has to be the same in two names, and the blocks of each module, which have to agree."""


def stands_for(text: str, name: str) -> bool:
    """Whether a name stands for the algebra with a canonical name, up to intervals in that one.

    Raises:
        UnknownNameError: a text that is not in the grammar.

    Examples:
        >>> stands_for("su(2)", "so(3)"), stands_for("A3,5^(2)", "R |x R^2[1, 0.49..0.51]")
        (True, True)
    """
    return agrees(canonical_name(text), name)


def agrees(name: str, other: str) -> bool:
    """Whether two canonical names are one, or differ only in intervals that overlap.

    Examples:
        >>> agrees("R |x R^2[1, 0.49..0.51]", "R |x R^2[1, 1/2]"), agrees("R |x R^2[1, 1/3]", "R |x R^2[1, 1/2]")
        (True, False)
        >>> agrees("(so(3) + R) |x (2 R^3[1/2, -1/2] + R[1])", "(so(3) + R) |x (2 R^3[0.51, -0.51..-0.49] + R[-1])")
        False
        >>> agrees("(so(3) + R) |x (2 R^3[1/2, -1/2] + R[1])", "(so(3) + R) |x (2 R^3[0.49..0.51, -0.51..-0.49] + R[-1])")
        True
    """
    if name == other or ".." not in name + other:
        return name == other
    here, there = (Counter(map(bare, split(text, "+"))) for text in (name, other))
    return paired(list((here - there).elements()), list((there - here).elements()), _are_one)


def _are_one(summand: str, other: str) -> bool:
    if ".." not in summand + other:
        return False
    fixed, blocks = next(_spellings(other))
    return any(head == fixed and all(map(agree, lists, blocks)) for head, lists in _spellings(summand))


def _spellings(summand: str) -> Iterator[Spelling]:
    """The given spelling of a summand, and the others of the same algebra."""
    spectral = read_spectral(summand)
    if isinstance(spectral, tuple):
        yield from ((spectral[0], lists) for lists in together([spectral[1]]))
        return
    left, *right = split(summand, "|x")
    ideal, mark, inner = right[0].partition("[") if right and right[0].startswith("heisenberg") else ("", "", "")
    listed = module_of(pieces(left), inner[:-1] if mark else right[0]) if right else None
    if listed is None:
        yield summand, ()
        return
    factors, parts = listed
    for image in (parts, *images(factors, parts)):
        yield (left, ideal, [(p.weight, p.copies, p.blocks is None) for p in image]), [p.blocks or () for p in image]
