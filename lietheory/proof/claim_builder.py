"""The form in which a file states its claim: the statement, its assumptions, and functions marked with their part in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, TypeVar, final

import numpy as np

from lietheory.errors import LieTheoryError
from lietheory.proof.checked_claim import Assumption, CheckedClaim, Counterexample, Part, Symbol
from lietheory.proof.instances import Instance, applied
from lietheory.proof.printed_form import Printed, Reading
from lietheory.proof.rates import Rate

F = TypeVar("F", bound=Callable)


@final
class Claim:
    """A claim while it is written. The ledger takes what :meth:`checked` returns; a missing part raises there.

    Args:
        label: lower case and guessable, e.g. ``thm1``.
        title: a few words.
        source: e.g. ``"L-conv, Theorem 1"``.
        statement: the corrected statement; this and all other text is Markdown, its mathematics TeX between dollars.
        after: label of the claim that it follows in the ledger; without one it comes last.
        uses: labels of the claims it rests on.
        tolerance: the largest sampled residual that counts as rounding.
        proof: the argument in words, for the page.
        references: where to read more.

    Examples:
        >>> claim = Claim("double", "Doubling", source="an example", statement="$2 x = x + x$")
        >>> @claim.residual
        ... def _(x):
        ...     return 2 * x - (x + x)
        >>> claim.draw(sampled=lambda rng: {"x": rng.standard_normal()}, exact=lambda rng, size: {"x": size})
        >>> claim.checked().residual({"x": 3})
        0
    """

    def __init__(
        self,
        label: str,
        title: str,
        *,
        source: str,
        statement: str,
        after: str | None = None,
        uses: tuple[str, ...] = (),
        tolerance: float = 1e-10,
        proof: str = "",
        references: tuple[str, ...] = (),
    ) -> None:
        self.label, self.after = label, after
        self._parts: dict[str, Any] = {
            "title": title,
            "source": source,
            "statement": statement,
            "uses": uses,
            "tolerance": tolerance,
            "proof": proof,
            "references": references,
        }
        self._printed: dict[str, Any] = {}
        self._parts_of_it: list[Part] = []
        self._readings: list[Reading] = []
        self._assumptions: list[Assumption] = []
        self._counterexamples: list[Counterexample] = []

    def assume(self, name: str, text: str, *, unsharp: str | None = None) -> None:
        """A hypothesis; ``unsharp`` is the reason why no counterexample drops it, where none does."""
        self._assumptions.append(Assumption(name, text, unsharp))

    def residual(self, function: F) -> F:
        """How far an instance is from satisfying the corrected statement; its parameters name the entries it takes."""
        self._set(self._parts, "residual", partial(applied, function))
        self._set(self._parts, "measures", (function.__doc__ or "").strip().partition("\n")[0])
        return function

    def draw(
        self,
        *,
        sampled: Callable[[np.random.Generator], Instance],
        exact: Callable[[np.random.Generator, int], Instance] | None,
        smallest_size: int = 1,
    ) -> None:
        """Random instances that satisfy the assumptions: in floats, and rational ones of a size from ``smallest_size`` on."""
        self._set(self._parts, "sample", sampled)
        self._set(self._parts, "exact", exact)
        self._set(self._parts, "smallest_size", smallest_size)

    def without(self, assumption: str, text: str, make: Callable[[], Instance] | None = None):
        """A counterexample: an instance on which the statement fails because that assumption is dropped, and no other."""
        return self._kept(lambda make: self._counterexamples.append(Counterexample(assumption, text, make)), make)

    def part(self, name: str, *, derived: bool = False, formal: tuple[str, ...] = ()) -> None:
        """A part of the statement, by name: whether the derivation covers it, and the theorems that state it formally."""
        self._parts_of_it.append(Part(name, derived, formal))

    def explain(self, words: str, matters: str, **symbols: tuple[str, str]) -> None:
        r"""The statement in plain words, why it matters, and its letters: name in TeX -> (shape, what it is).

        A keyword is a letter as it is typed, ``u_c=("c x c", "...")``; a Greek one by its name, ``sigma=...``.
        """
        self._set(self._parts, "words", words)
        self._set(self._parts, "matters", matters)
        shown = tuple(Symbol(_letter(name), _shape(shape), meaning) for name, (shape, meaning) in symbols.items())
        self._set(self._parts, "symbols", shown)

    def printed(
        self,
        statement: str,
        conclusion: Callable | None = None,
        *,
        symbols: dict[str, Callable] | None = None,
        named: Callable | None = None,
        parts: tuple[str, ...] = (),
        exact: bool = False,
        remark: str = "",
    ):
        """What the source prints, word for word, and the two sides of it at an instance; see :class:`Printed`."""
        given = {"statement": statement, "symbols": symbols or {}, "parts": parts, "exact": exact, "remark": remark}
        for name, value in (given | ({"named": named} if named else {})).items():
            self._set(self._printed, name, value)
        return self._kept(lambda function: self._set(self._printed, "conclusion", partial(applied, function)), conclusion)

    def premise(self, function: F) -> F:
        """Whether entries meet the printed hypotheses, as its docstring says them. Without one, all that fit together do."""
        self._set(self._printed, "premise", function)
        return function

    def search(self, instances: F) -> F:
        """Instances that meet the printed hypotheses, smallest first; the first that fails refutes the printed form."""
        self._set(self._printed, "search", instances)
        return instances

    def reading(
        self,
        text: str,
        *,
        symbol: str | None = None,
        to: Callable | None = None,
        hypothesis: Callable | None = None,
        draw: Callable[[np.random.Generator], Instance] | None = None,
        corrected: bool = False,
    ) -> None:
        """A reading that is tried: one more hypothesis, or one symbol and what it is changed to; see :class:`Reading`."""
        self._readings.append(Reading(text, symbol, to, hypothesis, draw, corrected))

    def derivation(self, function: F) -> F:
        """The proof with no size fixed."""
        self._set(self._parts, "derivation", function)
        return function

    def tie(self, hypotheses: dict[str, str]) -> None:
        """Which assumption a hypothesis of the derivation is, where it has not its name; or what else, by one of ``KINDS``."""
        self._set(self._parts, "ties", hypotheses)

    def rate(
        self,
        quantity: str,
        error: Callable[[float], float],
        steps: Sequence[float],
        *,
        order: float,
        constant: float | None = None,
    ) -> None:
        """The order of convergence; see :class:`Rate`."""
        self._set(self._parts, "rate", Rate(quantity, error, tuple(steps), order, constant))

    def checked(self) -> CheckedClaim:
        """The claim as it stands, frozen.

        Raises:
            LieTheoryError: a part is missing, or an assumption is neither dropped by a counterexample nor explained.
        """
        required = {"residual": "@claim.residual", "sample": "claim.draw(...)", "exact": "claim.draw(...)"}
        self._require(self._parts, required)
        if self._printed:
            self._require(
                self._printed,
                {"statement": "@claim.printed(...)", "conclusion": "@claim.printed(...)", "search": "@claim.search"},
            )
        names = [a.name for a in self._assumptions]
        ordered = sorted(self._counterexamples, key=lambda c: names.index(c.drops) if c.drops in names else len(names))
        return CheckedClaim(
            label=self.label,
            assumptions=tuple(self._assumptions),
            counterexamples=tuple(ordered),
            printed=Printed(**self._printed, readings=tuple(self._readings)) if self._printed else None,
            parts=tuple(self._parts_of_it),
            **self._parts,
        )

    def _require(self, parts: dict[str, Any], required: dict[str, str]) -> None:
        if missing := [name for name in required if name not in parts]:
            raise LieTheoryError(
                f"Claim({self.label!r})",
                f"{', '.join(required)}",
                f"no {', '.join(missing)}",
                f"Add {required[missing[0]]}.",
            )

    def _set(self, parts: dict[str, Any], name: str, value: Any) -> None:
        if name in parts:
            raise LieTheoryError(f"Claim({self.label!r})", f"one {name}", "a second one", "Keep one of them.")
        parts[name] = value

    @staticmethod
    def _kept(keep: Callable[[Callable], None], function: Callable | None):
        """Keep the function given, or return a decorator that keeps its function; the function itself is returned unchanged."""

        def decorate(function: Callable) -> Callable:
            keep(function)
            return function

        return decorate if function is None else decorate(function)


_GREEK = ("alpha", "beta", "gamma", "delta", "epsilon", "eta", "theta", "lambda", "mu", "nu", "sigma", "tau", "Sigma", "xi")


def _letter(name: str) -> str:
    r"""A letter as it is typed, as TeX between dollars.

    Examples:
        >>> _letter("u_c"), _letter("sigma"), _letter("W_0")
        ('$u_c$', '$\\sigma$', '$W_0$')
    """
    head, _, index = name.rstrip("_").partition("_")
    head = f"\\{head}" if head in _GREEK else head
    index = f"\\{index}" if index in _GREEK else index
    return f"${head}_{index}$" if index else f"${head}$"


def _shape(text: str) -> str:
    """A shape such as "d x n" as mathematics; a word as it is."""
    times = text.replace(" x ", r" \times ")
    return f"${times}$" if " x " in text or len(text) == 1 else text
