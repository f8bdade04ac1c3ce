"""The name of an algebra of floats where one size of zero is the threshold of all its decisions."""

from __future__ import annotations

import re

import numpy as np

from lietheory.algebra.identification.name_from_structure import Decomposition, decomposed
from lietheory.algebra.invariants.characteristic_ideals import radical, remembered
from lietheory.algebra.names.summands import Piece, join
from lietheory.algebra.structure.structure_constants import Structure
from lietheory.tolerances import APART_ZEROS, FLOAT_ERROR

_STEPS = 5  # thresholds, about a decade apart without noise, of which the names are listed where they are not one


def named_by_thresholds(g: Structure, rounding: float = np.inf) -> tuple[Decomposition, float, tuple[str, ...]]:
    """The name, its margin, and all names met, for the thresholds of zero e, the error of the constants, and sqrt(e |g|).

    A subspace spanned by singular values down to s, such as [g, g], is known up to e / s only, and the brackets inside it
    up to e |g| / s. Above the second threshold, where s and e |g| / s are the same, no such error counts as a bracket.

    Args:
        g: the constants, with their error.
        rounding: a smaller error, which they have if their input has no other: a name that differs there is one as well.
    """
    parts, coarse, margin, zeros = agreement(g)
    other = other_than(parts, Structure(g.constants, rounding)) if parts and rounding < g.error else None
    if parts and other is not None:
        return parts, 0.0, (join(parts.pieces), *other)
    between = [] if margin else [decomposed(Structure(g.constants, zero)) for zero in zeros]
    named = [one for one in (parts, *between, coarse) if one]
    names = tuple(join(one.pieces) for one in named if one is named[0] or one.family != named[0].family)
    return named[0] if named else unknown(g.dimension), margin, names


def other_than(parts: Decomposition, g: Structure, *, complete: bool = False) -> tuple[str, ...] | None:
    """The name of constants where it is another one; empty where only their Levi factor is larger; None where neither is so.

    With ``complete`` a name counts only if it fixes a class: rounding makes brackets of a nilradical that no algebra has.
    """
    apart = decomposed(g)
    if apart is None:
        larger = g.dimension - len(radical(g)) > sum(piece.dimension for piece in parts.levi)
        return () if larger else None
    same = apart.family == parts.family or (complete and not apart.complete)
    return None if same else (join(apart.pieces),)


def named_by_nearest(f: Structure, sharp: float, error: float) -> tuple[Decomposition, float, tuple[str, ...]]:
    """The name of noisy generators by the nearest closed span, its margin, and all names met.

    The nearest span is one of the least degenerate type. Its constants are those of a Lie algebra, so errors hide no ideal of it.
    What is below ``sharp`` in it, the reach of the noise in one direction, is taken for zero: the most degenerate type that the
    noise allows. The name stands if no more is zero at ``error``, that of all constants together.

    Args:
        f: the constants of the nearest closed span.
        sharp: the size up to which noise alone makes one parameter of a deformation.
        error: the norm of the error of all constants.
    """
    generic, fine, coarse = (decomposed(Structure(f.constants, zero)) for zero in (FLOAT_ERROR, sharp, error))
    named = [one for one in (fine, generic, coarse) if one]
    if not named:
        return unknown(f.dimension), 0.0, ()
    best = named[0].within(1.0, sharp, ())
    stands = fine and coarse and (fine.family == coarse.family or _less_known(coarse, fine))
    others = [one.within(1.0, sharp, ()) for one in named[1:] if one.family != named[0].family and "(?)" not in one.family]
    margin = _margin(Structure(f.constants, error)) if stands and "(?)" not in best.family else 0.0
    return best, margin, tuple(join(one.pieces) for one in (best, *others))


def _less_known(one: Decomposition, other: Decomposition) -> bool:
    """Whether a name is another one but for a module that was not recognised."""
    shape, known = (re.sub(r"\|x .*", "|x", join(x.pieces)) for x in (one, other))
    return "(?)" in one.family and shape == known and len(one.pieces) == len(other.pieces)


@remembered
def agreement(g: Structure) -> tuple[Decomposition | None, Decomposition | None, float, list[float]]:
    """The names for the smallest zero and for the largest that has one, the margin if they agree, and the zeros between.

    Errors that leave no algebra at all are not another name; but the zeros must be a decade apart.
    """
    zeros = np.geomspace(g.error, max(g.error, np.sqrt(g.error * g.size)), _STEPS).tolist()
    parts = decomposed(g)
    for k in range(len(zeros) - 1, 0, -1):
        coarse = decomposed(Structure(g.constants, zeros[k]))
        if coarse and "(?)" not in coarse.family:  # a module that is not recognised is not another one
            agree = parts and parts.family == coarse.family and (k == len(zeros) - 1 or zeros[k] >= APART_ZEROS * g.error)
            return parts, coarse, _margin(g) if agree else 0.0, zeros[1:k]
    return parts, None, 0.0, []


def unknown(dimension: int) -> Decomposition:
    """What has no name."""
    return Decomposition((Piece(f"unknown({dimension})", dimension),), (), "0", False)


def _margin(g: Structure) -> float:
    """The smallest value taken for non-zero, among Killing eigenvalues and sizes of brackets, over what counts as zero."""
    brackets = np.linalg.svd(g.constants.reshape(-1, g.dimension), compute_uv=False)
    decisions = ((np.abs(np.linalg.eigvalsh(g.killing.astype(np.float64))), g.killing_error), (brackets, g.error))
    return min(float(values[values > zero].min(initial=1.0)) / zero for values, zero in decisions)
