"""Certificates of what Pauli sums generate, which ``lietheory check`` verifies: all of su(N), so(N) or usp(N), or ideals."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from lietheory.algebra.pauli import modular
from lietheory.algebra.pauli.closure import Span, close, grown
from lietheory.algebra.pauli.compact_names import compact_type
from lietheory.algebra.pauli.compact_types import splits
from lietheory.algebra.pauli.operators import PauliSums, as_pauli_sums
from lietheory.algebra.pauli.strings import text_of
from lietheory.certificates.certificate import Certificate
from lietheory.certificates.check import FORMAT
from lietheory.certificates.circuit_ideals import LARGEST_BASIS, MOST_QUBITS
from lietheory.certificates.rejection import Json
from lietheory.errors import ShapeError, UndecidedError
from lietheory.progress import reports_progress

_QUBITS, _WORDS = 6, 1100  # what the checker takes


@reports_progress
def circuit_certificate(generators: object) -> Certificate:
    """What proves which Lie algebra operators on qubits generate.

    For all of su(N), so(N) or usp(N), N = 2^n, n <= 6: containment and the exact dimension. For others: an exact basis, the
    centre, and the simple ideals modulo a prime, whose types are those over the complex numbers.

    Args:
        generators: operators on up to 30 qubits, as for :func:`lie_closure`.

    Returns:
        The certificate; its reason says why there is none, as for dimensions above 300 of others than those three.

    Raises:
        ShapeError, PrecisionError: no operators on qubits.

    Examples:
        >>> circuit_certificate(["XI", "ZI", "IX", "IZ", "ZZ"]).check().statement
        'i times the operators generate su(4), of dimension 15, on 2 qubits'
        >>> circuit_certificate([{"XI": 1, "IX": 1}, "ZZ"]).check().statement
        'i times the operators generate so(3) + R, of dimension 4, on 2 qubits'

    References:
        lemma-left-normed-brackets.
    """
    call = "circuit_certificate(generators)"
    sums = as_pauli_sums(generators, call)
    if not sums.exact:
        return Certificate(None, "coefficients that are not exact")
    made = _of_all(sums, call) or _of_ideals(sums, call)
    if made.content is None:
        return made
    verdict = made.check()
    return Certificate(made.content if verdict.accepted else None, verdict.statement)


def _of_all(sums: PauliSums, call: str) -> Certificate | None:
    """By containment in su(N), so(N) or usp(N) and the dimension of that; None for other algebras."""
    if sums.qubits > _QUBITS or any((0, 0) in terms for terms in sums.terms):
        return None
    prime = next(p for p in modular.primes() if all(_is_unit(value, p) for terms in sums.terms for value in terms.values()))
    try:
        span = grown(sums, prime, call, _WORDS, None)
    except ShapeError:
        return None
    N, d = 2**sums.qubits, len(span.pivots)
    form = _form(sums)
    name = {N * N - 1: f"su({N})"}.get(d)
    if name is None and form is not None:
        skew = (form[0] & form[1]).bit_count() % 2
        name = {N * (N + 1) // 2: f"usp({N})"}.get(d) if skew else {N * (N - 1) // 2: f"so({N})"}.get(d)
    if name is None:
        return None
    written = None if form is None or name.startswith("su") else text_of(*form, sums.qubits)
    return Certificate(_common(sums, "circuit", name, span) | {"form": written}, name)


def _of_ideals(sums: PauliSums, call: str) -> Certificate:
    """By a basis, the centre, and the simple ideals modulo a prime."""
    if sums.qubits > MOST_QUBITS:
        return Certificate(None, f"more than {MOST_QUBITS} qubits")
    try:
        basis = close(sums, call, LARGEST_BASIS)
        split = next(splits(basis, call))
        span = grown(sums, split.p, call, LARGEST_BASIS, None)
    except (ShapeError, UndecidedError) as problem:
        return Certificate(None, f"the algebra is {problem.got}")
    kinds = [replace(kind, proof="") for _, kind in split.ideals]
    content = _common(sums, "circuit ideals", compact_type(len(split.center), kinds).name, span) | {
        "prime": split.p,
        "basis": [{s: str(x / int(c)) for s, x in basis.written(k).items()} for k, c in enumerate(basis.leading)],
        "center": [[str(x) for x in row] for row in split.center],
        "ideals": [rows.astype(int).tolist() for rows, _ in split.ideals],
    }
    return Certificate(content, content["name"])


def _common(sums: PauliSums, kind: str, name: str, span: Span) -> Json:
    """What both kinds hold."""
    return {
        "format": FORMAT,
        "kind": kind,
        "qubits": sums.qubits,
        "name": name,
        "generators": [{text_of(*code, sums.qubits): str(value) for code, value in terms.items()} for terms in sums.terms],
        "words": [int(k) if j < 0 else [int(k), int(j)] for k, j in span.words],
    }


def _is_unit(value: Fraction, p: int) -> bool:
    return value.numerator * value.denominator % p != 0


def _form(sums: PauliSums) -> tuple[int, int] | None:
    """A string F with P^T F = -F P for every string P: it anticommutes with those of an even number of Y, and with no other."""
    n = sums.qubits
    rows: dict[int, int] = {}  # echelon form of <P, F> = 1 + (number of Y), the right side as the lowest bit
    for terms in sums.terms:
        for x, z in terms:
            row = (z << n | x) << 1 | (1 + (x & z).bit_count()) & 1
            while row >> 1 and row.bit_length() in rows:
                row ^= rows[row.bit_length()]
            if row >> 1:
                rows[row.bit_length()] = row
            elif row:
                return None
    form = 0  # of F as x << n | z, against which the rows have z of P above x
    for length in sorted(rows):
        row = rows[length]
        if ((row >> 1 & form).bit_count() + row) & 1:
            form |= 1 << (length - 2)
    return form >> n, form & ((1 << n) - 1)
