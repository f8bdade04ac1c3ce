"""``lietheory experiment``: train on real data and write what was learned."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lietheory.cli import frame
from lietheory.cli.extensions import contributed_command

NAME = "experiment"
EXAMPLE = "lietheory experiment digits --seeds 3"


@frame.command
def run(
    name: Annotated[str, typer.Argument(help="The experiment: digits.")],
    out: Annotated[Path | None, typer.Option(help="Folder the results are written to; build/NAME by default.")] = None,
    seeds: Annotated[int, typer.Option(min=1, help="Number of seeds, counted from --seed.")] = 1,
    seed: frame.SeedOption = 0,
    json: frame.JsonOption = False,
) -> int:
    """Train on real data and write the learned generators, ready for `lietheory compare` (needs torch)."""
    experiment = contributed_command(NAME)
    with frame.bar() as shown:
        task = shown.add_task(name, total=None)
        paths = experiment(
            name,
            out or Path("build") / name,
            seeds=seeds,
            seed=seed,
            progress=lambda text, done, total: shown.update(task, description=text, completed=done, total=total),
        )
    if json:
        frame.print_json([str(path) for path in paths])
    else:
        frame.wrote(*paths)
    return frame.HOLDS
