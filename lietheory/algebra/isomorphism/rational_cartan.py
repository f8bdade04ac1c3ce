"""Fundamental systems over Q(i): Cartan subalgebras by elements with rational eigenvalues, in bases that reduction makes short.

In a short basis of a standard form, elements with rational real or imaginary eigenvalues are met among the basis and its sums and
differences. A basis is made short by lattice reduction for the inner product -K(x, theta y), which automorphisms and conjugations
of the matrices do not change, so that a change of basis or a conjugation is undone; a few rounds bring theta to it too.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from fractions import Fraction
from itertools import combinations
from typing import Any

import flint
import numpy as np

from lietheory.algebra.isomorphism.adapted_frame import adapted_frame
from lietheory.algebra.isomorphism.fundamental_cartan import FundamentalSystem, system_on
from lietheory.algebra.linalg.dispatch import cleared, multiply, null_space, rank
from lietheory.algebra.structure.structure_constants import Structure
from lietheory.arrays import exact_array, has_surds
from lietheory.errors import UndecidedError
from lietheory.tolerances import COMPLEX_PAIR, DEPENDENT, FLOAT_ERROR

SIMPLE_NUMBER = 1000
"""The denominators of rational numbers that are guessed; what is made of them is checked exactly."""
_ROUNDS = 4  # reductions; one or two are enough from bases of condition 1e6
_SHORT = 100.0  # the condition of a basis, and the constants, at which floats resolve root vectors so that they are recognised
_BITS = 40  # of the coordinates that are reduced
_CANDIDATES = 400  # elements whose eigenvalues are computed, at most, for each dimension of a Cartan subalgebra


def rational_systems(f: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray, FundamentalSystem]]:
    """Systems over Q(i) with the exact basis (rows in the given one) and the constants they belong to: given, then reduced."""
    U, constants = shortened(f)
    rounds = 1 if has_surds(f) else _ROUNDS
    for left in reversed(range(rounds)):
        frame = adapted_frame(constants.astype(np.float64))
        met = False
        if np.linalg.cond(frame.basis) < _SHORT or not left:
            theta = rounded(np.linalg.inv(frame.basis) @ frame.involution @ frame.basis)
            for cartan in _cartan_subalgebras(Structure(constants), theta):
                with suppress(UndecidedError, np.linalg.LinAlgError):  # floats that do not resolve the roots: the next one may
                    yield U, constants, system_on(constants.astype(np.float64), cartan.astype(np.float64))
                    met = True
        step = None if met or not left else _reduction(np.linalg.inv(frame.basis))
        if step is None:
            return
        U, constants = multiply(step, U), Structure(constants).restrict(step).constants


def shortened(f: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """A basis, rows in the given one, in which rational constants are small enough for floats where reduction makes them so."""
    U, constants = np.eye(len(f), dtype=np.int64), f
    while not has_surds(f) and np.abs(constants.astype(np.float64)).max(initial=0.0) > _SHORT:  # floats may not see the algebra
        step = reduced(cleared(constants).reshape(len(f), -1))
        shorter = Structure(constants).restrict(step).constants
        if not np.abs(shorter.astype(np.float64)).max() < np.abs(constants.astype(np.float64)).max() / 2:
            break
        U, constants = multiply(step, U), shorter
    return U, constants


def _reduction(rows: np.ndarray) -> np.ndarray | None:
    """The unimodular matrix that makes the rows, coordinates in an orthonormal basis, short (Lenstra, Lenstra and Lovasz)."""
    scaled = np.round(rows * (2.0**_BITS / np.linalg.norm(rows, axis=1).min()))
    if not np.abs(scaled).max() < 2.0 ** (4 * _BITS):  # NaN too
        return None
    return reduced(scaled)


def reduced(rows: np.ndarray) -> np.ndarray:
    """The unimodular matrix that makes rows of whole numbers short."""
    matrix: Any = flint.fmpz_mat([[int(x) for x in row] for row in rows.tolist()])
    return exact_array([[int(x) for x in row] for row in matrix.lll(transform=True)[1].tolist()])


def _cartan_subalgebras(g: Structure, theta: np.ndarray | None) -> Iterator[np.ndarray]:
    """Cartan subalgebras of elements with rational spectra: that of a torus in k where theta is rational, then any."""
    if theta is not None:
        compact = null_space((theta - np.eye(g.dimension, dtype=np.int64)).T)
        torus = _commuting(g, compact, imaginary=True) if len(compact) else None
        if torus is not None:
            yield g.centralizer(torus)
    cartan = _commuting(g, g.whole, imaginary=False)
    if cartan is not None:
        yield cartan


def _commuting(g: Structure, inside: np.ndarray, imaginary: bool) -> np.ndarray | None:
    """A maximal abelian subspace by elements whose eigenvalues are rational, or so times i, one after the other."""
    chosen, left = g.whole[:0], inside
    while g.restrict(left).constants.any():
        row = next((x for x in _elements(left, chosen) if _has_rational_spectrum(g.ad(x).astype(np.float64), imaginary)), None)
        if row is None:
            return None
        chosen = np.concatenate([chosen, row[None]])
        left = multiply(null_space(multiply(left, g.ad(row).T).T), left)
    return left if all(_has_rational_spectrum(g.ad(x).astype(np.float64), imaginary) for x in left) else None


def _elements(left: np.ndarray, chosen: np.ndarray) -> Iterator[np.ndarray]:
    """Rows, and their sums and differences, outside the span of the rows chosen; sparse ones first."""
    rows = sorted(left, key=np.count_nonzero)
    pairs = (x + sign * y for x, y in combinations(rows, 2) for sign in (1, -1))
    for count, x in enumerate([*rows, *pairs] if len(rows) ** 2 < _CANDIDATES else rows):
        if count < _CANDIDATES and rank(np.concatenate([chosen, x[None]])) > len(chosen):
            yield x


def rounded(A: np.ndarray, denominator: int = SIMPLE_NUMBER, error: float = FLOAT_ERROR) -> np.ndarray | None:
    """The rational array with small denominators that floats are near to, or None."""
    size = max(1.0, float(np.abs(A).max(initial=0.0)))
    if not size < SIMPLE_NUMBER / FLOAT_ERROR:  # NaN too
        return None
    flat = [Fraction(x).limit_denominator(denominator) for x in A.ravel().tolist()]
    near = np.array([float(q) for q in flat]).reshape(A.shape)
    if np.abs(near - A).max(initial=0.0) > error * size:
        return None
    exact = np.empty(len(flat), dtype=object)
    exact[:] = flat
    return exact_array(exact.reshape(A.shape))


def _has_rational_spectrum(ad: np.ndarray, imaginary: bool) -> bool:
    """Whether a matrix is diagonalisable with eigenvalues in Q i or, unless these are wanted, in Q or both."""
    values, vectors = np.linalg.eig(ad)
    parts = np.stack([np.real(values), np.imag(values)])
    if (
        np.abs(parts).max() < COMPLEX_PAIR
        or np.abs(parts).min(axis=0).max() > COMPLEX_PAIR
        or np.linalg.cond(vectors) > 1 / DEPENDENT
    ):
        return False
    return not (imaginary and np.abs(parts[0]).max() > COMPLEX_PAIR) and rounded(parts, 12, COMPLEX_PAIR) is not None
