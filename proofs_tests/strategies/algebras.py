"""Lie algebras by written name, and the same algebra in another basis, conjugated, exact or with a drawn condition."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from lietheory.algebra import catalogue_algebra, inverse, multiply, tensordot
from lietheory.arrays import exact_array
from lietheory.quadratic_numbers import surd

SIMPLE = (
    "so(3)",
    "so(2,1)",
    "so(5)",
    "so(4,1)",
    "so(3,2)",
    "so(3,1)",
    "so(6)",
    "so(5,1)",
    "so(4,2)",
    "so(3,3)",
    "sl(2,R)",
    "sl(3,R)",
    "sl(4,R)",
    "sl(2,C)",
    "su(2)",
    "su(1,1)",
    "su(3)",
    "su(2,1)",
    "su(4)",
    "su(3,1)",
    "su(2,2)",
    "sp(2,R)",
    "sp(4,R)",
    "usp(2)",
    "usp(4)",
    "usp(2,2)",
    "so*(6)",
    "su*(2)",
    "su*(4)",
)
"""Written names of simple algebras up to dimension 15, each family and each coincidence."""

SEMISIMPLE = (*SIMPLE, "so(4)", "so(2,2)", "so*(4)", "so(3) + so(2,1)", "so(3) + sl(3,R)", "so(4,C)")
NILPOTENT = ("R^2", "R^3", "heisenberg(1)", "heisenberg(2)")
SOLVABLE = (*NILPOTENT, "se(2)", "aff(1)", "poincare(1)", "sim(2)", "aff(1) + R")
RIGHT_OF_NONE = (
    "gl(2,R)",
    "gl(3,R)",
    "u(2)",
    "u(1,1)",
    "u(3)",
    "gl(2,C)",
    "so(3) + R",
    "so(3) + so(2,1) + R^2",
    "se(3)",
    "se(4)",
    "iso(2,1)",
    "poincare(3)",
    "iso(2,2)",
    "sim(3)",
    "aff(2)",
    "aff(3)",
    "saff(2)",
    "saff(3)",
    "so(3) + se(3)",
    "so(3) + heisenberg(1)",
    "so(3) + aff(1)",
    "sp(4,R) |x R^4",
)
"""Neither semisimple nor solvable."""

NAMES = (*SEMISIMPLE, *SOLVABLE, *RIGHT_OF_NONE)
LINES = ("so(2)", "so(1,1)", "R", "u(1)", "so*(2)", "gl(1,R)")


@dataclass(frozen=True, eq=False)
class Scrambled:
    """The matrices of the algebra called ``name``, conjugated and in another basis."""

    name: str
    generators: np.ndarray


@st.composite
def unimodular(draw: st.DrawFn, n: int) -> np.ndarray:
    """An integer matrix of determinant 1: a product of a lower and an upper unitriangular one."""
    entries = draw(hnp.arrays(np.int64, (2, n, n), elements=st.integers(-1, 1)))
    return (np.tril(entries[0], -1) + np.eye(n, dtype=np.int64)) @ (np.triu(entries[1], 1) + np.eye(n, dtype=np.int64))


def turned_and_stretched(seed: int, n: int, condition: float) -> np.ndarray:
    """Q_1 D Q_2 with orthogonal Q_1, Q_2 from a seed and D from 1 down to 1 / condition in equal ratios."""
    rng = np.random.default_rng(seed)
    left, right = (np.linalg.qr(rng.standard_normal((n, n)))[0] for _ in range(2))
    return left @ np.diag(np.geomspace(1, 1 / condition, n)) @ right


def conditioned(n: int, largest: float) -> st.SearchStrategy[np.ndarray]:
    """A float matrix whose condition is drawn, log-uniform up to ``largest``, from few choices, so that it shrinks fast."""
    return st.builds(
        lambda seed, tenths: turned_and_stretched(seed, n, largest ** (tenths / 10)), st.integers(0, 999), st.integers(0, 10)
    )


@st.composite
def exact_algebras(draw: st.DrawFn, names: tuple[str, ...] = NAMES, largest: int = 10) -> Scrambled:
    """A named algebra up to a dimension, in a rational basis of conjugated matrices."""
    name = draw(st.sampled_from([n for n in names if catalogue_algebra(n).dimension <= largest]))
    L = catalogue_algebra(name).generators
    S = draw(unimodular(L.shape[1]))
    return Scrambled(name, tensordot(draw(unimodular(len(L))), conjugated(L, S), 1, 0))


@st.composite
def numeric_algebras(draw: st.DrawFn, names: tuple[str, ...] = NAMES, conjugation: float = 1e3, basis: float = 10.0) -> Scrambled:
    """A named algebra in floats, conjugated and mixed by matrices of a condition up to the given ones."""
    name = draw(st.sampled_from(names))
    L = catalogue_algebra(name).generators.astype(np.float64)
    S = draw(conditioned(L.shape[1], conjugation))
    return Scrambled(name, np.tensordot(draw(conditioned(len(L), basis)), conjugated(L, S), 1))


def conjugated(L: np.ndarray, S: np.ndarray) -> np.ndarray:
    """S L_k S^-1 for every k."""
    back = inverse(S)
    return np.stack([multiply(multiply(S, M), back) for M in L])


def mixed(L: np.ndarray, eps: float, rng: np.random.Generator) -> np.ndarray:
    """The draw of the noise benchmark: conjugated by I + .3 N, mixed, scaled to length 1, plus eps N / d."""
    n, d, _ = L.shape
    S = np.eye(d) + 0.3 * rng.standard_normal((d, d))
    turned = np.tensordot(np.linalg.qr(rng.standard_normal((n, n)))[0], S @ L @ np.linalg.inv(S), 1)
    turned /= np.linalg.norm(turned, axis=(1, 2), keepdims=True)
    return turned + eps * rng.standard_normal(L.shape) / d


RADICANDS = st.sampled_from([2, 3, 5, 7])


def surds(n: int, bound: int = 2) -> st.SearchStrategy[object]:
    """Numbers a + b sqrt(n) with small whole a and b; Fractions where b is zero."""
    whole = st.integers(-bound, bound).map(Fraction)
    return st.builds(lambda a, b: surd(a, b, n), whole, whole)


def over_field(n: int, *shape: int, bound: int = 2) -> st.SearchStrategy[np.ndarray]:
    """Exact arrays over Q(sqrt(n))."""
    return hnp.arrays(object, shape, elements=surds(n, bound)).map(exact_array)


@st.composite
def unimodular_over(draw: st.DrawFn, size: int, n: int) -> np.ndarray:
    """A matrix over Z[sqrt(n)] of determinant 1: a product of a lower and an upper unitriangular one."""
    lower, upper = (draw(over_field(n, size, size, bound=1)) for _ in range(2))
    one = np.eye(size, dtype=np.int64)
    return multiply(np.tril(lower, -1) + one, np.triu(upper, 1) + one)


@st.composite
def quadratic_algebras(draw: st.DrawFn, names: tuple[str, ...] = NAMES, largest: int = 8) -> Scrambled:
    """A named algebra up to a dimension, conjugated and in a basis over a drawn Q(sqrt(n))."""
    name, n = draw(st.sampled_from([x for x in names if catalogue_algebra(x).dimension <= largest])), draw(RADICANDS)
    L = catalogue_algebra(name).generators
    S = draw(unimodular_over(L.shape[1], n))
    return Scrambled(name, tensordot(draw(unimodular_over(len(L), n)), conjugated(L, S), 1, 0))
