"""``lietheory verify``: is the theory right?"""

from pathlib import Path
from typing import Annotated

import typer

from lietheory.cli import common, plugins

NAME = "verify"
EXAMPLE = "lietheory verify prop3 thm1"


@common.command
def run(
    labels: Annotated[list[str] | None, typer.Argument(help="Labels of claims; all of them by default.")] = None,
    json: common.JsonOption = False,
    seed: common.SeedOption = 0,
    out: Annotated[Path | None, typer.Option(help="Write the outcomes to this JSON file as well.")] = None,
    cached: Annotated[bool, typer.Option("--cached", hidden=True)] = False,
    listed: Annotated[bool, typer.Option("--list", help="List the labels, sources and titles, and run nothing.")] = False,
    replay: Annotated[str | None, typer.Option(help="Run one check of one claim again, as a failure prints it.")] = None,
) -> int:
    """Run the judges of every claim and print the ledger: printed form, corrected form, who confirmed it.

    Status 0 only if every corrected claim holds and every counterexample really refutes.
    """
    import json as json_module

    from lietheory.cli.ledger_run import run_judges
    from lietheory.files import require_output, write_whole
    from lietheory.rendering import json_records, terminal_tables

    if listed:
        return _list(labels, json)
    if replay is not None:
        return _replay(labels or [], replay, json)
    if out is not None:
        require_output(out)
    outcomes = run_judges(labels, seed, cached=cached)
    records = [json_records.outcome_record(outcome) for outcome in outcomes]
    if json:
        common.print_json(records)
    else:
        common.out().print(terminal_tables.ledger_table(outcomes, common.out().width))
        common.out().print(
            *terminal_tables.ledger_notes(outcomes, torch_ran=plugins.has_torch()), sep="\n", highlight=False, markup=False
        )
    if out is not None:
        common.wrote(write_whole(out, json_module.dumps(records, indent=2, ensure_ascii=False)))
    return common.HOLDS if all(o.corrected == "holds" for o in outcomes) else common.FAILED


def _list(labels: list[str] | None, json: bool) -> int:
    """The labels, sources and titles of these claims, of all by default."""
    from lietheory.proof.registry import claims_by_label, find
    from lietheory.rendering.claim_text import claim_list

    claims = [find(label, f"lietheory verify --list {label}") for label in labels] if labels else [*claims_by_label().values()]
    if json:
        common.print_json([{"label": c.label, "source": c.source, "title": c.title} for c in claims])
    else:
        common.out().print(claim_list(claims), highlight=False, markup=False, soft_wrap=True)
    return common.HOLDS


def _replay(labels: list[str], text: str, json: bool) -> int:
    """Draw one instance again and print what fails there."""
    from lietheory.errors import LieTheoryError
    from lietheory.proof.failing_instance import replay
    from lietheory.rendering import json_records, terminal_tables

    if len(labels) != 1:
        got = ", ".join(labels) or "none"
        raise LieTheoryError(
            f"lietheory verify --replay {text}", "the label of one claim", got, "Give one label before --replay."
        )
    failing = replay(labels[0], text, torch_judges=plugins.torch_judges())
    if json:
        common.print_json({"label": labels[0]} | json_records.failing_record(failing))
    else:
        common.out().print(*terminal_tables.replay_lines(labels[0], failing), sep="\n", highlight=False, markup=False)
    return common.FAILED if failing.text else common.HOLDS
