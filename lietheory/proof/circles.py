"""Hypotheses that are the goal itself: up to a factor, a transpose, invertible factors that cancel, or by way of a letter
that stands for nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lietheory.proof.bounds import AtMost
from lietheory.proof.normaliser import Context, Equation, Hypothesis, Invertible, Symmetric
from lietheory.proof.scalars import scalar
from lietheory.proof.words import Expression, Letter, proportional, zero


@dataclass(frozen=True)
class _Known:
    """left - right of a hypothesis, or of several that were joined, and their names."""

    names: tuple[str, ...]
    difference: Expression


def circle(goal: Expression, hypotheses: Iterable[Hypothesis | AtMost], context: Context) -> str | None:
    """The names of the hypotheses that are the goal ``goal = 0`` in disguise, or None.

    Args:
        goal: start - end of a chain.
        hypotheses: all of the derivation that are about words.
        context: letters known to be invertible or symmetric, without rewrite rules.
    """
    hypotheses = tuple(hypotheses)
    wanted = _core(goal, context)
    for known in _joined(hypotheses, _letters(goal), context):
        for side in (known.difference, known.difference.T):
            if proportional(_core(side, context), wanted):
                return " and ".join(known.names)
    return None


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


def _joined(hypotheses: tuple[Hypothesis | AtMost, ...], in_goal: set[str], context: Context) -> Iterator[_Known]:
    """The equations among the hypotheses, and what is left of them when letters that only join two of them are put in."""
    equations = [_Known((h.name,), context.normal_form(h.left - h.right)) for h in hypotheses if isinstance(h, Equation)]
    kept = in_goal | {name for h in hypotheses if not isinstance(h, Equation) for name in _named(h)}
    yield from equations
    while (pair := _link(equations, kept)) is not None:
        defining, other, letter = pair
        merged = _Known(defining.names + other.names, _put_in(other.difference, letter, _value(defining.difference, letter)))
        merged = _Known(merged.names, context.normal_form(merged.difference))
        equations = [e for e in equations if e not in (defining, other)] + [merged]
        yield merged


def _link(equations: list[_Known], kept: set[str]) -> tuple[_Known, _Known, Letter] | None:
    """An equation that says what a letter is, the only other equation with this letter, and the letter."""
    for defining in equations:
        for word, coefficient in defining.difference.terms.items():
            if len(word) != 1 or word[0] != word[0].plain() or word[0].name in kept or coefficient.symbols():
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
        product: Expression | None = None
        for x in word:
            single = Expression(*x.shape, {(x,): scalar(1)})
            factor = (value.T if x.transposed else value) if x.name == letter.name else single
            product = factor if product is None else product @ factor
        whole = Expression(expression.rows, expression.columns, {(): coefficient}) if product is None else product * coefficient
        total = total + whole
    return total


def _letters(expression: Expression) -> set[str]:
    return {letter.name for word in expression.terms for letter in word}


def _named(hypothesis: object) -> set[str]:
    """The letters that a hypothesis other than an equation is about."""
    if isinstance(hypothesis, AtMost):
        return _letters(hypothesis.expression)
    return _letters(hypothesis.letter) if isinstance(hypothesis, Invertible | Symmetric) else set()
