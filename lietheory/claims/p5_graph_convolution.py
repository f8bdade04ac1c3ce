"""Proposition 5: a graph convolution is an L-conv over the one generator lambda (A - I)."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import numpy as np

from lietheory.proof.claim import Assumption, Claim, Counterexample, Instance, Printed, Reading
from lietheory.proof.derivation import Chain, Derivation, Step
from lietheory.proof.instances import rational, relative
from lietheory.proof.normaliser import Equation, NonZero, Use
from lietheory.proof.scalars import symbol
from lietheory.proof.words import identity, matrix
from lietheory.representation import lie_convolution


def layer(instance: Instance) -> np.ndarray:
    """h W^0 + L h W^1, by the reference L-conv."""
    return lie_convolution(instance["h"][None], instance["L"][None], np.stack([instance["V"], instance["W"]]))[0]


def residual(instance: Instance):
    A, h, V = instance["A"], instance["h"], instance["V"]
    return relative(layer(instance) - A @ h @ V, A, h, V)


def printed_residual(instance: Instance):
    return residual({**instance, "W": instance["V"]})


def _instance(A: np.ndarray, h: np.ndarray, V: np.ndarray, scale: float | Fraction, **changes: np.ndarray) -> Instance:
    d, (inputs, outputs) = len(A), V.shape
    eye = np.eye(d, dtype=int) if A.dtype == object else np.eye(d)
    return {
        "A": A,
        "h": h,
        "V": V,
        "lambda": scale,
        "L": scale * (A - eye),
        "W": V / scale,
        "sizes": {"d": d, "a": inputs, "e": outputs},
    } | changes


def sample(rng: np.random.Generator) -> Instance:
    d, inputs, outputs = rng.integers(1, 6, 3)
    scale = rng.choice([-1, 1]) * np.exp(rng.uniform(-1, 1))
    return _instance(*(rng.standard_normal(s) for s in ((d, d), (d, inputs), (inputs, outputs))), scale)


def exact(rng: np.random.Generator, size: int) -> Instance:
    arrays = (rational(rng.integers(-4, 5, s), 3) for s in ((size, size), (size, 2), (2, 3)))
    return _instance(*arrays, Fraction(int(rng.integers(1, 6)), 2))


def smallest() -> Iterator[Instance]:
    """One node and one channel, h = W = 1, A from 0 up, lambda = 1 before 2."""
    one = rational(np.array([[1]]))
    for scale in (1, 2):
        for entry in range(3):
            yield _instance(entry * one, one, one, Fraction(scale))


def derivation() -> Derivation:
    A, L, h = matrix("A", "d"), matrix("L", "d"), matrix("h", "d", "a")
    V, W = matrix("V", "a", "e"), matrix("W", "a", "e")
    scale = symbol("lambda")
    generator = Equation("generator", L, (A - identity("d")) * scale)
    weights = Equation("weights", W, V * scale.reciprocal())
    return Derivation(
        (generator, weights, NonZero("rate", scale)),
        (
            Chain(
                "the L-conv is the graph convolution",
                h @ V + L @ h @ W,
                (
                    Step(h @ V + L @ h @ V * scale.reciprocal(), "the weights are W = V / lambda", (Use("weights"),)),
                    Step(h @ V + (A - identity("d")) @ h @ V, "the generator is L = lambda (A - I)", (Use("generator"),)),
                    Step(A @ h @ V, "the products with I cancel"),
                ),
            ),
        ),
    )


def _small(**changes: np.ndarray) -> Instance:
    """A swaps two nodes, h = (1, 0), V = 1, lambda = 2."""
    return _instance(np.array([[0.0, 1.0], [1.0, 0.0]]), np.array([[1.0], [0.0]]), np.array([[1.0]]), 2.0, **changes)


CLAIM = Claim(
    label="prop5",
    title="A graph convolution is an L-conv with one generator",
    source="L-conv, Proposition 5",
    statement=r"$A h V = h W^0 + L h W^1$ for $L = \lambda (A - I)$, $W^0 = V$ and $W^1 = V / \lambda$, for every $\lambda "
    r"\neq 0$. With equal weights, $W^0 = W^1$, it holds when $\lambda = 1$; otherwise equal weights give the graph "
    r"convolution of $(1 - \lambda) I + \lambda A$.",
    assumptions=(
        Assumption("generator", r"$L = \lambda (A - I)$"),
        Assumption("weights", r"$W^0 = V$ and $W^1 = V / \lambda$"),
        Assumption("rate", r"$\lambda \neq 0$", unsharp="without it $W^1$ is not defined, so that no instance could be drawn"),
    ),
    residual=residual,
    sample=sample,
    exact=exact,
    counterexamples=(
        Counterexample("generator", "L = A - I although lambda = 2", lambda: _small(L=np.array([[-1.0, 1.0], [1.0, -1.0]]))),
        Counterexample(
            "weights", "the same weights for $L_0$ and $L_1$ although lambda = 2", lambda: _small(W=np.array([[1.0]]))
        ),
    ),
    printed=Printed(
        r"A GCN with propagation rule $A$ is an L-conv using $L_0 = I$ and $L_1 = \lambda (A - I)$ with the same convolutional "
        r"weights for $L_0$ and $L_1$.",
        printed_residual,
        smallest,
        reading=Reading(r"$\lambda = 1$, or $W^1 = W^0 / \lambda$", residual),
        remark="A is one explicit Euler step of the flow exp(tL) and in general no element of it; see eq12.",
    ),
    derivation=derivation,
    uses=("eq6", "eq12"),
)
