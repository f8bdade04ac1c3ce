"""Representations of known constituents, as bare exact matrices, and the frames they are hidden in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from hypothesis import strategies as st

from lietheory.algebra import gl, sl, sl_complex, so, so_star, sp, su, su_star, u, usp
from lietheory.representation import adjoint, copies, direct_sum, dual
from proofs_tests.strategies.matrices import invertible

ONE, E, S, T = np.eye(2, dtype=int), np.array([[0, 1], [-1, 0]]), np.array([[0, 1], [1, 0]]), np.array([[1, 0], [0, -1]])


def clifford() -> list[np.ndarray]:
    """Seven real 8 x 8 matrices that anticommute and square to -1."""
    triples = [(E, E, E), (ONE, S, E), (ONE, T, E), (S, E, ONE), (T, E, ONE), (E, ONE, S), (E, ONE, T)]
    return [np.kron(a, np.kron(b, c)) for a, b, c in triples]


def spin7() -> np.ndarray:
    """spin(7) on R^8: products of two Clifford matrices, (21, 8, 8)."""
    G = clifford()
    return np.array([G[i] @ G[j] for i in range(7) for j in range(i)])


def binary_forms(degree: int) -> np.ndarray:
    """sl(2, R) on binary forms of a degree: (3, degree + 1, degree + 1)."""
    k = degree
    raising = np.diag(np.arange(k, 0, -1), 1)
    lowering = np.diag(np.arange(1, k + 1), -1)
    return np.array([raising, lowering, np.diag(k - 2 * np.arange(k + 1))])


def zero(L: np.ndarray, size: int) -> np.ndarray:
    """The trivial representation of as many generators."""
    return np.zeros((len(L), size, size), dtype=int)


@dataclass(frozen=True)
class Known:
    """A representation, and its constituents as (dimension, multiplicity, commutant, highest weight), with their line."""

    matrices: Callable[[], np.ndarray]
    constituents: tuple[tuple, ...]
    line: str


KNOWN = {
    "spin(7)": Known(spin7, ((8, 1, "R", ((0, 0, 1),)),), "R^8 = spinor of so(7)"),
    "so(7) on R^7 + R": Known(
        lambda: direct_sum(so(7).generators, zero(so(7).generators, 1)),
        ((7, 1, "R", ((1, 0, 0),)), (1, 1, "R", ((0, 0, 0),))),
        "R^8 = vector of so(7) + trivial",
    ),
    "so(3) twice": Known(lambda: copies(so(3).generators, 2), ((3, 2, "R", ((2,),)),), "R^6 = 2 (vector of so(3))"),
    "so(3) on R^3 + R": Known(
        lambda: direct_sum(so(3).generators, zero(so(3).generators, 1)),
        ((3, 1, "R", ((2,),)), (1, 1, "R", ((0,),))),
        "R^4 = vector of so(3) + trivial",
    ),
    "su(2) on R^4": Known(lambda: su(2).generators, ((4, 1, "H", ((1,),)),), "R^4 = quaternionic spinor of so(3)"),
    "su(2) on H^2": Known(lambda: copies(su(2).generators, 2), ((4, 2, "H", ((1,),)),), "R^8 = 2 (quaternionic spinor of so(3))"),
    "so(4)": Known(lambda: so(4).generators, ((4, 1, "R", ((1,), (1,))),), "R^4 = spinor of so(3) x spinor of so(3)"),
    "so(3,1)": Known(lambda: so(3, 1).generators, ((4, 1, "R", ((1,), (1,))),), "R^4 = vector of so(3,1)"),
    "sl(2,C)": Known(lambda: sl_complex(2).generators, ((4, 1, "C", ((1,), (0,))),), "R^4 = complex spinor of so(3,1)"),
    "adjoint of su(3)": Known(lambda: adjoint(su(3).structure_constants), ((8, 1, "R", ((1, 1),)),), "R^8 = adjoint of su(3)"),
    "su(3)": Known(lambda: su(3).generators, ((6, 1, "C", ((1, 0),)),), "R^6 = complex defining of su(3)"),
    "so(5) thrice": Known(lambda: copies(so(5).generators, 3), ((5, 3, "R", ((1, 0),)),), "R^15 = 3 (vector of so(5))"),
    "binary cubics": Known(lambda: binary_forms(3), ((4, 1, "R", ((3,),)),), "R^4 = spin 3/2 of so(2,1)"),
    "2 V + V*": Known(
        lambda: direct_sum(copies(sl(3).generators, 2), dual(sl(3).generators)),
        ((3, 2, "R", ((1, 0),)), (3, 1, "R", ((0, 1),))),
        "R^9 = 2 (defining of sl(3,R)) + dual of sl(3,R)",
    ),
    "sp(4,R)": Known(lambda: sp(2).generators, ((4, 1, "R", ((0, 1),)),), "R^4 = spinor of so(3,2)"),
    "usp(4)": Known(lambda: usp(4).generators, ((8, 1, "H", ((0, 1),)),), "R^8 = quaternionic spinor of so(5)"),
    "su*(4)": Known(lambda: su_star(2).generators, ((8, 1, "H", ((1, 0, 0),)),), "R^8 = quaternionic half-spinor of so(5,1)"),
    "so*(6)": Known(lambda: so_star(3).generators, ((12, 1, "H", ((0, 1, 0),)),), "R^12 = quaternionic Λ^2 of su(3,1)"),
    "su(2,1)": Known(lambda: su(2, 1).generators, ((6, 1, "C", ((1, 0),)),), "R^6 = complex defining of su(2,1)"),
    "gl(3)": Known(lambda: gl(3).generators, ((3, 1, "R", ((1, 0),)),), "R^3 = defining of sl(3,R)"),
    "u(2)": Known(lambda: u(2).generators, ((4, 1, "C", ((1,),)),), "R^4 = complex spinor of so(3)"),
    "so(2)": Known(lambda: so(2).generators, ((2, 1, "C", ()),), "R^2 = complex plane"),
    "so(2) twice": Known(lambda: copies(so(2).generators, 2), ((2, 2, "C", ()),), "R^4 = 2 (complex plane)"),
}


@st.composite
def hidden(draw: st.DrawFn, log_condition: float) -> tuple[str, np.ndarray]:
    """A known representation in a random frame and a random basis, in floats, and what it is called."""
    name = draw(st.sampled_from(sorted(KNOWN)))
    L = KNOWN[name].matrices()
    frame = draw(invertible(L.shape[1], log_condition))
    mixed = np.tensordot(draw(invertible(len(L), 1.0)), L, 1)
    return name, frame @ mixed @ np.linalg.inv(frame)
