"""Learned results beside theory, as one self-contained HTML page."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path

import numpy as np

from lietheory.algebra import Identification
from lietheory.comparison.compare import Comparison
from lietheory.comparison.experiment_result import EffectSizes, Learned
from lietheory.files import write_whole
from lietheory.rendering.html import number, page, picture, table

Comparisons = Sequence[tuple[str, Comparison]]
"""Each reference's name, and the comparison with it."""

TURNS_OF_PIXELS = tuple(map(math.radians, (-30, -15, 0, 15, 30)))
TURNS_OF_PLANE = tuple(map(math.radians, (-60, -30, 0, 30, 60)))
"""The angles by which images are turned; smaller ones for a generator of pixels, which is learned from small turns."""
_COUNTS = {
    "symmetric": "counts as a symmetry",
    "none": "is too large to count as a symmetry",
    "undecided": "does not decide whether it is a symmetry",
}


def write_report(path: str | Path, compared: Sequence[tuple[Learned, Comparisons]]) -> Path:
    """Write the page of :func:`report_html` to ``path``, whole or not at all."""
    return write_whole(path, report_html(compared))


def report_html(compared: Sequence[tuple[Learned, Comparisons]]) -> str:
    """One page: for each learned result a conclusion, its comparisons, its evidence and its figures.

    Args:
        compared: each learned result with the value of :func:`lietheory.comparison.experiment_result.compare_learned` for it.

    Returns:
        HTML with its figures inside; it loads no other file.
    """
    return page("What was learned, and what theory says", "\n".join(_section(*result) for result in compared))


def _section(learned: Learned, comparisons: Comparisons) -> str:
    parts = [f"<h2>{escape(learned.title)}</h2>", f'<p class="conclusion">{escape(conclusion(learned, comparisons))}</p>']
    if comparisons:
        parts.append(table("Learned against expected", comparison_rows(comparisons)))
    if learned.effect_sizes is not None:
        parts.append(
            table(
                "Effect size λ of each direction, on points that took no part in choosing it", effect_rows(learned.effect_sizes)
            )
        )
    parts += _figures(learned)
    if learned.facts:
        parts.append(table("The run", [("", "value"), *((name, number(value)) for name, value in learned.facts.items())]))
    return "\n".join(parts)


def conclusion(learned: Learned, comparisons: Comparisons) -> str:
    """The conclusion from the numbers, in one sentence."""
    parts = [f"{_closeness(c)} {name} ({_verdict(c)})" for name, c in comparisons if name in learned.references]
    orientation = [f"{_closeness(c)} {name}" for name, c in comparisons if name in learned.beside]
    sentence = "What was learned " + (" and ".join(parts) or "was compared with nothing")
    sentence += "; for orientation, it " + " and ".join(orientation) if orientation else ""
    return sentence + _evidence(learned.effect_sizes) + "."


def _closeness(c: Comparison) -> str:
    if c.action_cosine is not None:
        return f"moves held-out data with action cosine {c.action_cosine:.3f} to the"
    if len(c.principal_angles):
        return f"lies {_degrees(c.principal_angles[-1])} from"
    return "acts on another space than"


def _verdict(c: Comparison) -> str:
    return f"{c.relation} within {_degrees(c.noise)}" if c.relation in ("equal", "conjugate") else c.relation


def _evidence(sizes: EffectSizes | None) -> str:
    """How far the lowest direction stands out from the others and from no training, and whether it counts as a symmetry."""
    if sizes is None:
        return ""
    beside = f"against {sizes.untrained[0]:.2f} before training" + (
        f" and {sizes.values[1]:.2f} for the next direction" if len(sizes.values) > 1 else ""
    )
    return f"; its effect size of {sizes.values[0]:.3f}, {beside}, {_COUNTS[sizes.status]}"


def comparison_rows(comparisons: Comparisons) -> list[tuple[str, ...]]:
    """The rows of the table of comparisons: the references' names, then one quantity a row."""
    cells = {
        "relation": lambda c: c.relation,
        "counted as equal within": lambda c: _degrees(c.noise),
        "action cosine, held-out data": lambda c: number(c.action_cosine),
        "action distance, held-out data": lambda c: number(c.action_distance),
        "principal angles as matrices": lambda c: ", ".join(map(_degrees, c.principal_angles[:6])) or number(None),
        "Grassmann distance as matrices": lambda c: number(c.grassmann_distance),
        "closure residual": lambda c: number(c.closure_residual),
        "algebra of the learned matrices": lambda c: _called(c.learned),
        "algebra of the expected matrices": lambda c: _called(c.analytic),
    }
    return [("", *(name for name, _ in comparisons)), *((row, *(cell(c) for _, c in comparisons)) for row, cell in cells.items())]


def _called(identification: Identification | None) -> str:
    return "not a Lie algebra" if identification is None else f"{identification.name} ({identification.status})"


def effect_rows(sizes: EffectSizes) -> list[tuple[str, ...]]:
    """The rows of the table of effect sizes: a head, then one direction a row."""
    rows = zip(sizes.values, sizes.lower, sizes.upper, sizes.untrained, strict=True)
    lines = [
        (str(i), f"{v:.3f}", f"{low:.3f} to {high:.3f}", f"{before:.3f}") for i, (v, low, high, before) in enumerate(rows, 1)
    ]
    return [("direction", "trained", "95 % bounds", "untrained"), *lines]


def _figures(learned: Learned) -> Iterable[str]:
    from lietheory.rendering import figures  # matplotlib is slow to import, and only this page needs it

    L, expected = learned.generators[0], learned.references | learned.beside
    shown = {"learned": L} | {name: truth[0] for name, truth in expected.items() if truth[0].shape == L.shape}
    image = None if learned.images is None else learned.images[0]
    yield picture(figures.plot_generator(shown, image), "The learned generator, and what theory expects beside it.")
    if learned.effect_sizes is not None:
        yield picture(
            figures.plot_spectrum(learned.effect_sizes),
            "0 is a symmetry, 1 no relation at all. A gap decides nothing: only what lies below the line counts.",
        )
    if image is not None:
        turns = TURNS_OF_PLANE if len(L) == 2 else TURNS_OF_PIXELS
        yield picture(
            figures.plot_flow(shown, image, turns),
            "A held-out image along the learned flow, and below it along the expected one.",
        )


def _degrees(radians: float) -> str:
    degrees = np.degrees(radians)
    return f"{degrees:.2f}°" if degrees >= 0.01 or degrees == 0 else f"{degrees:.0e}°"
