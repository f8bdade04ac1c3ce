"""The answer about whole algebras: which one holds within the tolerance, which larger one is near, how far each is broken."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
from jaxtyping import Float

from lietheory.discovery.breaking import ROUNDING_SLACK, Breaking, Measured, as_breaking, breaking_intervals
from lietheory.discovery.candidates import WIDEST_ANGLE, Candidate, MatrixSpace, sizes_to_try
from lietheory.discovery.coordinates import Coordinates

TOLERANCE = 0.001
"""An algebra holds where its breaking is certainly below a thousandth of the variance of the outputs.

While the motion is small, a direction of effect size lambda has b of at most lambda t^2 / 2 for a map that is about linear over
the step t: the tolerance .01 on lambda is .00125 or less at the middle step, .5. Trained networks of symmetric targets with r^2
of .9999 have b below .0002; a tenth of one coordinate's square in |x|^2 gives .0027."""
NEAR = 0.05
"""An algebra broken by more than a twentieth of the variance is near nothing."""
PART = 6.0
"""A part of a near algebra is told apart where it is broken by so many times less, its interval included. Directions of one
symmetry, learned from data, differ by less than that: .0010 to .0044 in networks of |x| and of so(5)."""
AS_GOOD = 1.5
"""A known algebra is taken in place of an estimated one of its dimension that is less broken by no more than this."""
SCREEN = 0.3
"""What moves the outputs by so much on the points of the search is not measured further."""


class Steps(Protocol):
    """What moves the points: finite elements of an algebra, on parts of the data that did not choose it.

    Directions are in coordinates in which each generator displaces the points by one.
    """

    @property
    def rounding(self) -> float:
        """The breaking that the rounding of the outputs alone would show."""
        ...

    @property
    def few_places(self) -> int | None:
        """How many places the points are at, where these are too few for so many generators."""
        ...

    @property
    def coordinates(self) -> Coordinates:
        """Those that every direction is given in."""
        ...

    @property
    def chosen_by(self) -> tuple[int, ...]:
        """For each part of the points the half whose evidence chooses what is measured there."""
        ...

    def refine(
        self, part: int, C: Float[np.ndarray, "k K"], rng: np.random.Generator
    ) -> tuple[Float[np.ndarray, " l"], Float[np.ndarray, "l K"]]:
        """Directions of a span, ascending in the derivative that they have where other points than the part's are moved."""
        ...

    def compact(self, C: Float[np.ndarray, "k K"]) -> Float[np.ndarray, "l K"]:
        """The part of a span that keeps the second moments of the points; empty where that is not known."""
        ...

    def in_plane(self, C: Float[np.ndarray, "k K"]) -> Float[np.ndarray, "l K"]:
        """The part of a span that keeps the plane that the points lie in; empty where they lie in none."""
        ...

    def measure(
        self, candidates: list[Float[np.ndarray, "k K"]], rng: np.random.Generator, *, screen: float = np.inf
    ) -> Measured | None:
        """The motions of the outputs; None where no point moves, without folds where they are large."""
        ...


@dataclass(frozen=True, eq=False)
class Level:
    """One algebra of the answer.

    Args:
        coefficients: (k, K), orthonormal rows.
        breaking: by how much it is broken.
        known: its catalogue name where it is one of the known algebras, in their standard matrices.
        noise: the relative error of the generators, from the two halves of the points.
        maximal: whether no larger algebra of the answer that holds contains it.
    """

    coefficients: Float[np.ndarray, "k K"]
    breaking: Breaking
    known: str | None = None
    noise: float = 0.0
    maximal: bool = True

    @property
    def dimension(self) -> int:
        """Of the algebra."""
        return len(self.coefficients)

    def is_inside(self, other: Level) -> bool:
        """Whether the other algebra contains this one, up to WIDEST_ANGLE."""
        Q, P = (_orthonormal(level.coefficients) for level in (other, self))
        return len(P) <= len(Q) and float(np.linalg.norm(P - P @ Q.T @ Q, 2)) < np.sin(WIDEST_ANGLE)


