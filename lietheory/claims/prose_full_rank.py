"""Which second moment is invertible: X X^T is d x d, X^T X is n x n, and both have the rank of X."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import numpy as np

from lietheory.algebra import null_space, rank
from lietheory.proof.claim import Assumption, Claim, Counterexample, Instance, Printed, Reading
from lietheory.proof.derivation import Chain, Derivation, Step
from lietheory.proof.instances import orthogonal, rational, rational_invertible, well_conditioned
from lietheory.proof.normaliser import Equation, Use
from lietheory.proof.words import matrix, zero


def residual(instance: Instance) -> int:
    """How far the ranks of X X^T and of X^T X are from d, and both from the rank of X."""
    X = instance["X"]
    outer, inner = rank(X @ X.T), rank(X.T @ X)
    return max(len(X) - outer, abs(outer - rank(X)), abs(inner - rank(X)))


def printed_residual(instance: Instance) -> int:
    """By how many X^T X, an n x n matrix, misses full rank, and by how many its size misses d."""
    d, n = instance["X"].shape
    return max(n - rank(instance["X"].T @ instance["X"]), abs(n - d))


def _reading(instance: Instance) -> int:
    return len(instance["X"]) - rank(instance["X"] @ instance["X"].T)


def sample(rng: np.random.Generator) -> Instance:
    """d orthogonal rows, mixed by a matrix of condition 10: n samples that span R^d."""
    d = int(rng.integers(1, 6))
    n = d + int(rng.integers(1, 20))
    return {"X": well_conditioned(rng, d) @ orthogonal(rng, n)[:d]}


def exact(rng: np.random.Generator, size: int) -> Instance:
    """size + 2 samples that span Q^size, a vector v that X^T X kills, and the shapes of the derivation."""
    X = rational_invertible(rng, size) @ np.hstack([rational(np.eye(size, dtype=int)), rational(rng.integers(-3, 4, (size, 2)))])
    v = null_space(X.T @ X).sum(axis=0)[:, None]
    return {"X": X, "v": v, "sizes": {"d": size, "n": size + 2, "one": 1}}


def smallest() -> Iterator[Instance]:
    """Inputs of mean zero from -1, 0, 1, more samples than features, that span R^d."""
    for d in range(1, 3):
        for n in range(d + 1, d + 4):
            for entries in product((-1, 0, 1), repeat=d * n):
                X = rational(np.array(entries)).reshape(d, n)
                if not X.sum(axis=1).any() and rank(X) == d:
                    yield {"X": X}


def derivation() -> Derivation:
    X, v = matrix("X", "d", "n"), matrix("v", "n", "one")
    return Derivation(
        (Equation("kernel", X.T @ X @ v, zero("n", "one")),),
        (
            Chain(
                "X v = 0 where X^T X v = 0, since the squared length of X v is",
                (X @ v).T @ (X @ v),
                (
                    Step(v.T @ (X.T @ X @ v), "transpose the product"),
                    Step(zero("one"), "v is in the kernel", (Use("kernel"),)),
                ),
            ),
        ),
    )


CLAIM = Claim(
    label="full-rank",
    title="Which moment matrix is invertible",
    source="L-conv, proof of Theorem 1",
    statement=r"For real $X \in \mathbb{R}^{d \times n}$: $\mathrm{rank}\, X X^\top = \mathrm{rank}\, X^\top X = "
    r"\mathrm{rank}\, X$. The $d \times d$ matrix $X X^\top$ is invertible if and only if the samples span $\mathbb{R}^d$; "
    r"the $n \times n$ matrix $X^\top X$ is singular whenever $n > d$.",
    assumptions=(
        Assumption("span", r"the $n$ samples span $\mathbb{R}^d$"),
        Assumption("real", "the entries are real"),
    ),
    residual=residual,
    sample=sample,
    exact=exact,
    counterexamples=(
        Counterexample(
            "span",
            "four samples of mean zero on a line in the plane: many and unbiased, and $X X^T$ has rank 1",
            lambda: {"X": np.array([[1.0, -1.0, 2.0, -2.0], [1.0, -1.0, 2.0, -2.0]])},
        ),
        Counterexample(
            "real",
            "$X = (1, i)$, of rank 1, for which $X X^T = 1 + i^2 = 0$",
            lambda: {"X": np.array([[1.0, 1.0j]])},
        ),
    ),
    printed=Printed(
        r"Assuming that the number of samples is much greater than features, $n \gg d$, and unbiased data, $X^\top X$ will be "
        r"full rank $d \times d$ and its inverse exists.",
        printed_residual,
        smallest,
        reading=Reading(r"$X X^\top$ is meant, and the samples span $\mathbb{R}^d$", _reading),
        remark="Many samples of mean zero need not span the space, and the row of ones that absorbs the bias has mean one.",
    ),
    derivation=derivation,
    proof=r"If $X^\top X v = 0$ then $|X v|^2 = v^\top X^\top X v = 0$, so $X v = 0$: $X^\top X$ has the kernel of $X$ and, with "
    r"as many columns, its rank. The same for $X^\top$. $X^\top X$ has $n$ columns and rank at most $d$.",
)
