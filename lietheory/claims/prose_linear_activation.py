"""A linear activation does not keep an L-conv equivariant: its error is that of generators which the group moves."""

import numpy as np

from lietheory import proof as p
from lietheory.algebra import bracket, inverse
from lietheory.claims.eq06_lconv_layer import equivariance_error, layer, smallest
from lietheory.representation import lie_convolution

claim = p.Claim(
    "linear-activation",
    "Equivariance under a linear activation",
    after="eq6",
    source="L-conv, section 2, after Eq 6",
    statement=r"With $\sigma(x) = s x$ the layer of Eq 6 has $F(u h) - u F(h) = s\, u \sum_i (u^{-1} L_i u - L_i)\, h\, W^i "
    r"+ s\, (1 - u 1)\, b$ for every invertible $u$. It is equivariant under $G$ if every $L_i$ with $W^i \neq 0$ "
    "commutes with $G$ and $b = 0$ or $u 1 = 1$, i.e. $L 1 = 0$ for the generators of a connected $G$. The generators of $G$ "
    "themselves do for abelian $G$ and not for $SO(3)$.",
    uses=("eq1", "eq6"),
    proof=r"$L_i u - u L_i = u (u^{-1} L_i u - L_i)$. For orthogonal $u$ the norm of the error is that of $\sum_i (L_i - "
    r"u^{-1} L_i u) h W^i$.",
)
claim.assume("linear", r"$\sigma(x) = s x$")
claim.assume("commutant", r"every $L_i$ with $W^i \neq 0$ commutes with $u$")
claim.assume("bias", "$b = 0$, or $u$ fixes the constant vector")
claim.assume("invertible", "$u$ is invertible", unsharp="as every element of a group; without it the formula is not defined")
claim.part("the formula for the error", derived=True)
claim.part("generators in the commutant", derived=True)
claim.part("abelian groups and $SO(3)$")
claim.explain(
    "A linear activation changes nothing: the layer moves with the group only if its generators commute with it.",
    "Equivariance is a matter of the generators, not of the activation.",
    L=("n x d x d", r"the generators $L_1, \dots, L_n$"),
    W=("(n + 1) x a x e", "weights, one matrix a generator and one for the identity"),
    h=("d x m", "features: $d$ points, $m$ channels"),
    u=("d x d", "a group element acting on the space"),
    b=("1 x e", "bias"),
)


def formula(K, W, h, u, b, slope) -> np.ndarray:
    """slope * (u sum_i (u^-1 K_i u - K_i) h W^i + (1 - u 1) b)."""
    linear = u @ lie_convolution(h, inverse(u) @ K @ u - K, np.concatenate([0 * W[:1], W[1:]]))
    ones = np.ones((len(u), 1), dtype=np.int64)
    return slope * (linear + (ones - u @ ones) @ b)


@claim.residual
def residual(L, K, W, h, u, b, sigma, slope):
    """Of the formula, for generators K of any kind, and of equivariance, for generators L in the commutant."""
    of_formula = equivariance_error(K, W, b, sigma, u, h) - formula(K, W, h, u, b, slope)
    return max(p.relative(of_formula, K, W, h, u), p.relative(equivariance_error(L, W, b, sigma, u, h), L, W, h, u))


@claim.printed(
    "linear activation remains equivariant",
    symbols={"before": lambda L, W, b: lambda x: layer(L, W, b, None, x)},
    named=lambda: (i for i in smallest() if len(i["u"]) == 3),
    remark=r"True of $\mathrm{SO}(2)$ without a bias, where the generators commute with the group, and false for "
    r"$\mathrm{SO}(3)$; the source names orthogonal groups. The layer is covariant, $F(u h; u L u^{-1}) = u "
    "F(h; L)$, if the generators are moved too.",
)
def printed_form(L, W, h, u, b, sigma, before):
    """F(u h) against u F(h), for generators L_i of the group of u: the activation after what stands before it."""
    activation = sigma or (lambda x: x)
    return p.equal(activation(before(u @ h)), u @ activation(before(h)), L, W, h, u)


@claim.premise
def premise(sigma) -> bool:
    """The activation is linear."""
    x = np.array([-2.0, -1.0, 0.5, 3.0])
    return sigma is None or p.relative(sigma(x) - x * sigma(np.ones(1)), x) <= 1e-12


def _instance(L: np.ndarray, K: np.ndarray, W: np.ndarray, h: np.ndarray, u: np.ndarray, b: np.ndarray, slope) -> p.Instance:
    """sigma(x) = slope x; the single letters are those of the derivation."""
    given = {"L": L, "K": K, "W": W, "h": h, "u": u, "b": b, "slope": slope, "sigma": lambda x: slope * x, "M": L[0], "K_1": K[0]}
    letters = {"H": h[0], "V": W[0], "W_1": W[1], "ones": np.ones((len(u), 1), dtype=np.int64).astype(u.dtype)}
    return given | letters | {"sizes": {"d": len(u), "a": W.shape[1], "e": W.shape[2], "one": 1}}


