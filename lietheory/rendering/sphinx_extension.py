"""An extension for Sphinx: formulas as MathML, which browsers draw without any script, and drawn figures with links.

Use it by naming ``lietheory.rendering.sphinx_extension`` among the ``extensions`` of a ``conf.py``. It needs the
packages of the extra ``docs``. A formula in the text may break after a relation or a sign, so that it
fits a narrow screen; a displayed one scrolls by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from html import escape, unescape
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as XML

RENDERER = "mathml"
_ALT = 300  # characters of the text of a picture
_LONG = 18  # elements; a shorter formula is never broken
_WIDE = 40  # elements; an unbreakable part with more of them scrolls by itself
_ENTITY = re.compile(r"&(?!amp;|lt;|gt;|quot;|#)\w+;")  # entities of HTML that XML does not define
_PUNCTUATION = re.compile(r"[,.;:!?)\]]+")
_BREAKS = frozenset("=<>≤≥≈≠∈⊂⊆→↦⇒⟹⟺⇔≅∼+−±∘⊕⊗")


def setup(app: Any) -> dict[str, Any]:
    """The hook of Sphinx: register the renderer of formulas and the treatment of drawn figures."""
    app.add_html_math_renderer(RENDERER, (visit_inline, None), (visit_block, None))
    app.connect("doctree-resolved", place_drawings)
    app.connect("doctree-resolved", keep_punctuation)
    app.connect("doctree-resolved", describe_pictures)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


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


def describe_pictures(app: Any, doctree: Any, docname: str) -> None:
    """Give each picture that code has drawn a text in its place: the words before the code."""
    from docutils import nodes

    description = ""
    for node in doctree.findall(lambda n: isinstance(n, nodes.paragraph | nodes.title | nodes.image)):
        if not isinstance(node, nodes.image):
            description = node.astext() or description
        elif not node.get("alt"):
            node["alt"] = f"Figure: {description[:_ALT]}"


def keep_punctuation(app: Any, doctree: Any, docname: str) -> None:
    """Let no line begin with the comma that follows a formula: it goes into the formula's own box."""
    from docutils import nodes

    if app.builder.format != "html":
        return
    for formula in list(doctree.findall(nodes.math)):
        after = formula.next_node(descend=False, siblings=True)
        if isinstance(after, nodes.Text) and (match := _PUNCTUATION.match(after)):
            formula["after"] = match[0]
            after.parent.replace(after, nodes.Text(after[match.end() :]))


def visit_inline(writer: Any, node: Any) -> None:
    """A formula in the text."""
    _write(writer, node, display=False)


def visit_block(writer: Any, node: Any) -> None:
    """A displayed formula."""
    _write(writer, node, display=True)


def _write(writer: Any, node: Any, *, display: bool) -> None:
    from docutils.nodes import SkipNode
    from sphinx.util import logging

    tag = "div" if display else "span"
    try:
        text = mathml(node.astext(), display=display)
    except ValueError as problem:
        logging.getLogger(__name__).warning("%s in the formula %s", problem, node.astext(), location=node, type="math")
        text = f"<code>{escape(node.astext())}</code>"
    if after := node.get("after"):
        start = text.rindex("<math") if text.endswith("</math>") else 0
        text = f'{text[:start]}<span class="kept">{text[start:]}{escape(after)}</span>'
    identifier = f' id="{escape(node["ids"][0])}"' if node.get("ids") else ""
    writer.body.append(f'<{tag} class="math"{identifier}>{text}</{tag}>' + ("\n" if display else ""))
    raise SkipNode


@cache
def _converter() -> Any:
    from math_core import LatexToMathML

    return LatexToMathML(fancy_error=False)


def mathml(latex: str, *, display: bool) -> str:
    """The formula as MathML, in several parts where it may break.

    Raises:
        ValueError: LaTeX that the converter does not support.
    """
    from math_core import LatexError

    try:
        whole = _converter().convert_with_local_state(latex.strip(), displaystyle=display)
    except LatexError as problem:
        raise ValueError(str(problem).strip()) from None
    if display:
        return whole
    root = XML.fromstring(_ENTITY.sub(lambda m: unescape(m[0]), whole))
    if _leaves(root) <= _LONG:
        return whole
    return "".join(_part(part) for part in _parts(root))


def _leaves(element: XML.Element) -> int:
    return sum(1 for inner in element.iter() if len(inner) == 0)


def _parts(root: XML.Element) -> Iterator[list[XML.Element]]:
    """The children of a row, cut after every relation or sign that has something on both sides."""
    part: list[XML.Element] = []
    depth = 0
    children = list(root)
    for place, child in enumerate(children):
        part.append(child)
        text = (child.text or "").strip() if child.tag == "mo" else ""
        depth += (text in "([{⟨" and text != "") - (text in ")]}⟩" and text != "")
        inside = 0 < place < len(children) - 1 and len(part) > 1
        if text and (text in _BREAKS or text == ",") and inside and depth <= 0:
            child.set("form", "infix")  # or the sign would lose its space at the end of a part
            yield part
            part = []
    if part:
        yield part


def _part(children: list[XML.Element]) -> str:
    root = XML.Element("math")
    root.extend(children)
    text = XML.tostring(root, encoding="unicode")
    return f'<span class="wide">{text}</span>' if _leaves(root) > _WIDE else text
