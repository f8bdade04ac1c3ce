"""The checks of a claim: which judges ran, on how many cases, and the command that runs them again."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from textwrap import fill

from lietheory.proof import formal
from lietheory.proof.checked_claim import KINDS, CheckedClaim
from lietheory.proof.coverage import DERIVED, FORMAL, INSTANCES
from lietheory.proof.ledger import Outcome
from lietheory.proof.registry import modules
from lietheory.rendering.instance_markdown import instance_markdown
from lietheory.rendering.mathematics import exact_or_float

JUDGES = {
    "derived": "each step of the derivation has one normal form on both sides, with no size fixed; no hypothesis is idle",
    "replayed": "the residual and every step vanish exactly, over the rationals, at sizes 2 to 5",
    "sampled": "the residual vanishes on random instances, and on no counterexample",
    "formal": "a proof assistant has checked the theorems of the parts named below, without axioms",
    "torch": "the torch layers agree with the claim to rounding",
}
_UNITS = {"derived": "steps", "replayed": "instances", "sampled": "instances", "formal": "theorems", "torch": "comparisons"}


def badge(verdict: str | None) -> str:
    """A verdict as a coloured word.

    Examples:
        >>> badge("holds")
        '[holds]{.verdict .holds}'
    """
    return f"[{verdict}]{{.verdict .{verdict}}}" if verdict else "–"


def grade_badge(outcome: Outcome) -> str:
    """How far the statement is proved, as a word of its own colour.

    Examples:
        >>> grade_class("derived in full")
        'derived-in-full'
    """
    return f"[{outcome.grade}]{{.verdict .{grade_class(outcome.grade)}}}"


def grade_class(grade: str) -> str:
    """The name of a grade in style sheets."""
    return grade.replace(" ", "-")


def coverage_section(outcome: Outcome) -> Iterator[str]:
    """What of the statement is proved with no size fixed, part by part; the rest was tested on instances."""
    if not outcome.coverage:
        return
    yield "### What is proved, part by part"
    rows = []
    for part, by in outcome.coverage.items():
        proved = " and ".join(badge_of(judge) for judge in by) or f"[instances only]{{.verdict .{grade_class(INSTANCES)}}}"
        rows.append(f"| {part} | {proved} |")
    yield "\n".join(["| part of the statement | proved with no size fixed by |", "|---|---|", *rows])
    yield "Replay, samples and torch test the whole statement on instances, and prove no part of it."


def badge_of(judge: str) -> str:
    """A proving judge in the colour of its grade."""
    return f"[{judge}]{{.verdict .{grade_class({'formal': FORMAL, 'derived': DERIVED}[judge])}}}"


def status_section(claim: CheckedClaim, outcome: Outcome) -> Iterator[str]:
    """A row a judge, what failed if anything did, and the line that replays the check."""
    yield "## Status"
    yield f"The {'corrected ' if claim.printed else ''}statement {badge(outcome.corrected)}."
    rows = [f"| {judge} | {what} | {_outcome(judge, outcome)} |" for judge, what in JUDGES.items()]
    yield "\n".join(["| judge | confirms that | in this run |", "|---|---|---|", *rows])
    if outcome.failing is not None:
        again = f"lietheory verify {claim.label} --replay {shlex.quote(outcome.failing.replay)}"
        yield f"The smallest instance on which it fails, which `{again}` draws again: {outcome.failing.text}."
        if outcome.failing.instance is not None:
            yield instance_markdown(outcome.failing.instance)
    if outcome.failures:
        yield "\n".join(f"- FAILED: {text}" for text in outcome.failures)
    yield f"Worst residual of the samples: ${exact_or_float(outcome.residual)}$, relative to the inputs."
    yield "To run these checks again:"
    yield f"```sh\nlietheory verify {claim.label}\n```"


def formal_section(claim: CheckedClaim, outcome: Outcome) -> Iterator[str]:
    """The theorems that a proof assistant has checked, as it prints them."""
    if "formal" not in outcome.judges:
        return
    package, _, stem = modules()[claim.label].rpartition(".")
    record = formal.confirmed(stem, formal.folder(package))
    if record is None:
        return
    versions = ", ".join(f"{name} {version}" for name, version in record.versions.items())
    yield "## Formal proof"
    yield f"Checked without axioms ({versions}); the proofs are in `{package.replace('.', '/')}/formal/{stem}.v`."
    for name, statement in record.theorems.items():
        yield f"```coq\nTheorem {name} :\n{_wrapped(statement)}.\n```"
    yield from _ties(stem, formal.ties(stem, formal.folder(package)))


def _ties(stem: str, ties: formal.Ties | None) -> Iterator[str]:
    """Each hypothesis of the theorems beside the assumption of the claim that it is, and the assumptions that are none."""
    if ties is None:
        return
    if ties.premises:
        yield "What the hypotheses of the theorems of its parts are; words in italics are assumptions of the claim:"
        rows = [f"| `` {p.replace('|', chr(92) + '|')} `` | {_tie(what)} |" for p, what in ties.premises.items()]
        yield "\n".join(["| in Coq | in the claim |", "|---|---|", *rows])
        yield f"They hold together: `instances.v`, or `{stem}.v` itself, has an instance in Coq."
    for assumption, where in ties.assumptions.items():
        yield f"*{assumption}* is no hypothesis of a theorem: {where}."


def _tie(what: str) -> str:
    return what if what.startswith(KINDS) else f"*{what}*"


def _wrapped(statement: str) -> str:
    """One long line, broken where a premise ends and where it grows too long for a page."""
    premises = [statement]
    while (arrow := formal.outside(premises[-1], " -> ")) >= 0:
        premises[-1:] = [premises[-1][: arrow + 3], premises[-1][arrow + 4 :]]
    return "\n".join(fill(p, 80, initial_indent="  ", subsequent_indent="    ", break_long_words=False) for p in premises)


def _outcome(judge: str, outcome: Outcome) -> str:
    if judge in outcome.judges:
        cases = outcome.cases.get(judge, 0)
        return f"{badge('confirmed')}" + (f" {cases} {_UNITS[judge] if cases != 1 else _UNITS[judge][:-1]}" if cases else "")
    if judge in outcome.not_run:
        return f"not run: {outcome.not_run[judge]}"
    if judge in outcome.cases or any(text.startswith(f"{judge}:") for text in outcome.failures):
        return badge("failed")
    return "does not apply"
