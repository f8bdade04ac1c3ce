"""The step from Eq 4 to Eq 6: f'(h) times the moved features is not the activation of the moved features."""

from fractions import Fraction

import numpy as np

from lietheory import proof as p
from lietheory.representation import lie_convolution

claim = p.Claim(
    "activation-step",
    "From the linearised convolution to the layer",
    after="linear-activation",
    source="L-conv, section 2, after Eq 6",
    statement=r"With $s f'(s) = \sigma(s)$ Eq 4 is $f'(h_\mu)\, (M h)_\mu$, $M = W^0 I - W \cdot L$, and Eq 6 is "
    r"$\sigma((M h)_\mu)$. "
    r"They agree for every $M$ if and only if $\sigma(s) = a s$. For $M = I$ they agree for every $\sigma$, for $M = -I$ for odd "
    r"ones; $M = 2$ on one point makes two different layers with $\tanh$: Eq 6 is a definition and no consequence of Eq 4.",
    proof=r"For $\sigma(s) = a s$, $f' = a$ and both are $a M h$. At $M = c I$ Eq 4 is $c h f'(h) = c\, \sigma(h)$ and Eq 6 is "
    r"$\sigma(c h)$: if they agree for every $c$, then $\sigma(c) = c\, \sigma(1)$.",
)
claim.assume("linear", r"$\sigma(s) = a s$")
claim.part("linear activations", derived=True)
claim.part("only linear ones for every $M$, and the examples")
claim.explain(
    "Multiplying by a slope and then moving is not moving and then activating, unless the activation is linear.",
    "The layer of Eq 6 is a choice, and does not follow from the convolution.",
    h=("d x m", "features: $d$ points, $m$ channels"),
    L=("n x d x d", r"the generators $L_1, \dots, L_n$"),
    W=("(n + 1) x a x e", "weights, one matrix a generator and one for the identity"),
    sigma=("function", "activation"),
)


def moved(h: np.ndarray, L: np.ndarray, W: np.ndarray) -> np.ndarray:
    """W^0 h - W . L h."""
    weights = np.concatenate([W[:1], -W[1:]])
    return lie_convolution(h[None, :, None], L, weights[:, None, None])[0, :, 0]


@claim.residual
def residual(h, L, W, slope, sigma):
    """Of f'(h) M h against sigma(M h)."""
    return p.relative(slope(h) * moved(h, L, W) - sigma(moved(h, L, W)), h, L, W)


@claim.printed(
    r"In defining L-conv we are including the activation $\sigma$ after the convolution, which is why $\sigma$ appears "
    r"outside in "
    r"equation 6 instead of as $\sigma(h)$.",
    remark="Judged as the equality of the two layers. As a definition Eq 6 needs no reason.",
)
def printed_form(h, L, W, slope, sigma):
    """f'(h) M h against sigma(M h)."""
    return p.equal(slope(h) * moved(h, L, W), sigma(moved(h, L, W)), h, L, W)


def _linear(a) -> dict:
    return {"a": a, "slope": lambda h: a + 0 * h, "sigma": lambda x: a * x}


TANH = {"slope": lambda h: np.tanh(h) / h, "sigma": np.tanh, "a": 1.0}
"""f'(s) = tanh(s) / s."""


def _instance(h: np.ndarray, L: np.ndarray, W: np.ndarray, activation: dict) -> p.Instance:
    letters = {"H": h[:, None], "M": W[0] * np.eye(len(h), dtype=np.int64) - np.tensordot(W[1:], L, axes=1)}
    return {"h": h, "L": L, "W": W, "sizes": {"d": len(h), "one": 1}} | activation | letters


def sample(rng: np.random.Generator) -> p.Instance:
    d, n = (int(k) for k in rng.integers(1, 5, 2))
    h, L, W = (rng.standard_normal(s) for s in (d, (n, d, d), n + 1))
    return _instance(h, L, W, _linear(float(rng.uniform(0.5, 2))))


def exact(rng: np.random.Generator, size: int) -> p.Instance:
    h, L, W = (p.rational(rng.integers(-3, 4, s), 2) for s in (size, (2, size, size), 3))
    return _instance(h, L, W, _linear(Fraction(int(rng.integers(1, 5)), 2)))


@claim.premise
def premise(h, slope, sigma) -> bool:
    """sigma(h) is h . grad f."""
    return bool(np.abs(slope(h) * h - sigma(h)).max() <= 1e-9 * (1 + np.abs(h).max()))


@claim.search
def smallest() -> p.Instances:
    """One point, L = 1: the identity, then tanh, with M = 1, then M = 0."""
    one = np.ones(1)
    for activation in (_linear(1.0), TANH):
        for weight in (0.0, 1.0):
            yield _instance(one, np.ones((1, 1, 1)), np.array([2.0, weight]), activation)


@claim.derivation
def derivation() -> p.Derivation:
    h, M, a = p.matrix("H", "d", "one"), p.matrix("M", "d"), p.symbol("a")
    return p.derive(
        (),
        p.chain(
            r"$f'(h) = a$ times $M h$ is $\sigma(M h)$",
            M @ (h * a),
            p.step((M @ h) * a, "a number moves through the product"),
        ),
    )


claim.draw(sampled=sample, exact=exact)
claim.without(
    "linear", r"$\tanh$ on one point, $M = 2$", lambda: _instance(np.ones(1), np.ones((1, 1, 1)), np.array([2.0, 0.0]), TANH)
)
claim.reading(r"$\sigma$ is linear", hypothesis=lambda sigma: bool(abs(sigma(2.0) - 2 * sigma(1.0)) + abs(sigma(0.0)) < 1e-12))
