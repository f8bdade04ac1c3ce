"""Chevalley generators that a certificate states of the complexification of a real simple algebra, verified; names of modules.

e_i, f_i over Q(i), in the basis of the real algebra, with [e_i, f_j] = delta_ij h_i, [h_i, h_j] = 0, [h_i, e_j] = A_ij e_j and
[h_i, f_j] = -A_ij f_j for the Cartan matrix A of its type generate a semisimple algebra of that type, in finite dimension; it is
all where the dimensions agree. Nodes are numbered as by Bourbaki: in B the last root is short, in C long, in G2
the first is short.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import prod

from flint import fmpq

from lietheory.certificates.rejection import Constants, Json, number, parsed, require

Gaussian = dict[tuple[int, int], fmpq]
"""A vector over Q(i): the coefficient of i^s B_k at (k, s), s = 0, 1."""
Labels = tuple[int, ...]
"""The values of a weight at h_1, h_2, ..."""


def simple_types(name: str) -> list[str]:
    """The simple types of the complexification of a real simple algebra: two for a complex algebra, else one."""
    exceptional = name[:2] in ("g2", "f4", "e6") and name[:2].upper()
    if exceptional:
        return [exceptional]
    family, p, q = parsed(r"(so\*?|su\*?|usp|sl|sp)\((\d+)(?:,(\d+|R|C))?\)", name, "simple algebra").groups()
    n = int(p) + (int(q) if q and q.isdigit() else 0)
    if name == "so(3,1)":
        return ["A1", "A1"]
    rank = n // 2 if family in ("so", "so*", "sp", "usp") else n - 1
    if family in ("so", "so*"):
        require(n > 4 or n == 3, f"{name} is not simple")
        kind = {3: "A1", 6: "A3"}.get(n, f"{'B' if n % 2 else 'D'}{rank}")
    else:
        kind = f"A{rank}" if family[:2] in ("sl", "su") or rank == 1 else "B2" if rank == 2 else f"C{rank}"
    return [kind] * (2 if q == "C" else 1)


_OTHERS = {  # modules that are natural for another name of the same algebra, and their labels
    "so(2,1)": {"R^2": "1", **{f"S^{k} R^2": str(k) for k in range(3, 80)}}, "so(3)": {"C^2": "1"},
    "so(3,1)": {"R^4": "1;1", "C^2": "1;0", "C^3": "2;0"}, "so(3,2)": {"R^4": "0,1"}, "so(5)": {"H^2": "0,1"},
    "so(4,1)": {"H^2": "0,1"}, "so(3,3)": {"R^4": "1,0,0"}, "so(6)": {"C^4": "1,0,0"}, "so(4,2)": {"C^4": "1,0,0"},
    "so(5,1)": {"H^2": "1,0,0"}, "su(3,1)": {"H^3": "0,1,0"}, "so(6,2)": {"H^4": "0,0,1,0"}, "so(5,C)": {"C^4": "0,1;0,0"},
    "sl(4,C)": {"C^6": "0,1,0;0,0,0"},
}  # fmt: skip


def natural_weights(name: str) -> dict[str, Labels]:
    """The labels of the modules of a simple algebra that have a short name."""
    types = simple_types(name)
    if name[0] in "gfe":
        return {}
    family, p, q = parsed(r"([a-z]+\*?)\((\d+)(?:,(\d+|R|C))?\)", name, "classical algebra").groups()
    n, rank, labels = int(p) + (int(q) if q and q.isdigit() else 0), int(types[0][1:]), [0] * int(types[0][1:])
    field = "C" if q == "C" or family == "su" else "H" if family in ("usp", "so*", "su*") else "R"
    spinors = (types[0], family) in (("A3", "so"), ("A3", "so*"), ("B2", "sp"), ("B2", "usp"))
    labels[1 if spinors else 2 if name == "so*(8)" else 0] = 2 if family == "so" and n == 3 else 1
    zero, own = (0,) * rank * (len(types) - 1), f"{field}^{n // 2 if field == 'H' else n}"
    weights = {own: (*labels, *zero)}
    if family == "sl" and q == "R" and n > 2 and n != 4:
        weights[f"{own}*"] = tuple(labels[::-1])
    return weights | {text: tuple(int(x) for x in re.split("[,;]", listed)) for text, listed in _OTHERS.get(name, {}).items()}


def cartan_matrix(types: list[str]) -> list[list[int]]:
    """A_ij, the value of the root j at h_i, for several simple types in turn."""
    A = [[0] * sum(int(kind[1:]) for kind in types) for _ in range(sum(int(kind[1:]) for kind in types))]
    start = 0
    for kind in types:
        letter, r = kind[0], int(kind[1:])
        bonds = {(i, i + 1) for i in range(r - 1)}
        if letter == "D":
            bonds = bonds - {(r - 2, r - 1)} | {(r - 3, r - 1)}
        if letter == "E":
            bonds = {(0, 2), (2, 3), (3, 4), (4, 5), (1, 3)}
        triple = {"B": (r - 1, r - 2, -2), "C": (r - 2, r - 1, -2), "F": (2, 1, -2), "G": (0, 1, -3)}.get(letter)
        for i in range(r):
            A[start + i][start + i] = 2
        for i, j in bonds:
            A[start + i][start + j] = A[start + j][start + i] = -1
        if triple:
            A[start + triple[0]][start + triple[1]] = triple[2]
        start += r
    return A


def bracket(c: Constants, x: Gaussian, y: Gaussian) -> Gaussian:
    """[x, y] by the constants of the real algebra."""
    z: Gaussian = {}
    for (a, s), u in x.items():
        for (b, t), v in y.items():
            for k, value in c[a].get(b, {}).items():
                place, sign = (k, (s + t) % 2), -1 if s + t == 2 else 1
                z[place] = z.get(place, fmpq(0)) + sign * u * v * value
    return {place: value for place, value in z.items() if value != 0}


def minus(x: Gaussian, y: Gaussian, factor: int = 1) -> Gaussian:
    """x - factor y."""
    return {p: v for p in {*x, *y} if (v := x.get(p, fmpq(0)) - factor * y.get(p, fmpq(0))) != 0}


def generators(c: Constants, A: list[list[int]], stated: Json) -> tuple[list[Gaussian], list[Gaussian], list[Gaussian]]:
    """e_i, f_i and h_i, if the relations hold with the constants c."""

    def read(rows: list) -> list[Gaussian]:
        require(len(rows) == len(A), "not as many generators as the rank")
        vectors = [{(k, s): value for k, s, x in row if (value := number(x)) != 0} for row in rows]
        require(all(type(k) is int and 0 <= k < len(c) and s in (0, 1) for v in vectors for k, s in v), "an index out of range")
        return vectors

    e, f = read(stated["raising"]), read(stated["lowering"])
    require(all(e), "a generator that is zero")
    h = [bracket(c, x, y) for x, y in zip(e, f, strict=True)]
    for i, row in enumerate(A):
        for j, entry in enumerate(row):
            relations = [minus(bracket(c, h[i], e[j]), e[j], entry), minus(bracket(c, h[i], f[j]), f[j], -entry)]
            require(not any(relations) and not bracket(c, h[i], h[j]), "no Chevalley generators of the type")
            require(i == j or not bracket(c, e[i], f[j]), "no Chevalley generators of the type")
    return e, f, h


@dataclass(frozen=True)
class System:
    """Chevalley generators of the complexification of a real semisimple algebra, conj(e_i) a multiple of f_j, j = images[i]."""

    matrix: list[list[int]]
    raising: list[Gaussian]
    lowering: list[Gaussian]
    images: list[int]

    def reflected(self, weight: Labels, i: int) -> Labels:
        """The weight after the reflection in the simple root i."""
        return tuple(x - weight[i] * row[i] for x, row in zip(weight, self.matrix, strict=True))

    def conjugate(self, weight: Labels) -> tuple[Labels, list[tuple[int, int]]]:
        """The highest weight of the complex conjugate of V(weight), and powers (i, k) of e_i that lead there.

        conj(h_i) = -h_j, so the conjugate of a highest weight vector is a lowest one, of weight -weight_i at h_j. On a vector of
        an extremal weight with the value -k < 0 at h_i the power e_i^k is not zero, and leads to the reflected weight.
        """
        lowest = [0] * len(weight)
        for i, j in enumerate(self.images):
            lowest[j] = -weight[i]
        at, path = tuple(lowest), []
        while min(at) < 0:
            i = next(i for i, x in enumerate(at) if x < 0)
            path.append((i, -at[i]))
            at = self.reflected(at, i)
        return at, path

    def dimension(self, weight: Labels) -> int:
        """The complex dimension of V(weight), by Weyl's formula."""
        coroots = positive_coroots(self.matrix)
        above = prod(sum(k * (x + 1) for k, x in zip(root, weight, strict=True)) for root in coroots)
        return above // prod(map(sum, coroots))


