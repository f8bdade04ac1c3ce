"""Every entry of the catalogue up to dimension 80, as bare matrices in a random exact basis, and the name it gets.

The matrices are conjugated and mixed by integer matrices of determinant one. Printed are the entries that do not get
their canonical name, and after each dimension how many did; the exit status is 1 if one did not.

Run in the root of the repository: python -m benchmarks.catalogue_names [first] [last]
"""

from __future__ import annotations

import sys
import time

import numpy as np

from lietheory.algebra import canonical_name, catalogue_algebra, catalogue_names, identify, inverse, multiply, tensordot

SEED = 20201
LAST = 80


def unimodular(n: int, rng: np.random.Generator) -> np.ndarray:
    """A product of 2 n elementary integer matrices."""
    M = np.eye(n, dtype=np.int64)
    if n > 1:
        for i, step, sign in zip(rng.integers(0, n, 2 * n), rng.integers(1, n, 2 * n), rng.choice([-1, 1], 2 * n), strict=True):
            M[i] += sign * M[(i + step) % n]
    return M


def identified(name: str, rng: np.random.Generator) -> tuple[str, bool]:
    """The name that an entry gets in a random basis, and whether it is certain and fixes the class."""
    L = catalogue_algebra(name).generators
    S = unimodular(L.shape[1], rng)
    back = inverse(S)
    turned = np.stack([multiply(multiply(S, M), back) for M in L])
    identity = identify(tensordot(unimodular(len(L), rng), turned, 1, 0))
    return identity.name, identity.status == "certain" and identity.complete


def main(first: int = 1, last: int = LAST) -> int:
    """Go through the dimensions."""
    rng, wrong, total = np.random.default_rng(SEED), 0, 0
    for dimension in range(first, last + 1):
        start, names = time.perf_counter(), catalogue_names(dimension)
        for name in names:
            given, sure = identified(name, rng)
            if given != canonical_name(name) or not sure:
                wrong += 1
                print(f"{name}: {given}{'' if sure else ', not certain or not complete'}")
        total += len(names)
        print(
            f"dimension {dimension}: {len(names)} entries in {time.perf_counter() - start:.1f} s, {wrong} of {total} wrong so far"
        )
        sys.stdout.flush()
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:3])))
