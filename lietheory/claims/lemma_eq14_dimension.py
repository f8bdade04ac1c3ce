"""Lemma: the dimension of the pairs (u, u_c) with u_c A = A u depends on the rank of A only."""

import numpy as np

from lietheory import proof as p

claim = p.Claim(
    "lemma-eq14-dimension",
    "How many symmetries a regression has",
    after="lemma-limit-algebras",
    source="own lemma, linear regression; for L-conv, Eq 14",
    statement=r"Let $A$ be a $c \times d$ matrix of rank $r$. The pairs $(u, u_c)$ with $u_c A = A u$ form a Lie algebra of "
    r"dimension $d^2 - r (d - r) + c (c - r)$, for every such $A$ and every second moment of the inputs.",
    uses=("thm1",),
    proof=r"The map $(u, u_c) \mapsto u_c A - A u$ has as image all $c \times d$ matrices that send $\ker A$ into the range of "
    r"$A$: $A u$ gives those whose columns lie in the range ($r d$ dimensions), $u_c A$ those that vanish on $\ker A$ ($c r$), "
    r"and $r^2$ are counted twice. So the kernel has $d^2 + c^2 - r d - c r + r^2$ dimensions. The exact replay takes ranks over "
    r"the rationals at drawn $A$ of every size.",
)
claim.assume("rank", "$A$ has rank $r$")
claim.part("closed under brackets", derived=True, formal=("pairs_closed",))
claim.part("the dimension", formal=("pairs_dimension",))
claim.explain(
    "How many pairs of matrices leave a linear map equivariant.",
    "It is the dimension without any second moment.",
    A=("d x d", "a matrix on the points"),
)


def stated(d: int, c: int, r: int) -> int:
    """d^2 - r (d - r) + c (c - r)."""
    return d * d - r * (d - r) + c * (c - r)


@claim.residual
def residual(A, r):
    """The dimension of {(u, u_c) : u_c A = A u} less the stated one."""
    c, d = A.shape
    return abs(p.constraint_nullity(lambda u, u_c: u_c @ A - A @ u, (d, d), (c, c), like=A) - stated(d, c, r))


def of_rank(first: np.ndarray, second: np.ndarray, r: int) -> np.ndarray:
    """The product of the first r columns of one matrix and the first r rows of another."""
    return first[:, :r] @ second[:r]


def _instance(A: np.ndarray, r: int) -> p.Instance:
    return {"A": A, "r": r}


def sample(rng: np.random.Generator) -> p.Instance:
    d, c = (int(k) for k in rng.integers(1, 6, 2))
    r = int(rng.integers(0, min(c, d) + 1))
    return _instance(of_rank(p.well_conditioned(rng, c, 3.0), p.well_conditioned(rng, d, 3.0), r), r)


def exact(rng: np.random.Generator, size: int) -> p.Instance:
    """An integer A of drawn rank, with two pairs from the null space as the letters of the derivation."""
    c = int(rng.integers(1, 5))
    r = int(rng.integers(0, min(c, size) + 1))
    first, second = (p.rational_invertible(rng, n).astype(np.int64) for n in (c, size))
    A = of_rank(first, second, r)
    shapes = ((size, size), (c, c))
    solutions = p.constraint_null_space(lambda u, u_c: u_c @ A - A @ u, *shapes, exact=True)
    (u, u_c), (v, v_c) = (p.split_solution(rng.integers(-3, 4, len(solutions)) @ solutions, *shapes) for _ in range(2))
    return _instance(A, r) | {"u": u, "u_c": u_c, "v": v, "v_c": v_c, "sizes": {"d": size, "c": c}}


claim.tie(
    {
        "first pair": "what the formula is about: a pair",
        "second pair": "what the formula is about: another pair",
    }
)


@claim.derivation
def derivation() -> p.Derivation:
    u, v, u_c, v_c = p.matrix("u", "d"), p.matrix("v", "d"), p.matrix("u_c", "c"), p.matrix("v_c", "c")
    A = p.matrix("A", "c", "d")
    rules = (p.Use("first pair"), p.Use("second pair"))
    return p.derive(
        (p.Equation("first pair", u_c @ A, A @ u), p.Equation("second pair", v_c @ A, A @ v)),
        p.chain(
            "the pairs are closed under brackets",
            p.commutator(u_c, v_c) @ A,
            p.step(u_c @ A @ v - v_c @ A @ u, "move $A$ past the last factor", *rules),
            p.step(A @ p.commutator(u, v), "and past the first", *rules),
        ),
    )


claim.draw(sampled=sample, exact=exact)
claim.without("rank", r"a $2 \times 3$ matrix of rank 1 in the place of one of rank 2", lambda: _instance(np.ones((2, 3)), 2))
