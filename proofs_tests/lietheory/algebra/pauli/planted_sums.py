"""Random Pauli sums that commute with a planted symmetry, and the dimension of what they generate by dense matrices."""

from __future__ import annotations

from itertools import combinations, permutations, product

import numpy as np

Sums = list[dict[str, int]]
SYMMETRIES = ("permutations", "particle number", "spin flip", "SU(2)")
_PRIME = 998_244_353
_LETTERS = {"I": [[1, 0], [0, 1]], "X": [[0, 1], [1, 0]], "Y": [[0, -1j], [1j, 0]], "Z": [[1, 0], [0, -1]]}


def planted(symmetry: str, n: int, seed: int) -> Sums:
    """Two or three random combinations of a basis of what commutes with the symmetry."""
    rng = np.random.default_rng(seed)
    basis = _commuting(symmetry, n)
    found = []
    for _ in range(int(rng.integers(2, 4))):
        terms: dict[str, int] = {}
        for k in rng.choice(len(basis), min(len(basis), int(rng.integers(1, 5))), replace=False):
            factor = int(rng.integers(1, 6))
            for string, c in basis[k].items():
                terms[string] = terms.get(string, 0) + factor * c
        found.append(terms)
    return found


def _commuting(symmetry: str, n: int) -> Sums:
    strings = ["".join(letters) for letters in product("IXYZ", repeat=n)][1:]
    if symmetry == "permutations":
        orbits = {frozenset("".join(s[i] for i in order) for order in permutations(range(n))) for s in strings}
        return [dict.fromkeys(sorted(orbit), 1) for orbit in sorted(orbits, key=sorted)]
    if symmetry == "spin flip":  # X...X
        return [{s: 1} for s in strings if (s.count("Y") + s.count("Z")) % 2 == 0]
    pairs = list(combinations(range(n), 2))
    if symmetry == "SU(2)":
        exchanges = [{_at(n, {i: a, j: a}): 1 for a in "XYZ"} for i, j in pairs]
        signs = {"XYZ": 1, "YZX": 1, "ZXY": 1, "XZY": -1, "ZYX": -1, "YXZ": -1}
        triple = [{_at(n, dict(zip(at, s, strict=True))): c for s, c in signs.items()} for at in combinations(range(n), 3)]
        return exchanges + triple
    diagonal = [{s: 1} for s in strings if set(s) <= set("IZ")]
    hops = [{_at(n, {i: a, j: a}): 1 for a in "XY"} for i, j in pairs]
    currents = [{_at(n, {i: "X", j: "Y"}): 1, _at(n, {i: "Y", j: "X"}): -1} for i, j in pairs]
    return diagonal + hops + currents


def _at(n: int, letters: dict[int, str]) -> str:
    return "".join(letters.get(k, "I") for k in range(n))


def dense_dimension(sums: Sums) -> int:
    """The dimension of the real Lie algebra that i times the sums generate, by matrices and elimination modulo a prime."""
    matrices = []
    for terms in sums:
        total = np.zeros(1)
        for string, c in terms.items():
            one = np.ones((1, 1))
            for letter in string:
                one = np.kron(one, np.array(_LETTERS[letter]))
            total = total + 1j * c * one
        matrices.append((total.real.astype(np.int64), total.imag.astype(np.int64)))
    rows: dict[int, np.ndarray] = {}
    waiting = list(matrices)
    while waiting:
        A = waiting.pop()
        vector = np.concatenate([part.ravel() for part in A]) % _PRIME
        for place, row in rows.items():
            vector = (vector - vector[place] * row) % _PRIME
        if not vector.any():
            continue
        place = int(np.flatnonzero(vector)[0])
        rows[place] = vector * pow(int(vector[place]), -1, _PRIME) % _PRIME
        waiting += [_bracket(s, A) for s in matrices]
    return len(rows)


def _bracket(A: tuple[np.ndarray, np.ndarray], B: tuple[np.ndarray, np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """[A, B] of A = a + ib modulo the prime, the products of whose residues are summed one by one to stay below 2^63."""
    (a, b), (c, d) = A, B
    real = _times(a, c) - _times(b, d) - _times(c, a) + _times(d, b)
    imaginary = _times(a, d) + _times(b, c) - _times(c, b) - _times(d, a)
    return real % _PRIME, imaginary % _PRIME


def _times(A: np.ndarray, B: np.ndarray) -> np.ndarray:
    return ((A % _PRIME)[:, :, None] * (B % _PRIME)[None] % _PRIME).sum(axis=1) % _PRIME
