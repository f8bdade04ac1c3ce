"""Names of Lie algebras as text: their one canonical spelling, their aliases, and the algebra they stand for.

Grammar: sums of summands ("so(3) + R", "5 so(3)"), semidirect products ("so(3) |x R^3"), parentheses, R^k, names of one
algebra such as so(3,1), sl(2,R), u(2), se(3), heisenberg(1), and those of ``solvable_names``: "R |x R^2[1, 1/2]", "A3,5^(1/2)".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from math import isqrt

from lietheory.algebra.names.brackets import bare, readable, split
from lietheory.algebra.names.module_parser import acting_module, parse_module, with_complex_centre
from lietheory.algebra.names.modules import Constituent, Factor, canonical_module, types_of, written_module
from lietheory.algebra.names.nilpotent_table import read_symbol
from lietheory.algebra.names.simple_types import EXCEPTIONAL, FAMILIES, SimpleType, members, names_of, simple_type, written
from lietheory.algebra.names.solvable_names import read_spectral, spectral_summands, table_symbol
from lietheory.algebra.names.summands import LARGEST_COMPARED, LINE, Piece, join, place, semidirect
from lietheory.errors import UnknownNameError

KNOWN = (
    *("so(3)", "so(3,1)", "sl(2,R)", "sl(2,C)", "gl(2,R)", "sp(4,R)", "usp(4)", "su(2)", "su(2,1)", "u(2)", "so*(6)", "su*(4)"),
    *("se(3)", "iso(3,1)", "sim(2)", "aff(2)", "heisenberg(1)", "poincare(3)", "galilei(3)", "conformal(3)", "g2(2)", "e7(7)"),
    *("R^2", "so(3) + so(3)", "so(3) |x R^3", "R |x R^2[1, 1/2]", "A4,5^(1/2,1/3)"),
)
"""One name of each kind, for suggestions."""

_ATOM = re.compile(r"([a-z]+\d?\*?)\((-?\d+|c)(?:,(\d+|r|c))?\)")
_SMALL = {
    ("so", 2, 0): [("so(2)", 1)],
    ("so", 1, 1): [("so(1,1)", 1)],
    ("so*", 2, 0): [("so(2)", 1)],
    ("soC", 2, 0): [("R^2", 2)],
    ("so", 4, 0): [("so(3)", 3)] * 2,
    ("so", 2, 2): [("so(2,1)", 3)] * 2,
    ("so*", 4, 0): [("so(3)", 3), ("so(2,1)", 3)],
    ("soC", 4, 0): [("so(3,1)", 6)] * 2,
}  # members of the classical families that are not simple


def canonical_name(text: str) -> str:
    """The canonical name of the algebra that a name stands for.

    Args:
        text: the name; spaces and case are free.

    Raises:
        UnknownNameError: a name that is not in the grammar; the nearest known ones are suggested.

    Examples:
        >>> canonical_name("su(2) + u(1)"), canonical_name("so(1,3)"), canonical_name("se(2)")
        ('so(3) + R', 'so(3,1)', 'so(2) |x R^2')
    """
    if not isinstance(text, str):
        cure = 'Give a name such as "so(3)", in quotes.'
        raise UnknownNameError("canonical_name(text)", "a name as text", type(text).__name__, cure)
    return join(pieces(text))


def aliases(name: str, dimension: int) -> tuple[str, ...]:
    """The other names of the algebra with a canonical name, among names of a single algebra.

    Examples:
        >>> aliases("so(3) + so(3)", 6), aliases("so(3) |x R^3", 6)
        (('so(4)',), ('se(3)', 'iso(3)'))
    """
    others = [text for text in candidates(dimension) if text != name and canonical_name(text) == name]
    return tuple(others + [symbol for symbol in [table_symbol(name)] if symbol])


def pieces(text: str) -> list[Piece]:
    """The canonical summands of a name.

    Raises:
        UnknownNameError: a name that is not in the grammar.
    """
    text = bare(readable(text).strip())
    listed = read_symbol(text)
    if listed is not None:
        return [p for name in listed for p in ([Piece(name, int(name[1]))] if name.startswith("L") else pieces(name))]
    spectral = read_spectral(text)
    if spectral is not None:
        return pieces(spectral) if isinstance(spectral, str) else [Piece(*part) for part in spectral_summands(*spectral)]
    summands = split(text, "+")
    if len(summands) > 1:
        return [piece for summand in summands for piece in pieces(summand)]
    factors = split(text, "|x")
    if len(factors) == 2:
        left, acted = pieces(factors[0]), with_complex_centre(*factors)
        over = _over_heisenberg(left, acted)
        if over:
            return [_by_older_name(over)]
        module = _module(left, acted)
        left = [replace(p, name=f"R^{p.dimension}") if module and _is_line(p) else p for p in left]  # the module says how it acts
        right, size = module or right_factor(acted)
        return [_by_older_name(Piece(semidirect(left, right), sum(p.dimension for p in left) + size))]
    count, _, one = text.partition(" ")
    if one.strip() and count.isdecimal() and 0 < int(count) < 4097:  # "5 so(3)"
        return pieces(one) * int(count)
    return _atom(text)


_OVER = re.compile(r"heisenberg\((\d+)\)(?:\[(.*)\])?", re.IGNORECASE)


def over_heisenberg_name(left: Sequence[Piece], n: int, module: str) -> str:
    """The name of s + R^j over heisenberg(n), which is the module given modulo its centre; unwritten for that of sp(2n, R)."""
    natural = [p.name for p in left] == [canonical_name(f"sp({2 * n},R)")] and module == f"R^{2 * n}"
    return semidirect(left, f"heisenberg({n})" + ("" if natural else f"[{bare(module)}]"))


def _over_heisenberg(left: list[Piece], text: str) -> Piece | None:
    """What s + R^j over heisenberg(n) is called, where the text says which module heisenberg(n) is modulo its centre."""
    match = _OVER.fullmatch(text)
    listed = module_of(left, match[2]) if match and match[2] else None
    if match is None or listed is None or sum(p.dimension * p.copies for p in listed[1]) != 2 * int(match[1]):
        return None
    n = int(match[1])
    return Piece(over_heisenberg_name(left, n, written_module(*listed)), sum(p.dimension for p in left) + 2 * n + 1)


def _module(left: list[Piece], text: str) -> tuple[str, int] | None:
    """The canonical name and the real dimension of a module of s + R^j; None for what is no sum of modules of s."""
    module = module_of(left, text)
    if module is None:
        return None
    factors, parts = module
    return written_module(factors, parts), sum(p.dimension * p.copies for p in parts)


def module_of(left: Sequence[Piece], text: str) -> tuple[list[Factor], tuple[Constituent, ...]] | None:
    """The simple factors of s + R^j in order, and the canonical constituents of a module of it; None for another text."""
    simple = [p for p in left if not _is_line(p)]
    places = sorted(range(len(simple)), key=lambda i: place(simple[i]))
    factors = [factor for factor in (types_of(simple[i].name, simple[i].dimension) for i in places) if factor]
    if not factors or len(factors) < len(simple):
        return None
    order = [places.index(i) for i in range(len(simple))]
    lines = [p for p in left if _is_line(p)]
    count, turning = sum(p.dimension for p in lines), [p.name for p in lines] == ["so(2)"]
    parts = acting_module(factors, count, bare(text), order, turning=turning)
    listed = None if parts else parse_module(factors, bare(text), order)
    if listed:  # modules of s, but s + R^j over their sum is a direct sum; or lines that nothing acts on
        cure = "Give a sum of modules, so(3) |x 2 R^3, or one by its highest weight, so(3) |x R^5(4)."
        raise UnknownNameError(f"the name {text!r}", f"a module of {join(left)} on which all of it acts", text, cure)
    return None if parts is None else (factors, canonical_module(factors, parts))


def _is_line(p: Piece) -> bool:
    return p.name in LINE or re.fullmatch(r"R\^\d+", p.name) is not None


def right_factor(text: str) -> tuple[str, int]:
    """The canonical name and the real dimension of what stands right of ``|x``: a module R^k, C^k, H^k, or an algebra."""
    module = re.fullmatch(r"([CcHh])\^(\d+)", text)
    if module:
        return f"{module[1].upper()}^{module[2]}", int(module[2]) * {"C": 2, "H": 4}[module[1].upper()]
    unknown = re.fullmatch(r"R\^(\d+)\(\?\)", text)
    if unknown:
        return text, int(unknown[1])
    summands = pieces(text)
    return join(summands), sum(p.dimension for p in summands)


def parse_atom(text: str) -> tuple[str, int, int]:
    """(family, p, q) of the name of a single algebra, p >= q; ("R", k, 0) for R^k; complex families end in C.

    Raises:
        UnknownNameError: not such a name.
    """
    compact = text.lower().replace(" ", "")
    line = re.fullmatch(r"r(?:\^(\d+))?", compact)
    if line:
        return "R", int(line[1] or 1), 0
    if re.fullmatch(r"[efg]\d", compact):  # without a form it is the split one, whose character is the rank
        return compact, int(compact[1]), 0
    match = _ATOM.fullmatch(compact)
    if not match:
        raise _unknown(text)
    family, first, second = match.groups()
    if first == "c":
        return family + "C", 0, 0
    if second == "c":
        return family + "C", int(first), 0
    p, q = int(first), int(second) if second not in (None, "r") else 0
    return (family, max(p, q), min(p, q)) if second else (family, p, 0)


def _atom(text: str) -> list[Piece]:
    family, p, q = parse_atom(text)
    if family == "R":
        return [Piece("R" if p == 1 else f"R^{p}", p)]
    if family == "heisenberg" and p > 0:
        return [Piece(f"heisenberg({p})", 2 * p + 1)]
    if family == "conformal" and p + q > 0:
        return _reductive("so", p + 1, q + 1) or []
    if family in ("galilei", "bargmann") and p > 0 and q == 0:
        return [_galilean(family, p)]
    affine = _affine(family, p, q)
    atom = affine if affine is not None else _reductive(family, p, q)
    if atom is None:
        raise _unknown(text)
    return atom


def _reductive(family: str, p: int, q: int) -> list[Piece] | None:
    """The summands of a classical or exceptional algebra; None for a name of nothing."""
    if family in FAMILIES:
        kind = simple_type(family, p, q)
        if kind is None:
            return [Piece(*summand) for summand in _SMALL[family, p, q]] if (family, p, q) in _SMALL else None
        even = family not in ("sp", "usp", "so*", "su*", "spC") or (p % 2 == 0 and q % 2 == 0)
        if not even or (q and family not in ("so", "su", "usp")):
            return None
        return [Piece(names_of(kind)[0] if p + q <= LARGEST_COMPARED else written(family, p, q), kind.dimension)]
    if family in ("gl", "u", "glC"):
        line = {"gl": Piece("so(1,1)", 1), "u": Piece("so(2)", 1), "glC": Piece("R^2", 2)}[family]
        simple = {"gl": "sl", "u": "su", "glC": "slC"}[family]
        return [*((_reductive(simple, p, q) or []) if p + q > 1 else []), line] if p > 0 else None
    stem, real = family.removesuffix("C"), not family.endswith("C")
    for (letter, rank), (size, characters) in EXCEPTIONAL.items():
        if stem == f"{letter.lower()}{rank}" and (not real or p in characters):
            kind = SimpleType(letter, rank, (size - p) // 2 if real else size, not real)
            return [Piece(names_of(kind)[0], kind.dimension)]
    return None


def _galilean(family: str, n: int) -> Piece:
    """galilei(n) or bargmann(n); galilei(1) is heisenberg(1)."""
    if (family, n) == ("galilei", 1):
        return Piece("heisenberg(1)", 3)
    return Piece(f"{family}({n})", n * (n - 1) // 2 + 2 * n + 1 + (family == "bargmann"))


def _by_older_name(piece: Piece) -> Piece:
    """galilei(n) or bargmann(n), n > 2, for what is one of them: time, in the centre, moves boosts to translations."""
    n = isqrt(2 * piece.dimension) - 1  # the dimension is n (n + 3) / 2 + 1 or + 2
    if n > 2:
        left, module = [*(_reductive("so", n, 0) or []), Piece("R", 1)], f"2 R^{n}[J2(0)]"
        names = {"galilei": semidirect(left, module), "bargmann": semidirect(left, f"heisenberg({n})[{module}]")}
        return next((_galilean(family, n) for family, name in names.items() if name == piece.name), piece)
    return piece


def _affine(family: str, p: int, q: int) -> list[Piece] | None:
    """The canonical name of a linear algebra with the translations it acts on; None for another family."""
    if family not in ("se", "iso", "euclidean", "poincare", "sim", "aff", "saff") or p < 1:
        return None
    p, q = (p, 1) if family == "poincare" else (p, q)
    size = p + q
    orthogonal = _reductive("so", p, q) or []
    special = (_reductive("sl", size, 0) or []) if size > 1 else []
    line = [Piece("R", 1)]
    left = {"sim": orthogonal + line, "aff": special + line, "saff": special}.get(family, orthogonal)
    if not left:
        return [Piece("R", 1)]
    if (family, size) in (("sim", 1), ("aff", 1)):
        return [Piece("aff(1)", 2)]
    return [Piece(semidirect(left, join([Piece(f"R^{size}", size)])), sum(x.dimension for x in left) + size)]


def candidates(dimension: int) -> list[str]:
    """Names of a single algebra of a dimension."""
    names = [written(*member) for member in members(dimension)]
    names += [
        f"conformal({n - q},{q})" if q else f"conformal({n})"
        for n in range(1, dimension)
        if (n + 2) * (n + 1) // 2 == dimension
        for q in range(n // 2 + 1)
    ]
    names += [f"{letter.lower()}{rank}" for (letter, rank), (size, _) in EXCEPTIONAL.items() if size == dimension]
    for n in range(1, dimension + 1):
        names += [f"gl({n},R)"] * (n * n == dimension) + [f"gl({n},C)"] * (2 * n * n == dimension)
        if n * n == dimension:
            names += [written("u", n - q, q) for q in range(n // 2 + 1)]
        if n * (n + 1) // 2 == dimension:
            names += [f"se({n})", f"iso({n})"] + [f"iso({n - q},{q})" for q in range(1, n // 2 + 1)]
            names += [f"poincare({n - 1})"] * (n > 1)
        names += [f"sim({n})"] * (n * (n + 1) // 2 + 1 == dimension) + [f"aff({n})"] * (n * n + n == dimension)
        names += [f"saff({n})"] * (n * n + n - 1 == dimension and n > 1)
    return names


def _unknown(text: str) -> UnknownNameError:
    return UnknownNameError.nearest(f"the name {text!r}", "Lie algebra", text, KNOWN)
