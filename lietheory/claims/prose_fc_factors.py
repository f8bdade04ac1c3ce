"""The dense baseline W = Z V: factors whose shapes do not compose, and what they must be."""

import numpy as np

from lietheory import proof as p

claim = p.Claim(
    "fc-factors",
    "The factors of the dense baseline",
    after="fc-width",
    source="L-conv, section 4, Test Model Architectures",
    statement=r"$Z V$ with $V$ of $(n_L d_h) \times d$ is defined if and only if $Z$ has $n_L d_h$ columns; it is then "
    r"$(m d) \times d$ "
    r"for $Z$ of $(m d) \times (n_L d_h)$. With $Z$ of $(m d) \times d_h$ it is defined for $n_L = 1$ alone.",
)
claim.assume("columns", "$Z$ has as many columns as $V$ has rows")
claim.part("the shapes")
claim.explain(
    "The printed shapes of the two factors cannot be multiplied.",
    "A baseline that cannot be built cannot be compared with.",
    V=("(n d_h) x d", "first factor"),
    Z=("(m d) x (n d_h)", "second factor"),
)


def composed(Z: np.ndarray, V: np.ndarray) -> tuple[int, int]:
    """The shape of Z V; (0, 0) where it is not defined."""
    return (len(Z), V.shape[1]) if Z.shape[1] == len(V) else (0, 0)


@claim.residual
def residual(Z, V, m):
    """Of the shape of Z V against (m d) x d."""
    d = V.shape[1]
    rows, columns = composed(Z, V)
    return abs(rows - m * d) + abs(columns - d)


@claim.printed(
    r"The FC weights are $W = ZV$ with $V$ being $(n_L d_h) \times d$ and $Z$ being $(m_{l+1} \times d) \times d_h$.",
    symbols={"Z": lambda V, m, n: np.ones((m * V.shape[1], len(V) // n))},
    remark="A factor with $d_h$ columns times one with $n_L d_h$ rows is a product for one generator alone.",
)
def printed_form(Z, V, m):
    """The shape of Z V, one added to each size, against (m d) x d."""
    d = V.shape[1]
    return p.equal(np.array(composed(Z, V)) + 1, np.array([m * d, d]) + 1)


def _instance(n: int, rank: int, d: int, m: int, **changes: object) -> p.Instance:
    return {"V": np.ones((n * rank, d)), "Z": np.ones((m * d, n * rank)), "m": m, "n": n} | changes


def sample(rng: np.random.Generator) -> p.Instance:
    return _instance(*(int(k) for k in rng.integers((1, 1, 1, 1), (9, 9, 20, 9))))


def exact(rng: np.random.Generator, size: int) -> p.Instance:
    return _instance(int(rng.integers(1, 5)), int(rng.integers(1, 4)), size, 2)


@claim.search
def smallest() -> p.Instances:
    """One generator of rank one, then two, on one point and one channel."""
    for n in (1, 2, 3):
        yield _instance(n, 1, 1, 1)


claim.draw(sampled=sample, exact=exact)
claim.without(
    "columns", "two generators of rank 1: $Z$ has one column, $V$ two rows", lambda: _instance(2, 1, 1, 1, Z=np.ones((1, 1)))
)
claim.reading(
    r"$Z$ is $(m_{l+1} d) \times (n_L d_h)$",
    symbol="Z",
    to=lambda V, m: np.ones((m * V.shape[1], len(V))),
    corrected=True,
)
