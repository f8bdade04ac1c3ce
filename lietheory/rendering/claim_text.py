"""A claim as text for the terminal: what is printed, what is true, and why; and the list of all claims."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from lietheory.proof.checked_claim import CheckedClaim
from lietheory.rendering.plain_text import plain_text


def claim_text(claim: CheckedClaim) -> str:
    """The statement of a claim, its correction and the reason, paragraph by paragraph.

    Args:
        claim: of the ledger.

    Examples:
        >>> from lietheory.proof.registry import load
        >>> print(claim_text(load("lemma-jacobi")).splitlines()[0])
        lemma-jacobi: Commutators satisfy the Jacobi identity
    """
    return "\n\n".join(_paragraphs(claim))


def _paragraphs(claim: CheckedClaim) -> Iterator[str]:
    yield f"{claim.label}: {claim.title}\n{claim.source}"
    if claim.words:
        yield f"In words: {plain_text(claim.words)}"
    if claim.matters:
        yield f"Why it matters: {plain_text(claim.matters)}"
    if claim.printed is not None:
        yield f"As printed: {plain_text(claim.printed.statement)}"
        if claim.printed.remark:
            yield f"Remark: {plain_text(claim.printed.remark)}"
        if claim.printed.readings:
            yield "Readings tried:\n" + "\n".join(f"  - {plain_text(r.text)}" for r in claim.printed.readings)
    yield f"{'Corrected' if claim.printed else 'Statement'}: {plain_text(claim.statement)}"
    if claim.assumptions:
        yield "Assumptions:\n" + "\n".join(f"  - {a.name}: {plain_text(a.text)}" for a in claim.assumptions)
    if claim.proof:
        yield f"Why: {plain_text(claim.proof)}"
    if claim.counterexamples:
        yield "What breaks it:\n" + "\n".join(f"  - without {c.drops}: {plain_text(c.text)}" for c in claim.counterexamples)
    if claim.uses:
        yield f"Rests on: {', '.join(claim.uses)}"
    yield f"Its verdict is computed: lietheory verify {claim.label}"


def claim_record(claim: CheckedClaim) -> dict[str, Any]:
    """The same as a record."""
    return {
        "label": claim.label,
        "title": claim.title,
        "source": claim.source,
        "words": claim.words,
        "matters": claim.matters,
        "printed": claim.printed and claim.printed.statement,
        "remark": claim.printed and claim.printed.remark,
        "readings": [r.text for r in claim.printed.readings] if claim.printed else [],
        "statement": claim.statement,
        "assumptions": {a.name: a.text for a in claim.assumptions},
        "proof": claim.proof,
        "counterexamples": {c.drops: c.text for c in claim.counterexamples},
        "uses": list(claim.uses),
    }


def claim_list(claims: Iterable[CheckedClaim]) -> str:
    """A line a claim: label, title, source."""
    rows = [(c.label, plain_text(c.title), c.source) for c in claims]
    width = max(len(label) for label, _, _ in rows)
    return "\n".join(f"{label:<{width}}  {title} ({source})" for label, title, source in rows)
