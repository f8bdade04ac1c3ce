"""Lemma: commutators are antisymmetric, satisfy the Jacobi identity, and ad A is a derivation of the product."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from lietheory.algebra import bracket
from lietheory.claims.eq02_closure import commutator
from lietheory.proof.claim import Assumption, Claim, Counterexample, Instance
from lietheory.proof.derivation import Chain, Derivation, Step
from lietheory.proof.instances import rational, relative
from lietheory.proof.words import matrix, zero

Product = Callable[[np.ndarray, np.ndarray], np.ndarray]


def residual(instance: Instance):
    """Of antisymmetry, of the Jacobi identity, of [A, [B, C]] as ad A on B and C, and of [A, B C] by the product rule."""
    A, B, C = (instance[k] for k in "ABC")
    br, times = instance["bracket"], instance["product"]
    defects = (
        br(A, B) + br(B, A),
        br(br(A, B), C) + br(br(B, C), A) + br(br(C, A), B),
        br(A, br(B, C)) - br(br(A, B), C) - br(B, br(A, C)),
        br(A, times(B, C)) - times(br(A, B), C) - times(B, br(A, C)),
    )
    return max(relative(defect, A, B, C) for defect in defects)


def _instance(A: np.ndarray, B: np.ndarray, C: np.ndarray, **changes: object) -> Instance:
    return {"A": A, "B": B, "C": C, "bracket": bracket, "product": np.matmul, "sizes": {"d": len(A)}} | changes


def sample(rng: np.random.Generator) -> Instance:
    d = int(rng.integers(2, 7))
    return _instance(*rng.standard_normal((3, d, d)))


def exact(rng: np.random.Generator, size: int) -> Instance:
    return _instance(*rational(rng.integers(-5, 6, (3, size, size)), 7))


def _units(**changes: object) -> Instance:
    """The matrix units E_11, E_12 and E_22 of the plane."""
    E = np.eye(4, dtype=np.int64).reshape(2, 2, 2, 2)
    return _instance(E[0, 0], E[0, 1], E[1, 1], **changes)


def with_transpose(A: np.ndarray, B: np.ndarray) -> np.ndarray:
    """The product A B^T, bilinear and not associative."""
    return A @ B.T


def derivation() -> Derivation:
    A, B, C = (matrix(name, "d") for name in "ABC")
    cyclic = commutator(commutator(A, B), C) + commutator(commutator(B, C), A) + commutator(commutator(C, A), B)
    return Derivation(
        (),
        (
            Chain("antisymmetry", commutator(A, B), (Step(-commutator(B, A), "exchange the two products"),)),
            Chain(
                "the product rule",
                commutator(A, B @ C),
                (
                    Step(A @ B @ C - B @ A @ C + B @ A @ C - B @ C @ A, "subtract and add B A C"),
                    Step(commutator(A, B) @ C + B @ commutator(A, C), "collect"),
                ),
            ),
            Chain(
                "ad A acts on brackets by the product rule",
                commutator(A, commutator(B, C)),
                (
                    Step(
                        commutator(A, B) @ C + B @ commutator(A, C) - commutator(A, C) @ B - C @ commutator(A, B),
                        "the product rule for B C and for C B",
                    ),
                    Step(commutator(commutator(A, B), C) + commutator(B, commutator(A, C)), "collect"),
                ),
            ),
            Chain("the Jacobi identity", cyclic, (Step(zero("d"), "each product of A, B, C occurs with both signs"),)),
        ),
    )


CLAIM = Claim(
    label="lemma-jacobi",
    title="Commutators satisfy the Jacobi identity",
    source="own lemma, algebra",
    statement=r"For square matrices of any size and $[A, B] = A B - B A$: $[A, B] = -[B, A]$, $[[A, B], C] + [[B, C], A] + [[C, "
    r"A], B] = 0$, $[A, B C] = [A, B]\, C + B\, [A, C]$, and so $[A, [B, C]] = [[A, B], C] + [B, [A, C]]$: $\mathrm{ad}_A$ is a "
    r"derivation of the product and of the bracket.",
    assumptions=(
        Assumption("commutator", "both products enter the bracket with the same weight"),
        Assumption("associative", r"the product is associative, $(A B) C = A (B C)$, as that of matrices is"),
    ),
    residual=residual,
    sample=sample,
    exact=exact,
    counterexamples=(
        Counterexample(
            "commutator", "A B - 2 B A of the units E_11, E_12, E_22", lambda: _units(bracket=lambda A, B: A @ B - 2 * B @ A)
        ),
        Counterexample(
            "associative",
            "the product A B^T with its commutator A B^T - B A^T, at the units E_11, E_12, E_22",
            lambda: _units(product=with_transpose, bracket=lambda A, B: with_transpose(A, B) - with_transpose(B, A)),
        ),
    ),
    derivation=derivation,
    proof="Each of the six products of A, B and C occurs twice in the cyclic sum for each of the two bracketings, once with "
    "either sign; associativity is what makes the two bracketings of a product the same.",
)
