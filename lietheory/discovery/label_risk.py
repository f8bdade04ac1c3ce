"""Whether the labels share the symmetry that a network has: a second answer, kept apart from the first.

Two figures decide, both on points that took no part in choosing the directions:

* the rise, by how much the risk of F(exp(tL) x) against y(x) exceeds that of F(x), relative to the risk of knowing
  nothing about x;
* the gain, which part of the labels' variance a probe explains by breaking the symmetry where the network leaves
  something to explain. A network that is exactly symmetric has no rise, whatever its labels are, so the rise
  alone would call every such data set symmetric.

The gain sees what a polynomial of degree four in the inputs can; ``unexplained`` says how much is left for neither.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from lietheory.discovery.bootstrap_intervals import Interval

RISK_TOLERANCE = 0.01
"""A hundredth of the risk of knowing nothing, as for lambda. A network within the finite-step tolerance, .002 Var F, that
fits its labels to .004 Var y, as the trained ones do, moves its risk by at most .002 + 2 sqrt(.002 * .004) = .008."""
SHARED, ALONE, OPEN = "the data share it", "only the network", "undecided"
SEEN = 1e-9
"""Rises below this are rounding."""
TIMES = (0.25, 0.5, 1.0)
"""Lengths |tL| at which the rise is measured; the verdict is on the last."""


@dataclass(frozen=True, eq=False)
class Risk:
    """The risk along the flow of each direction, with bounds that hold for all directions at once.

    Args:
        loss: what the risk is the mean of.
        points: number of points it was measured on.
        baseline: the risk of F itself.
        chance: the risk of knowing nothing about x, which rises are relative to.
        unexplained: mean squared error of F and the probe together, over Var y.
        times: (T,), |tL|.
        rise: (T, r), the risk after the flow less the baseline, over ``chance``; the mean of both signs of t.
        rise_lower: (T, r), lower bounds.
        rise_upper: (T, r), upper bounds.
        gain: (r,), the share of Var y that the probe's breaking part explains at the largest |tL|; negative where it misleads.
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
        """How many rises are certainly no accident although they are below the tolerance."""
        seen = int(np.sum((self.rise_lower[-1] > SEEN) & (self.rise_upper[-1] < self.tolerance)))
        return f"a rise below the tolerance counts as none; it is certain along {seen} of {len(self.verdicts)}" if seen else ""

    def __str__(self) -> str:
        lines = [
            f"labels: {self.verdict}; {self.loss} {self.baseline:.3g}, of {self.chance:.3g} without inputs, on {self.points} "
            f"held-out points; tolerance {self.tolerance:g} of the latter; {self.unexplained:.2g} of Var y explained by neither "
            "the network nor a quartic probe",
            f"{'':4}{'rise at |tL| = ' + format(self.times[-1], 'g'):>20}{'95 % bounds':>23}{'gain':>11}{'95 % bounds':>23}",
        ]
        for i, verdict in enumerate(self.verdicts):
            rise = f"{self.rise_lower[-1, i]:.2e} .. {self.rise_upper[-1, i]:.2e}"
            gain = f"{self.gain_lower[i]:.2e} .. {self.gain_upper[i]:.2e}"
            lines.append(f"{i + 1:3} {self.rise[-1, i]:20.2e}{rise:>23}{self.gain[i]:11.2e}{gain:>23}  {verdict}")
        return "\n".join(lines + ([self.caveat()] if self.caveat() else []))


def verdicts(rise: Interval, gain: Interval, tolerance: float = RISK_TOLERANCE) -> tuple[str, ...]:
    """Shared if both upper bounds are below the tolerance, only the network's if a lower one is above, else undecided.

    Examples:
        >>> sure = Interval(np.array([0.0]), np.array([-0.001]), np.array([0.001]))
        >>> broken = Interval(np.array([0.1]), np.array([0.05]), np.array([0.2]))
        >>> verdicts(sure, sure), verdicts(sure, broken)
        (('the data share it',), ('only the network',))
    """
    low, high = np.maximum(rise.lower, gain.lower), np.maximum(rise.upper, gain.upper)
    return tuple(ALONE if l > tolerance else SHARED if h < tolerance else OPEN for l, h in zip(low, high, strict=True))


def as_share(cosine: Interval, left: Float[np.ndarray, " r"]) -> Interval:
    """Explained shares of Var y, with their sign, from cosines with residuals that are the shares ``left`` of it."""
    return Interval(*(np.sign(c) * c**2 * left for c in (cosine.values, cosine.lower, cosine.upper)))
