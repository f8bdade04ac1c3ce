"""The most degenerate type that noise allows: one fit for each candidate, and tests between them.

Errors of the entries are taken for independent normal ones of one size s. Where a type holds, the sum
of squares of its fit is s^2 chi^2 with as many degrees of freedom as it puts conditions on a span, and
what it loses against a less degenerate type that has it as a limit is s^2 chi^2 with the difference of
the two; with s unknown the ratio of that loss to what the other fit leaves has an F distribution. The
first test says that a type is too far from the generators at all, the second, which is much sharper,
that a deformation of it is much nearer. A type stands if no test finds a loss that its own errors
exceed once in a hundred draws, is excluded if one finds a loss that they exceed once in ten
thousand, and is in doubt between. A type is more degenerate the more derivations it has: every limit of
an algebra, other than itself, has more.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.stats import chi2
from scipy.stats import f as fisher

from lietheory.algebra.candidates import Candidate, candidates, generic
from lietheory.algebra.decompose import Decomposition, decompose
from lietheory.algebra.fits import Fit, by_change_of_frame, fit_type
from lietheory.algebra.structure import FLOAT_ERROR, Structure
from lietheory.algebra.written import join
from lietheory.errors import LieTheoryError

_STANDS = 1e-2  # one true type in a hundred is not recognised; smaller is no gain, since noise that fits two types is decided for the degenerate one
_EXCLUDED = 1e-4  # and one in ten thousand is taken for a deformation of it
_NOT_A_LIMIT = 2  # degrees of freedom between types of spans neither of which is a limit of the other
_LARGEST = 0.1  # noise beyond this is told, not estimated
_STABLE = (FLOAT_ERROR, 1e3 * FLOAT_ERROR)  # a name that depends on the size of rounding errors is none
_ROUNDING = 1e-12  # relative error of an entry that no generators of floats are without
_ENTRIES = 4_000_000  # of the largest array in a fit; beyond that there is none


@dataclass(frozen=True, eq=False)
class Type:
    """A fitted type: its name, None where its constants have none, and the dimension of its derivations."""

    fit: Fit
    parts: Decomposition | None
    derivations: int

    @property
    def degeneracy(self) -> tuple[int, int]:
        """By which types are ordered: limits of an algebra have more derivations; a member of a family more conditions."""
        return self.derivations, self.fit.freedom

    @property
    def name(self) -> str:
        """As identify writes it."""
        return join(self.parts.pieces) if self.parts else f"unknown({len(self.fit.frame)})"


@dataclass(frozen=True, eq=False)
class Verdict:
    """What fits, the best first.

    Args:
        best: the most degenerate type that stands.
        decided: whether every more degenerate one is excluded and no other as degenerate stands.
        margin: the smallest, over the types that this rests on, of the ratio of the loss of an
            excluded one to that which excludes, and of that which is allowed to that of the best; in
            backward errors, not their squares. At least 1 where decided.
        others: those that stand as well, of which it is a limit, then those in doubt.
        fits: every type fitted, by backward error.
    """

    best: Type
    decided: bool
    margin: float
    others: tuple[str, ...]
    fits: tuple[tuple[str, float], ...]


def most_degenerate(units: np.ndarray, start: np.ndarray, noise: float | None) -> Verdict | None:
    """The most degenerate type that generators allow, or None where no type fits, or none can be fitted.

    Args:
        units: (n, d, d), the generators, of length one.
        start: (n, d, d), an orthonormal basis of their span.
        noise: the relative error of each generator; estimated from the fits when None.
    """
    n, d, _ = units.shape
    if n**4 * (d * d - n) + n**5 > _ENTRIES * n or n**2 * (d * d - n) ** 2 > _ENTRIES:
        return None
    units, start = units.reshape(n, d * d), start.reshape(n, d * d)
    nearest = _fit(units, start, generic(n))
    if nearest is None:
        return None
    near = candidates(Structure(nearest.constants, FLOAT_ERROR))
    fits = [nearest, *(_fit(units, nearest.frame, one) for one in near)]
    return _verdict([_typed(fit) for fit in fits if fit and fit.closed], _Noise(d, noise))


def _fit(units: np.ndarray, start: np.ndarray, one: Candidate) -> Fit | None:
    try:
        return fit_type(units, one.frame @ start, one.equations)
    except np.linalg.LinAlgError:
        return None


def _typed(fit: Fit) -> Type:
    names = [_parts(fit.constants, zero) for zero in _STABLE]
    same = all(names) and join(names[0].pieces) == join(names[1].pieces)
    rows = by_change_of_frame(fit.constants)
    n = len(fit.frame)
    values = np.linalg.eigvalsh(np.tensordot(rows, rows, ((0, 1, 2), (0, 1, 2))))
    derivations = int((values <= (1e-6 * max(np.sqrt(values[-1]), 1e-6)) ** 2).sum()) if n else 0
    return Type(fit, names[0] if same else None, derivations)


def _parts(f: np.ndarray, zero: float) -> Decomposition | None:
    try:
        parts = decompose(Structure(f, zero))
    except (LieTheoryError, np.linalg.LinAlgError, IndexError):  # constants that only nearly are those of an algebra
        return None
    abelian = all(piece.name.startswith("R") and "|x" not in piece.name for piece in parts.pieces)
    whole = sum(piece.dimension for piece in parts.pieces) == len(f)
    return parts if whole and abelian == (float(np.linalg.norm(f)) <= zero) else None


@dataclass(frozen=True)
class _Noise:
    """The tests, for matrices of size d."""

    size: int
    noise: float | None

    def tail(self, one: Type, types: list[Type]) -> float:
        """The least probability, over all tests, of a loss as large as that of a type."""
        return min([self._alone(one), *(self._against(one, other) for other in types if other.degeneracy < one.degeneracy)])

    def _alone(self, one: Type) -> float:
        fit = one.fit
        if self.noise is not None:
            return float(chi2.sf(fit.squared / self._variance, fit.freedom)) if fit.freedom else 1.0
        return 1.0 if fit.squared * self.size**2 <= _LARGEST**2 * fit.freedom else 0.0

    def _against(self, one: Type, other: Type) -> float:
        loss = one.fit.squared - other.fit.squared
        more = one.fit.freedom - other.fit.freedom
        more = more if more > 0 else _NOT_A_LIMIT
        if loss <= _ROUNDING**2:
            return 1.0
        if self.noise is not None:
            return float(chi2.sf(loss / self._variance, more))
        left = max(other.fit.squared, _ROUNDING**2 * other.fit.freedom)
        if not other.fit.freedom:
            return 0.0
        return float(fisher.sf(loss / more / (left / other.fit.freedom), more, other.fit.freedom))

    @property
    def _variance(self) -> float:
        return max(self.noise / self.size, _ROUNDING) ** 2


def _verdict(types: list[Type], noise: _Noise) -> Verdict | None:
    tails = [noise.tail(one, types) for one in types]
    standing = [one for one, tail in zip(types, tails, strict=True) if tail >= _STANDS]
    if not standing:
        return None
    best = max(standing, key=lambda one: (*one.degeneracy, -one.fit.squared))
    doubt = [
        one
        for one, tail in zip(types, tails, strict=True)
        if tail > _EXCLUDED and one.degeneracy >= best.degeneracy and one.name != best.name
    ]
    others = [one.name for one in standing if one.name != best.name] + [one.name for one in doubt]
    fits = sorted(((one.name, one.fit.error) for one in types), key=lambda pair: pair[1])
    return Verdict(best, not doubt and best.parts is not None, 1.0, tuple(dict.fromkeys(others)), tuple(dict.fromkeys(fits)))
