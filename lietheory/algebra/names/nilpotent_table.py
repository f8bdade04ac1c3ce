"""The nilpotent Lie algebras of dimension at most 6 over the reals that are no direct sums, by the symbols of de Graaf.

L6,19(e), L6,21(e), L6,22(e) and L6,24(e) depend on e up to squares, so over the reals e is 1, 0 or -1. L6,22(1) is the sum of two
Heisenberg algebras, and L6,22(-1) is the complex one read as real. heisenberg(1), heisenberg(2) and bargmann(1) have these names.

References:
    W. A. de Graaf, Classification of 6-dimensional nilpotent Lie algebras over fields of characteristic not 2, J. Algebra, 2007.
"""

from __future__ import annotations

import re

import numpy as np

Brackets = tuple[tuple[int, int, int, int], ...]
"""(i, j, k, c) for a term c x_k of [x_i, x_j], i < j, counted from 1."""

_LINES = {
    "L5,5": "12 3, 13 5, 24 5",
    "L5,6": "12 3, 13 4, 14 5, 23 5",
    "L5,7": "12 3, 13 4, 14 5",
    "L5,8": "12 4, 13 5",
    "L5,9": "12 3, 13 4, 23 5",
    "L6,10": "12 3, 13 6, 45 6",
    "L6,11": "12 3, 13 4, 14 6, 23 6, 25 6",
    "L6,12": "12 3, 13 4, 14 6, 25 6",
    "L6,13": "12 3, 13 5, 24 5, 15 6, 34 6",
    "L6,14": "12 3, 13 4, 14 5, 23 5, 25 6, 34 -6",
    "L6,15": "12 3, 13 4, 14 5, 23 5, 15 6, 24 6",
    "L6,16": "12 3, 13 4, 14 5, 25 6, 34 -6",
    "L6,17": "12 3, 13 4, 14 5, 15 6, 23 6",
    "L6,18": "12 3, 13 4, 14 5, 15 6",
    "L6,19": "12 4, 13 5, 24 6, 35 e6",
    "L6,20": "12 4, 13 5, 15 6, 24 6",
    "L6,21": "12 3, 13 4, 23 5, 14 6, 25 e6",
    "L6,22": "12 5, 13 6, 24 e6, 34 5",
    "L6,23": "12 3, 13 5, 14 6, 24 5",
    "L6,24": "12 3, 13 5, 14 e6, 23 6, 24 5",
    "L6,25": "12 3, 13 5, 14 6",
    "L6,26": "12 4, 13 5, 23 6",
}
_SUMS = {
    "L1,1": ("R",),
    "L2,1": ("R^2",),
    "L3,1": ("R^3",),
    "L3,2": ("heisenberg(1)",),
    "L4,3": ("bargmann(1)",),
    "L5,4": ("heisenberg(2)",),
    "L6,22(1)": ("heisenberg(1)", "heisenberg(1)"),
}
_SYMBOL = re.compile(r"[lL]_?\{?([1-6]),(\d+)\}?(?:\(([+-]?[01])\))?")


def nilpotent_symbols() -> list[str]:
    """The symbols that are canonical names, with every value of e.

    Examples:
        >>> len(nilpotent_symbols()), nilpotent_symbols()[-1]
        (29, 'L6,26')
    """
    names = [[f"{s}({e})" for e in (1, 0, -1)] if "e" in text else [s] for s, text in _LINES.items()]
    return [name for group in names for name in group if name not in _SUMS]


def read_symbol(text: str) -> tuple[str, ...] | None:
    """The names of the summands that a symbol stands for; None for another text.

    Examples:
        >>> read_symbol("L6,19(-1)"), read_symbol("L6,5"), read_symbol("L4,2")
        (('L6,19(-1)',), ('L5,5', 'R'), ('heisenberg(1)', 'R'))
    """
    match = _SYMBOL.fullmatch(text.replace(" ", ""))
    if match is None:
        return None
    dimension, place = int(match[1]), int(match[2])
    symbol = f"L{dimension},{place}" + (f"({int(match[3])})" if match[3] else "")
    if symbol in _SUMS:
        return _SUMS[symbol]
    if symbol in nilpotent_symbols():
        return (symbol,)
    if match[3] or dimension == 1 or place > {2: 1, 3: 2, 4: 3, 5: 9, 6: 9}[dimension]:
        return None
    smaller = read_symbol(f"L{dimension - 1},{place}")
    return None if smaller is None else (*smaller, "R")


def nilpotent_constants(symbol: str) -> np.ndarray:
    """The structure constants (n, n, n) of a canonical symbol, integers."""
    stem, _, sign = symbol.partition("(")
    n, e = int(symbol[1]), int(sign.rstrip(")") or 1)
    f = np.zeros((n, n, n), dtype=np.int64)
    for term in _LINES[stem].split(", "):
        pair, value = term.split(" ")
        i, j, k = int(pair[0]) - 1, int(pair[1]) - 1, int(value[-1]) - 1
        c = e if value[0] == "e" else -1 if value[0] == "-" else 1
        f[i, j, k], f[j, i, k] = c, -c
    return f
