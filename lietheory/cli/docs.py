"""``lietheory docs``: show me the derivation."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lietheory.cli import extensions, frame

NAME = "docs"
EXAMPLE = "lietheory docs --out build/docs"


@frame.command
def run(
    out: Annotated[Path, typer.Option(help="Folder the pages are written to.")] = Path("build/docs"),
    json: frame.JsonOption = False,
    seed: frame.SeedOption = 0,
) -> int:
    """Run the judges and write one Markdown page a claim, with an index and the dependency graph."""
    import numpy as np

    from lietheory.files import require_writable
    from lietheory.proof.ledger import ledger, verify_each
    from lietheory.rendering.pages import write_pages

    require_writable(out)
    each = verify_each(rng=np.random.default_rng(seed), torch_judges=extensions.torch_judges())
    outcomes = frame.one_thread(frame.progress("writing", each, len(ledger()), name=lambda o: o.label))
    paths = write_pages(out, ledger(), outcomes)
    if json:
        frame.print_json([str(path) for path in paths])
    else:
        frame.wrote(*paths)
    return frame.HOLDS
