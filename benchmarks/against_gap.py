"""The invariants of exact algebras against GAP without its start-up, as ratios within one run.

Each side closes the span of the matrices, takes structure constants and from these the Killing signature,
the derived, lower and upper central series, centre, radical, nilradical, Levi factor and its type (here the
real form, in GAP the complex type), Cartan subalgebra and derivations. Medians of runs that take turns, so
that a busy machine slows both sides alike. The large ones come a second time without derivations, which take
GAP most of its time.

Run in the root of the repository: python -m benchmarks.against_gap
"""

from __future__ import annotations

import statistics
import time

import numpy as np

from lietheory.algebra import aff, gl, heisenberg, lie_closure, poincare, se, sl, so, su
from lietheory.algebra.identification.semisimple import semisimple_pieces
from lietheory.algebra.invariants.cartan import cartan_subalgebra
from lietheory.algebra.invariants.characteristic_ideals import (
    center,
    derived_series,
    levi_factor,
    lower_central_series,
    nilradical,
    radical,
    upper_central_series,
)
from lietheory.algebra.invariants.derivations import derivations
from lietheory.algebra.lie_algebra import computing_basis
from proofs_tests.peers import gap

RUNS = 7
SHIFTS = np.stack([np.roll(np.eye(4, dtype=np.int64), k, axis=0) for k in range(4)])
FIFTEEN = {
    "so(3)": so(3).generators,
    "so(5)": so(5).generators,
    "sl(4,R)": sl(4).generators,
    "su(3)": su(3).generators,
    "sl(3,R)": sl(3).generators,
    "se(3)": se(3).generators,
    "gl(4)": gl(4).generators,
    "heisenberg(1)": heisenberg(1).generators,
    "so(4)": so(4).generators,
    "so(3,1)": so(3, 1).generators,
    "so(2,2)": so(2, 2).generators,
    "poincare": poincare(3).generators,
    "aff(1)": aff(1).generators,
    "cyclic shifts": SHIFTS,
    "three of so(4)": so(4).generators[[0, 3, 5]],
}
INVARIANTS = (
    derived_series,
    lower_central_series,
    upper_central_series,
    center,
    nilradical,
    levi_factor,
    cartan_subalgebra,
    derivations,
)
LARGE = {"so(8)": so(8).generators, "sl(6)": sl(6).generators, "gl(6)": gl(6).generators}


def seconds(L: np.ndarray, with_derivations: bool = True) -> float:
    """The time of one pass over all invariants, or all but the derivations."""
    start = time.perf_counter()
    g = computing_basis(lie_closure(L))[0]
    _ = g.killing_signature
    semisimple_pieces(g.quotient(radical(g)))
    for invariant in INVARIANTS if with_derivations else INVARIANTS[:-1]:
        invariant(g)
    return time.perf_counter() - start


def medians(cases: dict[str, np.ndarray], with_derivations: bool = True) -> dict[str, tuple[float, float]]:
    """For each case the median times of this library and of GAP."""
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in cases}
    for _ in range(RUNS):
        answers = gap.ask([(L, None) for L in cases.values()], derivations=with_derivations)
        for (name, L), answer in zip(cases.items(), answers, strict=True):
            times[name].append((seconds(L, with_derivations), answer.seconds))
    return {name: tuple(statistics.median(column) for column in zip(*rounds, strict=True)) for name, rounds in times.items()}


def main() -> None:
    """Print one line a case, and one for the sum of the fifteen."""
    if gap.PROGRAM is None:
        raise SystemExit("SKIPPED: gap is not installed (Debian: gap-core, gap-libs)")
    print(f"medians of {RUNS}; GAP without its start-up")
    fifteen = medians(FIFTEEN)
    show(fifteen | {"all fifteen": tuple(map(sum, zip(*fifteen.values(), strict=True)))})
    show(medians(LARGE))
    show({f"{name} without derivations": pair for name, pair in medians(LARGE, False).items()})


def show(medians_of: dict[str, tuple[float, float]]) -> None:
    """One line a case."""
    for name, (ours, theirs) in medians_of.items():
        print(f"{name:26} {1e3 * ours:8.1f} ms   GAP {1e3 * theirs:8.1f} ms   {theirs / ours:5.2f} times faster", flush=True)


if __name__ == "__main__":
    main()
