"""``lietheory demo``: a small network is trained and asked for its symmetry."""

from pathlib import Path
from typing import Annotated

import typer

from lietheory.cli import common
from lietheory.cli.plugins import contributed_command

NAME = "demo"
EXAMPLE = "lietheory demo"


@common.command
def run(
    out: Annotated[Path, typer.Option(help="Folder for the points, the network and its estimate.")] = Path("build/demo"),
    json: common.JsonOption = False,
    seed: common.SeedOption = 0,
) -> int:
    """Train a network of 3 inputs on |x|^2, which no rotation changes, and one on a function without symmetry; explore both.

    About twenty seconds (needs torch). It names the files and the line by which `discover` does the same with a network of yours.
    """
    from rich.live import Live

    from lietheory.files import require_writable

    folder, bar = require_writable(out), common.bar()
    explore = contributed_command(NAME)
    task = bar.add_task(NAME, total=None)
    with Live(bar, console=common.err(), transient=True):
        stages = explore(
            folder,
            seed=seed,
            progress=lambda text, done, total: bar.update(task, description=text, completed=done, total=total),
        )
    if json:
        common.print_json([{"target": s.target, "status": s.estimate.status, "name": s.name} for s in stages])
        return common.HOLDS
    for stage in stages:
        common.out().rule(stage.target)
        common.out().print(stage.sentence, highlight=False, markup=False)
        common.out().print(str(stage.estimate), highlight=False, markup=False)
    common.out().rule("with a network of yours")
    common.out().print(stages[0].again, highlight=False, markup=False, soft_wrap=True)
    common.wrote(*(path for stage in stages for path in stage.paths))
    return common.HOLDS
