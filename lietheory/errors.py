"""The errors of the library, each with the call as typed, what it expected, what it got, and the cure."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

_LONGEST = 1000
"""Characters of a part of a message, of which a reader sees the beginning."""


def shown(value: object) -> str:
    """A value in a message, in at most 80 characters.

    Examples:
        >>> shown(3), shown(10**9999)
        ('3', 'a whole number of 33216 bits')
    """
    try:
        text = repr(value)
    except Exception as problem:  # the value is the user's, and so is whatever its repr raises
        bits = f"a whole number of {value.bit_length()} bits" if isinstance(value, int) else ""
        return bits or f"{type(value).__name__}, which cannot be written ({type(problem).__name__})"
    return text if len(text) <= 80 else f"{text[:77]}..."


class LieTheoryError(ValueError):
    """An error whose message names the call, what was expected, what was got, and the cure.

    Args:
        call: the call as its user typed it, e.g. ``"lt.so(p=0, q=0)"``.
        expected: what the call needs.
        got: what it was given.
        cure: what to do about it.
    """

    def __init__(self, call: str, expected: str, got: str, cure: str):
        super().__init__(call, expected, got, cure)  # args rebuild the error when it is pickled
        self.call, self.expected, self.got, self.cure = call, expected, got, cure

    def __str__(self) -> str:
        call, got = (f"{text[:_LONGEST]}..." if len(text) > _LONGEST else text for text in (self.call, self.got))
        return f"{call}: expected {self.expected}, got {got}. {self.cure}"


class ShapeError(LieTheoryError):
    """An array with the wrong number of axes, or with sizes that do not fit together."""


class PrecisionError(LieTheoryError):
    """Numbers a statement cannot be decided with: NaN, infinity, or too few digits."""


class RankError(LieTheoryError):
    """Linearly dependent input, a singular matrix, or fewer samples than the rank needs."""


class ClosureError(LieTheoryError):
    """A span of matrices that is not closed under the bracket."""


class UndecidedError(LieTheoryError):
    """Evidence that does not decide the question."""


class UnknownNameError(LieTheoryError):
    """A name that nothing is registered under; the nearest known names are suggested."""

    @classmethod
    def nearest(cls, call: str, kind: str, name: str, known: Iterable[str]) -> UnknownNameError:
        """The error for ``name``, suggesting the known names closest to it."""
        known = list(known)
        if not isinstance(name, str):
            return cls(call, f"the name of a {kind}", shown(name), f"Known: {', '.join(known)}.")
        name = name[:_LONGEST]
        close = difflib.get_close_matches(name.lower(), known, n=3, cutoff=0.4)
        cure = f"Did you mean {' or '.join(close)}?" if close else f"Known: {', '.join(known)}."
        return cls(call, f"a known {kind}", repr(name), cure)


class FileFormatError(LieTheoryError):
    """A file that is missing, truncated, or of another format."""


class NotDifferentiableError(LieTheoryError):
    """A model whose output has no usable derivative with respect to its input."""


@contextmanager
def in_call(call: str) -> Iterator[None]:
    """Errors raised inside the block name ``call``, which the user typed, instead of the function that raised them.

    Examples:
        >>> with in_call("discover(model, x, action)"):
        ...     raise RankError("svd(A)", "108 rows", "60", "Give more points.")
        Traceback (most recent call last):
        lietheory.errors.RankError: discover(model, x, action): expected 108 rows, got 60. Give more points.
    """
    try:
        yield
    except LieTheoryError as problem:
        raise type(problem)(call, problem.expected, problem.got, problem.cure) from problem