def positive_coroots(A: list[list[int]]) -> list[Labels]:
    """The positive coroots as combinations of the simple ones, from these by reflections."""
    coroots = [tuple(int(i == j) for j in range(len(A))) for i in range(len(A))]
    seen = set(coroots)
    for root in coroots:
        for i in range(len(A)):
            value = sum(k * A[j][i] for j, k in enumerate(root))
            image = tuple(k - value * (i == j) for j, k in enumerate(root))
            if image not in seen and min(image) >= 0:
                seen.add(image)
                coroots.append(image)
    return coroots


def system_of(name: str, c: Constants, stated: Json) -> System:
    """The system that a certificate states for a simple algebra with constants c.

    Numbering may differ by a symmetry of the diagram. For a complex algebra the conjugate of V(a; b) is required to be V(b; a).
    Each symmetry left comes from an automorphism of the real algebra, so that labels mean the same class of (s + R^j) |x M:
    X -> -X^T or -X^* for A_n, a reflection or, for so*(4 k + 2), conjugation for D_n. The half-spinors of so*(4 k), k > 2, are
    not alike, but no such product has a dimension of at most 80. D4 has more symmetries than its real forms have automorphisms;
    for these ``definitions`` requires the label of the natural module.
    """
    types = simple_types(name)
    A = cartan_matrix(types)
    e, f, _ = generators(c, A, stated)
    require(2 * len(positive_coroots(A)) + len(A) == len(c), f"{name} has another dimension than {types}")
    conjugates = [{(k, s): -v if s else v for (k, s), v in x.items()} for x in e]
    images = [next((j for j, y in enumerate(f) if _parallel(x, y)), -1) for x in conjugates]
    require(sorted(images) == list(range(len(A))), "a system that conjugation does not turn round")
    system = System(A, e, f, images)
    r = len(A) // 2
    for i in range(r if len(types) == 2 else 0):
        unit, other = (tuple(int(k == node) for k in range(2 * r)) for node in (i, i + r))
        require(system.conjugate(unit)[0] == other, f"{name}: conjugation does not swap the two types node by node")
    return system


