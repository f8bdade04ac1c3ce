"""The ledger as a page, and the page with the graph of dependencies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from lietheory.proof.checked_claim import CheckedClaim
from lietheory.proof.coverage import GRADES
from lietheory.proof.ledger import Outcome
from lietheory.rendering.claim_page import links
from lietheory.rendering.landing import document_name, documents, toctree
from lietheory.rendering.status import JUDGES, badge, grade_badge, grade_class

GRAPH_FIGURE = "figures/graph.svg"

_PAPER = r"p{5.4cm}p{2.6cm}p{1.8cm}p{1.5cm}p{2cm}p{1.2cm}"  # columns of the ledger in the one document

_INTRODUCTION = """Every verdict on these pages is the outcome of a check that was run to write them. *As printed* is the
statement as its source prints it: it holds, is unrefuted (no counterexample, but not proved), is imprecise (it holds under a
reading) or is refuted (by an instance on its page); [the rule](verdicts.md) has a page. *Corrected* is the statement we stand by;
*proved* says how much of it is proved with no size fixed, part by part. A judge is named where it ran and confirmed the corrected
statement: it was **D**erived, **R**eplayed exactly, **S**ampled, **F**ormally proved, or confirmed by **T**orch layers."""

_GRAPH = """An arrow runs from a claim to one that rests on it; a name leads to its page. Claims that rest on no other, and that
no other rests on, stand below. Where the picture is wider than the page, it scrolls."""


def index_page(claims: Sequence[CheckedClaim], outcomes: Mapping[str, Outcome]) -> str:
    """The counts, the ledger as a table, what is refuted, and the contents by document.

    Args:
        claims: in the order of the ledger.
        outcomes: by label.
    """
    sections = [
        "# The ledger of claims",
        _INTRODUCTION,
        *_counts(claims, outcomes),
        _heading("All claims"),
        _table(claims, outcomes),
        *_refuted(claims, outcomes),
        "What rests on what: [the graph](graph.md).",
        toctree(
            "",
            [
                "What rests on what <graph>",
                "The rule of verdicts <verdicts>",
                *(f"{name} <{document_name(name)}>" for name in documents(claims)),
            ],
        ),
    ]
    return "\n\n".join(sections) + "\n"


def _heading(text: str) -> str:
    """A heading that opens no section, so that the pages of the claims are not part of it in the one document."""
    return f":::{{rubric}} {text}\n:::"


def _counts(claims: Sequence[CheckedClaim], outcomes: Mapping[str, Outcome]) -> Iterator[str]:
    shown = [outcomes[c.label] for c in claims]
    printed, corrected = Counter(o.printed for o in shown), Counter(o.corrected for o in shown)
    judges = Counter(judge for o in shown for judge in o.judges)
    rows = [("as printed", badge(v), printed[v]) for v in ("holds", "unrefuted", "imprecise", "refuted")]
    rows += [("our own", "", printed[None])]
    rows += [("corrected", badge(v), corrected[v]) for v in ("holds", "fails")]
    grades = Counter(o.grade for o in shown)
    rows += [("proved", f"[{grade}]{{.verdict .{grade_class(grade)}}}", grades[grade]) for grade in GRADES]
    rows += [("confirmed by", judge, judges[judge]) for judge in JUDGES]
    yield f"{len(claims)} claims:"
    yield "\n".join(["| form | verdict or judge | claims |", "|---|---|---:|", *(f"| {a} | {b} | {n} |" for a, b, n in rows)])
    if missing := sorted({f"{judge}: {why}" for o in shown for judge, why in o.not_run.items()}):
        yield "Not run: " + "; ".join(missing) + "."


def _table(claims: Sequence[CheckedClaim], outcomes: Mapping[str, Outcome]) -> str:
    rows = ["| claim | source | printed | corrected | proved | by |", "|---|---|---|---|---|---|"]
    for c in claims:
        o = outcomes[c.label]
        rows.append(
            f"| [{c.label}]({c.label}.md): {c.title} | {c.source} | {badge(o.printed)} | {badge(o.corrected)} | "
            f"{grade_badge(o)} | {''.join(judge[0].upper() for judge in o.judges)} |"
        )
    return f":::{{tabularcolumns}} {_PAPER}\n:::\n\n" + ":::{table}\n:class: ledger\n\n" + "\n".join(rows) + "\n:::"


def _refuted(claims: Sequence[CheckedClaim], outcomes: Mapping[str, Outcome]) -> Iterator[str]:
    refuted = [(c, c.printed) for c in claims if outcomes[c.label].printed == "refuted" and c.printed is not None]
    if refuted:
        yield _heading("Refuted as printed")
        yield "\n".join(f"- [{c.label}]({c.label}.md), {c.source}: {printed.statement}" for c, printed in refuted)


def graph_page(claims: Sequence[CheckedClaim], outcomes: Mapping[str, Outcome], *, drawn: bool = True) -> str:
    """The graph with its key, where it is drawn, and the same as a list for readers without pictures."""
    keys = [(word, f"{word} as printed") for word in ("holds", "unrefuted", "imprecise", "refuted")]
    keys += [("ours", "our own"), ("fails", "the corrected form fails")]
    joined = [c for c in claims if c.uses]
    picture = [" ".join(f"[{text}]{{.verdict .{key}}}" for key, text in keys), f"![What rests on what]({GRAPH_FIGURE})"]
    sections = [
        "# What rests on what",
        *([_GRAPH, *picture, "## The same as a list"] if drawn else []),
        "\n".join(f"- [{c.label}]({c.label}.md) ({c.title}) rests on {links(c.uses, claims)}" for c in joined),
    ]
    return "\n\n".join(sections) + "\n"
