"""Algebras of Pauli sums: skew-Hermitian and so compact, which makes centre and simple ideals a complete name."""

from __future__ import annotations

from lietheory.algebra.identification.name_from_structure import Decomposition
from lietheory.algebra.identification.one_generator import line_name
from lietheory.algebra.names.summands import Piece, abelian, in_order
from lietheory.algebra.pauli.basis import PauliBasis
from lietheory.algebra.pauli.compact_types import type_of

_SMALL = 4  # qubits, up to which a single generator is named by its spectrum


def decomposed_sums(basis: PauliBasis, call: str) -> Decomposition:
    """The summands of an algebra with a sparse basis.

    Raises:
        UndecidedError: no prime tried determines its type.
    """
    if basis.dimension == 1 and basis.qubits <= _SMALL:
        line = line_name(basis.matrices(call)[0], 0.0)[0]
        return Decomposition((Piece(line, 1),), (), line, True)
    parts = type_of(basis, call)
    simple = tuple(piece for piece in parts.pieces if piece.name != "R")
    return Decomposition(tuple(in_order(parts.pieces)), simple, (abelian(parts.center) or ["0"])[0], True)


def described_sums(basis: PauliBasis) -> str:
    """What the name was read from."""
    kind = "i times Hermitian" if basis.multiplied else "skew-Hermitian"
    return f"{kind} Pauli sums on {basis.qubits} qubits"
