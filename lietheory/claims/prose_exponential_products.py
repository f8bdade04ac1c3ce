"""Connected groups: every element is a finite product of exponentials, two by polar decomposition, or of shears exactly."""

from functools import reduce
from itertools import product

import numpy as np
from scipy.linalg import polar

from lietheory import proof as p
from lietheory.algebra import LieAlgebra, coordinates, gl, sl, so
from lietheory.arrays import is_exact
from lietheory.representation import exponential

claim = p.Claim(
    "exponential-products",
    "Products of exponentials",
    after="exponential-surjective",
    source="L-conv, section 1, after Eq 2",
    statement=r"Every element of a connected matrix group is a finite product $\prod_\alpha \exp(X_\alpha)$ with $X_\alpha$ "
    r"in its Lie algebra. In $GL^+(n, \mathbb{R})$, $SL(n, \mathbb{R})$ and $SO(n)$ two factors are enough, a rotation and "
    r"a positive stretch; in $SL(n)$ over any field of characteristic 0, shears $\exp(t E_{ij}) = I + t E_{ij}$ are enough.",
    uses=("eq2", "exponential-surjective"),
    proof=r"The products of exponentials form a subgroup that contains a neighbourhood of the identity, so it is open, and its "
    r"cosets too; a connected group has no open subgroup but itself. For $GL^+(n)$: $u = Q P$ with $P = (u^\top u)^{1/2} = "
    r"\exp(\tfrac12 \log u^\top u)$ and $Q \in SO(n)$, an exponential. For $SL(n)$: elimination, one shear making each pivot 1. "
    r"$\det \prod \exp(X_\alpha) = e^{\sum \mathrm{tr} X_\alpha} > 0$, which excludes every $u$ of negative determinant.",
    references=("Hall 2015, Corollary 3.47",),
)
claim.assume("connected", "the element lies in the connected component of the identity")
claim.assume("algebra", "the exponentials are those of the Lie algebra of the group")
claim.part("the polar factor is orthogonal", derived=True)
claim.part("finite products")
claim.part("two factors, and shears")
claim.explain(
    "Every element of a connected group is a product of finitely many exponentials.",
    "One exponential is often not enough, a few always are.",
    u=("d x d", "a group element acting on the space"),
)


def logarithms(u: np.ndarray) -> list[np.ndarray]:
    """Matrices X_a for u = exp(X_1) exp(X_2) ...: multiples of unit matrices for exact u, else a rotation and a stretch."""
    if is_exact(u):
        return shears(u)
    Q, P = polar(u)
    values, vectors = np.linalg.eigh(P)
    return [p.logarithm(Q), vectors * np.log(values) @ vectors.T]


def shears(u: np.ndarray) -> list[np.ndarray]:
    """Nilpotent t E_ij with u = (I + t_1 E_1) (I + t_2 E_2) ..., up to a factor det u of the last entry.

    Column by column: a shear makes the pivot 1, others clear its column and its row. The last diagonal
    entry, which no shear can change, is the determinant.
    """
    u, left, right = u.astype(object), [], []
    for k in range(len(u) - 1):
        if not any(u[k + 1 :, k]):
            u = _sheared(u, k + 1, k, 1, left)  # a row below is needed to make the pivot 1
        i = k + 1 + int(np.flatnonzero(u[k + 1 :, k])[0])
        u = _sheared(u, k, i, (1 - u[k, k]) / p.rational(1) / u[i, k], left)
        for i in range(k + 1, len(u)):
            u = _sheared(u, i, k, -u[i, k], left)
            right.append((k, i, u[k, i]))
            u[:, i] = u[:, i] - u[k, i] * u[:, k]
    words = [(i, j, -t) for i, j, t in left] + right[::-1]
    return [_unit(len(u), i, j, t) for i, j, t in words]


def _sheared(u: np.ndarray, i: int, j: int, t, done: list) -> np.ndarray:
    """(I + t E_ij) u."""
    u = u.copy()
    u[i] = u[i] + t * u[j]
    done.append((i, j, t))
    return u


def _unit(size: int, i: int, j: int, t) -> np.ndarray:
    X = p.rational(np.zeros((size, size), dtype=int))
    X[i, j] += t
    return X


@claim.residual
def residual(u, algebra):
    """Of the product of the exponentials against u, and of the logarithms against the algebra."""
    factors = logarithms(u)
    basis = algebra.generators.reshape(algebra.dimension, -1)
    _, outside = coordinates(basis, np.array(factors).reshape(len(factors), u.size))
    eye = np.eye(len(u), dtype=np.int64)
    exponentials = [eye + X for X in factors] if is_exact(u) else [exponential(X) for X in factors]
    scale = [np.linalg.norm(X.astype(float)) for X in factors]
    return max(p.relative(reduce(np.matmul, exponentials, eye) - u, u), p.relative(outside, np.array(scale)))


def _instance(algebra: LieAlgebra, u: np.ndarray) -> p.Instance:
    return {"algebra": algebra, "u": u}


