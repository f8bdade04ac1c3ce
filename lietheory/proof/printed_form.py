"""What a source prints, ready to be judged: its conclusion as equations between two sides, and readings of it.

A *conclusion* maps the entries of an instance to the two sides of what is printed. A *reading* keeps the
conclusion and adds one hypothesis, or changes one named symbol; its residual is the residual of these
sides and is never handed in. :mod:`lietheory.proof.verdicts` is the rule that judges them.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import partial
from types import CodeType, FunctionType, ModuleType
from typing import Any

import numpy as np

from lietheory.errors import LieTheoryError
from lietheory.proof.instances import Instance, Instances, applied, seen_by
from lietheory.proof.random_instances import relative


@dataclass(frozen=True, eq=False)
class Sides:
    """One printed equation, or inequality, at an instance: both sides and the scales that its defect is relative to."""

    left: Any
    right: Any
    scales: tuple[Any, ...] = ()
    at_most: bool = False

    def residual(self) -> float | Fraction:
        """How far the left side is from the right one; how far above it, for an inequality."""
        difference = _of_one_shape(self.left, self.right)
        if self.at_most:
            return max(0 * difference.ravel()[0], *difference.ravel())
        defect = relative(difference, *self.scales)
        return Fraction(int(defect.numerator), int(defect.denominator)) if isinstance(defect, Fraction) else defect

    def mutants(self) -> Iterator[Sides]:
        """Other conclusions about the same instance: twice the right side, its negative; the inequality reversed."""
        if self.at_most:
            yield Sides(self.right, self.left, self.scales, at_most=True)
        else:
            yield Sides(self.left, 2 * np.asarray(self.right), self.scales)
            yield Sides(self.left, -np.asarray(self.right), self.scales)


def _of_one_shape(left: object, right: object) -> np.ndarray:
    one, other = np.asarray(left), np.asarray(right)
    if one.shape != other.shape:
        raise LieTheoryError("the sides of a printed equation", f"one shape, {one.shape}", f"{other.shape}", "Mend the sides.")
    return np.asarray(one - other)


def equal(left: Any, right: Any, *scales: Any) -> Sides:
    """The equation left = right, its defect relative to the scales.

    Examples:
        >>> equal(3, 2).residual(), [m.right.item() for m in equal(3, 2).mutants()]
        (Fraction(1, 1), [4, -2])
    """
    return Sides(left, right, scales)


def at_most(left: float | Fraction, right: float | Fraction) -> Sides:
    """The inequality left <= right of two numbers.

    Examples:
        >>> float(at_most(3, 2).residual()), float(at_most(2, 3).residual())
        (1.0, 0.0)
    """
    return Sides(left, right, (), at_most=True)


def same_truth(left: bool, right: bool) -> Sides:
    """'If and only if' at an instance: both are true, or neither is.

    Examples:
        >>> same_truth(True, False).residual(), same_truth(False, False).residual()
        (Fraction(2, 1), Fraction(0, 1))
    """
    return Sides(1 if left else -1, 1 if right else -1)


Conclusion = Callable[[Instance], "Sides | tuple[Sides, ...]"]
Symbols = Mapping[str, Callable[..., Any]]


@dataclass(frozen=True, eq=False)
class Reading:
    """What the authors may mean: the printed conclusion under one more hypothesis, or with one symbol changed.

    Attributes:
        text: what is added or changed.
        symbol: the name of the entry that is changed; None where a hypothesis is added.
        to: its new value, from the other entries.
        hypothesis: whether an instance satisfies the added hypothesis; None where a symbol is changed.
        draw: a random instance, which the hypothesis has to admit; the claim's own samples by default.
        corrected: the reading is the corrected statement, and its page says so.
    """

    text: str
    symbol: str | None = None
    to: Callable[..., Any] | None = None
    hypothesis: Callable[..., bool] | None = None
    draw: Callable[[np.random.Generator], Instance] | None = None
    corrected: bool = False

    def __post_init__(self) -> None:
        changes, adds = self.symbol is not None and self.to is not None, self.hypothesis is not None
        if changes == adds or (self.symbol is None) != (self.to is None):
            raise LieTheoryError(
                f"reading({self.text!r})",
                "one added hypothesis, or one symbol and what it is changed to",
                "both" if changes else "neither",
                'Give hypothesis=..., or symbol="W" and to=....',
            )


@dataclass(frozen=True, eq=False)
class Printed:
    """The printed statement, ready to be judged.

    Attributes:
        statement: word for word, as short as it can be.
        conclusion: the sides of the printed equations at an instance.
        search: instances that meet the printed hypotheses, smallest first; the first that fails is the smallest counterexample.
        symbols: what the print says of entries that a reading may change, from the others; it replaces theirs.
        readings: those that were tried.
        premise: whether entries meet the printed hypotheses, by the names of entries; without one, all that fit together do.
        named: instances that the source itself names as covered; a hypothesis that excludes one of them is no reading.
        parts: of the corrected statement, those that the printed form is; all of them by default.
        exact: no counterexample is expected, so that no reading has to be tried.
        remark: where the printed form is loose in a way no residual shows.
    """

    statement: str
    conclusion: Conclusion
    search: Callable[[], Instances]
    symbols: Symbols = field(default_factory=dict)
    readings: tuple[Reading, ...] = ()
    premise: Callable[..., bool] | None = None
    named: Callable[[], Instances] = tuple
    parts: tuple[str, ...] = ()
    exact: bool = False
    remark: str = ""

    def sides(self, instance: Instance, reading: Reading | None = None) -> tuple[Sides, ...]:
        """The printed equations at an instance, its symbols as printed but for the one that a reading changes."""
        symbols = dict(self.symbols)
        if reading is not None and reading.symbol is not None and reading.to is not None:
            symbols[reading.symbol] = reading.to
        given = instance | {name: applied(value, instance) for name, value in symbols.items()}
        sides = self.conclusion(given)
        if isinstance(sides, Sides):
            return (sides,)
        if not (isinstance(sides, tuple) and all(isinstance(s, Sides) for s in sides)):
            raise LieTheoryError(
                "a printed conclusion",
                "both sides of each equation, p.equal(left, right)",
                repr(sides)[:60],
                "Return p.equal(...), p.at_most(...), p.same_truth(...) or a tuple of them, not a residual.",
            )
        return sides

    def meets(self, instance: Instance) -> bool:
        """Whether an instance meets the printed hypotheses."""
        return self.premise is None or bool(applied(self.premise, instance))

    def seen(self, instance: Instance) -> Instance:
        """The entries that the printed conclusion reads: a hypothesis may be about these and about nothing else."""
        conclusion = self.conclusion.args[0] if isinstance(self.conclusion, partial) and self.conclusion.func is applied else None
        return instance if conclusion is None else seen_by(conclusion, instance)

    def read(self, instance: Instance, reading: Reading) -> Instance:
        """The entries that the conclusion reads, or the symbols in it that the others determine."""
        makers = [function for name, function in self.symbols.items() if name != reading.symbol]
        makers += [reading.to] if reading.to is not None else []
        determined = {*self.symbols, reading.symbol}
        seen = {name: value for name, value in self.seen(instance).items() if name not in determined}
        return seen | {name: value for maker in makers for name, value in seen_by(maker, instance).items()}

    def residual(self, instance: Instance, reading: Reading | None = None) -> float | Fraction:
        """The largest defect of the printed equations; zero where the instance meets no premise of them."""
        return max((side.residual() for side in self.sides(instance, reading)), key=_size, default=Fraction(0))


def vanishes(value: float | Fraction, tolerance: float) -> bool:
    """Whether a residual is zero where it is exact, at most the tolerance where it is not; NaN is neither."""
    return value == 0 if isinstance(value, int | Fraction | np.integer) else bool(abs(value) <= tolerance)


def _size(value: float | Fraction) -> float | Fraction:
    """NaN, which no comparison orders, is worse than every number."""
    return np.inf if isinstance(value, float | np.floating) and np.isnan(value) else value


def require_independent(reading: Reading, forbidden: Mapping[str, Callable], call: str) -> None:
    """Refuse a reading that computes the conclusion, or the corrected residual, in order to decide what it changes.

    Args:
        reading: its hypothesis, its new symbol and its draws are looked through, with the functions of the
            claims that they call.
        forbidden: name -> function that none of them may reach.
        call: of the message.

    Raises:
        LieTheoryError: one of them is reached.
    """
    codes = {code: name for name, function in forbidden.items() for code in _own_code(function)}
    for part, function in {"hypothesis": reading.hypothesis, "symbol": reading.to, "draw": reading.draw}.items():
        reached = {codes[code] for code in _reached(function) if code in codes} if function else set()
        if reached:
            raise LieTheoryError(
                call,
                f"a {part} that is stated without the conclusion",
                f"one that runs {', '.join(sorted(reached))}",
                "State the hypothesis or the symbol by the entries of the instance.",
            )


def _own_code(function: Any) -> list[CodeType]:
    return [f.__code__ for f in _unwrapped(function)]


def _unwrapped(function: Any) -> Iterator[FunctionType]:
    """The plain functions in a value: under partial with its arguments, in a collection, under a cache or a decorator."""
    if isinstance(function, partial):
        for part in (function.func, *function.args, *function.keywords.values()):
            yield from _unwrapped(part)
    elif isinstance(function, list | tuple | dict):
        for part in function.values() if isinstance(function, dict) else function:
            yield from _unwrapped(part)
    elif callable(function) and isinstance(plain := inspect.unwrap(function), FunctionType):
        yield plain


def _reached(function: Any) -> Iterator[CodeType]:
    """The code of a function and of all functions of its package and of the claims that it names, holds or takes as defaults."""
    waiting = list(_unwrapped(function))
    home, seen = {f.__module__.partition(".")[0] for f in waiting}, set()
    while waiting:
        current = waiting.pop()
        package, _, rest = current.__module__.partition(".")
        if current.__code__ in seen or not (rest.startswith("claims.") if package == "lietheory" else package in home):
            continue
        seen.add(current.__code__)
        inner = [current.__code__]
        for code in inner:
            inner += [c for c in code.co_consts if isinstance(c, CodeType)]
        yield from inner
        names = {name for code in inner for name in code.co_names}
        named = [value for name, value in current.__globals__.items() if name in names]
        named += [value for module in named if isinstance(module, ModuleType) for n, value in vars(module).items() if n in names]
        held = [cell.cell_contents for cell in current.__closure__ or ()] + list(current.__defaults__ or ())
        waiting += [f for value in [*named, *held] for f in _unwrapped(value)]
