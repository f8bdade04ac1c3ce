"""How results print: a table as text, for notebooks as HTML and TeX, and in short at the prompt."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from html import escape

import numpy as np

SHOWN = 9
"""Entries of an array that the prompt shows: those of a 3 x 3 matrix."""
_NAMED = {" ": "~", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "\\": r"\textbackslash{}"}
_IN_TEX = str.maketrans({c: f"\\{c}" for c in "#$%&_{}"} | _NAMED)


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


def tex_text(text: str) -> str:
    """The same for TeX, which is what a notebook becomes as a PDF.

    Examples:
        >>> print(tex_text("so(3)\\n  status  certain"))
        $$\\begin{array}{l}
        \\texttt{so(3)} \\\\
        \\texttt{~~status~~certain}
        \\end{array}$$
    """
    lines = " \\\\\n".join(rf"\texttt{{{line.translate(_IN_TEX)}}}" for line in text.splitlines())
    return f"$$\\begin{{array}}{{l}}\n{lines}\n\\end{{array}}$$"


class Printed(ABC):
    """A frozen dataclass whose text is also what a notebook shows, and that is short at the prompt.

    There, fields that have their default are left out, and arrays beyond nine entries show their shape.
    """

    @abstractmethod
    def __str__(self) -> str: ...

    def _repr_html_(self) -> str:
        return html_text(str(self))

    def _repr_latex_(self) -> str:
        return tex_text(str(self))

    def __repr__(self) -> str:
        given = [(f, getattr(self, f.name)) for f in (fields(self) if is_dataclass(self) else ()) if f.repr]
        parts = [f"{f.name}={_in_short(value)}" for f, value in given if isinstance(value, np.ndarray) or value != f.default]
        return f"{type(self).__name__}({', '.join(parts)})"


def _in_short(value: object) -> str:
    if not isinstance(value, np.ndarray):
        return repr(value)
    whole = value.size <= SHOWN
    return " ".join(np.array2string(value, formatter={"object": str}).split()) if whole else f"<array {value.shape}>"
