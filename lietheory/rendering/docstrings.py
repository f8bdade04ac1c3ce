"""Docstrings for Sphinx: formulas in plain text keep their bars, stars and underscores, which would be markup there."""

from __future__ import annotations

import re
from typing import Any

_MARKED = re.compile(r"(``.+?``|:[\w:]+:`[^`]+`)")
_MARKUP = re.compile(r"([*|`\\]|_(?=\W|$))")


def escape_docstring(app: Any, what: str, name: str, obj: Any, options: Any, lines: list[str]) -> None:
    """The hook of autodoc: escape every line outside examples, in place; an example ends at the next empty line."""
    inside = False
    for i, line in enumerate(lines):
        inside = line.strip() != "" and (inside or line.lstrip().startswith(">>>"))
        if not inside:
            lines[i] = escape_line(line)


def public_signature(app: Any, what: str, name: str, obj: Any, options: Any, signature: str | None, result: str | None) -> Any:
    """The hook of autodoc: a class that is made by other functions, from private parts, is shown without parameters."""
    return ("", result) if what == "class" and signature is not None and signature.startswith("(_") else None


def escape_line(line: str) -> str:
    """One line, with the signs of markup escaped outside double quotes and references.

    Examples:
        >>> escape_line("E |grad F . L x|^2 of ``L_k`` and x_")
        'E \\\\|grad F . L x\\\\|^2 of ``L_k`` and x\\\\_'
    """
    parts = _MARKED.split(line)
    return "".join(part if i % 2 else _MARKUP.sub(r"\\\1", part) for i, part in enumerate(parts))
