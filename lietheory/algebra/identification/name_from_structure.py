"""The name of a Lie algebra from its structure constants: simple ideals + R^k + the rest, (s + R^j) |x nilradical.

g modulo its nilradical is always reductive. Where the nilradical is abelian it is a module of that,
and the module is recognised by its irreducible constituents.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

import numpy as np

from lietheory.algebra.identification.heisenberg_nilradical import heisenberg_name
from lietheory.algebra.identification.module_of_floats import float_module
from lietheory.algebra.identification.nilpotent import nilpotent_name
from lietheory.algebra.identification.recognise_galilei import galilean_name, planar_name
from lietheory.algebra.identification.recognise_module import exact_module
from lietheory.algebra.identification.semisimple import semisimple_pieces
from lietheory.algebra.identification.solvable import Solvable, is_filiform, solvable_name
from lietheory.algebra.invariants.characteristic_ideals import (
    abelian_hyperplane,
    bracket_space,
    center,
    derived_series,
    lower_central_series,
    nilradical,
    radical,
    upper_central_series,
)
from lietheory.algebra.invariants.direct_decomposition import core_summands, without_lines, without_simple_ideals
from lietheory.algebra.linalg.dispatch import complement, coordinates
from lietheory.algebra.names.summands import Piece, abelian, join, semidirect
from lietheory.algebra.structure.structure_constants import Structure
from lietheory.arrays import is_exact
from lietheory.errors import ClosureError, RankError, UndecidedError
from lietheory.tolerances import FLOAT_ERROR


@dataclass(frozen=True)
class Decomposition:
    """The name of an algebra in parts.

    Args:
        pieces: its summands.
        levi: the simple factors of its Levi factor.
        radical: the name of its radical, "0" where that is zero.
        complete: whether the pieces fix the isomorphism class.
        parameters: what is known of each parameter in the names, in their order, as (lower, upper).
        invariants: where the pieces do not fix the class, further invariants.
        others: names of which this one is a limit that the error does not tell from them.
    """

    pieces: tuple[Piece, ...]
    levi: tuple[Piece, ...]
    radical: str
    complete: bool
    parameters: tuple[tuple[float, float], ...] = ()
    invariants: tuple[str, ...] = ()
    others: tuple[str, ...] = ()

    @property
    def rivals(self) -> tuple[str, ...]:
        """The names with one summand replaced by one of another class that no invariant computed here tells from it."""
        parts = enumerate(self.pieces)
        return tuple(join((*self.pieces[:i], replace(p, name=x), *self.pieces[i + 1 :])) for i, p in parts for x in p.rivals)

    @property
    def neighbours(self) -> tuple[str, ...]:
        """The names with one summand replaced by one that the error of floats alone makes equal to it."""
        parts = [(i, p, x) for i, p in enumerate(self.pieces) if p.form for x in p.form.others]
        return (*(join((*self.pieces[:i], replace(p, name=x), *self.pieces[i + 1 :])) for i, p, x in parts), *self.others)

    @property
    def margin(self) -> float:
        """How far the parameters of its summands are from another name, relative to their error."""
        return min((p.form.margin for p in self.pieces if p.form), default=np.inf)

    @property
    def family(self) -> str:
        """The name without parameters that are known as intervals only."""
        return join(replace(p, name=p.form.family) if p.form else p for p in self.pieces)

    @property
    def without_blocks(self) -> str:
        """The name without how one generator acts on an ideal."""
        return join(replace(p, name=p.form.without_blocks) if isinstance(p.form, Solvable) else p for p in self.pieces)

    def within(self, factor: float, error: float, excluded: Collection[str]) -> Decomposition:
        """The same with parameters known up to an error of the constants, ``factor`` times that of these names.

        ``excluded`` are names that the error would allow and other evidence does not.
        """
        forms = [p.form.within(factor, error, excluded) if p.form else None for p in self.pieces]
        pieces = tuple(replace(p, name=f.name, form=f) if f else p for p, f in zip(self.pieces, forms, strict=True))
        parameters = tuple(x for f in forms if f for x in f.parameters)
        radical = join(pieces) if not self.levi else self.radical
        renamed = replace(self, pieces=pieces, parameters=parameters, radical=radical)
        return renamed._with_lines_in_blocks() if error > FLOAT_ERROR else renamed

    def _with_lines_in_blocks(self) -> Decomposition:
        """The same, but for an eigenvalue that may be zero, and a central line, one Jordan block, a limit of such sums."""
        line = next((p for p in self.pieces if p.name in abelian(p.dimension)), None)
        joined = [(p, form) for p in self.pieces if line and isinstance(p.form, Solvable) if (form := p.form.with_a_line())]
        if line is None or not joined:
            return self
        part, form = joined[0]
        pieces = [p for p in self.pieces if p is not part and p is not line]
        pieces += [Piece(name, line.dimension - 1) for name in abelian(line.dimension - 1)]
        pieces.append(Piece(form.name, part.dimension + 1, form))
        parameters = tuple(x for p in pieces if p.form for x in p.form.parameters)
        radical = join(pieces) if not self.levi else self.radical
        return replace(
            self, pieces=tuple(pieces), parameters=parameters, radical=radical, others=(join(self.pieces), *self.neighbours)
        )


@dataclass(frozen=True)
class _Core:
    """The name of an indecomposable algebra, whether it fixes the class, and its parameters."""

    piece: Piece
    complete: bool
    parameters: tuple[tuple[float, float], ...] = ()


def decompose(g: Structure) -> Decomposition:
    """The summands, the Levi factor and the radical of a Lie algebra, by name.

    Raises:
        UndecidedError, ClosureError: the constants are too noisy to name a simple factor.
    """
    rows = radical(g)
    levi, known = semisimple_pieces(g.quotient(rows))
    if not len(rows):
        return Decomposition(tuple(levi), tuple(levi), "0", known)
    pieces, cores, complete = _with_radical(g)
    complete = known and complete
    inside = join(pieces) if not levi else decompose(g.restrict(rows)).radical
    parameters = tuple(interval for core in cores for interval in core.parameters)
    return Decomposition(tuple(pieces), tuple(levi), inside, complete, parameters, () if complete else described(g))


def decomposed(g: Structure) -> Decomposition | None:
    """:func:`decompose`, or None where errors make the constants those of no Lie algebra that has a name.

    Examples:
        >>> decomposed(Structure(np.zeros((2, 2, 2)))).radical
        'R^2'
    """
    try:
        return decompose(g)
    except (UndecidedError, ClosureError, RankError, np.linalg.LinAlgError):
        return None


def described(g: Structure) -> tuple[str, ...]:
    """Invariants of an algebra that its name does not fix: dimensions of its series and of its nilradical."""
    rows = nilradical(g)
    series = {
        "derived series": derived_series(g),
        "lower central series": lower_central_series(g),
        "upper central series": upper_central_series(g),
        "nilradical": lower_central_series(g.restrict(rows)),
    }
    return tuple(f"{name}: {', '.join(str(len(term)) for term in terms)}" for name, terms in series.items())


def _with_radical(g: Structure) -> tuple[list[Piece], list[_Core], bool]:
    """The summands of an algebra with a radical: the simple ideals, the centre outside [g, g], the rest."""
    simple, rest = without_simple_ideals(g)
    pieces, known = semisimple_pieces(g.restrict(simple)) if len(simple) else ([], True)
    inner = g.restrict(rest)
    if not inner.is_exact and inner.error < inner.size < 1:  # its name does not scale, but zeros are beside maps of size one
        inner = Structure(inner.constants / inner.size, inner.error / inner.size)
    core, lines = without_lines(inner)
    core = inner.restrict(core)
    named = [_core(core.restrict(rows)) for rows in core_summands(core)]
    named.sort(key=lambda summand: (-summand.piece.dimension, summand.piece.name))
    pieces += [Piece(name, len(lines)) for name in abelian(len(lines))]
    return [*pieces, *(summand.piece for summand in named)], named, known and all(summand.complete for summand in named)


def _core(g: Structure) -> _Core:
    """The name of an indecomposable algebra that is neither simple nor abelian."""
    n = g.dimension
    rows = nilradical(g)
    if not len(rows):
        got = "a radical without a nilpotent ideal"
        raise UndecidedError("identify(L)", "a Lie algebra", got, "Give the noise of the generators, or cleaner generators.")
    if len(rows) == n:
        name = nilpotent_name(g) or _nilpotent(g)
        return _Core(Piece(name, n), not name.startswith("nilpotent"))
    solvable = solvable_name(g, rows)
    if solvable:
        return _Core(Piece(solvable.name, n, solvable), solvable.complete, solvable.parameters)
    ideal, top = g.restrict(rows), g.quotient(rows)
    if len(bracket_space(ideal, ideal.whole, ideal.whole)):
        galilean = galilean_name(g) or planar_name(g)
        if galilean:
            return _Core(Piece(galilean, n), True)
        left, lines = _reductive(top)
        core = heisenberg_name(g, rows, top, left, lines)
        abelian_rows = abelian_hyperplane(g, rows) if core is None and not lines else None
        if abelian_rows is None:
            core = core or (semidirect(left, _nilpotent(ideal)), False)
            return _Core(Piece(core[0], n), core[1])
        rows, top = abelian_rows, g.quotient(abelian_rows)
    rest = complement(rows)
    brackets = g.brackets(rest, rows).reshape(-1, n)
    action = coordinates(rows, brackets)[0].reshape(len(rest), len(rows), len(rows)).swapaxes(1, 2)
    return _module(*_reductive(top), top, action)


def _reductive(top: Structure) -> tuple[list[Piece], int]:
    """The simple factors of a reductive algebra, and the dimension of its centre."""
    derived = bracket_space(top, top.whole, top.whole)
    factors = semisimple_pieces(top.restrict(derived))[0] if len(derived) else []
    lines = top.dimension - len(derived)
    return factors + [Piece(name, lines) for name in abelian(lines)], lines


def _nilpotent(g: Structure) -> str:
    """R^k, heisenberg(k), bargmann(1), or else only its dimension."""
    derived, middle = bracket_space(g, g.whole, g.whole), center(g)
    if not len(derived):
        return abelian(g.dimension)[0]
    if len(derived) == len(middle) == 1:
        return f"heisenberg({g.dimension // 2})"
    if is_filiform(g):
        return "bargmann(1)"
    return f"nilpotent({g.dimension})"


def _module(left: list[Piece], lines: int, top: Structure, action: np.ndarray) -> _Core:
    """The name of top |x R^m for the matrices (k, m, m) by which top acts on R^m."""
    m, factors = action.shape[1], [p for p in left if not p.name.startswith("R")]
    size = top.dimension + m
    if not factors and m == 1:
        return _Core(Piece("aff(1)", 2), True)
    if not factors and m == 2:
        plane = _plane(action, top.error)
        if plane:
            return _Core(Piece(semidirect(plane, "R^2"), size), True)
    if not factors:
        return _Core(Piece(semidirect(left, f"R^{m}"), size), False)
    if is_exact(action):
        name, complete = exact_module(factors, lines, top, action) or (f"R^{m}(?)", False)
        return _Core(Piece(semidirect(left, name), size), complete)
    module = float_module(left, factors, lines, top, action)
    if module is None:
        return _Core(Piece(semidirect(left, f"R^{m}(?)"), size), False)
    return _Core(Piece(module.name, size, module), module.complete, module.parameters)


def _plane(action: np.ndarray, zero: float) -> list[Piece] | None:
    """What acts on R^2: so(2), so(1,1), or so(2) + R; None where the name would not fix the class."""
    doubled = 2 * action - np.trace(action, axis1=1, axis2=2)[:, None, None] * np.eye(2, dtype=np.int64)
    minors = doubled[:, 0, 0] * doubled[:, 1, 1] - doubled[:, 0, 1] * doubled[:, 1, 0]
    turns = bool((minors > zero).any())
    if len(action) == 2:
        return [Piece("so(2)", 1), Piece("R", 1)] if turns else None
    if abs(np.trace(action[0])) > zero:
        return None
    return [Piece("so(2)" if turns else "so(1,1)", 1)] if turns or minors[0] < -zero else None
