"""What all commands share: exit statuses, error messages, JSON or tables, progress bars."""

from __future__ import annotations

import functools
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from lietheory.errors import LieTheoryError, UndecidedError
from lietheory.outputs import is_full

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress

HOLDS, FAILED, BAD_INPUT, UNDECIDED, INTERNAL_ERROR, INTERRUPTED = 0, 1, 2, 3, 70, 130

Item = TypeVar("Item")

JsonOption = Annotated[bool, typer.Option("--json", help="Print the result as JSON and nothing else.")]
SeedOption = Annotated[int, typer.Option("--seed", min=0, help="Seed of everything that is drawn.")]


@functools.cache
def out() -> Console:
    """Standard output; Rich is loaded when something is printed, not for --help."""
    from rich.console import Console

    return Console(emoji=False)  # package:x: is a name here, no picture


@functools.cache
def err() -> Console:
    """Standard error."""
    from rich.console import Console

    return Console(stderr=True, emoji=False)


def command(function: Callable[..., int]) -> Callable[..., None]:
    """A command that returns its exit status; a LieTheoryError becomes one message and status 2 or 3.

    Anything else that is raised is a fault of the program: one line, status 70, and the traceback in a file.
    """

    @functools.wraps(function)
    def run(*args: Any, **kwargs: Any) -> None:
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, TextIOWrapper):
                stream.reconfigure(errors="backslashreplace")  # names of files need not be text
        try:
            with _lines_of_progress(function.__module__.rpartition(".")[2]):
                status = function(*args, **kwargs)
        except UndecidedError as problem:
            err().print(f"[bold yellow]undecided[/] {escape(problem)}", highlight=False)
            status = UNDECIDED
        except LieTheoryError as problem:
            err().print(f"[bold red]error[/] {escape(problem)}", highlight=False)
            status = BAD_INPUT
        except KeyboardInterrupt:
            err().print("interrupted")
            status = INTERRUPTED
        except MemoryError as problem:
            err().print(
                f"[bold red]error[/] not enough memory: {escape(problem)}. Give fewer or smaller inputs.", highlight=False
            )
            status = BAD_INPUT
        except (BrokenPipeError, typer.Exit, typer.Abort, typer.BadParameter):
            raise  # for the framework
        except Exception as problem:
            status = _disk_full(problem) if isinstance(problem, OSError) and is_full(problem) else _internal_error(problem)
        raise typer.Exit(status)

    return run


def _disk_full(problem: OSError) -> int:
    """Say so: it is no fault of the program."""
    where = f": {problem.filename}" if problem.filename else ""
    err().print(f"[bold red]error[/] {escape(f'{problem.strerror}{where}. Make room, and run it again.')}", highlight=False)
    return BAD_INPUT


def _internal_error(problem: Exception) -> int:
    """Write the traceback to a new file and name it in one line."""
    import tempfile
    import traceback

    text = "".join(traceback.format_exception(problem)).encode(errors="backslashreplace")
    try:
        with tempfile.NamedTemporaryFile(prefix="lietheory-", suffix=".txt", delete=False, buffering=0) as file:
            try:
                file.write(text)
            except OSError:
                Path(file.name).unlink(missing_ok=True)  # a part of it helps nobody
                raise
        where = f"the traceback is in {file.name}"
    except OSError as no_room:
        where = f"there was no place for the traceback ({no_room.strerror}), and the last line of it is: {problem}"
    what = f"internal error: {type(problem).__name__}; {where}: please report it"
    err().print(escape(what), highlight=False, soft_wrap=True)
    return INTERNAL_ERROR


def escape(text: object) -> str:
    """Text with square brackets, and what follows them, shown as they are."""
    from rich.markup import escape as escaped

    return escaped(str(text))


def progress(description: str, items: Iterable[Item], total: int, *, name: Callable[[Item], str] = str) -> Iterator[Item]:
    """The items, with a bar on standard error that names the last one done."""
    with bar() as shown:
        task = shown.add_task(description, total=total)
        for item in items:
            shown.update(task, advance=1, description=f"{description} {name(item)}")
            yield item


def bar() -> Progress:
    """A progress bar on standard error, gone when it is done."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=err(), transient=True, disable=not err().is_terminal)


@contextmanager
def working(description: str) -> Iterator[None]:
    """A line on standard error with the seconds gone, while something runs that shows nothing itself; gone when it is done."""
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), TimeElapsedColumn())
    with Progress(*columns, console=err(), transient=True, disable=not err().is_terminal) as shown:
        shown.add_task(description, total=None)
        yield


@contextmanager
def _lines_of_progress(name: str) -> Iterator[None]:
    """Where standard error is no terminal, so that no bar is drawn: a line after 3 seconds, 9, 21 and so on."""
    if err().is_terminal:
        yield
        return
    from lietheory.progress import while_working

    def tell(gone: float) -> None:
        with suppress(OSError, ValueError):  # nobody reads it any more
            err().print(f"lietheory {name}: at work for {gone:.0f} s", highlight=False, markup=False)

    with while_working(tell):
        yield


def print_json(value: Any) -> None:
    """The value as JSON on standard output."""
    typer.echo(json.dumps(value, indent=2, ensure_ascii=False))


def wrote(*paths: Path) -> None:
    """Name the files that were written, on standard error so that --json stays clean."""
    for path in paths:
        err().print(f"wrote {path}", highlight=False, markup=False, soft_wrap=True)
