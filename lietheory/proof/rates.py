"""Orders of convergence: err(h) ~ C h^p, with p measured by regression on a refinement ladder."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from lietheory.errors import LieTheoryError

ORDER_TOLERANCE = 0.1  # on the measured order; ladders below span a factor of at least 8


@dataclass(frozen=True)
class Rate:
    """An error that falls like C h^order.

    Args:
        quantity: what h is, in words.
        error: h -> the error of the corrected statement.
        steps: the ladder of h, decreasing by a constant factor.
        order: the order that the claim states.
        constant: C, where it is derived.
    """

    quantity: str
    error: Callable[[float], float]
    steps: tuple[float, ...]
    order: float
    constant: float | None = None

    def __post_init__(self) -> None:
        if len(self.steps) < 4 or self.steps[0] < 8 * self.steps[-1]:
            raise LieTheoryError(
                "Rate(steps=...)",
                "at least four steps, decreasing by a factor of 8 or more",
                str(self.steps),
                "An order read off fewer is no evidence.",
            )


@dataclass(frozen=True)
class MeasuredRate:
    """The outcome of a refinement ladder."""

    steps: tuple[float, ...]
    errors: tuple[float, ...]
    order: float
    constant: float
    holds: bool


def measure(rate: Rate) -> MeasuredRate:
    """The order p and the constant C of err(h) ~ C h^p, from the finest half of the ladder.

    The coarse steps are left out because the next order still shows there.
    """
    errors = np.array([rate.error(h) for h in rate.steps])
    fine = slice(len(rate.steps) // 2, None)
    order, _ = np.polyfit(np.log(np.array(rate.steps)[fine]), np.log(errors[fine]), 1)
    constant = float(errors[-1] / rate.steps[-1] ** rate.order)
    holds = abs(order - rate.order) < ORDER_TOLERANCE
    if rate.constant is not None:
        holds = holds and abs(constant / rate.constant - 1) < 0.02
    return MeasuredRate(rate.steps, tuple(map(float, errors)), float(order), constant, bool(holds))
