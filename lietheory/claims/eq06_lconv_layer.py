"""Eq 6: the L-conv layer, its component form, and exactly how far it is from equivariant."""

from itertools import product

import numpy as np

from lietheory import proof as p
from lietheory.algebra import LieAlgebra, bracket, so, solve
from lietheory.representation import lie_convolution

claim = p.Claim(
    "eq6",
    "The L-conv layer and its equivariance error",
    after="homogeneous-activation",
    source="L-conv, Eq 6",
    statement=r"$F(h) = \sum_i L_i h W^i + b$ with $L_0 = I$ has the components $\sum_{\nu, c, i} [L_i]_\mu^\nu h_\nu^c "
    r"[W^i]_c^a + b^a$, and for every matrix $u$ with $u 1 = 1$ (or for $b = 0$) $F(u h) - u F(h) = \sum_{i \ge 1} (L_i u - u "
    r"L_i)\, h\, W^i$. For independent $W^1, \dots, W^{n}$ the layer is equivariant under $u$ if and only if every $L_i$ "
    "commutes with $u$. A basis of a Lie algebra commutes with its group only if the connected group is abelian.",
    proof=r"The $W^i$ are independent, so they have duals $V_i$ with $\mathrm{tr}(V_i^\top W^j) = \delta_{ij}$; contracting "
    "the error on unit features with $V_i$ leaves $L_i u - u L_i$.",
)
claim.assume("activation", r"$\sigma$ is the identity")
claim.assume("bias", r"$b = 0$, or $u$ fixes the constant vector; a bias adds $(1 - u 1)\, b$ to the error")
claim.assume("independent", r"the $W^i$, $i \ge 1$, are linearly independent matrices")
claim.part("the component form", formal=("layer_components",))
claim.part("the formula for the error", derived=True, formal=("biased_equivariance_error",))
claim.part("if and only if", formal=("biased_layer_equivariant_iff",))
claim.part("abelian groups", formal=("commuting_basis_has_an_abelian_group", "abelian_group_and_algebra"))
claim.explain(
    "The layer mixes features over space by generators and over channels by weights; it commutes with a group element "
    "only if the generators do.",
    "It is the layer itself, and says what it is equivariant under.",
    h=("d x m", "features: $d$ points, $m$ channels"),
    L=("n x d x d", r"the generators $L_1, \dots, L_n$"),
    W=("(n + 1) x a x e", "weights, one matrix a generator and one for the identity"),
    u=("d x d", "a group element acting on the space"),
    b=("1 x e", "bias"),
    sigma=("function", "activation"),
)


def layer(L, W, b, sigma, h: np.ndarray) -> np.ndarray:
    """F(h) = sigma(sum_i L_i h W^i + b) for a batch of features h (batch, d, a)."""
    return lie_convolution(h, L, W, b, sigma)


def components(L, W, b, sigma, h: np.ndarray, L_0: np.ndarray | None = None) -> np.ndarray:
    """The second line of Eq 6: sum over i, nu and c of [L_i]_mu^nu h_nu^c [W^i]_c^a, plus b^a."""
    first = np.eye(L.shape[1], dtype=np.int64).astype(L.dtype) if L_0 is None else L_0
    stack = np.concatenate([first[None], L])
    linear = np.einsum("imn,bnc,ica->bma", stack, h, W) + b
    return sigma(linear) if sigma else linear


def equivariance_error(L, W, b, sigma, u, h: np.ndarray) -> np.ndarray:
    """F(u h) - u F(h)."""
    return layer(L, W, b, sigma, u @ h) - u @ layer(L, W, b, sigma, h)


def recovered_commutators(L, W, b, sigma, u) -> np.ndarray:
    """The L_i u - u L_i as the equivariance error on unit features gives them, by duals V_i of the W^i."""
    n, d, _ = L.shape
    a, e = W.shape[1:]
    units = np.eye(d * a, dtype=np.int64).astype(W.dtype).reshape(d * a, d, a)
    error = equivariance_error(L, W, b, sigma, u, units).reshape(d, a, d, e)
    duals = solve(W[1:].reshape(n, a * e), np.eye(n, dtype=np.int64).astype(W.dtype)).T.reshape(n, a, e)
    return np.einsum("ice,ncme->imn", duals, error)


@claim.residual
def residual(L, W, b, sigma, u, h):
    """Of the component form, of the formula for the equivariance error, and of the commutators recovered from it."""
    commutators = bracket(L, u)
    weights = np.concatenate([0 * W[:1], W[1:]])
    defects = (
        layer(L, W, b, sigma, h) - components(L, W, b, sigma, h),
        equivariance_error(L, W, b, sigma, u, h) - lie_convolution(h, commutators, weights),
        recovered_commutators(L, W, b, sigma, u) - commutators,
    )
    return max(p.relative(defect, L, W, h, u, b) for defect in defects)


@claim.printed(
    r"$F_L(h) = \sigma \left(\sum_{i=0}^{n_L} L_i \cdot h \cdot W^i + b \right)$ $F_L(h)^a_\mu = \sigma "
    r"\left(\sum_{\nu,c,i} [L_i]^\nu_\mu h^c_\nu \left[W^i \right]^a_c + b^a \right)$",
    exact=True,
    parts=("the component form",),
    remark=r"The two lines agree. For $L h W$ the weights are in $\mathbb{R}^{m_{l-1} \times m_l}$, not "
    r"$\mathbb{R}^{m_l \times m_{l-1}}$. That a linear activation keeps the layer equivariant is judged in "
    "linear-activation.",
)
def printed_form(L, W, b, sigma, h, L_0):
    """The first line, in which the identity is understood, against the second with L_0."""
    return p.equal(layer(L, W, b, sigma, h), components(L, W, b, sigma, h, L_0), L, W, h, b)


