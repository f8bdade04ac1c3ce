"""Shifts commute on a circle, and on a padded line only where they go the same way."""

from fractions import Fraction

import numpy as np

from lietheory import proof as p
from lietheory.algebra import bracket, rank
from lietheory.representation.shifts import shift, shift_generators

claim = p.Claim(
    "shifts-commute",
    "Which shifts commute",
    after="prop3",
    source="L-conv, section 2, before Proposition 4",
    statement=r"Circular shifts commute, $S_k S_j = S_{k + j}$, and so do shifts padded with zeros that go the same way. Of "
    r"a padded line of $d$ points $S_k$ and $S_{-j}$, $1 \le k, j < d$, never do: their bracket has rank $2 \min(k, j, d - "
    r"k, d - j)$, and $[S_1, S_{-1}] = \mathrm{diag}(-1, 0, \dots, 0, 1)$. The span of shifts is an abelian Lie algebra in "
    r"the first two cases only.",
    uses=("eq2", "eq10"),
    proof=r"$(S_k S_{-j} h)_\mu = h_{\mu - k + j}$ for $\mu > k$ and $(S_{-j} S_k h)_\mu = h_{\mu - k + j}$ for $\mu \le d "
    r"- j$, where $\mu - k + j$ is a point of the line, and zero elsewhere. The two conditions differ for $\min(k, j, d - "
    r"k, d - j)$ points at either end, each of which leaves one entry $\pm 1$ in a row and a column of its own.",
)
claim.assume("one way", "on a padded line the two shifts have the same sign")
claim.assume("one boundary", "both shifts treat the ends alike")
claim.part("circular shifts")
claim.part("padded shifts of one sign")
claim.part("the rank of the bracket of opposite shifts")
claim.explain(
    "Shifts on a circle commute; shifts in opposite directions with zeros coming in do not.",
    "Usual convolutions are not abelian at the border.",
    S_k=("d x d", "the shift by $k$"),
)


def pair(d, offsets, boundaries) -> tuple[np.ndarray, np.ndarray]:
    """The two shifts as matrices."""
    return tuple(shift_generators((d,), [k], boundary)[0] for k, boundary in zip(offsets, boundaries, strict=True))


def commutator(d, h, offsets, boundaries) -> np.ndarray:
    """S_k S_j h - S_j S_k h, the features moved without a matrix."""
    (k, j), (first, second) = offsets, boundaries
    return shift(shift(h, j, (d,), second), k, (d,), first) - shift(shift(h, k, (d,), first), j, (d,), second)


def opposite_rank(d: int, k: int, j: int) -> int:
    """The rank of [S_k, S_-j] with zeros coming in: 2 min(k, j, d - k, d - j), and 0 for shifts off the line."""
    return 2 * max(0, min(k, j, d - k, d - j))


@claim.residual
def residual(d, offsets, boundaries, h):
    """Of the brackets of the two shifts; and the rank of the bracket of the first with the reverse of the second, zero-padded."""
    k, j = map(abs, offsets)
    forward, back = shift_generators((d,), [k, -j])
    opposite = Fraction(abs(rank(bracket(forward, back)) - opposite_rank(d, k, j)))
    return max(p.relative(commutator(d, h, offsets, boundaries), h), p.relative(bracket(*pair(d, offsets, boundaries))), opposite)


@claim.printed(
    "Since shifts commute with each other, they form a basis for the Lie algebra of an Abelian subgroup of "
    r"$\operatorname{GL}_d(\mathbb{R})$.",
    remark="The commonest convolutions, centred kernels padded with zeros, are the case in which it fails. A padded "
    "shift has determinant 0: it may lie in a Lie algebra and in no group.",
)
def printed_form(d, offsets, boundaries):
    """S_k S_j against S_j S_k."""
    A, B = pair(d, offsets, boundaries)
    return p.equal(A @ B, B @ A)


def _instance(d: int, k: int, j: int, h: np.ndarray, *boundaries: str) -> p.Instance:
    return {"d": d, "offsets": (k, j), "h": h, "boundaries": boundaries if len(boundaries) == 2 else boundaries * 2}


def _drawn(rng: np.random.Generator, d: int, h: np.ndarray) -> p.Instance:
    """Circular shifts either way, or padded ones of one sign, some of them off the line."""
    k, j = (int(n) for n in rng.integers(0, d + 2, 2))
    if rng.random() < 0.5:
        signs = rng.choice([-1, 1], 2)
        return _instance(d, int(signs[0]) * k, int(signs[1]) * j, h, "circular")
    sign = int(rng.choice([-1, 1]))
    return _instance(d, sign * k, sign * j, h, "zero")


def sample(rng: np.random.Generator) -> p.Instance:
    d = int(rng.integers(1, 10))
    return _drawn(rng, d, rng.standard_normal((d, 2)))


def exact(rng: np.random.Generator, size: int) -> p.Instance:
    return _drawn(rng, size, p.rational(rng.integers(-4, 5, (size, 2)), 3))


@claim.search
def smallest() -> p.Instances:
    """Shifts by 1 and -1, then by more, on lines padded with zeros and on circles, from d = 1."""
    for d in range(1, 6):
        for k in range(1, d + 1):
            for j in range(1, k + 1):
                for offsets in ((k, j), (k, -j)):
                    yield _instance(d, *offsets, np.eye(d, dtype=int), "zero")
                    yield _instance(d, *offsets, np.eye(d, dtype=int), "circular")


claim.draw(sampled=sample, exact=exact)
claim.without("one way", "$S_1$ and $S_{-1}$ on two points, padded with zeros", lambda: _instance(2, 1, -1, np.eye(2), "zero"))
claim.without(
    "one boundary", "a circular and a padded shift by 1 on two points", lambda: _instance(2, 1, 1, np.eye(2), "circular", "zero")
)


def _circular(rng: np.random.Generator) -> p.Instance:
    """Circular shifts either way of up to nine points."""
    d = int(rng.integers(2, 10))
    k, j = (int(n) for n in rng.integers(-d, d + 1, 2))
    return _instance(d, k, j, rng.standard_normal((d, 2)), "circular")


claim.reading(
    "the boundary is circular",
    hypothesis=lambda boundaries: set(boundaries) == {"circular"},
    draw=_circular,
)
