"""Lemma: a singular second moment is kept by more than the rotations: what moves into its range, or outside, is free."""

import numpy as np

from lietheory import proof as p
from lietheory.algebra import inverse
from lietheory.claims.c1_covariance_group import stabiliser_dimension

claim = p.Claim(
    "lemma-singular-second-moment",
    "The stabiliser of a singular second moment",
    after="lemma-invariance-dimension",
    source="own lemma, linear regression; for L-conv, Corollary 1",
    statement=r"Let $H$ be symmetric of size $d$ and rank $s$, of any signature. $\{L : L H + H L^\top = 0\}$ has the dimension "
    r"$\frac{s (s - 1)}2 + d (d - s)$: for $H = F F^\top$ it is all $L$ with $L F = F K$, $K$ skew. It is larger than $so(d)$ "
    r"for $s < d$, by $\frac12 (d - s)(d - s + 1)$.",
    uses=("cor1",),
    proof=r"In coordinates where $H = \mathrm{diag}(\eta, 0)$, $\eta$ regular of size $s$, $L H + H L^\top = 0$ means for the "
    r"blocks of $L$ that $L_{11} \eta$ is skew and $L_{21} \eta = 0$. So $L_{11}$ has $s (s - 1) / 2$ dimensions, $L_{21}$ none, "
    r"and the $d (d - s)$ entries of the other two blocks are free.",
)
claim.assume("rank", "$H$ has rank $s$")
claim.assume("symmetric", r"$H^\top = H$")
claim.part("what turns $F$ keeps $H$", derived=True, formal=("singular_symmetries",))
claim.part("all of them", formal=("singular_stabiliser", "singular_symmetries_exhausted"))
claim.part("the dimension", formal=("singular_dimension",))
claim.explain(
    "A second moment of lower rank is kept by more matrices.",
    "Data in a subspace have symmetries that say nothing.",
    H=("d x d", r"the second moment $\frac1n X X^\top$"),
    L=("n x d x d", r"the generators $L_1, \dots, L_n$"),
)


def stated(d: int, s: int) -> int:
    """s (s - 1) / 2 + d (d - s)."""
    return s * (s - 1) // 2 + d * (d - s)


@claim.residual
def residual(H, s):
    """The dimension of {L : L H + H L^T = 0} less the stated one."""
    return abs(stabiliser_dimension(H) - stated(len(H), s))


def _instance(H: np.ndarray, s: int, **changes: object) -> p.Instance:
    return {"H": H, "s": s} | changes


def sample(rng: np.random.Generator) -> p.Instance:
    """F diag(values) F^T with s values of either sign, in scales of a factor of ten."""
    d = int(rng.integers(1, 6))
    s = int(rng.integers(0, d + 1))
    F = p.well_conditioned(rng, d, 3.0)[:, :s]
    return _instance(F * rng.choice([-1.0, 1.0], s) * np.exp(rng.uniform(-1, 1, s)) @ F.T, s)


def exact(rng: np.random.Generator, size: int) -> p.Instance:
    """H = F F^T with integer F of full column rank; G is an element with G F = F K, K skew."""
    s = int(rng.integers(1, size + 1))
    whole = p.rational_invertible(rng, size)
    F = whole[:, :s]
    skew = np.triu(rng.integers(-3, 4, (s, s)), 1)
    K = skew - skew.T
    inner = rng.integers(-3, 4, (size, size))
    inner[:, :s] = 0
    inner[:s, :s] = K
    letters = {"F": F, "K": K, "G": whole @ inner @ inverse(whole), "sizes": {"d": size, "s": s}}
    return _instance((F @ F.T).astype(np.int64), s) | letters


claim.tie(
    {
        "factor": "a letter: F is a factor of H",
        "range": "what the formula is about: what turns F by K",
        "skew": "a letter: K is skew",
    }
)


@claim.derivation
def derivation() -> p.Derivation:
    G, H, F, K = p.matrix("G", "d"), p.matrix("H", "d"), p.matrix("F", "d", "s"), p.matrix("K", "s")
    factor = p.Use("factor")
    return p.derive(
        (p.Equation("factor", H, F @ F.T), p.Equation("range", G @ F, F @ K), p.Equation("skew", K.T, -K)),
        p.chain(
            "what turns the columns of $F$ keeps $H$",
            G @ H + H @ G.T,
            p.step(G @ F @ F.T + F @ F.T @ G.T, r"$H = F F^\top$", factor),
            p.step(F @ K @ F.T + F @ K.T @ F.T, "$G F = F K$", "range", p.Use("range", transposed=True)),
            p.step(F @ K @ F.T - F @ K @ F.T, "$K$ is skew", "skew"),
        ),
    )


claim.draw(sampled=sample, exact=exact)
claim.without("rank", r"$\mathrm{diag}(1, 0)$ with $s = 2$, as if it were regular", lambda: _instance(np.diag([1, 0]), 2))
claim.without(
    "symmetric",
    r"the skew form of the plane, kept by $\mathrm{sp}(2, \mathbb{R})$",
    lambda: _instance(np.array([[0, 1], [-1, 0]]), 2),
)
