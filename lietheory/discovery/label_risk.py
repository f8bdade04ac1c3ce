"""Whether the labels share the symmetry that a network has, a question apart from whether the network has it.

Two figures decide, both on points that took no part in choosing the directions:

* the rise, by how much the risk of F(exp(tL) x) against y(x) exceeds that of F(x), relative to the risk of the best
  constant predictor;
* the gain, which part of the labels' variance a fit to the network's residual explains by breaking the symmetry. A
  network that is exactly symmetric has no rise for any labels, so by the rise alone every such data
  set would be symmetric.

The gain is that of polynomials of degree four in the inputs; ``unexplained`` is the share that neither explains.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from lietheory.discovery.bootstrap_intervals import SimultaneousIntervals

RISK_TOLERANCE = 0.01
"""A hundredth of the risk of the best constant predictor, as for lambda. A network within the finite-step tolerance,
.002 Var F, that fits its labels to .004 Var y, as the trained ones do, moves its risk by at most
.002 + 2 sqrt(.002 * .004) = .008."""
SHARED, ALONE, OPEN = "the data share it", "only the network", "undecided"
SEEN = 1e-9
"""Rises below this are rounding."""
TIMES = (0.25, 0.5, 1.0)
"""Lengths |tL| at which the rise is measured; the verdict is on the last."""
DEGREE = 4
"""Of the kernel (1 + x.z / mean |x|^2)^4, whose functions are all polynomials up to the fourth degree."""
MOST_POINTS = 1500
"""Points that the residual is fitted at, at most: the time is their number cubed."""
RIDGES = 10.0 ** np.arange(-8, 3)
"""Ridges tried, relative to the mean eigenvalue of the kernel matrix."""


@dataclass(frozen=True, eq=False)
class Risk:
    """The risk along the flow of each direction, with bounds that hold for all directions at once.

    Args:
        loss: what the risk is the mean of.
        points: number of points it was measured on.
        baseline: the risk of F itself.
        chance: the risk of the best constant predictor, which rises are relative to.
        unexplained: mean squared error of F and the fit to its residual together, over Var y.
        times: (T,), |tL|.
        rise: (T, r), the risk after the flow less the baseline, over ``chance``; the mean of both signs of t.
        rise_lower: (T, r), lower bounds.
        rise_upper: (T, r), upper bounds.
        gain: (r,), the share of Var y that the symmetry-breaking part of the fit explains at the largest |tL|; negative where
            it misleads.
        gain_lower: (r,), lower bounds.
        gain_upper: (r,), upper bounds.
        tolerance: what both are judged against.
        verdicts: one for each direction.
    """

    loss: str
    points: int
    baseline: float
    chance: float
    unexplained: float
    times: Float[np.ndarray, " T"]
    rise: Float[np.ndarray, "T r"]
    rise_lower: Float[np.ndarray, "T r"]
    rise_upper: Float[np.ndarray, "T r"]
    gain: Float[np.ndarray, " r"]
    gain_lower: Float[np.ndarray, " r"]
    gain_upper: Float[np.ndarray, " r"]
    tolerance: float
    verdicts: tuple[str, ...]

    @property
    def verdict(self) -> str:
        """Of all directions together: shared if each is, only the network's if one is, else undecided."""
        if ALONE in self.verdicts:
            return ALONE
        return SHARED if self.verdicts and set(self.verdicts) == {SHARED} else OPEN

    def caveat(self) -> str:
        """How many rises are certainly positive although they are below the tolerance."""
        seen = int(np.sum((self.rise_lower[-1] > SEEN) & (self.rise_upper[-1] < self.tolerance)))
        return f"a rise below the tolerance counts as none; it is certain along {seen} of {len(self.verdicts)}" if seen else ""

    def __str__(self) -> str:
        lines = [
            f"labels: {self.verdict}; {self.loss} {self.baseline:.3g}, of {self.chance:.3g} without inputs, on {self.points} "
            f"held-out points; tolerance {self.tolerance:g} of the latter; {self.unexplained:.2g} of Var y explained by neither "
            "the network nor a quartic fit to its residual",
            f"{'':4}{'rise at |tL| = ' + format(self.times[-1], 'g'):>20}{'95 % bounds':>23}{'gain':>11}{'95 % bounds':>23}",
        ]
        for i, verdict in enumerate(self.verdicts):
            rise = f"{self.rise_lower[-1, i]:.2e} .. {self.rise_upper[-1, i]:.2e}"
            gain = f"{self.gain_lower[i]:.2e} .. {self.gain_upper[i]:.2e}"
            lines.append(f"{i + 1:3} {self.rise[-1, i]:20.2e}{rise:>23}{self.gain[i]:11.2e}{gain:>23}  {verdict}")
        return "\n".join(lines + ([self.caveat()] if self.caveat() else []))


