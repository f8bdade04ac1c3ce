"""Which layer shows the group: the one of the most dimensions need not, all of them together do."""

from math import gcd

import numpy as np

from lietheory import proof as p

claim = p.Claim(
    "faithful-largest",
    "Faithful representations of layers",
    after="continuous-subgroups",
    source="L-conv, section 1, Lie Groups and Lie Algebras",
    statement=r"A group that is known only through its actions on the layers acts faithfully on their direct sum, and "
    r"on a single "
    r"layer if and only if no other element than $1$ acts there as the identity. Of $SO(2)$, acting on a layer with the "
    r"frequencies "
    r"$m_1, m_2, \dots$, the turns by $2 \pi j / \gcd(m_1, m_2, \dots)$ act as the identity: a layer of more dimensions "
    r"may be less faithful.",
    proof=r"The turn by $\theta$ acts as the identity if and only if every $m_i \theta$ is a multiple of $2 \pi$.",
)
claim.assume("together", "the frequencies of all layers have no common divisor: the group acts faithfully on their sum")
claim.part("the kernel of a representation of the circle")
claim.explain(
    "The layer with the most dimensions need not tell all group elements apart; all layers together do.",
    "What is learned from one layer may be a quotient of the group.",
    m_i=("number", "a frequency"),
)


def kernel_size(frequencies) -> int:
    """How many turns act as the identity; 0 stands for all of them."""
    return gcd(*(abs(int(m)) for m in frequencies))


def acts_as_identity(frequencies, order: int) -> int:
    """How many of the turns by 2 pi j / order act as the identity, by the matrices themselves."""
    angles = 2 * np.pi * np.outer(np.arange(order), np.asarray(frequencies))
    return int(np.sum(np.all(np.abs(np.exp(1j * angles / order) - 1) < 1e-9, axis=1)))


@claim.residual
def residual(layers):
    """Of the number of turns that act as the identity on all layers against one, and on each of them against the divisor."""
    everything = [m for layer in layers for m in layer]
    order = max(1, int(np.lcm.reduce([max(1, abs(m)) for m in everything])))
    each = sum(abs(acts_as_identity(layer, order) - kernel_size(layer)) for layer in layers if any(layer))
    return abs(kernel_size(everything) - 1) + each


@claim.printed(
    r"Therefore we may assume the representation $T_{d_l}$ acting on $h^l$ with largest $d_l$ is faithful.",
    remark="Two copies of frequency 2 have four dimensions and do not see the half turn, which frequency 1 sees in two.",
)
def printed_form(layers):
    """Whether the layer of the most dimensions is faithful, for a group that acts faithfully on all of them."""
    return p.same_truth(kernel_size(max(layers, key=len)) == 1, True)


def sample(rng: np.random.Generator) -> p.Instance:
    """Two to four layers, one of which has the frequency 1."""
    layers = [tuple(int(m) for m in rng.integers(1, 7, rng.integers(1, 4))) for _ in range(rng.integers(1, 4))]
    return {"layers": ((1,), *layers)}


def exact(rng: np.random.Generator, size: int) -> p.Instance:
    return {"layers": ((1,), tuple(int(m) for m in rng.integers(1, 6, size)))}


@claim.premise
def premise(layers) -> bool:
    """The group acts faithfully on all layers together."""
    return kernel_size([m for layer in layers for m in layer]) == 1


@claim.search
def smallest() -> p.Instances:
    """Frequency 1 alone, beside 1 and 1, and beside 2 and 2."""
    yield {"layers": ((1,),)}
    yield {"layers": ((1,), (1, 1))}
    yield {"layers": ((1,), (2, 2))}


def _with_all(rng: np.random.Generator) -> p.Instance:
    layers = sample(rng)["layers"]
    return {"layers": (*layers, tuple(m for layer in layers for m in layer))}


def _has_all(layers) -> bool:
    return {m for layer in layers for m in layer} <= set(max(layers, key=len))


claim.draw(sampled=sample, exact=exact)
claim.without("together", "frequency 2 in every layer", lambda: {"layers": ((2,), (2, 4))})
claim.reading("the largest layer has a copy of every other", hypothesis=_has_all, draw=_with_all)
