"""Isomorphisms of semisimple algebras: over Q or a quadratic field where root vectors over Q(i) are met, else in floats."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import numpy as np

from lietheory.algebra.isomorphism import rigidity
from lietheory.algebra.isomorphism.adapted_frame import AdaptedFrame, adapted_frame
from lietheory.algebra.isomorphism.fundamental_cartan import numeric_system
from lietheory.algebra.isomorphism.rational_cartan import SIMPLE_NUMBER, rational_systems, rounded
from lietheory.algebra.isomorphism.real_forms import real_isomorphisms
from lietheory.algebra.linalg.dispatch import inverse, multiply, tensordot
from lietheory.quadratic_numbers import root
from lietheory.tolerances import FLOAT_ERROR, ROUNDING

_LARGE_NUMBER = 10**7  # denominators that are tried where smaller ones do not fit, against rounding alone
_RADICANDS = (2, 3, 5, 6, 7, 10, 11, 13, 14, 15)  # square roots that ratios of root vectors are tried with


def exact_maps(f: np.ndarray, h: np.ndarray) -> Iterator[np.ndarray]:
    """Isomorphisms T, rows the images, from exact constants f to exact constants h: one for each symmetry of the diagram met.

    The maps are guessed in floats and kept where [T x, T y] = T [x, y] holds exactly.
    """
    for U, constants, system in rational_systems(f):
        for V, others, other in rational_systems(h):
            for guess in map(recognised, real_isomorphisms(system, other)):
                if guess is not None and is_homomorphism(constants, guess, others):
                    yield multiply(multiply(inverse(U), guess), V)


def is_homomorphism(f: np.ndarray, T: np.ndarray, h: np.ndarray) -> bool:
    """Whether the map with rows T takes the bracket of f to that of h, exactly."""
    images = tensordot(tensordot(T, h, 1, 0), T, 1, 1).swapaxes(1, 2)
    return bool((tensordot(f, T, 2, 0) == images).all())


def recognised(T: np.ndarray, denominator: int = SIMPLE_NUMBER) -> np.ndarray | None:
    """An exact array that floats are near to: rational, or each entry rational or that times sqrt(n) for one n."""
    rational = rounded(T, denominator)
    if rational is None:
        rational = rounded(T, _LARGE_NUMBER, ROUNDING)
    if rational is not None:
        return rational
    for n in _RADICANDS:
        multiples = T / np.sqrt(n)
        entries = np.empty(T.size, dtype=object)
        entries[:] = [_entry(x, y, n) for x, y in zip(T.ravel().tolist(), multiples.ravel().tolist(), strict=True)]
        if all(x is not None for x in entries):
            return entries.reshape(T.shape)
    return None


def _entry(x: float, multiple: float, n: int) -> object | None:
    q = Fraction(x).limit_denominator(SIMPLE_NUMBER)
    if abs(float(q) - x) < FLOAT_ERROR:
        return q
    q = Fraction(multiple).limit_denominator(SIMPLE_NUMBER)
    return q * root(n) if abs(float(q) - multiple) < FLOAT_ERROR else None


def numeric_map(f: np.ndarray, f_error: float, h: np.ndarray, h_error: float) -> tuple[rigidity.Rigid, AdaptedFrame] | None:
    """A map T in floats, rows in the basis of h, and the bound by rigidity in the adapted frame of h; None if none fits."""
    frame, target = adapted_frame(f), adapted_frame(h)
    candidates = real_isomorphisms(numeric_system(frame), numeric_system(target))
    T = next(candidates, None)
    if T is None:
        return None
    T = rigidity.polished(frame.constants, T, target.constants)
    errors = [
        (error + ROUNDING * float(np.linalg.norm(constants))) * stretch(x)  # the change of basis rounds too
        for error, constants, x in ((f_error, f, frame), (h_error, h, target))
    ]
    proof = rigidity.proved(frame.constants, errors[0], T, target.constants, errors[1])
    return rigidity.Rigid(np.linalg.inv(frame.basis) @ T @ target.basis, proof.bound), target


def stretch(frame: AdaptedFrame) -> float:
    """By how much an error of the constants may grow in the frame."""
    return float(np.linalg.norm(frame.basis, 2) ** 2 * np.linalg.norm(np.linalg.inv(frame.basis), 2))
