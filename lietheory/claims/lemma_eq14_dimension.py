"""Lemma: the dimension of the pairs (u, u_c) that leave a regression A alone depends on the rank of A only."""

from __future__ import annotations

import numpy as np

from lietheory.claims.eq02_closure import commutator
from lietheory.proof.claim import Assumption, Claim, Counterexample, Instance
from lietheory.proof.derivation import Chain, Derivation, Step
from lietheory.proof.instances import rational_invertible, well_conditioned
from lietheory.proof.linear_conditions import dimension, parts, solutions
from lietheory.proof.normaliser import Equation, Use
from lietheory.proof.words import matrix


def stated(d: int, c: int, r: int) -> int:
    """d^2 - r (d - r) + c (c - r)."""
    return d * d - r * (d - r) + c * (c - r)


def residual(instance: Instance):
    """The dimension of {(u, u_c) : u_c A = A u} less the stated one."""
    A = instance["A"]
    c, d = A.shape
    return abs(dimension(lambda u, u_c: u_c @ A - A @ u, (d, d), (c, c), like=A) - stated(d, c, instance["r"]))


def of_rank(first: np.ndarray, second: np.ndarray, r: int) -> np.ndarray:
    """The product of the first r columns of one matrix and the first r rows of another."""
    return first[:, :r] @ second[:r]


def _instance(A: np.ndarray, r: int) -> Instance:
    return {"A": A, "r": r}


def sample(rng: np.random.Generator) -> Instance:
    d, c = (int(k) for k in rng.integers(1, 6, 2))
    r = int(rng.integers(0, min(c, d) + 1))
    return _instance(of_rank(well_conditioned(rng, c, 3.0), well_conditioned(rng, d, 3.0), r), r)


def exact(rng: np.random.Generator, size: int) -> Instance:
    """An integer A of drawn rank, with two pairs from the null space as the letters of the derivation."""
    c = int(rng.integers(1, 5))
    r = int(rng.integers(0, min(c, size) + 1))
    A = of_rank(*(rational_invertible(rng, n).astype(np.int64) for n in (c, size)), r)
    shapes = ((size, size), (c, c))
    found = solutions(lambda u, u_c: u_c @ A - A @ u, *shapes, exact=True)
    (u, u_c), (v, v_c) = (parts(rng.integers(-3, 4, len(found)) @ found, *shapes) for _ in range(2))
    return _instance(A, r) | {"u": u, "u_c": u_c, "v": v, "v_c": v_c, "sizes": {"d": size, "c": c}}


def derivation() -> Derivation:
    u, v, u_c, v_c = matrix("u", "d"), matrix("v", "d"), matrix("u_c", "c"), matrix("v_c", "c")
    A = matrix("A", "c", "d")
    rules = (Use("first pair"), Use("second pair"))
    return Derivation(
        (Equation("first pair", u_c @ A, A @ u), Equation("second pair", v_c @ A, A @ v)),
        (
            Chain(
                "the pairs are closed under brackets",
                commutator(u_c, v_c) @ A,
                (
                    Step(u_c @ A @ v - v_c @ A @ u, "move A past the last factor", rules),
                    Step(A @ commutator(u, v), "and past the first", rules),
                ),
            ),
        ),
    )


CLAIM = Claim(
    label="lemma-eq14-dimension",
    title="How many symmetries a regression has",
    source="own lemma, linear regression; for L-conv, Eq 14",
    statement=r"Let $A$ be a $c \times d$ matrix of rank $r$. The pairs $(u, u_c)$ with $u_c A = A u$ form a Lie algebra of "
    r"dimension $d^2 - r (d - r) + c (c - r)$, for every such $A$ and whatever the second moment of the inputs.",
    assumptions=(Assumption("rank", "$A$ has rank $r$"),),
    residual=residual,
    sample=sample,
    exact=exact,
    counterexamples=(
        Counterexample("rank", "a 2 x 3 matrix of rank 1 in the place of one of rank 2", lambda: _instance(np.ones((2, 3)), 2)),
    ),
    derivation=derivation,
    uses=("thm1",),
    proof=r"The map $(u, u_c) \mapsto u_c A - A u$ has as image all $c \times d$ matrices that send $\ker A$ into the range of "
    r"$A$: $A u$ gives those whose columns lie in the range ($r d$ dimensions), $u_c A$ those that vanish on $\ker A$ ($c r$), "
    r"and $r^2$ are counted twice. So the kernel has $d^2 + c^2 - r d - c r + r^2$ dimensions. The exact replay takes ranks over "
    r"the rationals at drawn $A$ of every size.",
)
