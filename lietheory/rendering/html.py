"""The parts of a self-contained HTML page: frame, tables, figures, numbers."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lietheory.rendering.figures.style import Drawn

STYLE = (resources.files("lietheory.rendering") / "static" / "report.css").read_text(encoding="utf-8")


def page(title: str, body: str) -> str:
    """A whole page with its title as the first heading."""
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{escape(title)}</title>\n'
        f"<style>{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{escape(title)}</h1>\n{body}\n</main>\n</body>\n</html>\n"
    )


def table(caption: str, rows: Sequence[Sequence[str]]) -> str:
    """A captioned table whose first row and first column are headings; on a narrow screen it scrolls by itself.

    Examples:
        >>> "<td>1</td>" in table("numbers", [("", "x < 2"), ("one", "1")])
        True
    """
    head, *body = rows
    lines = [_row([("th", cell) for cell in head])]
    lines += [_row([("th", first), *(("td", cell) for cell in rest)]) for first, *rest in body]
    return "\n".join([f'<div class="wide" tabindex="0"><table><caption>{escape(caption)}</caption>', *lines, "</table></div>"])


def _row(cells: Sequence[tuple[str, str]]) -> str:
    tags = [(tag if cell else "td", cell) for tag, cell in cells]  # what is empty is the heading of nothing
    return "<tr>" + "".join(f"<{tag}>{escape(cell)}</{tag}>" for tag, cell in tags) + "</tr>"


def picture(figure: Drawn, caption: str) -> str:
    """A figure inside the page, described by its own title."""
    from lietheory.rendering.figures.style import embedded, figure_of

    title = escape(figure_of(figure).get_suptitle())
    return f'<figure><img src="{embedded(figure)}" alt="{title}"><figcaption>{escape(caption)}</figcaption></figure>'


COUNTS = 1e7
"""Whole numbers below this are counts; larger ones are sizes, to three digits."""


def number(value: float | str | None) -> str:
    """A number to three digits, a count whole, which a file may give back as a float, a word as it is, a dash for None.

    Examples:
        >>> [number(v) for v in (0.96482, 1234, 1234.0, 1e9, "none", None)]
        ['0.965', '1234', '1234', '1e+09', 'none', '—']
    """
    if value is None:
        return "—"
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() and abs(value) < COUNTS else f"{value:.3g}"
    return str(value)
