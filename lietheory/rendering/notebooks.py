"""Pages with code that runs: each gets a notebook beside it, and a line that offers it."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lietheory.files import write_whole

_CELL = re.compile(r"^```\{code-cell\}[^\n]*\n(.*?)^```\n", flags=re.DOTALL | re.MULTILINE)
_OPTION = re.compile(r"\A(?::[^\n]*\n)+\n?")
_OWN_SYNTAX = re.compile(r"\{(?:doc|ref|py:\w+)\}`([^`<]*?)(?: ?<[^>]*>)?`")
KERNEL = """---
jupytext:
  text_representation:
    extension: .md
    format_name: myst
kernelspec:
  name: python3
  display_name: Python 3
---

"""
"""What a page with code begins with, so that Sphinx runs it; it is added here."""


def with_notebooks(pages: Path, notebooks: Path) -> list[Path]:
    """Make the pages with code below a folder ones that Sphinx runs; write the notebook of each, and link it at its end.

    Args:
        pages: the folder; its pages are changed.
        notebooks: the folder of the notebooks, beside it, made anew.
    """
    shutil.rmtree(notebooks, ignore_errors=True)
    written = []
    for path in sorted(pages.rglob("*.md")):
        text = path.read_text(encoding="utf-8")
        if not _CELL.search(text):
            continue
        name = "-".join(path.relative_to(pages).with_suffix("").parts) + ".ipynb"
        written.append(write_whole(notebooks / name, json.dumps(notebook(text), indent=1, ensure_ascii=False)))
        offer = f"\n{{download}}`Download this page as a notebook </notebooks/{name}>`\n"
        write_whole(path, KERNEL + text.rstrip() + "\n" + offer)
    return written


def notebook(text: str) -> dict[str, Any]:
    """A page in MyST Markdown as a Jupyter notebook, format 4.

    Examples:
        >>> page = notebook("# Sum" + chr(10) * 2 + "```{code-cell}" + chr(10) + "1 + 1" + chr(10) + "```" + chr(10))
        >>> [cell["cell_type"] for cell in page["cells"]]
        ['markdown', 'code']
    """
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    return {"cells": list(_cells(text)), "metadata": kernel, "nbformat": 4, "nbformat_minor": 5}


def _cells(text: str) -> Iterator[dict[str, Any]]:
    parts = _CELL.split(text)  # text, code, text, code, ..., text
    for i, part in enumerate(parts):
        code = i % 2 == 1
        source = _OPTION.sub("", part) if code else _OWN_SYNTAX.sub(r"`\1`", part)
        if not source.strip():
            continue
        cell: dict[str, Any] = {"cell_type": "code" if code else "markdown", "id": f"cell-{i}", "metadata": {}}
        if code:
            cell |= {"execution_count": None, "outputs": []}
        yield cell | {"source": source.strip("\n")}
