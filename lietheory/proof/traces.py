"""Traces of words: tr(A B) = tr(B A) and tr(A) = tr(A^T), in every dimension; tr(I) is the size."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from lietheory.errors import ShapeError
from lietheory.proof.normaliser import Context
from lietheory.proof.scalars import Scalar, symbol
from lietheory.proof.words import Expression, Word

Traces = Mapping[Word, Scalar]  # by the least of all words with one trace; the empty word stands for the scalars


@dataclass(frozen=True)
class Trace:
    """The trace of a square expression, a side of a chain."""

    expression: Expression

    def __post_init__(self) -> None:
        if self.expression.rows != self.expression.columns:
            raise ShapeError(
                f"Trace({self.expression})",
                "a square expression",
                f"{self.expression.rows} x {self.expression.columns}",
                "Only square matrices have a trace.",
            )

    def latex(self) -> str:
        return rf"\mathrm{{tr}}\left( {self.expression.latex()} \right)"

    __str__ = latex


def normal_traces(trace: Trace, context: Context) -> Traces:
    """The trace as scalar multiples of traces of cyclic words, letters cancelled across the ends too.

    Raises:
        NotProved: an inverse or a division that no hypothesis allows.
    """
    total: dict[Word, Scalar] = {}
    for word, coefficient in context.normal_form(trace.expression).terms.items():
        key = _least(_cancelled_across(word), context)
        value = coefficient if word else coefficient * symbol(trace.expression.rows)
        total[key] = total.get(key, Scalar()) + value
    return {word: value for word, value in total.items() if value}


def _cancelled_across(word: Word) -> Word:
    """Without a last letter that is the inverse of the first; tr(A B A^-1) = tr(B)."""
    while len(word) >= 2 and word[-1] == word[0].inverse_or_none():
        word = word[1:-1]
    return word


def _least(word: Word, context: Context) -> Word:
    """The least among the rotations of a word and of its transpose, symmetric letters without their transpose."""
    flipped = (letter.transpose() for letter in reversed(word))
    turned = tuple(replace(x, transposed=False) if x.plain() in context.symmetric else x for x in flipped)
    rotations = [w[k:] + w[:k] for w in (word, turned) for k in range(max(len(w), 1))]
    return min(rotations, key=repr)
