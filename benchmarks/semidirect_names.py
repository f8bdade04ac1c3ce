"""Exact semidirect products (s + R^j) |x R^m in random integer bases: how many are named wrongly, and how many completely.

The truth is the name of what each was built from. Run: python benchmarks/semidirect_names.py [number] [seed].
"""

from __future__ import annotations

import sys
import time
from collections import Counter

import numpy as np

from lietheory.algebra.catalogue.affine import with_translations
from lietheory.algebra.catalogue.by_name import catalogue_algebra
from lietheory.algebra.identification.identify import identify
from lietheory.algebra.names.parser import canonical_name
from lietheory.errors import LieTheoryError
from lietheory.representation.symmetric_power import symmetric_power


def _modules() -> dict[str, list[tuple[str, np.ndarray]]]:
    """For each Levi factor its irreducible modules: how a name writes each, and matrices for one basis of the factor."""
    SL2, SL3, SO3, SO5, SO62 = (catalogue_algebra(n).generators for n in ("sl(2,R)", "sl(3,R)", "so(3)", "so(5)", "so(6,2)"))
    SO6, SU21, SU2, USP4, SU4 = (catalogue_algebra(n).generators for n in ("so(6)", "su(2,1)", "su(2)", "usp(4)", "su(4)"))
    return {
        "so(2,1)": [("R^2", SL2), ("R^3", symmetric_power(SL2, 2)), *((f"S^{k} R^2", symmetric_power(SL2, k)) for k in (3, 4))],
        "so(3)": [("R^3", SO3)],
        "su(2)": [("C^2", SU2)],
        "so(5)": [("R^5", SO5)],
        "usp(4)": [("H^2", USP4)],
        "so(6)": [("R^6", SO6)],
        "su(4)": [("C^4", SU4)],
        "so(6,2)": [("R^8", SO62)],
        "sl(3,R)": [("R^3", SL3), ("R^3*", -SL3.transpose(0, 2, 1)), ("R^6(2,0)", symmetric_power(SL3, 2))],
        "su(2,1)": [("C^3", SU21)],
    }


def _draw(rng: np.random.Generator, modules: dict[str, list[tuple[str, np.ndarray]]]) -> tuple[str, np.ndarray]:
    """A name and the matrices that it was built with."""
    levi = list(modules)[rng.integers(len(modules))]
    known = modules[levi]
    chosen = rng.permutation(len(known))[: rng.integers(1, min(3, len(known)) + 1)]
    center = bool(rng.integers(3))
    terms, parts, acting = [], [], []
    kinds = [known[i] for i in chosen]
    if center and rng.integers(2):
        kinds.append(("", np.zeros((len(known[0][1]), 1, 1), dtype=np.int64)))
    scalar = rng.integers(2)
    for name, L in kinds:
        copies = int(rng.integers(1, 3))
        text, A = ("1", np.eye(1, dtype=np.int64)) if scalar else _block(rng, copies)
        while len(A) < copies:
            A, text = np.pad(A, ((0, 1), (0, 1))) + np.diag([0] * len(A) + [1]), f"{text}, 1"
        if "+-" in text and name[:1] in ("C", "H"):  # a real 2 x 2 matrix has two eigenvalues over C or H
            text = f"{text}, {text}"
        lines = f"{copies} {name}" if name else f"{copies} R"
        terms.append(f"{lines}[{text}]" if center else lines)
        parts.append(np.kron(np.eye(copies, dtype=np.int64)[None], L))
        acting.append(np.kron(A, np.eye(L.shape[1], dtype=np.int64)))
    linear = _in_blocks(parts)
    if center:
        linear = np.concatenate([linear, _in_blocks([A[None] for A in acting])])
    generators = with_translations(linear, linear.shape[1]).generators
    return f"({levi}{' + R' if center else ''}) |x ({' + '.join(terms)})", _turned(rng, generators)


def _block(rng: np.random.Generator, copies: int) -> tuple[str, np.ndarray]:
    a, b = int(rng.integers(1, 4)) * int(rng.choice([1, -1])), int(rng.integers(1, 3))
    kind = rng.integers(3) if copies == 2 else 0
    if kind == 0:
        return str(a), np.array([[a]])
    if kind == 1:
        return f"J2({a})", np.array([[a, 1], [0, a]])
    return f"{a} +- {b}*i", np.array([[a, -b], [b, a]])


def _in_blocks(parts: list[np.ndarray]) -> np.ndarray:
    sizes = np.cumsum([0, *(part.shape[1] for part in parts)])
    return np.concatenate(
        [np.pad(p, ((0, 0), (0, 0), (a, sizes[-1] - a - p.shape[1]))) for p, a in zip(parts, sizes[:-1], strict=True)], axis=1
    )


def _turned(rng: np.random.Generator, L: np.ndarray) -> np.ndarray:
    """Sparse changes of the basis and of the space, by integer matrices of determinant 1."""
    P = np.eye(L.shape[1], dtype=np.int64)
    inverse = P.copy()
    for _ in range(6):
        i, j = rng.choice(len(P), 2, replace=False)
        P[i] += P[j]
        inverse[:, j] -= inverse[:, i]
    return (P @ L @ inverse)[rng.permutation(len(L))]


def main() -> None:
    """Print the counts, and each product that is not named as it was built."""
    number, seed = (int(x) for x in [*sys.argv[1:], *("300", "0")[len(sys.argv) - 1 :]])
    rng, modules = np.random.default_rng(seed), _modules()
    counts: Counter[str] = Counter()
    start = time.perf_counter()
    for _ in range(number):
        truth, L = _draw(rng, modules)
        try:
            found = identify(L)
        except LieTheoryError as problem:
            counts["exceptions"] += 1
            sys.stdout.write(f"{truth}: {problem}\n")
            continue
        right = found.name == canonical_name(truth)
        counts["right and complete"] += right and found.complete
        counts["incomplete"] += not found.complete
        counts["wrong and complete"] += found.complete and not right
        if not (right and found.complete):
            sys.stdout.write(f"{truth}: {found.name}, complete={found.complete}\n")
    sys.stdout.write(f"{number} products in {time.perf_counter() - start:.0f} s: {dict(counts)}\n")


if __name__ == "__main__":
    main()
