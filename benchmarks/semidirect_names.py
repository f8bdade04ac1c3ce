"""Semidirect products (s + R^j) |x R^m in random bases: how many are named wrongly, and how many completely.

The truth is the name of what each was built from. Levi factors have dimension up to 28, modules up to four constituents; the
centre acts by scalars, rotations and Jordan blocks, or, where it has dimension 2, by characters. With a noise the generators are
floats in a random frame, each with an error of that relative size, which is given; wrong is then a name without the truth among
the candidates, and what the name leaves open ("[?]", "(?)") counts as not named. With noise, constituents are at most two.

Run: python benchmarks/semidirect_names.py [number] [seed] [noise].
"""

from __future__ import annotations

import sys
import time
from collections import Counter

import numpy as np

from lietheory.algebra.catalogue.affine import with_translations
from lietheory.algebra.catalogue.by_name import catalogue_algebra
from lietheory.algebra.identification.identify import Identification, identify
from lietheory.algebra.names.agreement import agrees
from lietheory.algebra.names.parser import canonical_name
from lietheory.errors import LieTheoryError, UnknownNameError
from lietheory.representation.symmetric_power import symmetric_power

Module = tuple[str, np.ndarray]


def levi_factors() -> dict[str, list[Module]]:
    """For each Levi factor its irreducible modules: how a name writes each, and matrices for one basis of the factor."""
    names = (
        "sl(2,R)",
        "sl(3,R)",
        "so(3)",
        "so(5)",
        "so(6,2)",
        "so(6)",
        "su(2,1)",
        "su(2)",
        "usp(4)",
        "su(4)",
        "sl(2,C)",
        "so(3,1)",
    )
    SL2, SL3, SO3, SO5, SO62, SO6, SU21, SU2, USP4, SU4, SL2C, SO31 = (catalogue_algebra(n).generators for n in names)
    G2, SP6, SO7, SL4, SO42 = (catalogue_algebra(n).generators for n in ("g2", "sp(6,R)", "so(7)", "sl(4,R)", "so(4,2)"))
    two = np.eye(2, dtype=np.int64)
    return {
        "so(2,1)": [
            ("R^2", SL2),
            ("R^3", symmetric_power(SL2, 2)),
            *((f"S^{k} R^2", symmetric_power(SL2, k)) for k in (3, 4, 5)),
        ],
        "so(3)": [("R^3", SO3)],
        "su(2)": [("C^2", SU2)],
        "so(5)": [("R^5", SO5)],
        "usp(4)": [("H^2", USP4)],
        "so(6)": [("R^6", SO6)],
        "su(4)": [("C^4", SU4)],
        "so(6,2)": [("R^8", SO62)],
        "sl(3,R)": [("R^3", SL3), ("R^3*", -SL3.transpose(0, 2, 1)), ("R^6(2,0)", symmetric_power(SL3, 2))],
        "su(2,1)": [("C^3", SU21)],
        "so(3,1)": [("R^4", SO31)],
        "sl(2,C)": [("C^2", SL2C)],
        "g2(2)": [("R^7(1,0)", G2)],
        "sp(6,R)": [("R^6", SP6)],
        "so(7)": [("R^7", SO7)],
        "sl(4,R)": [("R^4(1,0,0)", SL4), ("R^4(0,0,1)", -SL4.transpose(0, 2, 1))],
        "so(4,2)": [("R^6", SO42)],
        "so(2,1) + so(2,1)": [
            ("R^4", np.concatenate([np.kron(SL2, two), np.kron(two[None], SL2)])),
            ("R^2(1;0)", np.concatenate([SL2, 0 * SL2])),
            ("R^2(0;1)", np.concatenate([0 * SL2, SL2])),
        ],
        "so(3) + so(2,1)": [
            ("R^3(2;0)", np.concatenate([SO3, np.zeros((3, 3, 3), dtype=np.int64)])),
            ("R^2(0;1)", np.concatenate([np.zeros((3, 2, 2), dtype=np.int64), SL2])),
            ("R^6(2;1)", np.concatenate([np.kron(SO3, two), np.kron(np.eye(3, dtype=np.int64)[None], SL2)])),
        ],
    }


def draw(rng: np.random.Generator, modules: dict[str, list[Module]], most: int = 4) -> tuple[str, np.ndarray]:
    """A name and the matrices that it was built with, at most so many constituents."""
    levi = list(modules)[rng.integers(len(modules))]
    known = modules[levi]
    chosen = rng.permutation(len(known))[: rng.integers(1, min(most, len(known)) + 1)]
    if " + " in levi and not _faithful([known[i][1] for i in chosen]):
        chosen = np.arange(2) if levi.startswith("so(3)") else np.array([0])
    lines = int(rng.choice([0, 1, 1, 2]))
    kinds = [known[i] for i in chosen]
    if lines and len(kinds) < most and rng.integers(2):
        kinds.append(("", np.zeros((len(known[0][1]), 1, 1), dtype=np.int64)))
    copies = [int(rng.integers(1, 3)) if L.shape[1] < 8 else 1 for _, L in kinds]
    scalar = bool(rng.integers(2))
    terms, parts, acting = [], [], []
    for (name, L), count in zip(kinds, copies, strict=True):
        texts, matrices = _center(rng, lines, count, scalar, name[:1] in ("C", "H"))
        label = f"{count} {name}" if name else f"{count} R"
        terms.append(f"{label}[{texts}]" if lines else label)
        parts.append(np.kron(np.eye(count, dtype=np.int64)[None], L))
        acting.append([np.kron(A, np.eye(L.shape[1], dtype=np.int64)) for A in matrices])
    linear = in_blocks(parts)
    if lines:
        center = np.stack([in_blocks([A[j][None] for A in acting])[0] for j in range(lines)])
        if np.linalg.matrix_rank(center.reshape(lines, -1)) < lines:
            return draw(rng, modules, most)
        linear = np.concatenate([linear, center])
    name = f"({levi}{' + R' if lines == 1 else ' + R^2' if lines else ''}) |x ({' + '.join(terms)})"
    try:
        canonical_name(name)
    except UnknownNameError:  # a direct sum
        return draw(rng, modules, most)
    return name, with_translations(linear, linear.shape[1]).generators


