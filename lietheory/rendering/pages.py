"""A claim and its outcome as a Markdown page; all of them with an index and the dependency graph."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from lietheory.files import write_whole
from lietheory.proof.claim import Claim
from lietheory.proof.derivation import Chain, Derivation
from lietheory.proof.ledger import Outcome
from lietheory.rendering.records import instance_record

_JUDGES = {
    "derived": "proved in every dimension: {cases} steps judged by the normaliser, and none of the hypotheses can be dropped",
    "replayed": "replayed exactly over the rationals at d = 2..5 ({cases} instances)",
    "sampled": "tested on {cases} random instances, and refuted on every counterexample below",
    "torch": "cross-checked against the torch layers",
}
_FILL = {"holds": "#cfe8cf", "imprecise": "#f6e7b0", "refuted": "#e9c6e6", None: "#e4e4e4"}

_INDEX = """Every verdict on this page is the outcome of a check that was run to write it. *Printed form* is the statement as its
source prints it: it holds, is imprecise (it holds after a stated reading) or is refuted (by the counterexample on its page).
*Corrected form* is the statement we stand by."""
_GRAPH = """An arrow runs from a claim to one that uses it. Green: holds as printed; yellow: imprecise; violet: refuted as
printed."""


def write_pages(folder: Path, claims: Sequence[Claim], outcomes: Sequence[Outcome]) -> list[Path]:
    """Write ``index.md`` and one page a claim; returns the paths, the index first."""
    by_label = {o.label: o for o in outcomes}
    pages = {f"{c.label}.md": claim_page(c, by_label[c.label], claims) for c in claims}
    pages = {"index.md": index_page(claims, by_label)} | pages
    return [write_whole(Path(folder) / name, text) for name, text in pages.items()]


def index_page(claims: Sequence[Claim], outcomes: dict[str, Outcome]) -> str:
    """The ledger as a table, and the dependency graph coloured by the verdicts of this run."""
    rows = [
        "| claim | statement | source | printed form | corrected form | confirmed by | worst residual |",
        "|---|---|---|---|---|---|---|",
    ]
    for c in claims:
        o = outcomes[c.label]
        rows.append(
            f"| [{c.label}]({c.label}.md) | {c.title} | {c.source} | {o.printed or '—'} | {o.corrected} | "
            f"{', '.join(o.judges)} | {o.residual:.1e} |"
        )
    edges = [f"    {used} --> {c.label}" for c in claims for used in c.uses]
    nodes = [f"    {c.label}[{c.label}]\n    style {c.label} fill:{_FILL[outcomes[c.label].printed]}" for c in claims]
    graph = "\n".join(["```mermaid", "graph LR", *nodes, *edges, "```"])
    sections = ["# The ledger of claims", _INDEX, "\n".join(rows), "## What rests on what", _GRAPH, graph]
    return "\n\n".join(sections) + "\n"


def claim_page(claim: Claim, outcome: Outcome, claims: Sequence[Claim]) -> str:
    """The page of one claim: printed and corrected statement, status, derivation, counterexamples, links."""
    used_by = [c.label for c in claims if claim.label in c.uses]
    sections = [
        f"# {claim.title}",
        f"`{claim.label}` · {claim.source}",
        *_printed(claim, outcome),
        "## The corrected statement" if claim.printed else "## The statement",
        claim.statement,
        "Assumptions:\n\n" + "\n".join(_assumption(a) for a in claim.assumptions),
        "## Status",
        _status(outcome),
        *_derivation(claim),
        *_rate(claim, outcome),
        *_counterexamples(claim),
        "## Connections",
        f"Uses: {_links(claim.uses)}. Used by: {_links(used_by)}. Back to [the ledger](index.md).",
    ]
    if claim.references:
        sections += ["## References", "\n".join(f"- {r}" for r in claim.references)]
    return "\n\n".join(sections) + "\n"


def _printed(claim: Claim, outcome: Outcome) -> list[str]:
    if claim.printed is None:
        return []
    sections = ["## As printed", f"> {claim.printed.statement}", f"Verdict: **{outcome.printed}**."]
    if outcome.printed == "imprecise":
        sections.append(f"It holds when read so: {claim.printed.reading.text}.")
    if outcome.counterexample is not None:
        sections.append(
            f"Smallest instance on which the printed form fails (residual {float(outcome.counterexample_residual):.3g}):"
        )
        sections.append(_instance_list(instance_record(outcome.counterexample)))
    if claim.printed.remark:
        sections.append(claim.printed.remark)
    return sections


def _assumption(assumption) -> str:
    sharp = f" (not dropped by a counterexample: {assumption.unsharp})" if assumption.unsharp else ""
    return f"- *{assumption.name}*: {assumption.text}{sharp}"


def _status(outcome: Outcome) -> str:
    lines = [f"The corrected statement **{outcome.corrected}**."]
    lines += ["- " + _JUDGES[j].format(cases=outcome.cases[j]) for j in outcome.judges]
    lines += [f"- {judge}: not run, {why}" for judge, why in outcome.not_run.items()]
    lines += [f"- FAILED: {text}" for text in outcome.failures]
    return lines[0] + "\n\n" + "\n".join([*lines[1:], f"- worst residual {outcome.residual:.2e}, relative to the inputs"])


def _derivation(claim: Claim) -> list[str]:
    if claim.derivation is None:
        return ["## Why", claim.proof] if claim.proof else []
    derivation: Derivation = claim.derivation()
    hypotheses = "\n".join(rf"- *{h.name}*: ${h.latex()}$" for h in derivation.hypotheses)
    sections = ["## Derivation", "In every dimension, from these hypotheses and nothing else:", hypotheses]
    if claim.proof:
        sections.insert(1, claim.proof)
    return sections + [part for chain in derivation.chains for part in _chain(chain)]


def _chain(chain: Chain) -> list[str]:
    rows = [rf"{chain.start.latex()} &= {chain.steps[0].to.latex()}"] + [rf"&= {s.to.latex()}" for s in chain.steps[1:]]
    reasons = "\n".join(
        f"{n}. {s.reason}" + (f" (by *{', '.join(u.name for u in s.by)}*)" if s.by else "")
        for n, s in enumerate(chain.steps, start=1)
    )
    aligned = " \\\\\n".join(rows)
    return [
        f"**{chain.title[0].upper()}{chain.title[1:]}.**",
        f"$$\n\\begin{{aligned}}\n{aligned}\n\\end{{aligned}}\n$$",
        reasons,
    ]


def _rate(claim: Claim, outcome: Outcome) -> list[str]:
    if outcome.rate is None:
        return []
    rows = ["| " + claim.rate.quantity + " | error |", "|---|---|"]
    rows += [f"| {h:.5g} | {e:.4g} |" for h, e in zip(outcome.rate.steps, outcome.rate.errors, strict=True)]
    derived = "" if claim.rate.constant is None else f" (derived: {claim.rate.constant:.4g})"
    return [
        "## Measured order",
        f"The error falls like the power {outcome.rate.order:.3f} (stated: {claim.rate.order:g}), "
        f"with leading constant {outcome.rate.constant:.4g}{derived}.",
        "\n".join(rows),
    ]


def _counterexamples(claim: Claim) -> list[str]:
    if not claim.counterexamples:
        return []
    sections = ["## What breaks it"]
    for c in claim.counterexamples:
        instance = c.make()
        sections += [
            f"**Without *{c.drops}*:** {c.text}. Residual {float(claim.residual(instance)):.3g}.",
            _instance_list(instance_record(instance)),
        ]
    return sections


def _instance_list(record: dict) -> str:
    return "\n".join(f"- `{name}` = {_value(value)}" for name, value in record.items())


def _value(value: object) -> str:
    if isinstance(value, list) and value and isinstance(value[0], list) and not isinstance(value[0][0], list) and len(value) <= 8:
        rows = r" \\ ".join(" & ".join(_entry(v) for v in row) for row in value)
        return rf"$\begin{{pmatrix}} {rows} \end{{pmatrix}}$"
    return f"`{value}`"


def _entry(value: object) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def _links(labels: Sequence[str]) -> str:
    return ", ".join(f"[{label}]({label}.md)" for label in labels) or "nothing"
