"""How results print: a table of a few rows, as text and, for notebooks, as HTML."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape


def text_table(title: str, rows: Mapping[str, str]) -> str:
    """A title, then a row a line.

    Examples:
        >>> print(text_table("so(3)", {"status": "certain", "also": "su(2)"}))
        so(3)
          status  certain
          also    su(2)
    """
    width = max(map(len, rows), default=0)
    return "\n".join([title, *(f"  {name:<{width}}  {value}" for name, value in rows.items())])


def html_table(title: str, rows: Mapping[str, str]) -> str:
    """The same as HTML: the title is the caption, and each row's name its heading.

    Examples:
        >>> html_table("so(3)", {"status": "certain"}).count("<tr>")
        1
    """
    lines = "".join(f'<tr><th scope="row">{escape(name)}</th><td>{escape(value)}</td></tr>' for name, value in rows.items())
    return f"<table><caption>{escape(title)}</caption><tbody>{lines}</tbody></table>"


def html_text(text: str) -> str:
    """Lines in which columns stand below each other, as HTML that keeps them."""
    return f'<pre tabindex="0">{escape(text)}</pre>'
