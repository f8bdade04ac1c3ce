"""Identities that are false, each beside the true one it was made from, with exact matrices that tell them apart."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from lietheory.algebra import inverse
from lietheory.proof.normaliser import Equation, Hypothesis, Invertible, NonZero, Symmetric, Use
from lietheory.proof.random_instances import rational, rational_invertible, rational_orthogonal
from lietheory.proof.scalars import symbol
from lietheory.proof.words import Expression, identity, matrix

SIZES = {"d": 3, "n": 4, "c": 2}  # d = 3 is the least size at which the planted identities all fail
A, B, S, K, Q, H, N, L, u, v = (matrix(name, "d") for name in ("A", "B", "S", "K", "Q", "H", "N", "L", "u", "v"))
X, Y, C, F = matrix("X", "d", "n"), matrix("Y", "c", "n"), matrix("C", "c", "d"), matrix("F", "c", "d")
I, a, b = identity("d"), symbol("a"), symbol("b")

SYMMETRIC, SQUARE_ROOT = Symmetric("S symmetric", S), Equation("H", H, S @ S)
INVERTIBLE = tuple(Invertible(f"{letter} invertible", letter) for letter in (u, H, A, S))
ORTHOGONAL, SKEW = Equation("orthogonal", Q @ Q.T, I), Equation("skew", K.T, -K)
COVARIANCE, GENERATOR = Equation("covariance", u @ H @ u.T, H), Equation("generator", L, (A - I) * a)
FIT, NILPOTENT = Equation("fit", F, C @ H.inverse), Equation("nilpotent", N @ N, 0 * N)
RATE = NonZero("rate", a)
ALL: tuple[Hypothesis, ...] = (SYMMETRIC, SQUARE_ROOT, *INVERTIBLE, ORTHOGONAL, SKEW, COVARIANCE, GENERATOR, FIT, NILPOTENT, RATE)


def binding() -> dict[str, object]:
    """Exact matrices that satisfy every hypothesis above."""
    rng = np.random.default_rng(7)
    d, n, c = SIZES.values()
    lower = rational(np.tril(rng.integers(1, 4, (d, d)), -1) + np.eye(d, dtype=int))
    root = lower @ lower.T
    skew, turn, eye = rational(rng.integers(1, 4, (d, d))), rational_orthogonal(rng, d), rational(np.eye(d, dtype=int))
    values: dict[str, object] = {
        "A": rational_invertible(rng, d),
        "B": rational(rng.integers(-3, 4, (d, d))),
        "S": root,
        "H": root @ root,
        "K": skew - skew.T,
        "Q": turn,
        "u": root @ turn @ inverse(root),
        "v": rational(rng.integers(-3, 4, (d, d))),
        "N": rational(np.outer([1, 2, 3], [1, 1, -1])),
        "X": rational(rng.integers(-3, 4, (d, n))),
        "Y": rational(rng.integers(-3, 4, (c, n))),
        "C": rational(rng.integers(-3, 4, (c, d))),
        "a": Fraction(3),
        "b": Fraction(1, 2),
    }
    return values | {"L": 3 * (values["A"] - eye), "F": values["C"] @ inverse(values["H"])}


def bracket(first: Expression, second: Expression) -> Expression:
    return first @ second - second @ first


@dataclass(frozen=True, eq=False)
class Planted:
    """start = false does not hold although start = true does, both by the same hypotheses."""

    kind: str
    start: Expression
    false: Expression
    true: Expression
    by: tuple[Use, ...] = ()


_root, _cov = Use("H"), Use("covariance")
_move = Use("covariance", left=H.inverse @ u.inverse, right=H.inverse)

PLANTED = (
    Planted("dropped transpose of a product", (A @ B).T, A.T @ B.T, B.T @ A.T),
    Planted("dropped transpose of one letter", (A @ B).T, B @ A.T, B.T @ A.T),
    Planted("dropped transpose of a rectangular product", (X @ X.T).T, X @ X.T @ I.T * 2, X @ X.T),
    Planted("transpose of a letter not symmetric", A.T @ S, A @ S, A.T @ S.T),
    Planted("transpose of a skew letter without its sign", K.T, K, -K, (Use("skew"),)),
    Planted("transpose of a sum dropped in one term", (A + B).T, A.T + B, A.T + B.T),
    Planted("three letters transposed in order", (A @ B @ S).T, A.T @ B.T @ S, S @ B.T @ A.T),
    Planted("transpose of a triple reversed wrongly", (A @ B @ u).T, u.T @ A.T @ B.T, u.T @ B.T @ A.T),
    Planted("swapped order", A @ B, B @ A, A @ B),
    Planted("swapped order inside a word", A @ B @ S, A @ S @ B, A @ B @ S),
    Planted("swapped order under a scalar", A @ B * a, B @ A * a, A @ B * a),
    Planted(
        "square of a sum as if letters commuted", (A + B) @ (A + B), A @ A + A @ B * 2 + B @ B, A @ A + A @ B + B @ A + B @ B
    ),
    Planted("difference of squares as if letters commuted", (A + B) @ (A - B), A @ A - B @ B, A @ A - A @ B + B @ A - B @ B),
    Planted("bracket with the wrong sign", bracket(A, B), bracket(B, A), -bracket(B, A)),
    Planted("bracket that vanishes", bracket(A, B), 0 * A, A @ B - B @ A),
    Planted(
        "Jacobi with a sign lost",
        bracket(A, bracket(B, S)) + bracket(B, bracket(S, A)),
        bracket(S, bracket(A, B)),
        bracket(bracket(A, B), S),
    ),
    Planted("Jacobi with a term lost", bracket(A, bracket(B, S)) + bracket(B, bracket(S, A)), 0 * A, bracket(bracket(A, B), S)),
    Planted("inverse of a product in order", (A @ u).inverse, A.inverse @ u.inverse, u.inverse @ A.inverse),
    Planted(
        "inverse of a triple in order", (A @ u @ H).inverse, A.inverse @ u.inverse @ H.inverse, H.inverse @ u.inverse @ A.inverse
    ),
    Planted("inverse cancelled across a letter", A @ B @ A.inverse, B, A @ B @ A.inverse),
    Planted("inverse cancelled with another letter", A @ u.inverse, I, A @ A.inverse @ A @ u.inverse),
    Planted("inverse taken for the transpose", u.inverse @ A, u.T @ A, u.inverse @ A),
    Planted("inverse transpose taken for the inverse", u.inverse.T @ u, I, u.inverse.T @ u),
    Planted("inverse transpose cancelled wrongly", u.inverse.T @ u.T @ A, u.inverse @ A, A),
    Planted("conjugation undone on one side", u @ B @ u.inverse @ u, u @ B @ u.inverse, u @ B),
    Planted("inverse dropped", u.inverse @ B, u @ B, u.inverse @ B),
    Planted("twice the inverse", u.inverse @ u.inverse @ u, u, u.inverse),
    Planted("orthogonal on the wrong side of a letter", Q @ B @ Q.T, B, Q @ B @ Q.T, (Use("orthogonal"),)),
    Planted("orthogonal without its transpose", Q @ Q, I, Q @ Q @ Q @ Q.T, (Use("orthogonal"),)),
    Planted("orthogonal for another letter", B @ B.T, I, B @ Q @ Q.T @ B.T, (Use("orthogonal"),)),
    Planted("wrong scalar", A + A, A * 3, A * 2),
    Planted("wrong sign", A - B, A + B, -(B - A)),
    Planted("wrong power of a scalar", (A * a) @ (B * a), A @ B * a, A @ B * (a * a)),
    Planted("scalar not squared in a congruence", (S * a) @ A @ (S * a).T, S @ A @ S * a, S @ A @ S * (a * a)),
    Planted("scalar of the inverse not inverted", (A * a).inverse, A.inverse * a, A.inverse * a.reciprocal()),
    Planted("one scalar for another", A * a, A * b, A * (a * b) * 2 - A * (a * b) * 2 + A * a),
    Planted("scalar on one of two terms", (A + B) * a, A * a + B, A * a + B * a),
    Planted("difference of scalars cancelled", A * a - A * b, 0 * A, A * (a - b)),
    Planted("fraction halved", A * Fraction(1, 2) + A * Fraction(1, 3), A * Fraction(2, 5), A * Fraction(5, 6)),
    Planted("lost term", (A + B) @ S, A @ S, A @ S + B @ S),
    Planted("lost identity", (A - I) @ B, A @ B, A @ B - B),
    Planted("identity taken for a letter", I @ A, I, A),
    Planted("lost letter", A @ B @ S, A @ S, A @ B @ S),
    Planted("doubled letter", A @ S, A @ S @ S, A @ S),
    Planted("one letter for another", u @ H @ u.T, v @ H @ v.T, H, (_cov,)),
    Planted("covariance without the transpose", u @ H @ u, H, u @ H @ u, (_cov,)),
    Planted("covariance of the transpose", u.T @ H @ u, H, u.T @ u @ H @ u.T @ u, (_cov,)),
    Planted("covariance of another matrix", u @ S @ u.T, S, u @ S @ u.T, (_cov,)),
    Planted("covariance with the letters exchanged", H @ u @ H.T, u, H @ u @ H.T, (_cov,)),
    Planted("covariance moved to the wrong side", H.inverse @ u.inverse, u @ H.inverse, u.T @ H.inverse, (_move,)),
    Planted("covariance moved without inverting", H.inverse @ u.inverse, u.T @ H, u.T @ H.inverse, (_move,)),
    Planted("covariance of H^-1", u @ H.inverse @ u.T, H.inverse, u @ H.inverse @ u.T, (_cov,)),
    Planted("root taken once", H, S, S @ S, (_root,)),
    Planted("root with a letter between", S @ A @ S, H @ A, S @ A @ S, (_root,)),
    Planted(
        "reversed similarity",
        S @ K @ S.inverse @ H + H @ (S @ K @ S.inverse).T,
        S.inverse @ K @ S @ H + H @ (S.inverse @ K @ S).T,
        S @ K @ S + S @ K.T @ S,
        (_root,),
    ),
    Planted(
        "skew of the conjugate, which is not skew",
        (S @ K @ S.inverse).T,
        -(S @ K @ S.inverse),
        -(S.inverse @ K @ S),
        (Use("skew"),),
    ),
    Planted("fit with the inverse on the wrong side of the correlation", F @ H @ A, C @ A @ H, C @ A, (Use("fit"),)),
    Planted("fit without the inverse", F, C, C @ H.inverse, (Use("fit"),)),
    Planted("generator without its scale", L, A - I, A * a - I * a, (Use("generator"),)),
    Planted("generator without the identity", L, A * a, A * a - I * a, (Use("generator"),)),
    Planted("generator with the reciprocal scale", L, (A - I) * a.reciprocal(), (A - I) * a, (Use("generator"),)),
    Planted("graph convolution with equal weights", B + L @ B, A @ B, B + (A - I) @ B * a, (Use("generator"),)),
    Planted("nilpotent letter that is not zero", N, 0 * N, N + N @ N, (Use("nilpotent"),)),
    Planted("nilpotent square with a letter between", N @ A @ N, 0 * N, N @ A @ N, (Use("nilpotent"),)),
    Planted("nilpotent against its transpose", N @ N.T, 0 * N, N @ N.T, (Use("nilpotent"),)),
    Planted("exponential series cut too early", I + N + N @ N * Fraction(1, 2), I, I + N, (Use("nilpotent"),)),
    Planted("Neumann series with the wrong sign", (I - N) @ (I - N), I, I - N * 2, (Use("nilpotent"),)),
)