def _instance(L: np.ndarray, W: np.ndarray, h: np.ndarray, u: np.ndarray, b: np.ndarray | None = None) -> p.Instance:
    """A layer without activation; the single letters are those of the derivation."""
    d, (a, e) = len(u), W.shape[1:]
    given = {"L": L, "W": W, "h": h, "u": u, "b": 0 * W[0, :1] if b is None else b, "sigma": None, "H": h[0], "V": W[0]}
    letters = {"W_1": W[1], "L_1": L[0], "M": u + u @ u, "ones": np.ones((d, 1), dtype=np.int64).astype(u.dtype)}
    return given | letters | {"L_0": np.eye(d, dtype=np.int64), "sizes": {"d": d, "a": a, "e": e, "one": 1}}


def sample(rng: np.random.Generator) -> p.Instance:
    """u fixes the constant vector; half of the draws have generators that commute with it."""
    d, n, a = (int(rng.integers(low, high)) for low, high in ((1, 6), (1, 4), (2, 4)))
    moving = rng.standard_normal((d, d)) / np.sqrt(d)
    u = np.eye(d) + moving - moving.mean(axis=1, keepdims=True)
    powers = np.stack([np.linalg.matrix_power(u, k) for k in range(1, n + 1)])
    L = powers if rng.random() < 0.5 else rng.standard_normal((n, d, d))
    W = np.concatenate([rng.standard_normal((1, a, 2)), p.well_conditioned(rng, 2 * a)[:n].reshape(n, a, 2)])
    return _instance(L, W, rng.standard_normal((2, d, a)), u, b=rng.standard_normal((1, 2)))


def exact(rng: np.random.Generator, size: int) -> p.Instance:
    steps = rng.integers(-2, 3, (size, size))
    steps[:, -1] -= steps.sum(axis=1)
    L, V, h, b = (p.rational(rng.integers(-3, 4, shape), 2) for shape in ((2, size, size), (1, 2, 2), (1, size, 2), (1, 2)))
    W = np.concatenate([V, p.rational(np.array([[[1, 2], [0, 1]], [[int(rng.integers(-3, 4)), 1], [1, 0]]]), 3)])
    return _instance(L, W, h, p.rational(np.eye(size, dtype=int) + steps, 1), b=b)


def turns(group: LieAlgebra) -> np.ndarray:
    """The quarter turns exp(pi/2 L_k) = I + L_k + L_k^2 of so(2) and so(3), in integers."""
    L = group.generators
    return np.eye(L.shape[1], dtype=np.int64) + L + L @ L


@claim.search
def smallest() -> p.Instances:
    """The compact groups SO(2) and SO(3): one channel, one W^i = 1, unit features, quarter turns."""
    for group in (so(2), so(3)):
        L, d = group.generators, group.generators.shape[1]
        one_hot, units = np.eye(len(L) + 1, dtype=np.int64)[:, :, None, None], np.eye(d, dtype=np.int64)[:, None, :, None]
        for W, u, h in product(one_hot, turns(group), units):
            yield {"L": L, "W": W, "h": h, "u": u, "b": 0 * W[0], "sigma": None, "L_0": np.eye(d, dtype=np.int64)}


def _plane(**changes: object) -> p.Instance:
    """A quarter turn of the plane with L = diag(1, 0), h = (1, -1) and W^0 = W^1 = 1."""
    L = np.array([[[1.0, 0.0], [0.0, 0.0]]])
    return _instance(L, np.ones((2, 1, 1)), np.array([[[1.0], [-1.0]]]), np.array([[0.0, -1.0], [1.0, 0.0]])) | changes


@claim.without("independent", "$L_2 = -L_1$ and equal weights: an equivariant layer whose generators do not commute with $u$")
def _dependent() -> p.Instance:
    """L_2 = -L_1 with equal weights: the layer is the identity, and neither generator commutes with u."""
    L = _plane()["L"]
    return _plane(L=np.concatenate([L, -L]), W=np.ones((3, 1, 1)))


claim.tie(
    {
        "commutant": "what the formula is about: the sufficient half",
    }
)


@claim.derivation
def derivation() -> p.Derivation:
    u, L, M = (p.matrix(name, "d") for name in ("u", "L_1", "M"))
    h, V, W = p.matrix("H", "d", "a"), p.matrix("V", "a", "e"), p.matrix("W_1", "a", "e")
    b, ones = p.matrix("b", "one", "e"), p.matrix("ones", "d", "one")
    fixed, commutes = p.Equation("bias", u @ ones, ones), p.Equation("commutant", M @ u, u @ M)
    plain, moved = h @ V + L @ h @ W + ones @ b, u @ h @ V + L @ u @ h @ W + ones @ b
    return p.derive(
        (fixed, commutes),
        p.chain(
            "the equivariance error of a layer",
            moved - u @ plain,
            p.step((L @ u - u @ L) @ h @ W, "$u$ fixes the constant vector, and the terms with $L_0 = I$ cancel", "bias"),
        ),
        p.chain(
            "a generator in the commutant",
            u @ h @ V + M @ u @ h @ W + ones @ b,
            p.step(u @ h @ V + u @ M @ h @ W + ones @ b, "$M$ commutes with $u$", "commutant"),
            p.step(u @ (h @ V + M @ h @ W + ones @ b), "$u$ fixes the constant vector", "bias"),
        ),
    )


claim.draw(sampled=sample, exact=exact)
claim.without("activation", "ReLU, and a quarter turn of $h = (1, -1)$", lambda: _plane(sigma=lambda x: np.maximum(x, 0)))
claim.without("bias", "$b = 1$, and a quarter turn", lambda: _plane(b=np.ones((1, 1))))
