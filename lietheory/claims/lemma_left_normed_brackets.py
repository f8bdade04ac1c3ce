"""Lemma: a space that contains the generators and is mapped into itself by bracket with each holds the algebra they generate."""

from collections.abc import Callable

import numpy as np

from lietheory import proof as p
from lietheory.algebra import bracket, row_space

claim = p.Claim(
    "lemma-left-normed-brackets",
    "Left-normed brackets of the generators span the algebra they generate",
    after="lemma-jacobi",
    source="own lemma, algebra",
    statement=r"Let $s_1, \dots, s_k$ be elements of a Lie algebra, and $V$ the span of the left-normed brackets $[s_{i_1}, "
    r"[s_{i_2}, \dots [s_{i_{m-1}}, s_{i_m}] \dots ]]$, $m = 1, 2, \dots$ Then $V$ is the Lie algebra that they generate. So a "
    r"subspace that contains every $s_i$, and $[s_i, v]$ for each of its elements $v$, contains that algebra; and what "
    r"commutes with every $s_i$ is central in it.",
    uses=("lemma-jacobi",),
    proof=r"$[s_i, V] \subseteq V$ for each $i$. Let $u$ be left-normed of length $m$; then $[u, V] \subseteq V$, by induction "
    r"on $m$: $u = [s, u']$ with $u'$ of length $m - 1$, and $[[s, u'], v] = [s, [u', v]] - [u', [s, v]]$, where both terms are "
    r"in $V$. So $V$ is closed, and every algebra that contains the $s_i$ contains $V$. What commutes with $s$ and $u'$ commutes "
    r"with $[s, u']$ by the same identity.",
)
claim.assume("Jacobi", "the bracket is antisymmetric and satisfies the Jacobi identity, as commutators do")
claim.assume("all generators", "brackets with every one of the generators are taken")
claim.part("the step of the induction", derived=True)
claim.part("left-normed brackets span the algebra")
claim.explain(
    "Bracketing with the generators, again and again, reaches the whole algebra.",
    "It makes closures fast to compute.",
    s_i=("d x d", "a generator"),
)


def grown(generators: np.ndarray, others: np.ndarray | None, bracket: Callable) -> np.ndarray:
    """The smallest span that contains the generators, and the brackets of its elements with ``others``, or with all elements."""
    flat = row_space(generators.reshape(len(generators), -1))
    while True:
        matrices = flat.reshape(len(flat), *generators.shape[1:])
        left = matrices if others is None else others
        moved = np.concatenate([bracket(s, matrices).reshape(flat.shape) for s in left]) if len(flat) else flat
        larger = row_space(np.concatenate([flat, moved]))
        if len(larger) == len(flat):
            return flat
        flat = larger


@claim.residual
def residual(generators, others, bracket):
    """By how much the dimension of the span of left-normed brackets falls short of that of all brackets."""
    return len(grown(generators, None, bracket)) - len(grown(generators, others, bracket))


def _instance(generators: np.ndarray, **changes: object) -> p.Instance:
    """The single letters, for the derivation, are the first generator, a bracket with it, and the last generator."""
    s, t = generators[0], generators[-1]
    letters = {"S": s, "U": s @ t - t @ s, "V": t}
    base = {"generators": generators, "others": generators, "bracket": bracket, "sizes": {"d": len(s)}}
    return base | letters | changes


def sample(rng: np.random.Generator) -> p.Instance:
    """Two matrices of integers, often of a proper subalgebra: any, triangular, or skew."""
    d = int(rng.integers(2, 4))
    L = rng.integers(-2, 3, (2, d, d))
    kind = int(rng.integers(0, 3))
    return _instance([L, np.triu(L), L - L.swapaxes(1, 2)][kind])


def exact(rng: np.random.Generator, size: int) -> p.Instance:
    L = rng.integers(-2, 3, (2, size, size))
    return _instance(np.triu(L) if size > 3 else L)


def _cycle(**changes: object) -> p.Instance:
    """E_12 and E_23 + E_31, which generate sl(3)."""
    E = np.eye(9, dtype=np.int64).reshape(3, 3, 3, 3)
    return _instance(np.stack([E[0, 1], E[1, 2] + E[2, 0]]), **changes)


def with_transpose(A: np.ndarray, B: np.ndarray) -> np.ndarray:
    """A B^T - B A^T, bilinear and antisymmetric, for which the Jacobi identity fails."""
    return A @ np.swapaxes(B, -1, -2) - B @ np.swapaxes(A, -1, -2)


def _without_jacobi() -> p.Instance:
    """E_12 + E_21 and E_31 with that product: left-normed products span four dimensions, all products five."""
    E = np.eye(9, dtype=np.int64).reshape(3, 3, 3, 3)
    return _instance(np.stack([E[0, 1] + E[1, 0], E[2, 0]]), bracket=with_transpose)


@claim.derivation
def derivation() -> p.Derivation:
    S, U, V = (p.matrix(name, "d") for name in "SUV")
    return p.derive(
        (),
        p.chain(
            "a bracket with a longer bracket is made of brackets with shorter ones",
            p.commutator(p.commutator(S, U), V),
            p.step(
                S @ U @ V - S @ V @ U - U @ V @ S + V @ U @ S - U @ S @ V + U @ V @ S + S @ V @ U - V @ S @ U,
                "add and subtract $S V U$ and $U V S$",
            ),
            p.step(p.commutator(S, p.commutator(U, V)) - p.commutator(U, p.commutator(S, V)), "collect"),
        ),
    )


claim.draw(sampled=sample, exact=exact)
claim.without(
    "Jacobi",
    r"the antisymmetric product $A B^\top - B A^\top$ of $E_{12} + E_{21}$ and $E_{31}$: four dimensions of five",
    _without_jacobi,
)
claim.without(
    "all generators",
    "brackets of $E_{12}$ and $E_{23} + E_{31}$ with $E_{12}$ alone: three of the eight dimensions of $\\mathfrak{sl}(3)$",
    lambda: _cycle(others=_cycle()["generators"][:1]),
)
