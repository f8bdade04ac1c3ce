"""Which second moment is invertible: X X^T is d x d, X^T X is n x n, and both have the rank of X."""

from itertools import product

import numpy as np

from lietheory import proof as p
from lietheory.algebra import null_space, rank

claim = p.Claim(
    "full-rank",
    "Which moment matrix is invertible",
    after="eq14",
    source="L-conv, proof of Theorem 1",
    statement=r"For real $X \in \mathbb{R}^{d \times n}$: $\mathrm{rank}\, X X^\top = \mathrm{rank}\, X^\top X = "
    r"\mathrm{rank}\, X$. The $d \times d$ matrix $X X^\top$ is invertible if and only if the samples span $\mathbb{R}^d$; "
    r"the $n \times n$ matrix $X^\top X$ is singular whenever $n > d$.",
    proof=r"If $X^\top X v = 0$ then $|X v|^2 = v^\top X^\top X v = 0$, so $X v = 0$: $X^\top X$ has the kernel of $X$ and, with "
    r"as many columns, its rank. The same for $X^\top$. $X^\top X$ has $n$ columns and rank at most $d$.",
)
claim.assume("span", r"the $n$ samples span $\mathbb{R}^d$")
claim.assume("real", "the entries are real")
claim.part(r"the kernels of $X^\top X$ and $X$", derived=True)
claim.part("the ranks")
claim.explain(
    r"The small matrix $X X^\top$ is invertible if the samples span the space; the large $X^\top X$ never is with more "
    r"samples than features.",
    "The inverse in the regression formula has to exist.",
    X=("d x n", "inputs, one column a sample"),
)


@claim.residual
def residual(X) -> int:
    """How far the ranks of X X^T and of X^T X are from d, and both from the rank of X."""
    outer, inner = rank(X @ X.T), rank(X.T @ X)
    return max(len(X) - outer, abs(outer - rank(X)), abs(inner - rank(X)))


@claim.printed(
    r"Assuming that the number of samples is much greater than features, $n \gg d$, and unbiased data, $X^T X$ "
    r"will be full rank $d \times d$ and that its inverse exists.",
    symbols={"gram": lambda: lambda X: X.T @ X},
    remark="Many samples of mean zero need not span the space, and the row of ones that absorbs the bias has mean one.",
)
def printed_form(X, gram):
    """The rank and the size of the matrix against d."""
    M = gram(X)
    return p.equal(rank(M), len(M)), p.equal(len(M), len(X))


def sample(rng: np.random.Generator) -> p.Instance:
    """d orthogonal rows, mixed by a matrix of condition 10: n samples that span R^d."""
    d = int(rng.integers(1, 6))
    n = d + int(rng.integers(1, 20))
    return {"X": p.well_conditioned(rng, d) @ p.orthogonal(rng, n)[:d]}


def exact(rng: np.random.Generator, size: int) -> p.Instance:
    """size + 2 samples that span Q^size, a vector v that X^T X kills, and the shapes of the derivation."""
    X = p.rational_invertible(rng, size) @ np.hstack(
        [p.rational(np.eye(size, dtype=int)), p.rational(rng.integers(-3, 4, (size, 2)))]
    )
    v = null_space(X.T @ X).sum(axis=0)[:, None]
    return {"X": X, "v": v, "sizes": {"d": size, "n": size + 2, "one": 1}}


@claim.premise
def premise(X) -> bool:
    """There are more samples than features, real ones, and they span the space: what is assumed is that the rank is full."""
    return X.shape[1] > len(X) and not np.iscomplexobj(X) and rank(X) == len(X)


@claim.search
def smallest() -> p.Instances:
    """Inputs of mean zero from -1, 0, 1, more samples than features, that span R^d."""
    for d in range(1, 3):
        for n in range(d + 1, d + 4):
            for entries in product((-1, 0, 1), repeat=d * n):
                X = p.rational(np.array(entries)).reshape(d, n)
                if not X.sum(axis=1).any() and rank(X) == d:
                    yield {"X": X}


claim.tie(
    {
        "kernel": "what the formula is about: a vector of the kernel",
    }
)


@claim.derivation
def derivation() -> p.Derivation:
    X, v = p.matrix("X", "d", "n"), p.matrix("v", "n", "one")
    return p.derive(
        (p.Equation("kernel", X.T @ X @ v, p.zero("n", "one")),),
        p.chain(
            r"$X v = 0$ where $X^\top X v = 0$, since the squared length of $X v$ is",
            (X @ v).T @ (X @ v),
            p.step(v.T @ (X.T @ X @ v), "transpose the product"),
            p.step(p.zero("one"), "$v$ is in the kernel", "kernel"),
        ),
    )


claim.draw(sampled=sample, exact=exact)
claim.without(
    "span",
    r"four samples of mean zero on a line in the plane: many and unbiased, and $X X^\top$ has rank 1",
    lambda: {"X": np.array([[1.0, -1.0, 2.0, -2.0], [1.0, -1.0, 2.0, -2.0]])},
)
claim.without("real", r"$X = (1, i)$, of rank 1, for which $X X^\top = 1 + i^2 = 0$", lambda: {"X": np.array([[1.0, 1.0j]])})
claim.reading(
    r"$X X^\top$ is meant",
    symbol="gram",
    to=lambda: lambda X: X @ X.T,
)