@dataclass(frozen=True, eq=False)
class Answer:
    """The decision about whole algebras.

    Args:
        status: ``"symmetric"``, ``"none"`` or ``"undecided"``.
        tolerance: on the breaking.
        levels: the largest algebra that is near first; each further one is a part of it that is broken clearly less, or holds
            beside it.
        dimensions: of all candidates that were measured, ascending.
        values: their breaking.
        lower: its lower 95 % bounds, simultaneous over the candidates.
        upper: its upper ones.
        tried: how many candidates there were; those not measured move the outputs by a third of their variance or more.
        imprecise: whether the rounding of the outputs hides a breaking of the size of the tolerance.
        few_places: how many places the points are at, where these are too few for an answer.
        doubt: why there is no answer, in words, where something else than the breaking decides that.
    """

    status: str
    tolerance: float
    levels: tuple[Level, ...]
    dimensions: Float[np.ndarray, " c"]
    values: Float[np.ndarray, " c"]
    lower: Float[np.ndarray, " c"]
    upper: Float[np.ndarray, " c"]
    tried: int
    imprecise: bool = False
    few_places: int | None = None
    doubt: str | None = None

    @property
    def held(self) -> Level | None:
        """The largest algebra that holds within the tolerance."""
        if self.status != "symmetric":
            return None
        return next(level for level in self.levels if level.breaking.upper <= self.tolerance)

    @property
    def beside(self) -> tuple[Level, ...]:
        """Further algebras that hold, each inside no other one that does."""
        holding = [level for level in self.levels if level.breaking.upper <= self.tolerance and level.maximal]
        return tuple(holding[1:]) if self.status == "symmetric" else ()

    @property
    def near(self) -> Level | None:
        """The nearest algebra that does not hold for certain: the largest that is broken by less than a twentieth."""
        return next((level for level in self.levels if level.breaking.upper > self.tolerance), None)

    @property
    def changes_at(self) -> tuple[float, ...]:
        """The tolerances at which the answer would change, ascending: where an interval of a level ends."""
        return tuple(sorted({b for level in self.levels for b in (level.breaking.lower, level.breaking.upper)}))


def decide(
    tried: list[Candidate], steps: Steps, space: MatrixSpace, tolerance: float, related: bool, *, rng: np.random.Generator
) -> Answer:
    """The answer about these candidates.

    The largest candidate whose breaking is below NEAR is the first level. A part of it is a level of its own only where its
    breaking is PART times below that of the whole, intervals included unless it certainly holds and the whole certainly does
    not: a part that is about as much broken as the whole is no answer. One that no larger level contains is a level where it
    holds. Symmetric is the largest level with its upper bound below the tolerance; undecided where some level's interval
    contains it, or where derivatives show a direction that no finite step agrees with.

    Args:
        tried: the candidates.
        steps: measures them.
        space: the matrices of the action.
        tolerance: on the breaking.
        related: whether some direction has a lambda that is not certainly above its tolerance.
        rng: draws elements and bootstrap samples.
    """
    measured = [(c, steps.measure(c.parts, rng, screen=SCREEN)) for c in tried]
    parts = [part for c, m in measured if m is not None for part in _parts(c, m.search, steps, space, tolerance, rng)]
    measured += [(c, steps.measure(c.parts, rng, screen=SCREEN)) for c in parts]
    kept = [(c, m) for c, m in measured if m is not None and m.splits]
    intervals = breaking_intervals([m.splits for _, m in kept], [m.largest for _, m in kept], rng=rng)
    rows = zip(kept, intervals.values, intervals.lower, intervals.upper, strict=True)
    all_levels = [
        Level(_orthonormal(c.whole), as_breaking(m, v, lo, up, steps.rounding), c.known, space.largest_sine(*c.parts[:2]) / 2)
        for (c, m), v, lo, up in rows
    ]
    levels = levels_of(all_levels, tolerance)
    held = next((level for level in levels if level.breaking.upper <= tolerance), None)
    hidden = [level for level in all_levels if level.breaking.is_hidden(tolerance)] + [
        Level(_orthonormal(c.whole), Breaking(m.search, m.search, np.inf, m.step, m.element, 0, rounding=m.rounding))
        for c, m in measured
        if m is not None and not m.splits and m.search <= ROUNDING_SLACK**2 * m.rounding
    ]
    imprecise = steps.rounding > tolerance or any(held is None or not level.is_inside(held) for level in hidden)
    order = sorted(all_levels, key=lambda level: level.dimension)
    table = np.array([[a.dimension, a.breaking.value, a.breaking.lower, a.breaking.upper] for a in order]).reshape(-1, 4).T
    few = steps.few_places
    status = "undecided" if imprecise or few is not None else status_of(levels, tolerance, related)
    return Answer(
        status,
        tolerance,
        tuple(levels),
        table[0].copy(),
        table[1].copy(),
        table[2].copy(),
        table[3].copy(),
        len(measured),
        imprecise,
        few,
    )


