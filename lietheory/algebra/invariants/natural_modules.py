"""The natural modules of the classical algebras, recognised by dimension and by K(x, y) / tr(xy)."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from lietheory.algebra.invariants.series import bracket_space
from lietheory.algebra.linalg.dispatch import multiply, tensordot
from lietheory.algebra.names.parser import Piece, aliases, join, parse_atom
from lietheory.algebra.structure.structure_constants import Structure
from lietheory.arrays import is_exact

_CLOSE = 0.05  # the ratios differ by whole steps, so noise needs no finer sieve


def natural_module(factors: list[Piece], top: Structure, action: np.ndarray) -> str | None:
    """The module R^m, C^m or H^m of which classical algebra [top, top] acts in the given matrices; None for another one.

    Args:
        factors: the simple factors of [top, top].
        top: a reductive algebra.
        action: (k, m, m), the matrices by which its basis acts.
    """
    derived = bracket_space(top, top.whole, top.whole)
    simple, matrices = top.restrict(derived), tensordot(derived, action, 1, 0)
    k, m = len(derived), action.shape[1]
    trace = multiply(matrices.reshape(k, m * m), matrices.swapaxes(1, 2).reshape(k, m * m).T)
    name = join(factors)
    for text in (name, *aliases(name, k)):
        known = _natural(text)
        if known and known[0] == m and _equal(simple.killing, known[1], trace):
            return known[2]
    return None


def acts_naturally(text: str, module: str) -> bool:
    """Whether the catalogue's matrices of a written name act on a module; for gl, u and sums they act on some R^m.

    Examples:
        >>> acts_naturally("sl(2,C)", "C^2"), acts_naturally("so(3,1)", "C^2"), acts_naturally("gl(2)", "R^2")
        (True, False, True)
    """
    known = None if " + " in text or "|x" in text else _natural(text)
    return known[2] == module if known else module.startswith("R")


def _natural(text: str) -> tuple[int, Fraction, str] | None:
    """Real dimension, K / tr and name of the natural module of a classical algebra; None for a sum of names."""
    if " + " in text:
        return None
    family, p, q = parse_atom(text)
    n = p + q
    field = {"so": "R", "sl": "R", "sp": "R", "su": "C", "slC": "C", "soC": "C", "spC": "C", "so*": "H", "su*": "H", "usp": "H"}
    ratio = {
        "so": n - 2,
        "soC": n - 2,
        "sl": 2 * n,
        "slC": 2 * n,
        "sp": n + 2,
        "spC": n + 2,
        "su": n,
        "usp": Fraction(n + 2, 2),
        "so*": Fraction(n - 2, 2),
        "su*": n,
    }
    if family not in field:
        return None
    size = n // 2 if field[family] == "H" else n
    return size * {"R": 1, "C": 2, "H": 4}[field[family]], Fraction(ratio[family]), f"{field[family]}^{size}"


def _equal(killing: np.ndarray, ratio: Fraction, trace: np.ndarray) -> bool:
    if is_exact(killing):
        return bool((killing * ratio.denominator == trace * ratio.numerator).all())
    return bool(np.linalg.norm(killing - float(ratio) * trace) <= _CLOSE * np.linalg.norm(killing))
