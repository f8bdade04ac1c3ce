"""An instance of a claim as Markdown: its matrices as matrices, its numbers exact where they are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass
from fractions import Fraction
from numbers import Number, Real

import numpy as np

from lietheory.algebra import LieAlgebra
from lietheory.proof.instances import Instance
from lietheory.rendering.mathematics import is_shown_whole, matrix, name, number

_BOOKKEEPING = ("sizes", "free")
_MATRICES = 4  # of a list of generators; the others are counted
_RATIONAL = re.compile(r"-?[0-9]+/[0-9]+")  # as records write it
_SIDE = 12  # a generator of a larger space is described by its shape


def instance_markdown(instance: Instance) -> str:
    """The values of an instance by name, as one list.

    Examples:
        >>> print(instance_markdown({"u": np.array([[0, -1], [1, 0]]), "eta": 0.5, "boundary": "zero"}))
        - $u = \\begin{pmatrix} 0 & -1 \\\\ 1 & 0 \\end{pmatrix}$
        - $\\eta = 0.5$
        - boundary: zero
    """
    shown = [line for key, value in instance.items() if key not in _BOOKKEEPING for line in _lines(key, value)]
    return "\n".join(f"- {line}" for line in shown)


def _lines(key: str, value: object) -> Iterator[str]:
    """The lines of one value: numbers and arrays as mathematics, the parts of what has parts, a word as it is."""
    value = _plain_value(value)
    if isinstance(value, LieAlgebra):
        yield f"{_words(key)}: of dimension {value.dimension}, spanned by " + _list("L", value.generators)
    elif isinstance(value, Real | complex | np.complexfloating):
        yield f"${name(key)} = {number(value)}$"
    elif isinstance(value, np.ndarray):
        yield from _array(key, value)
    elif parts := _parts(key, value):
        for part, inner in parts.items():
            yield from _lines(part, inner)
    elif not callable(value) and (text := _described(value)):
        yield f"{_words(key)}: {text}"


def _plain_value(value: object) -> object:
    """Numbers written as text, and lists of numbers, as numbers and arrays; anything else as it is."""
    if isinstance(value, str) and _RATIONAL.fullmatch(value):
        return Fraction(value)
    if isinstance(value, tuple | list) and len(value):
        return _read(value)
    return value


def _read(value: Sequence) -> np.ndarray | Sequence:
    """Nested lists as an array, if they are one of numbers; rationals may be written as text, as records write them."""
    try:
        read = np.array(value, dtype=object)
        entries = [Fraction(v) if isinstance(v, str) and _RATIONAL.fullmatch(v) else v for v in read.ravel()]
    except ValueError:
        return value
    if not all(isinstance(v, Number) for v in entries):
        return value
    return np.array([*entries, None], dtype=object)[:-1].reshape(read.shape)


def _parts(key: str, value: object) -> dict[str, object]:
    """The named fields, or the numbered members, of what is made of several values."""
    if isinstance(value, tuple) and (names := getattr(value, "_fields", None)):  # a named tuple
        return {f"{key}_{field}": part for field, part in zip(names, value, strict=True)}
    if isinstance(value, tuple | list):
        return {f"{key}_{place}": part for place, part in enumerate(value, start=1)}
    if is_dataclass(value) and type(value).__repr__ is not object.__repr__ and str(value).startswith(type(value).__name__ + "("):
        return {f"{key}_{field.name}": getattr(value, field.name) for field in fields(value)}
    return {}


def _is_numeric(array: np.ndarray) -> bool:
    return array.dtype.kind != "O" or all(isinstance(v, Number) for v in array.ravel())


def _array(key: str, array: np.ndarray) -> Iterator[str]:
    if not _is_numeric(array):
        yield f"{_words(key)}: {_size(array.shape)} values"
    elif not array.size:
        yield f"{_words(key)}: none"
    elif array.ndim == 0:
        yield f"${name(key)} = {number(array.item())}$"
    elif array.ndim <= 2:
        yield f"${name(key)} = {matrix(array)}$" + ("" if is_shown_whole(array) else f", {_size(array.shape)}")
    elif array.ndim == 3 and max(array.shape[1:]) <= _SIDE:
        yield _list(key, array)
    else:
        yield f"${name(key)}$: {_size(array.shape)} numbers"


def _list(key: str, matrices: np.ndarray) -> str:
    """A list of matrices, numbered from 0; with many of them the first ones and how many follow."""
    if max(matrices.shape[1:], default=0) > _SIDE:
        return f"{len(matrices)} matrices, {_size(matrices.shape[1:])}"
    shown = [f"${name(key)}[{k}] = {matrix(m)}$" for k, m in enumerate(matrices[:_MATRICES])]
    rest = len(matrices) - len(shown)
    return ", ".join(shown) + (f", and {rest} more" if rest else "")


def _size(shape: tuple[int, ...]) -> str:
    times = r" \times "
    return f"${times.join(map(str, shape))}$"


def _words(key: str) -> str:
    return key.replace("_", " ") if len(key) > 1 else f"${key}$"


def _described(value: object) -> str:
    """The text of a value that is not an array; empty where it is an address in memory or too long for a page."""
    text = "none" if value is None else str(value)
    if text.startswith("x -> "):
        return f"${function(text)}$"
    return "" if text.startswith("<") or "object at 0x" in text or len(text) > 300 else text


_SIGNS = ((" -> ", r" \mapsto "), (" . ", r" \cdot "), ("sum_", r"\sum_"), ("max(", r"\max("), ("tanh(", r"\tanh("))
_ARRAY = re.compile(r"\[\[?[-0-9./, \]\[e]*\]")
_NUMBER = re.compile(r"(?<![\w.])[0-9]+\.[0-9]+(?:e-?[0-9]+)?(?![\w.])")


def function(text: str) -> str:
    """A function of x as it is written in code, as LaTeX.

    Examples:
        >>> print(function("x -> 1.0 + [1/2, -3] . max(x, 0)"))
        x \\mapsto 1 + (\\tfrac{1}{2},\\; -3) \\cdot \\max(x, 0)
    """
    text = _ARRAY.sub(lambda m: matrix(_parsed(m[0])), text)
    text = _NUMBER.sub(lambda m: number(float(m[0])), text)
    for typed, latex in _SIGNS:
        text = text.replace(typed, latex)
    return text


def _parsed(text: str) -> np.ndarray:
    rows = [[Fraction(v) for v in row.split(",") if v.strip()] for row in re.split(r"\]\s*,\s*\[", text.strip("[] "))]
    values = [[v if "." not in text else float(v) for v in row] for row in rows]
    return np.array(values if text.startswith("[[") else values[0], dtype=object)