def sample(rng: np.random.Generator) -> p.Instance:
    """u = exp(A) with A 1 = 0, L_i its powers; the K_i are anything."""
    d, n, a = (int(k) for k in rng.integers((1, 1, 1), (6, 4, 4)))
    moving = rng.standard_normal((d, d)) / (3 * np.sqrt(d))
    u = np.eye(d) + moving - moving.mean(axis=1, keepdims=True)
    L = np.stack([np.linalg.matrix_power(u, k + 1) for k in range(n)])
    W, h, b = (rng.standard_normal(shape) for shape in ((n + 1, a, 2), (2, d, a), (1, 2)))
    return _instance(L, rng.standard_normal(L.shape), W, h, u, b, float(rng.uniform(-2, 2)))


def exact(rng: np.random.Generator, size: int) -> p.Instance:
    """u = I + N / 40 with rows of N that sum to 0, small enough for u to be invertible."""
    N = rng.integers(-2, 3, (size, size))
    N[:, -1] -= N.sum(axis=1)
    u = p.rational(np.eye(size, dtype=int)) + p.rational(N, 40)
    K, W, h, b = (p.rational(rng.integers(-3, 4, shape), 2) for shape in ((2, size, size), (3, 2, 2), (1, size, 2), (1, 2)))
    return _instance(np.stack([u, u @ u]), K, W, h, u, b, p.rational(int(rng.integers(-5, 6)), 3))


def _plane(**changes: object) -> p.Instance:
    """A quarter turn, L = K its generator, h = (1, 0), W^0 = W^1 = 1, no bias."""
    turn, h = np.array([[0.0, -1.0], [1.0, 0.0]]), np.array([[[1.0], [0.0]]])
    return _instance(turn[None], turn[None], np.ones((2, 1, 1)), h, turn, np.zeros((1, 1)), 1.0) | changes


@claim.without("commutant", r"$\mathrm{SO}(3)$ with its own generators, a quarter turn")
def turned() -> p.Instance:
    """SO(3): the generators, W^i = 1 for the first alone, and a quarter turn about another axis."""
    *_, last = (i for i in smallest() if len(i["u"]) == 3 and i["W"][1].any() and not np.array_equal(i["u"][0], [1, 0, 0]))
    return last | {"K": last["L"], "slope": 1}


claim.tie(
    {
        "group": "invertible",
    }
)


@claim.derivation
def derivation() -> p.Derivation:
    u, K, M, s = p.matrix("u", "d"), p.matrix("K_1", "d"), p.matrix("M", "d"), p.symbol("slope")
    h, V, W = p.matrix("H", "d", "a"), p.matrix("V", "a", "e"), p.matrix("W_1", "a", "e")
    b, ones = p.matrix("b", "one", "e"), p.matrix("ones", "d", "one")

    def with_generator(L, x):
        return (x @ V + L @ x @ W + ones @ b) * s

    moved = u @ (u.inverse @ K @ u - K) @ h @ W + (ones - u @ ones) @ b
    return p.derive(
        (p.Invertible("group", u), p.Equation("commutant", M @ u, u @ M), p.Equation("bias", u @ ones, ones)),
        p.chain(
            "the error for any generator",
            with_generator(K, u @ h) - u @ with_generator(K, h),
            p.step(moved * s, "the terms with $L_0 = I$ cancel, and $u u^{-1} = I$"),
        ),
        p.chain(
            "a generator in the commutant, and a bias that $u$ fixes",
            with_generator(M, u @ h),
            p.step((u @ h @ V + u @ M @ h @ W + ones @ b) * s, "$M$ commutes with $u$", "commutant"),
            p.step(u @ with_generator(M, h), "$u$ fixes the constant vector", "bias"),
        ),
    )


claim.draw(sampled=sample, exact=exact)
claim.without("linear", "ReLU, and a quarter turn of $(1, 0)$", lambda: _plane(sigma=lambda x: np.maximum(x, 0)))
claim.without("bias", r"$\mathrm{SO}(2)$ with $b = 1$, a quarter turn", lambda: _plane(b=np.ones((1, 1))))
claim.search(smallest)


def _is_turned(b, sigma) -> bool:
    return sigma is None and not np.any(b)


claim.reading(
    "there is no bias, and the activation is the identity",
    hypothesis=_is_turned,
)
claim.reading(
    "it is said of the activation, not of the layer: a linear one commutes with every $u$",
    symbol="before",
    to=lambda: lambda x: x,
)
claim.reading(
    "$G$ is abelian",
    hypothesis=lambda L: not np.any(bracket(L[:, None], L[None])),
)
