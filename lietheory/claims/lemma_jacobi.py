"""Lemma: commutators are antisymmetric, satisfy the Jacobi identity, and ad A is a derivation of the product."""

import numpy as np

from lietheory import proof as p
from lietheory.algebra import bracket

claim = p.Claim(
    "lemma-jacobi",
    "Commutators satisfy the Jacobi identity",
    after="liegg-bias",
    source="own lemma, algebra",
    statement=r"For square matrices of any size and $[A, B] = A B - B A$: $[A, B] = -[B, A]$, $[[A, B], C] + [[B, C], A] + [[C, "
    r"A], B] = 0$, $[A, B C] = [A, B]\, C + B\, [A, C]$, and so $[A, [B, C]] = [[A, B], C] + [B, [A, C]]$: $\mathrm{ad}_A$ is a "
    r"derivation of the product and of the bracket.",
    proof="Each of the six products of $A$, $B$ and $C$ occurs twice in the cyclic sum for each of the two bracketings, "
    "once with either sign; associativity is what makes the two bracketings of a product the same.",
)
claim.assume("commutator", "both products enter the bracket with the same weight")
claim.assume("associative", r"the product is associative, $(A B) C = A (B C)$, as that of matrices is")
claim.part("antisymmetry", derived=True, formal=("bracket_antisymmetric",))
claim.part("the product rules", derived=True, formal=("bracket_derivation", "bracket_derivation_of_bracket"))
claim.part("the Jacobi identity", derived=True, formal=("jacobi",))
claim.explain(
    "Commutators change sign when exchanged and satisfy the product rule.",
    "Every computation with Lie algebras uses it.",
    A=("d x d", "a square matrix"),
    B=("d x d", "another"),
    C=("d x d", "a third"),
)


@claim.residual
def residual(A, B, C, bracket, product):
    """Of antisymmetry, of the Jacobi identity, of [A, [B, C]] as ad A on B and C, and of [A, B C] by the product rule."""
    defects = (
        bracket(A, B) + bracket(B, A),
        bracket(bracket(A, B), C) + bracket(bracket(B, C), A) + bracket(bracket(C, A), B),
        bracket(A, bracket(B, C)) - bracket(bracket(A, B), C) - bracket(B, bracket(A, C)),
        bracket(A, product(B, C)) - product(bracket(A, B), C) - product(B, bracket(A, C)),
    )
    return max(p.relative(defect, A, B, C) for defect in defects)


def _instance(A: np.ndarray, B: np.ndarray, C: np.ndarray, **changes: object) -> p.Instance:
    return {"A": A, "B": B, "C": C, "bracket": bracket, "product": np.matmul, "sizes": {"d": len(A)}} | changes


def sample(rng: np.random.Generator) -> p.Instance:
    d = int(rng.integers(2, 7))
    return _instance(*rng.standard_normal((3, d, d)))


def exact(rng: np.random.Generator, size: int) -> p.Instance:
    return _instance(*p.rational(rng.integers(-5, 6, (3, size, size)), 7))


def _units(**changes: object) -> p.Instance:
    """The matrix units E_11, E_12 and E_22 of the plane."""
    E = np.eye(4, dtype=np.int64).reshape(2, 2, 2, 2)
    return _instance(E[0, 0], E[0, 1], E[1, 1], **changes)


def with_transpose(A: np.ndarray, B: np.ndarray) -> np.ndarray:
    """The product A B^T, bilinear and not associative."""
    return A @ B.T


@claim.derivation
def derivation() -> p.Derivation:
    A, B, C = (p.matrix(name, "d") for name in "ABC")
    cyclic = p.commutator(p.commutator(A, B), C) + p.commutator(p.commutator(B, C), A) + p.commutator(p.commutator(C, A), B)
    return p.derive(
        (),
        p.chain("antisymmetry", p.commutator(A, B), p.step(-p.commutator(B, A), "exchange the two products")),
        p.chain(
            "the product rule",
            p.commutator(A, B @ C),
            p.step(A @ B @ C - B @ A @ C + B @ A @ C - B @ C @ A, "subtract and add $B A C$"),
            p.step(p.commutator(A, B) @ C + B @ p.commutator(A, C), "collect"),
        ),
        p.chain(
            r"$\mathrm{ad}\, A$ acts on brackets by the product rule",
            p.commutator(A, p.commutator(B, C)),
            p.step(
                p.commutator(A, B) @ C + B @ p.commutator(A, C) - p.commutator(A, C) @ B - C @ p.commutator(A, B),
                "the product rule for $B C$ and for $C B$",
            ),
            p.step(p.commutator(p.commutator(A, B), C) + p.commutator(B, p.commutator(A, C)), "collect"),
        ),
        p.chain("the Jacobi identity", cyclic, p.step(p.zero("d"), "each product of $A$, $B$, $C$ occurs with both signs")),
    )


claim.draw(sampled=sample, exact=exact)
claim.without(
    "commutator",
    "$A B - 2 B A$ of the units $E_{11}$, $E_{12}$, $E_{22}$",
    lambda: _units(bracket=lambda A, B: A @ B - 2 * B @ A),
)
claim.without(
    "associative",
    r"the product $A B^\top$ with its commutator $A B^\top - B A^\top$, at the units $E_{11}$, $E_{12}$, $E_{22}$",
    lambda: _units(product=with_transpose, bracket=lambda A, B: with_transpose(A, B) - with_transpose(B, A)),
)
