"""The checker of certificates: it uses nothing of the package but files beside it, exactly or with balls (FLINT).

A certificate of kind ``name`` holds n matrices L_k, a name N and an n x n matrix S. The checker makes the algebra of that name
from its definition, with a basis B_a and constants c, [B_a, B_b] = sum_k c[a, b, k] B_k, and forms P_a = sum_k S[a, k] L_k. It
accepts if

1. exactly [P_a, P_b] = sum_k c[a, b, k] P_k for all a, b, over Q or a number field, and the P_a are independent: then B_a -> P_a
   is an isomorphism of N onto the span of the L_k, which therefore is closed; or
2. N is semisimple, and every Lie algebra with a basis L'_k, |L'_k - L_k| <= e |L_k|, has constants c + v in the basis P'_a with
   |v| so small that it is isomorphic to N (:func:`_rigid`). The L_k are floats, or e = 0 and the L_k are exact and closed.

What is trusted is this file, ``definitions``, ``modules`` and ``exceptional`` beside it, FLINT, and ``THEOREMS``.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import flint
from flint import arb, arb_mat, fmpq, fmpq_mat

from lietheory.certificates.circuit import check_circuit
from lietheory.certificates.circuit_ideals import check_circuit_ideals
from lietheory.certificates.definitions import constants, reference
from lietheory.certificates.rejection import LARGEST, Constants, Json, Rejected, number, require

FORMAT = "lietheory certificate 1"
_WIDEST, _BITS = 170, 160  # matrix size; bits of a ball
THEOREMS = {
    "exact": "A bijective linear map that keeps brackets is an isomorphism of Lie algebras.",
    "rigidity": "H^2(g, g) = 0 for semisimple g, by the homotopy of the Casimir element (Jacobson, Lie Algebras, III.10), "
    "and Newton's iteration with it, as docs/certificates.md derives.",
    "commutator": "|XY - YX| <= sqrt(2) |X| |Y| in the Frobenius norm (Boettcher and Wenzel, Linear Algebra Appl. 429, 2008).",
    "generators": "Elements e_i, f_i, h_i that satisfy Serre's relations of a connected Cartan matrix of finite type generate "
    "the simple algebra of that type (Serre, Complex Semisimple Lie Algebras, VI.4).",
    "left-normed": "Brackets of generators lie in the algebra that these generate; the rank modulo a prime is at most the rank.",
    "forms": "{A in su(N): A^T F + F A = 0}, F unitary, is so(N) if F is symmetric (Autonne and Takagi), usp(N) if F is skew.",
    "lifting": "Simple ideals modulo a prime whose Killing forms are nondegenerate lift to the p-adic integers, since H^2 and "
    "H^3 with values in the adjoint module vanish by the Casimir element (Jacobson, Lie Algebras, III; docs/certificates.md).",
    "quartic traces": "tr (ad x)^4 is 5 (tr (ad x)^2)^2 / (2 (d + 2)) for exceptional algebras (Okubo, J. Math. Phys. 20, 1979).",
    "compact": "A Lie algebra of skew-Hermitian matrices is a centre and compact simple ideals, which are fixed by complex type.",
    "modules": "A real module is fixed by its complexification (Noether and Deuring), and that, over a reductive algebra, by how "
    "the centre acts on the highest weight vectors (Humphreys, Introduction to Lie Algebras and Representation Theory, 20).",
    "symmetries": "Symmetries of Dynkin diagrams that keep the real form are automorphisms of it, but for D4 and so*(4 k) "
    "(Onishchik, Lectures on Real Semisimple Lie Algebras and Their Representations, 2004).",
    "real forms": "Complex type and Killing signature fix a real form of G2, F4, E6 (Helgason, Differential Geometry, X.6).",
}


@dataclass(frozen=True)
class Verdict:
    """Whether a certificate is accepted, the statement that is proved or the reason why none is, and the theorems it rests on."""

    accepted: bool
    statement: str
    theorems: tuple[str, ...] = ()


def check(certificate: Any, generators: Any = None) -> Verdict:
    """Whether a certificate proves its statement and, where generators are given, that it is about these.

    Args:
        certificate: the content of the JSON file.
        generators: matrices as :func:`encode` returns them; required where the file has their hash only.
    """
    try:
        require(isinstance(certificate, dict) and certificate["format"] == FORMAT, f"the format is not {FORMAT!r}")
        require(certificate["kind"] in KINDS, f"the kind is none of {', '.join(KINDS)}")
        with flint.ctx.workprec(_BITS):
            return KINDS[certificate["kind"]](certificate, generators)
    except Rejected as reason:
        return Verdict(False, str(reason))
    except (KeyError, IndexError, TypeError, ValueError, ZeroDivisionError, OverflowError, AttributeError) as problem:
        return Verdict(False, f"malformed: {type(problem).__name__} {problem}")


def encode(matrices: Any, field: Any = None) -> Json:
    """Nested lists as a certificate holds them: the shape, the entries that are not zero, [index, ..., number], and the field.

    A float stays one, an exact number becomes a text p or p/q; one of a field is the list of such coefficients.
    """
    shape, entries = [len(matrices), *_shape(matrices[0])], []

    def walk(value: Any, place: list[int]) -> None:
        if len(place) < len(shape):
            for i, inner in enumerate(value):
                walk(inner, [*place, i])
        elif any(x not in (0, "0") for x in (value if isinstance(value, list) else [value])):
            entries.append([*place, value if isinstance(value, float | list) else str(value)])

    walk(matrices, [])
    return {"shape": shape, "entries": entries, "floats": any(isinstance(entry[-1], float) for entry in entries), "field": field}


def _shape(value: Any) -> list[int]:
    return [len(value), *_shape(value[0])] if isinstance(value[0], list) and not isinstance(value[0][0], str) else [len(value)]


def digest(encoded: Json) -> str:
    """The SHA-256 of encoded matrices."""
    return hashlib.sha256(json.dumps(encoded, sort_keys=True).encode()).hexdigest()


def _roots(polynomial: flint.fmpz_poly) -> list[tuple[Any, int]]:
    """The complex roots in balls, with their multiplicities."""
    roots: Any = polynomial.complex_roots()
    return list(roots)


class Field:
    """Q, or Q(a), a the root in an interval of a monic irreducible polynomial of degree at most 4 that has one there."""

    def __init__(self, stated: Any):
        self.coefficients, self.text = [fmpq(0), fmpq(1)], ""
        if stated is not None:
            self.coefficients = [number(c) for c in stated["polynomial"]]
            low, high = (number(c) for c in stated["root between"])
            polynomial = flint.fmpq_poly(self.coefficients)
            require(3 <= len(self.coefficients) <= 5 and self.coefficients[-1] == 1, "a field of degree above 4, or not monic")
            whole = polynomial.numer()
            require(len(whole.factor()[1]) == 1 and whole.factor()[1][0][1] == 1, "a reducible polynomial")
            inside = [x for x, _ in _roots(whole) if x.imag == 0 and x.real > arb(low) and x.real < arb(high)]
            require(len(inside) == 1, "not one real root in the interval")
            self.text = f", where {polynomial} = 0 at a number x in [{low}, {high}]"
        self.degree = len(self.coefficients) - 1

    def reduced(self, parts: list) -> list:
        """Matrices that are coefficients of powers of a, in terms of the lower powers."""
        while len(parts) > self.degree:
            *parts, top = parts
            for k, c in enumerate(self.coefficients[:-1]):
                if c != 0:
                    parts[len(parts) - self.degree + k] -= top * c
        return parts

    def product(self, A: list, B: list) -> list:
        """The product of two matrices over the field."""
        products = [fmpq_mat(A[0].nrows(), B[0].ncols()) for _ in range(2 * self.degree - 1)]
        for i, left in enumerate(A):
            for j, right in enumerate(B):
                products[i + j] += left * right
        return self.reduced(products)

    def rank(self, A: list) -> int:
        """The rank of a matrix over the field: that of all multiples of its rows, over Q, divided by the degree."""
        rows = []
        for _ in range(self.degree):
            rows += [[x for row in block for x in row] for block in zip(*(part.tolist() for part in A), strict=True)]
            A = self.reduced([fmpq_mat(A[0].nrows(), A[0].ncols()), *A])
        return fmpq_mat(rows).rank() // self.degree


def _read(encoded: Json, field: Field) -> list:
    """Encoded matrices, flattened to rows, as coefficients of the powers of the generator of the field."""
    n, *sizes = encoded["shape"]
    require(all(type(s) is int and 0 < s <= _WIDEST for s in (n, *sizes)) and n <= LARGEST, "impossible sizes")
    require(len(set(sizes)) == 1 and len(sizes) <= 2, "no square matrices")
    parts, seen = [fmpq_mat(n, sizes[0] ** len(sizes)) for _ in range(field.degree)], set()
    for *place, x in encoded["entries"]:
        require(all(type(i) is int and 0 <= i < s for i, s in zip(place, (n, *sizes), strict=True)), "an index out of range")
        column = place[1] * sizes[0] + place[2] if len(sizes) == 2 else place[1]
        require((place[0], column) not in seen, "an entry given twice")
        seen.add((place[0], column))
        for part, value in zip(parts, x if isinstance(x, list) else [x, *["0"] * (field.degree - 1)], strict=True):
            part[place[0], column] = number(value)
    return parts


def _check_name(certificate: Json, generators: Any) -> Verdict:
    """That the span of the generators has a name: cases 1 and 2 of this file."""
    name, stated = certificate["name"], certificate.get("generators")
    encoded: Json = generators or stated or {}
    require(bool(encoded), "the file has the hash of its generators only: give these")
    require(digest(encoded) == certificate["sha256"], "these are not the generators of the certificate")
    require(encoded["field"] in (None, certificate["field"]), "generators over another field")
    field, c = Field(certificate["field"]), reference(name, certificate.get("references", {}))
    L, S, n, d = _read(encoded, field), _read(certificate["map"], field), len(c), encoded["shape"][-1]
    require(encoded["shape"][0] == n and certificate["map"]["shape"] == [n, n], f"the dimension of {name} is {n}")
    require(type(certificate["distance"]) in (int, float), "a distance that is no number")
    distance, near = Fraction(certificate["distance"]), certificate["proof"] == "near"
    if near:
        require(field.degree == 1 and distance >= 0, "floats have no field")
        if not encoded["floats"]:
            constants([L[0].tolist()[k] for k in range(n)], d)  # closed, or rejected
        _rigid(c, L[0], S[0], d, distance)
        what = (
            f"every Lie algebra with a basis within {float(distance):.3g} of each generator, relative to its norm,"
            if encoded["floats"]
            else "the span"
        )
        return Verdict(True, f"{what} is isomorphic to {name}", ("rigidity", "commutator", *_used(certificate)))
    require(certificate["proof"] == "exact" and not encoded["floats"] and not distance, "an exact proof needs exact generators")
    P = field.product(S, L)
    require(field.rank(P) == n, "the images are dependent")
    matrices = [[fmpq_mat(d, d, row) for row in part.tolist()] for part in P]
    elements = [[part[a] for part in matrices] for a in range(n)]
    for a in range(n):
        for b in range(a):
            left, right = field.product(elements[a], elements[b]), field.product(elements[b], elements[a])
            for power in range(field.degree):
                rest = left[power] - right[power]
                for k, value in c[a].get(b, {}).items():
                    rest -= matrices[power][k] * value
                require(not any(x != 0 for x in rest.entries()), f"the brackets of elements {b} and {a} are not those of {name}")
    return Verdict(True, f"the span is isomorphic to {name}{field.text}", ("exact", *_used(certificate)))


def _used(certificate: Json) -> tuple[str, ...]:
    stated = certificate.get("references", {})
    forms = ("real forms",) if any(name[:2] in ("g2", "f4", "e6") and " " not in name for name in stated) else ()
    return ("generators",) * bool(stated) + forms + ("modules", "symmetries") * any(" |x " in name for name in stated)


def _check_circuit(certificate: Json, generators: Any) -> Verdict:
    require(generators is None, "the certificate is about Pauli sums, not about matrices")
    return Verdict(True, check_circuit(certificate), ("left-normed", "forms"))


def _check_circuit_ideals(certificate: Json, generators: Any) -> Verdict:
    require(generators is None, "such a certificate holds its operators: give no generators")
    return Verdict(True, check_circuit_ideals(certificate), ("left-normed", "lifting", "quartic traces", "compact"))


KINDS: dict[str, Callable[[Json, Any], Verdict]] = {
    "name": _check_name,
    "circuit": _check_circuit,
    "circuit ideals": _check_circuit_ideals,
}
"""What a certificate may state. Another kind is another function here, of the file's content and the generators."""