def sample(rng: np.random.Generator) -> p.Instance:
    """Elements of GL+(n), SL(n, R) and SO(n), not drawn as exponentials; those of SL(n) with negative eigenvalues too."""
    n = int(rng.integers(2, 6))
    u = p.well_conditioned(rng, n)
    u[0] *= np.sign(np.linalg.det(u))
    kind = rng.integers(3)
    if kind == 0:
        return _instance(gl(n), u)
    if kind == 1:
        return _instance(sl(n), u / np.linalg.det(u) ** (1 / n))
    Q = p.orthogonal(rng, n)
    Q[0] *= np.sign(np.linalg.det(Q))
    return _instance(so(n), Q)


def exact(rng: np.random.Generator, size: int) -> p.Instance:
    """Rational matrices of determinant 1, a third of them with their first two diagonal entries negative."""
    lower, upper = (np.eye(size, dtype=int) + np.tril(rng.integers(-2, 3, (size, size)), -1) for _ in range(2))
    signs = np.ones(size, dtype=int)
    signs[:2] = rng.choice([-1, 1, 1])
    stretch = p.rational(np.ones(size, dtype=int))
    stretch[0], stretch[-1] = p.rational(3, 2), p.rational(2, 3)
    u = p.rational(lower) * (stretch * p.rational(signs)) @ p.rational(upper.T)
    half = p.rational(np.tril(rng.integers(-1, 2, (size, size)), -1) + 3 * np.eye(size, dtype=int))
    P = half @ half.T
    return _instance(sl(size), u) | {"M": p.rational_orthogonal(rng, size) @ P, "P": P, "sizes": {"d": size}}


@claim.printed(
    "for any connected group (including $G_I$) every element $u$ can be written as a product $u = "
    r"\prod_{\alpha} \exp[t_{\alpha} \cdot L]$",
    exact=True,
    remark="The product is finite, and its length depends on the group and not on the element for the groups above.",
)
def printed_form(u, algebra):
    """The product of exponentials of the algebra that is constructed against u."""
    factors = logarithms(u)
    eye = np.eye(len(u), dtype=np.int64)
    exponentials = [eye + X for X in factors] if is_exact(u) else [exponential(X) for X in factors]
    _, outside = coordinates(algebra.generators.reshape(algebra.dimension, -1), np.array(factors).reshape(len(factors), u.size))
    scale = np.array([np.linalg.norm(X.astype(float)) for X in factors])
    return p.equal(reduce(np.matmul, exponentials, eye), u, u), p.equal(outside, 0 * outside, scale)


@claim.premise
def premise(u, algebra) -> bool:
    """u is in the connected group: of positive determinant, of determinant 1 for sl(n), and orthogonal for so(n)."""
    u, L = u.astype(float), algebra.generators
    skew, traceless = not np.any(L + L.swapaxes(1, 2)), not np.any(np.trace(L, axis1=1, axis2=2))
    orthogonal = not skew or p.relative(u @ u.T - np.eye(len(u))) <= 1e-9
    return bool(np.linalg.det(u) > 0 and orthogonal and (not traceless or abs(np.linalg.det(u) - 1) <= 1e-9))


@claim.search
def smallest() -> p.Instances:
    """SL(2, Z) with entries up to 2, among them those without a real logarithm, and diag(-2, -1/2)."""
    for a, b, c, d in product(range(-2, 3), repeat=4):
        if a * d - b * c == 1:
            yield _instance(sl(2), p.rational(np.array([[a, b], [c, d]])))
    yield _instance(sl(2), p.rational(np.diag([-4, -1]), 2))


claim.tie(
    {
        "square": "a letter: P is the root of u^T u",
        "P symmetric": "a letter: P is the root of u^T u",
        "P invertible": "connected",
    }
)


@claim.derivation
def derivation() -> p.Derivation:
    M, P = p.matrix("M", "d"), p.matrix("P", "d")
    Q = M @ P.inverse
    return p.derive(
        (p.Equation("square", M.T @ M, P @ P), p.Symmetric("P symmetric", P), p.Invertible("P invertible", P)),
        p.chain(
            "the first factor of the polar decomposition $M = Q P$ is orthogonal",
            Q.T @ Q,
            p.step(P.inverse @ M.T @ M @ P.inverse, "$P$ is symmetric"),
            p.step(P.inverse @ P @ P @ P.inverse, r"$P$ squared is $M^\top M$", "square"),
            p.step(p.identity("d"), "$P$ is invertible"),
        ),
    )


claim.draw(sampled=sample, exact=exact, smallest_size=2)
claim.without("connected", r"the reflection $\mathrm{diag}(1, -1)$ in $O(2)$", lambda: _instance(so(2), np.diag([1.0, -1.0])))
claim.without(
    "algebra", r"a shear and the exponentials of $\mathrm{so}(2)$", lambda: _instance(so(2), np.array([[1.0, 1.0], [0.0, 1.0]]))
)
