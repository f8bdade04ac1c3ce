"""Whether sums of Pauli strings in a file span a Lie algebra: the bracket of two random elements is where its pivots say."""

from __future__ import annotations

from secrets import randbits

import numpy as np

from lietheory.algebra.pauli import modular
from lietheory.algebra.pauli.basis import PauliBasis, SparseRows
from lietheory.algebra.pauli.strings import MOST_QUBITS, bracket_signs, keys
from lietheory.files import UnfitError

SUMMED = 64
"""Rows of the first element; the other has all."""


def require_closed_sums(basis: PauliBasis) -> None:
    """Raise UnfitError unless the rows are reduced at their pivots, and the bracket of random elements lies in their span.

    Both are checked modulo a prime near 2^23, so that a span that is not closed is seen with a probability of all but 2^-20
    for the rows that are drawn.
    """
    M, d = len(basis.x), len(basis.pivots)
    strings_fit = len(basis.z) == M and len(np.unique(keys(basis.x, basis.z))) == M and 0 < basis.qubits <= MOST_QUBITS
    if not strings_fit or ((basis.x | basis.z) >> basis.qubits).any() or (np.minimum(basis.x, basis.z) < 0).any():
        raise UnfitError(f"no distinct strings on {basis.qubits} qubits")
    _require_rows(basis.rows, M)
    _require_rows(basis.generators, M)
    if len(basis.rows) != d or len(np.unique(basis.pivots)) != d or not ((basis.pivots >= 0) & (basis.pivots < M)).all():
        raise UnfitError("no pivot of its own for every row")
    rng = np.random.default_rng(randbits(64))  # of the system: no file can be made for what is drawn
    if not d:
        return
    p = next(modular.primes())
    dense = basis.rows.modulo(p, M)
    at_pivots = dense[:, basis.pivots]
    if (at_pivots != np.diag(np.diag(at_pivots))).any() or not np.diag(at_pivots).all():
        raise UnfitError("rows that are not reduced at their pivots")
    rows = basis.monic(p)
    some = np.where(rng.permutation(d) < SUMMED, rng.integers(1, p, d), 0).astype(np.float64)
    s = modular.multiply(some[None], rows, p)[0]
    t = modular.multiply(rng.integers(0, p, (1, d)).astype(np.float64), rows, p)[0]
    known, beyond = np.zeros(M), []
    for column in np.flatnonzero(s):
        a, b = int(basis.x[column]), int(basis.z[column])
        terms = modular.reduced(bracket_signs(a, b, basis.x, basis.z) * modular.reduced(t * s[column], p), p)
        x, z = basis.x ^ a, basis.z ^ b
        places = basis.places(x, z)
        known[places[places >= 0]] += terms[places >= 0]  # x -> x ^ a brings no two strings together
        outside = (places < 0) & (terms != 0)
        beyond.append((keys(x, z)[outside], terms[outside]))
    values = modular.multiply(modular.reduced(known, p)[basis.pivots][None], rows, p)[0]
    if (values != modular.reduced(known, p)).any() or not _cancel(beyond, p):
        raise UnfitError("sums of Pauli strings that are not closed under brackets")


def _require_rows(rows: SparseRows, width: int) -> None:
    starts, columns = rows.starts, rows.columns
    fit = len(starts) > 0 and starts[0] == 0 and starts[-1] == len(columns) == len(rows.coefficients)
    if not fit or (np.diff(starts) < 0).any() or not ((columns >= 0) & (columns < width)).all():
        raise UnfitError("sparse rows that do not fit together")


def _cancel(beyond: list[tuple[np.ndarray, np.ndarray]], p: int) -> bool:
    """Whether the coefficients of each string outside add up to zero modulo p."""
    outside, terms = (np.concatenate(parts) for parts in zip(*beyond, strict=True)) if beyond else (np.zeros(0), np.zeros(0))
    _, which = np.unique(outside, return_inverse=True)
    sums = np.zeros(which.max() + 1 if len(which) else 0)
    np.add.at(sums, which, terms)
    return not (sums % p).any()
