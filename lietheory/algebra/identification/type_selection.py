"""The most degenerate type that noise allows: one fit for each candidate, and tests between them.

Errors of the entries are taken for independent normal ones of one size s. Where a type holds, the sum
of squares of its fit is s^2 chi^2 with as many degrees of freedom as it puts conditions on a span, and
what it loses against a less degenerate type that has it as a limit is s^2 chi^2 with the difference of
the two; with s unknown the ratio of that loss to the sum of squares of the other fit has an F distribution.
The first test rejects a type that is too far from the generators at all, the second, which is much sharper,
one of which a deformation is much nearer. Where neither type is a limit of the other a loss means less,
and counts as one of two degrees.

A type stands if its own errors exceed every loss at least once in 1,000 draws, is excluded if
they exceed one of them less than once in 100,000, and is in doubt between. Among those that stand the
most degenerate is taken, so that a larger first probability would lose true degenerate types without
gaining others that the noise cannot hide; the second is a hundredfold smaller. Every limit of an
algebra, other than itself, has more derivations, and members of a family that a condition singles out
have as many and more conditions: that is the order of degeneracy.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.special import chdtrc, fdtrc

from lietheory.algebra.identification.candidate_types import Candidate, candidates, generic
from lietheory.algebra.identification.fit_type import Fit, by_change_of_frame, fit_type, tangent_deformations
from lietheory.algebra.identification.name_from_structure import Decomposition, decomposed
from lietheory.algebra.structure.structure_constants import Structure
from lietheory.tolerances import (
    AWAY_FROM_LIMIT,
    CERTAINLY,
    DERIVATION,
    ENTRY_ROUNDING,
    EXCLUDED,
    FIXED_SEED,
    FLOAT_ERROR,
    LARGEST_NOISE,
    LEAST_PROBABILITY,
    NOT_FOLLOWED,
    STABLE,
    STANDS,
)

_NOT_A_LIMIT = 2  # degrees of freedom of a loss against a type with as many conditions or more
_DIRECTIONS = 8  # of deformations: each branch of them is the nearest to some
_ENTRIES = 4_000_000  # of the largest array in a fit; beyond that there is none


@dataclass(frozen=True, eq=False)
class Type:
    """A type by its fit."""

    fit: Fit

    @cached_property
    def parts(self) -> Decomposition | None:
        """Its name in parts; None where its constants have none, or none that rounding does not change."""
        coarse, fine = _parts(self.fit.constants, STABLE[1]), self._fine  # how one generator acts is read again, within the error
        same = fine and coarse and (fine.family == coarse.family or fine.without_blocks == coarse.without_blocks)
        return fine if same else None

    @cached_property
    def _fine(self) -> Decomposition | None:
        return _parts(self.fit.constants, STABLE[0])

    def named(self, error: float, excluded: Collection[str]) -> Decomposition | None:
        """Its name in parts, its parameters known up to an error of the constants; never one of the excluded names."""
        return self.parts and self.parts.within(max(error / STABLE[0], 1.0), error, excluded)

    @property
    def name(self) -> str:
        """As identify writes it, but for parameters."""
        return self.parts.family if self.parts else f"unknown({len(self.fit.frame)})"

    @property
    def possible(self) -> str:
        """The same, or the name of a class where rounding may change that."""
        return self._fine.family if not self.parts and self._fine and self._fine.complete else self.name

    @cached_property
    def degeneracy(self) -> tuple[int, int]:
        """The dimension of the derivations and the number of conditions."""
        rows = by_change_of_frame(self.fit.constants)
        values = np.linalg.eigvalsh(np.tensordot(rows, rows, ((0, 1, 2), (0, 1, 2))))
        zero = DERIVATION**2 * max(float(values[-1]), DERIVATION**2)
        return int((values <= zero).sum()), self.fit.freedom


@dataclass(frozen=True, eq=False)
class Verdict:
    """Which type fits.

    Args:
        best: the most degenerate type that stands; where none does, the likeliest.
        decided: whether it stands, it has a name, and every other one as degenerate is excluded.
        margin: how far that is from being otherwise, in logarithms of probabilities relative to the
            two that decide; at least 1 where decided.
        others: the types that stand as well, or are known to have the best one as a limit; then those in doubt.
        fits: the names of all types fitted, with their backward errors.
    """

    best: Type
    decided: bool
    margin: float
    others: tuple[str, ...]
    fits: tuple[tuple[str, float], ...]


def most_degenerate(units: np.ndarray, start: np.ndarray, noise: float | None) -> Verdict | None:
    """The most degenerate type that generators allow, or None where none can be fitted.

    Args:
        units: (n, d, d), the generators, of length one.
        start: (n, d, d), an orthonormal basis of their span.
        noise: the relative error of each generator; estimated from the fits when None.
    """
    types = fitted_types(units, start, noise)
    if not types:
        return None
    tails = {id(one): tail(one, types, units.shape[1], noise) for one in types}
    best = max(types, key=lambda one: (tails[id(one)] >= STANDS, one.degeneracy if tails[id(one)] >= STANDS else tails[id(one)]))
    stands = tails[id(best)] >= STANDS
    standing = [one for one in types if tails[id(one)] >= STANDS and one.name != best.name]
    rivals = [one for one in types if one.degeneracy >= best.degeneracy and one.name != best.name]
    doubtful = [one for one in rivals if tails[id(one)] > EXCLUDED]
    margins = [np.log(STANDS) / np.log(np.clip(tails[id(best)], LEAST_PROBABILITY, CERTAINLY))]
    margins += [np.log(max(tails[id(one)], LEAST_PROBABILITY)) / np.log(EXCLUDED) for one in rivals]
    mirrored = _deformations(types[0].fit, best.fit) if stands else []
    others = [name for name in (*mirrored, *(one.possible for one in (*standing, *doubtful))) if name != best.name]
    margins += [] if best.parts else [0.0]
    decided = stands and best.parts is not None and not doubtful
    return Verdict(best, decided, float(min(margins)), tuple(dict.fromkeys(others)), _errors(types))


def fitted_types(units: np.ndarray, start: np.ndarray, noise: float | None) -> list[Type]:
    """The types of all closed spans near the generators that a fit reached, the least degenerate one first."""
    n, d, _ = units.shape
    outside = d * d - n
    if max(n**4 * outside, n**5, (n * outside) ** 2) > _ENTRIES:
        return []
    units, start = units.reshape(n, d * d), start.reshape(n, d * d)
    nearest = _fit(units, start, generic(n))
    if nearest is None:
        return []
    limit = NOT_FOLLOWED**2 * max(nearest.squared, n * (noise or 0.0) ** 2)
    near = candidates(Structure(nearest.constants, FLOAT_ERROR))
    fits = [nearest, *(_fit(units, nearest.frame, one, limit) for one in near)]
    return [Type(fit) for fit in fits if fit and fit.closed]


def tail(one: Type, types: list[Type], size: int, noise: float | None) -> float:
    """The least probability, over all tests, of a loss as large as that of a type, for matrices of a size."""
    less = [other for other in types if other.degeneracy < one.degeneracy]
    if noise is None:
        return min([_plausible(one.fit, size), *(_by_ratio(one.fit, other.fit) for other in less)])
    variance = max(noise / size, ENTRY_ROUNDING) ** 2
    losses = [(one.fit.squared, one.fit.freedom), *(_loss(one.fit, other.fit) for other in less)]
    return (
        min(float(chdtrc(freedom, loss / variance)) for loss, freedom in losses if freedom) if any(f for _, f in losses) else 1.0
    )


def _loss(one: Fit, other: Fit) -> tuple[float, int]:
    """What a type loses against a less degenerate one, and its degrees of freedom."""
    more = one.freedom - other.freedom
    return max(one.squared - other.squared, 0.0), more if more > 0 else _NOT_A_LIMIT


def _plausible(fit: Fit, size: int) -> float:
    return 1.0 if fit.squared * size**2 <= LARGEST_NOISE**2 * fit.freedom else 0.0


def _by_ratio(one: Fit, other: Fit) -> float:
    loss, more = _loss(one, other)
    if loss <= ENTRY_ROUNDING**2 * more:
        return 1.0
    left = max(other.squared, ENTRY_ROUNDING**2 * other.freedom)
    return float(fdtrc(more, other.freedom, loss / more / (left / other.freedom))) if other.freedom else 0.0


def _fit(units: np.ndarray, start: np.ndarray, one: Candidate, limit: float = np.inf) -> Fit | None:
    try:
        return fit_type(units, one.frame @ start, one.equations, limit)
    except np.linalg.LinAlgError:
        return None


def _deformations(nearest: Fit, limit: Fit) -> list[str]:
    """The types that have a fitted one as a limit: their spans come as near to the generators as its own does.

    They are sought on both sides of it: along the line to the nearest span, and in the directions in which spans stay closed
    to first order. Where these are combined only to first order, the fit goes to the nearest branch.
    """
    graph = np.linalg.solve(nearest.frame @ np.linalg.pinv(limit.frame), nearest.frame)
    tangent = tangent_deformations(limit.frame)
    k = len(tangent)
    mixed = np.random.default_rng(FIXED_SEED).standard_normal((_DIRECTIONS, k)) if k > 1 else np.eye(k)
    names = []
    for move in (graph - limit.frame, *np.tensordot(mixed, tangent, 1)):
        apart = float(np.linalg.norm(move)) / np.sqrt(len(move))
        if apart > ENTRY_ROUNDING:
            far = AWAY_FROM_LIMIT if names else max(AWAY_FROM_LIMIT, apart)  # the nearest span itself may be further
            names += [_name_near(limit.frame + side * far / apart * move, far) for side in (1, -1)]
    return [name for name in dict.fromkeys(names) if name and not name.startswith("unknown")]


def _name_near(start: np.ndarray, far: float) -> str | None:
    """The name of the nearest closed span, of any type, to one at a distance from a limit; None where that is no nearer."""
    units = start / np.linalg.norm(start, axis=1, keepdims=True)
    fit = _fit(units, np.linalg.qr(start.T)[0].T, generic(len(start)))
    return Type(fit).possible if fit and fit.closed and fit.error < far else None


def _parts(f: np.ndarray, zero: float) -> Decomposition | None:
    """The name of fitted constants; None for one that is not of their dimension, or abelian where they are not."""
    parts = decomposed(Structure(f, zero))
    if parts is None:
        return None
    abelian = all(piece.name.startswith("R") and "|x" not in piece.name for piece in parts.pieces)
    whole = sum(piece.dimension for piece in parts.pieces) == len(f)
    return parts if whole and abelian == (float(np.linalg.norm(f)) <= zero) else None


def _errors(types: list[Type]) -> tuple[tuple[str, float], ...]:
    least: dict[str, float] = {}
    for one in sorted(types, key=lambda one: one.fit.squared):
        least.setdefault(one.name, one.fit.error)
    return tuple(least.items())
