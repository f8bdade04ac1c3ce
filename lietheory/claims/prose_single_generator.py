"""One generator for SO(2) on images: only where its frequencies are whole numbers, so not on a grid of pixels."""

from functools import reduce

import numpy as np
from scipy.linalg import block_diag

from lietheory import proof as p
from lietheory.algebra import inverse, so
from lietheory.arrays import is_exact
from lietheory.representation import derivative_matrix, exponential, grid_generators

claim = p.Claim(
    "single-generator",
    "The generator of rotated images",
    after="multilayer-rate",
    source="L-conv, section 2, after Proposition 2",
    statement=r"$\theta \mapsto \exp(\theta L)$ is a representation of $SO(2)$ if and only if $\exp(2 \pi L) = I$, that is "
    r"if $L$ is semisimple with eigenvalues $\pm i m$, $m$ whole. Then it has the one generator $L$. Circular harmonics and "
    r"images sampled on rings, with the spectral derivative in the angle, are such spaces. The generator of rotation on $p "
    r"\times p$ pixels with spectral derivatives is not: $|\exp(2 \pi L) - I|_F / |I|_F$ is 0.95 for $p = 7$ and 0.94 for "
    r"$p = 20$.",
    proof=r"A one-parameter group closes at $2 \pi$ if and only if $\exp(2 \pi L) = I$, whose solutions are diagonalisable, "
    r"since a Jordan block of size 2 gives $2 \pi$ off the diagonal, with $e^{2 \pi \lambda} = 1$. In exact numbers: $L "
    r"\prod_{m \le M} (L^2 + m^2) = 0$ has simple roots only, $\pm i m$ with $m \le M$.",
)
claim.assume("whole", r"the eigenvalues are $\pm i m$ with whole $m$")
claim.assume("semisimple", "$L$ is diagonalisable over the complex numbers")
claim.part("which $L$ integrate to the circle")
claim.part("harmonics and rings")
claim.part("pixels")
claim.explain(
    "Rotations of pixels on a square grid do not come back after a full turn; on rings they do.",
    "Pixels do not carry a representation of the rotations, so one generator is an approximation.",
    L=("d x d", "the generator of rotation"),
)

HIGHEST = 4  # frequency that is drawn


def full_turn(L: np.ndarray) -> np.ndarray:
    """exp(2 pi L) - I."""
    return exponential(L, 2 * np.pi) - np.eye(len(L))


def frequencies_are_whole(L: np.ndarray) -> np.ndarray:
    """L (L^2 + 1) (L^2 + 4) ... up to the highest frequency: zero if and only if L is semisimple with eigenvalues +-i m."""
    eye = np.eye(len(L), dtype=np.int64)
    return reduce(lambda total, m: total @ (L @ L + m * m * eye), range(1, HIGHEST + 1), L)


@claim.residual
def residual(L, frame=1.0):
    """Of exp(2 pi L) = I; where the numbers are exact, of the polynomial that vanishes on such L."""
    return p.relative(frequencies_are_whole(L)) if is_exact(L) else p.relative(full_turn(L), frame)


@claim.printed(
    r"consider SO(2) rotations on $p \times p$ images. ... However the induced representation of SO(2) on "
    r"$\mathbb{R}^d$ has a single generator.",
    symbols={"rotation": lambda: lambda side: grid_generators(side, side)[0]},
    remark=r"$\mathrm{SO}(2)$ induces a representation on functions of the plane, with one generator; the pixels do "
    "not inherit it, since no space of band-limited functions on a square grid is invariant under rotation. "
    "Spectral derivatives first fail at $p = 3$; with finite differences it is $p = 2$. A representation of a "
    "group of one dimension has one generator whatever the space; what the pixels lack is the representation.",
)
def printed_form(p_, rotation):
    """exp(2 pi L) against I for the generator of the rotation of p x p images: a representation of SO(2) has it."""
    L = rotation(p_)
    return p.equal(exponential(L, 2 * np.pi), np.eye(len(L)), np.eye(len(L)))


def _instance(blocks: list[np.ndarray], S: np.ndarray) -> p.Instance:
    """L = S diag(blocks) S^-1; the frame's condition scales the rounding."""
    back = inverse(S)
    L = S @ np.asarray(block_diag(*blocks), dtype=S.dtype) @ back
    return {"L": L, "frame": np.array([np.linalg.cond(S.astype(float))])}


def sample(rng: np.random.Generator) -> p.Instance:
    """Circular harmonics in a frame, or images sampled on rings at n angles with the spectral derivative in the angle."""
    if rng.random() < 0.5:
        blocks = [m * so(2).generators[0] for m in rng.integers(0, HIGHEST + 1, rng.integers(1, 4))]
        return _instance(blocks, p.well_conditioned(rng, 2 * len(blocks)))
    rings, n = (int(k) for k in rng.integers((1, 1), (4, 10)))
    return polar(rings, n)


def polar(rings: int, n: int) -> p.Instance:
    """The rotation of images on rings x n polar pixels."""
    return {"L": np.kron(np.eye(rings), -derivative_matrix(n) * n / (2 * np.pi)), "frame": np.ones(1)}


def exact(rng: np.random.Generator, size: int) -> p.Instance:
    blocks = [m * so(2).generators[0] for m in rng.integers(0, HIGHEST + 1, size // 2)]
    return _instance(blocks + [np.zeros((1, 1), dtype=int)] * (size % 2), p.rational_invertible(rng, size))


@claim.search
def smallest() -> p.Instances:
    """The rotation of p x p images with spectral derivatives, from p = 1."""
    return ({"p": side} for side in range(1, 8))


@claim.without("whole", "frequency 1/2, a spinor: a full turn is $-I$")
def _halves() -> p.Instance:
    """Frequency 1/2: a full turn is -I."""
    return _instance([so(2).generators[0] / 2], np.eye(2))


@claim.without("semisimple", "two harmonics of frequency 1, one feeding the other: a full turn is a shear")
def _shared() -> p.Instance:
    """Two harmonics of frequency 1 and a unit block between them."""
    turn = so(2).generators[0].astype(float)
    return {"L": np.block([[turn, np.eye(2)], [np.zeros((2, 2)), turn]]), "frame": np.ones(1)}


claim.draw(sampled=sample, exact=exact)


def _side(rng: np.random.Generator) -> p.Instance:
    """Images of p rings with p angles each, p from 2 to 12."""
    return {"p": int(rng.integers(2, 13))}


claim.reading(
    "the images are sampled on $p$ rings at $p$ angles",
    symbol="rotation",
    to=lambda: lambda side: polar(side, side)["L"],
    draw=_side,
)
