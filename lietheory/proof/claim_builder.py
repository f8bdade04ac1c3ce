"""The form in which a file states its claim: the statement, its assumptions, and functions marked with their part in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, TypeVar, final

import numpy as np

from lietheory.errors import LieTheoryError
from lietheory.proof.checked_claim import Assumption, CheckedClaim, Counterexample, Instance, Printed, Reading, applied
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
        self._assumptions: list[Assumption] = []
        self._counterexamples: list[Counterexample] = []

    def assume(self, name: str, text: str, *, unsharp: str | None = None) -> None:
        """A hypothesis; ``unsharp`` is the reason why no counterexample drops it, where none does."""
        self._assumptions.append(Assumption(name, text, unsharp))

    def residual(self, function: F) -> F:
        """How far an instance is from satisfying the corrected statement; its parameters name the entries it takes."""
        self._set(self._parts, "residual", partial(applied, function))
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

    def printed(self, statement: str, residual: Callable | None = None, *, remark: str = ""):
        """The statement as its source prints it, and how far an instance is from satisfying that."""
        self._set(self._printed, "statement", statement)
        self._set(self._printed, "remark", remark)
        return self._kept(lambda function: self._set(self._printed, "residual", partial(applied, function)), residual)

    def search(self, instances: F) -> F:
        """Instances that meet the printed assumptions, smallest first; the first that fails refutes the printed form."""
        self._set(self._printed, "search", instances)
        return instances

    def reading(self, text: str, residual: Callable | None = None):
        """What must be added to the printed statement for it to hold, and the residual of that."""
        return self._kept(lambda f: self._set(self._printed, "reading", Reading(text, partial(applied, f))), residual)

    def derivation(self, function: F) -> F:
        """The proof with no size fixed."""
        self._set(self._parts, "derivation", function)
        return function

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
                self._printed, {"statement": "@claim.printed(...)", "residual": "@claim.printed(...)", "search": "@claim.search"}
            )
        names = [a.name for a in self._assumptions]
        ordered = sorted(self._counterexamples, key=lambda c: names.index(c.drops) if c.drops in names else len(names))
        return CheckedClaim(
            label=self.label,
            assumptions=tuple(self._assumptions),
            counterexamples=tuple(ordered),
            printed=Printed(**self._printed) if self._printed else None,
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