def _rigid(c: Constants, L: fmpq_mat, S: fmpq_mat, d: int, distance: Fraction) -> None:
    """That every Lie algebra so near to generators has constants c + v with v within the radius of rigidity of c, or rejected.

    Let h: C^p(g, g) -> C^(p-1)(g, g), (h w)(x, ..) = sum_i [e^i, w(e_i, x, ..)], in bases dual for the Killing form; then dh +
    hd = 1 for the coboundary d. If c + v is a bracket too, T = 1 + h v takes it to c + v', with |v'| <= (4 b + a b^2) |v|^2 /
    (1 - b |v|)^2 in Frobenius norms, for the norms a of the bracket g (x) g -> g and b of h. So if b |v| <= 1/8 and (4 b + a
    b^2) |v| <= 1/4, the iterates converge to an isomorphism. The basis is scaled so that a and b are about 1; v is bounded by
    (|R| + sqrt(2) (2 |P| |Q| + |Q|^2) + a |Q|) / (least singular value of P - |Q|), R the defects of the P_a, Q how far e moves
    them.
    """
    n = len(c)
    sizes = [sum((int(x.p) / int(x.q)) ** 2 for row in c[a].values() for x in row.values()) for a in range(n)]
    scale = [arb(1 / size**0.5) if size else arb(1) for size in sizes]  # any scale proves; this one makes a and b small
    F = arb_mat(n, n * n)  # F[k, (a, b)]
    for a in range(n):
        for b, row in c[a].items():
            for k, x in row.items():
                F[k, a * n + b] = arb(x) * scale[a] * scale[b] / scale[k]
    table = F.tolist()
    ad = [arb_mat([table[k][a * n : (a + 1) * n] for k in range(n)]) for a in range(n)]  # ad[a][k, b]
    flat = arb_mat([x.entries() for x in ad])
    killing = flat * arb_mat([x.transpose().entries() for x in ad]).transpose()
    dual = killing.inv()  # ZeroDivisionError, a rejection, where it may be singular
    homotopy = dual * arb_mat([[table[k][m * n + b] for k in range(n) for b in range(n)] for m in range(n)])
    rows = homotopy.tolist()
    H = arb_mat([[rows[i][k * n + b] for i in range(n) for b in range(n)] for k in range(n)])
    a_norm, b_norm = (_largest_row(X * X.transpose()).sqrt() for X in (F, H))
    T = arb_mat([[scale[a] * arb(S[a, k]) for k in range(n)] for a in range(n)])
    P = T * arb_mat(L)
    lengths = [_norm([arb(x) for x in L.tolist()[k]]) for k in range(n)]
    Q = _norm([sum((abs(T[a, k]) * lengths[k] for k in range(n)), arb(0)) for a in range(n)]) * arb(
        fmpq(*distance.as_integer_ratio())
    )
    matrices, total = [arb_mat(d, d, row) for row in P.tolist()], arb(0)
    for a in range(n):
        for b in range(a):
            rest = matrices[a] * matrices[b] - matrices[b] * matrices[a]
            for k, x in c[a].get(b, {}).items():
                rest -= matrices[k] * (arb(x) * scale[a] * scale[b] / scale[k])
            total += 2 * sum((x * x for x in rest.entries()), arb(0))
    gram = (P * P.transpose()).inv()
    least = 1 / _norm(gram.entries()).sqrt() - Q  # the least singular value of P is at least 1 / sqrt |gram^-1|
    require(bool(least > 0), "generators that may be dependent within the distance")
    v = (total.sqrt() + arb(2).sqrt() * (2 * _norm(P.entries()) * Q + Q * Q) + a_norm * Q) / least
    near = b_norm * v <= arb(0.125) and (4 * b_norm + a_norm * b_norm**2) * v <= arb(0.25)
    require(bool(near), f"the constants may differ by {float(v.upper()):.3g}, beyond the radius of rigidity")


def _norm(entries: list) -> arb:
    return sum((x * x for x in entries), arb(0)).sqrt()


def _largest_row(X: arb_mat) -> arb:
    """The largest sum of absolute values in a row, a bound on the norm of a symmetric matrix."""
    largest = arb(0)
    for row in X.tolist():
        largest = largest.max(sum((abs(x) for x in row), arb(0)))
    return largest
