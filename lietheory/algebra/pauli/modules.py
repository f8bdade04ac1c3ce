"""Modules over a prime field: the submodule a vector generates, and the splitting into absolutely irreducible ones, proved.

References:
    R. A. Parker, The computer calculation of modular characters (the Meat-Axe), 1984.
"""

from __future__ import annotations

from collections.abc import Iterator

import flint
import numpy as np

from lietheory.algebra.pauli import modular

_WORDS = 6  # random elements of the enveloping algebra tried for one prime
_CHUNK = 64  # vectors moved at once


def spun(vectors: np.ndarray, matrices: list[np.ndarray], p: int) -> tuple[np.ndarray, np.ndarray]:
    """The smallest subspace that contains the vectors and that v -> v A maps into itself: an echelon basis and its pivots."""
    rows, pivots, _ = modular.echelon(vectors, p)
    waiting = [rows]
    while waiting and len(rows) < rows.shape[1]:
        batch = waiting.pop()
        if len(batch) > _CHUNK:
            waiting.append(batch[_CHUNK:])
        moved = np.concatenate([modular.multiply(batch[:_CHUNK], A, p) for A in matrices])
        more, new, _ = modular.echelon(modular.eliminate(moved, rows, pivots, p), p)
        if len(more):
            rows = np.concatenate([modular.eliminate(rows, more, new, p), more])
            pivots = np.concatenate([pivots, new])
            waiting.append(more)
    return rows, pivots


def restricted(matrices: list[np.ndarray], rows: np.ndarray, pivots: np.ndarray, p: int) -> list[np.ndarray]:
    """The matrices on an invariant subspace, in its echelon basis."""
    return [modular.multiply(rows, A, p)[:, pivots] for A in matrices]


def irreducible_summands(
    matrices: list[np.ndarray], p: int, rng: np.random.Generator, repeated: bool = False
) -> list[tuple[np.ndarray, np.ndarray]] | None:
    """Submodules, as echelon bases and pivots, of which the space of rows is the direct sum, each proved absolutely irreducible.

    A submodule U is, by Norton's criterion, if an element a of the enveloping algebra has an eigenvalue in the field whose
    eigenspace on U is a line that generates U, and if that of the transpose generates the dual space.

    Args:
        matrices: (n, n) each, acting on rows.
        p: the prime.
        rng: draws elements of the enveloping algebra.
        repeated: whether summands may be isomorphic; otherwise eigenvalues of multiplicity one suffice.

    Returns:
        None where some summands were not found, as where they split over a larger field only.
    """
    n = len(matrices[0])
    summands: list[tuple[np.ndarray, np.ndarray]] = []
    together, heads = np.zeros((0, n)), np.zeros(0, dtype=np.int64)
    for _ in range(_WORDS):
        a = random_element(matrices, p, rng)
        for root, line in _eigenvectors(a, p, repeated):
            if len(together) == n:
                return summands
            if not modular.eliminate(line, together, heads, p).any():
                continue
            rows, pivots = spun(line, matrices, p)
            if not _dual_is_generated(restricted([a, *matrices], rows, pivots, p), root, p):
                continue
            both, heads_now, _ = modular.echelon(np.concatenate([together, rows]), p)
            if len(both) != len(together) + len(rows):
                return None
            together, heads = both, heads_now
            summands.append((rows, pivots))
    return summands if len(together) == n else None


def _eigenvectors(a: np.ndarray, p: int, repeated: bool) -> Iterator[tuple[int, np.ndarray]]:
    """The eigenvalues in the field, of multiplicity one unless ``repeated``, with each row (1, n) of a basis of eigenvectors."""
    for root in _roots(a, p, repeated):
        for v in modular.null_space(modular.reduced(a - root * np.eye(len(a)), p).T, p):
            yield root, v[None]


def random_element(matrices: list[np.ndarray], p: int, rng: np.random.Generator) -> np.ndarray:
    """A random element of the associative algebra that matrices generate."""
    n = len(matrices[0])
    a = np.zeros((n, n))
    for _ in range(4):
        mixed = np.zeros((n, n))
        for A in matrices:
            mixed = modular.reduced(mixed + A * int(rng.integers(1, p)), p)
        a = modular.reduced(modular.multiply(a, mixed, p) + mixed * int(rng.integers(1, p)), p)
    return a


def _roots(a: np.ndarray, p: int, repeated: bool) -> list[int]:
    """The eigenvalues in the prime field."""
    n = len(a)
    polynomial = flint.nmod_mat(n, n, [int(x) for x in a.ravel()], p).charpoly()
    x = flint.nmod_poly([0, 1], p)
    power, square = flint.nmod_poly([1], p), x % polynomial
    for bit in bin(p)[:1:-1]:  # x^p modulo the polynomial: what is left of x^p - x has the roots in the field
        if bit == "1":
            power = power * square % polynomial
        square = square * square % polynomial
    linear = polynomial.gcd(power - x)
    if not repeated:
        linear = linear // linear.gcd(polynomial.gcd(polynomial.derivative()))
    return [int(-factor[0]) % p for factor, _ in linear.factor()[1]] if linear.degree() > 0 else []


def _dual_is_generated(parts: list[np.ndarray], root: int, p: int) -> bool:
    a, matrices = parts[0], parts[1:]
    line = modular.null_space(modular.reduced(a - root * np.eye(len(a)), p), p)
    return len(line) == 1 and len(spun(line, [A.T.copy() for A in matrices], p)[0]) == len(a)
