"""The Cartan decomposition g = k + p of an algebra of Pauli sums, for an involution that is named."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from lietheory.algebra.circuits.state_space import pauli_basis
from lietheory.algebra.lie_algebra import LieAlgebra
from lietheory.algebra.pauli.basis import PauliBasis
from lietheory.algebra.pauli.closure import close
from lietheory.algebra.pauli.compact_types import type_of
from lietheory.algebra.pauli.operators import PauliSums
from lietheory.algebra.pauli.strings import anticommute, masks, text_of
from lietheory.errors import ShapeError, shown


@dataclass(frozen=True, eq=False)
class InvolutionSplit:
    """g = k + p with [k, k] and [p, p] in k and [k, p] in p.

    Args:
        k: the fixed algebra; None where it is 0.
        name: of k, with multiplicities.
        p: a basis of p, each i times a sum of strings.
    """

    k: LieAlgebra | None
    name: str
    p: tuple[dict[str, Fraction], ...]


def involution_split(g: LieAlgebra, involution: str) -> InvolutionSplit:
    """The parts of g on which an involution is 1 and -1.

    Args:
        g: an algebra of Pauli sums.
        involution: "transpose" for A -> -A^T, which fixes the real matrices of g; or a Pauli string Q for A -> Q A Q.

    Raises:
        ShapeError: no such involution, or one that does not map g to itself.

    Examples:
        >>> from lietheory import lie_closure
        >>> split = involution_split(lie_closure(["XI", "ZI", "IX", "IZ", "ZZ"]), "transpose")
        >>> split.name, len(split.p)
        ('2 so(3)', 9)
    """
    call = "involution_split(g, involution)"
    basis = pauli_basis(g, call)
    fixed = _fixed(basis, involution, call)
    parts: tuple[list[dict[int, Fraction]], list[dict[int, Fraction]]] = ([], [])
    for k in range(basis.dimension):
        columns, values = basis.rows.row(k)
        for side in (0, 1):
            kept = {int(c): Fraction(int(v)) for c, v in zip(columns, values, strict=True) if fixed[c] == (side == 0)}
            if kept:
                parts[side].append(kept)
    even, odd = (_independent(rows) for rows in parts)
    if len(even) + len(odd) != basis.dimension:  # the parts of the elements span more than g
        got = f"parts of dimensions {len(even)} and {len(odd)} for one of {basis.dimension}"
        raise ShapeError(call, "an involution that maps g to itself", got, "Take another one.")
    p = tuple({_text(basis, c): value for c, value in row.items()} for row in odd)
    if not even:
        return InvolutionSplit(None, "0", p)
    terms = tuple({(int(basis.x[c]), int(basis.z[c])): value for c, value in row.items()} for row in even)
    made = close(PauliSums(basis.qubits, terms, basis.exact, basis.multiplied), call)
    return InvolutionSplit(LieAlgebra(None, None, None, True, made), type_of(made, call).name, p)


def _fixed(basis: PauliBasis, involution: str, call: str) -> list[bool]:
    """For each string P of the basis whether iP is fixed."""
    codes = list(zip(basis.x.tolist(), basis.z.tolist(), strict=True))
    if involution == "transpose":  # P^T = (-1)^(number of Y) P
        return [(x & z).bit_count() % 2 == 1 for x, z in codes]
    if len(involution) != basis.qubits:
        expected = f'"transpose", or a Pauli string of {basis.qubits} letters'
        raise ShapeError(call, expected, shown(involution), "Name one of these.")
    return [not anticommute(*masks(involution, call), *code) for code in codes]


def _independent(rows: list[dict[int, Fraction]]) -> list[dict[int, Fraction]]:
    """The rows that are not combinations of those before them."""
    echelon: dict[int, dict[int, Fraction]] = {}
    kept = []
    for row in rows:
        rest = dict(row)
        while rest:
            lead = min(rest)
            if lead not in echelon:
                echelon[lead] = {c: value / rest[lead] for c, value in rest.items()}
                kept.append(row)
                break
            factor = rest[lead]
            for c, value in echelon[lead].items():
                rest[c] = rest.get(c, Fraction(0)) - factor * value
            rest = {c: value for c, value in rest.items() if value}
    return kept


def _text(basis: PauliBasis, column: int) -> str:
    return text_of(int(basis.x[column]), int(basis.z[column]), basis.qubits)
