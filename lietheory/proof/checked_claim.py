"""A checked claim: what a source prints, what is true, and everything its judges need to execute.

One residual meets two populations. It must vanish on every instance that satisfies the assumptions
and must not vanish on a counterexample that drops exactly one of them. An assumption that no
counterexample drops carries the reason why it is not sharp; a claim with neither raises LieTheoryError.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from lietheory.errors import LieTheoryError
from lietheory.proof.derivation_chains import Derivation
from lietheory.proof.rates import Rate

Instance = dict[str, Any]
"""A concrete case of a claim: its sizes, matrices and functions by name."""

Instances = Iterable[Instance]
"""Cases one after another, such as those that a search meets, smallest first."""

Residual = Callable[[Instance], float | Fraction]
"""How far an instance is from satisfying an equation, relative to the inputs; exact on exact input."""


@dataclass(frozen=True)
class Assumption:
    """A hypothesis of the claim; ``unsharp`` is the reason why no counterexample drops it, where none does."""

    name: str
    text: str
    unsharp: str | None = None


@dataclass(frozen=True)
class Counterexample:
    """An instance on which the corrected claim fails because exactly one assumption is dropped."""

    drops: str
    text: str
    make: Callable[[], Instance]


@dataclass(frozen=True)
class Reading:
    """An interpretation under which the printed statement holds: what must be added, and its residual."""

    text: str
    residual: Residual


@dataclass(frozen=True)
class Printed:
    """The printed statement, ready to be judged.

    Attributes:
        statement: as the source prints it.
        residual: vanishes where the printed statement is true.
        search: instances that meet the printed assumptions, smallest first; the first with a
            non-zero residual is the smallest counterexample.
        reading: what would have to be added for it to hold, if something plain would.
        remark: where the printed form is loose in a way no residual shows.
    """

    statement: str
    residual: Residual
    search: Callable[[], Instances]
    reading: Reading | None = None
    remark: str = ""


@dataclass(frozen=True, eq=False)
class CheckedClaim:
    """A statement of a source, or a lemma of ours, with what it takes to judge it. All text is Markdown, mathematics in dollars.

    Attributes:
        label: lower case and guessable, e.g. ``thm1``.
        title: a few words.
        source: e.g. ``"L-conv, Theorem 1"``.
        statement: the corrected statement.
        assumptions: what the corrected statement assumes.
        residual: of the corrected statement.
        sample: a random instance that satisfies the assumptions, in floating point.
        exact: a random rational instance of a given size that satisfies them.
        counterexamples: one for each assumption that is sharp, in the order of the assumptions.
        printed: the printed form; None for a lemma of ours.
        derivation: the proof with no size fixed.
        rate: the order of convergence, where the claim is asymptotic.
        uses: labels of the claims it rests on.
        tolerance: the largest sampled residual that counts as rounding.
        smallest_size: the smallest size at which there are exact instances.
        proof: the argument in words, for the page.
        references: where to read more.
    """

    label: str
    title: str
    source: str
    statement: str
    assumptions: tuple[Assumption, ...]
    residual: Residual
    sample: Callable[[np.random.Generator], Instance]
    exact: Callable[[np.random.Generator, int], Instance] | None
    counterexamples: tuple[Counterexample, ...]
    printed: Printed | None = None
    derivation: Callable[[], Derivation] | None = None
    rate: Rate | None = None
    uses: tuple[str, ...] = ()
    tolerance: float = 1e-10
    smallest_size: int = 1
    proof: str = ""
    references: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        dropped = [c.drops for c in self.counterexamples]
        names = [a.name for a in self.assumptions]
        call = f"Claim({self.label!r})"
        if len(set(names)) < len(names):
            raise LieTheoryError(call, "a name of its own for each assumption", ", ".join(names), "Rename the repeated one.")
        if unknown := set(dropped) - set(names):
            raise LieTheoryError(
                call,
                "counterexamples that drop an assumption of the claim",
                ", ".join(sorted(unknown)),
                f"The assumptions are {', '.join(names)}.",
            )
        silent = [a.name for a in self.assumptions if a.name not in dropped and not a.unsharp]
        if silent:
            raise LieTheoryError(
                call,
                "every assumption dropped by a counterexample or explained as unsharp",
                ", ".join(silent),
                "Give a counterexample without it, or the reason why the claim holds without it, as `unsharp`.",
            )
        if bare := [text for text in self.texts() if not is_set(text)]:
            raise LieTheoryError(call, "mathematics as TeX between dollars", bare[0], "Write $x^2$ and not x^2.")

    def texts(self) -> list[str]:
        """Every text of the claim that a page shows."""
        shown = [self.title, self.statement, self.proof]
        shown += [text for a in self.assumptions for text in (a.text, a.unsharp or "")]
        shown += [c.text for c in self.counterexamples]
        if self.printed is not None:
            shown += [self.printed.statement, self.printed.remark]
            shown += [self.printed.reading.text] if self.printed.reading else []
        return [*shown, self.rate.quantity] if self.rate else shown


_SET = re.compile(r"\$\$[^$]+\$\$|\$[^$]+\$|`[^`]*`")
_TYPED = re.compile(r"[\\^_<>=$+]")


def is_set(text: str) -> bool:
    r"""Whether a text has no mathematical sign outside of dollars and code.

    Examples:
        >>> is_set(r"the error is at most $x^2$"), is_set("the error is at most x^2")
        (True, False)
    """
    return not _TYPED.search(_SET.sub("", text))


def applied(function: Callable, instance: Instance) -> Any:
    """The value of a function at the entries of an instance that its parameters name.

    A parameter that would hide another name ends in an underscore, ``class_`` for the entry ``"class"``;
    an underscore may stand for a space. Entries of parameters with a default may be missing; ``**rest``
    takes all others.

    Raises:
        LieTheoryError: the instance lacks an entry.

    Examples:
        >>> applied(lambda x, y=1: x - y, {"x": 3, "z": 0})
        2
    """
    left, entries, missing = dict(instance), {}, []
    for name, parameter in inspect.signature(function).parameters.items():
        if parameter.kind is parameter.VAR_KEYWORD:
            entries |= left
        elif key := next((k for k in (name, name.removesuffix("_"), name.replace("_", " ")) if k in left), None):
            entries[name] = left.pop(key)
        elif parameter.default is parameter.empty:
            missing.append(name)
    if missing:
        raise LieTheoryError(
            f"{function.__module__}.{function.__qualname__}",
            "an entry of the instance for each parameter",
            f"no {', '.join(missing)} among {', '.join(map(str, instance))}",
            "Name the parameters like the entries.",
        )
    return function(**entries)
