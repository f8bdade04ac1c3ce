"""The modules of s + R^j that names list, from their definitions: what the checker of certificates compares with.

A factor acts on its natural module, the dual of that, powers S^k of both, its adjoint module and tensor products with modules of
other factors. A labelled module R^n(a) is S^k of the natural one or its dual for labels (k, 0, .., 0) or (0, .., 0, k) of
sl(m, R), of R^2 for so(2,1) = sl(2, R), the natural one of g2, and the adjoint one for (2) of so(3). The centre acts on copies.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from itertools import combinations_with_replacement

from flint import fmpq, fmpq_mat

from lietheory.certificates.rejection import parsed, require

Matrices = list[fmpq_mat]
_TERM = r"(?:(\d+) )?(S\^\d+ R\^2|[RCH]\^\d+\*?|R)(?:\(([\d,;]+)\))?(?:\[(.*)\])?"
_FORM = r"\(([^()]*)\)"


def module_matrices(factors: list[str], lines: int, terms: list[str], basis: Callable[[str], Matrices]) -> Matrices:
    """The matrices of the simple factors, and then of R^lines, on the sum of the terms of a name.

    Args:
        factors: the names of the simple factors.
        lines: the dimension of the centre.
        terms: the modules, each with copies, labels and how the centre acts, as they are written.
        basis: the matrices of a simple algebra on its natural module.
    """
    read = [parsed(_TERM, term, "module that certificates know") for term in terms]
    factors = ["so(4)"] if factors == ["so(3)"] * 2 and "R^4" in {m[2] for m in read} else factors
    known = [_short_names(factor) for factor in factors]
    owned = [[i for i, names in enumerate(known) if m[2] in names] for m in read]
    bases = [_base(f, {m[2] for m, own in zip(read, owned, strict=True) if own == [i] and not m[3]}, n)
             for i, (f, n) in enumerate(zip(factors, known, strict=True))]  # fmt: skip
    acting = [basis(base) for base in bases]
    rows: list[list[fmpq_mat]] = []
    for m, owner in zip(read, owned, strict=True):
        copies = int(m[1] or 1)
        if m[3]:
            labels = [[int(x) for x in part.split(",")] for part in m[3].split(";")]
            require(len(labels) == len(factors), f"{m[0]} has labels of other factors")
            parts = [_labelled(f, b, part, L) for f, b, part, L in zip(factors, bases, labels, acting, strict=True)]
        elif factors == ["so(2,1)"] * 2 and m[2] == "R^4":  # the vector of so(2,2)
            parts = acting
        elif len(owner) == 1:
            parts = [
                _named(b, m[2], L) if owner == [i] else _trivial(L) for i, (b, L) in enumerate(zip(bases, acting, strict=True))
            ]
        else:
            copies, parts = copies * int(m[2][2:] or 1), [_trivial(L) for L in acting]
            require(m[2][0] == "R" and "*" not in m[2], f"{m[0]} is a module of two factors, or of none")
        one = _tensor(parts)
        size = one[0].nrows()
        trivial = not any(any(x != 0 for x in X.entries()) for X in one)
        require(trivial or m[2][0] == "S" or size == _dimension(m[2]), f"{m[0]} has another dimension")
        field = "R" if trivial or m[2][0] in "RS" else m[2][0]
        unit = fmpq_mat(size, size) if field == "R" else _commuting(size, 2 if field == "C" else 4)
        center = _center(m[4], lines, copies, field)
        identity, whole = _identity(size), _identity(copies)
        rows.append([*(_kron(whole, X) for X in one), *(_kron(A, identity) + _kron(B, unit) for A, B in center)])
    require(len({bool(m[4]) for m in read}) == 1, "a centre that acts on some modules only")
    return [_diagonal([row[a] for row in rows]) for a in range(len(rows[0]))]


def _short_names(factor: str) -> set[str]:
    own = _natural(factor)
    names = {own} | {text for name, text in _OTHERS if name == factor}
    if factor == "so(2,1)":
        names |= {f"S^{k} R^2" for k in range(3, 100)}
    if factor.startswith("sl(") and factor.endswith(",R)"):
        names.add(f"{own}*")
    return names


def _natural(name: str) -> str:
    """The natural module of a simple algebra, as a text."""
    if re.fullmatch(r"g2\((2|-14)\)", name):
        return "R^7"
    family = parsed(r"([a-z]+\*?)\((\d+)(?:,(\d+|R|C))?\)", name, "classical algebra")
    field = "C" if family[3] == "C" or family[1] in ("su", "u") else "H" if family[1] in ("usp", "so*", "su*") else "R"
    size = int(family[2]) + (int(family[3]) if family[3] and family[3].isdigit() else 0)
    return f"{field}^{size // 2 if field == 'H' else size}"


def _base(factor: str, used: set[str], known: set[str]) -> str:
    """The name whose matrices act: where two natural modules are used, one of them has to be made of the other."""
    if factor == "so(2,1)":
        return "sl(2,R)"
    bases = {_OTHERS[factor, text] for text in used & known if (factor, text) in _OTHERS}
    own = {text for text in used & known if text == _natural(factor)}
    if factor == "so(3)" and bases:
        return "su(2)"
    require(len(bases) + bool(own) <= 1, f"{factor}: more than one natural module")
    return bases.pop() if bases else "sl(4,R)" if factor == "so(3,3)" and not own else factor


_OTHERS = {  # the matrices by which a name that is another algebra's first acts on that one's natural module
    ("so(2,1)", "R^2"): "sl(2,R)", ("so(3)", "C^2"): "su(2)", ("so(3,1)", "C^2"): "sl(2,C)", ("so(3,2)", "R^4"): "sp(4,R)",
    ("so(5)", "H^2"): "usp(4)", ("so(4,1)", "H^2"): "usp(2,2)", ("so(3,3)", "R^4"): "sl(4,R)", ("so(6)", "C^4"): "su(4)",
    ("so(4,2)", "C^4"): "su(2,2)", ("so(5,1)", "H^2"): "su*(4)", ("su(3,1)", "H^3"): "so*(6)", ("so(6,2)", "H^4"): "so*(8)",
}  # fmt: skip


def _named(base: str, text: str, L: Matrices) -> Matrices:
    """A module by its short name, in the matrices of the base."""
    if text[0] == "S":
        return [_power(X, int(text[2:].split()[0])) for X in L]
    if text.endswith("*"):
        return [-X.transpose() for X in L]
    if base == "sl(2,R)" and text == "R^3":
        return [_power(X, 2) for X in L]
    return _adjoint(L) if base == "su(2)" and text == "R^3" else L


def _labelled(factor: str, base: str, labels: list[int], L: Matrices) -> Matrices:
    """An irreducible module of one factor by its highest weight."""
    if not any(labels):
        return _trivial(L)
    if factor == "so(3)" and labels == [2]:
        return _adjoint(L)
    if factor in ("g2(2)", "g2(-14)") and labels == [1, 0]:
        return L
    sizes = re.fullmatch(r"sl\((\d+),R\)", base)
    require(bool(sizes) and len(labels) == int(sizes[1]) - 1 and sum(map(bool, labels)) == 1, f"{factor}: labels {labels}")
    if labels[0]:
        return [_power(X, labels[0]) for X in L]
    require(bool(labels[-1]), f"{factor}: labels {labels}")
    return [_power(-X.transpose(), labels[-1]) for X in L]


def _trivial(L: Matrices) -> Matrices:
    return [fmpq_mat(1, 1) for _ in L]


def _tensor(parts: list[Matrices]) -> Matrices:
    """All elements on the tensor product of a module of each factor."""
    sizes, rows = [part[0].nrows() for part in parts], []
    for i, part in enumerate(parts):
        for X in part:
            whole = _identity(1)
            for j, size in enumerate(sizes):
                whole = _kron(whole, X if i == j else _identity(size))
            rows.append(whole)
    return rows


def _dimension(text: str) -> int:
    return int(text[2:].rstrip("*")) * {"R": 1, "C": 2, "H": 4}[text[0]]


def _power(X: fmpq_mat, k: int) -> fmpq_mat:
    """How a matrix acts on the monomials of degree k, by the product rule."""
    n = X.nrows()
    monomials = list(combinations_with_replacement(range(n), k))
    place = {m: i for i, m in enumerate(monomials)}
    Y = fmpq_mat(len(monomials), len(monomials))
    for m, column in place.items():
        for at in range(k):
            for r in range(n):
                if X[r, m[at]] != 0:
                    Y[place[tuple(sorted((*m[:at], r, *m[at + 1 :])))], column] += X[r, m[at]]
    return Y


def _adjoint(L: Matrices) -> Matrices:
    """The matrices of the adjoint representation in the basis L."""
    n, flat = len(L), fmpq_mat([X.entries() for X in L])
    gram = (flat * flat.transpose()).inv()
    return [
        (fmpq_mat([(X * Y - Y * X).entries() for Y in L]) * flat.transpose() * gram).transpose() if n else fmpq_mat(0, 0)
        for X in L
    ]


def _commuting(size: int, m: int) -> fmpq_mat:
    """Multiplication by i from the right on C^n or H^n, which commutes with matrices that act from the left."""
    turn = [(1, 0, 1), (0, 1, -1)] if m == 2 else [(1, 0, 1), (0, 1, -1), (3, 2, -1), (2, 3, 1)]
    return filled(size, [(k + r, k + s, x) for k in range(0, size, m) for r, s, x in turn])


def _center(text: str | None, lines: int, copies: int, field: str) -> list[tuple[fmpq_mat, fmpq_mat]]:
    """For each element of the centre the matrices A and B on the copies: it acts by A + B i."""
    if lines == 0:
        require(text is None, "no centre acts")
        return []
    if text is None:
        require(lines == 1, "how the centre acts is not said")
        return [(_identity(copies), fmpq_mat(copies, copies))]
    blocks = [_blocks(part) for part in re.split(r",\s(?![^(]*\))", text)]
    pairs = []
    for j in range(lines):
        A, B, start = fmpq_mat(copies, copies), fmpq_mat(copies, copies), 0
        for size, real, height in blocks:
            require(len(real) == lines, f"{text} has forms of another length")
            wide = 2 if height is not None and field == "R" else 1
            require(start + wide * size <= copies, f"{text} acts on more copies")
            for k in range(start, start + wide * size, wide):
                for i in range(wide):
                    A[k + i, k + i] = fmpq(real[j].numerator, real[j].denominator)
                    if k + wide < start + wide * size:
                        A[k + i, k + wide + i] = 1
                turn = Fraction(0) if height is None else height[j]
                value = fmpq(turn.numerator, turn.denominator)
                if wide == 2:
                    A[k + 1, k], A[k, k + 1] = value, -value
                else:
                    B[k, k] = value
            start += wide * size
        require(start == copies, f"{text} acts on fewer copies")
        pairs.append((A, B))
    return pairs


def _blocks(text: str) -> tuple[int, list[Fraction], list[Fraction] | None]:
    """The size of a block and, for each element of the centre, its real and its imaginary part."""
    form = re.fullmatch(rf"(?=.)(?:{_FORM})?(?: ?\+-{_FORM}\*i| \+- {_FORM}\*i)?", text)
    if form:
        parts = [[Fraction(x) for x in part.split(",")] if part else None for part in form.groups()]
        height = parts[1] or parts[2]
        return 1, parts[0] or [Fraction(0)] * len(height or []), height
    chain = re.fullmatch(r"J(\d)\((.*)\)", text)
    size, number = (int(chain[1]), chain[2]) if chain else (1, text)
    value = parsed(r"(?=.)(-?\d+(?:/\d+)?)?(?: ?(\+-|-\+) ?(?:(\d+(?:/\d+)?)\*)?i)?", number, "block of rational numbers")
    height = None if not value[2] else [Fraction(value[3] or 1) * (1 if value[2] == "+-" else -1)]
    require(size > 0, "a block of size 0")
    return size, [Fraction(value[1] or 0)], height


def derivations_of_octonions(split: bool) -> Matrices:
    """A basis of the derivations of the split or the division octonions, on their imaginary part: g2(2) or g2(-14).

    A derivation D, D(xy) = D(x) y + x D(y), kills 1, and maps imaginary octonions to imaginary ones.
    """
    table: dict[tuple[int, int], tuple[int, int]] = {(0, 0): (0, 1)}
    n = 1
    for sign in (-1, -1, 1 if split else -1):  # (a, b)(c, d) = (a c + sign d* b, d a + b c*)
        double = dict(table)
        for (i, j), (k, s) in table.items():
            bar_i, bar_j = (1 if x == 0 else -1 for x in (i, j))
            double[j, i + n] = (table[i, j][0] + n, table[i, j][1])  # (a, 0)(0, d) = (0, d a)
            double[i + n, j] = (k + n, s * bar_j)  # (0, b)(c, 0) = (0, b c*)
            double[j + n, i + n] = (k, s * bar_i * sign)  # (0, b)(0, d) = (sign d* b, 0)
        table, n = double, 2 * n
    equations = []
    for i in range(1, 8):
        for j in range(1, 8):
            k, s = table[i, j]
            for r in range(8):  # the coefficient of e_r in D(e_i e_j) - D(e_i) e_j - e_i D(e_j), D e_i = sum_m x[m, i] e_m
                row = [0] * 49
                if k and r:
                    row[7 * (r - 1) + k - 1] += s
                for m in range(1, 8):
                    for left, right, column in ((m, j, i), (i, m, j)):
                        image, t = table[left, right]
                        if image == r:
                            row[7 * (m - 1) + column - 1] -= t
                if any(row):
                    equations.append(row)
    echelon, rank = fmpq_mat(equations).rref()
    pivots = [next(c for c in range(49) if echelon[r, c] != 0) for r in range(rank)]
    basis = []
    for free in sorted({*range(49)} - {*pivots}):
        x = [fmpq(0)] * 49
        x[free] = fmpq(1)
        for r, pivot in enumerate(pivots):
            x[pivot] = -echelon[r, free]
        basis.append(fmpq_mat(7, 7, x))
    return basis


def filled(n: int, entries: list) -> fmpq_mat:
    """A square matrix with the entries (row, column, value), all others 0."""
    X = fmpq_mat(n, n)
    for i, j, x in entries:
        X[i, j] = x
    return X


def _identity(n: int) -> fmpq_mat:
    return filled(n, [(i, i, 1) for i in range(n)])


def _kron(A: fmpq_mat, B: fmpq_mat) -> fmpq_mat:
    n, m = A.nrows(), B.nrows()
    nonzero = [(i, j, A[i, j]) for i in range(n) for j in range(n) if A[i, j] != 0]
    inner = [(i, j, B[i, j]) for i in range(m) for j in range(m) if B[i, j] != 0]
    return filled(n * m, [(i * m + r, j * m + s, x * y) for i, j, x in nonzero for r, s, y in inner])


def _diagonal(blocks: Matrices) -> fmpq_mat:
    sizes, entries, start = sum(X.nrows() for X in blocks), [], 0
    require(sizes < 99, "a space of dimension above 98")
    for X in blocks:
        entries += [(start + i, start + j, X[i, j]) for i in range(X.nrows()) for j in range(X.nrows()) if X[i, j] != 0]
        start += X.nrows()
    return filled(sizes, entries)
