"""Fewer generators, fewer parameters: the count of a layer grows with n_L by a fixed amount."""

import numpy as np

from lietheory import proof as p

claim = p.Claim(
    "fewer-generators",
    "Fewer generators and parameter sharing",
    after="prop3",
    source="L-conv, section 2, after Proposition 3",
    statement=r"An L-conv from $a$ to $e$ channels with $n$ given generators has $(n + 1) a e + e$ parameters, $a e$ "
    r"more for each "
    r"generator; with learned generators of rank $r$ on $d$ points $2 r d + a e$ more. A larger group has more "
    r"generators, so it shares less.",
    uses=("eq6",),
    proof="The weights are counted: one matrix for each generator and one for the identity, a bias for each filter.",
)
claim.assume("given", "for given generators they are not counted; for learned ones their factors are")
claim.part("the count")
claim.explain(
    "Each generator more costs the same number of parameters.",
    "Small groups mean small layers.",
    n=("number", "of generators"),
    a=("number", "input channels"),
    e=("number", "output channels"),
)


def arrays(n: int, a: int, e: int, r: int, d: int, learned: bool) -> int:
    """The entries of the arrays of the layer."""
    W, b = np.ones((n + 1, a, e)), np.ones(e)
    factors = (np.ones((n, d, r)), np.ones((n, r, d))) if learned else ()
    return sum(x.size for x in (W, b, *factors))


@claim.residual
def residual(n, a, e, r, d, learned, counted):
    """Of the entries that one more generator adds against a e, and 2 r d where it is learned."""
    added = arrays(n + 1, a, e, r, d, learned) - arrays(n, a, e, r, d, learned)
    return abs(added - a * e - (2 * r * d if counted else 0))


@claim.printed(
    r"more restricted groups, rather than large, meaning groups with fewer $L_i$, lead to more parameter sharing",
    exact=True,
)
def printed_form(n, more, a, e, r, d, learned):
    """The parameters with n generators, and one more, against those with more generators."""
    return p.at_most(arrays(n, a, e, r, d, learned) + 1, arrays(more, a, e, r, d, learned))


def _instance(n: int, a: int, e: int, r: int, d: int, learned: bool, **changes: object) -> p.Instance:
    return {"n": n, "a": a, "e": e, "r": r, "d": d, "learned": learned, "counted": learned, "more": n + 1} | changes


def sample(rng: np.random.Generator) -> p.Instance:
    n, a, e, r, d = (int(k) for k in rng.integers((0, 1, 1, 1, 1), (9, 9, 9, 5, 20)))
    return _instance(n, a, e, r, d, bool(rng.integers(2)))


def exact(rng: np.random.Generator, size: int) -> p.Instance:
    return _instance(int(rng.integers(0, 5)), 2, 3, 1, size, bool(rng.integers(2)))


@claim.search
def smallest() -> p.Instances:
    for n in range(3):
        for learned in (False, True):
            yield _instance(n, 1, 1, 1, 1, learned)


claim.draw(sampled=sample, exact=exact)
claim.without("given", "a learned generator that is not counted", lambda: _instance(1, 1, 1, 1, 2, True, counted=False))