def _parallel(x: Gaussian, y: Gaussian) -> bool:
    """Whether x is a multiple of y over Q(i), both not zero: x_a y_b = x_b y_a for one a with y_a not zero and all b."""
    at = {k for k, _ in x}
    if at != {k for k, _ in y} or not at:
        return False
    a = min(at)

    def product(u: Gaussian, k: int, v: Gaussian, m: int) -> tuple[fmpq, fmpq]:
        (p, q), (r, s) = ((w.get((i, 0), fmpq(0)), w.get((i, 1), fmpq(0))) for w, i in ((u, k), (v, m)))
        return p * r - q * s, p * s + q * r

    return all(product(x, a, y, b) == product(x, b, y, a) for b in at)


def joined(systems: list[System], dimensions: list[int]) -> System:
    """The system of a direct sum of algebras of these dimensions."""
    size, start, at = sum(len(s.matrix) for s in systems), 0, 0
    A, e, f, images = [[0] * size for _ in range(size)], [], [], []
    for system, n in zip(systems, dimensions, strict=True):
        r = len(system.matrix)
        for i in range(r):
            A[start + i][start : start + r] = system.matrix[i]
        e += [{(k + at, s): x for (k, s), x in v.items()} for v in system.raising]
        f += [{(k + at, s): x for (k, s), x in v.items()} for v in system.lowering]
        images += [j + start for j in system.images]
        start, at = start + r, at + n
    return System(A, e, f, images)
