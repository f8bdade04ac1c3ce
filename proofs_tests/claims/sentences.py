"""The two documents sentence by sentence: which claims judge each sentence, or why it has none.

``sentences.json`` holds, for each sentence, its place, its first words, the SHA-256 of its normalised text, and the labels of its
claims or the reason for none; never the text. A maintainer who has the documents compares:

    python -m proofs_tests.claims.sentences PAPER.txt POSTER.txt

which also looks for every quotation of the ledger in them, word for word. ``--write`` takes over changed hashes and quotations.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from lietheory.proof.registry import claims_by_label

FILE = Path(__file__).with_suffix(".json")
PAGE = Path(__file__).parents[2] / "docs" / "sentences.md"
WORDS = 4  # that a place is known by besides its number
DOCUMENTS = ("L-conv", "LieGG")
REASONS = ("background", "citation", "definition", "experiment", "intention", "opinion", "plan", "repeats", "heading")
"""Why a sentence has no claim: it is about other work, quotes a result of others, defines, reports or announces an experiment,
says what is intended, values, announces, says again what another sentence says, or is a title or a caption's key."""

_ABBREVIATED = re.compile(r"\b(?:i\.e|e\.g|et al|Fig|sec|Supp|equation|vs|IV\.1|Eq)\.$")
_FONTS = re.compile(r"\\(?:boldsymbol|operatorname|mathbb|mathbf|mathfrak|mathrm|mathcal|text|left|right|qquad|quad|tag)\b")

_GREEK = {"α": "alpha", "β": "beta", "η": "eta", "λ": "lambda", "μ": "mu", "ν": "nu", "ρ": "rho", "σ": "sigma"}


@dataclass(frozen=True)
class Sentence:
    """One sentence of a document: its number there, its first words and the hash of its normalised text."""

    document: str
    number: int
    words: str
    digest: str


def normalised(text: str) -> str:
    r"""Letters and digits alone, in lower case, without fonts of TeX.

    Examples:
        >>> normalised(r"The $L_i \in \mathfrak{g}$ are  *closed*.")
        'theliingareclosed'
    """
    for letter, name in _GREEK.items():
        text = text.replace(letter, name)
    return re.sub(r"[^a-z0-9]", "", _FONTS.sub("", text).lower())


def sentences(text: str) -> Iterator[str]:
    """The sentences of a document up to its references, paragraph by paragraph."""
    body = text.split("\nREFERENCES\n")[0]
    for paragraph in re.split(r"\n\s*\n", body):
        waiting = ""
        for piece in re.split(r"(?<=[.?!:])\s+(?=[A-Z\"\\$(*-])", " ".join(paragraph.split())):
            waiting = f"{waiting} {piece}".strip()
            if not _ABBREVIATED.search(waiting) and normalised(waiting):
                yield waiting
                waiting = ""
        if normalised(waiting):
            yield waiting


def read(path: Path, document: str) -> list[Sentence]:
    """The sentences of one document."""
    found = list(sentences(path.read_text(encoding="utf-8")))
    return [
        Sentence(document, number, " ".join(re.sub(r"[^\w ]", "", text).split()[:WORDS]), digest(text))
        for number, text in enumerate(found, start=1)
    ]


def digest(text: str) -> str:
    """The hash of a text by which it is compared."""
    return sha256(normalised(text).encode()).hexdigest()


def missing_quotations(documents: str) -> list[str]:
    """Labels of claims whose printed statement is not in the documents, piece by piece between its dots."""
    known = normalised(documents)
    missing = []
    for label, claim in claims_by_label().items():
        pieces = claim.printed.statement.split("...") if claim.printed and claim.source.startswith(DOCUMENTS) else []
        missing += [f"{label}: {piece.strip()}" for piece in pieces if normalised(piece) not in known]
    return missing


def quotations() -> dict[str, str]:
    """Label -> hash of the quotation of each claim."""
    claims = claims_by_label().items()
    return {label: digest(c.printed.statement) for label, c in claims if c.printed and c.source.startswith(DOCUMENTS)}


def compared(found: list[Sentence], stored: list[dict]) -> list[str]:
    """What differs between documents and map, by place and first words."""
    held = {(entry["document"], entry["number"]): entry for entry in stored}
    differences = [f"{s.document} {s.number}, {s.words!r}: not in the map" for s in found if (s.document, s.number) not in held]
    for s in found:
        entry = held.get((s.document, s.number))
        if entry is not None and entry["digest"] != s.digest:
            differences.append(f"{s.document} {s.number}, {s.words!r}: another text than the map's {entry['words']!r}")
    places = {(s.document, s.number) for s in found}
    gone = (
        f"{d} {n}, {entry['words']!r}: in the map and in no document" for (d, n), entry in held.items() if (d, n) not in places
    )
    return [*differences, *gone]


def page(stored: list[dict]) -> str:
    """The map as a page: place and first words of each sentence, and its claims or the reason for none."""
    lines = ["# The two documents, sentence by sentence", "", _PAGE, ""]
    for document in DOCUMENTS:
        lines += [f"## {document}", "", "| sentence | begins | claims, or why there is none |", "|---:|---|---|"]
        for entry in (e for e in stored if e["document"] == document):
            judged = ", ".join(f"`{label}`" for label in entry.get("claims", ())) or entry["reason"]
            words = re.sub(r"[_*|\\]", " ", entry["words"])
            lines.append(f"| {entry['number']} | {words} | {judged} |")
        lines.append("")
    return "\n".join(lines)


_PAGE = """Every sentence of the two sources has the claims that judge what it asserts, or a reason why it has none: it gives
background or a citation, defines, reports an experiment (those are judged by `lietheory experiment`), says what is intended,
planned or thought, repeats another sentence, or is a heading. A sentence is shown by its number and its first words only. The
poster's sentence on depth and width, number 22, is an experiment: `lietheory experiment poster`."""


def main() -> int:
    """Compare the documents with the map and the quotations; status 1 where they differ."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("paper", type=Path)
    parser.add_argument("poster", type=Path)
    parser.add_argument("--write", action="store_true", help="take over the hashes of quotations, write the page")
    given = parser.parse_args()
    paths = (given.paper, given.poster)
    stored = json.loads(FILE.read_text(encoding="utf-8"))
    found = [s for path, document in zip(paths, DOCUMENTS, strict=True) for s in read(path, document)]
    missing = missing_quotations("\n".join(path.read_text(encoding="utf-8") for path in paths))
    problems = compared(found, stored["sentences"]) + [f"not word for word: {text}" for text in missing]
    if given.write and not missing:
        PAGE.write_text(page(stored["sentences"]), encoding="utf-8")
        FILE.write_text(json.dumps(stored | {"quotations": quotations()}, indent=0, ensure_ascii=False) + "\n", encoding="utf-8")
    sys.stdout.write("\n".join(problems or [f"{len(found)} sentences and {len(stored['quotations'])} quotations agree"]) + "\n")
    return 1 if problems else 0


if __name__ == "__main__":
    raise SystemExit(main())