def _faithful(parts: list[np.ndarray]) -> bool:
    flat = np.concatenate([L.reshape(len(L), -1) for L in parts], axis=1)
    return bool(np.linalg.matrix_rank(flat) == len(flat))


def _center(rng: np.random.Generator, lines: int, copies: int, scalar: bool, is_complex: bool) -> tuple[str, list[np.ndarray]]:
    """How the centre acts on the copies: what a name writes, and the matrices."""
    if lines == 2:
        values = rng.integers(-2, 3, (copies, 2))
        text = ", ".join(f"({a},{b})" for a, b in values)
        return text, [np.diag(values[:, j]) for j in range(2)]
    if scalar or copies == 1:
        a = 1 if scalar else int(rng.integers(1, 4)) * int(rng.choice([1, -1]))
        return ", ".join([str(a)] * copies), [a * np.eye(copies, dtype=np.int64)]
    a, b = int(rng.integers(1, 4)) * int(rng.choice([1, -1])), int(rng.integers(1, 3))
    kind = rng.integers(3)
    if kind == 0:
        return f"{a}, {a + b}" if a + b else f"{a}, 0", [np.diag([a, a + b])]
    if kind == 1:
        return f"J2({a})", [np.array([[a, 1], [0, a]])]
    # a real 2 x 2 matrix has two eigenvalues over C or H, conjugate ones
    return f"{a} +- {b}*i, {a} -+ {b}*i" if is_complex else f"{a} +- {b}*i", [np.array([[a, -b], [b, a]])]


def in_blocks(parts: list[np.ndarray]) -> np.ndarray:
    """The direct sum of modules (k, m_i, m_i)."""
    sizes = np.cumsum([0, *(part.shape[1] for part in parts)])
    return np.concatenate(
        [np.pad(p, ((0, 0), (0, 0), (a, sizes[-1] - a - p.shape[1]))) for p, a in zip(parts, sizes[:-1], strict=True)], axis=1
    )


def turned(rng: np.random.Generator, L: np.ndarray) -> np.ndarray:
    """Sparse changes of the basis and of the space, by integer matrices of determinant 1."""
    P = np.eye(L.shape[1], dtype=np.int64)
    inverse = P.copy()
    for _ in range(6):
        i, j = rng.choice(len(P), 2, replace=False)
        P[i] += P[j]
        inverse[:, j] -= inverse[:, i]
    return (P @ L @ inverse)[rng.permutation(len(L))]


def noisy(rng: np.random.Generator, L: np.ndarray, noise: float) -> np.ndarray:
    """Floats in another frame and another basis, of length one, each with an error of relative size ``noise``."""
    n, d, _ = L.shape
    S = np.eye(d) + 0.3 / np.sqrt(d) * rng.standard_normal((d, d))
    L = np.tensordot(np.linalg.qr(rng.standard_normal((n, n)))[0], S @ L @ np.linalg.inv(S), 1)
    return L / np.linalg.norm(L, axis=(1, 2), keepdims=True) + noise * rng.standard_normal((n, d, d)) / d


def outcome(found: Identification, truth: str, exact: bool) -> str:
    """The column that one product counts in."""
    name = canonical_name(truth)
    if exact:
        right = found.name == name
        return "right and complete" if right and found.complete else "incomplete" if not found.complete else "wrong and complete"
    if agrees(name, found.name) or found.is_named(truth):
        return "named" if found.status == "consistent" else "undecided, truth first"
    if any(agrees(name, other) for other in found.candidates):
        return "candidate"
    return "open" if "?" in found.name or found.name.startswith("unknown") or found.status == "undecided" else "wrong"


def main() -> None:
    """Print the counts, and each product that is not named as it was built."""
    texts = [*sys.argv[1:], *("300", "0", "0")[len(sys.argv) - 1 :]]
    number, seed, noise = int(texts[0]), int(texts[1]), float(texts[2])
    rng, modules = np.random.default_rng(seed), levi_factors()
    counts: Counter[str] = Counter()
    candidates: list[int] = []
    start = time.perf_counter()
    for _ in range(number):
        truth, L = draw(rng, modules, 2 if noise else 4)
        generators = noisy(rng, L, noise) if noise else turned(rng, L)
        begun = time.perf_counter()
        try:
            found = identify(generators, noise=noise or None)
        except LieTheoryError as problem:
            counts["exceptions"] += 1
            sys.stdout.write(f"{truth}: {problem}\n")
            continue
        column = outcome(found, truth, not noise)
        counts[column] += 1
        candidates.append(len(found.candidates))
        if column not in ("right and complete", "named"):
            seconds = time.perf_counter() - begun
            sys.stdout.write(f"{column}: {truth}: {found.name}, {found.status}, {found.candidates[1:3]}, {seconds:.1f} s\n")
    seconds, median = time.perf_counter() - start, np.median(candidates)
    sys.stdout.write(f"{number} products in {seconds:.0f} s: {dict(counts)}, median of {median:.0f} candidates\n")


if __name__ == "__main__":
    main()
