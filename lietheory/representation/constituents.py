"""The irreducible constituents of a representation: their invariants, their usual names, and the table of them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from lietheory.algebra.invariants.root_vectors import SimpleFactor
from lietheory.algebra.names.dynkin import cartan_matrix, positive_roots
from lietheory.files import array, load, part, rows, save

_STILL = 1e-6  # an orthonormal basis of the centre acts by more than this where it acts at all


@dataclass(frozen=True, eq=False)
class Constituent:
    """An irreducible real representation and how often it occurs.

    Args:
        dimension: its real dimension.
        multiplicity: the number of copies.
        commutant: "R", "C" or "H", the real algebra of matrices that commute with one copy.
        highest_weight: the Dynkin labels of one irreducible summand of its complexification, a tuple for
            each simple type in the order of the factors; of two conjugate ones the larger.
        charges: the eigenvalues of the basis of the centre on that summand.
        subspace: (multiplicity * dimension, d), an orthonormal basis of all copies together, as rows.
    """

    dimension: int
    multiplicity: int
    commutant: str
    highest_weight: tuple[tuple[int, ...], ...]
    charges: tuple[complex, ...]
    subspace: np.ndarray


@dataclass(frozen=True, eq=False)
class Representation:
    """A space as a sum of irreducible representations of a reductive algebra of matrices.

    The nodes of a Dynkin diagram are numbered as by Bourbaki. Where the diagram has symmetries, bare
    matrices do not fix the numbering (the vector and the half-spinors of so(8) are the same matrices); the
    one with the largest weights is taken, so that equal representations get equal labels.

    Args:
        dimension: of the space.
        factors: the simple ideals over the reals.
        center: (k, d, d), an orthonormal basis of the centre, to which the charges refer.
        constituents: the larger weights first.
        rounding: how far the computed labels were from integers.
    """

    dimension: int
    factors: tuple[SimpleFactor, ...]
    center: np.ndarray
    constituents: tuple[Constituent, ...]
    rounding: float

    def __str__(self) -> str:
        """A table, one isotypic component a line."""
        parts = [f"{factor.name} ({' + '.join(factor.types)})" for factor in self.factors]
        parts += [f"centre of dimension {len(self.center)}"] * bool(len(self.center))
        head = ("dimension", "copies", "commutant", "highest weight", "called") + ("charges",) * bool(len(self.center))
        lines = [head, *(self._line(c) for c in self.constituents)]
        widths = [max(len(line[i]) for line in lines) for i in range(len(head))]
        table = ["  ".join(f"{cell:<{w}}" for cell, w in zip(line, widths, strict=True)).rstrip() for line in lines]
        return "\n".join([f"{' + '.join(parts)} on R^{self.dimension}", *table])

    def _line(self, c: Constituent) -> tuple[str, ...]:
        weight = " x ".join(map(_written, c.highest_weight)) or "-"
        line = (str(c.dimension), str(c.multiplicity), c.commutant, weight, self.called(c))
        return (*line, ", ".join(map(_number, c.charges))) if c.charges else line

    def called(self, c: Constituent) -> str:
        """What a constituent is usually called, factor by factor, such as "spinor of so(7)"."""
        ends = np.cumsum([0, *(len(factor.types) for factor in self.factors)])
        acting = [
            f"{nature(factor, c.highest_weight[a:b])} of {factor.name}"
            for factor, (a, b) in zip(self.factors, pairwise(ends), strict=True)
            if any(map(any, c.highest_weight[a:b]))
        ]
        if acting:
            return " x ".join(acting)
        still = all(abs(z) * np.sqrt(self.dimension) < _STILL for z in c.charges)
        return "trivial" if still else "line" if c.commutant == "R" else "plane"

    def save(self, path: str | Path) -> Path:
        """Write the representation to an .npz file that :meth:`load` reads back."""
        return save(path, self)

    @classmethod
    def load(cls, path: str | Path) -> Representation:
        """The representation that :meth:`save` wrote."""
        return load(path, cls, upgrade=_by_name)


def _by_name(header: dict, arrays: dict[str, np.ndarray]) -> None:
    """Files that had factors and constituents as rows without the names of their columns."""
    if any(isinstance(row, list) for row in part(header, "constituents", list)):
        header["factors"] = rows(header, "factors", ("name", "types"))
        columns = ("dimension", "multiplicity", "commutant", "highest_weight", "charges")
        named = rows(header, "constituents", columns)
        header["constituents"] = [row | {"subspace": array(arrays, f"subspace_{i}")} for i, row in enumerate(named)]


def nature(factor: SimpleFactor, weights: tuple[tuple[int, ...], ...]) -> str:
    """What a module of a simple real algebra is usually called; its labels where it has no name.

    Examples:
        >>> nature(SimpleFactor("so(7)", ("B3",)), ((0, 0, 1),)), nature(SimpleFactor("so(2,1)", ("A1",)), ((3,),))
        ('spinor', 'spin 3/2')
        >>> nature(SimpleFactor("so(3,1)", ("A1", "A1")), ((1,), (1,))), nature(SimpleFactor("g2(2)", ("G2",)), ((2, 0),))
        ('vector', '[2 0]')
    """
    if factor.name == "so(3,1)" and weights == ((1,), (1,)):
        return "vector"
    known = [
        _name(kind, labels, factor.name.startswith("so(")) or _written(labels)
        for kind, labels in zip(factor.types, weights, strict=True)
    ]
    return " x ".join(name for name in known if name != "trivial") or "trivial"


def _name(kind: str, labels: tuple[int, ...], orthogonal: bool) -> str | None:
    letter, rank, size = kind[0], len(labels), sum(labels)
    A = cartan_matrix(letter, rank)
    if not size:
        return "trivial"
    if kind == "A1":
        return {1: "spinor", 2: "vector"}.get(size, f"spin {size}/2" if size % 2 else f"spin {size // 2}")
    if labels == tuple((positive_roots(A)[-1] @ A).tolist()):
        return "adjoint"
    if size not in labels:
        return None
    node = labels.index(size)
    if size > 1:
        return f"S^{size}" if letter == "A" and node == 0 else None
    if kind == "A3" and orthogonal:
        return "vector" if node == 1 else "half-spinor"
    fundamental = {
        "A": {**{i: f"Λ^{i + 1}" for i in range(rank)}, rank - 1: "dual", 0: "defining"},
        "B": {0: "vector", rank - 1: "spinor"},
        "C": {0: "defining"},
        "D": {0: "vector", rank - 2: "half-spinor", rank - 1: "half-spinor"},
        "E": {6: {0: "defining", 5: "dual"}, 7: {6: "defining"}}.get(rank, {}),
        "F": {3: "defining"},
        "G": {0: "defining"},
    }
    return fundamental[letter].get(node)


def _written(labels: tuple[int, ...]) -> str:
    return f"[{' '.join(map(str, labels))}]"


def _number(z: complex) -> str:
    """A charge to three digits, without a real or an imaginary part that is rounding."""
    small = 1e-9 + 1e-6 * abs(z)
    real = f"{z.real:.3g}" if abs(z.real) > small else ""
    return real + (f"{z.imag:{'+' if real else ''}.3g}i" if abs(z.imag) > small else "") or "0"
