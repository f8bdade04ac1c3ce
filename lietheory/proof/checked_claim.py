"""A checked claim: what a source prints, what is true, and everything its judges need to execute.

One residual meets two populations. It must vanish on every instance that satisfies the assumptions
and must not vanish on a counterexample that drops exactly one of them. An assumption that no
counterexample drops carries the reason why it is not sharp; a claim with neither raises LieTheoryError.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np

from lietheory.errors import LieTheoryError
from lietheory.proof.derivation_chains import Derivation
from lietheory.proof.instances import Instance
from lietheory.proof.printed_form import Printed, Reading, require_independent
from lietheory.proof.rates import Rate

KINDS = ("the setting: ", "a letter: ", "what the formula is about: ")
"""What a hypothesis of a derivation or of a formal theorem is, if it is no assumption of the claim."""
LARGEST_TOLERANCE = 1e-6  # a counterexample's residual has to exceed it: what lies below counts as rounding

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
class Symbol:
    """A letter of the statement: as TeX between dollars, its shape, and what it is."""

    tex: str
    shape: str
    meaning: str


@dataclass(frozen=True)
class Part:
    """A part of the statement, by name, and what proves it with no size fixed; what neither does rests on instances.

    Attributes:
        name: e.g. ``"the dimension"``.
        derived: the derivation covers this part.
        formal: names of the theorems that state this part in a proof assistant.
    """

    name: str
    derived: bool = False
    formal: tuple[str, ...] = ()


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
        parts: of the statement, and what proves each of them; without any the whole rests on instances.
        measures: what the residual is the residual of, in words.
        words: the statement in plain words.
        matters: why it matters.
        symbols: the letters of the statement, their shapes and what they are.
        ties: hypothesis of the derivation -> the assumption that it is, or what else; one of an assumption's name needs none.
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
    parts: tuple[Part, ...] = ()
    measures: str = ""
    words: str = ""
    matters: str = ""
    symbols: tuple[Symbol, ...] = ()
    ties: Mapping[str, str] = field(default_factory=dict)

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
        if not 0 < self.tolerance <= LARGEST_TOLERANCE:
            raise LieTheoryError(
                call,
                f"a tolerance of rounding, at most {LARGEST_TOLERANCE:g}",
                f"{self.tolerance:g}",
                "State a bound as the statement, and let the residual be what exceeds it.",
            )
        if self.derivation is not None and not any(part.derived for part in self.parts):
            raise LieTheoryError(
                call,
                "the parts of the statement that the derivation covers, by name",
                "a derivation of no part",
                'Name them: claim.part("the formula", derived=True).',
            )
        if self.printed is not None:
            self._check_printed(self.printed, call)
        if bare := [text for text in self.texts() if not is_set(text)]:
            raise LieTheoryError(call, "mathematics as TeX between dollars", bare[0], "Write $x^2$ and not x^2.")

    def _check_printed(self, printed: Printed, call: str) -> None:
        """A form that may fail lists the readings tried; none of them computes the conclusion; its parts are the claim's."""
        if not printed.readings and not printed.exact:
            raise LieTheoryError(
                call,
                "at least one reading that was tried of a printed form that may fail",
                "an empty list of readings",
                "Add claim.reading(...), or claim.printed(..., exact=True) where no counterexample is expected.",
            )
        if unknown := set(printed.parts) - {part.name for part in self.parts}:
            raise LieTheoryError(
                call, "printed parts that are parts of the claim", ", ".join(sorted(unknown)), "Name them alike."
            )
        forbidden = {"the printed conclusion": printed.conclusion, "the residual of the corrected statement": self.residual}
        for reading in printed.readings:
            require_independent(reading, forbidden, f"{call}, the reading {reading.text!r}")
        if printed.premise is not None:
            premise = Reading("the printed hypotheses", hypothesis=printed.premise)
            require_independent(premise, forbidden, f"{call}, the printed hypotheses")

    def texts(self) -> list[str]:
        """Every text of the claim that a page shows."""
        shown = [self.title, self.statement, self.proof, self.words, self.matters, *(part.name for part in self.parts)]
        shown += [text for symbol in self.symbols for text in (symbol.tex, symbol.shape, symbol.meaning)]
        shown += [text for a in self.assumptions for text in (a.text, a.unsharp or "")]
        shown += [c.text for c in self.counterexamples]
        if self.printed is not None:
            shown += [self.printed.statement, self.printed.remark]
            shown += [reading.text for reading in self.printed.readings]
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
