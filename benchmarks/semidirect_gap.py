"""The names of exact semidirect products against GAP, which knows the type of the Levi factor, not its real form.

GAP computes invariants of the product from its matrices; this library those of the algebra that the name stands for, made
from the name alone. A name of another algebra would have to share them all: the dimension, the Killing signature, the three
series, the dimensions of centre, radical, nilradical, Levi factor and Cartan subalgebra, and the complex type of the Levi
factor. Where the catalogue has no matrices of a name, those given stand in their place.

Run in the root of the repository: python -m benchmarks.semidirect_gap [number] [seed]
"""

from __future__ import annotations

import sys
from collections import Counter

import numpy as np

from benchmarks.semidirect_names import draw, levi_factors, turned
from lietheory.algebra import LieAlgebra, catalogue_algebra, identify
from lietheory.errors import UnknownNameError
from proofs_tests.peers import gap
from proofs_tests.peers.invariants import invariants

BATCH = 3  # algebras a process, within the time that GAP is given


def named_algebra(name: str) -> LieAlgebra | None:
    """The algebra that a name stands for; None where the catalogue has no matrices of it."""
    try:
        return catalogue_algebra(name)
    except UnknownNameError:
        return None


def main() -> None:
    """Print the counts, and each product whose name stands for an algebra with other invariants."""
    if gap.PROGRAM is None:
        raise SystemExit("SKIPPED: gap is not installed (Debian: gap-core, gap-libs)")
    number, seed = (int(text) for text in [*sys.argv[1:], *("300", "0")[len(sys.argv) - 1 :]])
    rng, modules = np.random.default_rng(seed), levi_factors()
    counts: Counter[str] = Counter()
    for first in range(0, number, BATCH):
        drawn = [turned(rng, draw(rng, modules)[1]) for _ in range(min(BATCH, number - first))]
        for L, answer in zip(drawn, gap.ask([(L, L) for L in drawn], derivations=False), strict=True):
            found = identify(L)
            named = named_algebra(found.name) if found.complete else None
            column = "name" if named else "matrices alone"
            ours, theirs = invariants(named or LieAlgebra.from_matrices(L), derivations=False), vars(answer)
            differing = [f"{name} {ours[name]}, GAP {theirs[name]}" for name in ours if theirs[name] != ours[name]]
            column += " disagrees" if differing else " agrees"
            counts[column] += 1
            if differing or not named:
                print(f"{column}: {found.name}: {'; '.join(differing)}", flush=True)
    print(f"{number} products, seed {seed}: {dict(counts)}")


if __name__ == "__main__":
    main()
