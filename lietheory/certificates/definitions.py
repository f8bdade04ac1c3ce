"""The algebras that names stand for, from their definitions: what the checker of certificates compares with.

Classical algebras are matrices over R, C or H that keep a form or have no trace; the others are built of these. Nothing here
comes from the catalogue, so that a certificate of a catalogue algebra says something.
"""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import pairwise
from typing import Any

from flint import fmpq, fmpq_mat

LARGEST = 80
Json = dict[str, Any]
"""What a JSON object reads as."""
Constants = list[dict[int, dict[int, Any]]]
"""c[a][b][k] with [B_a, B_b] = sum_k c[a][b][k] B_k; what is zero is left out."""


class Rejected(Exception):
    """A certificate that does not prove what it states."""


def parsed(pattern: str, text: Any, what: str) -> re.Match[str]:
    """The match of a whole text, or Rejected."""
    match = re.fullmatch(pattern, text)
    if match is None:
        raise Rejected(f"{text!r} is no {what}")
    return match


def require(condition: bool, reason: str) -> None:
    """Raise Rejected with the reason unless the condition holds."""
    if not condition:
        raise Rejected(reason)


_UNITS = {"R": [[(0, 0, 1)]], "C": [[(0, 0, 1), (1, 1, 1)], [(1, 0, 1), (0, 1, -1)]]}
_UNITS["H"] = [
    [(r ^ m, r, -1 if (m, r) in ((1, 1), (1, 3), (2, 1), (2, 2), (3, 2), (3, 3)) else 1) for r in range(4)] for m in range(4)
]
"""1, i, j, k as real matrices, lists of (row, column, value), that multiply columns from the left."""


