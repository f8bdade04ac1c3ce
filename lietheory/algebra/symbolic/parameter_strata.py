"""The parameters at which an algebra changes its type, as far as ranks of its structure constants decide that."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING

from lietheory.algebra.algebra_arguments import AlgebraLike, require_sequence
from lietheory.algebra.constructions import symbolic_algebra
from lietheory.algebra.lie_algebra import LieAlgebra
from lietheory.algebra.symbolic_algebra import SymbolicAlgebra, over_rational_functions, symbolic_adjoint, symbolic_constants
from lietheory.errors import ShapeError, in_call
from lietheory.progress import reports_progress

if TYPE_CHECKING:
    import sympy
    from sympy.polys.fields import FracElement
    from sympy.polys.rings import PolyElement

_LARGEST = 8  # the derivations are n^2 unknowns in n^3 equations over a field of rational functions

Row = dict[int, "FracElement"]
Tables = dict[str, tuple[list[Row], int, int]]


@dataclass(frozen=True, eq=False)
class TypeChange:
    """A condition on the parameters under which ranks drop.

    Args:
        condition: an irreducible polynomial; where it vanishes, outside smaller sets, the ranks are ``there``.
        generic: invariant -> value for generic parameters.
        there: invariant -> value on the condition, those that differ only.
        values: the real roots, where the condition has one variable; else None.
    """

    condition: sympy.Expr
    generic: dict[str, int]
    there: dict[str, int]
    values: tuple[sympy.Expr, ...] | None


@reports_progress
def type_changes(L: AlgebraLike) -> list[TypeChange]:
    """The hypersurfaces of parameters on which an algebra has other ranks than generically.

    The ranks are the dimension, the rank of the Killing form, the dimensions of [g, g], of the centre
    and of the derivations, and the modular rank: 0 where every ad x has trace zero, else 1. Off the
    union of the computed surfaces they are all generic, and so is the Killing signature on each connected
    piece of the rest. That decides less than the isomorphism class, which may also vary continuously
    where no rank moves: take ``SymbolicAlgebra.at(values)`` and name it on each piece. On a surface
    the ranks are those of its generic point; at points where surfaces meet they may drop further.
    Where an entry has a pole there is no algebra, and no entry in the list. Conditions in one variable
    without a real root are left out; one in several variables may have no real point.

    Args:
        L: SymPy matrices whose entries are rational functions of free symbols, or their algebra; what has no parameters,
            such as a name, has no changes.

    Raises:
        ShapeError: more than 8 generators, or no algebra for :func:`symbolic_algebra`.

    Examples:
        >>> import sympy
        >>> a = sympy.Symbol("a")  # rotations of x^2 + y^2 + z^2 / a
        >>> turns = [[[0, 0, 0], [0, 0, -1], [0, a, 0]], [[0, 0, 1], [0, 0, 0], [-a, 0, 0]],
        ...          [[0, -1, 0], [1, 0, 0], [0, 0, 0]]]
        >>> change, = type_changes([sympy.Matrix(M) for M in turns])
        >>> change.values, change.generic["killing rank"], change.there["killing rank"]
        ((0,), 3, 1)
    """
    call = "type_changes(L)"
    if not isinstance(L, (SymbolicAlgebra, LieAlgebra, str)):
        _require_small(len(require_sequence(L, call, "L")), call)
    with in_call(call):
        g = symbolic_algebra(L)
    _require_small(g.dimension, call)
    if not g.parameters:
        return []
    tables = _tables(g)
    generic, candidates = {}, set()
    for name, (rows, offset, sign) in tables.items():
        count, pivots = _eliminated(rows)
        generic[name] = offset + sign * count
        candidates |= _factors([*(x.numer for x in pivots), *_poles(rows)])
    changes = []
    for condition in sorted(candidates, key=lambda p: (p.total_degree(), str(p))):
        there = _on_surface(tables, condition, generic)
        values = tuple(dict.fromkeys(condition.real_roots())) if condition.is_univariate else None
        if there and values != ():
            changes.append(TypeChange(condition.as_expr(), generic, there, values))
    return changes


def _require_small(n: int, call: str) -> None:
    if n > _LARGEST:
        raise ShapeError(
            call,
            f"at most {_LARGEST} generators",
            f"{n}: {n**5} entries over rational functions",
            "Substitute values, SymbolicAlgebra.at(values), and compare the named algebras.",
        )


def _tables(g: SymbolicAlgebra) -> Tables:
    """Invariant -> (rows of a matrix, offset, sign): the invariant is offset + sign * rank."""
    import sympy

    n, ad, f = g.dimension, symbolic_adjoint(g), symbolic_constants(g)
    derivations = []
    for i in range(n):
        for j in range(i + 1, n):
            for m in range(n):  # D [e_i, e_j] - [D e_i, e_j] - [e_i, D e_j], with D e_j = sum_k D[j, k] e_k
                row: list[sympy.Expr] = [sympy.S.Zero] * n**2
                for k in range(n):
                    row[k * n + m] += f[i][j][k]
                    row[i * n + k] -= f[k][j][m]
                    row[j * n + k] -= f[i][k][m]
                derivations.append(row)
    matrices = {
        "dimension": (sympy.Matrix([M.flat() for M in g.generators]), 0, 1),
        "killing rank": (g.killing_form, 0, 1),
        "derived dimension": (sympy.Matrix([f[i][j] for i in range(n) for j in range(n)]), 0, 1),
        "center dimension": (sympy.Matrix([M.flat() for M in ad]), n, -1),
        "modular rank": (sympy.Matrix([[M.trace() for M in ad]]), 0, 1),
        "derivations": (sympy.Matrix(derivations or [[sympy.S.Zero] * n**2]), n**2, -1),
    }
    return {name: (_rows(matrix, g.parameters), offset, sign) for name, (matrix, offset, sign) in matrices.items()}


def _rows(matrix: sympy.Matrix, parameters: Sequence[sympy.Symbol]) -> list[Row]:
    rows: dict[int, Row] = {}
    for (i, j), value in over_rational_functions(matrix, parameters, "type_changes(L)").to_dok().items():
        rows.setdefault(i, {})[j] = value
    return list(rows.values())


def _eliminated(rows: Iterable[Row]) -> tuple[int, list[FracElement]]:
    """The rank of sparse rows over a field, and the pivots; constants go first, which vanish nowhere."""
    rest, pivots = [dict(row) for row in rows if row], []
    while rest:
        r, column = min(((r, j) for r, row in enumerate(rest) for j in row), key=lambda at: _weight(rest[at[0]][at[1]]))
        chosen = rest.pop(r)
        pivot = chosen[column]
        pivots.append(pivot)
        for row in rest:
            if column in row:
                factor = row[column] / pivot
                for j, value in chosen.items():
                    row[j] = row.get(j, 0 * value) - factor * value
        rest = [kept for row in rest if (kept := {j: value for j, value in row.items() if value})]
    return len(pivots), pivots


def _weight(value: FracElement) -> int:
    """The order in which pivots are taken: 0 for a constant, which excludes no parameters, then by the number of terms."""
    return len(value.numer) + len(value.denom) - 2 + 10 * (not value.numer.is_ground)


def _factors(parts: Iterable[PolyElement]) -> set[sympy.Poly]:
    """The irreducible factors of polynomials."""
    import sympy

    return {
        sympy.Poly(factor.as_expr(), *sorted(factor.as_expr().free_symbols, key=str))
        for part in parts
        if not part.is_ground
        for factor, _ in part.factor_list()[1]
    }


def _poles(rows: list[Row]) -> set[PolyElement]:
    return {x.denom for row in rows for x in row.values()}


def _on_surface(tables: Tables, condition: sympy.Poly, generic: dict[str, int]) -> dict[str, int]:
    """The invariants that differ at the generic point of a surface; none where a generator has a pole."""
    there: dict[str, int] = {}
    for name, (rows, offset, sign) in tables.items():
        if name == "dimension" and condition in _factors(_poles(rows)):
            return {}
        value = offset + sign * _rank_on(rows, condition)
        if value != generic[name]:
            there[name] = value
        if name in there and name == "dimension":
            return there  # dependent matrices have no structure constants
    return there


def _rank_on(rows: list[Row], condition: sympy.Poly) -> int:
    """The rank over the field Q(surface) = Q(others)[v] / condition, of which v acts as a companion matrix over Q(others)."""
    import sympy

    if not rows:
        return 0
    v = condition.gens[min(range(len(condition.gens)), key=lambda i: int(condition.degree(i)))]
    others = [x for x in next(iter(rows[0].values())).field.symbols if x != v]
    field = sympy.QQ.frac_field(*(others or [sympy.Dummy()]))
    modulus = sympy.Poly(condition.as_expr(), v, domain=field)
    m, blown = int(modulus.degree()), []
    for row in rows:
        common = reduce(lambda a, b: a.lcm(b), (x.denom for x in row.values()))
        entries = {j: sympy.Poly((x.numer * (common.exquo(x.denom))).as_expr(), v, domain=field) for j, x in row.items()}
        for i in range(m):
            new: Row = {}
            for j, entry in entries.items():
                rest = (entry * sympy.Poly(v**i, v, domain=field)).rem(modulus)
                new |= {j * m + int(power): field.convert(c) for (power,), c in rest.rep.to_sympy_dict().items()} if rest else {}
            blown.append(new)
    return _eliminated(blown)[0] // m
