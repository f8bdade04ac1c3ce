"""Fractional shifts: (I + a S) / (1 + a) is a blur; the powers of a circular shift on an odd number of points are not."""

import math
from fractions import Fraction
from math import comb

import numpy as np

from lietheory import proof as p
from lietheory.arrays import is_exact
from lietheory.representation import derivative_matrix, exponential, lie_convolution
from lietheory.representation.shifts import shift, shift_generators

claim = p.Claim(
    "fractional-shifts",
    "Fractional shifts",
    after="shifts-commute",
    source="L-conv, section 2, before Proposition 4",
    statement=r"On a circle of an odd number $d$ of points $C^s = \exp(s \log C)$, with $-\log C$ the spectral derivative, "
    r"is a real orthogonal matrix with $C^s C^t = C^{s + t}$ and $C^1 = C$: the fractional shift. $(I + \alpha C) / (1 + "
    r"\alpha)$, $\alpha > 0$, $d \ge 3$, is a low-pass filter: $n$ of them make $\sum_k \binom{n}{k} \alpha^k (1 + "
    r"\alpha)^{-n} C^k$, a binomial blur of variance $n \alpha / (1 + \alpha)^2$, and the moduli of its eigenvalues go down "
    r"to $|1 + \alpha e^{2 \pi i m / d}| / (1 + \alpha) < 1$.",
    uses=("eq10",),
    proof=r"The eigenvalues of $C$ are the $d$-th roots of unity $e^{-2 \pi i m / d}$, $|m| \le (d - 1) / 2$, in conjugate "
    r"pairs for odd $d$ without the $-1$ of even $d$, so the logarithms $-2 \pi i m / d$ belong to a real matrix. They are "
    r"not rational: replayed over the rationals is the binomial law, which is the binomial theorem for $I$ and $C$.",
)
claim.assume("odd", "the number of points is odd")
claim.assume("circular", "the shift is circular")
claim.assume("logarithm", r"the fractional shift is $\exp(s \log C)$")
claim.part("two blurs make a binomial one", derived=True)
claim.part("any number of blurs, and the gains")
claim.part("the spectral shifts are a group")
claim.explain(
    "Averaging a signal with its shift is a blur: one step moves the linear interpolant, several steps smear it.",
    "It is not the fractional shift that a translation group has.",
    h=("d x m", "features: $d$ points, $m$ channels"),
    C=("d x d", "the circular shift"),
    alpha=("number", "weight of the shift"),
)


def blurred(h: np.ndarray, alpha, C: np.ndarray) -> np.ndarray:
    """(h + alpha C h) / (1 + alpha), as an L-conv."""
    weights = np.array([1, alpha]) / (1 + alpha)
    return lie_convolution(h[None], C[None], weights[:, None, None] * np.eye(h.shape[1], dtype=int))[0]


def binomial_defect(alpha, n, C):
    """n blurs of a pulse against the binomial distribution, whose variance is n alpha / (1 + alpha)^2 and not 0."""
    d = len(C)
    h = np.eye(d, dtype=int)[:, :1].astype(object if is_exact(np.array([alpha])) else float)
    expected = 0 * h
    for k in range(n + 1):
        expected[k % d, 0] += comb(n, k) * alpha**k / (1 + alpha) ** n
    for _ in range(n):
        h = blurred(h, alpha, C)
    return p.relative(h - expected)


def gain_defect(alpha, C) -> float | Fraction:
    """The singular values of the blur against |1 + alpha e^(2 pi i m / d)| / (1 + alpha)."""
    d = len(C)
    gains = np.abs(1 + alpha * np.exp(2j * np.pi * np.arange(d) / d)) / (1 + alpha)
    return p.relative(np.sort(np.linalg.svd(blurred(np.eye(d), alpha, C), compute_uv=False)) - np.sort(gains))


def fractional(family, C, s: float) -> np.ndarray:
    """The shift by s as it is claimed: exp(s log C) with log C = -D for the spectral derivative D, or another family."""
    return family(s) if family else exponential(-derivative_matrix(len(C)), s)


def group_defect(s, t, C, h, family) -> float | Fraction:
    """T(s) T(t) = T(s + t), T(1) = C, T(2) = C^2 moved without a matrix, and lengths kept."""
    Ts, Tt, both = (fractional(family, C, x) for x in (s, t, s + t))
    defects = Ts @ Tt - both, fractional(family, C, 1.0) - C, Ts.T @ Ts - np.eye(len(C))
    twice = fractional(family, C, 2.0) @ h - shift(h, 2, (len(C),), "circular")
    return max(*(p.relative(defect) for defect in defects), p.relative(twice, h))


