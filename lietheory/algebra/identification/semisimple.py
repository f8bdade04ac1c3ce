"""The names of the simple ideals of a semisimple algebra, and of the natural modules that it acts on."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from lietheory.algebra.identification.semisimple_rigidity import without_errors
from lietheory.algebra.invariants import cartan
from lietheory.algebra.invariants.characteristic_ideals import bracket_space
from lietheory.algebra.invariants.simple_ideals import split_semisimple
from lietheory.algebra.linalg.dispatch import multiply, tensordot
from lietheory.algebra.names.parser import canonical_name
from lietheory.algebra.names.simple_types import SimpleType, complex_types, members, names_of, natural_module, written
from lietheory.algebra.names.summands import Piece, join
from lietheory.algebra.structure.structure_constants import Structure
from lietheory.arrays import is_exact
from lietheory.errors import RankError, UndecidedError
from lietheory.tolerances import FLOAT_ERROR, RATIO, READ_AS_IT_IS


def semisimple_pieces(g: Structure) -> tuple[list[Piece], bool]:
    """The canonical names of the simple ideals of a semisimple algebra, and whether they fix its class.

    Constants with more than rounding error are first moved to an algebra near them: semisimple ones are rigid.

    Raises:
        UndecidedError: invariants of no simple algebra, which is what a wrong decision about zero leads to.
        ClosureError: no algebra is near the constants.
    """
    if g.dimension == 0:
        return [], True
    if FLOAT_ERROR < g.error <= READ_AS_IT_IS * g.size:
        try:
            return _pieces(g)
        except (UndecidedError, RankError, np.linalg.LinAlgError):
            pass  # an algebra near them has fewer errors to read through
    if g.error > FLOAT_ERROR:
        g = without_errors(g)
    return _pieces(g)


def _pieces(g: Structure) -> tuple[list[Piece], bool]:
    ideals = split_semisimple(g)
    names = [_names(g.restrict(ideal.rows), ideal.is_complex) for ideal in ideals]
    pieces = [
        Piece(candidates[0], len(ideal.rows), rivals=tuple(candidates[1:]))
        for candidates, ideal in zip(names, ideals, strict=True)
    ]
    return pieces, all(len(candidates) == 1 for candidates in names)


def _names(ideal: Structure, is_complex: bool) -> list[str]:
    """The canonical name of a simple algebra; two where so*(2n) or su*(2n) shares all invariants used here with another."""
    factor = 2 if is_complex else 1
    size, rank = ideal.dimension // factor, cartan.rank(ideal) // factor
    letters = complex_types(size, rank)
    if len(letters) > 1:
        letters = [_letter(cartan.root_lengths(ideal), rank, factor)]
    compact = size if is_complex else ideal.killing_signature[1]
    kinds = [SimpleType(letter, rank, compact, is_complex, starred) for letter in letters for starred in (False, True)]
    names = [name for kind in kinds for name in names_of(kind)[:1]]
    if not names:
        got = f"dimension {size}, rank {rank}, signature {ideal.killing_signature}"
        raise UndecidedError("identify(L)", "a simple algebra", got, "Give the noise of the generators, or cleaner generators.")
    return names


def _letter(lengths: np.ndarray, rank: int, factor: int) -> str:
    """B, C or E by the root lengths: 2 rank short roots in B, 2 rank long ones in C, one length in E."""
    middle = float(lengths[0] + lengths[-1]) / 2
    long = int((lengths > middle).sum()) // factor
    if lengths[-1] < 1.5 * lengths[0]:
        return "E"
    return "C" if long == 2 * rank else "B"


def recognised_module(factors: list[Piece], top: Structure, action: np.ndarray) -> str | None:
    """The natural module R^m, C^m or H^m of a classical algebra as which [top, top] acts; None for another module.

    It is recognised by its dimension and by the ratio K(x, y) / tr(xy) of the Killing form to the trace form.

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
    for member in members(k):
        module = natural_module(*member)
        fits = module and module.dimension == m and canonical_name(written(*member)) == name
        if module and fits and _equal(simple.killing, module.ratio, trace):
            return module.name
    return None


def _equal(killing: np.ndarray, ratio: Fraction, trace: np.ndarray) -> bool:
    if is_exact(killing):
        return bool((killing * ratio.denominator == trace * ratio.numerator).all())
    return bool(np.linalg.norm(killing - float(ratio) * trace) <= RATIO * np.linalg.norm(killing))
