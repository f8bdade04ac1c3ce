"""An audit: does a map have the symmetry that it is meant to have, exactly, within a tolerance, or not?

The measure is the breaking b of :mod:`lietheory.discovery.breaking`. A symmetry is exact where b is what the rounding of the
outputs shows; it holds within the tolerance, or is broken, where the whole interval of b is on one side of it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from lietheory.discovery.breaking import ROUNDING_SLACK, Breaking, share
from lietheory.discovery.discrete_symmetries import DiscreteSymmetries

EXACT, WITHIN, BROKEN, OPEN = "exact", "within the tolerance", "broken", "undecided"
MOST_ROUNDING = 1e-8
"""Where a breaking above this could be rounding, as of outputs that are whitened far below their size, none is called exact."""


@dataclass(frozen=True, eq=False)
class Audited:
    """One map beside the symmetry that it is meant to have.

    Args:
        name: of the layer, or of the element; empty for the whole model.
        outputs: what the outputs were taken to do: ``"invariant"``, ``"declared"``, ``"read"`` from the layer, or ``"fitted"``.
        breaking: b with its interval.
        verdict: ``"exact"``, ``"within the tolerance"``, ``"broken"`` or ``"undecided"``.
        worst_point: the number of the point where the worst element moves the outputs most.
        worst_error: |W (F(g x) - g F(x))| there, in standard deviations of the outputs.
        worst_element: the generator tL of that element g = exp(tL), as a matrix; empty where there is none.
    """

    name: str
    outputs: str
    breaking: Breaking
    verdict: str
    worst_point: int
    worst_error: float
    worst_element: Float[np.ndarray, "n n"]

    def __str__(self) -> str:
        b = self.breaking
        where = f"worst at point {self.worst_point}, by {self.worst_error:.2g} standard deviations, at step {b.step:g}"
        return f"{self.name or 'the whole model'} ({self.outputs}): {self.verdict}, b = {b}; {where}"

    def record(self) -> dict:
        """For JSON."""
        b = self.breaking
        return {
            "name": self.name,
            "outputs": self.outputs,
            "verdict": self.verdict,
            "breaking": {"value": b.value, "lower": b.lower, "upper": b.upper, "rounding": b.rounding, "step": b.step},
            "worst": {"point": self.worst_point, "error": self.worst_error, "generator": self.worst_element.tolist()},
        }


@dataclass(frozen=True, eq=False)
class Audit:
    """Whether a model has a symmetry; print it.

    Args:
        expected: the algebra, or ``"shifts"``.
        tolerance: on b.
        model: the whole model.
        layers: the maps from the inputs to the outputs of layers, in the order of the forward pass.
        discrete: other components of the group; None unless tried.
        precision: of the outputs.
    """

    expected: str
    tolerance: float
    model: Audited
    layers: tuple[Audited, ...] = ()
    discrete: DiscreteSymmetries | None = None
    precision: str = "float64"

    @property
    def status(self) -> str:
        """The verdict on the whole model: exact, within the tolerance, broken or undecided."""
        return self.model.verdict

    @property
    def holds(self) -> bool:
        """Whether the symmetry is exact or within the tolerance."""
        return self.status in (EXACT, WITHIN)

    @property
    def first_inexact(self) -> str | None:
        """The first layer up to whose output the symmetry is not exact; None where all are, or none was looked at."""
        return next((row.name for row in self.layers if row.verdict != EXACT), None)

    @property
    def first_broken(self) -> str | None:
        """The first layer up to whose output the symmetry is broken by more than the tolerance."""
        return next((row.name for row in self.layers if row.verdict == BROKEN), None)

    @property
    def _cure(self) -> str:
        """Of an open verdict."""
        return "its rounding hides that" if self.model.breaking.is_hidden(self.tolerance) else "give more points"

    def __str__(self) -> str:
        words = {
            EXACT: f"has {self.expected} exactly, to the rounding of {self.precision}",
            WITHIN: f"has {self.expected} within the tolerance {self.tolerance:g}, not exactly",
            BROKEN: f"does not have {self.expected} within the tolerance {self.tolerance:g}",
            OPEN: f"may or may not have {self.expected} within the tolerance {self.tolerance:g}: {self._cure}",
        }
        lines = [f"The model {words[self.status]}.", f"  {self.model}"]
        if self.status in (EXACT, WITHIN):
            rarest = share(self.model.breaking.rarest)
            lines.append(f"  measured on {self.model.breaking.points} points: what less than {rarest} of them show may be missed")
        lines += [f"  up to layer {row}" for row in self.layers]
        fitted = any(row.outputs == "fitted" for row in self.layers)
        if fitted:
            lines.append("  A fitted output says only whether some linear action on that layer's output follows the inputs.")
        if self.first_inexact is not None:
            lines.append(f"  It is first inexact at layer {self.first_inexact}.")
        return "\n".join(lines + ([str(self.discrete)] if self.discrete is not None else []))

    def record(self) -> dict:
        """For JSON."""
        discrete = self.discrete
        return {
            "expected": self.expected,
            "status": self.status,
            "holds": self.holds,
            "tolerance": self.tolerance,
            "precision": self.precision,
            "model": self.model.record(),
            "layers": [row.record() for row in self.layers],
            "first_inexact": self.first_inexact,
            "first_broken": self.first_broken,
            "discrete": None if discrete is None else dict(zip(discrete.names, discrete.verdicts, strict=True)),
        }


def verdict(b: Breaking, tolerance: float) -> str:
    """Exact, within the tolerance, broken or undecided.

    Examples:
        >>> verdict(Breaking(1e-31, 1e-31, 1e-31, 1.0, np.zeros(1), 100, rounding=1e-31), 0.001)
        'exact'
        >>> verdict(Breaking(0.01, 0.008, 0.012, 1.0, np.zeros(1), 100, rounding=1e-31), 0.001)
        'broken'
        >>> verdict(Breaking(0.01, 0.008, 0.012, 1.0, np.zeros(1), 100, rounding=0.004), 0.001)  # which rounding may be
        'undecided'
    """
    if b.upper <= min(ROUNDING_SLACK**2 * b.rounding, MOST_ROUNDING):
        return EXACT
    if b.is_hidden(tolerance):
        return OPEN
    return {True: WITHIN, False: BROKEN, None: OPEN}[b.holds(tolerance)]
