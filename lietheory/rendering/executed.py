"""The code that a verdict comes from, as it is written, so that a reader can compare it with the words beside it."""

from __future__ import annotations

import inspect
import textwrap
from collections.abc import Callable, Iterator
from functools import partial
from types import FunctionType

from lietheory.proof.checked_claim import CheckedClaim
from lietheory.proof.instances import applied


def executed_section(claim: CheckedClaim) -> Iterator[str]:
    """The residual; of a printed form its conclusion, its hypotheses and the readings."""
    yield "## What is executed"
    yield "The judges see code. Whether it says what the words say, a reader has to judge, so here it is."
    yield from _code("The residual of the corrected statement", claim.residual)
    form = claim.printed
    if form is None:
        return
    yield from _code("The printed conclusion, both of its sides", form.conclusion)
    if form.premise is not None:
        yield from _code("The printed hypotheses", form.premise)
    for reading in form.readings:
        name = "the added hypothesis" if reading.hypothesis is not None else f"`{reading.symbol}` is changed to"
        function = reading.hypothesis or reading.to
        yield from _code(f"A reading, {reading.text}: {name}", function)
        for helper in _named(function):
            yield from _code(f"where `{helper.__name__}` is", helper)


def _named(function: Callable | None) -> Iterator[FunctionType]:
    """The functions of its own file that a function names."""
    if isinstance(function, FunctionType):
        for name in function.__code__.co_names:
            value = function.__globals__.get(name)
            if isinstance(value, FunctionType) and value.__module__ == function.__module__:
                yield value


def _code(title: str, function: Callable | None) -> Iterator[str]:
    """The source of a function under its title; nothing for one that was not read from a file."""
    plain = function.args[0] if isinstance(function, partial) and function.func is applied else function
    try:
        source = inspect.getsource(inspect.unwrap(plain)) if callable(plain) else ""
    except (OSError, TypeError):  # written in a notebook or a shell
        return
    lines = textwrap.dedent(source).rstrip().splitlines()
    lines = lines[next((k for k, line in enumerate(lines) if line.startswith("def ")), 0) :]  # below the decorator
    if source:
        yield f"{title}:"
        yield "```python\n" + "\n".join(lines) + "\n```"
