"""Numbers, matrices and names as LaTeX."""

from __future__ import annotations

import re
from fractions import Fraction
from numbers import Integral, Rational
from typing import SupportsFloat

import numpy as np

from lietheory.proof.scalars import tex

_ROWS, _COLUMNS = 8, 8  # a larger matrix is shown by its corners
_SHOWN = 3  # of its rows, and of its columns, before the dots


def number(value: SupportsFloat | complex | np.complexfloating) -> str:
    """A number as LaTeX: exact ones as they are, floats to four digits.

    Examples:
        >>> [number(v) for v in (Fraction(-3, 2), Fraction(4), 0.5, 1 / 3, 2.5e-7, 0.0)]
        ['-\\\\tfrac{3}{2}', '4', '0.5', '0.3333', '2.5 \\\\cdot 10^{-7}', '0']
    """
    if isinstance(value, bool | np.bool_):
        return str(int(value))
    if isinstance(value, Integral):
        return str(int(value))
    if isinstance(value, Rational):
        sign = "-" if value < 0 else ""
        above, below = abs(value.numerator), value.denominator
        return f"{sign}{above}" if below == 1 else rf"{sign}\tfrac{{{above}}}{{{below}}}"
    if isinstance(value, complex | np.complexfloating):
        return f"{number(value.real)} + {number(value.imag)} i"
    return _float(float(value))


def _float(value: float) -> str:
    if not np.isfinite(value):
        return r"\text{nan}" if np.isnan(value) else r"\infty" if value > 0 else r"-\infty"
    digits, _, power = f"{value + 0.0:.4g}".partition("e")  # + 0.0 makes one zero of two
    return digits if not power else rf"{digits} \cdot 10^{{{int(power)}}}"


def matrix(array: np.ndarray) -> str:
    """A vector or a matrix as LaTeX; what is too large for a page keeps its corners.

    Examples:
        >>> print(matrix(np.array([[1, 0], [0, 1]])))
        \\begin{pmatrix} 1 & 0 \\\\ 0 & 1 \\end{pmatrix}
        >>> print(matrix(np.array([1.5, 2.0])))
        (1.5,\\; 2)
    """
    array = np.asarray(array)
    if array.ndim == 1:
        shown = [number(v) for v in array] if len(array) <= 2 * _COLUMNS else _elided([number(v) for v in array], r"\dots")
        return "(" + r",\; ".join(shown) + ")"
    rows = [[number(v) for v in row] for row in array]
    if array.shape[1] > _COLUMNS:
        rows = [_elided(row, r"\cdots") for row in rows]
    if len(rows) > _ROWS:
        rows = _elided(rows, [r"\vdots"] * len(rows[0]))
    return r"\begin{pmatrix} " + r" \\ ".join(" & ".join(row) for row in rows) + r" \end{pmatrix}"


def _elided(items: list, dots: object) -> list:
    return [*items[:_SHOWN], dots, items[-1]]


def is_shown_whole(array: np.ndarray) -> bool:
    """Whether :func:`matrix` shows every entry."""
    limits = (_ROWS, _COLUMNS) if np.ndim(array) == 2 else (2 * _COLUMNS,)
    return all(n <= limit for n, limit in zip(np.shape(array), limits, strict=True))


def name(text: str) -> str:
    """The name of a value as LaTeX: letters, Greek letters and their indices as such, words upright.

    Examples:
        >>> name("u_c"), name("lambda"), name("slope"), name("W_1")
        ('u_{c}', '\\\\lambda', '\\\\mathrm{slope}', 'W_{1}')
    """
    base, *index = text.split("_")
    if not index:
        return word(base)
    if not base:
        return rf"\mathrm{{{text}}}"
    below = r"\,".join(word(part) for part in index)
    return f"{word(base)}_{{{below}}}"


def greek(text: str) -> str:
    """A Greek letter by its name, with its backslash; anything else as it is."""
    return _MORE_GREEK.get(text) or tex(text)


_MORE_GREEK = {"eps": r"\epsilon", "kappa": r"\kappa", "omega": r"\omega", "Sigma": r"\Sigma"}
_FUNCTIONS = ("cos", "det", "dim", "exp", "ker", "log", "max", "min", "sin", "sup", "tanh")


def word(text: str) -> str:
    """A letter or a Greek letter as such, a function by its command, any other word upright."""
    if text in _FUNCTIONS:
        return "\\" + text
    return greek(text) if len(text) == 1 or greek(text) != text or text.isdigit() else rf"\mathrm{{{text}}}"


_UPRIGHT = re.compile(r"\\(?:text|mathrm|operatorname)\{[^{}]*\}|\\[A-Za-z]+|(?<![A-Za-z])[A-Za-z]{2,}")


def upright(latex: str) -> str:
    """LaTeX in which a name of several letters stands upright, as one name and not as a product.

    Examples:
        >>> upright(r"ones b + \\text{two words} \\mu")
        '\\\\mathrm{ones} b + \\\\text{two words} \\\\mu'
    """
    return _UPRIGHT.sub(lambda m: m[0] if m[0][0] == "\\" else rf"\mathrm{{{m[0]}}}", latex)


def exact_or_float(value: SupportsFloat) -> str:
    """A residual as LaTeX: a rational number as it is, a float to three digits."""
    return number(value) if isinstance(value, int | Fraction) else _float(float(f"{float(value):.3g}"))