@claim.residual
def residual(alpha, n, C, s, t, h, family):
    """Of the binomial law of the blur; where there are floats, of its gains and of the group law of the spectral shifts."""
    blur = binomial_defect(alpha, n, C)
    return blur if is_exact(np.array([alpha])) else max(blur, gain_defect(alpha, C), group_defect(s, t, C, h, family))


@claim.printed(
    r"the same shift operators $L_i$ can be used to create continuous fractional shifts as $(I + \alpha "
    r"L_i)/(\alpha + 1)$",
    remark=r"Two halves, $\alpha = 1$, make $(I + 2 C + C^2) / 4$ and not $C$. One step moves the piecewise linear "
    r"interpolant by $\alpha / (1 + \alpha)$ exactly; steps do not compose. Only $\alpha = 0$ and $\alpha \to "
    r"\infty$ are shifts.",
)
def printed_form(alpha, n, C, h):
    """n steps with alpha against the features, continued linearly between the points, moved by n alpha / (1 + alpha)."""
    out = h
    for _ in range(n):
        out = blurred(out, alpha, C)
    by = n * alpha / (1 + alpha)
    whole = math.floor(by)
    between = by - whole
    moved = [shift(h, whole + k, (len(C),), "circular") for k in (0, 1)]
    return p.equal(out, (1 - between) * moved[0] + between * moved[1], h)


def _instance(d: int, alpha, n: int, s: float, t: float, h: np.ndarray, **changes: object) -> p.Instance:
    C = shift_generators((d,), [1], "circular")[0]
    return {"C": C, "alpha": alpha, "n": n, "s": s, "t": t, "h": h, "family": None} | changes


def sample(rng: np.random.Generator) -> p.Instance:
    d = 2 * int(rng.integers(0, 6)) + 1
    s, t = rng.uniform(-2, 2, 2)
    return _instance(d, float(rng.uniform(0, 3)), int(rng.integers(0, 6)), s, t, rng.standard_normal((d, 2)))


def exact(rng: np.random.Generator, size: int) -> p.Instance:
    alpha = p.rational(int(rng.integers(0, 7)), int(rng.integers(1, 4)))
    letters = {"p": 1 / (1 + alpha), "q": alpha / (1 + alpha), "sizes": {"d": size}}
    return _instance(size, alpha, int(rng.integers(0, 2 * size)), 0.0, 0.0, np.zeros((size, 1)), **letters)


@claim.premise
def premise(C, alpha) -> bool:
    """C is the shift of a circle by one; the fraction alpha / (1 + alpha) is between 0 and 1."""
    return bool(alpha >= 0) and not np.any(C - shift_generators((len(C),), [1], "circular")[0])


@claim.search
def smallest() -> p.Instances:
    """A pulse on a circle of d points from d = 1, two halves after one, alpha = 1."""
    for d in range(1, 5):
        for n in (0, 1, 2):
            yield _instance(d, Fraction(1), n, 0.0, 0.0, p.rational(np.eye(d, 1, dtype=int)))


def _five(**changes: object) -> p.Instance:
    return _instance(5, 1.0, 2, 0.5, 0.25, np.eye(5), **changes)


@claim.without("circular", "five points padded with zeros")
def _padded() -> p.Instance:
    return _five(C=shift_generators((5,), [1])[0])


def blur_family(s: float) -> np.ndarray:
    """(1 - s) I + s C on five points: the printed family, by its fraction s = alpha / (1 + alpha)."""
    return (1 - s) * np.eye(5) + s * shift_generators((5,), [1], "circular")[0]


@claim.derivation
def derivation() -> p.Derivation:
    C, eye, still, moved = p.matrix("C", "d"), p.identity("d"), p.symbol("p"), p.symbol("q")
    blur = eye * still + C * moved
    return p.derive(
        (),
        p.chain(
            r"two blurs, with $p = 1 / (1 + \alpha)$ and $q = 1 - p$",
            blur @ blur,
            p.step(
                eye * (still * still) + C * (2 * still * moved) + C @ C * (moved * moved),
                "the product is multiplied out, and $I$ commutes with $C$",
            ),
        ),
    )


claim.draw(sampled=sample, exact=exact)
claim.without(
    "odd",
    r"two points, where $C$ is a swap, $\det C = -1$, and has no real logarithm",
    lambda: _instance(2, 1.0, 2, 0.5, 0.25, np.eye(2)),
)
claim.without("logarithm", r"$(I + \alpha C) / (1 + \alpha)$ on five points", lambda: _five(family=blur_family))


def _one_step(rng: np.random.Generator) -> p.Instance:
    """One step on a circle of two to seven points."""
    d = int(rng.integers(2, 8))
    return _instance(d, float(rng.uniform(0.1, 3)), 1, 0.0, 0.0, rng.standard_normal((d, 2)))


claim.reading(
    "each is one shift of the piecewise linear interpolant; they are not composed",
    hypothesis=lambda n: n == 1,
    draw=_one_step,
)
