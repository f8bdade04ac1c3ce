"""Lemma: so(n + 1) and so(n, 1) have se(n) as a limit of conjugates; their bases, constants and spans converge to its own."""

from functools import cache

import numpy as np

from lietheory import proof as p
from lietheory.algebra import Identification, LieAlgebra, closure_residual, identify, inverse, rank, so
from lietheory.arrays import is_exact
from lietheory.comparison import grassmann_distance
from lietheory.errors import ClosureError

claim = p.Claim(
    "lemma-limit-algebras",
    "Limits of algebras are other algebras",
    after="lemma-second-order-depth",
    source="own lemma, algebra",
    statement=r"Let $L_k(\epsilon)$ be bases of matrix Lie algebras, continuous in $\epsilon$ and independent at $\epsilon = 0$ "
    r"too. Then their structure constants converge, and their limits are those of the algebra with basis $L_k(0)$, which need "
    r"not be isomorphic to the others. The rotations of $\mathbb{R}^n$ with $P_i = E_{i, n+1} - \epsilon E_{n+1, i}$ span a "
    r"conjugate of $so(n + 1)$ for every $\epsilon > 0$, of $so(n, 1)$ for every $\epsilon < 0$, and $se(n)$ at $\epsilon = 0$; "
    r"the constants are linear in $\epsilon$, and the spans have the Grassmann distance $\sqrt n \arctan |\epsilon|$. So $se(n)$ "
    r"lies in the closure of both orbits and in neither, and noisy data do not distinguish it from them.",
    uses=("eq2",),
    proof=r"Coordinates in an independent basis are continuous functions of the basis, and the brackets are continuous. $[P_i, "
    r"P_j] = -\epsilon\, (E_{ij} - E_{ji})$, and the other brackets do not contain $\epsilon$. All elements keep "
    r"$\mathrm{diag}(\epsilon, \dots, \epsilon, 1)$, and $S = \mathrm{diag}(a, \dots, a, 1)$, $a^2 = |\epsilon|$, carries that "
    r"form to one with entries $\pm 1$. The rotations are common to the spans, and $P_i(\epsilon)$ is at the angle $\arctan "
    r"|\epsilon|$ to $P_i(0)$, at a right angle to all others.",
    references=("Inonu and Wigner 1953, On the contraction of groups and their representations",),
)
claim.assume("independent", "the limits of the basis elements are linearly independent")
claim.assume("closed", r"the span is closed under brackets at every $\epsilon$")
claim.part("a conjugate of $so(n+1)$ or $so(n,1)$", derived=True)
claim.part("limits of structure constants")
claim.part("the distance")
claim.explain(
    "Algebras can converge to another algebra, of another name.",
    "Noisy data cannot tell a limit from its neighbours.",
    L=("n x d x d", r"the generators $L_1, \dots, L_n$"),
    epsilon=("number", "the parameter"),
)


def basis(n: int, eps: np.ndarray) -> np.ndarray:
    """The rotations of R^n, and P_i = E_(i, n+1) - eps_i E_(n+1, i): exact for exact eps."""
    turns = so(n).generators
    L = np.zeros((len(turns) + n, n + 1, n + 1), dtype=eps.dtype)
    L[: len(turns), :n, :n] = turns
    for i, e in enumerate(eps):
        L[len(turns) + i, i, n], L[len(turns) + i, n, i] = 1, -e
    return L


def scale(n: int, a) -> np.ndarray:
    """S = diag(a, ..., a, 1), with which S L S^-1 is the basis at eps = 1 (or -1) but for the length of the P_i."""
    return np.diag([a] * n + [a / a])


@cache
def known(n: int, eps: int) -> tuple[np.ndarray, Identification]:
    """The constants and the name of the algebra at eps = -1, 0 or 1."""
    algebra = LieAlgebra.from_matrices(basis(n, np.full(n, eps)))
    return algebra.structure_constants, identify(algebra)


