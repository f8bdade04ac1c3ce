"""The command ``lietheory``: every subcommand is declared here with its help; work is imported when it runs."""

from typing import Annotated

import typer

from lietheory.cli import audit, check, closure, compare, demo, discover, docs, doctor, experiment, identify, show, verify

app = typer.Typer(
    name="lietheory",
    no_args_is_help=True,
    rich_markup_mode=None,  # Rich takes longer to load than all the rest of --help
    pretty_exceptions_enable=False,
    help="Which continuous symmetry a data set or a trained network has, the name of its Lie algebra, and a proof of every "
    "statement the answer rests on.",
    epilog="Exit status: 0 it holds or there is an answer, 1 a check failed or a comparison is different, 2 bad input or a "
    "missing extra, 3 undecided, 70 an internal error, 130 interrupted.",
)
COMMANDS = {
    verify: "Is the theory right? Every claim is checked.",
    show: "What does a claim say, and why?",
    docs: "Write the derivations as a site, a page a claim.",
    identify: "Which Lie algebra do these matrices span?",
    closure: "Which Lie algebra do these operators on qubits generate?",
    check: "Does this certificate prove its statement?",
    compare: "Are the learned generators those of theory?",
    discover: "Which symmetry did this model learn? Needs torch.",
    audit: "Does this model have the symmetry it should? Needs torch.",
    demo: "Train a small network and explore it, in twenty seconds. Needs torch.",
    experiment: "Train, measure and report. Needs torch.",
    doctor: "What is installed, and what is missing?",
}


def _print_version(asked: bool) -> None:
    """Print the version and stop."""
    if asked:
        from importlib.metadata import version

        typer.echo(f"lietheory {version('lietheory')}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """What stands before a command."""


for module, question in COMMANDS.items():
    app.command(module.NAME, short_help=question, epilog=f"Example: {module.EXAMPLE}")(module.run)


def main() -> None:
    """Run the command line."""
    app()
