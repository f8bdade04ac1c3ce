"""Right answers that are known beforehand: what was planted, and what no change of description changes.

Each oracle draws a case and compares two answers. They agree, or one of them is not sure, or both are sure and differ: that is
wrong.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from scipy.linalg import expm

import lconv
import lietheory as lt
from lietheory.discovery.answer import TOLERANCE
from proofs_tests.strategies.algebras import NAMES, conjugated, turned_and_stretched

AGREE, UNSURE, WRONG = "agree", "unsure", "wrong"
LARGEST = 10
"""Dimension of a planted algebra, so that an exact case takes less than a second."""
SMALL = tuple(name for name in NAMES if lt.catalogue_algebra(name).dimension <= LARGEST)
FAR = 300
"""Powers of two by which generators are scaled; products of two of them are floats still."""
CONDITION = 10.0


def _planted(rng: np.random.Generator) -> tuple[str, np.ndarray]:
    """A catalogue algebra in other exact matrices of another basis."""
    name = str(rng.choice(SMALL))
    L = np.asarray(lt.catalogue_algebra(name).generators)
    S, T = (_unimodular(size, rng) for size in (L.shape[1], len(L)))
    return name, np.tensordot(T, conjugated(L, S), 1)


def _unimodular(n: int, rng: np.random.Generator) -> np.ndarray:
    lower, upper = rng.integers(-1, 2, (2, n, n))
    return (np.tril(lower, -1) + np.eye(n, dtype=np.int64)) @ (np.triu(upper, 1) + np.eye(n, dtype=np.int64))


def _floats(L: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Generators of length 1 of the same algebra, conjugated and mixed by matrices of a moderate condition."""
    S, T = (turned_and_stretched(int(rng.integers(2**31)), size, CONDITION) for size in (L.shape[1], len(L)))
    mixed = np.tensordot(T, conjugated(L.astype(np.float64), S), 1)
    return mixed / np.linalg.norm(mixed, axis=(1, 2), keepdims=True)


def _named(first: lt.Identification, second: lt.Identification) -> str:
    """Two names of one algebra; a name that is only consistent may be another."""
    if "undecided" in (first.status, second.status):
        return UNSURE
    if first.name == second.name:
        return AGREE
    return WRONG if first.status == second.status == "certain" else UNSURE


def planted_algebra(rng: np.random.Generator) -> str:
    """Exact matrices have the name of the algebra that they were made from, for certain."""
    name, L = _planted(rng)
    found = lt.identify(L)
    return AGREE if found.status == "certain" and found.is_named(name) else WRONG


def change_of_basis(rng: np.random.Generator) -> str:
    """Floats in another basis, conjugated, have the name that they had."""
    _, L = _planted(rng)
    return _named(lt.identify(_floats(L, rng)), lt.identify(_floats(L, rng)))


def power_of_two_scale(rng: np.random.Generator) -> str:
    """Each generator times a power of two of its own: the same name, and the same status."""
    _, L = _planted(rng)
    L = _floats(L, rng)
    scaled = np.ldexp(L, rng.integers(-FAR, FAR + 1, (len(L), 1, 1)))
    first, second = lt.identify(L), lt.identify(scaled)
    return AGREE if (first.name, first.status) == (second.name, second.status) else WRONG


def permuted_generators(rng: np.random.Generator) -> str:
    """The generators in another order: the same name."""
    _, L = _planted(rng)
    L = _floats(L, rng)
    return _named(lt.identify(L), lt.identify(L[rng.permutation(len(L))]))


def float_and_exact(rng: np.random.Generator) -> str:
    """Exact matrices and the same numbers as floats: one name, one dimension, one signature of the Killing form."""
    _, L = _planted(rng)
    exact, floats = lt.LieAlgebra.from_matrices(L), lt.LieAlgebra.from_matrices(L.astype(np.float64))
    invariants = [
        (g.dimension, len(g.center()), [len(h) for h in g.derived_series()], g.killing_signature()) for g in (exact, floats)
    ]
    return WRONG if invariants[0] != invariants[1] else _named(lt.identify(exact), lt.identify(floats))


