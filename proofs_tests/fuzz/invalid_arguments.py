"""Every public callable against every class of bad input: one argument at a time is bad, the others are right."""

from __future__ import annotations

import inspect
import random
import signal
import traceback
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import numpy as np

import lconv
import lietheory as lt
from lietheory.errors import LieTheoryError
from proofs_tests.fuzz.arguments import OF_CALL, VALID
from proofs_tests.fuzz.bad_values import CLASSES, classes_of
from proofs_tests.fuzz.methods import INNER, METHODS, OWN_ERRORS

SECONDS = 20
"""The time limit of a call, on a busy machine; bad input is refused before longer work begins."""
ALONE: dict[str, Callable[..., Any]] = {"direct_sum": lambda g: lt.direct_sum("so(2)", g)}
"""Functions of any number of arguments, as functions of one."""
WRONG = ("foreign", "too long")
SLOW = ("ledger", "verify")
"""Functions of labels, which compute long with good ones; they are given bad labels only."""


class TooLong(BaseException):
    """A call that neither ended nor was refused in time."""


@dataclass(frozen=True)
class Case:
    """One malformed call.

    Args:
        module: lietheory or lconv.
        name: of the callable.
        parameter: the bad one.
        kind: what it takes.
        group: the class of bad input.
        number: of the value in its class.
    """

    module: ModuleType
    name: str
    parameter: str
    kind: str
    group: str
    number: int

    def __str__(self) -> str:
        return f"{self.module.__name__}.{self.name}({self.parameter}={self.group}[{self.number}])"


@dataclass(frozen=True)
class Answer:
    """The outcome of a call: ``"refused"`` by our error, ``"taken"``, ``"foreign"`` for other errors, or ``"too long"``."""

    outcome: str
    error: str = ""


def callables() -> Iterator[tuple[ModuleType, str, Any]]:
    """The public functions, actions and layers, and methods that take arguments; not of classes that users never construct."""
    for module in (lt, lconv):
        for name in sorted(module.__all__):
            value = getattr(module, name)
            made_by_users = not inspect.isclass(value) or (module is lconv and name != "SymmetryEstimate")
            if callable(value) and made_by_users and name not in SLOW:
                yield module, name, ALONE.get(name, value)
    for name, (make, _) in METHODS.items():
        yield lconv if hasattr(lconv, name.partition(".")[0]) else lt, name, make()


def function_of(case: Case) -> Any:
    """The callable, made anew where it is a method."""
    if case.name in METHODS:
        return METHODS[case.name][0]()
    return ALONE.get(case.name, getattr(case.module, case.name, None))


def methods_left_out() -> set[str]:
    """Public methods with arguments that are in no case, and that :data:`INNER` does not name."""
    classes = {
        name: value
        for module in (lt, lconv)
        for name in module.__all__
        if inspect.isclass(value := getattr(module, name)) and not issubclass(value, Exception) and name not in OWN_ERRORS
    }
    methods = {
        (name, method)
        for name, value in classes.items()
        for method, function in inspect.getmembers(value, callable)
        if not method.startswith("_") and str(getattr(function, "__module__", "")).startswith(("lietheory", "lconv"))
        if set(inspect.signature(function).parameters) - {"self"}
    }
    return {f"{name}.{method}" for name, method in methods if method not in INNER} - set(METHODS)


def parameters(name: str, value: Any) -> dict[str, tuple[str, Any]]:
    """Kind and right value of each parameter that is known, by its name; the others keep their defaults."""
    if name in METHODS:
        return METHODS[name][1]
    given = inspect.signature(value).parameters
    known = {p: OF_CALL.get((name, p)) or VALID.get(p) for p in given}
    return {p: entry for p, entry in known.items() if entry is not None}


def without_values() -> list[str]:
    """The callables with a required argument that no right value is known for, which are left out of the matrix."""
    return [
        name
        for _, name, value in callables()
        for p, given in inspect.signature(value).parameters.items()
        if given.default is inspect.Parameter.empty and p not in parameters(name, value)
    ]


