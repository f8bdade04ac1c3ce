"""The checker of certificates of kind ``circuit ideals``: the centre and the simple ideals of what Pauli sums generate.

A certificate holds Hermitian operators H_k on n qubits, s_k = i H_k; words, as in ``circuit``; a basis v_1, ..., v_d, each with a
string that no other has; a prime p; central elements; and, modulo p, a basis of each simple ideal. With L the span of the v_j
over the rational numbers without p in the denominator:

1. exactly, each s_k and each [s_k, v_j] lies in the span of the v_j; and d words are independent modulo p. So the v_j are a
   basis of the algebra g that the s_k generate, and the s_k generate L / p;
2. exactly, the central elements commute with every s_k; modulo p, L / p is the direct sum of their span and the ideals I. Each I
   is an absolutely irreducible module, by Norton's criterion, and its Killing form is not zero, so that I = [I, I].
   So [g, g] has at least the dimension of the sum of the I, and the centre at least theirs; g is compact, so both are equal;
3. by ``lifting`` the simple ideals of [g, g] have the dimensions and the types of the I. A type remains where the dimension, or a
   theorem on ad x that the others break, excludes all others. A compact algebra is fixed by its complex type.
"""

from __future__ import annotations

import random
from collections import Counter
from fractions import Fraction
from math import comb
from typing import Any

import flint

from lietheory.certificates.circuit import bracket, exact_generators, exact_number, exact_sum, modulo, rank_of_words
from lietheory.certificates.rejection import Json, require

LARGEST_BASIS, LARGEST_WORK, MOST_QUBITS = 300, 2_000_000, 30
_TRIES = 20  # random elements for each ideal
_EXCEPTIONAL = {14: ("G", 2), 52: ("F", 4), 78: ("E", 6), 133: ("E", 7), 248: ("E", 8)}
Sum = dict[str, Fraction]


def check_circuit_ideals(certificate: Json) -> str:
    """The statement that a certificate proves.

    Raises:
        Rejected: it proves none.
    """
    n, p = certificate["qubits"], certificate["prime"]
    require(type(n) is int and 1 <= n <= MOST_QUBITS, f"qubits are not 1 to {MOST_QUBITS}")
    require(type(p) is int and 1 << 20 < p < 1 << 62 and flint.fmpz(p).is_prime(), "the prime is none between 2^20 and 2^62")
    generators = exact_generators(certificate, n)
    basis = [exact_sum(terms, n) for terms in certificate["basis"]]
    d, work = len(basis), sum(map(len, generators)) * sum(map(len, basis))
    require(0 < d <= LARGEST_BASIS and work <= LARGEST_WORK, f"the basis is not 1 to {LARGEST_BASIS} sums, or they are too long")
    pivots = _own_strings(basis, p)
    rank = rank_of_words(certificate["words"], [{s: modulo(x, p) for s, x in row.items()} for row in generators], p)
    require(rank == d, f"{rank} independent words in an algebra of dimension {d}")
    for row in generators:
        _coordinates(row, basis, pivots)
    moved = [[_coordinates(bracket(row, v), basis, pivots) for v in basis] for row in generators]
    center = [[exact_number(x) for x in row] for row in certificate["center"]]
    require(all(len(row) == d for row in center), "a central element has not one coordinate for each of the basis")
    for row in center:
        require(
            not any(sum(c * m[k] for c, m in zip(row, maps, strict=True) if c) for maps in moved for k in range(d)), "not central"
        )
    maps = [flint.nmod_mat(d, d, [modulo(x, p) for row in rows for x in row], p) for rows in moved]
    ideals = [_matrix(rows, d, p) for rows in certificate["ideals"]]
    together = [x for row in center for x in (modulo(c, p) for c in row)] + [x for I in ideals for x in map(int, I.entries())]
    require(len(together) == d * d and flint.nmod_mat(d, d, together, p).rank() == d, "not the direct sum of centre and ideals")
    draw = random.Random(0)
    kinds = [_kind(_restricted(maps, I), p, draw) for I in ideals]
    name = _name(kinds, len(center))
    require(certificate["name"] == name, f"the name is not {name}")
    return f"i times the operators generate {name}, of dimension {d}, on {n} qubits"


def _own_strings(basis: list[Sum], p: int) -> list[str]:
    """For each of the basis a string that no other has, with a coefficient that p does not divide."""
    count = Counter(string for row in basis for string in row)
    pivots = [next((s for s, x in row.items() if count[s] == 1 and x.numerator % p and x.denominator % p), None) for row in basis]
    chosen = [s for s in pivots if s is not None]
    require(len(chosen) == len(basis), "an element of the basis has no string of its own")
    for row in basis:
        require(all(x.denominator % p for x in row.values()), "a denominator is divisible by the prime")
    return chosen