def _parts(
    candidate: Candidate, seen: float, steps: Steps, space: MatrixSpace, tolerance: float, rng: np.random.Generator
) -> list[Candidate]:
    """Parts of a broken candidate: those that derivatives show where they hid that, and the one that stays on the data."""
    refined = _refined(candidate, steps, space, rng) if candidate.hidden and seen > NEAR else []
    if seen > tolerance and len(candidate.whole) > 1:
        spans = [steps.compact(C) for C in (candidate.whole, *candidate.parts)]
        if 0 < len(spans[0]) < len(candidate.whole) and len({len(C) for C in spans}) == 1:
            closed = [C for C in map(space.closed, spans) if C is not None]
            refined += [Candidate(closed[0], closed[1:])] if len(closed) == len(spans) else []
    return refined


def _refined(candidate: Candidate, steps: Steps, space: MatrixSpace, rng: np.random.Generator) -> list[Candidate]:
    """Parts of a candidate that derivatives show and finite steps break: those directions that keep no derivative when moved."""
    values, _ = whole = steps.refine(0, candidate.whole, rng)
    parts = [steps.refine(part, C, rng)[1] for part, C in enumerate(candidate.parts)]
    sizes = [k for k in sizes_to_try(values) if k < len(candidate.whole) and values[k - 1] < NEAR]
    spans = [[space.closed(C[:k]) for C in (whole[1], *parts)] for k in sizes]
    complete = [[C for C in each if C is not None] for each in spans]
    return [Candidate(some[0], some[1:]) for some in complete if len(some) == 1 + len(parts)]


def levels_of(measured: list[Level], tolerance: float) -> list[Level]:
    """The near algebras, the largest first: of those inside each other, each is clearly less broken than the one before.

    One that holds for certain is a level also where no larger one contains it, or where all that do are certainly broken.
    """
    near = [level for level in measured if level.breaking.value <= NEAR]
    levels: list[Level] = []
    for dimension in sorted({level.dimension for level in near}, reverse=True):
        alike = [level for level in near if level.dimension == dimension]
        while alike:
            best = _best(alike, tolerance)
            around = [level for level in levels if best.is_inside(level)]
            if _holds_apart(best, around, tolerance) or _is_better(best, around or levels):
                levels.append(replace(best, maximal=not any(level.breaking.upper <= tolerance for level in around)))
            alike = [level for level in alike if not level.is_inside(best)]
    return levels


def _best(alike: list[Level], tolerance: float) -> Level:
    """The least broken of several algebras of one dimension, of those that hold for certain if some do.

    A known one that is about as good, AS_GOOD, as an estimated one near it is taken in its place.
    """
    alike = [level for level in alike if level.breaking.upper <= tolerance] or alike
    best = min(alike, key=lambda level: level.breaking.value)
    limit = max(AS_GOOD * best.breaking.value, best.breaking.rounding)
    known = [level for level in alike if level.known and level.breaking.value <= limit and level.is_inside(best)]
    return min(known, key=lambda level: level.breaking.value) if known else best


def _is_better(level: Level, larger: list[Level]) -> bool:
    """Whether it is clearly less broken than the least of the larger algebras; rounding is no breaking."""
    b = level.breaking
    return not larger or PART * max(b.upper, b.rounding) < larger[-1].breaking.lower


def _holds_apart(level: Level, around: list[Level], tolerance: float) -> bool:
    """Whether it holds for certain while the algebras that contain it are certainly broken, by PART times as much."""
    b, others = level.breaking, [other.breaking for other in around]
    return b.upper <= tolerance and all(other.lower > tolerance and PART * b.value < other.value for other in others)


def status_of(levels: list[Level], tolerance: float, related: bool) -> str:
    """Symmetric where a level certainly holds, undecided where one may, or where some direction is not certainly broken."""
    if any(level.breaking.upper <= tolerance for level in levels):
        return "symmetric"
    if any(level.breaking.lower <= tolerance for level in levels):
        return "undecided"
    return "none" if levels or not related else "undecided"


def _orthonormal(C: Float[np.ndarray, "k K"]) -> Float[np.ndarray, "k K"]:
    return np.linalg.qr(C.T)[0].T


def apart(parts: list[Float[np.ndarray, "k K"]]) -> float:
    """The sine of the largest principal angle between the first two spans."""
    Q, P = (_orthonormal(C) for C in parts[:2])
    return float(np.linalg.norm(P - P @ Q.T @ Q, 2))
