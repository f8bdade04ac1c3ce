"""The Jordan blocks of a small matrix of floats with an error: the most degenerate pattern that the error allows.

The eigenvalues are joined into clusters, all of them first and then fewer and fewer. A pattern (clusters with means m_j and
longest chains s_j) is allowed if prod (N - m_j)^s_j is no larger than the error moves it, to first order. A cluster mean moves by
at most the norm of the cluster's spectral projection times the error.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np


@dataclass(frozen=True)
class Chain:
    """A Jordan block over C: its size, its eigenvalue, and how far that may be off."""

    size: int
    value: complex
    radius: float


def chains(N: np.ndarray, reach: float, *, joined: bool = True) -> list[Chain]:
    """The Jordan blocks of a complex matrix whose error has norm at most ``reach``; without ``joined``, all of size 1.

    Examples:
        >>> [(c.size, round(c.value.real, 6)) for c in chains(np.array([[1.0, 0.5], [0.0, 1.0 + 1e-8]]), 1e-6)]
        [(2, 1.0)]
    """
    values = np.linalg.eigvals(N)
    for groups in _clusterings(values):
        if len(groups) == len(values):
            break
        if joined:
            means = [complex(values[group].mean()) for group in groups]
            longest = _longest(N, means, [len(group) for group in groups], reach)
            if longest is not None:
                return [
                    c for m, group, s in zip(means, groups, longest, strict=True) for c in _cluster(N, m, len(group), s, reach)
                ]
    return [_simple(N, complex(value), reach) for value in values]


def _clusterings(values: np.ndarray) -> Iterator[list[list[int]]]:
    """Partitions of the places of numbers, linked up to falling distances: from one cluster to all apart."""
    distances = np.abs(values[:, None] - values)
    levels = sorted({float(x) for x in distances[np.triu_indices(len(values), 1)]}, reverse=True)
    last = 0
    for level in [*levels, -1.0]:
        groups = linked(distances <= level)
        if len(groups) != last:
            yield groups
        last = len(groups)


def linked(near: np.ndarray) -> list[list[int]]:
    """The components of a graph, given by its matrix."""
    left, groups = list(range(len(near))), []
    while left:
        group = [left.pop(0)]
        for i in group:
            group += [j for j in left if near[i, j]]
            left = [j for j in left if j not in group]
        groups.append(group)
    return groups


def _longest(N: np.ndarray, means: list[complex], sizes: list[int], reach: float) -> tuple[int, ...] | None:
    """The shortest lengths of chains with which the pattern is allowed; None for none."""
    rests = [N - m * np.eye(len(N)) for m in means]
    norms = [float(np.linalg.norm(rest, 2)) for rest in rests]
    for lengths in sorted(product(*(range(1, size + 1) for size in sizes)), key=sum):
        value, bound, whole = np.eye(len(N), dtype=complex), 0.0, 1.0
        for rest, norm, s in zip(rests, norms, lengths, strict=True):
            for _ in range(s):
                value, bound, whole = value @ rest, bound * norm + whole * reach, whole * norm
        if np.linalg.norm(value) <= bound:
            return lengths
    return None


def _cluster(N: np.ndarray, mean: complex, size: int, longest: int, reach: float) -> list[Chain]:
    rest = np.linalg.matrix_power(N - mean * np.eye(len(N)), size)
    left, _, right = np.linalg.svd(rest)
    Q, U = right[len(N) - size :].conj().T, left[:, len(N) - size :]
    radius = reach / max(float(np.linalg.svd(U.conj().T @ Q, compute_uv=False).min()), np.finfo(float).tiny)
    lengths = [longest] + [1] * (size - longest)
    if longest == 2 and size > 3:
        inside = Q.conj().T @ N @ Q - mean * np.eye(size)
        values = np.linalg.svd(inside, compute_uv=False)
        pairs = max(1, int((values > np.sqrt(reach * max(float(values[0]), reach))).sum()))
        lengths = [2] * min(pairs, size // 2) + [1] * (size - 2 * min(pairs, size // 2))
    elif longest == 3 and size > 4:  # more than one pattern is left, which no module of a few copies has
        lengths = [longest] * (size // longest) + [1] * (size % longest)
    return [Chain(length, mean, radius) for length in lengths]


def _simple(N: np.ndarray, value: complex, reach: float) -> Chain:
    left, _, right = np.linalg.svd(N - value * np.eye(len(N)))
    overlap = abs(np.vdot(left[:, -1], right[-1].conj()))
    return Chain(1, value, float(reach / max(float(overlap), np.finfo(float).tiny)))
