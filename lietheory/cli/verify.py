"""``lietheory verify``: is the theory right?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lietheory.cli import extensions, frame

NAME = "verify"
EXAMPLE = "lietheory verify prop3 thm1"


@frame.command
def run(
    labels: Annotated[list[str] | None, typer.Argument(help="Labels of claims; all of them by default.")] = None,
    json: frame.JsonOption = False,
    seed: frame.SeedOption = 0,
    out: Annotated[Path | None, typer.Option(help="Write the outcomes to this JSON file as well.")] = None,
) -> int:
    """Run the judges of every claim and print the ledger: printed form, corrected form, who confirmed it.

    Status 0 only if every corrected claim holds and every counterexample really refutes.
    """
    import json as json_module

    import numpy as np

    from lietheory.files import require_writable, write_whole
    from lietheory.proof.ledger import ledger, verify_each
    from lietheory.rendering import records, tables

    if out is not None:
        require_writable(out.parent)
    judges = extensions.torch_judges()
    each = verify_each(labels or None, rng=np.random.default_rng(seed), torch_judges=judges)
    total = len(set(labels)) if labels else len(ledger())
    outcomes = frame.one_thread(frame.progress("verifying", each, total, name=lambda o: o.label))
    found = [records.outcome_record(outcome) for outcome in outcomes]
    if json:
        frame.print_json(found)
    else:
        frame.out.print(tables.ledger_table(outcomes, frame.out.width))
        frame.out.print(*tables.ledger_notes(outcomes, torch_ran=judges is not None), sep="\n", highlight=False, markup=False)
    if out is not None:
        frame.wrote(write_whole(out, json_module.dumps(found, indent=2, ensure_ascii=False)))
    return frame.HOLDS if all(o.corrected == "holds" for o in outcomes) else frame.FAILED
