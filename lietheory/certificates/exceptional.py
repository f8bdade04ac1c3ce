"""Real forms of G2, F4 and E6, which have no short definition by matrices: constants that a certificate states, verified."""

from __future__ import annotations

from itertools import pairwise

from flint import fmpq, fmpq_mat

from lietheory.certificates.chevalley import Gaussian, bracket, cartan_matrix, generators, minus
from lietheory.certificates.rejection import Constants, Json, require

_DIMENSION = {"g2": 14, "f4": 52, "e6": 78}


def exceptional_constants(kind: str, character: int, stated: Json) -> Constants:
    """The constants that a certificate states, if they are those of a Lie algebra of that type and that Killing signature.

    e_i, f_i over Q(i) act by derivations and are Chevalley generators. Elements that act by derivations are closed under the
    bracket and satisfy Jacobi's identity, so those that e_i and f_i generate are a simple algebra of that type, which by its
    dimension is all.
    """
    n = _DIMENSION[kind]
    c: Constants = [{} for _ in range(n)]
    for a, b, k, x in stated["constants"]:
        require(all(type(i) is int and 0 <= i < n for i in (a, b, k)) and a != b and type(x) is int, "constants of no algebra")
        require(k not in c[a].get(b, {}), "a constant given twice")
        c[a].setdefault(b, {})[k] = fmpq(x)
        c[b].setdefault(a, {})[k] = fmpq(-x)
    e, f, _ = generators(c, cartan_matrix([kind.upper()]), stated)
    units: list[Gaussian] = [{(k, 0): fmpq(1)} for k in range(n)]
    for z in (*e, *f):
        images = [bracket(c, z, x) for x in units]
        for a in range(n):
            for b in range(a):
                rest = minus(bracket(c, z, bracket(c, units[a], units[b])), bracket(c, images[a], units[b]))
                require(not minus(rest, bracket(c, units[a], images[b])), "constants against Jacobi's identity")
    ads = [fmpq_mat(n, n) for _ in range(n)]
    for a, rows in enumerate(c):
        for b, row in rows.items():
            for k, x in row.items():
                ads[a][k, b] = x
    killing = fmpq_mat([x.entries() for x in ads]) * fmpq_mat([x.transpose().entries() for x in ads]).transpose()
    signs = [1 if x > 0 else -1 for x in killing.charpoly().coeffs() if x != 0]  # as many changes as positive eigenvalues
    positive = sum(x != y for x, y in pairwise(signs))
    require(2 * positive - n == character, f"a Killing form of another signature than {kind}({character})")
    return c
