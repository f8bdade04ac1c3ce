"""Finite elements of an algebra at a network's points: those that move its outputs most, and by how much."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import torch
from jaxtyping import Float
from scipy.linalg import block_diag
from torch import Tensor

from lconv.liegg.actions import Action
from lconv.liegg.derivatives import Model, outputs
from lconv.liegg.evidence_rows import evidence_rows, spreads
from lietheory.discovery.breaking import LEAST, STEPS, Fold, Measured, unit_basis
from lietheory.discovery.decision import ROWS_PER_UNKNOWN
from lietheory.discovery.evidence import EVALUATION, SELECTION

MOST_POINTS = 1000
"""Points of each half that elements are measured on: a mean of squares is then known to a few per cent."""
SEARCH_POINTS = 256
"""Points that the worst element is sought on: it only has to be found, not measured."""
MOST_DIRECTIONS = 32
"""Basis elements that the search tries; of a larger algebra so many random ones."""
RANDOM, REFINED, WIDTHS = 4, 3, (0.5, 0.2)
"""Random elements tried beside those that move most, and changes of the best one tried, at two widths."""
PLACE = 0.01
"""Points nearer than this part of the spread show one value of the function and one gradient."""
SHORTER = 0.9
"""An element shorter by this factor shows how b grows with the length."""


@dataclass(frozen=True, eq=False)
class Mover:
    """A network under its actions at some points, and what finite elements do to its outputs there.

    Args:
        model: the network F.
        x: (n, ...), the points.
        action: the action on the inputs.
        output_action: that on the outputs, or None.
        frame: (rank, m), whitens the outputs.
        scale: the spread of each input, flat; see :func:`lconv.liegg.evidence_rows.spreads`.
        metric: (K, K), the lengths of elements; those of these points unless given.
    """

    model: Model
    x: Tensor
    action: Action
    output_action: Action | None
    frame: Float[np.ndarray, "rank m"]
    scale: Float[Tensor, " p"]
    metric: Float[np.ndarray, "K K"] | None = None

    @cached_property
    def _still(self) -> Tensor:
        return outputs(self.model, self.x)

    @property
    def steps(self) -> tuple[float, ...]:
        """The stated steps; the least alone of polynomial fields, whose flows leave the finite numbers in finite time."""
        return STEPS if self.action.polynomial is None else STEPS[:1]

    def few(self, count: int) -> Mover:
        """The same at the first ``count`` points."""
        return replace(self, x=self.x[:count])

    @cached_property
    def lengths(self) -> Float[np.ndarray, "K K"]:
        """M: the mean products of the displacements by the generators, in units of the spread of inputs and whitened outputs."""
        M = self.action.motion(self.x).gram(self.scale) / (len(self.x) * self.scale.numel())
        if self.output_action is None:
            return M
        fields = self.output_action(self._still).flatten(2).double().cpu().numpy()
        moved = np.tensordot(fields, self.frame, axes=(2, 1)).swapaxes(0, 1).reshape(fields.shape[1], -1)
        return np.asarray(block_diag(M, moved @ moved.T / moved.shape[1]))

    def displacements(self, c: Float[np.ndarray, " K"]) -> Float[np.ndarray, " n"]:
        """By how much each point tells on the squared length of an element, whose mean is that length.

        A point tells twice: by its own displacement, in units of the spread, and by its distance from the centre, since it
        widens the spread of the components that are displaced.
        """
        K = self.action.size
        v = (self.action.combined(self.x, torch.as_tensor(c[:K])).flatten(1).double() / self.scale).square()
        z = ((self.x.double().flatten(1) - self.x.double().flatten(1).mean(dim=0)) / self.scale).square()
        z = z / z.mean(dim=0).clamp_min(LEAST) if self.x.ndim == 2 else z.mean(dim=1, keepdim=True).expand(z.shape)
        told = (v + v.mean(dim=0) * (1 - z)).mean(dim=1).cpu().numpy()
        if self.output_action is None:
            return told
        moved = self.output_action.combined(self._still, torch.as_tensor(c[K:])).reshape(len(self.x), -1).double()
        w = np.square(moved.cpu().numpy() @ self.frame.T).mean(axis=1)
        return told + w + w.mean() * (1 - self.variation / max(float(self.variation.mean()), LEAST))

    def unit_elements(self, C: Float[np.ndarray, "k K"]) -> Float[np.ndarray, "l K"]:
        """A basis of the span of C, orthonormal in M, less what moves no point; each generator in its own unit first."""
        return unit_basis(C, self.lengths if self.metric is None else self.metric)

    def differences(self, c: Float[np.ndarray, " K"]) -> Float[np.ndarray, "n rank"]:
        """W (F(exp(L) x) - F(x)), or W (F(exp(L) x) - exp(L_out) F(x)); infinite where the flow leaves the numbers."""
        K, W = self.action.size, torch.as_tensor(self.frame, device=self.x.device)
        expected = self._still if self.output_action is None else self.output_action.flow(self._still, c[K:])
        moved = outputs(self.model, self.action.flow(self.x, c[:K])) - expected
        values = (moved.reshape(len(self.x), -1).double() @ W.T).cpu().numpy()
        return np.where(np.isfinite(values), values, np.inf)

    def squares(self, c: Float[np.ndarray, " K"]) -> Float[np.ndarray, " n"]:
        """|W (F(exp(L) x) - F(x))|^2 / 2 at every point."""
        return np.square(self.differences(c)).sum(axis=1) / 2

    @cached_property
    def variation(self) -> Float[np.ndarray, " n"]:
        """|W (F - mean F)|^2 at every point."""
        values = self._still.reshape(len(self.x), -1).double().cpu().numpy() @ self.frame.T
        return np.square(values - values.mean(axis=0)).sum(axis=1)

    @property
    def rounding(self) -> float:
        """The breaking that the rounding of the outputs alone would show."""
        values = self._still.reshape(len(self.x), -1)
        eps = torch.finfo(values.dtype).eps if values.dtype.is_floating_point else 0.0
        error = np.abs(self.frame) @ values.abs().double().amax(dim=0).cpu().numpy() * eps
        return float(np.square(error).mean())

    def leaving(self, c: Float[np.ndarray, " K"]) -> float:
        """The share of moved points farther from the centre than every point of these data."""
        centre = self.x.double().flatten(1).mean(dim=0)
        away = [
            ((y.double().flatten(1) - centre) / self.scale).norm(dim=1)
            for y in (self.x, self.action.flow(self.x, c[: self.action.size]))
        ]
        return float((away[1] > away[0].max()).double().mean())


def worst_element(
    mover: Mover, C: Float[np.ndarray, "k K"], rng: np.random.Generator, screen: float = np.inf
) -> tuple[Float[np.ndarray, " K"], float, float] | None:
    """The element tL of an algebra, of the stated steps t, that moves the outputs most at these points.

    The basis at the least step gives the directions that move them most; these and random ones are tried at every step
    and in both senses, and the best one is changed at random, twice.

    Args:
        mover: the network at the points to search on.
        C: a basis, one element a row.
        rng: draws elements.
        screen: a breaking at the least step above which no worse element is sought.

    Returns:
        The element, its step, and its breaking at these points; None where the algebra moves no point.
    """
    unit = mover.unit_elements(C)
    if not len(unit):
        return None
    if len(unit) > MOST_DIRECTIONS:
        unit = np.linalg.qr(rng.normal(size=(len(unit), MOST_DIRECTIONS)))[0].T @ unit
    variance = max(float(mover.variation.mean()), np.finfo(float).tiny)

    def b(c: np.ndarray) -> float:
        return float(mover.squares(c).mean()) / variance

    moved = np.stack([mover.differences(STEPS[0] * c).ravel() for c in unit])
    if not np.isfinite(moved).all():
        return unit[0] * STEPS[0], STEPS[0], np.inf
    sizes, turn = (a[..., ::-1].T for a in np.linalg.eigh(moved @ moved.T))
    seen = float(sizes[0]) / len(mover.x) / 2 / variance
    if seen > screen:
        return STEPS[0] * turn[0] @ unit, STEPS[0], seen
    drawn = rng.normal(size=(RANDOM if len(unit) > 1 else 0, len(unit)))
    tried = np.concatenate([turn[:2], drawn / np.linalg.norm(drawn, axis=1, keepdims=True)])
    best = max(
        ((b(sign * t * (a @ unit)), sign * a, t) for a in tried for t in mover.steps for sign in (1.0, -1.0)), key=lambda f: f[0]
    )
    for width in WIDTHS if len(unit) > 1 else ():
        for e in rng.normal(size=(REFINED, len(unit))):
            a = best[1] + width * e / np.linalg.norm(e)
            a /= np.linalg.norm(a)
            best = max(best, (b(best[2] * (a @ unit)), a, best[2]), key=lambda f: f[0])
    return best[2] * (best[1] @ unit), best[2], best[0]


def least_when_moved(
    mover: Mover, C: Float[np.ndarray, "k K"], rng: np.random.Generator
) -> tuple[Float[np.ndarray, " l"], Float[np.ndarray, "l K"]]:
    """Directions of a span by the derivative of the outputs along them where random elements of it have moved the points.

    A symmetry leaves no derivative there either, while a direction that only the data's own place hides (points in a plane that
    are moved out of it, a stationary point) has one.

    Returns:
        E|J v|^2 over the variance of the outputs, for v of length one, ascending, and the directions.
    """
    unit = mover.unit_elements(C)
    parts = []
    for x in mover.x.split(-(-len(mover.x) // RANDOM)):
        a = rng.normal(size=len(unit))
        parts.append(mover.action.flow(x, (STEPS[1] * a / np.linalg.norm(a) @ unit)[: mover.action.size]))
    y = torch.cat(parts).detach()
    rows = evidence_rows(mover.model, y, mover.action, mover.output_action, mover.frame)[0]
    moved = np.tensordot(rows, unit.T, axes=1).reshape(-1, len(unit))
    if not np.isfinite(moved).all():
        return np.zeros(0), C[:0]
    values, turn = np.linalg.eigh(moved.T @ moved / len(y))
    return np.maximum(values, 0.0) / len(mover.frame), turn.T @ unit


@dataclass(frozen=True, eq=False)
class Elements:
    """A network at the points of several parts of the data, each of which measures the elements that another one chose.

    Args:
        movers: the network at the points of each part.
        chosen_by: for each part the half whose evidence chooses the algebras that are measured there.
    """

    movers: list[Mover]
    chosen_by: tuple[int, ...] = (EVALUATION, SELECTION)

    @cached_property
    def _search(self) -> list[Mover]:
        return [m.few(SEARCH_POINTS) for m in self._alike]

    @cached_property
    def _alike(self) -> list[Mover]:
        """The movers with one metric, that of all their points."""
        metric = self.lengths
        return [replace(m, metric=metric) for m in self.movers]

    @property
    def lengths(self) -> Float[np.ndarray, "K K"]:
        """The lengths of elements over the points of all parts, in units of the spread of inputs and outputs."""
        return np.mean([m.lengths for m in self.movers], axis=0)

    @property
    def few_places(self) -> int | None:
        """How many places the points are at, where most share one and these are too few for so many generators; else None."""
        x = torch.cat([m.x.double().flatten(1) / m.scale for m in self.movers])
        places = len(torch.unique((x / PLACE).round(), dim=0))
        enough = places * len(self.movers[0].frame) >= ROWS_PER_UNKNOWN * len(self.lengths)
        return None if enough or 2 * places >= len(x) else places

    @property
    def rounding(self) -> float:
        """The breaking that the rounding of the outputs alone would show."""
        return max(m.rounding for m in self.movers)

    def refine(
        self, part: int, C: Float[np.ndarray, "k K"], rng: np.random.Generator
    ) -> tuple[Float[np.ndarray, " l"], Float[np.ndarray, "l K"]]:
        """Directions of a span for this part, chosen by the points of another: see :func:`least_when_moved`."""
        return least_when_moved(self._search[part - 1], C, rng)

    def measure(
        self, candidates: list[Float[np.ndarray, "k K"]], rng: np.random.Generator, *, screen: float = np.inf
    ) -> Measured | None:
        """The motions of the outputs under an algebra.

        Args:
            candidates: for each part a basis that its points did not choose.
            rng: draws elements.
            screen: a breaking on the points of the search above which nothing is measured: the folds are then empty.

        Returns:
            The measurement; None where the algebra moves no point.
        """
        folds, worst = [], None
        for part, C in enumerate(candidates):
            found = worst_element(self._search[part - 1], C, rng, screen)
            if found is None:
                return None
            element, step, seen = found
            if not seen <= screen:
                return Measured([], element, step, np.nan, seen)
            mover = self.movers[part]
            shorter = float(self._search[part - 1].squares(SHORTER * element).mean())
            longer = seen * float(self._search[part - 1].variation.mean())
            growth = np.log(max(longer, LEAST) / max(shorter, LEAST)) / -np.log(SHORTER)
            motion = mover.squares(element), mover.displacements(element), mover.variation
            folds.append(Fold(*motion, float(np.clip(growth, 0.0, 2.0))))
            if worst is None or seen > worst.search:
                worst = Measured(folds, element, step, mover.leaving(element), seen)
        return worst


def halves(
    model: Model, x: Tensor, action: Action, output_action: Action | None, frame: Float[np.ndarray, "rank m"]
) -> list[Mover]:
    """The network at the even and the odd points, of each half at most MOST_POINTS."""
    scale = spreads(x)
    return [Mover(model, x[h::2][:MOST_POINTS], action, output_action, frame, scale) for h in (0, 1)]