def verdicts(rise: SimultaneousIntervals, gain: SimultaneousIntervals, tolerance: float = RISK_TOLERANCE) -> tuple[str, ...]:
    """Shared if both upper bounds are below the tolerance, only the network's if a lower one is above, else undecided.

    Examples:
        >>> sure = SimultaneousIntervals(np.array([0.0]), np.array([-0.001]), np.array([0.001]))
        >>> broken = SimultaneousIntervals(np.array([0.1]), np.array([0.05]), np.array([0.2]))
        >>> verdicts(sure, sure), verdicts(sure, broken)
        (('the data share it',), ('only the network',))
    """
    low, high = np.maximum(rise.lower, gain.lower), np.maximum(rise.upper, gain.upper)
    return tuple(ALONE if l > tolerance else SHARED if h < tolerance else OPEN for l, h in zip(low, high, strict=True))


def as_share(cosine: SimultaneousIntervals, left: Float[np.ndarray, " r"]) -> SimultaneousIntervals:
    """Explained shares of Var y, with their sign, from cosines with residuals that are the shares ``left`` of it."""
    return SimultaneousIntervals(*(np.sign(c) * c**2 * left for c in (cosine.values, cosine.lower, cosine.upper)))


def fit_residual(
    x: Float[np.ndarray, "n p"], residual: Float[np.ndarray, "n m"]
) -> Callable[[Float[np.ndarray, "k p"]], Float[np.ndarray, "k m"]]:
    """The polynomial of degree four that predicts a network's residual best when each point is left out in turn.

    By kernel ridge regression, without any symmetry. Where the residual is unpredictable the fit is small and arbitrary,
    not zero, so that the interval of what it explains contains zero.

    Args:
        x: points, flattened.
        residual: what is to be predicted there.

    Examples:
        >>> x = np.random.default_rng(0).normal(size=(200, 2))
        >>> fit = fit_residual(x, x[:, :1] ** 2)
        >>> bool(np.abs(fit(x[:5]) - x[:5, :1] ** 2).max() < 1e-3)
        True
    """
    x, residual = x[:MOST_POINTS], residual[:MOST_POINTS]
    scale = float(np.mean(np.sum(x**2, axis=1)))
    values, Q = np.linalg.eigh(_kernel(x, x, scale))
    values, seen = np.maximum(values, 0.0), Q.T @ residual
    errors = [_left_out(values, Q, seen, residual, ridge * values.mean()) for ridge in RIDGES]
    best = int(np.argmin(errors))
    weights = Q @ (seen / (values + RIDGES[best] * values.mean())[:, None])
    return lambda z: _kernel(z, x, scale) @ weights


def _kernel(z: np.ndarray, x: np.ndarray, scale: float) -> np.ndarray:
    return (1 + z @ x.T / scale) ** DEGREE


def _left_out(values: np.ndarray, Q: np.ndarray, seen: np.ndarray, residual: np.ndarray, ridge: float) -> float:
    """Mean squared error at each point of the fit to all others, in closed form from the fit to all."""
    kept = values / (values + ridge)
    fitted, own = Q @ (kept[:, None] * seen), (Q**2) @ kept
    return float(np.mean(((residual - fitted) / np.maximum(1 - own, 1e-12)[:, None]) ** 2))
