"""Finite elements of an algebra at a network's points: those that move its outputs most, and by how much."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor

from lconv.liegg.actions import Action
from lconv.liegg.derivatives import Model, outputs
from lietheory.discovery.breaking import STEPS, Fold

MOST_POINTS = 1000
"""Points of each half that elements are measured on: a mean of squares is then known to a few per cent."""
SEARCH_POINTS = 256
"""Points that the worst element is sought on: it only has to be found, not measured."""
MOST_DIRECTIONS = 32
"""Basis elements that the search tries; of a larger algebra so many random ones."""
RANDOM, REFINED = 4, 3
"""Random elements tried beside those that move most, and changes of the best one tried, twice."""
SCREEN = 0.3
"""A candidate whose worst element moves the outputs by so much on the search points is broken, whatever its interval."""
UNMOVED = 1e-12
"""An element whose squared displacement is below this part of the largest of its algebra does not move the points."""


@dataclass(frozen=True, eq=False)
class Mover:
    """A network under its actions at some points, and what finite elements do to its outputs there.

    Args:
        model: the network F.
        x: (n, ...), the points.
        action: the action on the inputs.
        output_action: that on the outputs, or None.
        frame: (rank, m), whitens the outputs.
        scale: the spread of each input, flat; see :func:`input_scale`.
    """

    model: Model
    x: Tensor
    action: Action
    output_action: Action | None
    frame: Float[np.ndarray, "rank m"]
    scale: Float[Tensor, " p"]

    @cached_property
    def _still(self) -> Tensor:
        return outputs(self.model, self.x)

    @cached_property
    def _unknowns(self) -> int:
        return self.action.size

    def few(self, count: int) -> Mover:
        """The same at the first ``count`` points."""
        return Mover(self.model, self.x[:count], self.action, self.output_action, self.frame, self.scale)

    def lengths(self, C: Float[np.ndarray, "k K"]) -> Float[np.ndarray, "k k"]:
        """The Gram matrix of fields: mean products of displacements, in units of the spread of the inputs and outputs."""
        K = self._unknowns
        fields = torch.stack([self.action.combined(self.x, torch.as_tensor(c[:K])).flatten(1).double() / self.scale for c in C])
        flat = fields.flatten(1) / (len(self.x) * self.scale.numel()) ** 0.5
        if self.output_action is not None:
            W = torch.as_tensor(self.frame, device=self.x.device)
            outer = [self.output_action.combined(self._still, torch.as_tensor(c[K:])).flatten(1).double() @ W.T for c in C]
            flat = torch.cat([flat, torch.stack(outer).flatten(1) / (len(self.x) * len(W)) ** 0.5], dim=1)
        return (flat @ flat.T).cpu().numpy()

    def differences(self, c: Float[np.ndarray, " K"]) -> Float[np.ndarray, "n rank"]:
        """W (F(exp(L) x) - F(x)), or W (F(exp(L) x) - exp(L_out) F(x)); infinite where the flow leaves the numbers."""
        K, W = self._unknowns, torch.as_tensor(self.frame, device=self.x.device)
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
            for y in (self.x, self.action.flow(self.x, c[: self._unknowns]))
        ]
        return float((away[1] > away[0].max()).double().mean())


def input_scale(x: Tensor) -> Float[Tensor, " p"]:
    """The spread of each input: its standard deviation; of points with several axes, which share a unit, that of all.

    An input that never varies has its size in place of a spread, and one that is always zero the mean spread of the others.
    """
    flat = x.detach().double().flatten(1)
    spread, size = flat.std(dim=0, correction=0), flat.square().mean(dim=0).sqrt()
    if x.ndim > 2:
        return spread.square().mean().sqrt().clamp_min(torch.finfo(torch.float64).tiny).expand(flat.shape[1])
    spread = torch.where(spread > torch.finfo(x.dtype).eps * size, spread, size)
    others = spread[spread > 0].square().mean().sqrt() if bool((spread > 0).any()) else torch.ones(())
    return torch.where(spread > 0, spread, others)


def worst_elements(
    mover: Mover, C: Float[np.ndarray, "k K"], rng: np.random.Generator
) -> tuple[Float[np.ndarray, "J K"], Float[np.ndarray, " J"], float]:
    """Elements tL of an algebra, of the stated steps t, that move the outputs most at these points.

    The basis at the least step gives the directions that move them most; these and random ones are tried at every step
    and in both senses, and the best one is changed at random, twice.

    Args:
        mover: the network at the points to search on.
        C: a basis, one element a row.
        rng: draws elements.

    Returns:
        Elements, their steps, and the largest breaking seen; no elements where the algebra moves no point.
    """
    values, vectors = np.linalg.eigh(mover.lengths(C))
    kept = values > UNMOVED * values[-1]
    if not values[-1] > 0:
        return np.zeros((0, C.shape[1])), np.zeros(0), 0.0
    unit = (vectors[:, kept] / np.sqrt(values[kept])).T @ C
    if len(unit) > MOST_DIRECTIONS:
        unit = np.linalg.qr(rng.normal(size=(len(unit), MOST_DIRECTIONS)))[0].T @ unit
    variance = max(float(mover.variation.mean()), np.finfo(float).tiny)

    def b(c: np.ndarray) -> float:
        return float(mover.squares(c).mean()) / variance

    moved = np.stack([mover.differences(STEPS[0] * c).ravel() for c in unit])
    if not np.isfinite(moved).all():
        return unit[:1] * STEPS[0], np.array(STEPS[:1]), np.inf
    turn = np.linalg.eigh(moved @ moved.T)[1][:, ::-1].T
    drawn = rng.normal(size=(RANDOM if len(unit) > 1 else 0, len(unit)))
    tried = np.concatenate([turn[:2], drawn / np.linalg.norm(drawn, axis=1, keepdims=True)])
    found = [(b(sign * t * (a @ unit)), sign * a, t) for a in tried for t in STEPS for sign in (1.0, -1.0)]
    best = max(found, key=lambda f: f[0])
    for width in (0.5, 0.2) if len(unit) > 1 else ():
        for e in rng.normal(size=(REFINED, len(unit))):
            a = best[1] + width * e / np.linalg.norm(e)
            a /= np.linalg.norm(a)
            best = max(best, (b(best[2] * (a @ unit)), a, best[2]), key=lambda f: f[0])
    first = max((f for f in found if abs(f[1] @ turn[0]) > 1 - 1e-9), key=lambda f: f[0])
    chosen = [best] if best[0] == first[0] else [best, first]
    return np.stack([t * (a @ unit) for _, a, t in chosen]), np.array([t for *_, t in chosen]), best[0]


@dataclass(frozen=True, eq=False)
class Measured:
    """What one candidate does to the outputs: its folds, and the worst element.

    Args:
        folds: squared motions on each half.
        element: the worst element.
        step: its length.
        leaving: the share of points that it moves out of the data.
        search: the largest breaking on the points that it was sought on.
    """

    folds: list[Fold]
    element: Float[np.ndarray, " K"]
    step: float
    leaving: float
    search: float


def measure(movers: list[Mover], candidates: list[Float[np.ndarray, "k K"]], rng: np.random.Generator) -> Measured | None:
    """The motions of the outputs under an algebra: on each half under the elements that another half chose.

    Args:
        movers: the network at the points of each half.
        candidates: for each half the basis that the other one chose.
        rng: draws elements.

    Returns:
        The measurement; None where the algebra moves no point.
    """
    folds, worst = [], None
    for half, C in enumerate(candidates):
        elements, steps, seen = worst_elements(movers[half - 1].few(SEARCH_POINTS), C, rng)
        if not len(elements):
            return None
        squares = np.stack([movers[half].squares(c) for c in elements])
        folds.append(Fold(squares, movers[half].variation))
        if worst is None or seen > worst[0]:
            worst = (seen, elements[0], float(steps[0]), movers[half].leaving(elements[0]))
    return None if worst is None else Measured(folds, worst[1], worst[2], worst[3], worst[0])


def halves(
    model: Model, x: Tensor, action: Action, output_action: Action | None, frame: Float[np.ndarray, "rank m"]
) -> list[Mover]:
    """The network at the even and the odd points, of each half at most MOST_POINTS."""
    scale = input_scale(x)
    return [Mover(model, x[h::2][:MOST_POINTS], action, output_action, frame, scale) for h in (0, 1)]
