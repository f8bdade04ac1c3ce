"""``lietheory experiment``: train, measure, and write the results."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lietheory.cli import common
from lietheory.cli.plugins import contributed_command
from lietheory.errors import LieTheoryError

if TYPE_CHECKING:
    from rich.table import Table

NAME, LIST = "experiment", "experiment-list"
EXAMPLE = "lietheory experiment digits --seeds 3; lietheory experiment figure2 --workers 2"


@common.command
def run(
    name: Annotated[str | None, typer.Argument(help="The experiment; see --list.")] = None,
    out: Annotated[Path | None, typer.Option(help="Folder for the results; build/NAME by default.")] = None,
    config: Annotated[Path | None, typer.Option(help="Settings, as a TOML file.")] = None,
    assignments: Annotated[list[str] | None, typer.Option("--set", help="A setting, as key=value; may be repeated.")] = None,
    seeds: Annotated[int | None, typer.Option(min=1, help="Number of seeds, counted from --seed.")] = None,
    seed: Annotated[int | None, typer.Option(min=0, help="The first seed.")] = None,
    workers: Annotated[int | None, typer.Option(min=1, help="Processes; all processors by default.")] = None,
    scheduler: Annotated[str | None, typer.Option(help="Address of a Dask scheduler whose workers do the runs.")] = None,
    listed: Annotated[bool, typer.Option("--list", help="List the experiments; with NAME, its settings.")] = False,
    as_json: common.JsonOption = False,
) -> int:
    """Run an experiment (needs torch); one that was interrupted goes on where it stopped.

    `digits` writes learned generators, ready for `lietheory compare`. The others write results.jsonl as each run ends,
    and a report as HTML and JSON when all are done.
    """
    from rich.console import Group
    from rich.live import Live

    if listed:
        rows = contributed_command(LIST)(name)
        common.print_json(dict(rows[1:])) if as_json else common.out().print(table(rows))
        return common.HOLDS
    if name is None:
        raise LieTheoryError("lietheory experiment", "the name of an experiment", "none", "See lietheory experiment --list.")
    experiment, bar = contributed_command(NAME), common.bar()
    task = bar.add_task(name, total=None)
    with Live(bar, console=common.err(), transient=True) as live:
        output = experiment(
            name,
            out,
            config=config,
            assignments=assignments or (),
            seeds=seeds,
            seed=seed,
            workers=workers,
            scheduler=scheduler,
            progress=lambda text, done, total: bar.update(task, description=text, completed=done, total=total),
            watch=lambda rows: live.update(Group(bar, table(rows))),
        )
    if as_json:
        common.print_json([str(path) for path in output.paths])
    else:
        for shown in output.tables:
            common.out().print(table(shown.rows, shown.caption))
        common.wrote(*output.paths)
    return common.HOLDS


def table(rows: Sequence[Sequence[str]], caption: str | None = None) -> "Table":
    """Rows for a terminal, the first of them the head."""
    from rich import box
    from rich.table import Table

    head, *body = rows
    shown = Table(title=caption, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    for name in head:
        shown.add_column(common.escape(name))
    for row in body:
        shown.add_row(*map(common.escape, row))
    return shown
