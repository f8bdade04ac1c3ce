"""Drawn figures in a Sphinx build: one with links stands in the page itself, and LaTeX takes the PDF beside an SVG."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def place_drawings(app: Any, doctree: Any, docname: str) -> None:
    """Replace an SVG image with links by its source, in a box that scrolls; for LaTeX, any SVG by its PDF."""
    from docutils import nodes

    for image in list(doctree.findall(nodes.image)):
        path = Path(app.srcdir) / image["uri"]
        if path.suffix != ".svg" or not path.is_file():
            continue
        if app.builder.format == "html":
            text = path.read_text(encoding="utf-8")
            if "<a href" in text:
                image.replace_self(nodes.raw("", f'<div class="drawing">{text}</div>', format="html"))
        elif path.with_suffix(".pdf").is_file():
            image["uri"] = Path(image["uri"]).with_suffix(".pdf").as_posix()
            image["candidates"] = {"*": image["uri"]}
            app.env.images.add_file(docname, image["uri"])
