"""The width of the shallow dense baseline: n / (m d c) units do not have n parameters."""

from fractions import Fraction

import numpy as np

from lietheory import proof as p

claim = p.Claim(
    "fc-width",
    "The width of the shallow dense baseline",
    after="parameter-counts",
    source="L-conv, section 4, Test Model Architectures",
    statement=r"A dense network with one hidden layer of $u$ units between $m d$ inputs and $c$ classes has $(m d + c + "
    r"1)\, u + c$ "
    r"parameters, so that it has $n$ for $u = (n - c) / (m d + c + 1)$. For $n = 3{,}409{,}124$ on CIFAR100 that is 1,074 units; "
    r"$n / (m d c)$ is 11.",
    proof="Weights and biases of the two layers are counted.",
)
claim.assume("width", r"$u = (n - c) / (m d + c + 1)$")
claim.part("the count")
claim.explain(
    "Matching the number of parameters takes about a hundred times as many units as the printed formula gives.",
    "With 11 units in place of 1,074 the baseline is no fair comparison.",
    n=("number", "parameters to match"),
    u=("number", "units"),
)


def parameters(u, m: int, d: int, c: int):
    """m d u + u + u c + c: weights and biases of both layers."""
    return m * d * u + u + u * c + c


def width(n: int, m: int, d: int, c: int) -> Fraction:
    """The width whose network has n parameters."""
    return Fraction(n - c, m * d + c + 1)


@claim.residual
def residual(n, m, d, c, u):
    """Of the number of parameters against n, relative to it."""
    return abs(parameters(u, m, d, c) - n) / Fraction(n)


@claim.printed(
    r'For "FC (shallow)" in Fig. 3, we have one wide hidden layer with $u = n_{L-conv}/(mdc)$, where $n_{L-conv}$ is the total '
    r"number of parameters in the L-conv model",
    symbols={"u": lambda n, m, d, c: Fraction(n, m * d * c)},
    remark="A single hidden layer whose width makes 'the total number of model parameters match L-conv' is said to be meant. The "
    "figure's bars may use another width than the text.",
)
def printed_form(n, m, d, c, u):
    """The parameters of the network against n."""
    return p.equal(parameters(u, m, d, c), Fraction(n), n)


def _instance(n: int, m: int, d: int, c: int, **changes: object) -> p.Instance:
    return {"n": n, "m": m, "d": d, "c": c, "u": width(n, m, d, c)} | changes


def sample(rng: np.random.Generator) -> p.Instance:
    m, d, c = (int(k) for k in rng.integers((1, 4, 2), (4, 900, 101)))
    return _instance(int(rng.integers(10_000, 5_000_000)), m, d, c)


def exact(rng: np.random.Generator, size: int) -> p.Instance:
    return _instance(int(rng.integers(100, 10_000)), int(rng.integers(1, 4)), size, int(rng.integers(2, 5)))


@claim.search
def smallest() -> p.Instances:
    """The L-conv of Fig 3 on CIFAR100."""
    yield _instance(3_409_124, 3, 1024, 100)


claim.draw(sampled=sample, exact=exact)
claim.without(
    "width",
    "$n / (m d c)$ for the L-conv of Fig 3 on CIFAR100: 11 units, and 1 part in 90 of the parameters",
    lambda: _instance(3_409_124, 3, 1024, 100, u=Fraction(3_409_124, 3 * 1024 * 100)),
)
claim.reading("the classes are no factor: $u = n / (m d)$", symbol="u", to=lambda n, m, d: Fraction(n, m * d))
claim.reading("the channels are no factor: $u = n / (d c)$", symbol="u", to=lambda n, d, c: Fraction(n, d * c))
