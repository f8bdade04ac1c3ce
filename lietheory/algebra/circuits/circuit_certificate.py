"""Certificates that Pauli sums generate su(N), so(N) or usp(N) on all N = 2^n states, which ``lietheory check`` verifies."""

from __future__ import annotations

from fractions import Fraction

from lietheory.algebra.pauli import modular
from lietheory.algebra.pauli.closure import grown
from lietheory.algebra.pauli.operators import PauliSums, as_pauli_sums
from lietheory.algebra.pauli.strings import text_of
from lietheory.certificates.certificate import Certificate
from lietheory.errors import ShapeError

_QUBITS, _WORDS = 6, 1100  # what the checker takes


def circuit_certificate(generators: object) -> Certificate:
    """What proves that operators on qubits generate su(N), so(N) or usp(N), by containment and exact dimension.

    Args:
        generators: operators on up to 6 qubits, as for :func:`lie_closure`.

    Returns:
        The certificate; its reason says why there is none for another algebra, or for one of a dimension above 1100.

    Raises:
        ShapeError, PrecisionError: no operators on qubits.

    Examples:
        >>> circuit_certificate(["XI", "ZI", "IX", "IZ", "ZZ"]).check().statement
        'i times the operators generate su(4), of dimension 15, on 2 qubits'

    References:
        lemma-left-normed-brackets.
    """
    call = "circuit_certificate(generators)"
    sums = as_pauli_sums(generators, call)
    if sums.qubits > _QUBITS:
        return Certificate(None, f"more than {_QUBITS} qubits")
    if not sums.exact:
        return Certificate(None, "coefficients that are not exact")
    if any((0, 0) in terms for terms in sums.terms):
        return Certificate(None, "a generator with a trace")
    prime = next(p for p in modular.primes() if all(_is_unit(value, p) for terms in sums.terms for value in terms.values()))
    try:
        span = grown(sums, prime, call, _WORDS, None)
    except ShapeError as problem:
        return Certificate(None, problem.got)
    N, d = 2**sums.qubits, len(span.pivots)
    form = _form(sums)
    name = {N * N - 1: f"su({N})"}.get(d)
    if name is None and form is not None:
        skew = (form[0] & form[1]).bit_count() % 2
        name = {N * (N + 1) // 2: f"usp({N})"}.get(d) if skew else {N * (N - 1) // 2: f"so({N})"}.get(d)
    if name is None:
        return Certificate(None, f"an algebra of dimension at least {d} that is not all of su({N}), so({N}) or usp({N})")
    words = [int(k) if j < 0 else [int(k), int(j)] for k, j in span.words]
    content = {
        "format": "lietheory certificate 1",
        "kind": "circuit",
        "qubits": sums.qubits,
        "name": name,
        "generators": [{text_of(*code, sums.qubits): str(value) for code, value in terms.items()} for terms in sums.terms],
        "form": None if form is None or name.startswith("su") else text_of(*form, sums.qubits),
        "words": words,
    }
    made = Certificate(content, f"the operators generate {name}")
    verdict = made.check()
    return made if verdict.accepted else Certificate(None, verdict.statement)


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
    found = 0  # of F as x << n | z, against which the rows have z of P above x
    for length in sorted(rows):
        row = rows[length]
        if ((row >> 1 & found).bit_count() + row) & 1:
            found |= 1 << (length - 2)
    return found >> n, found & ((1 << n) - 1)
