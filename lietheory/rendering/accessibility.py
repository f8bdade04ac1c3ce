"""What the theme leaves out for readers without a mouse or a screen: names of landmarks, levels of headings, scrolling boxes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

_MENDED = (
    ('role="heading">', 'role="heading" aria-level="2">'),
    ('<aside class="sidebar-drawer">', '<aside class="sidebar-drawer" aria-label="Pages">'),
    ('<aside class="toc-drawer', '<aside aria-label="On this page" class="toc-drawer'),
    ("<pre>", '<pre tabindex="0">'),
    ('<div class="drawing">', '<div class="drawing" tabindex="0">'),
    ('<div id="search-results"></div>', '<h1>Search</h1>\n<div id="search-results"></div>'),
)
_SCROLLS = re.compile(r'<(div) class="(math|table-wrapper[^"]*)"(?! tabindex)|<(span) class="wide"(?! tabindex)')
"""Formulas and tables scroll by themselves on a narrow screen, and so have to be reached by the keyboard."""


def mend_pages(app: Any, problem: Exception | None) -> None:
    """The hook of Sphinx, after the pages are written."""
    if problem is None and app.builder.format == "html":
        for path in Path(app.outdir).rglob("*.html"):
            text = path.read_text(encoding="utf-8")
            mended = mend(text)
            if mended != text:
                path.write_text(mended, encoding="utf-8")


def mend(text: str) -> str:
    """A page with what is missing put in; a second time changes nothing.

    Examples:
        >>> mend(mend("<pre>1</pre>"))
        '<pre tabindex="0">1</pre>'
    """
    for faulty, mended in _MENDED:
        if mended not in text:
            text = text.replace(faulty, mended)
    return _SCROLLS.sub(lambda m: f'{m[0]} tabindex="0"', text)
