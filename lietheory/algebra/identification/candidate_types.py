"""Which types an algebra with given constants may degenerate to, and frames that nearly satisfy their equations.

A candidate is a flag of ideals, g > r > n > n_2 > n_3 > ... > 0: of all dimensions that a radical, a
nilradical and its lower central series can have, those whose equations the given constants nearly
satisfy, in the frame that suits them best. Each may also have a centre, determined layer by layer, and
vanishing traces tr ad x. What no such equation singles out, such as equal eigenvalues of a dilation
on R^3, is fitted by the family that it belongs to, whose name is then not complete. The constants
should be those of a Lie algebra to rounding: errors that break Jacobi's identity hide the ideals long
before they change the type.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from lietheory.algebra.identification.fit_type import Equations
from lietheory.algebra.linalg.floats import complement
from lietheory.algebra.structure.structure_constants import Structure
from lietheory.tolerances import CANDIDATE_SURE, CENTRAL, EQUATION_NEAR, NO_BETTER

_CAP = 8  # candidates fitted
_POWERS = 5  # of ad y in the forms tr(ad x (ad y)^p), whose common kernel is the nilradical
_NOT_SEMISIMPLE = (1, 2, 4, 5, 7)  # dimensions, all others are those of semisimple algebras


@dataclass(frozen=True, eq=False)
class Candidate:
    """A frame, the equations of a type, the norm of their residuals in it, relative to the constants, and the class of n."""

    frame: np.ndarray
    equations: Equations
    residual: float
    depth: int = 1


def generic(n: int) -> Candidate:
    """No equations: the closed spans of any type."""
    return Candidate(np.eye(n), Equations(np.zeros((n, n, n), dtype=bool)), 0.0)


def candidates(g: Structure) -> list[Candidate]:
    """The types near g, those that are nearest first; the abelian one is always among them."""
    n, f = g.dimension, g.constants
    size = float(np.linalg.norm(f))
    abelian = Candidate(np.eye(n), Equations(np.ones((n, n, n), dtype=bool)), EQUATION_NEAR)
    if size < g.error:
        return [abelian]
    flags = [candidate for flag in _flags(g) for candidate in _refined(f, size, flag)]
    flags.sort(key=lambda candidate: candidate.residual)
    counts, residuals, depths = (
        (np.array(rows) for rows in zip(*((_count(x), x.residual, x.depth) for x in flags), strict=True))
        if flags
        else np.zeros((3, 0))
    )
    kept: list[int] = []
    for i in range(len(flags)):
        others = np.array([*range(i + 1, len(flags)), *kept], dtype=np.int64)
        better = residuals[others] <= min(NO_BETTER * residuals[i], CANDIDATE_SURE) + g.error
        if not (better & (counts[others] > counts[i]) & (depths[others] <= depths[i])).any():
            kept.append(i)
        if len(kept) == _CAP - 1:
            break
    return [*(flags[i] for i in kept), abelian]


@dataclass(frozen=True, eq=False)
class _Flag:
    """Layers of coordinate rows, the deepest first: the lower central series of n, then r / n, then g / r, which may be empty."""

    layers: tuple[np.ndarray, ...]
    radical: int
    nilradical: int


def _flags(g: Structure) -> Iterator[_Flag]:
    n, f = g.dimension, g.constants
    budget = (EQUATION_NEAR * float(np.linalg.norm(f))) ** 2
    for R in _radicals(g):
        rows, r = _by_weight(f, R), len(R)
        for k in range(1, r + 1):
            top, nil = rows[: r - k], rows[r - k :]
            spent = _outside(f, R, nil) ** 2
            if spent <= budget:
                for series in _series(f, nil, nil, budget - spent):
                    yield _Flag((*series, top, complement(R) if r < n else R[:0]), r, k)


def _radicals(g: Structure) -> Iterator[np.ndarray]:
    """For each dimension, the Killing complement of a near [g, g] that is nearest to an ideal."""
    n, f, size = g.dimension, g.constants, float(np.linalg.norm(g.constants))
    derived = np.linalg.svd(f.reshape(n * n, n), full_matrices=False)[2]
    for r in range(1, n + 1):
        if n - r in _NOT_SEMISIMPLE:
            continue
        ideals = (np.linalg.svd(derived[:m] @ g.killing)[2][n - r :] for m in range(max(n - r, 1), n + 1))
        best = min(ideals, key=lambda R: _outside(f, R, R))
        if _outside(f, best, best) <= EQUATION_NEAR * size:
            yield best


def _outside(f: np.ndarray, R: np.ndarray, N: np.ndarray) -> float:
    """The norm of what [g, R] has outside N."""
    brackets = np.tensordot(R, f, 1)
    return float(np.linalg.norm(brackets - brackets @ N.T @ N))


def _by_weight(f: np.ndarray, R: np.ndarray) -> np.ndarray:
    """An orthonormal basis of R, those with large eigenvalues of ad first: the last k are a nilradical of dimension k."""
    ad = np.tensordot(R, f, 1)
    ad = ad / max(float(np.linalg.norm(ad)), np.finfo(float).tiny)
    letters = np.concatenate([ad, ad + np.roll(ad, 1, axis=0)])
    words, forms = np.broadcast_to(np.eye(len(f)), letters.shape), []
    for _ in range(_POWERS + 1):
        forms.append(np.tensordot(ad, words, ((1, 2), (2, 1))))
        words = words @ letters
    return np.linalg.svd(np.concatenate(forms, axis=1), full_matrices=False)[0].T @ R


def _series(f: np.ndarray, whole: np.ndarray, term: np.ndarray, budget: float) -> Iterator[tuple[np.ndarray, ...]]:
    """Layers, the deepest first, of each lower central series that ``whole`` may have from ``term`` on, up to a squared norm."""
    brackets = _turned(f, whole, term, term).reshape(-1, len(term))
    _, values, rows = np.linalg.svd(brackets, full_matrices=False)
    directions = rows @ term
    least = 1 if term is not whole else 2  # a nilpotent algebra that is not zero has at least two generators, or is a line
    for size in range(max(len(term) - least, 0) + 1):
        spent = float((values[size:] ** 2).sum())
        if spent > budget:
            continue
        if size == 0:
            yield (term,)
            continue
        for deeper in _series(f, whole, directions[:size], budget - spent):
            yield (*deeper, directions[size:])


def _turned(f: np.ndarray, A: np.ndarray, B: np.ndarray, C: np.ndarray) -> np.ndarray:
    """The constants in coordinates along rows: <[A_i, B_j], C_k>."""
    return np.tensordot(np.tensordot(A, f, 1) @ C.T, B, (1, 1)).swapaxes(1, 2)


def _candidate(f: np.ndarray, size: float, flag: _Flag, central: tuple[int, ...], unimodular: bool = False) -> Candidate:
    frame = np.concatenate(flag.layers)
    zero = _zeros(flag)
    zero[list(central)] = zero[:, list(central)] = True
    turned = _turned(f, frame, frame, frame)
    left = float((turned[zero] ** 2).sum() + unimodular * (np.einsum("abb->a", f) ** 2).sum())
    return Candidate(frame, Equations(zero, unimodular), float(np.sqrt(left)) / size, len(flag.layers) - 2)


def _zeros(flag: _Flag) -> np.ndarray:
    """Where the constants vanish: [g, i] in i for each ideal of the flag, [g, r] in n, [n, n_i] in n_(i+1)."""
    ends = np.cumsum([len(layer) for layer in flag.layers])
    n = int(ends[-1])
    ideal = ends[np.searchsorted(ends, np.arange(n), side="right")]  # the smallest ideal with e_i inside
    deeper = np.array([ends[ends < end].max(initial=0) for end in ideal])
    within = np.minimum.outer(ideal, ideal)
    i, j = np.minimum.outer(np.arange(n), np.arange(n)), np.maximum.outer(np.arange(n), np.arange(n))
    within = np.where(i < flag.radical, np.minimum(within, flag.nilradical), within)
    within = np.where(j < flag.nilradical, deeper[i], within)
    return np.arange(n) >= within[:, :, None]


def _refined(f: np.ndarray, size: float, flag: _Flag) -> Iterator[Candidate]:
    """The candidate itself, and with a centre, and with vanishing traces, as far as they are near."""
    plain = _candidate(f, size, flag, ())
    if plain.residual > EQUATION_NEAR:
        return
    yield plain
    choices: list[tuple[_Flag, tuple[int, ...]]] = [(flag, ())]
    directions = _by_bracket(f, flag)
    for zero in CENTRAL:
        turned, central = _with_center(directions, size * zero, flag)
        if len(central) > len(choices[-1][1]):
            choices.append((turned, central))
    for turned, central in choices:
        for unimodular in (False, True):
            if (central or unimodular) and (not unimodular or flag.nilradical < flag.radical):
                refined = _candidate(f, size, turned, central, unimodular)
                if refined.residual <= EQUATION_NEAR:
                    yield refined


def _by_bracket(f: np.ndarray, flag: _Flag) -> list[tuple[np.ndarray, np.ndarray]]:
    """For each ideal of the flag an orthonormal basis, and the norms of [g, x] for x in it, the largest first."""
    fits, frame = [], np.concatenate(flag.layers)
    for end in np.cumsum([len(layer) for layer in flag.layers]):
        brackets = np.tensordot(frame[:end], f, 1).reshape(end, len(f) ** 2)
        left, values, _ = np.linalg.svd(brackets, full_matrices=False)
        fits.append((left.T @ frame[:end], values))
    return fits


def _with_center(directions: list[tuple[np.ndarray, np.ndarray]], zero: float, flag: _Flag) -> tuple[_Flag, tuple[int, ...]]:
    """The flag with nearly central rows first in each layer, and their places."""
    layers, central, before = [], [], flag.layers[0][:0]
    for layer, (rows, values) in zip(flag.layers, directions, strict=True):
        near = rows[values <= zero]
        if len(near):
            fresh = near - near @ before.T @ before
            _, sizes, rows = np.linalg.svd(fresh, full_matrices=False)
            rows = rows[sizes > 0.5]
            central += range(len(before), len(before) + len(rows))
            rest = layer - layer @ rows.T @ rows
            rest = np.linalg.svd(rest, full_matrices=False)[2][: len(layer) - len(rows)]
            layers.append(np.concatenate([rows, rest]))
        else:
            layers.append(layer)
        before = np.concatenate([before, layer])
    return _Flag(tuple(layers), flag.radical, flag.nilradical), tuple(central)


def _count(candidate: Candidate) -> int:
    return int(candidate.equations.zero.sum()) + candidate.equations.unimodular
