"""A map that was fitted to noisy values, under its actions: by how much elements move it, with the error of the fit."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import torch
from jaxtyping import Bool, Float
from scipy.linalg import block_diag, expm
from torch import Tensor

from lconv.liegg.actions import Action
from lconv.liegg.evidence_rows import partner_shifts
from lconv.liegg.finite_elements import RANDOM
from lconv.liegg.moved_points import MOST_POINTS
from lconv.liegg.point_units import PointUnits, spreads
from lietheory.discovery.breaking import STEPS, unit_basis
from lietheory.discovery.fit_limits import Limits, NormLimits
from lietheory.discovery.polynomial_fit import PolynomialFit
from lietheory.discovery.spectrum import Spectrum, relative_spectrum, slope_spectrum

LEADING = 2
"""Elements that move the fit most, tried beside random ones."""
JUDGED = 4
"""Of the elements tried, those that move most, or may as far as the error of the fit goes: these have limits."""
MOST_PRODUCTS = 2e8
"""Of the points by the square of the number of coefficients: some tenths of a second for each element."""
FEWEST_POINTS = 200
"""Points that are kept even then."""
MOST_OUTSIDE = 0.5
"""An element that moves more than half of the points out of the data is not judged."""
STANDARD_ERRORS = 2.0
"""Of a mean square over the points, by which limits widen, since other points have another one."""


class FittedFunction(torch.nn.Module):
    """A fitted polynomial as a model of tensors."""

    def __init__(self, fit: PolynomialFit):
        super().__init__()
        self.fit = fit
        self.training = False

    def forward(self, x: Tensor) -> Tensor:
        """(batch, m)."""
        fit = self.fit
        centre, scale, B = (torch.as_tensor(a, dtype=x.dtype, device=x.device) for a in (fit.centre, fit.scale, fit.coefficients))
        z, y = (x - centre) / scale, torch.ones(len(x), len(B), dtype=x.dtype, device=x.device)
        for a in range(z.shape[1]):
            powers = torch.stack([z[:, a] ** k for k in range(fit.degree + 1)], dim=1)
            y = y * powers[:, torch.as_tensor(fit.exponents[:, a], device=x.device)]
        return y @ B


@dataclass(frozen=True, eq=False)
class Moved:
    """What one element does to a fitted map.

    Args:
        element: (K,), tL.
        step: t.
        limits: of the root mean square motion.
        outside: the share of the points that it moves out of the data.
    """

    element: Float[np.ndarray, " K"]
    step: float
    limits: Limits
    outside: float


@dataclass(frozen=True, eq=False)
class FittedMap:
    """A fit F at points, under an action on the inputs and matrices on the outputs.

    Args:
        fit: F.
        x: (N, d), the points; at most a thousand are used.
        action: on the inputs.
        outer: (K, m, m), what each generator of both actions does to the outputs; zero for invariance.
        weights: (m,), the units of the outputs, inverse.
        rng: draws elements and errors.
    """

    fit: PolynomialFit
    x: Tensor
    action: Action
    outer: Float[np.ndarray, "K m m"]
    weights: Float[np.ndarray, " m"]
    rng: np.random.Generator = field(repr=False)

    @cached_property
    def points(self) -> Tensor:
        """Of which the motion is a mean."""
        most = int(max(FEWEST_POINTS, min(MOST_POINTS, MOST_PRODUCTS / self.fit.coefficients.size**2 / len(self.weights))))
        return self.x[:: -(-len(self.x) // most)]

    @cached_property
    def _arrays(self) -> Float[np.ndarray, "n d"]:
        return self.points.numpy()

    @cached_property
    def _still(self) -> Float[np.ndarray, "n Q"]:
        return self.fit.features(self._arrays)

    @cached_property
    def values(self) -> Float[np.ndarray, "n m"]:
        """F at the points."""
        return self._still @ self.fit.coefficients

    @cached_property
    def limits(self) -> NormLimits:
        """Of linear maps of the coefficients."""
        return NormLimits(self.fit.coefficients.ravel(), self.fit.error, self.rng)

    def _fields(self) -> Float[np.ndarray, "n k d"]:
        return self.action(self.points).flatten(2).detach().numpy()

    @cached_property
    def derivatives(self) -> tuple[Float[np.ndarray, "nm K"], Float[np.ndarray, "r K"]]:
        """The rows W (J v_k - R_k F), and what they would be if the gradients belonged to other points."""
        J = np.einsum("ndq,qm->nmd", self.fit.slopes(self._arrays), self.fit.coefficients) * self.weights[:, None]
        v, n = self._fields(), len(self._arrays)
        along = self._padded(np.einsum("nmd,nkd->nmk", J, v))
        turned = np.einsum("kab,nb->nak", self.outer, self.values) * self.weights[:, None]
        shifts = partner_shifts(n)
        paired = [self._padded(np.einsum("nmd,nkd->nmk", np.roll(J, s, axis=0), v)) / len(shifts) ** 0.5 for s in shifts]
        rows = [along - turned, *paired, *([turned] if self.outer.any() else [])]
        first, *others = (a.reshape(-1, len(self.outer)) for a in rows)
        return first, np.concatenate(others)

    def _padded(self, rows: Float[np.ndarray, "n m k"]) -> Float[np.ndarray, "n m K"]:
        """With zeros for generators that act on the outputs only."""
        return np.pad(rows, ((0, 0), (0, 0), (0, len(self.outer) - rows.shape[2])))

    @cached_property
    def lengths(self) -> Float[np.ndarray, "K K"]:
        """Mean products of the displacements by the generators, in units of the spread of inputs and outputs."""
        units = PointUnits(spreads(self.points))
        M = self.action.motion(self.points).gram(units) / (len(self.points) * units.size)
        if len(M) == len(self.outer):
            return M
        turned = np.einsum("kab,nb->kna", self.outer[len(M) :], self.values) * self.weights
        flat = turned.reshape(len(turned), -1)
        return np.asarray(block_diag(M, flat @ flat.T / flat.shape[1]))

    def spectrum(self) -> Spectrum:
        """The directions of the action, ascending in lambda."""
        return relative_spectrum(*self.derivatives, len(self.points) * self.lengths)

    def slopes(self, variance: float) -> Spectrum:
        """The directions, ascending in their slope, where F has this variance."""
        return slope_spectrum(self.derivatives[0] / np.sqrt(len(self.points) * variance), self.lengths)

    def along(self, c: Float[np.ndarray, " K"], level: float) -> Limits:
        """Of the root mean square derivative along a direction."""
        v = np.einsum("k,nkd->nd", c[: self.action.size], self._fields())
        moved = np.einsum("nd,ndq->nq", v, self.fit.slopes(self._arrays))
        rows = self._rows(moved, np.tensordot(c, self.outer, axes=1))
        return self.limits.of(rows / len(moved) ** 0.5, level) if self._determined(rows) else Limits(0.0, 0.0, np.inf)

    def variance(self, level: float) -> Limits:
        """Of the root of the variance of F, over all outputs."""
        centred = self._still - self._still.mean(axis=0)
        rows = self._rows(centred, np.zeros((len(self.weights),) * 2))
        return self.limits.of(rows / len(centred) ** 0.5, level)

    def worst(self, C: Float[np.ndarray, "k K"], level: float) -> list[Moved]:
        """The elements of an algebra that are tried at each step, with the limits of what each does."""
        unit = unit_basis(C, self.lengths)
        if not len(unit):
            return []
        rows = self.derivatives[0] @ unit.T
        turn = np.linalg.eigh(rows.T @ rows)[1][:, ::-1].T
        drawn = self.rng.normal(size=(RANDOM if len(unit) > 1 else 0, len(unit)))
        tried = np.concatenate([turn[:LEADING], drawn / np.linalg.norm(drawn, axis=1, keepdims=True)])
        steps = STEPS if self.action.polynomial is None else STEPS[:1]
        moved = [self._moved(sign * t * (a @ unit), t) for a in tried for t in steps for sign in (1.0, -1.0)]
        moved = sorted((m for m in moved if m is not None), key=lambda m: -self.limits.size(m[2]))
        return [self._judged(*m, level) for m in moved[:JUDGED]]

    def squares(self, c: Float[np.ndarray, " K"], step: float = 1.0) -> float:
        """The mean square motion of the fit by an element and by its inverse, less what its error adds."""
        moved = [self._moved(a, step) for a in (c, -c)]
        seen = [self.limits.seen(m[2]) - self.limits.added(m[2]) for m in moved if m is not None]
        return max(float(np.mean(seen)), 0.0) if seen else np.nan

    def _moved(self, c: Float[np.ndarray, " K"], step: float) -> tuple[Float[np.ndarray, " K"], float, np.ndarray, float] | None:
        """The element, its step, A over the root of the number of points, and the share outside; None if that is too large."""
        y = self.action.flow(self.points, c[: self.action.size]).detach().numpy()
        with np.errstate(over="ignore", invalid="ignore"):  # points far out, which are not among the data
            features = self.fit.features(y)
            inside = np.isfinite(features).all(axis=1) & self.fit.inside(features)
        if inside.mean() <= 1 - MOST_OUTSIDE:
            return None
        rows = self._rows(features[inside], expm(np.tensordot(c, self.outer, axes=1)), inside)
        return c, step, rows / inside.sum() ** 0.5, 1 - float(inside.mean())

    def _judged(
        self, c: Float[np.ndarray, " K"], step: float, rows: Float[np.ndarray, "nm Qm"], out: float, level: float
    ) -> Moved:
        if not self._determined(rows):
            return Moved(c, step, Limits(0.0, 0.0, np.inf), out)
        judged = self.limits.of(rows, level, tried=2 * len(STEPS) * (LEADING + RANDOM))
        each = np.square((rows @ self.fit.coefficients.ravel()).reshape(-1, len(self.weights))).sum(axis=1)
        error = each.std() / max(each.mean(), np.finfo(float).tiny) / len(each) ** 0.5
        wider = (1 + STANDARD_ERRORS * error) ** 0.5
        return Moved(c, step, Limits(judged.square, judged.lower / wider, judged.upper * wider), out)

    def _rows(
        self, moved: Float[np.ndarray, "n Q"], R: Float[np.ndarray, "m m"], which: Bool[np.ndarray, " N"] | slice = slice(None)
    ) -> Float[np.ndarray, "nm Qm"]:
        """A with A beta = W (moved beta - R F) at every point."""
        m = len(self.weights)
        A = np.einsum("nq,ab->naqb", moved, np.eye(m)) - np.einsum("nq,ab->naqb", self._still[which], R)
        return (A * self.weights[:, None, None]).reshape(len(moved) * m, -1)

    def _determined(self, rows: Float[np.ndarray, "nm Qm"]) -> bool:
        """Whether no coefficient that the points leave open is in the rows."""
        null = self.fit.undetermined
        if not null.size:
            return True
        open_part = np.einsum("nqb,qz->nbz", rows.reshape(len(rows), len(null), -1), null)
        return bool(np.linalg.norm(open_part) <= 1e-8 * np.linalg.norm(rows))
