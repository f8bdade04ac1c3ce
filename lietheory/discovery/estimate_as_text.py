"""An estimate as text: the answer in a sentence, the evidence for each direction, and the limits."""

from __future__ import annotations

from collections import Counter
from textwrap import fill
from typing import TYPE_CHECKING

from lietheory.discovery import decision

if TYPE_CHECKING:
    from lietheory.discovery.symmetry_estimate import SymmetryEstimate

WIDTH = 80
"""Columns: those of a terminal, and of a page."""
SHOWN = 5
"""Directions that are shown beyond the algebra that holds."""
_DIRECTIONS = f"tolerances: bound on lambda {decision.LAMBDA_TOLERANCE}, finite step {decision.STEP_TOLERANCE}"


def as_text(e: SymmetryEstimate) -> str:
    """What ``print(estimate)`` shows."""
    K, states = len(e.coefficients), e.states
    shown = min(K, e.dimension + SHOWN)
    summary = (
        f"{e.status}, dimension {e.dimension}: {e.points} points, {e.rows} evidence rows by {e.accumulated_by}, {K} generators, "
        f"{e.identifiable_dimension} identifiable, {e.exact_dimension} never seen by the map"
    )
    lines = [
        *([fill(e.headline, WIDTH)] if e.answer is not None else []),
        fill(summary, WIDTH),
        f"tolerance on the breaking {e.answer.tolerance:g}" if e.answer is not None else _DIRECTIONS,
        f"effect sizes (lambda) on all points, ascending: {', '.join(f'{v:.2e}' for v in e.relative_spectrum[:shown])}",
        "directions selected on one half of the points, evaluated on the other:",
        f"{'':4}{'lambda':>10}{'95 % bounds':>23}{'finite step':>13}",
    ]
    for i in range(shown):
        bounds = f"{e.lower_bounds[i]:.2e} .. {e.upper_bounds[i]:.2e}"
        lines.append(f"{i + 1:3} {e.held_out[i]:10.2e}{bounds:>23}{e.finite_step_error[i]:13.2e}  {states[i]}")
    counts = ", ".join(f"{state}: {count}" for state, count in Counter(states[shown:]).items())
    lines += [f"... and {K - shown} more ({counts})"] if shown < K else []
    lines += [fill(sentence, WIDTH) for sentence in e.caveats()]
    return "\n".join(lines + [str(part) for part in (e.fit, e.risk, e.discrete_symmetries) if part is not None])
