"""Noncommuting words and index sums, drawn together with exact matrices that satisfy the hypotheses drawn."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import numpy as np
from hypothesis import strategies as st

from lietheory.errors import ShapeError
from lietheory.proof.index_sums import Index, IndexSum, component, delta
from lietheory.proof.instances import rational, rational_invertible, rational_orthogonal
from lietheory.proof.normaliser import Context, Equation, Hypothesis, Invertible, NonZero, Symmetric, Use
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
TENSORS = {
    "x": rational(np.array([1, -2])),
    "y": rational(np.array([3, 5])),
    "z": rational(np.array([2, 0, -1])),
    "M": rational(np.array([[1, 2], [-1, 3]])),
    "R": rational(np.array([[1, 0, 4], [2, -3, 1]])),
}

Value = Callable[[Mapping[Index, int]], Fraction]


def _leaves() -> st.SearchStrategy[tuple[IndexSum, Value]]:
    inner, outer = st.sampled_from(DIAGONAL), st.sampled_from(ACROSS)
    entries = st.one_of(
        st.tuples(st.sampled_from(["x", "y"]), st.tuples(inner)),
        st.tuples(st.just("z"), st.tuples(outer)),
        st.tuples(st.just("M"), st.tuples(inner, inner)),
        st.tuples(st.just("R"), st.tuples(inner, outer)),
    )
    deltas = st.one_of(st.tuples(inner, inner), st.tuples(outer, outer))
    return st.one_of(
        entries.map(lambda e: (component(e[0], *e[1]), lambda at: Fraction(TENSORS[e[0]][tuple(at[i] for i in e[1])]))),
        deltas.map(lambda e: (delta(*e), lambda at: Fraction(int(at[e[0]] == at[e[1]])))),
    )


def _combined(children: st.SearchStrategy) -> st.SearchStrategy:
    both = st.tuples(children, children)
    return st.one_of(
        both.map(lambda p: _try(lambda: p[0][0] * p[1][0], lambda at: p[0][1](at) * p[1][1](at), p[0])),
        both.map(lambda p: (p[0][0] + p[1][0], lambda at: p[0][1](at) + p[1][1](at))),
        st.tuples(children, st.sampled_from(DIAGONAL + ACROSS)).map(
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
