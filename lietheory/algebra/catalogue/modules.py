"""Matrices of s + R^j on a sum of irreducible modules that a name lists."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

import numpy as np

from lietheory.algebra.catalogue.affine import block_matrix
from lietheory.algebra.catalogue.irreducible_modules import IMAGINARY_UNIT, irreducible_module
from lietheory.algebra.names.jordan_blocks import ZERO, Block
from lietheory.algebra.names.module_type import module_type
from lietheory.algebra.names.modules import Constituent, Factor, Weight, kind_of, larger, natural_weight
from lietheory.algebra.names.simple_types import members, natural_module, simple_type, written

LARGEST_MODULE = 128  # real dimension of an irreducible module that is made within seconds


def module_matrices(
    factors: Sequence[Factor], parts: Sequence[Constituent], lines: int, natural: Callable[[str], np.ndarray]
) -> np.ndarray | None:
    """The matrices (k, m, m) of s, factor by factor, and of a basis of the centre; None where they are not known here.

    Natural modules, their duals for sl(n, R), and those of sl(2, R) are in the matrices of the catalogue. Where another one
    stands beside them, all are in those of ``irreducible_module``.

    Args:
        factors: the simple factors of s.
        parts: the constituents.
        lines: the dimension of the centre.
        natural: the matrices of the catalogue for the name of a member of a classical family.
    """
    acting = _natural(factors, parts, natural) or _irreducible(factors, parts)
    center = [[_of_center(p, module_type(factors, p.weight), k) for k in range(lines)] for p in parts]
    if acting is None:
        return None
    columns = []
    for p, L, rows in zip(parts, acting, center, strict=True):
        known = [A for A in rows if A is not None]
        if len(known) < lines:
            return None
        columns.append(np.stack([*np.kron(np.eye(p.copies, dtype=np.int64)[None], L), *known]))
    return _diagonal(columns)


def _irreducible(factors: Sequence[Factor], parts: Sequence[Constituent]) -> list[np.ndarray] | None:
    """The matrices of s on one copy of each constituent; None for larger ones."""
    if any(p.dimension > LARGEST_MODULE for p in parts):
        return None
    made = [irreducible_module(factors, p.weight) for p in parts]
    right_size = [L for p, L in zip(parts, made, strict=True) if L is not None and L.shape[1] == p.dimension]
    return right_size if len(right_size) == len(parts) else None  # of the half-spinors of so*(4 n) the other one may be meant


def _natural(
    factors: Sequence[Factor], parts: Sequence[Constituent], natural: Callable[[str], np.ndarray]
) -> list[np.ndarray] | None:
    """The same where each constituent is a module of one factor that the catalogue has matrices for."""
    starts = np.cumsum([0, *(len(f.types) for f in factors)]).tolist()
    weights = [[p.weight[a:b] for a, b in pairwise(starts)] for p in parts]
    if any(sum(any(map(any, own)) for own in each) > 1 for each in weights):
        return None
    acting: list[list[np.ndarray]] = [[] for _ in parts]
    for i, factor in enumerate(factors):
        wanted = {each[i] for each in weights if any(map(any, each[i]))}
        known = next((table for table in _tables(factor, wanted, natural) if wanted <= table.keys()), None)
        if known is None:
            return None
        for p, each, rows in zip(parts, weights, acting, strict=True):
            rows.append(known.get(each[i], np.zeros((factor.dimension, p.dimension, p.dimension), dtype=np.int64)))
    return [np.concatenate(rows) for rows in acting]


def _tables(factor: Factor, weights: set[Weight], natural: Callable[[str], np.ndarray]) -> Iterator[dict[Weight, np.ndarray]]:
    """Modules of one factor in one basis of it."""
    if factor.name == "so(2,1)":
        yield {weight: _sl2(weight[0][0]) for weight in weights}
        return
    for family, p, q in members(factor.dimension):
        if natural_module(family, p, q) is None or simple_type(family, p, q) != kind_of(factor):
            continue
        L, weight = natural(written(family, p, q)), natural_weight(family, p + q, factor.types)
        table = {larger([factor], weight): L}
        if family == "sl":
            table[tuple(labels[::-1] for labels in weight)] = -L.transpose(0, 2, 1)
        yield table


def _sl2(k: int) -> np.ndarray:
    """h, e and f of sl(2, R) on S^k R^2."""
    steps = np.arange(1, k + 1)
    return np.stack([np.diag(k - 2 * np.arange(k + 1)), np.diag(steps[::-1], 1), np.diag(steps, -1)])


def _of_center(p: Constituent, field: str, k: int) -> np.ndarray | None:
    """How the element k of the centre acts on the copies of a constituent; None where that is open or irrational."""
    blocks = [b if isinstance(b, Block) else Block(1, *b.values(k)) for b in p.blocks or ()]
    real, phases = blocks, [ZERO] * p.copies
    if field != "R":  # i acts on one copy
        real = [Block(b.size, b.real) for b in blocks]
        phases = [b.imaginary or ZERO for b in blocks for _ in range(b.size)]
    A, B = block_matrix(real), block_matrix([Block(1, phase) for phase in phases])
    if A is None or B is None or len(A) != p.copies:
        return None
    on_copies = np.kron(A, np.eye(p.dimension, dtype=np.int64))
    return on_copies + np.kron(B, np.kron(IMAGINARY_UNIT, np.eye(p.dimension // 2, dtype=np.int64))) if B.any() else on_copies


def _diagonal(parts: Sequence[np.ndarray]) -> np.ndarray:
    sizes = np.cumsum([0, *(part.shape[1] for part in parts)]).tolist()
    pairs = zip(parts, sizes[:-1], strict=True)
    return np.concatenate([np.pad(p, ((0, 0), (0, 0), (a, sizes[-1] - a - p.shape[1]))) for p, a in pairs], axis=1)
