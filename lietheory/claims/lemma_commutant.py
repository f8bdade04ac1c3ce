"""Lemma: with independent weights an L-conv layer is equivariant under u exactly if its generators commute with u."""

import numpy as np

from lietheory import proof as p
from lietheory.algebra import bracket, inverse
from lietheory.arrays import is_exact
from lietheory.representation import lie_convolution

claim = p.Claim(
    "lemma-commutant",
    "The commutant criterion for an L-conv layer",
    after="lemma-vector-fields",
    source="own lemma, algebra; for L-conv, Eq 6",
    statement=r"Let $W^1, \dots, W^n$ be linearly independent and $F(h) = h W^0 + \sum_i L_i h W^i$. Then $F(u h) = u F(h)$ for "
    r"all $h$ if and only if every $L_i$ commutes with $u$. The generators of equivariant layers are a linear space of dimension "
    r"$n \dim \{M : M u = u M\}$.",
    uses=("eq6",),
    proof=r"$F(u h) - u F(h) = \sum_i (L_i u - u L_i)\, h\, W^i$. It vanishes if every $L_i$ commutes with $u$. Conversely let "
    r"$V_j$ be dual to the $W^i$, $\mathrm{tr}(V_j^\top W^i) = \delta_{ij}$. The entries $(\nu, c)$ of the unit features give "
    r"$\sum_i [L_i u - u L_i]_{\mu \nu} W^i_{c a} = 0$ for all $c, a$, and contraction with $V_j$ leaves $[L_j u - u L_j]_{\mu "
    r"\nu} = 0$.",
)
claim.assume("independent", r"$W^1, \dots, W^n$ are linearly independent matrices")
claim.assume("all features", r"$F(u h) = u F(h)$ for every $h$")
claim.part("sufficient", derived=True, formal=("commutant_sufficient",))
claim.part("necessary", formal=("commutant_necessary",))
claim.part("the dimension", formal=("commutant_dimension",))
claim.explain(
    "The layers that commute with $u$ are those whose generators do.",
    "It counts equivariant layers.",
    L=("n x d x d", r"the generators $L_1, \dots, L_n$"),
    W=("(n + 1) x a x e", "weights, one matrix a generator and one for the identity"),
    u=("d x d", "a group element acting on the space"),
)


def equivariance_error(u, W, h, L: np.ndarray) -> np.ndarray:
    """F(u h) - u F(h) for the layer with generators L."""
    return lie_convolution(u @ h, L, W) - u @ lie_convolution(h, L, W)


@claim.residual
def residual(u, W, features):
    """By how much the generators of equivariant layers differ from those that commute with u: as spaces, by all of a basis."""
    shape = (len(W) - 1, *u.shape)
    exact = is_exact(u)
    layers = p.constraint_null_space(lambda L: equivariance_error(u, W, features, L), shape, exact=exact)
    commuting = shape[0] * p.constraint_nullity(lambda M: bracket(M, u), u.shape, like=u)
    commutators = [bracket(p.split_solution(row, shape)[0], u) for row in layers]
    return max(abs(len(layers) - commuting), *(p.relative(c, u) for c in commutators), 0)


def _instance(u: np.ndarray, W: np.ndarray, **changes: object) -> p.Instance:
    """A layer on all unit features; the single letters, for the derivation, are those of a layer with generators u and u^2."""
    d, a, e = len(u), *W.shape[1:]
    units = np.eye(d * a, dtype=np.int64).astype(u.dtype).reshape(d * a, d, a)
    letters = {"M": u, "N": u @ u, "h": sum(units), "V": W[0], "P": W[1], "Q": W[-1]}
    return {"u": u, "W": W, "features": units, "sizes": {"d": d, "a": a, "e": e}} | letters | changes


def sample(rng: np.random.Generator) -> p.Instance:
    """u with one to three blocks, some of them equal, so that their commutants have many dimensions; up to three weights."""
    blocks, size = int(rng.integers(1, 4)), int(rng.integers(1, 3))
    block = p.well_conditioned(rng, size, 2.0)
    u = np.kron(np.diag(rng.choice([1.0, 3.0], blocks)), block)
    S = p.well_conditioned(rng, len(u), 3.0)
    n, a, e = int(rng.integers(1, 3)), int(rng.integers(1, 3)), 2
    W = p.well_conditioned(rng, a * e)[:n].reshape(n, a, e)
    return _instance(S @ u @ np.linalg.inv(S), np.concatenate([rng.standard_normal((1, a, e)), W]))


def exact(rng: np.random.Generator, size: int) -> p.Instance:
    """u conjugate to a diagonal matrix with equal entries; two independent rational weights, or one."""
    S = p.rational_invertible(rng, size)
    u = S @ p.rational(np.diag(rng.choice([-1, 1, 2], size))) @ inverse(S)
    n = 2 if size < 4 else 1
    W = p.rational(rng.integers(-3, 4, (3, 1, 2)), 2)
    W[1:, 0] = p.rational_invertible(rng, 2)
    return _instance(u, W[: n + 1])


def _mirror(W: list[int], **changes: object) -> p.Instance:
    """The mirror diag(1, -1) of the plane and one channel."""
    return _instance(np.array([[1, 0], [0, -1]]), np.array(W)[:, None, None], **changes)


claim.tie(
    {
        "first generator": "what the formula is about: the sufficient half",
        "second generator": "what the formula is about: the sufficient half",
    }
)


@claim.derivation
def derivation() -> p.Derivation:
    u, M, N = (p.matrix(name, "d") for name in ("u", "M", "N"))
    h, V, P, Q = p.matrix("h", "d", "a"), *(p.matrix(name, "a", "e") for name in ("V", "P", "Q"))
    rules = (p.Use("first generator"), p.Use("second generator"))
    return p.derive(
        (p.Equation("first generator", M @ u, u @ M), p.Equation("second generator", N @ u, u @ N)),
        p.chain(
            "generators that commute with $u$ make a layer equivariant",
            u @ h @ V + M @ u @ h @ P + N @ u @ h @ Q,
            p.step(u @ h @ V + u @ M @ h @ P + u @ N @ h @ Q, "each generator commutes with $u$", *rules),
            p.step(u @ (h @ V + M @ h @ P + N @ h @ Q), "take $u$ out"),
        ),
    )


claim.draw(sampled=sample, exact=exact)
claim.without(
    "independent",
    r"$W^1 = W^2$ and the mirror $\mathrm{diag}(1, -1)$: with $L_2 = -L_1$ the layer is the identity, for every $L_1$",
    lambda: _mirror([1, 1, 1]),
)
claim.without(
    "all features",
    r"$h = (1, 0)$ alone and the mirror $\mathrm{diag}(1, -1)$: $L = E_{12}$ has $L h = 0$ and does not commute",
    lambda: _mirror([1, 1], features=np.array([[[1], [0]]])),
)
