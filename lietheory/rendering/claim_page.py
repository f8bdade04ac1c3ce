"""A claim and its outcome as one page of MyST Markdown."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence

import numpy as np

from lietheory.proof.checked_claim import Assumption, CheckedClaim
from lietheory.proof.ledger import Outcome
from lietheory.rendering.chains import derivation_sections, replay_sections
from lietheory.rendering.executed import executed_section
from lietheory.rendering.instance_markdown import instance_markdown
from lietheory.rendering.mathematics import exact_or_float, number
from lietheory.rendering.status import badge, coverage_section, formal_section, grade_badge, status_section

_KINDS = {"thm": "theorem", "cor": "corollary", "lemma": "lemma"}


def claim_page(claim: CheckedClaim, outcome: Outcome, claims: Sequence[CheckedClaim], *, rng: np.random.Generator) -> str:
    """The page of one claim: the printed form, the corrected one, its checks, its counterexamples, the claims it rests on.

    Args:
        claim: the claim.
        outcome: the results of its judges; every verdict on the page is read from it.
        claims: all claims of the ledger, for the links.
        rng: draws the instance that the page replays.
    """
    sections = [
        f"({claim.label})=\n# {claim.title}",
        _headline(claim, outcome),
        *_in_words(claim),
        *_printed(claim, outcome),
        *_statement(claim),
        *status_section(claim, outcome),
        *coverage_section(outcome),
        *derivation_sections(claim),
        *formal_section(claim, outcome),
        *replay_sections(claim, rng),
        *_rate(claim, outcome),
        *_counterexamples(claim),
        *executed_section(claim),
        *_connections(claim, claims),
        *_references(claim),
    ]
    return "\n\n".join(sections) + "\n"


def _headline(claim: CheckedClaim, outcome: Outcome) -> str:
    printed = "" if outcome.printed is None else f" · as printed {badge(outcome.printed)}"
    return f"`{claim.label}` · {claim.source}{printed} · corrected {badge(outcome.corrected)} · {grade_badge(outcome)}"


def _in_words(claim: CheckedClaim) -> Iterator[str]:
    """The statement in plain words, why it matters, and its letters."""
    if claim.words:
        yield f"**In words.** {claim.words}"
    if claim.matters:
        yield f"**Why it matters.** {claim.matters}"
    if claim.symbols:
        rows = [f"| {s.tex} | {_cell(s.shape)} | {_cell(s.meaning)} |" for s in claim.symbols]
        yield "\n".join(["| letter | shape | what it is |", "|---|---|---|", *rows])


def _printed(claim: CheckedClaim, outcome: Outcome) -> Iterator[str]:
    if claim.printed is None or outcome.printed is None:
        return
    yield "## As printed"
    yield "\n".join(f"> {line}" for line in [*claim.printed.statement.splitlines(), ">", f"— {claim.source}"])
    yield f"The printed form {_VERDICTS[outcome.printed]}"
    if claim.printed.remark:
        yield claim.printed.remark
    if outcome.counterexample is not None:
        residual = exact_or_float(outcome.counterexample_residual)
        yield f"The smallest instance on which the printed form fails, with residual ${residual}$ between its two sides:"
        yield instance_markdown(outcome.counterexample)
        yield f"To see it again: `lietheory verify {claim.label} --replay printed`."
    yield from _readings(outcome)


def _readings(outcome: Outcome) -> Iterator[str]:
    """The readings that were tried, and what became of each."""
    if not outcome.readings:
        return
    yield "Readings that were tried, each the printed conclusion with one hypothesis added or one symbol changed:"
    lines = []
    for reading in outcome.readings:
        same = "; this is the corrected statement" if reading.corrected and reading.status == "holds" else ""
        lines.append(f"- {reading.text}: {badge(reading.status)} ({reading.why}{same})")
    yield "\n".join(lines)
    yield "The rule of these verdicts is [a page of its own](verdicts.md)."


_VERDICTS = {
    "holds": f"{badge('holds')}: no instance that was tried contradicts it, and it is proved with no size fixed.",
    "unrefuted": f"is {badge('unrefuted')}: no instance that was tried contradicts it, and a part of it rests on instances.",
    "imprecise": f"is {badge('imprecise')}: it fails on the instance below, and holds under a reading.",
    "refuted": f"is {badge('refuted')} by the instance below, and under every reading that was tried.",
}


def _statement(claim: CheckedClaim) -> Iterator[str]:
    kind = _KINDS.get(claim.label.rstrip("0123456789").partition("-")[0], "proposition")
    yield "## The corrected statement" if claim.printed else "## The statement"
    yield f":::{{prf:{kind}}} {claim.title}\n:label: statement-{claim.label}\n:nonumber:\n\n{claim.statement}\n:::"
    if claim.assumptions:
        yield "Assumptions:"
        yield "\n".join(_assumption(claim, a) for a in claim.assumptions)


def _assumption(claim: CheckedClaim, assumption: Assumption) -> str:
    numbers = [n for n, c in enumerate(claim.counterexamples, start=1) if c.drops == assumption.name]
    dropped = ", ".join(f"[counterexample {n}](#{_anchor(claim, n)})" for n in numbers)
    without = f"needed: {dropped}" if dropped else f"not sharp: {assumption.unsharp}"
    return f"- *{assumption.name}*: {assumption.text} ({without})"


def _cell(text: str) -> str:
    """Markdown that may stand in a table: a bar inside mathematics would end the cell."""
    return text.replace(r"\|", r"\Vert ").replace("|", r"\|").replace("\n", " ")


def _anchor(claim: CheckedClaim, number: int) -> str:
    return f"{claim.label}-counterexample-{number}"


def _rate(claim: CheckedClaim, outcome: Outcome) -> Iterator[str]:
    if outcome.rate is None or claim.rate is None:
        return
    yield "## Measured rate"
    derived = "" if claim.rate.constant is None else f" (derived: ${number(claim.rate.constant)}$)"
    yield (
        f"The error falls like the power {outcome.rate.order:.3f} of {claim.rate.quantity} "
        f"(stated: {claim.rate.order:g}), with leading constant ${number(outcome.rate.constant)}${derived}."
    )
    yield f"![The measured error against the stated order]({rate_figure_name(claim.label)})"
    rows = [f"| {_cell(claim.rate.quantity)} | error |", "|---:|---:|"]
    rows += [f"| ${number(h)}$ | ${number(e)}$ |" for h, e in zip(outcome.rate.steps, outcome.rate.errors, strict=True)]
    yield "\n".join(rows)


def rate_figure_name(label: str) -> str:
    """The file that the page of a claim takes its rate plot from."""
    return f"figures/{label}-rate.svg"


def _counterexamples(claim: CheckedClaim) -> Iterator[str]:
    if not claim.counterexamples:
        return
    yield "## What breaks it"
    yield "Each instance meets every assumption but one, and the statement fails on it."
    for n, c in enumerate(claim.counterexamples, start=1):
        instance = c.make()
        yield f"({_anchor(claim, n)})=\n### {n}. Without *{c.drops}*"
        yield f"{c.text[0].upper()}{c.text[1:]}. Residual ${exact_or_float(claim.residual(instance))}${_of_what(claim)}."
        yield instance_markdown(instance)
        again = shlex.quote(f"counterexample:{c.drops}")
        yield f"To see it again: `lietheory verify {claim.label} --replay {again}`."


def _of_what(claim: CheckedClaim) -> str:
    """What the residual measures, from the first line of its docstring, as words behind the number."""
    text = claim.measures.rstrip(".")
    if not text:
        return ""
    return f" {text[0].lower()}{text[1:]}" if text.startswith("Of ") else f" ({text})"


def _connections(claim: CheckedClaim, claims: Sequence[CheckedClaim]) -> Iterator[str]:
    used_by = [c.label for c in claims if claim.label in c.uses]
    yield "## Connections"
    yield f"Rests on: {links(claim.uses, claims)}."
    yield f"Used by: {links(used_by, claims)}."
    yield "See [the ledger](ledger.md) and [the graph of what rests on what](graph.md)."


def links(labels: Sequence[str], claims: Sequence[CheckedClaim]) -> str:
    """The pages of these claims, each with its title; one that has no page here is only named."""
    titles = {c.label: c.title for c in claims}
    linked = [f"[{label}]({label}.md) ({titles[label]})" if label in titles else f"`{label}`" for label in labels]
    return ", ".join(linked) or "no other claim"


def _references(claim: CheckedClaim) -> Iterator[str]:
    if claim.references:
        yield "## References"
        yield "\n".join(f"- {reference}" for reference in claim.references)
