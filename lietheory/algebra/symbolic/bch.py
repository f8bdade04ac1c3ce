"""The Baker-Campbell-Hausdorff series Z = log(exp X exp Y), in letters, in matrices and in a Lie algebra."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from math import factorial
from numbers import Integral
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike

from lietheory.algebra.algebra_arguments import AlgebraLike, as_algebra
from lietheory.algebra.lie_algebra import LieAlgebra
from lietheory.algebra.linalg.dispatch import tensordot
from lietheory.arrays import as_array, exact_array, is_exact
from lietheory.errors import ShapeError, shown
from lietheory.symbolic_arguments import as_symbolic_matrix

if TYPE_CHECKING:
    import sympy

HIGHEST_ORDER = 10  # 2^order words, and order^2 products of as many

Words = dict[str, Fraction]


@dataclass(frozen=True, eq=False, repr=False)
class CampbellHausdorffSeries:
    """log(exp X exp Y) to some order, as a combination of Lie brackets of X and Y.

    Args:
        order: the number of letters of the longest bracket.
        coefficients: Lyndon word -> rational. The word w stands for the bracket
            [[u], [v]] with v its longest proper Lyndon suffix and w = uv; these brackets are a basis
            of the free Lie algebra, so the coefficients are unique.
    """

    order: int
    coefficients: dict[str, Fraction]

    def evaluate(self, X: ArrayLike, Y: ArrayLike, algebra: AlgebraLike | None = None) -> np.ndarray | sympy.Matrix:
        """The series at two matrices, or at two elements of an algebra in coordinates.

        Args:
            X: a square matrix, NumPy's or SymPy's; with ``algebra``, coordinates (n_L,) in its generators.
            Y: the same for Y.
            algebra: whose structure constants form the brackets; a LieAlgebra, a basis of one, or a name.

        Returns:
            A matrix, or coordinates (n_L,): exact for exact input.

        Raises:
            ShapeError: X and Y do not fit each other or the algebra.

        Examples:
            >>> X, Y = np.array([[0, 1, 0], [0, 0, 0], [0, 0, 0]]), np.array([[0, 0, 0], [0, 0, 1], [0, 0, 0]])
            >>> bch(2).evaluate(2 * X, Y).tolist()
            [[0, 2, 1], [0, 0, 1], [0, 0, 0]]
        """
        if algebra is not None:
            return self._in_algebra(X, Y, as_algebra(algebra, "bch(order).evaluate(x, y, algebra)", "algebra"))
        if "sympy" in {type(value).__module__.partition(".")[0] for value in (X, Y)}:
            return self._in_sympy(X, Y)
        call = "bch(order).evaluate(X, Y)"
        X, Y = as_array(X, call, "X"), as_array(Y, call, "Y")
        if X.ndim != 2 or X.shape[0] != X.shape[1] or X.shape != Y.shape:
            raise ShapeError(
                call,
                "two square matrices of one size",
                f"shapes {X.shape} and {Y.shape}",
                "Give coordinates together with their algebra.",
            )
        X, Y = _numbers(X, Y)
        return _tidy(self._folded(X, Y, lambda A, B: A @ B - B @ A))

    def _in_algebra(self, x: ArrayLike, y: ArrayLike, algebra: LieAlgebra) -> np.ndarray:
        call = "bch(order).evaluate(x, y, algebra)"
        x, y = as_array(x, call, "x"), as_array(y, call, "y")
        if x.shape != (algebra.dimension,) or y.shape != x.shape:
            raise ShapeError(
                call,
                f"coordinates of shape ({algebra.dimension},)",
                f"shapes {x.shape} and {y.shape}",
                "Write both elements in the generators of the algebra.",
            )
        f = algebra.structure_constants
        x, y, _ = _numbers(x, y, f)
        return _tidy(self._folded(x, y, lambda a, b: tensordot(b, tensordot(a, f, 0, 0), 0, 0)))

    def _in_sympy(self, X: Any, Y: Any) -> sympy.Matrix:
        import sympy

        call = "bch(order).evaluate(X, Y)"
        X, Y = as_symbolic_matrix(X, call, "X"), as_symbolic_matrix(Y, call, "Y")
        if X.shape != Y.shape or X.rows != X.cols:
            raise ShapeError(
                "bch(order).evaluate(X, Y)",
                "two square matrices of one size",
                f"shapes {X.shape} and {Y.shape}",
                "Give matrices that can be multiplied.",
            )
        return self._folded(X, Y, lambda A, B: (A * B - B * A).applyfunc(sympy.expand)).applyfunc(sympy.expand)

    def _folded(self, X: Any, Y: Any, commutator: Callable[[Any, Any], Any]) -> Any:
        @cache
        def value(word: str) -> Any:
            return {"X": X, "Y": Y}[word] if len(word) == 1 else commutator(*map(value, standard_factors(word)))

        return sum((value(word) * _like(coefficient, X) for word, coefficient in self.coefficients.items()), start=X - X)

    def to_sympy(self) -> sympy.Expr:
        """The series as an expanded polynomial in the noncommuting letters X and Y."""
        import sympy

        letters = {letter: sympy.Symbol(letter, commutative=False) for letter in "XY"}
        total = _combination(self.coefficients)
        return sympy.Add(
            *(sympy.Rational(c.numerator, c.denominator) * sympy.Mul(*(letters[x] for x in word)) for word, c in total.items())
        )

    def _latex(self, printer: Any) -> str:
        """What ``sympy.latex`` prints: the brackets, with their coefficients."""
        return _summed({bracketed(word): c for word, c in self.coefficients.items()}, _latex_factor)

    def _repr_latex_(self) -> str:
        return f"${self._latex(None)}$"

    def __str__(self) -> str:
        return _summed({bracketed(word): c for word, c in self.coefficients.items()}, _factor)

    def __repr__(self) -> str:
        return f"CampbellHausdorffSeries({self})"


def bch(order: int) -> CampbellHausdorffSeries:
    """The Baker-Campbell-Hausdorff series log(exp X exp Y) = X + Y + [X, Y]/2 + ... to an order, exactly.

    Args:
        order: the number of letters of the longest brackets, 1 to 10.

    Raises:
        ShapeError: an order outside this range.

    Examples:
        >>> print(bch(3))
        X + Y + (1/2)[X,Y] + (1/12)[X,[X,Y]] + (1/12)[[X,Y],Y]
        >>> bch(2).to_sympy()
        X + X*Y/2 + Y - Y*X/2

    References:
        Dynkin 1947; the Lyndon basis of the free Lie algebra: Reutenauer 1993, section 4.
    """
    if not isinstance(order, Integral) or not 1 <= order <= HIGHEST_ORDER:
        raise ShapeError(
            f"bch({shown(order)})",
            f"an order from 1 to {HIGHEST_ORDER}",
            shown(order),
            "The number of words doubles with each order; use logm(expm(X) @ expm(Y)) for numbers.",
        )
    rest, coefficients = _logarithm(_exponentials(order), order), {}
    for word in sorted(rest, key=lambda word: (len(word), word)):
        # the bracket of a Lyndon word w is w plus later words, so the first word left is Lyndon
        if rest[word]:
            coefficients[word] = factor = rest[word]
            for other, value in expanded(word).items():
                rest[other] -= factor * value
    return CampbellHausdorffSeries(order, coefficients)


def standard_factors(word: str) -> tuple[str, str]:
    """A Lyndon word as uv with v its longest proper Lyndon suffix, which is its least proper suffix.

    Examples:
        >>> standard_factors("XXYXY")
        ('XXY', 'XY')
    """
    cut = min(range(1, len(word)), key=lambda i: word[i:])
    return word[:cut], word[cut:]


def bracketed(word: str) -> str:
    """The bracket of a Lyndon word, written out.

    Examples:
        >>> bracketed("XXY")
        '[X,[X,Y]]'
    """
    return word if len(word) == 1 else "[{},{}]".format(*map(bracketed, standard_factors(word)))


@cache
def expanded(word: str) -> dict[str, int]:
    """The bracket of a Lyndon word as a sum of words.

    Examples:
        >>> expanded("XXY")
        {'XXY': 1, 'XYX': -2, 'YXX': 1}
    """
    if len(word) == 1:
        return {word: 1}
    total: dict[str, int] = defaultdict(int)
    left, right = map(expanded, standard_factors(word))
    for u, a in left.items():
        for v, b in right.items():
            total[u + v] += a * b
            total[v + u] -= a * b
    return {w: value for w, value in total.items() if value}


def _exponentials(order: int) -> Words:
    """exp X exp Y - 1 to an order."""
    steps = ((i, j) for i in range(order + 1) for j in range(order + 1 - i) if i + j)
    return {"X" * i + "Y" * j: Fraction(1, factorial(i) * factorial(j)) for i, j in steps}


def _logarithm(W: Words, order: int) -> Words:
    """log(1 + W) = W - W^2 / 2 + ... to an order."""
    total, power = defaultdict(Fraction), W
    for k in range(1, order + 1):
        for word, value in power.items():
            total[word] += Fraction((-1) ** (k + 1), k) * value
        following: Words = defaultdict(Fraction)
        for u, a in power.items():
            for v, b in W.items():
                if len(u) + len(v) <= order:
                    following[u + v] += a * b
        power = following
    return total


def _combination(coefficients: Words) -> Words:
    total: Words = defaultdict(Fraction)
    for word, factor in coefficients.items():
        for other, value in expanded(word).items():
            total[other] += factor * value
    return {word: value for word, value in total.items() if value}


def _numbers(*arrays: np.ndarray) -> list[np.ndarray]:
    """Arrays of Python's own numbers if all are exact, which do not overflow; else of floats."""
    exact = all(map(is_exact, arrays))
    return [array.astype(object) if exact else array.astype(np.float64) for array in arrays]


def _tidy(value: np.ndarray) -> np.ndarray:
    return exact_array(value) if is_exact(value) else value


def _like(coefficient: Fraction, value: Any) -> Any:
    """A coefficient as the numbers it multiplies: a Fraction, a float, or SymPy's."""
    if isinstance(value, np.ndarray):
        return coefficient if is_exact(value) else float(coefficient)
    import sympy

    return sympy.Rational(coefficient.numerator, coefficient.denominator)


def _summed(terms: dict[str, Fraction], factor: Callable[[Fraction], str]) -> str:
    """Signs between the terms; the first one, X, has none."""
    return "".join(f" {'-' if c < 0 else '+'} {factor(abs(c))}{text}" for text, c in terms.items()).removeprefix(" + ")


def _latex_factor(c: Fraction) -> str:
    if c == 1:
        return ""
    return str(c) if c.denominator == 1 else rf"\tfrac{{{c.numerator}}}{{{c.denominator}}} "


def _factor(c: Fraction) -> str:
    return "" if c == 1 else f"({c})"
