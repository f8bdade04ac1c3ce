"""The parts a report is put together from, as a page, as JSON and as lines for the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lietheory.files import write_whole
from lietheory.rendering import html

if TYPE_CHECKING:
    from lietheory.rendering.figures.style import Drawn

Rows = Sequence[Sequence[str]]
"""A table: the head, then a row each."""


@dataclass(frozen=True)
class Text:
    """A paragraph, or a heading."""

    text: str
    heading: bool = False


@dataclass(frozen=True)
class Table:
    """A table whose first row and first column are headings."""

    caption: str
    rows: Rows


@dataclass(frozen=True, eq=False)
class Picture:
    """A figure of :mod:`lietheory.rendering.figures` with its caption."""

    figure: Drawn
    caption: str


@dataclass(frozen=True)
class Finding:
    """A sentence of a source beside what the runs say of it.

    Args:
        sentence: what is claimed, in our words or a short quotation.
        source: where, such as ``"L-conv paper, Fig 2"``.
        verdict: ``"supported"``, ``"not supported"``, ``"contradicted"`` or ``"cannot tell from these data"``.
        evidence: the figures it rests on, with their intervals and the smallest detectable difference.
    """

    sentence: str
    source: str
    verdict: str
    evidence: str


Part = Text | Table | Picture | Finding
CLAIMED = "What was claimed, and what these runs say"


def write_page(path: str | Path, title: str, parts: Sequence[Part]) -> Path:
    """One HTML page that needs nothing but itself, findings that follow each other as one table."""
    return write_whole(path, html.page(title, "\n".join(_html(part) for part in _together(parts))))


def as_json(title: str, parts: Sequence[Part]) -> dict[str, Any]:
    """Every part but the pictures, as JSON takes it: texts, tables, and the findings once more by name."""
    return {
        "title": title,
        "text": [part.text for part in parts if isinstance(part, Text)],
        "tables": [vars(table) for table in tables(parts)],
        "findings": [vars(part) for part in parts if isinstance(part, Finding)],
    }


def tables(parts: Sequence[Part]) -> list[Table]:
    """The tables of a report, in their order; findings that follow each other are one."""
    return [part for part in _together(parts) if isinstance(part, Table)]


def _together(parts: Sequence[Part]) -> list[Text | Table | Picture]:
    """Runs of findings become tables."""
    joined: list[Text | Table | Picture] = []
    findings: list[Finding] = []
    for part in [*parts, None]:
        if isinstance(part, Finding):
            findings.append(part)
            continue
        if findings:
            rows = [(f.sentence, f.source, f.verdict, f.evidence) for f in findings]
            joined.append(Table(CLAIMED, [("claimed", "where", "verdict", "evidence"), *rows]))
            findings = []
        if part is not None:
            joined.append(part)
    return joined


def _html(part: Text | Table | Picture) -> str:
    match part:
        case Text(text, True):
            return f"<h2>{escape(text)}</h2>"
        case Text(text, _):
            return f"<p>{escape(text)}</p>"
        case Table(caption, rows):
            return f'<div class="evidence">{html.table(caption, rows)}</div>' if caption == CLAIMED else html.table(caption, rows)
        case Picture():
            return html.picture(part.figure, part.caption)