def cases() -> list[Case]:
    """All cases: each parameter of each callable with each bad value of the classes of its kind."""
    left_out = without_values()
    return [
        Case(module, name, parameter, kind, group, number)
        for module, name, value in callables()
        if name not in left_out
        for parameter, (kind, _) in parameters(name, value).items()
        for group in classes_of(kind)
        for number in range(len(CLASSES[group]))
    ]


def sampled(count: int, seed: int) -> list[Case]:
    """``count`` cases, drawn at random such that each pair of a callable and a class of bad input occurs."""
    every, rng = cases(), random.Random(seed)
    rng.shuffle(every)
    first: dict[tuple[str, str, str], Case] = {}
    for case in every:
        first.setdefault((case.module.__name__, case.name, case.group), case)
    chosen = dict.fromkeys(first.values())
    left = [case for case in every if case not in chosen]
    return [*chosen, *left[: max(0, count - len(chosen))]]


def right_arguments(case: Case) -> dict[str, Any]:
    """The arguments of the call, all right: required ones, and the parameter in question."""
    value = function_of(case)
    given = inspect.signature(value).parameters
    known = parameters(case.name, value)
    return {p: known[p][1]() for p in known if p == case.parameter or given[p].default is inspect.Parameter.empty}


def without_kinds() -> set[tuple[str, str]]:
    """The parameters of callables that no kind is known for, which are in no case."""
    return {
        (name, p)
        for _, name, value in callables()
        for p in inspect.signature(value).parameters
        if name not in (*METHODS, *OWN_ERRORS) and p not in parameters(name, value)
    }


@contextmanager
def time_limit(seconds: int) -> Iterator[None]:
    """Raises TooLong in the block after so many seconds of processor time, which other work does not lengthen, or ten times as
    many on the clock."""

    def late(*_: object) -> None:
        raise TooLong

    before = {kind: signal.signal(kind, late) for kind in (signal.SIGPROF, signal.SIGALRM)}
    signal.setitimer(signal.ITIMER_PROF, seconds)
    signal.alarm(10 * seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.alarm(0)
        for kind, handler in before.items():
            signal.signal(kind, handler)


def answer(case: Case) -> Answer:
    """The call, with the bad value in place."""
    arguments = right_arguments(case)
    arguments[case.parameter] = CLASSES[case.group][case.number]()
    try:
        with warnings.catch_warnings(), np.errstate(all="ignore"), time_limit(SECONDS):
            warnings.simplefilter("ignore")
            function_of(case)(**arguments)
    except LieTheoryError as problem:
        return Answer("refused", str(problem))
    except AssertionError as problem:
        if case.name != "assert_symmetry":  # which answers by it
            return Answer("foreign", f"AssertionError: {str(problem)[:120]}")
        return Answer("taken")
    except TooLong:
        return Answer("too long", f"more than {SECONDS} s")
    except Exception as problem:
        last = traceback.extract_tb(problem.__traceback__)[-1]
        return Answer("foreign", f"{type(problem).__name__}: {str(problem)[:120]} ({last.filename.split('/')[-1]}:{last.lineno})")
    return Answer("taken")


def table(answers: dict[Case, Answer]) -> str:
    """A row for each callable, a column for each class: refused/taken, and after ! how many were foreign or too long."""
    groups = list(CLASSES)
    counts: dict[tuple[str, str], Counter[str]] = {}
    for case, given in answers.items():
        counts.setdefault((f"{case.module.__name__}.{case.name}", case.group), Counter())[given.outcome] += 1
    names = sorted({name for name, _ in counts})
    lines = ["callable".ljust(34) + "".join(group[:12].rjust(13) for group in groups)]
    for name in names:
        cells = [_cell(counts.get((name, group))) for group in groups]
        lines.append(name.ljust(34) + "".join(cell.rjust(13) for cell in cells))
    return "\n".join(lines)


def _cell(counted: Counter[str] | None) -> str:
    if counted is None:
        return "no argument"
    wrong = counted["foreign"] + counted["too long"]
    return f"{counted['refused']}/{counted['taken']}" + (f"!{wrong}" if wrong else "")
