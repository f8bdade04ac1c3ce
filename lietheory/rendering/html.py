"""The parts of an HTML page that needs nothing but itself: frame, tables, figures, numbers."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.figure import Figure

STYLE = """
:root { color-scheme: light; }
body { font: 16px/1.5 system-ui, sans-serif; color: #1a1a1a; background: #fff; margin: 0 auto; padding: 1rem; max-width: 60rem; }
h1 { font-size: 1.5rem; line-height: 1.25; }
h2 { font-size: 1.2rem; line-height: 1.3; margin-top: 3rem; }
.conclusion { border-left: .3rem solid #0072B2; padding: .4rem .8rem; background: #f2f7fb; max-width: 46rem; }
.wide { overflow-x: auto; margin: 1.2rem 0; }
table { border-collapse: collapse; font-size: .9rem; }
caption { text-align: left; font-weight: 600; padding: .3rem 0; }
th, td { border-bottom: 1px solid #ccc; padding: .25rem 1rem .25rem 0; text-align: left; vertical-align: top; }
tr:not(:first-child) > th { font-weight: 400; }
td { font-variant-numeric: tabular-nums; }
.evidence td:last-child { min-width: 16rem; }
figure { margin: 1.5rem 0; }
img { width: 44rem; max-width: 100%; height: auto; display: block; }
figcaption { font-size: .85rem; color: #444; max-width: 44rem; }
@media (max-width: 40rem) {
  .evidence table, .evidence tbody, .evidence caption { display: block; }
  .evidence tr { display: block; border-bottom: 1px solid #ccc; padding: .6rem 0; }
  .evidence tr:first-child { display: none; }
  .evidence th, .evidence td { display: block; border: 0; padding: .1rem 0; min-width: 0; }
  .evidence td:nth-child(2) { color: #444; }
  .evidence td:nth-child(3) { font-weight: 600; }
}
"""


def page(title: str, body: str) -> str:
    """A whole page with its title as the first heading."""
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{escape(title)}</title>\n'
        f"<style>{STYLE}</style>\n</head>\n<body>\n<h1>{escape(title)}</h1>\n{body}\n</body>\n</html>\n"
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
    return "\n".join([f'<div class="wide"><table><caption>{escape(caption)}</caption>', *lines, "</table></div>"])


def _row(cells: Sequence[tuple[str, str]]) -> str:
    return "<tr>" + "".join(f"<{tag}>{escape(cell)}</{tag}>" for tag, cell in cells) + "</tr>"


def picture(figure: Figure, caption: str) -> str:
    """A figure inside the page, described by its own title."""
    from lietheory.rendering.figures import embedded

    title = escape(figure.get_suptitle())
    return f'<figure><img src="{embedded(figure)}" alt="{title}"><figcaption>{escape(caption)}</figcaption></figure>'


def number(value: float | str | None) -> str:
    """A number with as many digits as it deserves, a word as it is, and a dash where there is nothing.

    Examples:
        >>> [number(v) for v in (0.96482, 1200, "none", None)]
        ['0.965', '1200', 'none', '—']
    """
    if value is None:
        return "—"
    return f"{value:.3g}" if isinstance(value, float) else str(value)
