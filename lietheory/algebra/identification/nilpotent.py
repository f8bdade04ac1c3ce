"""Which nilpotent algebra of dimension 5 or 6 it is, of those that are no direct sums, by exact invariants.

Dimensions tell all of them apart but for signs (proofs_tests holds every pair against each other). A sign e is that of a form:
Q_y(x) = [x, [x, y]] in the centre, definite for e = 1, where y spans modulo smaller ideals the centraliser of [g, g] (L6,19) or
[g, g] itself (L6,21); for L6,24, the discriminant of (ad z)^-1 ad y from g / C to the centre, where C is the centraliser of
[g, g], y spans C modulo [g, g], and z spans [g, g] modulo the centre.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from lietheory.algebra.invariants.characteristic_ideals import bracket_space, center, lower_central_series, upper_central_series
from lietheory.algebra.invariants.derivations import derivations
from lietheory.algebra.linalg.dispatch import coordinates, independent_rows, inverse, multiply, signature
from lietheory.algebra.names.nilpotent_table import nilpotent_constants, nilpotent_symbols
from lietheory.algebra.structure.structure_constants import Structure


def nilpotent_name(g: Structure) -> str | None:
    """The symbol of an exact nilpotent algebra of dimension 5 or 6 without direct summands; None for another one.

    Examples:
        >>> nilpotent_name(Structure(nilpotent_constants("L6,19(-1)")))
        'L6,19(-1)'
    """
    if g.dimension not in (5, 6) or not g.is_exact:
        return None
    entries = _table().get(fingerprint(g), [])
    if len(entries) < 2:
        return entries[0] if entries else None
    return f"{entries[0].partition('(')[0]}({_sign(g, entries[0])})"


@cache
def _table() -> dict[tuple, list[str]]:
    """The symbols by fingerprint: one each, or two that differ by the sign."""
    table: dict[tuple, list[str]] = {}
    for symbol in nilpotent_symbols():
        table.setdefault(fingerprint(Structure(nilpotent_constants(symbol))), []).append(symbol)
    return table


def fingerprint(g: Structure) -> tuple:
    """Dimensions of g, its series and derivations, the centralisers of the terms of these series, and brackets of them."""
    series, middle = lower_central_series(g), upper_central_series(g)
    inner = [g.centralizer(term) for term in (*series[1:-1], *middle[1:])]
    derived = [len(bracket_space(g, rows, rows)) for rows in inner]
    mixed = [len(bracket_space(g, rows, term)) for rows in inner for term in series[:-1]]
    sizes = (*map(len, series), -1, *map(len, middle), -1, *map(len, inner), -1, *derived, *mixed)
    return g.dimension, len(derivations(g)), sizes


def _sign(g: Structure, symbol: str) -> int:
    derived, middle = bracket_space(g, g.whole, g.whole), center(g)
    commuting = g.centralizer(derived)
    if symbol.startswith("L6,24"):
        y, z = _modulo(commuting, derived)[0], _modulo(derived, middle)[0]
        rest = _modulo(g.whole, commuting)
        A, B = (coordinates(middle, g.brackets(x[None], rest)[0])[0] for x in (z, y))
        ratio = multiply(inverse(A), B)
        return _of(np.trace(ratio) ** 2 - 4 * (ratio[0, 0] * ratio[1, 1] - ratio[0, 1] * ratio[1, 0]))
    y = _modulo(commuting, derived)[0] if symbol.startswith("L6,19") else _modulo(derived, lower_central_series(g)[2])[0]
    once = g.brackets(g.whole, y[None])[:, 0]
    form = coordinates(middle, g.brackets(g.whole, once).reshape(-1, g.dimension))[0].reshape(g.dimension, g.dimension)
    positive, negative, _ = signature(form + form.T)
    return 1 if min(positive, negative) == 0 else -1


def _of(number) -> int:
    return 1 if number > 0 else -1 if number < 0 else 0


def _modulo(rows: np.ndarray, smaller: np.ndarray) -> np.ndarray:
    """Rows that span a space together with a smaller one."""
    together = np.concatenate([smaller, rows])
    return together[[i for i in independent_rows(together) if i >= len(smaller)]]
