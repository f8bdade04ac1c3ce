"""The Lie algebra that Pauli sums generate, exactly: sparse whole numbers, ranks modulo primes, and exact bounds both ways.

Left-normed brackets [s_1, [s_2, ... [s_k-1, s_k]]] of the generators span what these generate, so the span grows by brackets
with the given generators only. The rank modulo a prime is a lower bound of the dimension. The upper bound is a space that
contains the generators and is closed under bracket with each: its echelon basis R is lifted from residues to fractions, and
the defect of D [s, R_j] = sum_k c_k R_k is a whole number, with a bound B that is computed from the fractions; it vanishes
modulo primes whose product exceeds 2 B, so it is 0.

References:
    lemma-left-normed-brackets.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from math import lcm, prod

import numpy as np

from lietheory.algebra.linalg.memory import require_memory
from lietheory.algebra.pauli import modular
from lietheory.algebra.pauli.basis import PauliBasis, SparseRows, sparse_rows
from lietheory.algebra.pauli.operators import PauliSums
from lietheory.algebra.pauli.strings import bracket_signs, key_of, keys, split
from lietheory.errors import PrecisionError, ShapeError

Progress = Callable[[int, int], None]
"""What is told the dimension so far and the number of elements whose brackets are to come."""

_MOST_PRIMES = 60  # fractions of up to 690 bits
_ROWS = 256  # elements bracketed at once
_TERMS = 128  # products below 2^45 whose sum is below 2^53
_HELD = 6  # arrays of the size of the span at the same time


@dataclass(frozen=True, eq=False)
class Span:
    """A span modulo p, and how it came about.

    Args:
        key: (M,), the strings that are its columns, in order.
        rows: (d, M), an echelon basis.
        pivots: (d,).
        words: (d, 2), each left-normed bracket as (generator, word bracketed with it), the latter -1 for a generator itself.
    """

    key: np.ndarray
    rows: np.ndarray
    pivots: np.ndarray
    words: np.ndarray


def close(sums: PauliSums, call: str, most: int | None = None, progress: Progress | None = None) -> PauliBasis:
    """A basis of the Lie algebra that Pauli sums generate.

    Args:
        sums: the generators.
        call: the caller's call as typed, for the message.
        most: the largest dimension wanted.
        progress: is told how far it has come.

    Raises:
        ShapeError: a dimension above ``most``, or what would not fit into memory; raised before it is allocated.
        PrecisionError: coefficients so long that too many primes would be needed.
    """
    if all(len(terms) == 1 for terms in sums.terms):
        return _close_strings(sums, call, most, progress)
    known: list[tuple[int, np.ndarray]] = []
    span: Span | None = None
    for p in islice(modular.primes(), _MOST_PRIMES):
        if any(value.numerator * value.denominator % p == 0 for terms in sums.terms for value in terms.values()):
            continue
        rows = None if span is None else _regrown(sums, span, p)
        if span is None or (rows is not None and not _is_closed(sums, span, p, rows)):  # or an earlier prime had too small a rank
            span = grown(sums, p, call, most, progress)
            known = [(p, span.rows)]
        elif rows is not None:
            known.append((p, rows))
        basis = _lifted(sums, span, known)
        if basis is not None:
            return basis
    raise PrecisionError(
        call,
        f"coefficients whose algebra has a basis of fractions below 2^{11 * _MOST_PRIMES}",
        "longer ones",
        "Give simple fractions.",
    )


def _close_strings(sums: PauliSums, call: str, most: int | None, progress: Progress | None) -> PauliBasis:
    """Of single strings: what brackets with the generators reach, since a bracket of strings is a string."""
    given = np.unique(np.array([key_of(*code) for terms in sums.terms for code in terms]))
    reached, new = given, given
    generators = list(zip(*(part.tolist() for part in split(given)), strict=True))
    while len(new):
        _require_size(call, len(reached), most)
        require_memory(
            call, f"{len(reached)} strings and their brackets", 64.0 * (len(reached) + len(new) * len(generators)), _CURE
        )
        if progress:
            progress(len(reached), len(new))
        x, z = split(new)
        brackets = [keys(x ^ a, z ^ b)[bracket_signs(a, b, x, z) != 0] for a, b in generators]
        new = np.setdiff1d(np.unique(np.concatenate(brackets)), reached, assume_unique=True)
        reached = np.union1d(reached, new)
    index, ones = np.arange(len(reached)), np.ones(len(reached), dtype=np.int64)
    there = np.searchsorted(reached, given)
    rows = SparseRows(np.arange(len(reached) + 1), index, ones)
    generating = SparseRows(np.arange(len(given) + 1), there, ones[: len(given)])
    return PauliBasis(sums.qubits, *split(reached), rows, index, generating, sums.exact, sums.multiplied)


_CURE = "Give fewer generators, or a bound max_dimension."


def _require_size(call: str, dimension: int, most: int | None) -> None:
    if most is not None and dimension > most:
        cure = "Raise the bound max_dimension, or name the algebra of strings without it: circuit_certificate(L)."
        raise ShapeError(call, f"an algebra of dimension at most {most}", f"one of dimension at least {dimension}", cure)


def _dense(sums: PauliSums, p: int) -> tuple[np.ndarray, np.ndarray]:
    """The strings of the generators, sorted, and the generators modulo p."""
    key = np.unique(np.array([key_of(*code) for terms in sums.terms for code in terms]))
    rows = np.zeros((len(sums.terms), len(key)))
    for k, terms in enumerate(sums.terms):
        for (x, z), value in terms.items():
            place = np.searchsorted(key, key_of(x, z))
            rows[k, place] = value.numerator * pow(value.denominator, -1, p) % p
    return key, rows


def _brackets(sums: PauliSums, key: np.ndarray, rows: np.ndarray, p: int) -> tuple[np.ndarray, np.ndarray]:
    """The columns, those there and new ones after them, and [s, L] / 2 modulo p of each generator s with each row L."""
    x, z = split(key)
    used = np.flatnonzero(rows.any(axis=0))
    moves = []
    for terms in sums.terms:
        for (a, b), value in terms.items():
            signs = bracket_signs(a, b, x[used], z[used])
            source = used[signs != 0]
            factor = value.numerator * pow(value.denominator, -1, p) % p
            factor = factor - p if 2 * factor > p else factor
            moves.append((source, keys(x[source] ^ a, z[source] ^ b), signs[signs != 0] * factor))
    targets = np.unique(np.concatenate([target for _, target, _ in moves]))
    key = np.concatenate([key, np.setdiff1d(targets, key)])
    order = np.argsort(key)
    out = np.zeros((len(sums.terms), len(rows), len(key)))
    moves.reverse()
    for k, terms in enumerate(sums.terms):
        for count in range(1, len(terms) + 1):
            source, target, factors = moves.pop()
            out[k][:, order[np.searchsorted(key, target, sorter=order)]] += rows[:, source] * factors
            if count % _TERMS == 0:
                modular.reduced(out[k], p)
        modular.reduced(out[k], p)
    return key, out.reshape(-1, len(key))


def _wider(rows: np.ndarray, width: int) -> np.ndarray:
    return rows if rows.shape[1] == width else np.pad(rows, ((0, 0), (0, width - rows.shape[1])))


def grown(sums: PauliSums, p: int, call: str, most: int | None, progress: Progress | None) -> Span:
    """The span modulo p of the left-normed brackets."""
    key, given = _dense(sums, p)
    rows, pivots, chosen = modular.echelon(given, p)
    words = [(int(k), -1) for k in chosen]
    waiting = [(k, given[c]) for k, c in enumerate(chosen)]
    while waiting:
        batch, waiting = waiting[:_ROWS], waiting[_ROWS:]
        _require_size(call, len(pivots), most)
        held = len(pivots) + len(waiting) + len(sums.terms) * len(batch)
        what = f"an algebra that has grown to dimension {len(pivots)} in {len(key)} Pauli strings"
        require_memory(call, what, 8.0 * _HELD * held * 2 * len(key), _CURE)
        if progress:
            progress(len(pivots), len(batch) + len(waiting))
        width = max(len(row) for _, row in batch)
        key, brackets = _brackets(sums, key, _wider(np.stack([_padded(row, width) for _, row in batch]), len(key)), p)
        rows = _wider(rows, len(key))
        more, new, chosen = modular.echelon(modular.eliminate(brackets, rows, pivots, p), p)
        rows = np.concatenate([modular.eliminate(rows, more, new, p), more])
        pivots = np.concatenate([pivots, new])
        for c in chosen:
            generator, parent = divmod(int(c), len(batch))
            waiting.append((len(words), brackets[c]))
            words.append((generator, batch[parent][0]))
    used = np.flatnonzero(rows.any(axis=0))
    used = used[np.argsort(key[used])]
    place = np.empty(len(key), dtype=np.int64)
    place[used] = np.arange(len(used))
    return Span(key[used], rows[:, used], place[pivots], np.array(words))


def _padded(row: np.ndarray, width: int) -> np.ndarray:
    return np.pad(row, (0, width - len(row)))


def _regrown(sums: PauliSums, span: Span, p: int) -> np.ndarray | None:
    """The echelon basis modulo another prime, of the same words at the same pivots; None where they are dependent there."""
    key, given = _dense(sums, p)
    key = np.concatenate([key, np.setdiff1d(span.key, key)])
    given, words = _wider(given, len(key)), []
    for generator, parent in span.words:
        if parent < 0:
            words.append(given[generator])
            continue
        one = PauliSums(sums.qubits, (sums.terms[generator],), sums.exact, sums.multiplied)
        key, brackets = _brackets(one, key, _padded(words[parent], len(key))[None], p)
        words.append(brackets[0])
    order = np.argsort(key)
    columns = order[np.searchsorted(key, span.key, sorter=order)]
    rows = np.stack([_padded(word, len(key)) for word in words])[:, columns]
    turned = modular.inverse(rows[:, span.pivots], p)
    return None if turned is None else modular.multiply(turned, rows, p)


def _is_closed(sums: PauliSums, span: Span, p: int, rows: np.ndarray) -> bool:
    """Whether the generators, and their brackets with rows, are combinations of the rows modulo p."""
    first = _dense(sums, p)
    columns = np.searchsorted(span.key, first[0])  # sorted, as those of strings in use
    given = np.zeros((len(first[1]), len(span.key)))
    given[:, columns] = first[1]
    key, brackets = _brackets(sums, span.key, rows, p)
    both = np.concatenate([_wider(given, len(key)), brackets])
    return not modular.eliminate(both, _wider(rows, len(key)), span.pivots, p).any()


def _lifted(sums: PauliSums, span: Span, known: list[tuple[int, np.ndarray]]) -> PauliBasis | None:
    """The basis over the rationals, if the residues determine fractions that are proved to be closed."""
    moduli = tuple(p for p, _ in known)
    modulus = prod(moduli)
    where = np.nonzero(np.any([rows != 0 for _, rows in known], axis=0))
    residues = np.stack([rows[where] for _, rows in known]).astype(np.int64)
    seen, which = np.unique(residues, axis=1, return_inverse=True)
    values = [modular.fraction_of(modular.combined(tuple(map(int, column)), moduli), modulus) for column in seen.T]
    if any(value is None for value in values):
        return None
    rows: list[dict[int, Fraction]] = [{} for _ in span.pivots]
    for k, column, value in zip(*(part.tolist() for part in where), np.ravel(which).tolist(), strict=True):
        rows[k][column] = values[value] or Fraction(0)
    position = {int(key): k for k, key in enumerate(span.key)}
    generators = []
    for terms in sums.terms:
        scale = lcm(*(value.denominator for value in terms.values()))
        row = {position[key_of(x, z)]: int(value * scale) for (x, z), value in terms.items()}
        generators.append(row)
    scales = [lcm(*(value.denominator for value in row.values())) for row in rows]
    if 2 * _defect_bound(rows, generators) >= modulus:
        return None
    whole = [{c: int(value * scale) for c, value in row.items()} for row, scale in zip(rows, scales, strict=True)]
    x, z = split(span.key)
    lifted = (sparse_rows(whole), span.pivots, sparse_rows(generators))
    return PauliBasis(sums.qubits, x, z, *lifted, sums.exact, sums.multiplied)


def _defect_bound(rows: list[dict[int, Fraction]], generators: list[dict[int, int]]) -> int:
    """The largest absolute value that D^2 times a defect of closure can have, D the common denominator of the basis.

    The defect of [s, R_j] / 2 is sum_P s_P R_jQ - sum_k c_k R_k with abs(c_k) <= |s|_1 max R_j, and k one of at most d; that of a
    generator s is s - sum_k s_k R_k.
    """
    D = lcm(*(value.denominator for row in rows for value in row.values()))
    largest = max(abs(value.numerator) * (D // value.denominator) for row in rows for value in row.values())
    size = max(sum(map(abs, row.values())) for row in generators)
    return size * largest * (D + len(rows) * largest)
