"""Orthogonal under the Killing form: always possible, never needed for a basis, and void where the form vanishes."""

import numpy as np

from lietheory import algebra
from lietheory import proof as p
from lietheory.algebra import LieAlgebra, coordinates, inverse, signature, tensordot
from lietheory.arrays import is_exact
from lietheory.errors import ClosureError

claim = p.Claim(
    "killing-orthogonality",
    "Orthogonality under the Killing form",
    after="low-rank-sparse",
    source="L-conv, section 3, Learning the L_i",
    statement=r"Every real Lie algebra has a basis that is orthogonal under its Killing form $B$. The number of its elements "
    r"with $B(L, L) > 0$, $< 0$, $= 0$ is the signature of $B$, in every basis. It can be scaled to $B = -1$ if "
    r"and only if the algebra is semisimple and compact. $B$ vanishes on the nilradical against everything, so on nilpotent and "
    r"abelian algebras orthogonality is an empty condition. Being a basis, and being closed, neither needs nor follows from it.",
    uses=("eq2",),
    proof=r"$B$ is a symmetric bilinear form, which Lagrange's completed squares make diagonal; Sylvester's law gives the signs. "
    r"$\mathrm{ad}\, x\, \mathrm{ad}\, y$ is nilpotent for $x$ in the nilradical, so $B(x, y) = 0$. By Cartan's criterion $B$ is "
    r"non-degenerate exactly on semisimple algebras, and it is negative definite exactly on the compact ones among them.",
    references=("Hall 2015, Lie Groups, Lie Algebras, and Representations, chapter 6",),
)
claim.assume("closed", "the span is closed under the bracket; else it has no Killing form")
claim.assume("compact", "for $B = -1$: no element has $B(L, L) > 0$")
claim.assume("semisimple", "for $B = -1$: $B$ is not degenerate")
claim.part("an orthogonal basis exists")
claim.part("its signs")
claim.part("the nilradical")
claim.explain(
    "A basis can always be made orthogonal under the Killing form, and none has to be.",
    "A penalty for it is empty on abelian and nilpotent algebras.",
    L=("n x d x d", r"the generators $L_1, \dots, L_n$"),
    B=("n x n", "the Killing form"),
)


def orthogonalising(K: np.ndarray) -> np.ndarray:
    """An invertible T with T K T^T diagonal: eigenvectors in floats, completed squares in rationals."""
    return _completed_squares(K) if is_exact(K) else np.linalg.eigh(K)[1].T


def _completed_squares(K: np.ndarray) -> np.ndarray:
    """Lagrange's method: take a vector v with K(v, v) != 0, make the others orthogonal to it, and repeat with those."""
    rest, done = list(p.rational(np.eye(len(K), dtype=int))), []
    while rest:
        pairs = ((i, j) for i in range(len(rest)) for j in range(i, len(rest)) if rest[i] @ K @ rest[j] != 0)
        pair = min(pairs, key=lambda pair: pair[1] != pair[0], default=None)
        if pair is None:  # the form vanishes on what is left
            return np.array(done + rest)
        i, j = pair
        v = rest[i] if i == j else rest[i] + rest[j]  # K(v, v) = 2 K(v_i, v_j), both squares being zero
        rest = [w - v * (w @ K @ v) / (v @ K @ v) for k, w in enumerate(rest) if k != i]
        done.append(v)
    return np.array(done)


def orthogonal_basis(L: np.ndarray) -> np.ndarray:
    """A basis of the same algebra that its Killing form makes diagonal."""
    return tensordot(orthogonalising(LieAlgebra.from_matrices(L).killing_form()), L, 1, 0)


def off_diagonal(L: np.ndarray) -> np.ndarray:
    """The Killing form of a basis without its diagonal."""
    K = LieAlgebra.from_matrices(L).killing_form()
    return K - np.diag(np.diag(K))


@claim.residual
def residual(L, definite):
    """Of the orthogonal basis, of its signs, of K on the nilradical, and of -1 throughout where the algebra is to be compact."""
    try:
        g = LieAlgebra.from_matrices(L)
    except ClosureError:
        return algebra.closure_residual(L)
    K, basis = g.killing_form(), orthogonal_basis(L)
    counted = g.killing_signature()
    tolerance = None if g.is_exact else 1e-8 * np.abs(K).max(initial=1.0)
    diagonal = signature(LieAlgebra.from_matrices(basis).killing_form(), tolerance)
    signs = sum(abs(a - b) for a, b in zip(diagonal, counted, strict=True))
    not_negative = g.dimension - counted[1] if definite else 0
    return max(p.relative(off_diagonal(basis), K), signs, not_negative, _on_the_nilradical(g, K))