def _coordinates(element: Sum, basis: list[Sum], pivots: list[str]) -> list[Fraction]:
    """The coordinates of an element of the span; Rejected outside."""
    coordinates = [element.get(s, Fraction(0)) / v[s] for s, v in zip(pivots, basis, strict=True)]
    left = dict(element)
    for c, v in zip(coordinates, basis, strict=True):
        for string, x in v.items() if c else ():
            left[string] = left.get(string, Fraction(0)) - c * x
    require(not any(left.values()), "the basis does not span the generators and their brackets with it")
    return coordinates


def _matrix(rows: Any, d: int, p: int) -> flint.nmod_mat:
    """Rows of whole numbers in echelon form modulo p."""
    require(isinstance(rows, list) and 0 < len(rows) <= d and all(len(row) == d for row in rows), "an ideal has no basis")
    require(all(type(x) is int for row in rows for x in row), "an entry is no whole number")
    reduced, rank = flint.nmod_mat(len(rows), d, [x % p for row in rows for x in row], p).rref()
    require(rank == len(rows), "the basis of an ideal is dependent")
    return reduced


def _restricted(maps: list[flint.nmod_mat], rows: flint.nmod_mat) -> list[flint.nmod_mat]:
    """The maps v -> v A on an invariant space of rows in echelon form; Rejected where it is not invariant."""
    size, d = rows.nrows(), rows.ncols()
    heads = [next(j for j in range(d) if int(rows[i, j])) for i in range(size)]
    restricted = []
    for A in maps:
        image = rows * A
        inside = flint.nmod_mat(size, size, [int(image[i, j]) for i in range(size) for j in heads], rows.modulus())
        require(inside * rows == image, "an ideal is not invariant")
        restricted.append(inside)
    return restricted


def _kind(maps: list[flint.nmod_mat], p: int, draw: random.Random) -> tuple[str, int]:
    """The complex type of an ideal, absolutely irreducible and with a Killing form that is not zero; Rejected otherwise."""
    require(any(_is_irreducible(maps, p, draw) for _ in range(_TRIES)), "an ideal was not seen to be absolutely irreducible")
    elements = [_lie_element(maps, p, draw) for _ in range(_TRIES)]
    require(any(_trace(x * x) for x in elements), "the Killing form of an ideal vanishes")
    kinds = _types(maps[0].nrows())
    if len(kinds) > 1:
        kinds = [kind for kind in kinds if not any(_breaks(kind, x, p) for x in elements)]
    require(len(kinds) == 1, f"the type of an ideal of dimension {maps[0].nrows()} is not determined")
    return kinds[0]


def _mixture(maps: list[flint.nmod_mat], p: int, draw: random.Random) -> flint.nmod_mat:
    return sum((A * draw.randrange(p) for A in maps[1:]), maps[0] * draw.randrange(1, p))


def _lie_element(maps: list[flint.nmod_mat], p: int, draw: random.Random) -> flint.nmod_mat:
    """ad x on the ideal for an element x that the generators give by combinations and brackets."""
    x = _mixture(maps, p, draw)
    for _ in range(4):
        y = _mixture(maps, p, draw)
        x = x * y - y * x + _mixture(maps, p, draw)
    return x


def _is_irreducible(maps: list[flint.nmod_mat], p: int, draw: random.Random) -> bool:
    """Norton's criterion: an eigenvalue in the field whose eigenspace is a line that generates, and so for the transposes."""
    size = maps[0].nrows()
    a = _mixture(maps, p, draw) * _mixture(maps, p, draw) + _mixture(maps, p, draw)
    one = flint.nmod_mat(size, size, [int(i == j) for i in range(size) for j in range(size)], p)
    roots = [-int(f[0]) * pow(int(f[1]), -1, p) % p for f, times in a.charpoly().factor()[1] if f.degree() == 1 and times == 1]
    for root in roots[:1]:
        b = a - one * root
        right, left = b.transpose().nullspace(), b.nullspace()  # columns v with v b = 0, and with b v = 0
        if right[1] == 1 and left[1] == 1:
            dual = [A.transpose() for A in maps]
            return _spun(right[0], maps, p) == size and _spun(left[0], dual, p) == size
    return False


