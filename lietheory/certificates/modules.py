"""The modules of s + R^j that names list: what the checker reads in a name, and verifies of matrices that a certificate states.

For ``(s + R^j) |x M`` a certificate states rational matrices of a basis of s and of R^j on Q^m, and for each simple factor of s
Chevalley generators e_i, f_i over Q(i) (``chevalley``). Let E_i, H_i be those of e_i and of h_i on Q(i)^m. A real module of s is
fixed by its complexification, and that by the dimensions of its spaces of highest weight vectors, which all E_i kill and on which
H_i is the label w_i. So the checker counts, exactly:

1. The matrices have the brackets of s, and those of R^j commute with all.
2. The space that all E_i kill has the dimension of all highest weight vectors that the name lists, and for each weight so has the
   part on which each H_i is w_i. An irreducible module of real type has one in V(w); one of complex type one each in V(w) and its
   conjugate; one of quaternionic type two in V(w).
3. The type of each module that is listed: conjugation followed by powers of E_i takes its highest weight vectors to those of the
   conjugate; where that has the same weight its square is a number, positive for real type, negative for quaternionic type. The
   real dimension in the name is that of the module, by Weyl's formula.
4. R^j commutes with s, so it acts on the highest weight vectors of each weight, and that fixes how it acts. For each eigenvalue x
   that the name lists, (z - x)^p kills as much as the blocks listed say, for all p up to the largest block.

The labels of a name may be meant up to automorphisms of s, which change no class; see ``chevalley.system_of``. In a form of D4,
which has more symmetries of the diagram than automorphisms, the natural module is required to have the label of its name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate, pairwise

from flint import fmpq, fmpq_mat

from lietheory.certificates.chevalley import Gaussian, Labels, System, natural_weights, simple_types
from lietheory.certificates.rejection import LARGEST, Constants, Json, number, parsed, require

Matrices = list[fmpq_mat]
Block = tuple[int, tuple[Fraction, ...], tuple[Fraction, ...]]
"""The size of a Jordan block, and the real and imaginary parts of its eigenvalue, one for each element of the centre."""
_TERM = r"(?:(\d+) )?(S\^\d+ R\^2|[RCH]\^\d+\*?|R)(?:\(([\d,;]+)\))?(?:\[(.*)\])?"
_FORM = r"\(([^()]*)\)"


def module_constants(factors: list[str], lines: int, terms: list[str], s: Constants, system: System, stated: Json) -> Constants:
    """The constants of (s + R^lines) |x Q^m for the matrices that a certificate states, if they are those of the terms of a name.

    Args:
        factors: the names of the simple factors.
        lines: the dimension of the centre.
        terms: the modules, each with copies, labels and how the centre acts, as they are written.
        s: the constants of the sum of the factors.
        system: its Chevalley generators.
        stated: the matrices.
    """
    L, n = _matrices(stated), len(s)
    require(len(L) == n + lines, f"{len(L)} matrices for an algebra of dimension {n + lines}")
    for a, X in enumerate(L):
        for b, Y in enumerate(L[:a]):
            rest = X * Y - Y * X
            for k, value in (s[a].get(b, {}) if a < n else {}).items():
                rest -= L[k] * value
            require(not any(x != 0 for x in rest.entries()), f"matrices {b} and {a} have other brackets than these elements")
    module = Module(system, L[:n], L[n:])
    require_module(module, claims_of(module, factors, terms))
    c: Constants = [{b: dict(row) for b, row in rows.items()} for rows in s] + [{} for _ in range(lines + L[0].nrows())]
    for a, X in enumerate(L):
        for k in range(X.nrows()):
            for j in range(X.nrows()):
                if X[k, j] != 0:
                    c[a].setdefault(len(L) + j, {})[len(L) + k] = X[k, j]
                    c[len(L) + j].setdefault(a, {})[len(L) + k] = -X[k, j]
    return c


def _matrices(stated: Json) -> Matrices:
    n, m, columns = stated["shape"]
    require(all(type(x) is int and 0 < x <= LARGEST for x in (n, m)) and m == columns, "impossible sizes")
    L = [fmpq_mat(m, m) for _ in range(n)]
    for a, i, j, x in stated["entries"]:
        require(all(type(k) is int and 0 <= k < size for k, size in ((a, n), (i, m), (j, m))), "an index out of range")
        require(L[a][i, j] == 0, "an entry given twice")
        L[a][i, j] = number(x)
    return L


class Module:
    """Q(i)^m as a module of s and R^j: matrices over Q(i) as real ones of twice the size, on (x, y) for x + iy."""

    def __init__(self, system: System, L: Matrices, Z: Matrices):
        self.system, self.size = system, L[0].nrows()
        self.raising, lowering = ([_doubled(x, L) for x in part] for part in (system.raising, system.lowering))
        self.diagonal = [e * f - f * e for e, f in zip(self.raising, lowering, strict=True)]
        self.center = [_doubled({(0, 0): fmpq(1)}, [z]) for z in Z]
        self.unit = _doubled({(0, 1): fmpq(1)}, [_scalar(self.size, fmpq(1))])  # i
        self.killed = _kernel(self.raising)

    def highest(self, weight: Labels) -> fmpq_mat:
        """The highest weight vectors of a weight, as columns."""
        V = self.killed
        return V * _kernel([H * V - V * x for H, x in zip(self.diagonal, weight, strict=True)]) if V.ncols() else V

    def kind(self, weight: Labels) -> str:
        """R, C or H, the type of a module of a highest weight that occurs."""
        image, path = self.system.conjugate(weight)
        if image != weight:
            return "C"
        vectors = self.highest(weight)
        require(vectors.ncols() > 0, f"no vector of the highest weight {weight}")
        v = fmpq_mat([[row[0]] for row in vectors.tolist()])
        once = self._conjugated(v, path)
        twice, at = self._conjugated(once, path), next(k for k in range(v.nrows()) if v[k, 0] != 0)
        square = twice[at, 0] / v[at, 0]
        require(square != 0 and twice == v * square, "a conjugation whose square is no number")
        return "R" if square > 0 else "H"

    def _conjugated(self, v: fmpq_mat, path: list[tuple[int, int]]) -> fmpq_mat:
        v = fmpq_mat([[-x[0] if k >= self.size else x[0]] for k, x in enumerate(v.tolist())])
        for i, power in path:
            for _ in range(power):
                v = self.raising[i] * v
        return v

    def require_center(self, V: fmpq_mat, blocks: list[Block]) -> None:
        """That the centre acts on highest weight vectors by these blocks, or rejected."""
        for _, real, height in blocks:
            sizes = [size for size, *value in blocks if value == [real, height]]
            require(len(self.center) == 1 or max(sizes) == 1, "blocks of more than one element")
            images = [V] * len(self.center)
            for power in range(1, max(sizes) + 1):
                images = [
                    z * W - W * _rational(a) - self.unit * W * _rational(b)
                    for z, W, a, b in zip(self.center, images, real, height, strict=True)
                ]
                killed = V.ncols() - _stacked(images).rank()
                require(killed == 2 * sum(min(size, power) for size in sizes), "a centre that acts in another way")


@dataclass(frozen=True)
class _Term:
    """What a term of a name lists: a highest weight, the real dimension of a module, copies, and how the centre acts."""

    weight: Labels
    size: int
    copies: int
    center: str | None


Claims = dict[Labels, list[Block]]
"""For each highest weight how the centre acts on its vectors, one block or more for each that there are."""


def claims_of(module: Module, factors: list[str], terms: list[str]) -> Claims:
    """What the terms of a name say of the highest weight vectors, each of the type that its module has."""
    lines, system = len(module.center), module.system
    claims: Claims = {}
    read = [_read(factors, text) for text in terms]
    require(len({term.center is None for term in read}) == 1, "a centre that acts on some modules only")
    require(all(term.copies > 0 for term in read), "no copies")
    ends = [0, *accumulate(sum(int(kind[1:]) for kind in simple_types(factor)) for factor in factors)]
    acts = [any(any(term.weight[i:j]) for term in read) for i, j in pairwise(ends)]
    require(all(acts), "a factor that acts by zero, which no name of this form has")
    for text, term in zip(terms, read, strict=True):
        field = module.kind(term.weight)
        dimension = system.dimension(term.weight) * (1 if field == "R" else 2)
        require(term.size == dimension, f"{text}: the module of this weight has the real dimension {dimension}")
        one, other = [], []
        for size, real, height in _center(term, lines, field):
            here: Block = (size, real, height or (Fraction(0),) * lines)
            conjugate: Block = (size, real, tuple(-x for x in here[2]))
            one.append(here)
            if field == "C":
                other.append(conjugate)
            elif field == "H" or height:
                one.append(conjugate)
        claims.setdefault(term.weight, []).extend(one)
        if other:
            claims.setdefault(system.conjugate(term.weight)[0], []).extend(other)
    return claims


def require_module(module: Module, claims: Claims) -> None:
    """That a module has these highest weight vectors and no others, or rejected."""
    counts = {weight: sum(size for size, *_ in blocks) for weight, blocks in claims.items()}
    require(module.killed.ncols() == 2 * sum(counts.values()), "another number of irreducible modules")
    for weight, blocks in claims.items():
        V = module.highest(weight)
        require(V.ncols() == 2 * counts[weight], f"the highest weight {weight} occurs {V.ncols() // 2} times")
        module.require_center(V, blocks if module.center else [])


def _read(factors: list[str], text: str) -> _Term:
    """A term by labels or by a short name; R^k is k lines where no factor, or more than one, has a module of that name."""
    copies, name, labels, center = parsed(_TERM, text, "module that certificates know").groups()
    ranks = [[int(kind[1:]) for kind in simple_types(factor)] for factor in factors]
    count = int(copies or 1)
    if labels:
        parts = [tuple(int(x) for x in part.split(",")) for part in labels.split(";")]
        require([len(part) for part in parts] == [r for each in ranks for r in each], f"{text} has labels of other factors")
        require(re.fullmatch(r"R\^\d+", name) is not None, f"{text}: labels stand after R^n")
        return _Term(sum(parts, ()), int(name[2:]), count, center)
    zero = [(0,) * sum(each) for each in ranks]
    owners = [(i, known[name]) for i, known in enumerate(map(natural_weights, factors)) if name in known]
    size = int(name[2:].split()[0]) + 1 if name[0] == "S" else int(name[2:].rstrip("*") or 1) * {"R": 1, "C": 2, "H": 4}[name[0]]
    if name == "R^4" and factors in (["so(3)"] * 2, ["so(2,1)"] * 2):  # the vector of so(4) or so(2,2)
        return _Term((1, 1), 4, count, center)
    if len(owners) == 1:
        i, own = owners[0]
        return _Term(sum([*zero[:i], own, *zero[i + 1 :]], ()), size, count, center)
    require(name[0] == "R" and "*" not in name, f"{text} is a module of two factors, or of none")
    return _Term(sum(zero, ()), 1, count * size, center)


def _center(term: _Term, lines: int, field: str) -> list[tuple[int, tuple, tuple | None]]:
    """The blocks by which the centre acts on the copies of a term."""
    if lines == 0:
        require(term.center is None and any(term.weight), "no centre acts")
        return [(1, (), None)] * term.copies
    if term.center is None:
        require(lines == 1, "how the centre acts is not said")
        return [(1, (Fraction(1),), None)] * term.copies
    blocks = [_block(part) for part in re.split(r",\s(?![^(]*\))", term.center)]
    require(all(len(form) == lines for _, *value in blocks for form in value if form), f"{term.center}: forms of another length")
    on = sum(size * (2 if height and field == "R" else 1) for size, _, height in blocks)
    require(on == term.copies, f"{term.center} acts on {on} copies, not {term.copies}")
    return blocks


def _block(text: str) -> tuple[int, tuple, tuple | None]:
    """The size of a block and, for each element of the centre, its real and its imaginary part; None for a real one."""
    form = re.fullmatch(rf"(?=.)(?:{_FORM})?(?: ?\+-{_FORM}\*i| \+- {_FORM}\*i)?", text)
    if form:
        parts = [tuple(Fraction(x) for x in part.split(",")) if part else None for part in form.groups()]
        height = parts[1] or parts[2]
        return 1, parts[0] or (Fraction(0),) * len(height or ()), height
    chain = re.fullmatch(r"J(\d)\((.*)\)", text)
    size, inner = (int(chain[1]), chain[2]) if chain else (1, text)
    value = parsed(r"(?=.)(-?\d+(?:/\d+)?)?(?: ?(\+-|-\+) ?(?:(\d+(?:/\d+)?)\*)?i)?", inner, "block of rational numbers")
    height = None if not value[2] else (Fraction(value[3] or 1) * (1 if value[2] == "+-" else -1),)
    require(size > 0, "a block of size 0")
    return size, (Fraction(value[1] or 0),), height


def _rational(x: Fraction) -> fmpq:
    return fmpq(x.numerator, x.denominator)


def _doubled(x: Gaussian, L: Matrices) -> fmpq_mat:
    """The matrix A + iB of an element, as [[A, -B], [B, A]]."""
    m = L[0].nrows()
    parts = [fmpq_mat(m, m), fmpq_mat(m, m)]
    for (k, s), value in x.items():
        parts[s] += L[k] * value
    A, B = (part.tolist() for part in parts)
    return fmpq_mat([a + [-y for y in b] for a, b in zip(A, B, strict=True)] + [b + a for a, b in zip(A, B, strict=True)])


def _stacked(parts: Sequence[fmpq_mat]) -> fmpq_mat:
    return fmpq_mat([row for part in parts for row in part.tolist()])


def _kernel(parts: Sequence[fmpq_mat]) -> fmpq_mat:
    """A basis, as columns, of what all these matrices kill."""
    n = parts[0].ncols()
    echelon, rank = _stacked(parts).rref()
    pivots = [next(c for c in range(n) if echelon[r, c] != 0) for r in range(rank)]
    free = sorted({*range(n)} - {*pivots})
    K = fmpq_mat(n, len(free))
    for j, column in enumerate(free):
        K[column, j] = 1
        for r, pivot in enumerate(pivots):
            K[pivot, j] = -echelon[r, column]
    return K


def _scalar(n: int, x: fmpq) -> fmpq_mat:
    return filled(n, [(i, i, x) for i in range(n)])


def filled(n: int, entries: list) -> fmpq_mat:
    """A square matrix with the entries (row, column, value), all others 0."""
    X = fmpq_mat(n, n)
    for i, j, x in entries:
        X[i, j] = x
    return X
