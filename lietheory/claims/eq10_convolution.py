"""Eq 10: a one-dimensional convolution from shifts, and the direction that its index rule gives them."""

import numpy as np

from lietheory import proof as p
from lietheory.representation import lie_convolution
from lietheory.representation.shifts import shift, shift_generators

claim = p.Claim(
    "eq10",
    "A convolution from shifts",
    after="fractional-shifts",
    source="L-conv, Eq 10",
    statement=r"With $(L_i)_\mu^\nu = \delta_{\mu, \nu + i}$ the L-conv of Eq 6 is the convolution "
    r"$F(h)^a_\mu = \sigma\big(\sum_{i,c} h^c_{\mu - i} [W^i]^a_c + b^a\big)$, where $h_{\mu - i}$ and $L_i$ treat the "
    r"ends alike: zeros come in, or the other end does. With $\delta_{\mu, \nu - i}$ it is the cross-correlation, "
    r"$h_{\mu + i}$ in place of $h_{\mu - i}$.",
    uses=("eq6",),
    proof=r"$\sum_\nu \delta_{\mu, \nu + i} h_\nu = h_{\mu - i}$ where $\mu - i$ is a point of the line, and zero elsewhere; "
    r"on a circle $\mu - i$ always is one.",
)
claim.assume("direction", r"$(L_i)_\mu^\nu = \delta_{\mu, \nu + i}$: the row index is the one that is left")
claim.assume("boundary", "generators and convolution treat the ends of the line alike")
claim.part("zeros off the ends, and a circle", derived=True, formal=("circular", "zero_padded", "cross_correlation"))
claim.explain(
    "A convolution is a sum of shifts; the sign of the shift decides between convolution and cross-correlation.",
    "The formula as indexed moves the other way.",
    h=("d x m", "features: $d$ points, $m$ channels"),
    W=("(n + 1) x a x e", "weights, one matrix a generator and one for the identity"),
    b=("e", "bias"),
    L_i=("d x d", "the shift by $i$"),
)


def convolution(h, W, offsets, boundary, b) -> np.ndarray:
    """sum_i h_(mu - i) W^i + b, as the formula reads: the features moved by every i of the kernel, and mixed."""
    moved = [shift(h, i, (len(h),), boundary) @ w for i, w in zip((0, *offsets), W, strict=True)]
    return sum(moved, start=b)


def layer(h, W, b, L: np.ndarray) -> np.ndarray:
    """The reference L-conv of Eq 6 with these generators, beside L_0 = I."""
    return lie_convolution(h[None], L, W, b)[0]


@claim.residual
def residual(h, W, b, L, offsets, boundary):
    """Of the L-conv over shifts against the convolution."""
    return p.relative(layer(h, W, b, L) - convolution(h, W, offsets, boundary, b), h, W)


@claim.printed(
    r"we have $k$ shift operators $L_i$ given by $L_i^{\nu} = \delta_{\mu,\nu-i}$. Plugging this into equation "
    r"6 and doing the sum over $\nu$, we recover the convolution formula $F(h)^a_\mu = \sigma\left(\sum_{i,c} "
    r"h^c_{\mu-i} W^{i,a}_c + b^a\right)$",
    symbols={"generators": lambda h, offsets, boundary: shift_generators((len(h),), [-i for i in offsets], boundary)},
    remark=r"Eq 6 sums the upper index of $[L_i]_{\mu}^{\nu}$ against $h_{\nu}$, so that $\delta(\mu, \nu - i)$ gives "
    r"$h_{\mu + i}$. The lower index of $L_i$ is missing in print. Learned kernels do not see the difference; "
    "the formula does.",
)
def printed_form(h, W, b, offsets, boundary, generators):
    """The L-conv of these generators against the convolution."""
    return p.equal(layer(h, W, b, generators), convolution(h, W, offsets, boundary, b), h, W)


def _instance(h: np.ndarray, W: np.ndarray, b: np.ndarray, boundary: str, **changes: object) -> p.Instance:
    """A kernel of size len(W), which reads h_mu, h_(mu - 1), ..."""
    offsets = tuple(range(1, len(W)))
    return {
        "h": h,
        "W": W,
        "b": b,
        "offsets": offsets,
        "boundary": boundary,
        "L": shift_generators((len(h),), offsets, boundary),
        "sizes": {"d": len(h), "k": len(W), "m": W.shape[1], "n": W.shape[2]},
        "free": {p.Index("mu", "d", circular): len(h) - 1 for circular in (False, True)} | {p.Index("a", "n"): 0},
    } | changes


def sample(rng: np.random.Generator) -> p.Instance:
    d, kernel, inputs, outputs = (int(n) for n in rng.integers((1, 2, 1, 1), (8, 5, 4, 4)))
    h, W, b = (rng.standard_normal(s) for s in ((d, inputs), (kernel, inputs, outputs), outputs))
    return _instance(h, W, b, rng.choice(["zero", "circular"]))


def exact(rng: np.random.Generator, size: int) -> p.Instance:
    h, W, b = (p.rational(rng.integers(-5, 6, s), 3) for s in ((size, 2), (3, 2, 3), 3))
    return _instance(h, W, b, rng.choice(["zero", "circular"]))


@claim.search
def smallest() -> p.Instances:
    """One channel, zero padding, the kernel W^1 = 1 alone, and h a single one, from d = 1."""
    W, b = p.rational(np.array([[[0]], [[1]]])), p.rational(np.array([0]))
    for d in range(1, 5):
        for place in range(d):
            yield _instance(p.rational(np.eye(d, dtype=int)[:, place : place + 1]), W, b, "zero")


def _pulse(**changes: object) -> p.Instance:
    """h = (0, 0, 1), zero padding, the kernel W^1 = 1 alone."""
    W = np.array([[[0.0]], [[1.0]]])
    return _instance(np.array([[0.0], [0.0], [1.0]]), W, np.zeros(1), "zero", **changes)


@claim.derivation
def derivation() -> p.Derivation:
    """On a line with ends, where h is zero off them, and on a circle; the kernel's index i runs from 0."""
    return p.derive((), _chain("zeros off the ends", circular=False), _chain("a circle", circular=True))


def _chain(title: str, *, circular: bool):
    mu, nu = (p.Index(name, "d", circular) for name in ("mu", "nu"))
    i, a, c = p.Index("i", "k"), p.Index("a", "n"), p.Index("c", "m")
    W = p.component("W", i, c, a)
    return p.chain(
        title,
        (p.delta(mu, nu + i) * p.component("h", nu, c) * W).summed(nu, i, c),
        p.step(
            (p.component("h", mu - i, c) * W).summed(i, c),
            r"the $\delta$ ends the sum over $\nu$ at $\nu = \mu - i$, where $h$ is read",
        ),
    )


claim.draw(sampled=sample, exact=exact)
claim.without(
    "direction",
    r"$\delta_{\mu, \nu - i}$ and $h = (0, 0, 1)$: the pulse moves back instead of off the line",
    lambda: _pulse(L=shift_generators((3,), [-1])),
)
claim.without(
    "boundary",
    "circular generators for a convolution padded with zeros, $h = (0, 0, 1)$",
    lambda: _pulse(L=shift_generators((3,), [1], "circular")),
)
claim.reading(
    r"$L_i^\nu$ is $\delta_{\mu, \nu + i}$: the other index is the one that moves",
    symbol="generators",
    to=lambda h, offsets, boundary: shift_generators((len(h),), list(offsets), boundary),
    corrected=True,
)