def _on_the_nilradical(g: LieAlgebra, K: np.ndarray):
    """K(x, y) for x in the nilradical and all y, relative to K."""
    ideal = g.nilradical()
    if not ideal.dimension:
        return 0
    flat = [a.generators.reshape(a.dimension, -1) for a in (g, ideal)]
    return p.relative(coordinates(*flat)[0] @ K, K)


@claim.printed(
    "In order for the $L_i$ to form a basis for a Lie algebra, they should be closed under the commutation "
    "relations equation 2, as well as orthogonal under the Killing Form",
    symbols={"basis": lambda L: L},
    remark=r"A skewed basis of $\mathrm{aff}(1)$ is closed, a basis, and not orthogonal. The penalty is zero for any "
    "one generator, any commuting ones and any nilpotent algebra: circular shifts, or shifts to one side, are "
    "among these.",
)
def printed_form(basis):
    """The Killing form of the basis against its own diagonal."""
    K = LieAlgebra.from_matrices(basis).killing_form()
    return p.equal(K, np.diag(np.diag(K)), K)


FAMILIES = {
    "so(3)": (algebra.so(3), True),
    "so(4)": (algebra.so(4), True),
    "su(2)": (algebra.su(2), True),
    "sl(2)": (algebra.sl(2), False),
    "so(2, 1)": (algebra.so(2, 1), False),
    "gl(2)": (algebra.gl(2), False),
    "se(2)": (algebra.se(2), False),
    "heisenberg(1)": (algebra.heisenberg(1), False),
    "aff(1)": (algebra.aff(1), False),
    "so(2)": (algebra.so(2), False),
}
"""Algebras, and whether they are compact and semisimple."""


def _drawn(rng: np.random.Generator) -> tuple[np.ndarray, bool]:
    g, definite = FAMILIES[str(rng.choice(list(FAMILIES)))]
    return g.generators, definite


def sample(rng: np.random.Generator) -> p.Instance:
    """An algebra of the catalogue in a random basis, conjugated."""
    L, definite = _drawn(rng)
    S, mix = (p.well_conditioned(rng, size, 3.0) for size in L.shape[1::-1])
    return {"L": np.tensordot(mix, S @ L @ np.linalg.inv(S), axes=1), "definite": definite}


def exact(rng: np.random.Generator, size: int) -> p.Instance:
    """so(p, q) with p + q = size, or another of the catalogue, mixed and conjugated by unimodular matrices."""
    q = int(rng.integers(0, size // 2 + 1))
    L, definite = (algebra.so(size - q, q).generators, q == 0 and size > 2) if rng.random() < 0.4 and size < 5 else _drawn(rng)
    S, mix = (p.rational_invertible(rng, n) for n in L.shape[1::-1])
    return {"L": np.tensordot(mix, S @ L @ inverse(S), axes=1), "definite": definite}


@claim.premise
def premise(L) -> bool:
    """The L_i are a basis of a Lie algebra."""
    return bool(algebra.closure_residual(L) <= 1e-9) and algebra.rank(L.reshape(len(L), -1)) == len(L)


@claim.search
def smallest() -> p.Instances:
    """Bases L_1, L_1 + L_2, ..., L_1 + L_n of algebras of the catalogue, of few dimensions first."""
    for name in ("so(2)", "aff(1)", "heisenberg(1)", "so(3)", "sl(2)", "gl(2)"):
        L = FAMILIES[name][0].generators
        yield {"L": np.concatenate([L[:1], L[:1] + L[1:]]), "definite": False}


claim.draw(sampled=sample, exact=exact, smallest_size=2)
claim.without(
    "closed",
    r"$E_{12}$ and $E_{21}$, whose bracket is $\mathrm{diag}(1, -1)$",
    lambda: {"L": np.array([[[0.0, 1.0], [0.0, 0.0]], [[0.0, 0.0], [1.0, 0.0]]]), "definite": False},
)
claim.without(
    "compact",
    r"$\mathrm{sl}(2)$, of signature $(2, 1, 0)$",
    lambda: {"L": algebra.sl(2).generators.astype(float), "definite": True},
)
claim.without(
    "semisimple",
    r"$\mathrm{se}(2)$, where $B$ sees only the turn",
    lambda: {"L": algebra.se(2).generators.astype(float), "definite": True},
)


def _with_a_form(rng: np.random.Generator) -> p.Instance:
    """An algebra whose Killing form is not zero, in a random basis."""
    while True:
        given = sample(rng)
        if np.abs(LieAlgebra.from_matrices(given["L"]).killing_form()).max() > 1e-6:
            return given


claim.reading(
    "after a change of basis, which always exists; the $L_i$ are a basis without it",
    symbol="basis",
    to=lambda L: orthogonal_basis(L),
    draw=_with_a_form,
)
