"""The six generators of Augerino: the whole affine algebra of the plane, of whose group exp reaches a part."""

from fractions import Fraction

import numpy as np

from lietheory import proof as p
from lietheory.algebra import LieAlgebra, aff, closure_residual, inverse, rank, tensordot
from lietheory.arrays import is_exact
from lietheory.errors import ClosureError
from lietheory.representation import exponential

claim = p.Claim(
    "augerino-affine",
    "The six affine generators and their exponentials",
    after="msr-dimensions",
    source="L-conv, section 3, Contrast with Augerino",
    statement=r"Two translations, the rotation, two scalings and the shear of the plane are a basis of $aff(2)$, of dimension 6. "
    r"$\exp$ reaches a part of the identity component only: every $\exp(\sum_i t_i L_i)$ has a linear part $M$ with "
    r"$\det M > 0$ and $\mathrm{tr}\, M \ge -2 \sqrt{\det M}$, while $\mathrm{diag}(-1, -2)$ is a product of two exponentials.",
    proof=r"The unit matrices $E_{ij}$ with $i \le 2$ are combinations of the six. $\exp(L) = N^2$ for $N = \exp(L / 2)$, and "
    r"$\mathrm{tr}\, N^2 = (\mathrm{tr}\, N)^2 - 2 \det N \ge -2 |\det N| = -2 \sqrt{\det N^2}$. For "
    r"$\mathrm{diag}(-1, -2)$ the trace is $-3 < -2 \sqrt 2$; it is the half turn times $\mathrm{diag}(1, 2)$.",
    references=("Benton et al. 2020, Learning invariances in neural networks, arXiv:2010.11882",),
)
claim.assume("six", "all six generators")
claim.assume("one exponential", "$M$ belongs to one exponential, not to a product of several")
claim.part("the six are a basis")
claim.part("what one exponential reaches")
claim.explain(
    "Six motions of the plane generate all affine maps near the identity, and one exponential does not reach all of them.",
    "A method that samples exponentials covers part of the group.",
    L=("n x d x d", r"the generators $L_1, \dots, L_n$"),
    M=("2 x 2", "the linear part"),
)

SIX = np.zeros((6, 3, 3), dtype=np.int64)
"""Translations along x and y, the rotation, the scalings of x and of y, and the shear, on (x, y, 1)."""
SIX[0, 0, 2] = SIX[1, 1, 2] = SIX[2, 1, 0] = SIX[3, 0, 0] = SIX[4, 1, 1] = SIX[5, 0, 1] = 1
SIX[2, 0, 1] = -1
SIX.setflags(write=False)


def span_defect(L: np.ndarray):
    """How far the span is from closed, its dimension from 6, and the algebra from that of all affine motions."""
    try:
        g = LieAlgebra.from_matrices(L)
    except ClosureError:
        return closure_residual(L)
    both = np.concatenate([L, aff(2).generators.astype(L.dtype)]).reshape(-1, 9)
    return abs(g.dimension - 6) + abs(rank(both) - 6)


def beyond_exponentials(M: np.ndarray, root: float | Fraction):
    """By how much tr M is below -2 sqrt(det M), for a linear part M and the root of its determinant."""
    trace = M[0, 0] + M[1, 1]
    below = max(0 * trace, -trace - 2 * root)
    return below if is_exact(M) else float(below / (1 + abs(trace) + 2 * root))


@claim.residual
def residual(L, M, root):
    """Of the span, and of the bound on the trace that every exponential obeys."""
    return max(span_defect(L), beyond_exponentials(M, root))


@claim.printed(
    "$L_i$ are fixed a priori to be the six generators of affine transformations in 2D (translations, "
    "rotations, scaling and shearing)",
    exact=True,
    parts=("the six are a basis",),
    remark=r"The statement about the generators holds. The $g_{\epsilon}$ themselves are no group: they lack "
    r"$\mathrm{diag}(-1, -2)$, all reflections, and for bounded $\epsilon$ all large motions, so that 'a "
    "subgroup of the augmentation transformations' is meant for the group they generate.",
)
def printed_form(L):
    """The dimension spanned by the six, and by the six with all affine motions, against 6 each."""
    both = np.concatenate([L, aff(2).generators.astype(L.dtype)]).reshape(-1, 9)
    return p.equal(rank(L.reshape(len(L), -1)), 6), p.equal(rank(both), 6)


def _affine(linear: np.ndarray, shift: np.ndarray) -> np.ndarray:
    """[[A, b], [0, 1]]."""
    bottom = (np.arange(3) == 2).astype(linear.dtype) * linear.dtype.type(1)
    return np.vstack([np.hstack([linear, shift[:, None]]), bottom])


def _exponential_of(L: np.ndarray, t: np.ndarray) -> p.Instance:
    M = exponential(L, t)[:2, :2]
    return {"L": L, "M": M, "root": float(np.sqrt(np.linalg.det(M)))}


def sample(rng: np.random.Generator) -> p.Instance:
    """The six in another basis, about another point of the plane, and the exponential of one combination."""
    S, mix = _affine(p.well_conditioned(rng, 2, 3.0), rng.standard_normal(2)), p.well_conditioned(rng, 6, 3.0)
    return _exponential_of(np.tensordot(mix, S @ SIX @ np.linalg.inv(S), axes=1), rng.standard_normal(6))


def exact(rng: np.random.Generator, size: int) -> p.Instance:
    """Every exponential is the square of exp(L / 2): a rational square in its place."""
    S = _affine(p.rational_invertible(rng, 2), p.rational(rng.integers(-size, size + 1, 2)))
    half = p.rational(rng.integers(-size, size + 1, (2, 2)))
    root = abs(half[0, 0] * half[1, 1] - half[0, 1] * half[1, 0])
    return {"L": tensordot(p.rational_invertible(rng, 6), S @ SIX @ inverse(S), 1, 0), "M": half @ half, "root": root}


@claim.premise
def premise(L) -> bool:
    """Six independent matrices, the last row of each zero."""
    return not np.any(L[:, 2]) and rank(L.reshape(len(L), -1)) == 6


@claim.search
def smallest() -> p.Instances:
    """The six as they are."""
    yield {"L": SIX}


def _plane(**changes: object) -> p.Instance:
    """The six, and the identity."""
    return {"L": SIX.astype(float), "M": np.eye(2), "root": 1.0} | changes


claim.draw(sampled=sample, exact=exact)
claim.without("six", "the five without the shear, whose brackets generate it", lambda: _plane(L=SIX[:5].astype(float)))
claim.without(
    "one exponential",
    r"a half turn after the scaling $\mathrm{diag}(1, 2)$",
    lambda: _plane(M=(exponential(SIX[2], np.pi) @ exponential(SIX[4], np.log(2.0)))[:2, :2], root=float(np.sqrt(2.0))),
)
