"""Eq 1: the two forms of equivariance, one with u on the input and one with its inverse, say the same."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from lietheory.algebra import inverse, rank
from lietheory.proof.claim import Assumption, Claim, Counterexample, Instance, Printed
from lietheory.proof.derivation import Chain, Derivation, Step
from lietheory.proof.features import Feature, polynomial, waves
from lietheory.proof.instances import rational, rational_invertible, relative, well_conditioned
from lietheory.proof.normaliser import Equation, Invertible, Use
from lietheory.proof.words import matrix


def value(instance: Instance, x: np.ndarray) -> np.ndarray:
    """f(x), component by component."""
    return np.array([f.value(x) for f in instance["f"]])


def first_form(instance: Instance, x: np.ndarray) -> np.ndarray:
    """f(u_d x) - u_c f(x)."""
    return value(instance, instance["u_d"] @ x) - instance["u_c"] @ value(instance, x)


def second_form(instance: Instance, x: np.ndarray) -> np.ndarray:
    """f(x) - u_c f(u_d^-1 x), with the pseudo-inverse where u_d has no inverse."""
    u = instance["u_d"]
    back = inverse(u) if rank(u) == len(u) else np.linalg.pinv(u)
    return value(instance, x) - instance["u_c"] @ value(instance, back @ x)


def residual(instance: Instance):
    """Of first form at x = second form at the image of x, for every f: so one vanishes everywhere if the other does."""
    x, moved = instance["x"], instance["moved"]
    return relative(second_form(instance, moved) - first_form(instance, x), x, x, instance["u_c"], instance["u_d"])


def _instance(f: tuple[Feature, ...], u_d: np.ndarray, u_c: np.ndarray, x: np.ndarray, **changes: np.ndarray) -> Instance:
    return {"f": f, "u_d": u_d, "u_c": u_c, "x": x, "moved": u_d @ x} | changes


def sample(rng: np.random.Generator) -> Instance:
    """Functions that are not equivariant, for which the forms agree all the same."""
    d, c = (int(n) for n in rng.integers(1, 5, 2))
    f = tuple(waves(rng.standard_normal(2), rng.standard_normal((2, d))) for _ in range(c))
    return _instance(f, well_conditioned(rng, d), well_conditioned(rng, c), rng.standard_normal(d))


def exact(rng: np.random.Generator, size: int) -> Instance:
    """Polynomials f: R^d -> R^d; in the derivation A = u^2 + u commutes with u, B need not."""
    u, M = rational_invertible(rng, size), rational(rng.integers(-2, 3, (size, size)))
    f = tuple(
        polynomial(rational(int(rng.integers(-3, 4))), *(rational(rng.integers(-2, 3, s)) for s in (size, (size, size))))
        for _ in range(size)
    )
    letters = {"u": u, "v": u, "A": u @ u + u, "B": M, "sizes": {"d": size, "c": size}}
    return _instance(f, u, u @ M @ inverse(u), rational(rng.integers(-3, 4, size), 2)) | letters


def smallest() -> Iterator[Instance]:
    """The line, u_d and u_c among 1, -1, 2, and f = 1, x, x^2 at x = 0 and 1."""
    one = rational(np.array([[1]]))
    for u_d in (1, -1, 2):
        for u_c in (1, -1, 2):
            for power in range(3):
                c, a, b = (rational(int(power == k)) for k in range(3))
                for x in (0, 1):
                    yield _instance((polynomial(c, a * one[0], b * one),), u_d * one, u_c * one, x * one[0])


def _line(f: Feature, u_d: float, **changes: np.ndarray) -> Instance:
    return _instance((f,), np.array([[u_d]]), np.array([[2.0]]), np.ones(1), **changes)


def derivation() -> Derivation:
    u, v = matrix("u", "d"), matrix("v", "c")
    A, B = matrix("A", "c", "d"), matrix("B", "c", "d")
    return Derivation(
        (Invertible("group", u), Equation("equivariant", A @ u, v @ A)),
        (
            Chain(
                "the second form at u x is the first at x, for any linear map B",
                (B - v @ B @ u.inverse) @ u,
                (Step(B @ u - v @ B, "u is invertible"),),
            ),
            Chain(
                "from the first form to the second",
                v @ A @ u.inverse,
                (
                    Step(A @ u @ u.inverse, "A u = v A", (Use("equivariant", reversed=True),)),
                    Step(A, "u is invertible"),
                ),
            ),
        ),
    )


CUBIC = Feature(
    "x -> x (x - 1) (x - 2)",
    lambda x: x[0] * (x[0] - 1) * (x[0] - 2),
    lambda x: 3 * x**2 - 6 * x + 2,
    lambda x: np.array([6 * x - 6]),
)

CLAIM = Claim(
    label="eq1",
    title="Two forms of equivariance",
    source="L-conv, Eq 1",
    statement=r"For every function $f: \mathbb{R}^d \to \mathbb{R}^c$, every invertible $u_d$ and every $u_c$, "
    r"$f(x) - u_c f(u_d^{-1} x)$ taken at $u_d x$ is $f(u_d x) - u_c f(x)$. So $f(u_d x) = u_c f(x)$ for all $x$ if and only if "
    r"$f(x) = u_c f(u_d^{-1} x)$ for all $x$; at one $x$ alone neither follows from the other.",
    assumptions=(
        Assumption("invertible", r"$u_d$ is invertible, as every element of a representation is"),
        Assumption("everywhere", r"the forms are compared at $u_d x$ and $x$: equivariance is asked at all points of a $G$-set"),
    ),
    residual=residual,
    sample=sample,
    exact=exact,
    counterexamples=(
        Counterexample(
            "invertible",
            r"$u_d = 0$ with its pseudo-inverse, $u_c = 2$, f = 1 + x + x^2 at x = 1",
            lambda: _line(polynomial(1.0, np.ones(1), np.ones((1, 1))), 0.0),
        ),
        Counterexample(
            "everywhere",
            r"$f = x (x - 1) (x - 2)$, $u_d = u_c = 2$: the first form holds at x = 1 and the second does not",
            lambda: _line(CUBIC, 2.0, moved=np.ones(1)),
        ),
    ),
    printed=Printed(
        r"$u_c y = u_c f(x) = f(u_d x)\ \forall u \in G \Leftrightarrow f(x) = u_c f(u_d^{-1} x)$.",
        residual,
        smallest,
        remark="The quantifier over x is not printed. It is needed: a data set on which f is equivariant need not be mapped to "
        "itself by the group, and then the two forms speak of different points.",
    ),
    derivation=derivation,
    proof=r"Substitute $u_d x$ for $x$ in the second form. As $u_d$ is a bijection, all points are reached.",
)
