"""Hypotheses that are the goal itself: up to a factor, a transpose, invertible factors, or by way of letters that stand for
nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

import numpy as np

from lietheory.algebra import rank
from lietheory.proof.normaliser import Context, Equation
from lietheory.proof.scalars import scalar
from lietheory.proof.words import Expression, Letter, Word, identity, proportional, zero


@dataclass(frozen=True)
class _Known:
    """left - right of a hypothesis, or of several that were joined, and their names."""

    names: tuple[str, ...]
    difference: Expression


def circle(goal: Expression, equations: Iterable[Equation], context: Context, *, factors: bool = True) -> str | None:
    """The names of the hypotheses that are the goal ``goal = 0`` in disguise, or None.

    Args:
        goal: start - end of a chain.
        equations: the hypotheses that this chain uses as rules. What else is known of a letter makes a link no other link.
        context: letters known to be invertible or symmetric, without rewrite rules.
        factors: a hypothesis that is the goal up to invertible factors counts as well.
    """
    known = [_Known((e.name,), context.normal_form(e.left - e.right)) for e in equations]
    wanted = _core(goal, context) if factors else context.normal_form(goal)
    for candidate in _joined(known, _letters(goal), context):
        for side in (candidate.difference, candidate.difference.T):
            forms = _up_to_factors(side, context) if factors else (context.normal_form(side),)
            if any(proportional(form, wanted) for form in forms):
                return " and ".join(candidate.names)
    return " and ".join(e.names[0] for e in known) if _spanned(context.normal_form(goal), known) else None


def _up_to_factors(difference: Expression, context: Context) -> Iterator[Expression]:
    """P (difference) Q without the invertible letters that all words begin or end with, for inverses P and Q of its words."""
    difference = context.normal_form(difference)
    yield (core := _core(difference, context))
    square = [w for w in core.terms if w and all(x.plain() in context.invertible for x in w)]
    inverses = [Expression(core.rows, core.columns, {w: scalar(1)}).inverse for w in square if core.rows == core.columns]
    for left, right in product([None, *inverses], repeat=2):
        moved = core if left is None else left @ core
        yield _core(moved if right is None else moved @ right, context)


def _core(expression: Expression, context: Context) -> Expression:
    """The normal form without the invertible letters that all its words begin or end with."""
    expression = context.normal_form(expression)
    while (left := _shared(expression, 0, context)) is not None:
        words = {word[1:]: c for word, c in expression.terms.items()}
        expression = Expression(left.shape[1], expression.columns, words)
    while (right := _shared(expression, -1, context)) is not None:
        words = {word[:-1]: c for word, c in expression.terms.items()}
        expression = Expression(expression.rows, right.shape[0], words)
    return expression


def _shared(expression: Expression, place: int, context: Context) -> Letter | None:
    """The invertible letter at that end of every word, if there is one."""
    ends = {word[place] if word else None for word in expression.terms}
    end = ends.pop() if len(ends) == 1 else None
    return end if end is not None and end.plain() in context.invertible else None


def _joined(known: list[_Known], in_goal: set[str], context: Context) -> Iterator[_Known]:
    """The equations among the hypotheses, and what is left of them when letters that only join two of them are put in."""
    equations = list(known)
    yield from equations
    while (pair := _link(equations, in_goal)) is not None:
        defining, other, letter = pair
        merged = _Known(defining.names + other.names, _put_in(other.difference, letter, _value(defining.difference, letter)))
        merged = _Known(merged.names, context.normal_form(merged.difference))
        equations = [e for e in equations if e not in (defining, other)] + [merged]
        yield merged


def _link(equations: list[_Known], in_goal: set[str]) -> tuple[_Known, _Known, Letter] | None:
    """An equation that says what a letter is, the only other equation with this letter, and the letter."""
    for defining in equations:
        for word, coefficient in defining.difference.terms.items():
            if len(word) != 1 or word[0] != word[0].plain() or word[0].name in in_goal or coefficient.symbols():
                continue
            letter = word[0]
            if sum(w.count(letter) for w in defining.difference.terms) > 1 or _others(defining, letter):
                continue
            having = [e for e in equations if e is not defining and letter.name in _letters(e.difference)]
            if len(having) == 1 and not any(x.inverted for w in having[0].difference.terms for x in w if x.name == letter.name):
                return defining, having[0], letter
    return None


def _others(equation: _Known, letter: Letter) -> bool:
    """Whether the letter occurs in the equation in any other way than as one word of its own."""
    return sum(x.name == letter.name for word in equation.difference.terms for x in word) > 1


def _value(difference: Expression, letter: Letter) -> Expression:
    """What the letter is if the difference vanishes."""
    coefficient = difference.terms[(letter,)]
    rest = Expression(difference.rows, difference.columns, {w: c for w, c in difference.terms.items() if w != (letter,)})
    return rest * (coefficient * -1).reciprocal()


def _put_in(expression: Expression, letter: Letter, value: Expression) -> Expression:
    """The expression with the value in place of the letter, and its transpose in place of the letter's."""
    total = zero(expression.rows, expression.columns)
    for word, coefficient in expression.terms.items():
        whole = identity(expression.rows)
        for x in word:
            single = Expression(*x.shape, {(x,): scalar(1)})
            whole = whole @ ((value.T if x.transposed else value) if x.name == letter.name else single)
        total = total + whole * coefficient
    return total


def _spanned(goal: Expression, known: list[_Known]) -> bool:
    """Whether adding multiples of the equations, so that words with a letter foreign to the goal cancel, leaves the goal.

    A sum of equations between words of the goal is no circle: it says more than each of them.
    """
    rows = [_rational(side) for e in known for side in (e.difference, e.difference.T)]
    wanted = _rational(goal)
    if wanted is None or not wanted:
        return False
    inside = _letters(goal)
    shape = (goal.rows, goal.columns)
    sides = [side for e in known for side in (e.difference, e.difference.T)]
    fit = [row for row, side in zip(rows, sides, strict=True) if row and (side.rows, side.columns) == shape]
    foreign = [row for row in fit if any(x.name not in inside for word in row for x in word)]
    plain = [row for row in fit if row not in foreign]
    return bool(foreign) and _in_span(wanted, fit) and not _in_span(wanted, plain)


def _rational(expression: Expression) -> dict[Word, Fraction] | None:
    """Word -> coefficient, None where a coefficient is no number."""
    if any(c.symbols() for c in expression.terms.values()):
        return None
    return {word: Fraction(c.value({})) for word, c in expression.terms.items()}


def _in_span(vector: dict[Word, Fraction], rows: list[dict[Word, Fraction]]) -> bool:
    words = list(dict.fromkeys(word for row in [*rows, vector] for word in row))
    table = np.array([[row.get(word, Fraction(0)) for word in words] for row in [*rows, vector]], dtype=object)
    return bool(rows) and rank(table) == rank(table[:-1])


def _letters(expression: Expression) -> set[str]:
    return {letter.name for word in expression.terms for letter in word}