def _regression(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    X = rng.normal(size=(40, 4))
    return X, X @ rng.normal(size=(4, 1))


def _same_span(A: np.ndarray, B: np.ndarray) -> str:
    if len(A) != len(B):
        return WRONG
    return AGREE if not len(A) or lt.principal_angles(A, B)[-1] < 1e-8 else WRONG


def permuted_rows(rng: np.random.Generator) -> str:
    """The samples of a regression in another order: the same span of generators."""
    X, Y = _regression(rng)
    order = rng.permutation(len(X))
    return _same_span(*(lt.linear_regression_symmetries(*data).generators for data in ((X, Y), (X[order], Y[order]))))


def columns_in_other_units(rng: np.random.Generator) -> str:
    """Columns times powers of two: the generators are those in the other units, D L D^-1."""
    X, Y = _regression(rng)
    D = np.ldexp(1.0, rng.integers(-6, 7, 4))
    first, second = (lt.linear_regression_symmetries(x, Y).generators for x in (X, X * D))
    return _same_span(D[:, None] * first / D, second)


def planted_symmetry(rng: np.random.Generator) -> str:
    """A function of x^T Q x has the algebra of Q, and of no larger one; none is found where there is a direction more."""
    d, p = 3, int(rng.integers(4))
    signs = np.where(np.arange(d) < p, 1.0, -1.0)
    S = turned_and_stretched(int(rng.integers(2**31)), d, 3.0)
    Q = torch.as_tensor(S.T @ np.diag(signs) @ S)
    x = torch.as_tensor(rng.normal(size=(400, d)))
    broken = bool(rng.integers(2))
    extra = torch.as_tensor(rng.normal(size=(2, d)))

    def F(x: torch.Tensor) -> torch.Tensor:
        q = torch.einsum("bi,ij,bj->b", x, Q, x)
        return torch.sin(q) + (torch.tanh(x @ extra[0]) + torch.cos(x @ extra[1]) if broken else 0 * q)

    found = lconv.discover(F, x, lconv.LinearAction(d))
    if found.status == "undecided":
        return UNSURE
    if broken:  # an answer is symmetric where the breaking, measured here on other points, is within the tolerance
        fresh = torch.as_tensor(rng.normal(size=(20_000, d)))
        return AGREE if found.status == "none" or _moved_outputs(F, fresh, found.generators, rng) < TOLERANCE else WRONG
    if found.dimension != 3:
        return WRONG if found.dimension > 3 else UNSURE
    name = found.identify()
    right = name.is_named("so(3)" if p in (0, d) else "so(2,1)")
    return AGREE if right else WRONG if name.status == "certain" else UNSURE


def _moved_outputs(F: Callable, x: torch.Tensor, L: np.ndarray, rng: np.random.Generator) -> float:
    """The largest E (F(g x) - F(x))^2 / (2 Var F) of 20 elements g that move points by a half of their root mean square."""
    shares = []
    for c in rng.normal(size=(20, len(L))):
        A = np.tensordot(c, L, 1)
        A *= 0.5 * float(x.norm()) / float((x @ torch.as_tensor(A.T)).norm())
        difference = F(x @ torch.as_tensor(expm(A).T)) - F(x)
        shares.append(float(difference.square().mean() / (2 * F(x).var())))
    return max(shares)


def inputs_in_other_units(rng: np.random.Generator) -> str:
    """Inputs times powers of two, and a network in those units: the same status and dimension."""
    x = torch.as_tensor(rng.normal(size=(300, 3)))
    D = torch.as_tensor(np.ldexp(1.0, rng.integers(-20, 21, 3)))
    weights = torch.as_tensor(rng.normal(size=3))

    def F(x: torch.Tensor) -> torch.Tensor:
        return (x**2).sum(1) + (torch.tanh(x @ weights) if weights[0] > 0 else 0.0)

    first, second = (lconv.discover(f, y, lconv.LinearAction(3)) for f, y in ((F, x), (lambda y: F(y / D), x * D)))
    if "undecided" in (first.status, second.status):
        return UNSURE
    return AGREE if (first.status, first.dimension) == (second.status, second.dimension) else WRONG


ORACLES: dict[str, Callable[[np.random.Generator], str]] = {
    oracle.__name__: oracle
    for oracle in (
        planted_algebra,
        change_of_basis,
        power_of_two_scale,
        permuted_generators,
        float_and_exact,
        permuted_rows,
        columns_in_other_units,
        planted_symmetry,
        inputs_in_other_units,
    )
}


def counted(name: str, count: int, seed: int, say: Callable[[str], Any] = lambda text: None) -> Counter[str]:
    """How often an oracle agrees, is unsure, or says wrong; ``say`` gets the seed of each wrong case."""
    counts: Counter[str] = Counter({AGREE: 0, UNSURE: 0, WRONG: 0})
    for case in range(count):
        outcome = ORACLES[name](np.random.default_rng([seed, case]))
        counts[outcome] += 1
        if outcome == WRONG:
            say(f"{name}, case [{seed}, {case}]: wrong")
    return counts