def _spun(column: flint.nmod_mat, maps: list[flint.nmod_mat], p: int) -> int:
    """The dimension of what the first column, as a row, generates under v -> v A."""
    size = maps[0].nrows()
    rows, rank = flint.nmod_mat(1, size, [int(column[i, 0]) for i in range(size)], p), 1
    while True:
        entries = [int(x) for M in (rows, *(rows * A for A in maps)) for x in M.entries()]
        reduced, more = flint.nmod_mat(len(entries) // size, size, entries, p).rref()
        if more == rank:
            return rank
        rows, rank = flint.nmod_mat(more, size, [int(reduced[i, j]) for i in range(more) for j in range(size)], p), more


def _trace(A: flint.nmod_mat) -> int:
    return sum(int(A[i, i]) for i in range(A.nrows())) % A.modulus()


def _types(d: int) -> list[tuple[str, int]]:
    """The complex simple types of dimension d, each once: A_n, B_n from 2, C_n from 3, D_n from 4, and the exceptional ones."""
    sizes = {
        "A": lambda n: n * n + 2 * n,
        "B": lambda n: n * (2 * n + 1),
        "C": lambda n: n * (2 * n + 1),
        "D": lambda n: n * (2 * n - 1),
    }
    least = {"A": 1, "B": 2, "C": 3, "D": 4}
    types = [(letter, n) for letter, size in sizes.items() for n in range(least[letter], 30) if size(n) == d]
    return types + [kind for size, kind in _EXCEPTIONAL.items() if size == d]


def _breaks(kind: tuple[str, int], x: flint.nmod_mat, p: int) -> bool:
    """Whether ad x contradicts a theorem on a type: its nullity is at least the rank; and the traces of its powers fit.

    For G, F, E: tr x^4 = 5 (tr x^2)^2 / (2 (d + 2)) (Okubo). For B_n, C_n, D_n the eigenvalues are +-e_i +- e_j, i < j, and +-e_i
    for B, +-2 e_i for C: the traces of powers 2 to 2n fix the power sums of the e_i^2, and so the next two traces.
    """
    letter, n = kind
    if x.nrows() - x.rank() < n:
        return True
    square = x * x
    if letter in "GFE":
        return (2 * (x.nrows() + 2) * _trace(square * square) - 5 * _trace(square) ** 2) % p != 0
    if letter == "A":
        return False
    extra = {"B": 1, "C": 4, "D": 0}[letter]
    power, sums, symmetric = square, [0], [1]
    for k in range(1, n + 3):
        half = _trace(power) * pow(2, -1, p)
        # half the trace is a p_k + b with p_k = sum e_i^2k and b of the sums before
        a = 2 * (n - 1) + extra**k - sum(comb(2 * k, 2 * j) for j in range(1, k))
        b = sum(comb(2 * k, 2 * j) * sums[j] * sums[k - j] for j in range(1, k))
        if k <= n:
            if a % p == 0:
                return False
            sums.append((half - b) * pow(a, -1, p) % p)
            newton = sum((-1) ** (i - 1) * symmetric[k - i] * sums[i] for i in range(1, k + 1))
            symmetric.append(newton * pow(k, -1, p) % p)
        else:
            sums.append(sum((-1) ** (i - 1) * symmetric[i] * sums[k - i] for i in range(1, n + 1)) % p)
            if (a * sums[k] + b - half) % p:
                return True
        power = power * square
    return False


def _name(kinds: list[tuple[str, int]], center: int) -> str:
    """The compact algebra of these types, the larger ideals first."""
    count = Counter((-_dimension(kind), _simple(kind)) for kind in kinds)
    parts = [name if copies == 1 else f"{copies} {name}" for (_, name), copies in sorted(count.items())]
    return " + ".join(parts + ["R" if center == 1 else f"R^{center}"] * (center > 0))


def _dimension(kind: tuple[str, int]) -> int:
    letter, n = kind
    special = {pair: d for d, pair in _EXCEPTIONAL.items()}
    return special.get(kind) or {"A": n * n + 2 * n, "D": n * (2 * n - 1)}.get(letter, n * (2 * n + 1))


def _simple(kind: tuple[str, int]) -> str:
    letter, n = kind
    if letter in "EFG":
        return f"{letter.lower()}{n}({-_dimension(kind)})"
    if letter == "A":
        return {1: "so(3)", 3: "so(6)"}.get(n, f"su({n + 1})")
    return {"B": f"so({2 * n + 1})", "C": f"usp({2 * n})", "D": f"so({2 * n})"}[letter]
