"""The graph of dependencies between claims as an SVG picture whose nodes are links, coloured by the verdicts of a run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from lietheory.proof.checked_claim import CheckedClaim
from lietheory.proof.ledger import Outcome
from lietheory.rendering.dependency_layout import Layout, layered

FILL = {
    "holds": "#cfe8cf",
    "unrefuted": "#cfe4ea",
    "imprecise": "#f6e7b0",
    "refuted": "#e9c6e6",
    "ours": "#dbe6f2",
    "fails": "#f2a49b",
}
"""Colours of a node by :func:`verdict`; each is legible under black letters, and a key names them."""

_LINE, _HEIGHT, _GAP, _MARGIN = 34, 24, 44, 12  # pixels: from line to line, of a box, between columns, around all
_LETTER = 6.6  # width of a letter at 12 pixels; boxes are fixed, so that the text is fitted to them
_SINGLE_COLUMNS = 5


def verdict(outcome: Outcome) -> str:
    """The key of a node's colour: the corrected form where it fails, else the printed form, else ``"ours"``."""
    return "fails" if outcome.corrected != "holds" else outcome.printed or "ours"


def uses_among(claims: Sequence[CheckedClaim]) -> dict[str, tuple[str, ...]]:
    """What each of these claims rests on, among them."""
    labels = {c.label for c in claims}
    return {c.label: tuple(used for used in c.uses if used in labels) for c in claims}


def graph_svg(claims: Sequence[CheckedClaim], outcomes: Mapping[str, Outcome]) -> str:
    """The whole graph: columns from what rests on nothing to what rests on most, then the claims that stand alone."""
    layout = layered(uses_among(claims))
    titles = {c.label: c.title for c in claims}
    widths = _column_widths(layout)
    columns = [_MARGIN + sum(widths[:k]) + _GAP * k for k in range(len(widths))]
    bottom = 2 * _MARGIN + _HEIGHT + _LINE * max((y for _, y in layout.places.values()), default=-1.0)
    boxes = {label: (columns[k], _MARGIN + y * _LINE, widths[k]) for label, (k, y) in layout.places.items()}
    boxes |= _single_boxes(layout.single, bottom)
    width = max((x + w for x, _, w in boxes.values()), default=0) + _MARGIN
    height = max((y for _, y, _ in boxes.values()), default=0) + _HEIGHT + _MARGIN
    paths = [_path(_points(route, columns, widths)) for route in layout.routes.values()]
    nodes = [_node(label, box, verdict(outcomes[label]), titles[label]) for label, box in boxes.items()]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" class="dependencies" viewBox="0 0 {width:.0f} {height:.0f}" '
            f'width="{width:.0f}" height="{height:.0f}" role="group" aria-label="What rests on what: '
            f'{len(boxes)} claims, {len(paths)} arrows">',
            _MARKER,
            *paths,
            *nodes,
            "</svg>",
        ]
    )


_MARKER = (
    '<defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
    '<path d="M0 0L8 4L0 8z" fill="#777"/></marker></defs>'
)


def _column_widths(layout: Layout) -> list[float]:
    longest: dict[int, int] = {}
    for label, (k, _) in layout.places.items():
        longest[k] = max(longest.get(k, 0), len(label))
    return [_LETTER * longest[k] + 16 for k in sorted(longest)]


def _single_boxes(labels: Sequence[str], top: float) -> dict[str, tuple[float, float, float]]:
    """Boxes in rows of equal width below the graph."""
    width = _LETTER * max(map(len, labels), default=0) + 16
    return {
        label: (_MARGIN + (n % _SINGLE_COLUMNS) * (width + 12), top + (n // _SINGLE_COLUMNS) * _LINE, width)
        for n, label in enumerate(labels)
    }


def _points(route: Sequence[tuple[int, float]], columns: Sequence[float], widths: Sequence[float]) -> list[tuple[float, float]]:
    """The corners of an arrow: out of a box to the right, straight through the columns between, into a box."""
    points = []
    for place, (k, y) in enumerate(route):
        line = _MARGIN + y * _LINE + _HEIGHT / 2
        if place > 0:
            points.append((columns[k], line))
        if place < len(route) - 1:
            points.append((columns[k] + widths[k], line))
    return points


def _path(points: Sequence[tuple[float, float]]) -> str:
    """A curve through the points, horizontal at both ends of each column."""
    (x, y), *rest = points
    drawn = [f"M{x:.1f} {y:.1f}"]
    for place, (x2, y2) in enumerate(rest):
        bend = (x2 - x) / 2
        drawn.append(
            f"L{x2:.1f} {y2:.1f}" if place % 2 else f"C{x + bend:.1f} {y:.1f} {x2 - bend:.1f} {y2:.1f} {x2:.1f} {y2:.1f}"
        )
        x, y = x2, y2
    return f'<path d="{"".join(drawn)}" fill="none" stroke="#777" stroke-width="1.1" marker-end="url(#tip)"/>'


def _node(label: str, box: tuple[float, float, float], colour: str, title: str) -> str:
    x, y, width = box
    meaning = {"ours": "our own", "fails": "the corrected form fails"}.get(colour, f"as printed: {colour}")
    return (
        f'<a href="{label}.html"><title>{escape(title)} ({meaning})</title>'
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{_HEIGHT}" rx="4" fill="{FILL[colour]}" stroke="#555"/>'
        f'<text x="{x + width / 2:.1f}" y="{y + _HEIGHT / 2 + 4:.1f}" text-anchor="middle" font-size="12" fill="#111" '
        f'font-family="system-ui, sans-serif">{escape(label)}</text></a>'
    )
