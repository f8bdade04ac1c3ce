"""Finite elements of an algebra at a network's points: those that move its outputs most, and by how much."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import torch
from jaxtyping import Float

from lconv.liegg.data_keeping_parts import compact, in_plane
from lconv.liegg.evidence_rows import evidence_rows
from lconv.liegg.framed_motion import NO_FRAMES, Frames
from lconv.liegg.moved_points import Mover, coordinates_of
from lietheory.discovery.breaking import LEAST, STEPS, Fold, Measured, unit_basis
from lietheory.discovery.coordinates import Coordinates
from lietheory.discovery.decision import ROWS_PER_UNKNOWN
from lietheory.discovery.evidence import EVALUATION, SELECTION

SEARCH_POINTS = 256
"""Points that the worst element is sought on: it only has to be found, not measured."""
MOST_DIRECTIONS = 32
"""Basis elements that the search tries; of a larger algebra so many random ones."""
RANDOM = 2
"""Random elements tried beside those that move most, by each quarter."""
MOVED_PARTS = 4
"""Parts of the points that are moved by a random element each, for derivatives at moved points."""
TURN = 0.05
"""By how much an element is turned for the derivatives of the motion, relative to its length."""
PAIRINGS = (1, 2, 3)
"""The three ways to pair four quarters of the points: number q with q xor 1, 2 or 3."""
PLACE = 0.01
"""Points nearer than this part of the spread show one value of the function and one gradient."""
SHORTER = 0.9
"""An element shorter by this factor shows how b grows with the length."""


@dataclass(frozen=True, eq=False)
class Element:
    """An element tL of an algebra and what it does at some points.

    Args:
        unit: (k, K), coefficients of a basis of the algebra, orthonormal in M.
        direction: (k,), of length one, L in that basis.
        step: t, with its sign.
        seen: its breaking at these points.
    """

    unit: Float[np.ndarray, "k K"]
    direction: Float[np.ndarray, " k"]
    step: float
    seen: float

    @property
    def coefficients(self) -> Float[np.ndarray, " K"]:
        """tL in the basis of the action."""
        return self.step * (self.direction @ self.unit)

    def at(self, mover: Mover, direction: Float[np.ndarray, " k"], step: float) -> Element:
        """Another element of the same algebra, at other points."""
        other = replace(self, direction=direction, step=step)
        return replace(other, seen=float(mover.squares(other.coefficients).mean()) / max(float(mover.variation.mean()), LEAST))


def worst_element(mover: Mover, C: Float[np.ndarray, "k K"], rng: np.random.Generator, screen: float = np.inf) -> Element | None:
    """The element tL of an algebra, of the stated steps t, that moves the outputs most at these points.

    The basis at the least step gives the directions that move them most; these, in both senses, and random ones are tried at
    every step, and the best one is turned to where the derivatives of the motion say that it is larger.

    Args:
        mover: the network at the points to search on.
        C: a basis, one element a row, in the coordinates of the mover.
        rng: draws elements.
        screen: a breaking at the least step above which no worse element is sought.

    Returns:
        The element; None where the algebra moves no point.
    """
    unit = mover.unit_elements(C)
    if not len(unit):
        return None
    if len(unit) > MOST_DIRECTIONS:
        unit = np.linalg.qr(rng.normal(size=(len(unit), MOST_DIRECTIONS)))[0].T @ unit
    moved = np.stack([mover.differences(STEPS[0] * c).ravel() for c in unit])
    first = Element(unit, np.eye(len(unit))[0], STEPS[0], np.inf)
    if not np.isfinite(moved).all():
        return first
    sizes, turn = (a[..., ::-1].T for a in np.linalg.eigh(moved @ moved.T))
    seen = float(sizes[0]) / len(mover.x) / 2 / max(float(mover.variation.mean()), LEAST)
    if seen > screen:
        return replace(first, direction=turn[0], seen=seen)
    drawn = rng.normal(size=(RANDOM if len(unit) > 1 else 0, len(unit)))
    tried = np.concatenate([turn[:2], -turn[:2], drawn / np.linalg.norm(drawn, axis=1, keepdims=True)])
    best = max((first.at(mover, a, t) for a in tried for t in mover.steps), key=_seen)
    return turned(mover, best)


def turned(mover: Mover, element: Element) -> Element:
    """An element that moves the outputs more at these points than one seen there, if derivatives by its direction show one.

    With d(a) the motions under the element of direction a and D their derivatives, d(a') is about D a' + (d - D a) (a . a'):
    a linear function of a', whose largest square over unit directions is an eigenvalue.
    """
    a, k = element.direction, len(element.direction)
    if k == 1 or not np.isfinite(element.seen):
        return element
    d = mover.differences(element.coefficients).ravel()
    moved = (mover.differences(element.step * ((a + TURN * e) @ element.unit)).ravel() for e in np.eye(k))
    D = np.stack([(m - d) / TURN for m in moved])  # (k, n)
    D += np.outer(a, d - a @ D)
    if not np.isfinite(D).all():
        return element
    other = np.linalg.eigh(D @ D.T)[1][:, -1]
    other = other if other @ a >= 0 else -other
    halfway = (a + other) / np.linalg.norm(a + other)
    return max((element, *(element.at(mover, v, element.step) for v in (other, halfway))), key=_seen)


def _seen(element: Element) -> float:
    return element.seen


def least_when_moved(
    mover: Mover, C: Float[np.ndarray, "k K"], rng: np.random.Generator
) -> tuple[Float[np.ndarray, " l"], Float[np.ndarray, "l K"]]:
    """Directions of a span by the derivative of the outputs along them where random elements of it have moved the points.

    A symmetry leaves no derivative there either, while a direction that only the data's own place hides (points in a plane that
    are moved out of it, a stationary point) has one.

    Returns:
        E|J v|^2 over the variance of the outputs, for v of length one, ascending, and the directions.
    """
    coordinates = mover.own_coordinates
    unit = unit_basis(C, coordinates.lengths)
    parts = []
    for x in mover.x.split(-(-len(mover.x) // MOVED_PARTS)):
        a = rng.normal(size=len(unit))
        parts.append(replace(mover, x=x).moved(STEPS[1] * a / np.linalg.norm(a) @ unit @ coordinates.T))
    y = torch.cat(parts).detach()
    rows = evidence_rows(mover.model, y, mover.action, mover.output_action, mover.frame, mover.points)[0]
    moved = np.tensordot(rows / coordinates.sizes, unit.T, axes=1).reshape(-1, len(unit))
    if not np.isfinite(moved).all():
        return np.zeros(0), C[:0]
    largest = float(np.abs(moved).max(initial=0.0)) or 1.0  # its square may be no finite number
    values, turn = np.linalg.eigh((moved / largest).T @ (moved / largest) / len(y))
    return np.maximum(values, 0.0) / len(mover.frame) * largest * largest, turn.T @ unit


@dataclass(frozen=True, eq=False)
class Elements:
    """A network at the points of two parts of the data; quarters of these measure the elements that other quarters chose.

    Args:
        movers: the network at the points of both parts.
        chosen_by: for each part the half whose evidence chooses the algebras that are measured there.
        frames: of the generators that this evidence is about.
    """

    movers: list[Mover]
    chosen_by: tuple[int, ...] = (EVALUATION, SELECTION)
    frames: Frames = NO_FRAMES

    @cached_property
    def _quarters(self) -> list[Mover]:
        """Every second point of each part: the parts 0, 0, 1, 1."""
        return [replace(m, x=m.x[start::2]) for m in self._alike for start in (0, 1)]

    @cached_property
    def _search(self) -> list[Mover]:
        return [m.few(SEARCH_POINTS) for m in self._quarters]

    @cached_property
    def _alike(self) -> list[Mover]:
        """The movers in the coordinates of all their points."""
        return [replace(m, coordinates=self.coordinates) for m in self.movers]

    @property
    def coordinates(self) -> Coordinates:
        """Of elements over the points of all parts: see :mod:`lietheory.discovery.coordinates`."""
        return self._coordinates

    @cached_property
    def _coordinates(self) -> Coordinates:
        return coordinates_of(self.movers, self.frames)

    @property
    def few_places(self) -> int | None:
        """How many places the points are at, where most share one and these are too few for so many generators; else None."""
        x = torch.cat([m.units(m.x.flatten(1)) for m in self.movers])
        places = len(torch.unique((x / PLACE).round(), dim=0))
        enough = places * len(self.movers[0].frame) >= ROWS_PER_UNKNOWN * len(self.coordinates.T)
        return None if enough or 2 * places >= len(x) else places

    @property
    def rounding(self) -> float:
        """The breaking that the rounding of the outputs alone would show."""
        return max(m.rounding for m in self.movers)

    def refine(
        self, part: int, C: Float[np.ndarray, "k K"], rng: np.random.Generator
    ) -> tuple[Float[np.ndarray, " l"], Float[np.ndarray, "l K"]]:
        """Directions of a span for this part, chosen by the points of another: see :func:`least_when_moved`."""
        return least_when_moved(self._search[2 * (1 - part)], C, rng)

    def compact(self, C: Float[np.ndarray, "k K"]) -> Float[np.ndarray, "l K"]:
        """The part of a span that keeps the second moments of the points."""
        return compact(self.movers[0], self.coordinates, C)

    def in_plane(self, C: Float[np.ndarray, "k K"]) -> Float[np.ndarray, "l K"]:
        """The part of a span that keeps the plane that the points lie in; empty where they lie in none."""
        return in_plane(self.movers, self.coordinates, C)

    def measure(
        self, candidates: list[Float[np.ndarray, "k K"]], rng: np.random.Generator, *, screen: float = np.inf
    ) -> Measured | None:
        """The motions of the outputs under an algebra.

        Args:
            candidates: for each part a basis that its points did not choose, in :attr:`coordinates`.
            rng: draws elements.
            screen: a breaking on the points of the search above which nothing is measured: the folds are then empty.

        Returns:
            The measurement; None where the algebra moves no point.
        """
        sought: dict[tuple[int, int], Element | None] = {}

        def search(quarter: int, C: Float[np.ndarray, "k K"]) -> Element | None:
            key = quarter, id(C)
            if key not in sought:
                sought[key] = worst_element(self._search[quarter], C, rng, screen)
            return sought[key]

        chosen: list[list[Element]] = [[] for _ in PAIRINGS]
        for split, other in enumerate(PAIRINGS):
            for quarter in range(4):
                element = search(quarter ^ other, candidates[quarter // 2])
                if element is None:
                    return None
                if not element.seen <= screen:
                    rounding = self._search[quarter ^ other].rounding_at(element.coefficients)
                    return Measured([], np.inf, element.coefficients, abs(element.step), np.nan, element.seen, rounding)
                chosen[split].append(element)
        best = []
        for part, (mover, C) in enumerate(zip(self._alike, candidates, strict=True)):
            here = [e for quarter in (2 * part, 2 * part + 1) if (e := search(quarter, C)) is not None]
            best.append(turned(mover, max((e.at(mover, e.direction, e.step) for e in here), key=_seen)))
        worst = max(best, key=_seen)
        return Measured(
            [[self._fold(quarter, e) for quarter, e in enumerate(each)] for each in chosen],
            float(np.mean([e.seen for e in best])),
            worst.coefficients,
            abs(worst.step),
            self.movers[best.index(worst)].leaving(worst.coefficients),
            worst.seen,
            self._search[2 * best.index(worst)].rounding_at(worst.coefficients),
        )

    def _fold(self, quarter: int, element: Element) -> Fold:
        """What an element does to a quarter of the points."""
        mover, few, c = self._quarters[quarter], self._search[quarter], element.coefficients
        longer, shorter = (max(float(few.squares(size * c).mean()), LEAST) for size in (1.0, SHORTER))
        motion = mover.squares(c), mover.displacements(c), mover.variation
        return Fold(*motion, float(np.log(longer / shorter) / -np.log(SHORTER)))
