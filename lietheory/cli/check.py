"""``lietheory check``: does a certificate prove its statement, by code that shares nothing with what made it?"""

from pathlib import Path
from typing import Annotated

import typer

from lietheory.cli import common

NAME = "check"
EXAMPLE = "lietheory check so3.json generators.npy"


@common.command
def run(
    file: Annotated[Path, typer.Argument(help="A certificate: the JSON file that identify(...).certificate().save(path) wrote.")],
    generators: Annotated[
        Path | None, typer.Argument(help="A .json, .npy or .npz file of matrices; the certificate must be about these.")
    ] = None,
    json: common.JsonOption = False,
) -> int:
    """Verify a certificate, exactly or in ball arithmetic, and name the theorems that it rests on."""
    from lietheory.certificates.certificate import load_content
    from lietheory.certificates.check import THEOREMS, check
    from lietheory.certificates.generator_file import read

    with common.working(f"checking {file}"):
        verdict = check(load_content(file), None if generators is None else read(generators))
    if json:
        theorems = {name: THEOREMS[name] for name in verdict.theorems}
        common.print_json({"accepted": verdict.accepted, "statement": verdict.statement, "theorems": theorems})
    else:
        word = "[bold green]proved[/]" if verdict.accepted else "[bold red]rejected[/]"
        common.out().print(f"{word} {common.escape(verdict.statement)}", highlight=False)
        for name in verdict.theorems:
            common.out().print(common.escape(f"  by {name}: {THEOREMS[name]}"), highlight=False)
    return common.HOLDS if verdict.accepted else common.FAILED
