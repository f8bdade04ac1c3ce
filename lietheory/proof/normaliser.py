"""Normal forms of matrix expressions modulo hypotheses, with every side condition registered.

What is used without a hypothesis: (A^T)^T = A, (A^-1)^-1 = A, I A = A, and the ring axioms. What
needs one: A^T = A (symmetric), A A^-1 = I and the very use of A^-1 (invertible), 1/a (not zero), and
rewriting by an equation. SymPy's matrix expressions do not serve: they cancel the inverse of a letter that is declared singular.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from lietheory.errors import LieTheoryError, ShapeError
from lietheory.proof.scalars import Scalar
from lietheory.proof.words import Expression, Letter, Word, zero

_FUEL = 200  # rewrites per expression; the derivations here need fewer than ten


class NotProved(Exception):
    """A step that the judge does not accept, and why."""


@dataclass(frozen=True)
class Equation:
    """The hypothesis left = right."""

    name: str
    left: Expression
    right: Expression

    def __post_init__(self) -> None:
        _ = self.left - self.right  # raises ShapeError unless the sides have one shape

    def latex(self) -> str:
        return f"{self.left.latex()} = {self.right.latex()}"


@dataclass(frozen=True)
class Use:
    """How a step uses the equation of that name: as a rule left -> right, after multiplying A (...) B, transposing, reversing."""

    name: str
    left: Expression | None = None
    right: Expression | None = None
    transposed: bool = False
    reversed: bool = False

    def of(self, equation: Equation) -> Equation:
        """The consequence of the equation that is used, its left side to be rewritten to its right side."""
        sides = [equation.right, equation.left] if self.reversed else [equation.left, equation.right]
        sides = [side.T for side in sides] if self.transposed else sides
        sides = [self.left @ side for side in sides] if self.left else sides
        sides = [side @ self.right for side in sides] if self.right else sides
        return Equation(equation.name, *sides)


@dataclass(frozen=True)
class Invertible:
    """The hypothesis that a square letter has an inverse."""

    name: str
    letter: Expression

    def __post_init__(self) -> None:
        square_letter(self.letter, f"Invertible({self.name!r})")

    def latex(self) -> str:
        return rf"{self.letter.latex()} \text{{ is invertible}}"


@dataclass(frozen=True)
class Symmetric:
    """The hypothesis that a square letter equals its transpose."""

    name: str
    letter: Expression

    def __post_init__(self) -> None:
        square_letter(self.letter, f"Symmetric({self.name!r})")

    def latex(self) -> str:
        return rf"{self.letter.latex()}^{{\top}} = {self.letter.latex()}"


@dataclass(frozen=True)
class NonZero:
    """The hypothesis that a monomial, and so each of its symbols, is not zero."""

    name: str
    scalar: Scalar

    def __post_init__(self) -> None:
        if len(self.scalar.terms) != 1:
            raise LieTheoryError(
                f"NonZero({self.name!r})",
                "one monomial",
                str(self.scalar),
                "a + b may be non-zero where a or b vanishes; name the sum by a symbol.",
            )

    def symbols(self) -> frozenset[str]:
        return self.scalar.symbols()

    def latex(self) -> str:
        return rf"{self.scalar.latex()} \neq 0"


Hypothesis = Equation | Invertible | Symmetric | NonZero


@dataclass(frozen=True)
class Context:
    """What a step may use: letters known invertible or symmetric, scalars known non-zero, and rules."""

    invertible: frozenset[Letter]
    symmetric: frozenset[Letter]
    nonzero: frozenset[str]
    rules: tuple[tuple[Word, Expression], ...] = ()

    @classmethod
    def of(cls, hypotheses: Iterable[Hypothesis], equations: Iterable[Equation] = ()) -> Context:
        """The context of these hypotheses, with ``equations`` (consequences of some) as rewrite rules."""
        hypotheses = tuple(hypotheses)
        bare = cls(
            frozenset(square_letter(h.letter, h.name) for h in hypotheses if isinstance(h, Invertible)),
            frozenset(square_letter(h.letter, h.name) for h in hypotheses if isinstance(h, Symmetric)),
            frozenset(s for h in hypotheses if isinstance(h, NonZero) for s in h.symbols()),
        )
        return replace(bare, rules=tuple(bare._rule(e) for e in equations))

    def _rule(self, equation: Equation) -> tuple[Word, Expression]:
        left, right = self.normal_form(equation.left), self.normal_form(equation.right)
        if len(left.terms) != 1:
            raise NotProved(f"{equation.name}: the left side {left} is not one word, so it is no rewrite rule")
        ((word, coefficient),) = left.terms.items()
        if not word:
            raise NotProved(f"{equation.name}: rewriting the identity matrix does not end")
        if len(coefficient.terms) != 1 or coefficient.symbols() - self.nonzero:
            raise NotProved(f"{equation.name}: divides by {coefficient}, not known to be different from zero")
        return word, self.normal_form(right * coefficient.reciprocal())

    def normal_form(self, expression: Expression) -> Expression:
        """The expression with letters cancelled and rules applied until none applies.

        Raises:
            NotProved: an inverse or a division that no hypothesis allows, or rules that do not end.
        """
        for _ in range(_FUEL):
            expression = self._reduced(expression)
            rewritten = self._rewritten_once(expression)
            if rewritten is None:
                return expression
            expression = rewritten
        raise NotProved(f"the rules do not end on {expression}")

    def _reduced(self, expression: Expression) -> Expression:
        total = zero(expression.rows, expression.columns)
        for word, coefficient in expression.terms.items():
            if missing := coefficient.divisors() - self.nonzero:
                raise NotProved(f"divides by {', '.join(sorted(missing))}, not known to be different from zero")
            total = total + Expression(expression.rows, expression.columns, {self._cancelled(word): coefficient})
        return total

    def _cancelled(self, word: Word) -> Word:
        stack: list[Letter] = []
        for letter in word:
            if letter.plain() in self.symmetric:
                letter = replace(letter, transposed=False)
            if letter.inverted and letter.plain() not in self.invertible:
                raise NotProved(f"uses the inverse of {letter.name}, not known to be invertible")
            if stack and stack[-1] == letter.inverse_or_none():
                stack.pop()
            else:
                stack.append(letter)
        return tuple(stack)

    def _rewritten_once(self, expression: Expression) -> Expression | None:
        for word, coefficient in expression.terms.items():
            for pattern, replacement in self.rules:
                for start in range(len(word) - len(pattern) + 1):
                    if word[start : start + len(pattern)] == pattern:
                        rest = Expression(
                            expression.rows, expression.columns, {w: s for w, s in expression.terms.items() if w != word}
                        )
                        return rest + _substituted(expression, word, start, len(pattern), replacement) * coefficient
        return None


def _substituted(whole: Expression, word: Word, start: int, length: int, replacement: Expression) -> Expression:
    terms = [
        Expression(whole.rows, whole.columns, {word[:start] + middle + word[start + length :]: s})
        for middle, s in replacement.terms.items()
    ]
    return sum(terms, start=zero(whole.rows, whole.columns))


def square_letter(expression: Expression, call: str) -> Letter:
    """The square letter that an expression is; raises for a product, a multiple or a sum.

    (a A)^T = a A implies nothing about A where a = 0, and A B may be symmetric where A is not.
    """
    words = [word for word, coefficient in expression.terms.items() if coefficient == 1]
    if len(expression.terms) != 1 or not words or len(words[0]) != 1 or words[0][0] != words[0][0].plain():
        raise LieTheoryError(call, "one letter", str(expression), "Give the letter a name of its own.")
    if expression.rows != expression.columns:
        raise ShapeError(call, "a square letter", f"{expression.rows} x {expression.columns}", "Only square ones can have it.")
    return words[0][0]
