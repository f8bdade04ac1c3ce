"""Real forms of G2, F4 and E6, which have no short definition by matrices: constants that a certificate states, verified."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from flint import fmpq, fmpq_mat

from lietheory.certificates.rejection import Constants, Json, require

_CARTAN = {  # [h_i, e_j] = A_ij e_j
    "g2": [[2, -3], [-1, 2]],
    "f4": [[2, -1, 0, 0], [-1, 2, -1, 0], [0, -2, 2, -1], [0, 0, -1, 2]],
    "e6": [[2 if i == j else -int({i, j} in ({0, 2}, {2, 3}, {3, 4}, {4, 5}, {1, 3})) for j in range(6)] for i in range(6)],
}
_DIMENSION = {"g2": 14, "f4": 52, "e6": 78}
Gaussian = dict[tuple[int, int], Fraction]
"""A vector over Q(i): the coefficient of i^s B_k at (k, s), s = 0, 1."""


def exceptional_constants(kind: str, character: int, stated: Json) -> Constants:
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
