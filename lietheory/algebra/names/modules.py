"""Names of the real modules that a reductive algebra s + R^j acts on, as sums of irreducible modules of s.

An irreducible real module is known by its real dimension and a highest weight of its complexification, one tuple of
Dynkin labels for each simple type. It is written R^n(labels), labels of different factors apart by ";", or as the
natural module R^n, C^n or H^n of a factor, R^n* for its dual, S^k R^2 for a power of that of sl(2, R), and R^k
for k lines on which s acts by zero (k R where R^k is a natural module). A number before it counts copies.

One element of the centre acts on the sum M of the copies: [blocks] are those of ``jordan_blocks``, a pair for two
copies of a module of real type, and for one of complex or quaternionic type. Without brackets it is the identity.
A centre of dimension k > 1 acts by the characters that ``characters`` writes.
What is not known is written "?": R^n(?) for a module, [?] for how the centre acts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from itertools import permutations, product

from lietheory.algebra.linalg.algebraic_numbers import middle
from lietheory.algebra.names.characters import Character, canonical_characters
from lietheory.algebra.names.dynkin import arrangements, cartan_matrix
from lietheory.algebra.names.jordan_blocks import ONE, Block, agree, together
from lietheory.algebra.names.simple_types import SimpleType, members, natural_module, simple_type

Weight = tuple[tuple[int, ...], ...]
"""The Dynkin labels of a highest weight, a tuple for each simple type of a factor, of all factors in turn."""

Blocks = tuple[Block, ...] | tuple[Character, ...] | None
"""How the centre acts on the copies of a module."""


@dataclass(frozen=True)
class Factor:
    """A simple factor over the reals: its canonical name, its real dimension and the types of its complexification."""

    name: str
    dimension: int
    types: tuple[str, ...]


@dataclass(frozen=True)
class Constituent:
    """Copies of one irreducible real module.

    Args:
        weight: of two conjugate weights the larger.
        dimension: the real dimension of one copy.
        copies: their number.
        blocks: how the centre acts on the space of copies; empty where there is none, None where that is open. For a module of
            complex type they are those on the highest weight vectors of ``weight``.
    """

    weight: Weight
    dimension: int
    copies: int
    blocks: Blocks = ()


def canonical_module(factors: Sequence[Factor], parts: Sequence[Constituent]) -> tuple[Constituent, ...]:
    """The constituents in the order in which they are written, the same for all that automorphisms of s + R make of them."""
    return reduce(_greater, images(factors, parts))


def images(factors: Sequence[Factor], parts: Sequence[Constituent]) -> Iterator[tuple[Constituent, ...]]:
    """What automorphisms of s + R make of the constituents, each in the order in which they are written."""
    for move in automorphisms(factors):
        yield from map(_sorted, _with_center(factors, [_moved(factors, p, move(p.weight)) for p in parts]))


def _moved(factors: Sequence[Factor], p: Constituent, weight: Weight) -> Constituent:
    """A constituent with another weight, or with the conjugate one, where the centre acts by conjugates."""
    image = larger(factors, weight)
    return replace(p if image == weight else conjugated(p), weight=image)


def conjugated(p: Constituent) -> Constituent:
    """The constituent with the complex conjugates of its blocks."""
    whole = [b for b in p.blocks or () if isinstance(b, Block)]
    turned = [b if b.imaginary is None else replace(b, imaginary=-b.imaginary) for b in whole]
    others = [b.conjugate for b in p.blocks or () if isinstance(b, Character)]
    return replace(p, blocks=None if p.blocks is None else tuple(turned) or tuple(others))


def upright(blocks: tuple[Block, ...] | tuple[Character, ...]) -> Blocks:
    """The blocks with positive imaginary parts, where conjugates mean the same."""
    whole = [b for b in blocks if isinstance(b, Block)]
    turned = [b if b.imaginary is None or middle(b.imaginary) > 0 else replace(b, imaginary=-b.imaginary) for b in whole]
    return tuple(turned) or tuple(b for b in blocks if isinstance(b, Character))


def _with_center(factors: Sequence[Factor], parts: list[Constituent]) -> Iterator[list[Constituent]]:
    """The constituents for each choice of a basis of the centre that may be the one written."""
    parts = list(_sorted(parts))
    signed = [conjugate_of(factors, p.weight) != p.weight for p in parts]
    acting = [[b for b in p.blocks or () if isinstance(b, Character)] for p in parts]
    if any(acting):
        canonical = canonical_characters(acting, signed)
        yield [replace(p, blocks=canonical[i] if canonical and p.blocks is not None else None) for i, p in enumerate(parts)]
        return
    for lists in together([[b for b in p.blocks or () if isinstance(b, Block)] for p in parts], signed):
        yield [p if p.blocks is None else replace(p, blocks=tuple(b)) for p, b in zip(parts, lists, strict=True)]


def _sorted(parts: Sequence[Constituent]) -> tuple[Constituent, ...]:
    return tuple(sorted(parts, key=lambda p: (any(map(any, p.weight)), p.dimension, p.weight), reverse=True))


def _greater(one: tuple[Constituent, ...], two: tuple[Constituent, ...]) -> tuple[Constituent, ...]:
    """The image that is written: the greater one. Intervals that overlap do not decide it as long as other numbers do."""
    pairs = [(_order(p), _order(q)) for p, q in zip(one, two, strict=True)]
    apart = next((i for i, (p, q) in enumerate(pairs) if p[:-1] != q[:-1] or not agree(p[-1], q[-1])), None)
    p, q = pairs[apart] if apart is not None else zip(*pairs, strict=True)
    return one if p >= q else two


def _order(p: Constituent) -> tuple:
    return p.dimension, p.weight, p.copies, [b.key if isinstance(b, Character) else b for b in p.blocks or ()]


def automorphisms(factors: Sequence[Factor]) -> Iterator:
    """How the automorphisms of a semisimple real algebra move weights: equal factors, and the diagrams of single ones."""
    ends = [sum(len(f.types) for f in factors[:i]) for i in range(len(factors) + 1)]
    for order in permutations(range(len(factors))):
        if any(factors[i].name != f.name for i, f in zip(order, factors, strict=True)):
            continue
        for choice in product(*(_diagram_maps(f) for f in factors)):

            def move(weight: Weight, order=order, choice=choice) -> Weight:
                parts = [change(weight[ends[i] : ends[i + 1]]) for i, change in zip(order, choice, strict=True)]
                return tuple(labels for part in parts for labels in part)

            yield move


def _diagram_maps(factor: Factor) -> list:
    """How the automorphisms of a simple real algebra move the weights of its complexification."""
    kind = factor.types[0]
    letter, rank = kind[0], int(kind[1:])
    A = cartan_matrix(letter, rank)
    orders = list(arrangements(A, A))
    starred = re.fullmatch(r"so\*\((\d+)\)", factor.name)
    if starred and int(starred[1]) % 4 == 0:
        orders = orders[:1]  # the half-spinors are a real and a quaternionic module
    if kind == "D4" and factor.name not in ("so(8)", "so(4,4)") and len(factor.types) == 1:
        orders = [order for order in orders if order[0] == 0]  # the vector is the only real one of dimension 8
    maps = [lambda w, o=o: tuple(tuple(labels[i] for i in o) for labels in w) for o in orders]
    return maps + ([lambda w, f=f: f(w)[::-1] for f in maps] if len(factor.types) == 2 else [])


def conjugate(factor: Factor, weight: Weight) -> Weight:
    """The highest weight of the complex conjugate of a module of a simple real algebra.

    Examples:
        >>> conjugate(Factor("su(2,1)", 8, ("A2",)), ((1, 0),)), conjugate(Factor("sl(3,R)", 8, ("A2",)), ((1, 0),))
        (((0, 1),), ((1, 0),))
    """
    if len(factor.types) == 2:
        return weight[::-1]
    labels = weight[0]
    letter, rank = factor.types[0][0], len(labels)
    if letter == "A" and rank > 1 and not _is_inner(factor):
        return (labels[::-1],)
    if letter == "D" and not _is_inner(factor):
        return ((*labels[:-2], labels[-1], labels[-2]),)
    if factor.types[0] == "E6" and factor.name in ("e6(2)", "e6(-14)", "e6(-78)"):
        return (tuple(labels[i] for i in (5, 1, 4, 3, 2, 0)),)
    return weight


def _is_inner(factor: Factor) -> bool:
    """Whether conjugation fixes all weights of a real form of type A or D."""
    p, q = (int(x) for x in (*re.findall(r"\d+", factor.name), "0")[:2])
    if factor.name.startswith("so*"):
        return p % 4 == 0
    if factor.name.startswith("so"):
        return (p - q) % 4 == 0
    return not factor.name.startswith("su(")


def larger(factors: Sequence[Factor], weight: Weight) -> Weight:
    """Of a weight and that of the conjugate module, which is the same real module, the larger."""
    return max(weight, conjugate_of(factors, weight))


def conjugate_of(factors: Sequence[Factor], weight: Weight) -> Weight:
    """The highest weight of the complex conjugate of a module of s."""
    image: list[tuple[int, ...]] = []
    for factor in factors:
        image += conjugate(factor, weight[len(image) : len(image) + len(factor.types)])
    return tuple(image)


def written_module(factors: Sequence[Factor], parts: Sequence[Constituent]) -> str:
    """The text right of ``|x`` for canonical constituents."""
    names = naturals(factors)
    taken = {text for text, _ in names}
    identity = all(block == Block(1, ONE) for p in parts for block in p.blocks or ()) and all(p.blocks is not None for p in parts)
    terms = [_term(names, taken, p) + _brackets(p, identity) for p in parts]
    return f"({' + '.join(terms)})" if len(terms) > 1 else terms[0]


def _brackets(p: Constituent, identity: bool) -> str:
    if p.blocks is None:
        return "[?]"
    return "" if identity or not p.blocks else f"[{', '.join(map(str, p.blocks))}]"


def _term(names: list[tuple[str, Weight]], taken: set[str], p: Constituent) -> str:
    if not any(map(any, p.weight)):
        power = f"R^{p.copies}"
        return "R" if p.copies == 1 else f"{p.copies} R" if power in taken else power
    short = next((text for text, weight in names if weight == p.weight), None)
    labels = ";".join(",".join(map(str, part)) for part in p.weight)
    return (f"{p.copies} " if p.copies > 1 else "") + (short or f"R^{p.dimension}({labels})")


def naturals(factors: Sequence[Factor]) -> list[tuple[str, Weight]]:
    """The modules of s that have a short name, each name and each weight once: where two have one name, neither has it.

    Examples:
        >>> naturals([Factor("so(3)", 3, ("A1",))])
        [('R^3', ((2,),)), ('C^2', ((1,),))]
    """
    by_space: dict[str, list[Weight]] = {}
    for i, factor in enumerate(factors):
        before, after = (tuple((0,) * int(t[1:]) for f in part for t in f.types) for part in (factors[:i], factors[i + 1 :]))
        for text, weight in _naturals(factor):
            by_space.setdefault(text, []).append((*before, *weight, *after))
    if [f.name for f in factors] in (["so(3)"] * 2, ["so(2,1)"] * 2):
        by_space["R^4"] = [((1,), (1,))]  # the vector of so(4) or so(2,2)
    return [(text, weights[0]) for text, weights in by_space.items() if len(weights) == 1]


def _naturals(factor: Factor) -> Iterator[tuple[str, Weight]]:
    seen: list[Weight] = []
    for family, p, q in members(factor.dimension):
        kind, module = simple_type(family, p, q), natural_module(family, p, q)
        if kind is None or module is None or kind != kind_of(factor):
            continue
        weight = natural_weight(family, p + q, factor.types)
        irreducible = module.name != "C^2" or factor.name != "so(2,1)"  # su(1, 1) acts on C^2 = 2 R^2
        if irreducible and weight not in seen and larger([factor], weight) == weight:
            seen.append(weight)
            yield module.name, weight
        dual = tuple(labels[::-1] for labels in weight)
        if family == "sl" and p > 2 and p != 4:
            yield f"{module.name}*", dual
    if factor.name == "so(2,1)":
        yield from ((f"S^{k} R^2", ((k,),)) for k in range(3, 100))


def kind_of(factor: Factor) -> SimpleType | None:
    """The class of a simple factor with the name of a classical algebra; None for an exceptional one."""
    match = re.fullmatch(r"([a-z]+\*?)\((\d+)(?:,(\d+|R|C))?\)", factor.name)
    if match is None:
        return None
    family, p, q = match.groups()
    return simple_type(family + "C", int(p)) if q == "C" else simple_type(family, int(p), int(q) if q and q != "R" else 0)


def natural_weight(family: str, size: int, types: tuple[str, ...]) -> Weight:
    """The highest weight of the natural module of a member of a classical family, n x n in complex matrices.

    Examples:
        >>> natural_weight("so", 6, ("A3",)), natural_weight("sp", 4, ("B2",)), natural_weight("slC", 3, ("A2", "A2"))
        (((0, 1, 0),), ((0, 1),), ((1, 0), (0, 0)))
    """
    kind, rank = types[0], int(types[0][1:])
    labels = [0] * rank
    if family in ("so", "soC", "so*") and kind[0] == "A":
        labels = {1: [2], 3: [0, 1, 0]}[rank] if size != 4 else [1]
    elif family in ("sp", "spC", "usp") and kind == "B2":
        labels = [0, 1]
    elif family == "so*" and kind == "D4":
        labels[2] = 1  # so*(8) = so(6, 2), whose vector has the first node
    else:
        labels[0] = 1
    zero = tuple(labels) if size == 4 and family == "so" and len(types) == 2 else (0,) * rank
    return (tuple(labels), zero) if len(types) == 2 else (tuple(labels),)


def types_of(name: str, dimension: int) -> Factor | None:
    """A simple factor by its canonical name; None for another name.

    Examples:
        >>> types_of("so(3,1)", 6).types, types_of("e6(6)", 78).types
        (('A1', 'A1'), ('E6',))
    """
    exceptional = re.fullmatch(r"([efg]\d)\((C|-?\d+)\)", name)
    if exceptional:
        return Factor(name, dimension, (exceptional[1].upper(),) * (2 if exceptional[2] == "C" else 1))
    kind = kind_of(Factor(name, dimension, ()))
    if kind is None:
        return None
    return Factor(name, dimension, (f"{kind.letter}{kind.rank}",) * (2 if kind.is_complex else 1))
