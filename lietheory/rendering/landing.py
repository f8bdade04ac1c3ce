"""The first page of the site, the contents that make its sidebar, and a page for each document that claims come from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from lietheory.proof.checked_claim import CheckedClaim

LEDGER, INDEX = "ledger", "guides/index"
_BARE = """# lietheory

Which continuous symmetry has a data set or a trained network, what is the name of its Lie algebra, and is every statement
proved that the answer rests on? These pages hold the statements and their checks.
"""


def landing_page(guides: Sequence[str], folder: Path) -> str:
    """The hand-written ``guides/index.md``, its links as seen from the top, with the contents of the whole site.

    Args:
        guides: names, without suffix, of the hand-written pages.
        folder: of the site, in which they lie.
    """
    if INDEX not in guides:
        text = _BARE
    else:
        text = re.sub(
            r"(\]\(|<)(?=[\w/-]+\.(?:md|png|svg)[)#>])", r"\1guides/", (folder / f"{INDEX}.md").read_text(encoding="utf-8")
        )
        text = text.replace("](guides/../", "](").replace("](../", "](")
    return "\n\n".join([text.rstrip(), *contents(guides, text)]) + "\n"


def contents(guides: Sequence[str], text: str) -> list[str]:
    """The tables of contents of the sidebar: pages, and the index of each folder, as the first page links them; the ledger."""
    shown = [name for name in guides if name != INDEX and (name.count("/") == 1 or name.endswith("/index"))]
    first = [name.removeprefix("guides/") for name in re.findall(r"\]\(([\w/-]+)\.md\)", text)]
    order = {f"guides/{name}": place for place, name in reversed(list(enumerate(first)))}
    shown.sort(key=lambda name: order.get(name, len(first)))
    return [toctree("Guides", shown), toctree("Theory", [LEDGER])]


def documents(claims: Sequence[CheckedClaim]) -> dict[str, list[CheckedClaim]]:
    """The claims by the document that they come from, which is what their source names first."""
    by_document: dict[str, list[CheckedClaim]] = {}
    for claim in claims:
        by_document.setdefault(claim.source.partition(",")[0], []).append(claim)
    return by_document


def document_name(document: str) -> str:
    """The name of a document's page, without suffix.

    Examples:
        >>> document_name("own lemma")
        'from-own-lemma'
    """
    return "from-" + re.sub(r"[^a-z0-9]+", "-", document.lower()).strip("-")


def document_page(document: str, claims: Sequence[CheckedClaim]) -> str:
    """The claims of one document, which the sidebar folds under its name."""
    listed = "\n".join(f"- [{c.label}]({c.label}.md): {c.title}" for c in claims)
    return f"# {document}\n\n{listed}\n\n" + toctree("", [f"{c.label}: {c.title} <{c.label}>" for c in claims]) + "\n"


def toctree(caption: str, entries: Sequence[str]) -> str:
    """A hidden table of contents."""
    options = [":hidden:", *([f":caption: {caption}"] if caption else [])]
    return "\n".join(["```{toctree}", *options, "", *entries, "```"])
