"""A claim: what a source prints, what is true, and everything its judges need to execute.

One residual meets two populations. It must vanish on every instance that satisfies the assumptions
and must not vanish on a counterexample that drops exactly one of them. An assumption that no
counterexample drops must say why it is not sharp; a claim with a silent assumption does not import.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np

from lietheory.errors import LieTheoryError
from lietheory.proof.derivation import Derivation
from lietheory.proof.rates import Rate

Instance = Mapping[str, Any]
"""A concrete case of a claim: its sizes, matrices and functions by name."""

Residual = Callable[[Instance], float | Fraction]
"""How far an instance is from satisfying an equation, relative to the inputs; exact on exact input."""


@dataclass(frozen=True)
class Assumption:
    """A hypothesis of the claim; ``unsharp`` says why no counterexample drops it, where none does."""

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

    Args:
        statement: as the source prints it.
        residual: vanishes where the printed statement is true.
        search: instances that meet the printed assumptions, smallest first; the first with a
            non-zero residual is the smallest counterexample.
        reading: what would have to be added for it to hold, if something plain would.
        remark: where the printed form is loose in a way no residual shows.
    """

    statement: str
    residual: Residual
    search: Callable[[], Iterable[Instance]]
    reading: Reading | None = None
    remark: str = ""


@dataclass(frozen=True, eq=False)
class Claim:
    """A statement of a source, or a lemma of ours, with what it takes to judge it.

    Args:
        label: lower case and guessable, e.g. ``thm1``.
        title: a few words.
        source: e.g. ``"L-conv, Theorem 1"``.
        statement: the corrected statement, Markdown with LaTeX.
        assumptions: what the corrected statement assumes.
        residual: of the corrected statement.
        sample: a random instance that satisfies the assumptions, in floating point.
        exact: a random rational instance of a given size that satisfies them.
        counterexamples: one for each assumption that is sharp.
        printed: the printed form; None for a lemma of ours.
        derivation: the proof with no size fixed.
        rate: the order of convergence, where the claim is asymptotic.
        uses: labels of the claims it rests on.
        tolerance: the largest sampled residual that counts as rounding.
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
    proof: str = ""
    references: tuple[str, ...] = field(default=())

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
                "Give a counterexample without it, or say why the claim survives.",
            )
