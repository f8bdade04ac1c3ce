"""Tables for the terminal: the ledger and an identification."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Sequence

from rich import box
from rich.table import Table
from rich.text import Text

from lietheory.algebra import Identification
from lietheory.proof.coverage import DERIVED, FORMAL, IN_PART, INSTANCES
from lietheory.proof.instances import Instance
from lietheory.proof.judges import Failing
from lietheory.proof.ledger import Outcome
from lietheory.rendering.json_records import instance_record
from lietheory.rendering.plain_text import plain_text

NARROW = 100  # columns that a row with its source, its rate and its time needs
_LONGEST = 160  # characters of a value; --json gives it whole
_COLOURS = {"holds": "green", "unrefuted": "cyan", "imprecise": "yellow", "refuted": "magenta", "fails": "bold red", None: "dim"}
_GRADES = {
    FORMAL: ("formal", "bold green"),
    DERIVED: ("derived", "green"),
    IN_PART: ("in part", "yellow"),
    INSTANCES: ("instances", "blue"),
}
"""The word and the colour of each grade in a table."""


def ledger_table(outcomes: Sequence[Outcome], width: int = 120) -> Table:
    """A row a claim: source, verdicts on both forms, judges, worst residual, order of convergence, seconds.

    Below 110 columns a judge is shown by its initial; below 100 source, rate and time are left out.
    """
    table = Table(title="The ledger of claims", box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    narrow = width < NARROW
    table.add_column("claim", overflow="fold", min_width=12)
    if not narrow:
        table.add_column("source", min_width=12)
    for name in ("printed", "corrected", "proved", "confirmed by" if width >= 110 else "by"):
        table.add_column(name, no_wrap=True)
    for name in ("worst",) if narrow else ("worst", "rate", "s"):
        table.add_column(name, justify="right", no_wrap=True)
    for o in outcomes:
        judges = ", ".join(o.judges) if width >= 110 else "".join(judge[0].upper() for judge in o.judges)
        more = () if narrow else ("" if o.rate is None else f"{o.rate.order:.2f}", f"{o.seconds:.1f}")
        verdicts = (_coloured(o.printed), _coloured(o.corrected), _graded(o.grade), judges, f"{o.residual:.1e}")
        table.add_row(o.label, *(() if narrow else (o.source,)), *verdicts, *more)
    table.caption = "proved, with no size fixed: formal or derived in full, in part, or tested on instances only\n"
    table.caption += "worst: largest residual, relative to the inputs"
    table.caption += "" if narrow else "; rate: measured order of convergence"
    if width < 110:
        table.caption += "\nDerived, Replayed exactly, Sampled, Formal, Torch"
    return table


def ledger_notes(outcomes: Sequence[Outcome], *, torch_ran: bool) -> list[str]:
    """The smallest counterexample of each refuted printed form, every failure, what did not run, and the counts."""
    lines = []
    for o in outcomes:
        if o.printed == "refuted" and o.counterexample is not None:
            residual = f"residual {float(o.counterexample_residual):.3g}"
            lines.append(f"{o.label} as printed fails at {_values(o.counterexample)}: {residual}.")
        lines += [f"{o.label} FAILS, {plain_text(text)}" for text in o.failures]
        lines += replay_lines(o.label, o.failing) if o.failing else []
    if not torch_ran:
        lines.append('torch: not run (pip install "lietheory[torch]")')
    return [
        *lines,
        f"{_claims(len(outcomes))}; printed form: {_counts(o.printed or 'our own' for o in outcomes)}; "
        f"corrected form: {_counts(o.corrected for o in outcomes)}; "
        f"proved: {_counts(o.grade for o in outcomes)}; "
        f"confirmed by: {_counts(judge for o in outcomes for judge in o.judges)}.",
    ]


def replay_lines(label: str, failing: Failing) -> list[str]:
    """The smallest instance that fails, and the line that draws it again."""
    instance = [] if failing.instance is None else [f"  {label} at {_values(failing.instance)}"]
    line = shlex.join(["lietheory", "verify", label, "--replay", failing.replay])
    return [*instance, f"  there: {plain_text(failing.text) or plain_text(failing.note) or 'nothing fails'}", f"  replay: {line}"]


def _values(instance: Instance) -> str:
    """The named values of an instance on one line, the longest cut."""
    shown = ((k, str(v)) for k, v in instance_record(instance).items())
    return ", ".join(f"{k} = {v if len(v) <= _LONGEST else v[: _LONGEST - 2] + ' …'}" for k, v in shown)


def identification_table(identification: Identification) -> Table:
    """The name, its status, and the parts of the algebra."""
    table = Table(show_header=False, title=f"[bold]{identification.name}[/]")
    for name, value in identification.rows().items():
        table.add_row(name, Text(value))
    return table


def _coloured(verdict: str | None) -> str:
    return f"[{_COLOURS[verdict]}]{verdict or '—'}[/]"


def _graded(grade: str) -> str:
    word, colour = _GRADES[grade]
    return f"[{colour}]{word}[/]"


def _claims(count: int) -> str:
    return f"{count} claim" + ("" if count == 1 else "s")


def _counts(words) -> str:
    return ", ".join(f"{n} {word}" for word, n in Counter(words).items())


def _number(value: float | None) -> str | None:
    return None if value is None else f"{value:.3g}"
