"""The exceptional algebras: how long they take to make, to sketch, to check in every entry, and to name from bare matrices.

Run: python benchmarks/exceptional.py [NAME ...] [--exact], names such as e7(7) or e8(8); all but e8(-248) by default. Each is
conjugated by a random matrix, its basis mixed by another; --exact takes unimodular integer ones, for sizes up to 56.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable

import numpy as np

from lietheory.algebra import LieAlgebra, catalogue_algebra, identify
from lietheory.algebra.structure.randomized_brackets import bracket_residuals, sketched_constants, sketched_residual

NAMES = ("g2(2)", "g2(-14)", "f4(4)", "f4(-52)", "e6(6)", "e6(-78)", "e7(7)", "e7(-133)", "e8(8)")


def timed(label: str, work: Callable[[], object]) -> object:
    """The result of some work; its wall-clock and processor seconds are printed."""
    wall, processor = time.perf_counter(), time.process_time()
    result = work()
    print(f"  {label:34} {time.perf_counter() - wall:8.2f} s, {time.process_time() - processor:8.2f} s of processor")
    return result


def mixed(g: LieAlgebra, rng: np.random.Generator) -> np.ndarray:
    """The same algebra in floats, conjugated by I + 0.3 N / sqrt(d) and in a random basis."""
    n, d, _ = g.generators.shape
    S, M = np.eye(d) + 0.3 * rng.standard_normal((d, d)) / np.sqrt(d), rng.standard_normal((n, n))
    return np.tensordot(M, S @ g.generators.astype(np.float64) @ np.linalg.inv(S), 1)


def mixed_exactly(g: LieAlgebra, rng: np.random.Generator) -> np.ndarray:
    """The same algebra in integers, conjugated and in another basis by products of about n elementary matrices."""
    n, d, _ = g.generators.shape
    (S, back), (M, _) = elementary_products(d, rng), elementary_products(n, rng)
    return np.tensordot(M, S @ g.generators @ back, 1)


def elementary_products(n: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """An integer matrix of determinant 1 and its inverse."""
    S, back = np.eye(n, dtype=np.int64), np.eye(n, dtype=np.int64)
    for _ in range(3 * n // 4):
        i, j = rng.choice(n, 2, replace=False)
        S[i], back[:, j] = S[i] + S[j], back[:, j] - back[:, i]
    return S, back


def measure(name: str, exact: bool, rng: np.random.Generator) -> None:
    """Print every figure of one algebra, its constants in the given basis, orthonormal or not."""
    print(name)
    g = timed("construction", lambda: catalogue_algebra(name))
    L = (mixed_exactly if exact else mixed)(g, rng)
    L = L if exact else L / np.linalg.norm(L, axis=(1, 2), keepdims=True)
    constants = timed("sketched constants", lambda: sketched_constants(L))
    residual = timed("sketched residual, 8 pairs", lambda: sketched_residual(L, constants))
    every = timed("every entry of every bracket", lambda: bracket_residuals(L, constants).max())
    print(f"  residuals for generators of length one: sketched {residual:.1e}, largest of all {every:.1e}")
    identity = timed("identify", lambda: identify(L))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"  named {identity.name}, {identity.status}, margin {identity.margin:.2g}; largest memory so far {memory:.2f} GB")


if __name__ == "__main__":
    chosen = [argument for argument in sys.argv[1:] if not argument.startswith("--")]
    for each in chosen or NAMES:
        measure(each, "--exact" in sys.argv, np.random.default_rng(0))
