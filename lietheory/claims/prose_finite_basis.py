"""The Lie algebra of a matrix group has a finite basis: at most d^2 elements."""

import numpy as np

from lietheory import proof as p
from lietheory.algebra import aff, heisenberg, lie_closure, rank, se, sl, so

claim = p.Claim(
    "finite-basis",
    "Finite bases",
    after="eq2",
    source="L-conv, Introduction",
    statement=r"The Lie algebra that any matrices of size $d$ generate has a basis of at most $d^2$ elements, and one "
    r"of at most $d^2 - 1$ if "
    r"all traces vanish. $SO(d)$ has $d (d - 1) / 2$, $U(d)$, as a group of complex matrices, $d^2$.",
    uses=("eq2",),
    proof="It is a subspace of the $d^2$-dimensional space of matrices; brackets have trace zero.",
)
claim.assume("trace", "for the second bound, the traces of the generators vanish")
claim.part("at most $d^2$")
claim.part("without traces")
claim.part("orthogonal and unitary groups")
claim.explain(
    "Matrices of size $d$ generate at most $d^2$ independent directions.",
    "So a search for generators ends.",
    L=("n x d x d", r"the generators $L_1, \dots, L_n$"),
)


@claim.residual
def residual(L, traceless):
    """Of the dimension generated beyond d^2, or beyond d^2 - 1 for generators without traces."""
    return max(0, lie_closure(L).dimension - L.shape[1] ** 2 + int(traceless))


@claim.printed(
    "the Lie algebra usually has a finite basis",
    exact=True,
    remark="For matrix groups always. Groups that act on functions, such as all diffeomorphisms of a line, have infinite bases "
    "without any physics.",
)
def printed_form(L, d):
    """The dimension generated against the d^2 of all matrices."""
    return p.at_most(lie_closure(L).dimension, d * d)


def sample(rng: np.random.Generator) -> p.Instance:
    """Two integer matrices of size 2 or 3."""
    d = int(rng.integers(2, 4))
    L = rng.integers(-2, 3, (2, d, d))
    L[:, 0, 0] -= np.trace(L, axis1=1, axis2=2)
    L[0, 0, 1] += 9  # not zero
    return {"L": L, "traceless": True, "d": d}


def exact(rng: np.random.Generator, size: int) -> p.Instance:
    return {
        "L": so(size).generators[: int(rng.integers(1, size))] if size > 1 else np.ones((1, 1, 1), dtype=int),
        "traceless": size > 1,
    }


@claim.search
def smallest() -> p.Instances:
    for g in (so(2), aff(1), sl(2), so(3), se(2), heisenberg(1)):
        yield {
            "L": g.generators[: rank(g.generators.reshape(len(g.generators), -1))],
            "traceless": False,
            "d": g.generators.shape[1],
        }


claim.draw(sampled=sample, exact=exact)
claim.without(
    "trace",
    "all four unit matrices of the plane",
    lambda: {"L": np.eye(4, dtype=np.int64).reshape(4, 2, 2), "traceless": True},
)
