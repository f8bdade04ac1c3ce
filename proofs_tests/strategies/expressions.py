"""Noncommuting words and index sums, drawn together with exact matrices that satisfy the hypotheses drawn."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import numpy as np
from hypothesis import strategies as st

from lietheory.errors import ShapeError
from lietheory.proof.index_arithmetic import Index, Place
from lietheory.proof.index_sums import IndexSum, component, delta
from lietheory.proof.normaliser import Context, Equation, Hypothesis, Invertible, NonZero, Symmetric, Use
from lietheory.proof.random_instances import rational, rational_invertible, rational_orthogonal
from lietheory.proof.scalars import Scalar, scalar, symbol
from lietheory.proof.words import Expression, identity, matrix, zero

SIZES = {"d": 2, "n": 3}
A, B, S, Q, u = (matrix(name, "d") for name in ("A", "B", "S", "Q", "u"))
X, Y, Z = matrix("X", "d", "n"), matrix("Y", "n", "d"), matrix("Z", "n")
BETWEEN = {("d", "d"): (A, A.T, B, B.T, S, S.T, Q, Q.T, u, u.T), ("n", "n"): (Z, Z.T), ("d", "n"): (X, Y.T), ("n", "d"): (Y, X.T)}


@dataclass(frozen=True, eq=False)
class World:
    """Hypotheses, the equations used as rules, and exact matrices that satisfy these and as little else as possible."""

    hypotheses: tuple[Hypothesis, ...]
    uses: tuple[Use, ...]
    binding: Mapping[str, object]

    @property
    def context(self) -> Context:
        equations = {h.name: h for h in self.hypotheses if isinstance(h, Equation)}
        return Context.of(self.hypotheses, [use.of(equations[use.name]) for use in self.uses])

    def has(self, name: str) -> bool:
        return any(h.name == name for h in self.hypotheses)


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """Each hypothesis is there or not; where it is not, the matrix breaks it (a singular u, S not symmetric, a = 0)."""
    there = {name: draw(st.booleans()) for name in ("symmetric", "invertible", "nonzero", "orthogonal", "definition")}
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    d, n = SIZES["d"], SIZES["n"]
    any_A, any_S, any_X, any_Y, any_Z = (rational(rng.integers(-3, 4, s)) for s in ((d, d), (d, d), (d, n), (n, d), (n, n)))
    binding = {
        "A": any_A,
        "X": any_X,
        "Y": any_Y,
        "Z": any_Z,
        "a": Fraction(int(rng.integers(1, 4)), 2) if there["nonzero"] else Fraction(0),
        "S": any_S + any_S.T if there["symmetric"] else any_S + rational(np.eye(d, k=1, dtype=int) * 7),
        "u": rational_invertible(rng, d) if there["invertible"] else rational(np.outer(rng.integers(-2, 3, d), [1] * d)),
        "Q": rational_orthogonal(rng, d) if there["orthogonal"] else any_A + any_S,
    }
    binding["B"] = binding["X"] @ binding["Y"] + any_A if there["definition"] else any_S - any_A
    every = (
        Symmetric("symmetric", S),
        Invertible("invertible", u),
        NonZero("nonzero", symbol("a")),
        Equation("orthogonal", Q @ Q.T, identity("d")),
        Equation("definition", B, X @ Y + A),
    )
    uses = tuple(Use(name) for name in ("orthogonal", "definition") if there[name])
    return World(tuple(h for h in every if there[h.name]), uses, binding)


@st.composite
def expressions(draw: st.DrawFn, world: World, rows: str = "d", columns: str = "d") -> Expression:
    """A sum of one to three words; letters are inverted, and scalars divided by, only where the world allows it."""
    total = zero(rows, columns)
    for _ in range(draw(st.integers(1, 3))):
        word = draw(_words(world, rows, columns))
        total = total + word * draw(coefficients(world))
    return total


@st.composite
def _words(draw: st.DrawFn, world: World, rows: str, columns: str) -> Expression:
    inner = draw(st.lists(st.sampled_from(["d", "d", "n"]), max_size=4))
    path = [rows, *inner, columns] if inner or rows != columns or draw(st.booleans()) else [rows]
    word = identity(rows)
    for left, right in pairwise(path):
        letters = BETWEEN[left, right] + ((u.inverse, u.inverse.T) if world.has("invertible") and left == right == "d" else ())
        word = word @ draw(st.sampled_from(letters))
    return word


def coefficients(world: World) -> st.SearchStrategy[Scalar]:
    """Rational multiples of a power of a, negative powers only where a is not zero."""
    powers = [scalar(1), symbol("a")] + ([symbol("a").reciprocal()] if world.has("nonzero") else [])
    return st.builds(lambda p, q: p * Fraction(q, 2), st.sampled_from(powers), st.integers(-3, 3))


DIAGONAL = tuple(Index(name, "d") for name in ("i", "j", "k"))
ACROSS = tuple(Index(name, "n") for name in ("i", "p"))  # the name i also runs over the other range
ROUND = tuple(Index(name, "n", circular=True) for name in ("p", "r"))  # a circular line, and the name p on both kinds
LINES = (DIAGONAL, ACROSS, ROUND)
TENSORS = {
    "x": rational(np.array([1, -2])),
    "y": rational(np.array([3, 5])),
    "z": rational(np.array([2, 0, -1])),
    "M": rational(np.array([[1, 2], [-1, 3]])),
    "R": rational(np.array([[1, 0, 4], [2, -3, 1]])),
}

Value = Callable[[Mapping[Index, int]], Fraction]


@st.composite
def places(draw: st.DrawFn, line: tuple[Index, ...]) -> tuple[Index | Place, Callable[[Mapping[Index, int]], int]]:
    """A place on the line of these indices, and where it is: an index, moved by another one of any line and by an integer."""
    index, by = draw(st.sampled_from(line)), draw(st.one_of(st.none(), st.sampled_from(DIAGONAL + ACROSS + ROUND)))
    sign, constant = draw(st.sampled_from([1, -1])), draw(st.sampled_from([0, 0, 1, -1]))
    place = index if by is None else index + by if sign == 1 else index - by
    modulus = SIZES[index.size] if index.circular else 10**9

    def where(at: Mapping[Index, int]) -> int:
        return (at[index] + (sign * at[by] if by else 0) + constant) % modulus

    return place + constant if constant else place, where


@st.composite
def _leaves(draw: st.DrawFn) -> tuple[IndexSum, Value]:
    """An entry of a tensor, zero off the ends of a line, or a delta."""
    name, lines = draw(
        st.sampled_from(
            [("x", "i"), ("y", "i"), ("z", "p"), ("z", "r"), ("M", "ii"), ("R", "ip"), ("R", "ir")] + [("delta", "?")] * 4
        )
    )
    lines = draw(st.sampled_from(["ii", "pp", "rr"])) if lines == "?" else lines
    slots = [draw(places({"i": DIAGONAL, "p": ACROSS, "r": ROUND}[line])) for line in lines]
    if name == "delta":
        (first, at_first), (second, at_second) = slots
        return delta(first, second), lambda at: Fraction(int(at_first(at) == at_second(at)))

    def value(at: Mapping[Index, int]) -> Fraction:
        where = tuple(f(at) for _, f in slots)
        inside = all(p < n for p, n in zip(where, TENSORS[name].shape, strict=True))
        return Fraction(TENSORS[name][where]) if inside else Fraction(0)

    return component(name, *(place for place, _ in slots)), value


def _combined(children: st.SearchStrategy) -> st.SearchStrategy:
    both = st.tuples(children, children)
    return st.one_of(
        both.map(lambda p: _try(lambda: p[0][0] * p[1][0], lambda at: p[0][1](at) * p[1][1](at), p[0])),
        both.map(lambda p: (p[0][0] + p[1][0], lambda at: p[0][1](at) + p[1][1](at))),
        st.tuples(children, st.sampled_from(DIAGONAL + ACROSS + ROUND)).map(
            lambda p: _try(
                lambda: p[0][0].summed(p[1]),
                lambda at: sum((p[0][1]({**at, p[1]: v}) for v in range(SIZES[p[1].size])), start=Fraction(0)),
                p[0],
            )
        ),
    )


def _try(build: Callable[[], IndexSum], value: Value, otherwise: tuple[IndexSum, Value]) -> tuple[IndexSum, Value]:
    """The combination, or its first part where the library refuses it (an index would be captured)."""
    try:
        return build(), value
    except ShapeError:
        return otherwise


def index_sums() -> st.SearchStrategy[tuple[IndexSum, Value]]:
    """An index sum, and its value at given free indices by scoped recursion over the tree that built it."""
    small = st.recursive(_leaves(), _combined, max_leaves=6)
    return small.filter(lambda pair: max(len(t.bound) for t in pair[0].terms) <= 5)  # normal forms try every order of the bound