def _classical(family: str, p: int, q: int) -> list[fmpq_mat]:
    """A basis of a classical algebra: matrices over F = R, C, H, written as real ones, with X* = the conjugate transpose."""
    fields = {"R": ("so", "sp", "sl", "gl"), "C": ("su", "u", "slC", "soC", "spC"), "H": ("usp", "so*", "su*")}
    F = next((field for field, families in fields.items() if family in families), None)
    if F is None or ((F == "H" or family in ("sp", "spC")) and (p % 2 or q % 2)):
        raise Rejected(f"no algebra {family} of size {p}, {q}")
    n, units, m = (p + q) // (2 if F == "H" else 1), _UNITS[F], len(_UNITS[F])
    G = [1] * (p // 2 if F == "H" else p) + [-1] * (q // 2 if F == "H" else q)
    half, basis = n // 2, []

    def add(*terms: tuple[int, int, int, int]) -> None:  # (row, column, unit, sign) each
        X = fmpq_mat(n * m, n * m)
        for row, column, unit, sign in terms:
            for r, s, value in units[unit]:
                X[row * m + r, column * m + s] += sign * value
        basis.append(X)

    def J(i: int) -> tuple[int, int]:  # e_i J = sign * e_column for J = [[0, 1], [-1, 0]]
        return (i + half, 1) if i < half else (i - half, -1)

    pairs = [(r, s) for r in range(n) for s in range(r)]
    for u in range(m):
        bar = 1 if u == 0 else -1
        if family in ("so", "su", "u", "usp"):  # X G with X* = -X: so A* G + G A = 0
            [add((r, s, u, G[s]), (s, r, u, -bar * G[r])) for r, s in pairs]
            [add((r, r, u, G[r])) for r in range(n) if u and family != "su"]
            [add((r, r, u, 1), (r - 1, r - 1, u, -1)) for r in range(1, n) if u and family == "su"]
        if family == "so*":  # j X with X* = X: so A* j + j A = 0; j u = sign * unit
            v, sign = ((2, 1), (3, -1), (0, -1), (1, 1))[u]
            [add((r, s, v, sign), (s, r, v, sign * bar)) for r, s in pairs]
            [add((r, r, v, sign)) for r in range(n) if u == 0]
        if family == "soC":  # A^T + A = 0
            [add((r, s, u, 1), (s, r, u, -1)) for r, s in pairs]
        if family in ("sp", "spC"):  # X J with X^T = X: so A^T J + J A = 0
            [add((r, J(s)[0], u, J(s)[1]), (s, J(r)[0], u, J(r)[1])) for r, s in pairs]
            [add((r, J(r)[0], u, J(r)[1])) for r in range(n)]
        if family in ("sl", "gl", "slC", "su*"):  # all matrices, or those of trace 0, or of trace with real part 0
            [add((r, s, u, 1)) for r in range(n) for s in range(n) if r != s]
            [add((r, r, u, 1), (r - 1, r - 1, u, -1)) for r in range(1, n)]
            [add((0, 0, u, 1)) for _ in range(family == "gl" or (family == "su*" and u > 0))]
    return basis


_NATURAL = {  # the matrices by which a name that is another algebra's first acts on that one's natural module
    ("so(2,1)", "R^2"): "sl(2,R)", ("so(3)", "C^2"): "su(2)", ("so(3,1)", "C^2"): "sl(2,C)", ("so(3,2)", "R^4"): "sp(4,R)",
    ("so(5)", "H^2"): "usp(4)", ("so(4,1)", "H^2"): "usp(2,2)", ("so(3,3)", "R^4"): "sl(4,R)", ("so(6)", "C^4"): "su(4)",
    ("so(4,2)", "C^4"): "su(2,2)", ("so(5,1)", "H^2"): "su*(4)", ("su(3,1)", "H^3"): "so*(6)", ("so(6,2)", "H^4"): "so*(8)",
    ("so(3) + so(3)", "R^4"): "so(4)", ("so(2,1) + so(2,1)", "R^4"): "so(2,2)",
}  # fmt: skip


def reference(name: str, references: Json) -> Constants:
    """The constants c[a][b][k] of the algebra of a name: a sum of simple ones, R^k, (s + R) |x F^n, and others below."""
    c: list = []
    for part in _summands(name):
        exceptional, lines = re.fullmatch(r"(g2|f4|e6)\((-?\d+)\)", part), re.fullmatch(r"R(?:\^(\d+))?|so\(2\)|so\(1,1\)", part)
        if exceptional:
            block = _exceptional(exceptional[1], int(exceptional[2]), references[part])
        elif lines:
            block = [{} for _ in range(_size(lines[1] or "1"))]
        else:
            basis = _matrices(part)
            block = constants([X.entries() for X in basis], basis[0].nrows())
        k = len(c)
        c += [{b + k: {e + k: x for e, x in row.items()} for b, row in rows.items()} for rows in block]
    require(0 < len(c) <= LARGEST, f"dimension above {LARGEST}, or none")
    return c


def _summands(name: str) -> list[str]:
    """The parts between plus signs outside all brackets."""
    parts = name.split(" + ")
    for i in range(len(parts) - 1, 0, -1):
        if any(parts[i].count(right) > parts[i].count(left) for left, right in ("()", "[]")):
            parts[i - 1 : i + 1] = [f"{parts[i - 1]} + {parts[i]}"]
    return parts


def _size(text: str) -> int:
    require(len(text) <= 2, "a size above 99")
    return int(text)


def _matrices(part: str) -> list[fmpq_mat]:
    """A basis, in matrices, of an algebra that is no sum."""
    atom = re.fullmatch(r"(so\*?|su\*?|usp|sl|sp|gl|u)\((\d+)(?:,(\d+|R|C))?\)", part)
    if atom:
        family, p, q = atom[1], _size(atom[2]), atom[3]
        require(q != "R" or family in ("sl", "sp", "gl"), f"{part!r} is no name that certificates know")
        signature = q if q and q.isdigit() else "0"
        require(signature == "0" or family in ("so", "su", "u", "usp"), f"{part!r} is no name that certificates know")
        return _classical(family + "C" * (q == "C"), p, _size(signature))
    special = re.fullmatch(r"(heisenberg|galilei|bargmann|aff)\((\d+)\)", part)
    if special:
        return _special(special[1], _size(special[2]))
    left, right = part.split(" |x ")
    left = left[1:-1] if left.startswith("(") else left
    space = parsed(r"([RCH]\^\d+|heisenberg\(1\))(?:\[(.*)\])?", right, "module that certificates know")
    blocks = left.removesuffix(" + R")
    if left == "R" or blocks in _PLANES:
        linear = [_filled(2, _PLANES[blocks])] if blocks in _PLANES else [_jordan(space[2])]
    else:
        text = _NATURAL.get((blocks, right), blocks)
        require(" + " not in text, f"{part!r} is no name that certificates know")
        linear = _matrices(text)
    require(space[2] is None or left == "R", f"{part!r} is no name that certificates know")
    n = linear[0].nrows()
    if space[1] == "heisenberg(1)":  # on (s, plane, 1): the plane moves by v, and s by omega(v, .)
        require(len(linear) == 1 and n == 2 and "+" not in left, "no plane")
        A = linear[0]
        x = [(0, 0, A[0, 0] + A[1, 1]), *((i + 1, j + 1, A[i, j]) for i in range(2) for j in range(2))]
        return [_filled(4, entries) for entries in (x, [(1, 3, 1), (0, 2, 1)], [(2, 3, 1), (0, 1, -1)], [(0, 3, 1)])]
    require(_size(space[1][2:]) * {"R": 1, "C": 2, "H": 4}[space[1][0]] == n, f"{blocks} has no natural module {right}")
    linear += [_filled(n, [(i, i, 1) for i in range(n)])] * left.endswith(" + R")
    affine = [_filled(n + 1, [(i, j, X[i, j]) for i in range(n) for j in range(n)]) for X in linear]
    return affine + [_filled(n + 1, [(i, n, 1)]) for i in range(n)]


_PLANES = {"so(2)": [(1, 0, 1), (0, 1, -1)], "so(1,1)": [(0, 0, 1), (1, 1, -1)]}


def _special(kind: str, n: int) -> list[fmpq_mat]:
    """Matrices on (s, x, t, 1), x in R^n: of the Bargmann algebra with a central s, of its quotient, and of its ideal."""
    if kind == "aff":
        require(n == 1, "aff(n) has another name")
        return [_filled(2, [(0, 0, 1)]), _filled(2, [(0, 1, 1)])]
    t, one = n + 1, n + 2
    shifts = [_filled(n + 3, [(i, one, 1)]) for i in range(1, n + 1)]
    boosts = [_filled(n + 3, [(i, t, 1)] + [(0, i, 1)] * (kind != "galilei")) for i in range(1, n + 1)]
    rotations = [_filled(n + 3, [(i, j, 1), (j, i, -1)]) for i in range(1, n + 1) for j in range(1, i)]
    central, time = [_filled(n + 3, [(0, one, 1)])] * (kind != "galilei"), [_filled(n + 3, [(t, one, 1)])]
    return shifts + boosts + central + (time + rotations) * (kind != "heisenberg")


def _jordan(text: str) -> fmpq_mat:
    """The matrix with blocks such as "J2(0), 1/2, 1/3 +- i, +-i, 1 +- 2*i", all numbers rational."""
    entries, start = [], 0
    for block in text.split(", "):
        chain = re.fullmatch(r"J(\d+)\((.*)\)", block)
        size, number = (_size(chain[1]), chain[2]) if chain else (1, block)
        value = parsed(r"(?=.)(-?\d+(?:/\d+)?)?(?: ?(\+-) ?(?:(\d+(?:/\d+)?)\*)?i)?", number, "block of rational numbers")
        real, m = Fraction(value[1] or 0), 2 if value[2] else 1
        turn = Fraction(value[3] or 1)
        for k in range(start, start + m * size, m):
            entries += [(k + i, k + i, real) for i in range(m)] + [(k + 1, k, turn), (k, k + 1, -turn)] * (m - 1)
            entries += [(k + i, k + m + i, Fraction(1)) for i in range(m) if k + m < start + m * size]
        start += m * size
    return _filled(start, [(i, j, fmpq(x.numerator, x.denominator)) for i, j, x in entries])


def _filled(n: int, entries: list) -> fmpq_mat:
    X = fmpq_mat(n, n)
    for i, j, x in entries:
        X[i, j] = x
    return X


def constants(matrices: list, d: int) -> Constants:
    """c[a][b][k], [B_a, B_b] = sum_k c B_k, of independent rational matrices, flattened; rejected where they are not closed."""
    n, M = len(matrices), fmpq_mat(matrices)
    echelon, rank = M.rref()
    require(rank == n, "dependent generators")
    pivots = [next(j for j in range(d * d) if echelon[i, j] != 0) for i in range(n)]
    inverse = fmpq_mat([[M[i, j] for j in pivots] for i in range(n)]).inv()
    B, c = [fmpq_mat(d, d, row) for row in matrices], [{} for _ in range(n)]
    for a in range(n):
        brackets = {b: (B[a] * B[b] - B[b] * B[a]).entries() for b in range(n)}
        brackets = {b: row for b, row in brackets.items() if any(x != 0 for x in row)}
        if not brackets:
            continue
        found = fmpq_mat([[row[j] for j in pivots] for row in brackets.values()]) * inverse
        require(found * M == fmpq_mat(list(brackets.values())), "the generators are not closed")
        c[a] = {b: {k: x for k, x in enumerate(row) if x != 0} for b, row in zip(brackets, found.tolist(), strict=True)}
    return c


_CARTAN = {  # [h_i, e_j] = A_ij e_j
    "g2": [[2, -3], [-1, 2]],
    "f4": [[2, -1, 0, 0], [-1, 2, -1, 0], [0, -2, 2, -1], [0, 0, -1, 2]],
    "e6": [[2 if i == j else -int({i, j} in ({0, 2}, {2, 3}, {3, 4}, {4, 5}, {1, 3})) for j in range(6)] for i in range(6)],
}
_DIMENSION = {"g2": 14, "f4": 52, "e6": 78}
Gaussian = dict[tuple[int, int], Fraction]
"""A vector over Q(i): the coefficient of i^s B_k at (k, s), s = 0, 1."""


def _exceptional(kind: str, character: int, stated: Json) -> Constants:
    """The constants that a certificate states, if they are those of a Lie algebra of that type and that Killing signature.

    e_i, f_i over Q(i) act by derivations and satisfy [e_i, f_j] = delta_ij h_i, [h_i, h_j] = 0, [h_i, e_j] = A_ij e_j and
    [h_i, f_j] = -A_ij f_j; Serre's other relations hold in finite dimension. Elements that act by derivations are closed under
    the bracket and satisfy Jacobi's identity, so those that e_i and f_i generate are a simple algebra of that type, which by its
    dimension is all.
    """
    n, A = _DIMENSION[kind], _CARTAN[kind]
    c: Constants = [{} for _ in range(n)]
    for a, b, k, x in stated["constants"]:
        require(all(type(i) is int and 0 <= i < n for i in (a, b, k)) and a != b and type(x) is int, "constants of no algebra")
        require(k not in c[a].get(b, {}), "a constant given twice")
        c[a].setdefault(b, {})[k] = Fraction(x)
        c[b].setdefault(a, {})[k] = Fraction(-x)

    def bracket(x: Gaussian, y: Gaussian) -> Gaussian:
        z: Gaussian = {}
        for (a, s), u in x.items():
            for (b, t), v in y.items():
                for k, value in c[a].get(b, {}).items():
                    place, sign = (k, (s + t) % 2), -1 if s + t == 2 else 1
                    z[place] = z.get(place, Fraction(0)) + sign * u * v * value
        return {place: value for place, value in z.items() if value}

    def minus(x: Gaussian, y: Gaussian, factor: int = 1) -> Gaussian:
        return {p: v for p in {*x, *y} if (v := x.get(p, Fraction(0)) - factor * y.get(p, Fraction(0)))}

    def read(rows: list) -> list[Gaussian]:
        require(len(rows) == len(A), "not as many generators as the rank")
        vectors = [{(k, s): Fraction(x) for k, s, x in row} for row in rows]
        require(all(0 <= k < n and s in (0, 1) for v in vectors for k, s in v), "an index out of range")
        return vectors

    e, f = read(stated["raising"]), read(stated["lowering"])
    require(all(e), "a generator that is zero")
    h = [bracket(x, y) for x, y in zip(e, f, strict=True)]
    for i, row in enumerate(A):
        for j, entry in enumerate(row):
            relations = [minus(bracket(h[i], e[j]), e[j], entry), minus(bracket(h[i], f[j]), f[j], -entry), bracket(h[i], h[j])]
            require(not any(relations) and (i == j or not bracket(e[i], f[j])), f"no generators of {kind}")
    units: list[Gaussian] = [{(k, 0): Fraction(1)} for k in range(n)]
    for z in (*e, *f):
        images = [bracket(z, x) for x in units]
        for a in range(n):
            for b in range(a):
                rest = minus(bracket(z, bracket(units[a], units[b])), bracket(images[a], units[b]))
                require(not minus(rest, bracket(units[a], images[b])), "constants against Jacobi's identity")
    ads = [fmpq_mat(n, n) for _ in range(n)]
    for a, rows in enumerate(c):
        for b, row in rows.items():
            for k, x in row.items():
                ads[a][k, b] = fmpq(x.numerator, x.denominator)
    killing = fmpq_mat([x.entries() for x in ads]) * fmpq_mat([x.transpose().entries() for x in ads]).transpose()
    signs = [1 if x > 0 else -1 for x in killing.charpoly().coeffs() if x != 0]  # as many changes as positive eigenvalues
    positive = sum(x != y for x, y in pairwise(signs))
    require(2 * positive - n == character, f"a Killing form of another signature than {kind}({character})")
    return [{b: {k: fmpq(int(x)) for k, x in row.items()} for b, row in rows.items()} for rows in c]