@claim.residual
def residual(n, eps, L, a):
    """Of the constants' convergence, of the names at eps and at 0, of the conjugation, and of the distance of the spans.

    Exact instances are named by the algebra at eps = +-1, to which the conjugation ties them; floats by themselves.
    """
    if (independent := rank(L.reshape(len(L), -1))) < len(L):
        return len(L) - independent
    try:
        f = LieAlgebra.from_matrices(L).structure_constants
    except ClosureError:
        return closure_residual(L)
    sign = 1 if eps > 0 else -1
    (f_0, name_0), (f_1, name_1) = known(n, 0), known(n, sign)
    S = scale(n, a)
    both = np.concatenate([S @ L @ inverse(S), basis(n, np.full(n, sign))])
    names = {name_0: f"se({n})", name_1 if is_exact(L) else identify(L): f"so({n + 1})" if sign > 0 else f"so({n},1)"}
    defects = [
        p.relative(f - f_0 - abs(eps) * (f_1 - f_0)),
        sum(not algebra.is_named(name) for algebra, name in names.items()),
        rank(both.reshape(2 * len(L), -1)) - len(L),
    ]
    if not is_exact(L):
        defects.append(abs(grassmann_distance(L, basis(n, np.zeros(n))) - np.sqrt(n) * np.arctan(abs(eps))))
    return max(defects)


def _instance(n: int, a, sign: int, **changes: object) -> p.Instance:
    """eps = sign a^2; the letters of the derivation are one element, and the form diag(eps, ..., eps, sign) that it keeps."""
    eps = sign * a * a
    L = basis(n, np.array([eps] * n))
    eta = np.diag([1] * n + [sign])
    S = scale(n, a)
    letters = {"G": L.sum(axis=0), "S": S, "eta": eta, "B": S.T @ eta @ S, "sizes": {"d": n + 1}}
    return {"n": n, "a": a, "eps": eps, "L": L} | letters | changes


def sample(rng: np.random.Generator) -> p.Instance:
    return _instance(int(rng.integers(2, 4)), float(np.exp(rng.uniform(-2, 0))), int(rng.choice([-1, 1])))


def exact(rng: np.random.Generator, size: int) -> p.Instance:
    return _instance(size, p.rational(int(rng.integers(1, 8)), int(rng.integers(2, 30))), int(rng.choice([-1, 1])))


@claim.without("closed", r"$\epsilon = 1, 1, \tfrac14$ for $P_1$, $P_2$, $P_3$")
def _unequal() -> p.Instance:
    """P_1, P_2 with eps = 1 and P_3 with eps = 1/4: no algebra, unless all are equal."""
    return _instance(3, 1.0, 1, L=basis(3, np.array([1.0, 1.0, 0.25])))


@claim.without("independent", r"$\mathrm{so}(4)$ with the $P_i$ scaled by $a$, at $a = 0$: the span has lost three dimensions")
def _shrunk() -> p.Instance:
    """so(4) with P_i scaled by a -> 0, whose constants have the same limit, at a = 0."""
    L = basis(3, np.ones(3))
    L[3:] = 0
    return _instance(3, 1.0, 1, L=L)


claim.tie(
    {
        "scaled form": "a letter: B is the form in the scaled coordinates",
        "invariance": "what the formula is about: an element of the algebra",
        "S invertible": "the setting: epsilon is not 0",
    }
)


@claim.derivation
def derivation() -> p.Derivation:
    G, S, eta, B = (p.matrix(name, "d") for name in ("G", "S", "eta", "B"))
    turned = S @ G @ S.inverse
    return p.derive(
        (
            p.Equation("scaled form", B, S.T @ eta @ S),
            p.Equation("invariance", G.T @ B, -(B @ G)),
            p.Invertible("S invertible", S),
        ),
        p.chain(
            r"$S G S^{-1}$ keeps the form $\eta$ of $\mathrm{so}(n + 1)$ or $\mathrm{so}(n, 1)$",
            turned.T @ eta + eta @ turned,
            p.step(S.inverse.T @ (G.T @ B + B @ G) @ S.inverse, r"$B = S^\top \eta S$, and $S$ cancels", "scaled form"),
            p.step(p.zero("d"), "$G$ keeps $B$", "invariance"),
        ),
    )


claim.draw(sampled=sample, exact=exact, smallest_size=2)
claim.rate(
    r"$\epsilon$, the distance from $\mathrm{se}(3)$",
    lambda eps: grassmann_distance(basis(3, np.full(3, eps)), basis(3, np.zeros(3))),
    tuple(2.0**-k for k in range(2, 10)),
    order=1,
    constant=np.sqrt(3),
)
