"""Eq 12: a graph convolution is an explicit Euler step of the flow of (A - I) / delta t, and not the flow."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import numpy as np

from lietheory.arrays import is_exact
from lietheory.proof.claim import Assumption, Claim, Counterexample, Instance, Printed
from lietheory.proof.derivation import Chain, Derivation, Step
from lietheory.proof.instances import rational, relative
from lietheory.proof.normaliser import Equation, NonZero, Use
from lietheory.proof.rates import Rate
from lietheory.proof.scalars import symbol
from lietheory.proof.words import identity, matrix
from lietheory.representation import exponential

SHEAR = np.array([[1.0, 1.0], [0.0, 1.0]])
"""The X of the rate: |exp(h X) - I - h X| = h^2 |X^2| / 2 + O(h^3), and X^2 = ((1, 2), (0, 1)) has the norm 1 + sqrt(2)."""


def operator_norm(X: np.ndarray) -> float:
    return float(np.linalg.norm(X, 2))


def largest_entry(X: np.ndarray) -> float:
    return float(np.abs(X).max())


def euler_defect(instance: Instance, L: np.ndarray):
    """h + delta t L h - A h."""
    A, h, step = instance["A"], instance["h"], instance["step"]
    return relative(h + step * (L @ h) - A @ h, A, h)


def excess(instance: Instance) -> float:
    """By how much |exp(delta t L) - A| exceeds |A - I|^2 e^|A - I| / 2."""
    A, norm = instance["A"], instance["norm"]
    distance = norm(A - np.eye(len(A)))
    return max(0.0, norm(exponential(instance["L"], instance["step"]) - A) - distance**2 * np.exp(distance) / 2)


def residual(instance: Instance):
    """Of the Euler step, and where the numbers are floats of the bound on its distance from the flow."""
    defect = euler_defect(instance, instance["L"])
    return defect if is_exact(instance["A"]) else max(defect, excess(instance))


def printed_residual(instance: Instance):
    """Of the Euler step with lambda = delta t in units of dt."""
    A, step = instance["A"], instance["step"]
    return euler_defect(instance, step * (A - np.eye(len(A), dtype=np.int64)))


def _instance(A: np.ndarray, h: np.ndarray, step: float | Fraction, **changes: object) -> Instance:
    return {
        "A": A,
        "h": h,
        "step": step,
        "L": (A - np.eye(len(A), dtype=np.int64)) / step,
        "norm": operator_norm,
        "sizes": {"d": len(A), "a": h.shape[1]},
    } | changes


def sample(rng: np.random.Generator) -> Instance:
    d = int(rng.integers(1, 6))
    A = np.eye(d) + np.exp(rng.uniform(-4, 0.5)) * rng.standard_normal((d, d))
    return _instance(A, rng.standard_normal((d, 2)), np.exp(rng.uniform(-2, 2)))


def exact(rng: np.random.Generator, size: int) -> Instance:
    A, h = (rational(rng.integers(-4, 5, s), 3) for s in ((size, size), (size, 2)))
    return _instance(A, h, Fraction(int(rng.integers(1, 9)), 4))


def smallest() -> Iterator[Instance]:
    """One node, h = 1, A from 0 up, a step of one unit of time before one of two."""
    for step in (1, 2):
        for entry in range(3):
            yield _instance(rational(np.array([[entry]])), rational(np.array([[1]])), Fraction(step))


def _constant(**changes: object) -> Instance:
    """A = I + E for the 3 x 3 matrix E of ones: |E| = 3, while its largest entry is 1."""
    return _instance(np.eye(3) + np.ones((3, 3)), np.ones((3, 1)), 2.0, **changes)


def derivation() -> Derivation:
    A, L, h, step = matrix("A", "d"), matrix("L", "d"), matrix("h", "d", "a"), symbol("step")
    generator = Equation("generator", L, (A - identity("d")) * step.reciprocal())
    return Derivation(
        (generator, NonZero("step", step)),
        (
            Chain(
                "the graph convolution is an Euler step",
                h + L @ h * step,
                (
                    Step(h + (A - identity("d")) @ h, "the generator is L = (A - I) / delta t", (Use("generator"),)),
                    Step(A @ h, "the products with I cancel"),
                ),
            ),
        ),
    )


CLAIM = Claim(
    label="eq12",
    title="A graph convolution is an Euler step",
    source="L-conv, Eq 12",
    statement=r"$h + \delta t\, L h = A h$ for $L = \lambda (A - I)$, $\lambda = 1 / \delta t$: $A$ is the explicit Euler step "
    r"of $dh/dt = L h$, and not its flow, which it misses by "
    r"$|\exp(\delta t\, L) - A| \le \tfrac12 |A - I|^2 e^{|A - I|}$ in the operator norm, of second order in "
    r"$|A - I|$.",
    assumptions=(
        Assumption("generator", r"$L = (A - I) / \delta t$"),
        Assumption("operator norm", r"$|X Y| \le |X| |Y|$"),
        Assumption("step", r"$\delta t \neq 0$", unsharp="without it L is not defined, so that no instance could be drawn"),
    ),
    residual=residual,
    sample=sample,
    exact=exact,
    counterexamples=(
        Counterexample("generator", r"$\lambda = \delta t = 2$, A = I + E", lambda: _constant(L=2.0 * np.ones((3, 3)))),
        Counterexample("operator norm", "the largest entry as norm, A = I + E", lambda: _constant(norm=largest_entry)),
    ),
    printed=Printed(
        r"$h(t + \delta t) = A h(t) \Rightarrow \frac{dh}{dt} = \lambda (A - I) h$, where $\lambda = \delta t / dt$ sets the "
        r"time scale.",
        printed_residual,
        smallest,
        remark="Judged in units of dt, lambda = delta t. It holds only where the step is the unit of time; a ratio of two times "
        "has no unit, while a generator has that of 1 / time. The index nu of h is dangling. A lies on the flow's group "
        "only if it has a real logarithm, which a swap of two nodes (det = -1) has not.",
    ),
    derivation=derivation,
    rate=Rate(
        "the h of A = I + h X",
        lambda h: operator_norm(exponential(SHEAR, h) - np.eye(2) - h * SHEAR),
        tuple(2.0**-k for k in range(2, 10)),
        2.0,
        (1 + np.sqrt(2)) / 2,
    ),
    proof=r"The exponential series after its first two terms is at most $\sum_{k \ge 2} |X|^k / k! \le \tfrac12 |X|^2 e^{|X|}$ "
    r"for $X = \delta t\, L = A - I$.",
)
