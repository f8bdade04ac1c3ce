"""Eq 10: a one-dimensional convolution from shifts, and the direction that its index rule gives them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from lietheory.proof.claim import Assumption, Claim, Counterexample, Instance, Printed
from lietheory.proof.derivation import Chain, Derivation, Step
from lietheory.proof.index_sums import component, delta
from lietheory.proof.instances import rational, relative
from lietheory.proof.places import Index
from lietheory.representation import lie_convolution
from lietheory.representation.shifts import shift, shift_generators


def convolution(instance: Instance) -> np.ndarray:
    """sum_i h_(mu - i) W^i + b, as the formula reads: the features moved by every i of the kernel, and mixed."""
    h, W, offsets = instance["h"], instance["W"], instance["offsets"]
    moved = [shift(h, i, (len(h),), instance["boundary"]) @ w for i, w in zip((0, *offsets), W, strict=True)]
    return sum(moved, start=instance["b"])


def layer(instance: Instance, L: np.ndarray) -> np.ndarray:
    """The reference L-conv of Eq 6 with these generators, beside L_0 = I."""
    return lie_convolution(instance["h"][None], L, instance["W"], instance["b"])[0]


def residual(instance: Instance):
    return relative(layer(instance, instance["L"]) - convolution(instance), instance["h"], instance["W"])


def printed_residual(instance: Instance):
    """With (L_i)_mu^nu = delta_(mu, nu - i), which in Eq 6 is the shift by -i."""
    L = shift_generators((len(instance["h"]),), [-i for i in instance["offsets"]], instance["boundary"])
    return relative(layer(instance, L) - convolution(instance), instance["h"], instance["W"])


def _instance(h: np.ndarray, W: np.ndarray, b: np.ndarray, boundary: str, **changes: object) -> Instance:
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
        "free": {Index("mu", "d", circular): len(h) - 1 for circular in (False, True)} | {Index("a", "n"): 0},
    } | changes


def sample(rng: np.random.Generator) -> Instance:
    d, kernel, inputs, outputs = (int(n) for n in rng.integers((1, 2, 1, 1), (8, 5, 4, 4)))
    arrays = (rng.standard_normal(s) for s in ((d, inputs), (kernel, inputs, outputs), outputs))
    return _instance(*arrays, rng.choice(["zero", "circular"]))


def exact(rng: np.random.Generator, size: int) -> Instance:
    arrays = (rational(rng.integers(-5, 6, s), 3) for s in ((size, 2), (3, 2, 3), 3))
    return _instance(*arrays, rng.choice(["zero", "circular"]))


def smallest() -> Iterator[Instance]:
    """One channel, zero padding, the kernel W^1 = 1 alone, and h a single one, from d = 1."""
    W, b = rational(np.array([[[0]], [[1]]])), rational(np.array([0]))
    for d in range(1, 5):
        for place in range(d):
            yield _instance(rational(np.eye(d, dtype=int)[:, place : place + 1]), W, b, "zero")


def _pulse(**changes: object) -> Instance:
    """h = (0, 0, 1), zero padding, the kernel W^1 = 1 alone."""
    W = np.array([[[0.0]], [[1.0]]])
    return _instance(np.array([[0.0], [0.0], [1.0]]), W, np.zeros(1), "zero", **changes)


def derivation() -> Derivation:
    """On a line with ends, where h is zero off them, and on a circle; the kernel's index i runs from 0."""
    return Derivation((), (_chain("zeros off the ends", circular=False), _chain("a circle", circular=True)))


def _chain(title: str, *, circular: bool) -> Chain:
    mu, nu = (Index(name, "d", circular) for name in ("mu", "nu"))
    i, a, c = Index("i", "k"), Index("a", "n"), Index("c", "m")
    W = component("W", i, c, a)
    return Chain(
        title,
        (delta(mu, nu + i) * component("h", nu, c) * W).summed(nu, i, c),
        (Step((component("h", mu - i, c) * W).summed(i, c), "the delta ends the sum over nu at nu = mu - i, where h is read"),),
    )


CLAIM = Claim(
    label="eq10",
    title="A convolution from shifts",
    source="L-conv, Eq 10",
    statement=r"With $(L_i)_\mu^\nu = \delta_{\mu, \nu + i}$ the L-conv of Eq 6 is the convolution "
    r"$F(h)^a_\mu = \sigma\big(\sum_{i,c} h^c_{\mu - i} [W^i]^a_c + b^a\big)$, where $h_{\mu - i}$ and $L_i$ treat the "
    r"ends alike: zeros come in, or the other end does. With $\delta_{\mu, \nu - i}$ it is the cross-correlation, "
    r"$h_{\mu + i}$ in place of $h_{\mu - i}$.",
    assumptions=(
        Assumption("direction", r"$(L_i)_\mu^\nu = \delta_{\mu, \nu + i}$: the row index is the one that is left"),
        Assumption("boundary", "generators and convolution treat the ends of the line alike"),
    ),
    residual=residual,
    sample=sample,
    exact=exact,
    counterexamples=(
        Counterexample(
            "direction",
            r"$\delta_{\mu, \nu - i}$ and $h = (0, 0, 1)$: the pulse moves back instead of off the line",
            lambda: _pulse(L=shift_generators((3,), [-1])),
        ),
        Counterexample(
            "boundary",
            "circular generators for a convolution padded with zeros, $h = (0, 0, 1)$",
            lambda: _pulse(L=shift_generators((3,), [1], "circular")),
        ),
    ),
    printed=Printed(
        r"$L_i{}^\nu = \delta_{\mu, \nu - i}$; plugging this into equation 6 and doing the sum over $\nu$, we recover "
        r"$F(h)^a_\mu = \sigma\big(\sum_{i,c} h^c_{\mu - i} W^{i,a}_c + b^a\big)$.",
        printed_residual,
        smallest,
        remark="Eq 6 sums the upper index of [L_i]_mu^nu against h_nu, so that delta(mu, nu - i) gives h_(mu + i). The lower "
        "index of L_i is missing in print. Learned kernels do not see the difference; the formula does.",
    ),
    derivation=derivation,
    uses=("eq6",),
    proof=r"$\sum_\nu \delta_{\mu, \nu + i} h_\nu = h_{\mu - i}$ where $\mu - i$ is a point of the line, and zero elsewhere; "
    r"on a circle $\mu - i$ always is one.",
)
