"""Connected groups: every element is a finite product of exponentials, two by polar decomposition, or of shears exactly."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from itertools import product

import numpy as np
from scipy.linalg import polar

from lietheory.algebra import LieAlgebra, coordinates, gl, sl, so
from lietheory.arrays import is_exact
from lietheory.proof.claim import Assumption, Claim, Counterexample, Instance, Printed
from lietheory.proof.derivation import Chain, Derivation, Step
from lietheory.proof.instances import orthogonal, rational, rational_orthogonal, relative, well_conditioned
from lietheory.proof.logarithms import logarithm
from lietheory.proof.normaliser import Equation, Invertible, Symmetric, Use
from lietheory.proof.words import identity, matrix
from lietheory.representation import exponential


def logarithms(u: np.ndarray) -> list[np.ndarray]:
    """Matrices X_a for u = exp(X_1) exp(X_2) ...: multiples of unit matrices for exact u, else a rotation and a stretch."""
    if is_exact(u):
        return shears(u)
    Q, P = polar(u)
    values, vectors = np.linalg.eigh(P)
    return [logarithm(Q), vectors * np.log(values) @ vectors.T]


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
        u = _sheared(u, k, i, (1 - u[k, k]) / rational(1) / u[i, k], left)
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
    X = rational(np.zeros((size, size), dtype=int))
    X[i, j] += t
    return X


def residual(instance: Instance):
    """Of the product of the exponentials against u, and of the logarithms against the algebra."""
    u, algebra = instance["u"], instance["algebra"]
    factors = logarithms(u)
    basis = algebra.generators.reshape(algebra.dimension, -1)
    _, outside = coordinates(basis, np.array(factors).reshape(len(factors), u.size))
    eye = np.eye(len(u), dtype=np.int64)
    exponentials = [eye + X for X in factors] if is_exact(u) else [exponential(X) for X in factors]
    scale = [np.linalg.norm(X.astype(float)) for X in factors]
    return max(relative(reduce(np.matmul, exponentials, eye) - u, u), relative(outside, np.array(scale)))


def _instance(algebra: LieAlgebra, u: np.ndarray) -> Instance:
    return {"algebra": algebra, "u": u}


def sample(rng: np.random.Generator) -> Instance:
    """Elements of GL+(n), SL(n, R) and SO(n), not drawn as exponentials; those of SL(n) with negative eigenvalues too."""
    n = int(rng.integers(2, 6))
    u = well_conditioned(rng, n)
    u[0] *= np.sign(np.linalg.det(u))
    kind = rng.integers(3)
    if kind == 0:
        return _instance(gl(n), u)
    if kind == 1:
        return _instance(sl(n), u / np.linalg.det(u) ** (1 / n))
    Q = orthogonal(rng, n)
    Q[0] *= np.sign(np.linalg.det(Q))
    return _instance(so(n), Q)


def exact(rng: np.random.Generator, size: int) -> Instance:
    """Rational matrices of determinant 1, a third of them with their first two diagonal entries negative."""
    lower, upper = (np.eye(size, dtype=int) + np.tril(rng.integers(-2, 3, (size, size)), -1) for _ in range(2))
    signs = np.ones(size, dtype=int)
    signs[:2] = rng.choice([-1, 1, 1])
    stretch = rational(np.ones(size, dtype=int))
    stretch[0], stretch[-1] = rational(3, 2), rational(2, 3)
    u = rational(lower) * (stretch * rational(signs)) @ rational(upper.T)
    half = rational(np.tril(rng.integers(-1, 2, (size, size)), -1) + 3 * np.eye(size, dtype=int))
    P = half @ half.T
    return _instance(sl(size), u) | {"M": rational_orthogonal(rng, size) @ P, "P": P, "sizes": {"d": size}}


def smallest() -> Iterator[Instance]:
    """SL(2, Z) with entries up to 2, among them those without a real logarithm, and diag(-2, -1/2)."""
    for a, b, c, d in product(range(-2, 3), repeat=4):
        if a * d - b * c == 1:
            yield _instance(sl(2), rational(np.array([[a, b], [c, d]])))
    yield _instance(sl(2), rational(np.diag([-4, -1]), 2))


def derivation() -> Derivation:
    M, P = matrix("M", "d"), matrix("P", "d")
    Q = M @ P.inverse
    return Derivation(
        (Equation("square", M.T @ M, P @ P), Symmetric("P symmetric", P), Invertible("P invertible", P)),
        (
            Chain(
                "the first factor of the polar decomposition M = Q P is orthogonal",
                Q.T @ Q,
                (
                    Step(P.inverse @ M.T @ M @ P.inverse, "P is symmetric"),
                    Step(P.inverse @ P @ P @ P.inverse, "P squared is M^T M", (Use("square"),)),
                    Step(identity("d"), "P is invertible"),
                ),
            ),
        ),
    )


CLAIM = Claim(
    label="exponential-products",
    title="Products of exponentials",
    source="L-conv, section 1, after Eq 2",
    statement=r"Every element of a connected matrix group is a finite product $\prod_\alpha \exp(X_\alpha)$ with $X_\alpha$ "
    r"in its Lie algebra. In $GL^+(n, \mathbb{R})$, $SL(n, \mathbb{R})$ and $SO(n)$ two factors are enough, a rotation and "
    r"a positive stretch; in $SL(n)$ over any field of characteristic 0, shears $\exp(t E_{ij}) = I + t E_{ij}$ are enough.",
    assumptions=(
        Assumption("connected", "the element lies in the connected component of the identity"),
        Assumption("algebra", "the exponentials are those of the Lie algebra of the group"),
    ),
    residual=residual,
    sample=sample,
    exact=exact,
    counterexamples=(
        Counterexample("connected", "the reflection diag(1, -1) in O(2)", lambda: _instance(so(2), np.diag([1.0, -1.0]))),
        Counterexample(
            "algebra", "a shear and the exponentials of so(2)", lambda: _instance(so(2), np.array([[1.0, 1.0], [0.0, 1.0]]))
        ),
    ),
    printed=Printed(
        r"For any connected group (including $G_I$) every element u can be written as a product $u = \prod_\alpha \exp[t_\alpha "
        r"\cdot L]$ using the matrix exponential.",
        residual,
        smallest,
        remark="The product is finite, and its length depends on the group and not on the element for the groups above.",
    ),
    derivation=derivation,
    uses=("eq2", "exponential-surjective"),
    proof=r"The products of exponentials form a subgroup that contains a neighbourhood of the identity, so it is open, and its "
    r"cosets too; a connected group has no open subgroup but itself. For $GL^+(n)$: $u = Q P$ with $P = (u^\top u)^{1/2} = "
    r"\exp(\tfrac12 \log u^\top u)$ and $Q \in SO(n)$, an exponential. For $SL(n)$: elimination, one shear making each pivot 1. "
    r"$\det \prod \exp(X_\alpha) = e^{\sum \mathrm{tr} X_\alpha} > 0$, which excludes every $u$ of negative determinant.",
    references=("Hall 2015, Corollary 3.47",),
)
