"""Words in noncommuting letters: matrix expressions of symbolic size that know their shapes.

An expression is a sum of scalar multiples of words; a letter may be transposed and, if it is
square, inverted. A letter has a shape and no other property. What else a derivation uses
(symmetric, invertible, u H u^T = H, ...) is a hypothesis, applied in ``normaliser``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from lietheory.errors import ShapeError
from lietheory.proof.scalars import Scalar, scalar


@dataclass(frozen=True)
class Letter:
    """One occurrence of a named matrix in a word; ``rows`` and ``columns`` are those of the name."""

    name: str
    rows: str
    columns: str
    transposed: bool = False
    inverted: bool = False

    def __post_init__(self) -> None:
        if self.inverted and self.rows != self.columns:
            raise ShapeError(
                f"{self.name}^-1",
                "a square matrix",
                f"{self.rows} x {self.columns}",
                "Name the square product whose inverse is meant.",
            )

    @property
    def shape(self) -> tuple[str, str]:
        return (self.columns, self.rows) if self.transposed else (self.rows, self.columns)

    def transpose(self) -> Letter:
        return Letter(self.name, self.rows, self.columns, not self.transposed, self.inverted)

    def inverse(self) -> Letter:
        return Letter(self.name, self.rows, self.columns, self.transposed, not self.inverted)

    def plain(self) -> Letter:
        """The named matrix itself, neither transposed nor inverted."""
        return Letter(self.name, self.rows, self.columns)

    def inverse_or_none(self) -> Letter | None:
        return self.inverse() if self.rows == self.columns else None

    def latex(self) -> str:
        marks = ("-" if self.inverted else "") + (r"\top" if self.transposed else "1" if self.inverted else "")
        return f"{self.name}^{{{marks}}}" if marks else self.name


Word = tuple[Letter, ...]  # the empty word is an identity matrix


@dataclass(frozen=True)
class Expression:
    """A matrix of shape (rows, columns): scalar coefficients by word."""

    rows: str
    columns: str
    terms: Mapping[Word, Scalar]

    def __post_init__(self) -> None:
        for word in self.terms:
            inner = [size for letter in word for size in letter.shape]
            sizes = [self.rows, *inner, self.columns]
            if any(left != right for left, right in zip(sizes[::2], sizes[1::2], strict=True)):
                raise ShapeError(
                    "Expression(rows, columns, terms)",
                    f"words of shape {self.rows} x {self.columns}",
                    f"the sizes {' '.join(sizes)}",
                    "Build expressions with matrix, identity, + and @.",
                )

    def __add__(self, other: Expression) -> Expression:
        self._require_same_shape(other, "+")
        total = dict(self.terms)
        for word, coefficient in other.terms.items():
            total[word] = total.get(word, Scalar()) + coefficient
        return Expression(self.rows, self.columns, {w: s for w, s in total.items() if s})

    def __mul__(self, factor: Scalar | int | Fraction) -> Expression:
        return Expression(self.rows, self.columns, {w: p for w, s in self.terms.items() if (p := s * scalar(factor))})

    __rmul__ = __mul__

    def __neg__(self) -> Expression:
        return self * -1

    def __sub__(self, other: Expression) -> Expression:
        return self + -other

    def __matmul__(self, other: Expression) -> Expression:
        if self.columns != other.rows:
            raise ShapeError(
                f"({self}) ({other})",
                f"{self.columns} rows on the right",
                f"{other.rows}",
                "A product needs inner sizes that agree.",
            )
        product = zero(self.rows, other.columns)
        for w1, s1 in self.terms.items():
            for w2, s2 in other.terms.items():
                product = product + Expression(self.rows, other.columns, {w1 + w2: s1 * s2})
        return product

    @property
    def T(self) -> Expression:
        """The transpose, (AB)^T = B^T A^T."""
        return Expression(
            self.columns, self.rows, {tuple(letter.transpose() for letter in reversed(w)): s for w, s in self.terms.items()}
        )

    @property
    def inverse(self) -> Expression:
        """The inverse of one word of square letters, (AB)^-1 = B^-1 A^-1; raises ShapeError for anything else."""
        if len(self.terms) != 1 or self.rows != self.columns:
            raise ShapeError(
                f"({self})^-1",
                "one square word",
                f"{len(self.terms)} words, {self.rows} x {self.columns}",
                "Name the sum by a letter and give its definition as a hypothesis.",
            )
        ((word, coefficient),) = self.terms.items()
        return Expression(self.rows, self.columns, {tuple(x.inverse() for x in reversed(word)): coefficient.reciprocal()})

    def _require_same_shape(self, other: Expression, sign: str) -> None:
        if (self.rows, self.columns) != (other.rows, other.columns):
            raise ShapeError(
                f"({self}) {sign} ({other})",
                f"{self.rows} x {self.columns}",
                f"{other.rows} x {other.columns}",
                "Only matrices of one shape can be added.",
            )

    def latex(self) -> str:
        """The expression as LaTeX."""
        return " + ".join(_latex_term(w, s) for w, s in self.terms.items()).replace("+ -", "- ") or "0"

    __str__ = latex


def proportional(first: Expression, second: Expression) -> bool:
    """Whether one expression is a scalar multiple of the other, and neither is zero."""
    if not first.terms or set(first.terms) != set(second.terms):
        return False
    word = next(iter(first.terms))
    return all(first.terms[word] * second.terms[w] == second.terms[word] * first.terms[w] for w in first.terms)


def matrix(name: str, rows: str, columns: str | None = None) -> Expression:
    """The expression that is one letter of shape (rows, columns); square where one size is given."""
    return Expression(rows, columns or rows, {(Letter(name, rows, columns or rows),): scalar(1)})


def identity(size: str) -> Expression:
    """The identity matrix of a symbolic size."""
    return Expression(size, size, {(): scalar(1)})


def zero(rows: str, columns: str | None = None) -> Expression:
    """The zero matrix of a symbolic shape."""
    return Expression(rows, columns or rows, {})


def commutator(A: Expression, B: Expression) -> Expression:
    """A B - B A."""
    return A @ B - B @ A


def _latex_term(word: Word, coefficient: Scalar) -> str:
    text = " ".join(letter.latex() for letter in word) or "I"
    if coefficient == 1:
        return text
    if coefficient == -1:
        return "-" + text
    inner = coefficient.latex()
    return (rf"\left({inner}\right) " if len(coefficient.terms) > 1 else inner + " ") + text
