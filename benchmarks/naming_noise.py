"""How noisy generators may be before their algebra has no name: right and wrong names by status, and abstentions.

Run: python benchmarks/naming_noise.py [DRAWS], 20 draws of each algebra by default (a fifth as many of the two of dimension 15).
Generators are conjugated by I + 0.3 N, mixed by a random orthogonal matrix, scaled to length one, and given the error eps N / d.
Right = dimension of the radical and real type of the Levi factor both right.
"""

from __future__ import annotations

import sys
import time
from collections import Counter

import numpy as np

from lietheory.algebra import LieAlgebra, catalogue_algebra, identify
from lietheory.errors import LieTheoryError

SIZES = (0.0, 1e-6, 1e-4, 1e-3, 3e-3, 1e-2)
PROTOTYPE = (267, 267, 262, 251, 246, 211)  # right names of 268, of a program that never abstains
TARGETS = (None, 95, 90, 80, 65, 40)  # per cent of the semisimple draws that should be certain
SEMISIMPLE = ("so(3)", "so(4)", "so(5)", "so(3,1)", "so(4,1)", "so(2,2)", "su(3)", "sl(3,R)")
OTHERS = ("se(3)", "poincare(3)", "heisenberg(1)", "aff(1)", "R^4")
LARGE = ("sl(4,R)", "so(6)")
COLUMNS = ("certain right", "certain wrong", "consistent right", "consistent wrong", "undecided")


def generators(name: str) -> np.ndarray:
    """Those of the catalogue; for R^4 the four cyclic shifts."""
    if name == "R^4":
        return np.stack([np.roll(np.eye(4), k, axis=1) for k in range(4)])
    return catalogue_algebra(name).generators.astype(np.float64)


def noisy(L: np.ndarray, eps: float, rng: np.random.Generator) -> np.ndarray:
    """The generators in another basis of another frame, with noise."""
    n, d, _ = L.shape
    S = np.eye(d) + 0.3 * rng.standard_normal((d, d))
    mixing = np.linalg.qr(rng.standard_normal((n, n)))[0]
    L = np.tensordot(mixing, S @ L @ np.linalg.inv(S), 1)
    return L / np.linalg.norm(L, axis=(1, 2), keepdims=True) + eps * rng.standard_normal((n, d, d)) / d


def outcome(L: np.ndarray, noise: float | None, truth: tuple[str, int]) -> tuple[str, str]:
    """The column that a draw counts in, and the name it got; a refusal is an abstention."""
    try:
        identity = identify(L, noise=noise)
    except LieTheoryError:
        return "undecided", "refused"
    if identity.status == "undecided":
        return identity.status, identity.name
    named = (identity.levi, len(L) - levi_dimension(identity.levi))
    return f"{identity.status} {'right' if named == truth else 'wrong'}", identity.name


def levi_dimension(name: str) -> int:
    """The dimension of a sum of simple algebras, from their names."""
    return 0 if name == "0" else sum(catalogue_algebra(part).dimension for part in name.split(" + "))


def truth_of(L: np.ndarray) -> tuple[str, int]:
    """The Levi factor and the dimension of the radical, of exact generators."""
    exact = identify(LieAlgebra.from_matrices(L.astype(np.int64)))
    return exact.levi, len(L) - levi_dimension(exact.levi)


def measure(draws: int, known: bool) -> None:
    """Print one table, the noise known or estimated."""
    print(f"noise {'known' if known else 'estimated'}")
    print(
        f"{'eps':>7}",
        *(f"{column:>17}" for column in COLUMNS),
        f"{'right':>7} {'prototype':>10} {'semisimple certain':>20} {'target':>8}",
    )
    counts = {name: max(1, draws // 5) if name in LARGE else draws for name in (*SEMISIMPLE, *OTHERS, *LARGE)}
    for index, eps in enumerate(SIZES):
        all_of, semisimple, wrong, missed = Counter(), Counter(), Counter(), Counter()
        for place, (name, count) in enumerate(counts.items()):
            L, simple = generators(name), name not in OTHERS
            truth = truth_of(L)
            for draw in range(count):
                rng = np.random.default_rng([index, place, draw])
                column, given = outcome(noisy(L, eps, rng), eps if known else None, truth)
                all_of[column] += 1
                semisimple[column] += simple
                wrong[f"{name} called {given}"] += column.endswith("wrong")
                missed[name] += column == "undecided"
        rows = " ".join(f"{all_of[column]:17d}" for column in COLUMNS)
        right = all_of["certain right"] + all_of["consistent right"]
        share = 100 * (semisimple["certain right"] + semisimple["certain wrong"]) / semisimple.total()
        target = "" if TARGETS[index] is None else f"{TARGETS[index]} %"
        print(f"{eps:7.0e} {rows} {right:7d} {PROTOTYPE[index]:10d} {share:18.1f} % {target:>8}")
        print(f"{'':7} wrong: {dict(+wrong)}; undecided: {dict(+missed)}")


if __name__ == "__main__":
    start = time.perf_counter()
    for each in (True, False):
        measure(int(sys.argv[1]) if len(sys.argv) > 1 else 20, each)
    print(f"{time.perf_counter() - start:.0f} s")
