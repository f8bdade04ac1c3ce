"""The algebras that names stand for, from their definitions: what the checker of certificates compares with.

Classical algebras are matrices over R, C or H that keep a form or have no trace; the others are built of these. Nothing here
comes from the catalogue, so that a certificate of a catalogue algebra says something.
"""

from __future__ import annotations

import re
from fractions import Fraction

from flint import fmpq, fmpq_mat

from lietheory.certificates.chevalley import System, joined, simple_types, system_of
from lietheory.certificates.exceptional import exceptional_constants
from lietheory.certificates.modules import Module, filled, module_constants, natural_weights
from lietheory.certificates.rejection import LARGEST, Constants, Json, Rejected, parsed, require

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


def reference(name: str, references: Json) -> Constants:
    """The constants c[a][b][k] of the algebra of a name: a sum of simple ones, R^k, (s + R) |x F^n, and others below."""
    c: list = []
    for part in map(_bare, _summands(name)):
        lines, over = re.fullmatch(_LINES, part), factors_and_terms(part)
        if lines:
            block = [{} for _ in range(_size(lines[1] or "1"))]
        elif over:
            factors, count, terms = over
            block = module_constants(factors, count, terms, *sum_of_factors(factors, references), references[part])
        else:
            block = simple_constants(part, references)[0]
        k = len(c)
        c += _moved(block, k)
    require(0 < len(c) <= LARGEST, f"dimension above {LARGEST}, or none")
    return c


_LINES = r"R(?:\^(\d+))?|so\(2\)|so\(1,1\)"


def simple_constants(name: str, references: Json) -> tuple[Constants, list[fmpq_mat]]:
    """The constants of an algebra that is no sum, and the matrices that define it, if any."""
    exceptional = re.fullmatch(r"(g2|f4|e6)\((-?\d+)\)", name)
    if exceptional:
        return exceptional_constants(exceptional[1], int(exceptional[2]), references[name]), []
    basis = _matrices(name)
    return constants([X.entries() for X in basis], basis[0].nrows()), basis


def factor_system(name: str, references: Json) -> tuple[Constants, System]:
    """The constants of a simple factor, and the Chevalley generators that a certificate states of it."""
    c, basis = simple_constants(name, references)
    system = system_of(name, c, references[name])
    if simple_types(name) == ["D4"]:  # the natural module has the label that it has in names
        weight = next(iter(natural_weights(name).values()))
        require(Module(system, basis, []).highest(weight).ncols() > 0, f"{name}: nodes in another order")
    return c, system


def factors_and_terms(part: str) -> tuple[list[str], int, list[str]] | None:
    """The simple factors of s, j, and the terms of M for (s + R^j) |x M; None for a text of another form."""
    left, _, right = part.partition(" |x ")
    summands = _summands(_bare(left))
    factors = [x for x in summands if not re.fullmatch(_LINES, x)]
    if not right or not factors or right.startswith("heisenberg"):
        return None
    lines = [re.fullmatch(r"R(?:\^(\d))?", x) for x in summands if x not in factors]
    require(len(lines) < 2 and all(lines), f"{part!r} is no name that certificates know")
    return factors, sum(int(line[1] or 1) for line in lines if line), _summands(_bare(right))


def sum_of_factors(factors: list[str], references: Json) -> tuple[Constants, System]:
    """The constants of a sum of simple factors, and its Chevalley generators."""
    known = {factor: factor_system(factor, references) for factor in factors}
    s: Constants = []
    for factor in factors:
        s = [*s, *_moved(known[factor][0], len(s))]
    return s, joined([known[factor][1] for factor in factors], [len(known[factor][0]) for factor in factors])


def _moved(block: Constants, k: int) -> Constants:
    return [{b + k: {e + k: x for e, x in row.items()} for b, row in rows.items()} for rows in block]


def _bare(text: str) -> str:
    """The text without parentheses around all of it."""
    inner = text[1:-1]
    closed = all(inner[:i].count(")") <= inner[:i].count("(") for i in range(len(text)))
    return inner if text.startswith("(") and text.endswith(")") and closed else text


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
    stem = (left[1:-1] if left.startswith("(") else left).removesuffix(" + R")
    dilates = " + R)" in left
    heisenberg = re.fullmatch(r"heisenberg\(1\)(?:\[(.*)\])?", right)
    if heisenberg:  # on (s, plane, 1): the plane moves by v, and s by omega(v, .)
        A = filled(2, _PLANES[stem]) if heisenberg[1] is None else _jordan(heisenberg[1])
        require(A.nrows() == 2 and not dilates and (heisenberg[1] is None or stem == "R"), "no plane")
        x = [(0, 0, A[0, 0] + A[1, 1]), *((i + 1, j + 1, A[i, j]) for i in range(2) for j in range(2))]
        return [filled(4, entries) for entries in (x, [(1, 3, 1), (0, 2, 1)], [(2, 3, 1), (0, 1, -1)], [(0, 3, 1)])]
    if stem == "R":
        space = parsed(r"R\^(\d+)\[(.*)\]", right, "module that certificates know")
        linear = [_jordan(space[2])]
        require(linear[0].nrows() == _size(space[1]), f"{right} has blocks of another size")
    else:
        require(stem in _PLANES and right == "R^2", f"{part!r} is no name that certificates know")
        linear = [filled(2, _PLANES[stem])]
    n = linear[0].nrows()
    linear += [filled(n, [(i, i, 1) for i in range(n)])] * dilates
    affine = [filled(n + 1, [(i, j, X[i, j]) for i in range(n) for j in range(n)]) for X in linear]
    return affine + [filled(n + 1, [(i, n, 1)]) for i in range(n)]


_PLANES = {"so(2)": [(1, 0, 1), (0, 1, -1)], "so(1,1)": [(0, 0, 1), (1, 1, -1)]}


def _special(kind: str, n: int) -> list[fmpq_mat]:
    """Matrices on (s, x, t, 1), x in R^n: of the Bargmann algebra with a central s, of its quotient, and of its ideal."""
    if kind == "aff":
        require(n == 1, "aff(n) has another name")
        return [filled(2, [(0, 0, 1)]), filled(2, [(0, 1, 1)])]
    t, one = n + 1, n + 2
    shifts = [filled(n + 3, [(i, one, 1)]) for i in range(1, n + 1)]
    boosts = [filled(n + 3, [(i, t, 1)] + [(0, i, 1)] * (kind != "galilei")) for i in range(1, n + 1)]
    rotations = [filled(n + 3, [(i, j, 1), (j, i, -1)]) for i in range(1, n + 1) for j in range(1, i)]
    central, time = [filled(n + 3, [(0, one, 1)])] * (kind != "galilei"), [filled(n + 3, [(t, one, 1)])]
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
    return filled(start, [(i, j, fmpq(x.numerator, x.denominator)) for i, j, x in entries])


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
        coefficients = fmpq_mat([[row[j] for j in pivots] for row in brackets.values()]) * inverse
        require(coefficients * M == fmpq_mat(list(brackets.values())), "the generators are not closed")
        c[a] = {b: {k: x for k, x in enumerate(row) if x != 0} for b, row in zip(brackets, coefficients.tolist(), strict=True)}
    return c
