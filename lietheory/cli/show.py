"""``lietheory show``: one claim in the terminal."""

from typing import Annotated

import typer

from lietheory.cli import common

NAME = "show"
EXAMPLE = "lietheory show prop3"


@common.command
def run(
    label: Annotated[str, typer.Argument(help="Label of a claim; `lietheory verify --list` lists them.")],
    json: common.JsonOption = False,
) -> int:
    """Print what the source says, what is true, and why, without running a judge."""
    from lietheory.proof.registry import find
    from lietheory.rendering import claim_text

    claim = find(label, f"lietheory show {label}")
    if json:
        common.print_json(claim_text.claim_record(claim))
    else:
        common.out().print(claim_text.claim_text(claim), highlight=False, markup=False)
    return common.HOLDS
