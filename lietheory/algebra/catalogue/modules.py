"""Matrices of s + R^j on a sum of irreducible modules that a name lists, as far as they are made of natural ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from math import prod

import numpy as np

from lietheory.algebra.catalogue.affine import block_matrix
from lietheory.algebra.names.jordan_blocks import Block
from lietheory.algebra.names.modules import Constituent, Factor, Weight, kind_of, larger, natural_weight
from lietheory.algebra.names.simple_types import members, natural_module, simple_type, written


def module_matrices(
    factors: Sequence[Factor], parts: Sequence[Constituent], lines: int, natural: Callable[[str], np.ndarray]
) -> np.ndarray | None:
    """The matrices (k, m, m) of s, factor by factor, and of an element of the centre; None where they are not known here.

    Each constituent is a tensor product over R of modules of single factors: the natural one, its dual for sl(n, R), or any
    one of sl(2, R).

    Args:
        factors: the simple factors of s.
        parts: the constituents.
        lines: the dimension of the centre, 0 or 1.
        natural: the matrices of the catalogue for the name of a member of a classical family.
    """
    starts = np.cumsum([0, *(len(f.types) for f in factors)]).tolist()
    owners = [[i for i in range(len(factors)) if any(map(any, p.weight[starts[i] : starts[i + 1]]))] for p in parts]
    if lines > 1:
        return None
    tables = []
    for i, factor in enumerate(factors):
        weights = {p.weight[starts[i] : starts[i + 1]] for p, owner in zip(parts, owners, strict=True) if i in owner}
        known = next((table for table in _tables(factor, weights, natural) if weights <= table.keys()), None)
        if known is None:
            return None
        tables.append(known)
    single = [{i: tables[i][p.weight[starts[i] : starts[i + 1]]] for i in owner} for p, owner in zip(parts, owners, strict=True)]
    for p, modules in zip(parts, single, strict=True):
        if modules and prod(L.shape[1] for L in modules.values()) != p.dimension:  # of complex ones a product over C
            return None
    columns = [
        [_on(p, _on_product(modules, i), factor.dimension) for p, modules in zip(parts, single, strict=True)]
        for i, factor in enumerate(factors)
    ]
    rows = [_diagonal(column) for column in columns]
    if lines:
        acting = [_of_center(p) for p in parts]
        found = [A for A in acting if A is not None]
        if len(found) < len(acting):
            return None
        rows.append(_diagonal([A[None] for A in found]))
    return np.concatenate(rows)


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


def _on_product(modules: dict[int, np.ndarray], i: int) -> np.ndarray | None:
    """How factor i acts on the tensor product of modules of several factors; None where it acts by zero."""
    if i not in modules:
        return None
    found = np.eye(1, dtype=np.int64)[None]
    for j, L in modules.items():
        found = np.kron(found, L if j == i else np.eye(L.shape[1], dtype=np.int64)[None])
    return found


def _on(p: Constituent, L: np.ndarray | None, count: int) -> np.ndarray:
    size = p.copies * p.dimension
    return np.zeros((count, size, size), dtype=np.int64) if L is None else np.kron(np.eye(p.copies, dtype=np.int64)[None], L)


def _of_center(p: Constituent) -> np.ndarray | None:
    """How the element of the centre acts; None where that is open, irrational, or a phase of a complex or quaternionic module."""
    blocks = [b for b in p.blocks or () if isinstance(b, Block)]
    if not blocks or sum(b.dimension for b in blocks) != p.copies:
        return None
    A = block_matrix(blocks)
    return None if A is None else np.kron(A, np.eye(p.dimension, dtype=np.int64))


def _diagonal(parts: Sequence[np.ndarray]) -> np.ndarray:
    sizes = np.cumsum([0, *(part.shape[1] for part in parts)]).tolist()
    pairs = zip(parts, sizes[:-1], strict=True)
    return np.concatenate([np.pad(p, ((0, 0), (0, 0), (a, sizes[-1] - a - p.shape[1]))) for p, a in pairs], axis=1)
