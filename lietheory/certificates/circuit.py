"""The checker of certificates of kind ``circuit``: what Pauli sums generate, by containment and exact dimension.

A certificate holds Hermitian operators H_k on n qubits, N = 2^n, as sums of Pauli strings with rational coefficients; words, each
a generator or the bracket of a generator with an earlier word; and, unless the name is su(N), a Pauli string F. With s_k = i H_k:

1. no H_k has a term I...I, so that every s_k lies in su(N); where F is given, P^T F = -F P for each string P of each H_k, so
   that every s_k lies in {A in su(N): A^T F + F A = 0}, which is so(N) for symmetric and usp(N) for skew F, up to conjugation;
2. as many words as the dimension of that algebra are independent modulo a prime, and so over Q: the s_k generate all of it.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import flint

from lietheory.certificates.rejection import Json, parsed, require

PRIME = (1 << 61) - 1
_QUBITS, _WORDS, _TERMS, _WORK = 6, 1100, 5000, 20_000_000
_NUMBER = r"(-?\d{1,400})(?:/([1-9]\d{0,399}))?"
_PRODUCTS = {
    **{(a, a): (0, "I") for a in "IXYZ"},
    **{pair: (0, b) for b in "XYZ" for pair in (("I", b), (b, "I"))},
    **{(a, b): (1, c) for a, b, c in ("XYZ", "YZX", "ZXY")},
    **{(b, a): (3, c) for a, b, c in ("XYZ", "YZX", "ZXY")},
}
"""Two letters to (k, letter) with their product i^k times that letter."""

Row = dict[str, int]


def check_circuit(certificate: Json) -> str:
    """The statement that a certificate proves.

    Raises:
        Rejected: it proves none.
    """
    n = certificate["qubits"]
    require(isinstance(n, int) and 1 <= n <= _QUBITS, f"qubits are not 1 to {_QUBITS}")
    generators = [{s: modulo(x, PRIME) for s, x in row.items()} for row in exact_generators(certificate, n)]
    require(all("I" * n not in row for row in generators), "a generator has a trace")
    name, dimension = _container(certificate["form"], generators, n)
    require(certificate["name"] == name, f"the name is not {name}")
    rank = rank_of_words(certificate["words"], generators, PRIME)
    require(rank == dimension, f"{rank} independent words in an algebra of dimension {dimension}")
    return f"i times the operators generate {name}, of dimension {dimension}, on {n} qubits"


def exact_generators(certificate: Json, n: int) -> list[dict[str, Fraction]]:
    """The Hermitian operators of a certificate, by string."""
    generators = [exact_sum(terms, n) for terms in certificate["generators"]]
    require(len(generators) > 0 and sum(map(len, generators)) <= _TERMS, "no generators, or too many terms")
    return generators


def exact_sum(terms: Any, n: int) -> dict[str, Fraction]:
    """A sum of strings of n letters with the coefficients that are not zero."""
    require(isinstance(terms, dict) and bool(terms), "a sum of strings is empty")
    row = {}
    for string, text in terms.items():
        require(len(string) == n and set(string) <= set("IXYZ"), f"{string[:20]!r} is no string of {n} letters")
        row[string] = exact_number(text)
    return {string: value for string, value in row.items() if value}


def exact_number(text: Any) -> Fraction:
    """The fraction that a text p or p/q states."""
    top, bottom = parsed(_NUMBER, text, "fraction").groups()
    return Fraction(int(top), int(bottom or 1))


def modulo(value: Fraction, prime: int) -> int:
    """A fraction modulo a prime."""
    require(value.denominator % prime != 0, "a denominator is divisible by the prime")
    return value.numerator * pow(value.denominator, -1, prime) % prime


def _container(form: Any, generators: list[Row], n: int) -> tuple[str, int]:
    """The name and the dimension of the algebra that contains the generators."""
    N = 1 << n
    if form is None:
        return f"su({N})", N * N - 1
    require(isinstance(form, str) and len(form) == n and set(form) <= set("IXYZ"), "the form is no string")
    strings = {string for row in generators for string in row}
    # P^T = (-1)^(number of Y) P, and P F = F P or -F P
    require(all((string.count("Y") + (product(string, form)[0] & 1)) % 2 for string in strings), "the form is not preserved")
    skew = form.count("Y") % 2
    return (f"usp({N})", N * (N + 1) // 2) if skew else (f"so({N})", N * (N - 1) // 2)


def product(a: str, b: str) -> tuple[int, str]:
    """The product of two strings, as a power of i and a string; the power is odd exactly where they anticommute."""
    pairs = [_PRODUCTS[x, y] for x, y in zip(a, b, strict=True)]
    return sum(k for k, _ in pairs) % 4, "".join(letter for _, letter in pairs)


def bracket(left: dict[str, Any], right: dict[str, Any]) -> dict[str, Any]:
    """Half of [iA, iB] = -[A, B], as coefficients of i times strings."""
    total: dict[str, Any] = {}
    for a, x in left.items():
        for b, y in right.items():
            k, c = product(a, b)
            if k & 1:  # [iP, iQ] / 2 = -PQ = -i^k R, which is -iR for k = 1 and iR for k = 3
                total[c] = total.get(c, 0) + (k - 2) * x * y
    return total


def rank_of_words(words: Any, generators: list[Row], prime: int) -> int:
    """The rank modulo a prime of words: k, or [k, j] for the bracket of generator k with word j before it."""
    require(isinstance(words, list) and 0 < len(words) <= _WORDS, f"words are not 1 to {_WORDS}")
    rows: list[Row] = []
    work = 0
    for word in words:
        k, j = word if isinstance(word, list) else (word, None)
        require(type(k) is int and 0 <= k < len(generators), "a word begins with no generator")
        require(j is None or (type(j) is int and 0 <= j < len(rows)), "a word goes on with none before it")
        work += 0 if j is None else len(generators[k]) * len(rows[j])
        require(work <= _WORK, "the words have too many terms")
        made = generators[k] if j is None else bracket(generators[k], rows[j])
        rows.append({string: value % prime for string, value in made.items() if value % prime})
    strings = {string: place for place, string in enumerate(sorted({s for row in rows for s in row}))}
    matrix = flint.nmod_mat(len(rows), max(1, len(strings)), prime)
    for i, row in enumerate(rows):
        for string, value in row.items():
            matrix[i, strings[string]] = value
    return matrix.rank()
