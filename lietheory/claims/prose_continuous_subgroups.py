"""Continuous subgroups of GL(d): one that is not closed is no matrix Lie group, though a Lie group in a topology of its own."""

from fractions import Fraction

import numpy as np

from lietheory import proof as p
from lietheory.algebra import rank

claim = p.Claim(
    "continuous-subgroups",
    "Continuous subgroups and Lie groups",
    after="finite-basis",
    source="L-conv, section 1, Lie Groups and Lie Algebras",
    statement=r"A subgroup of $GL_d(\mathbb{R})$ that is closed is a Lie group with the topology of the matrices "
    r"(Cartan). The line $t \mapsto "
    r"(R(a t), R(b t))$ of rotations is closed if and only if $a / b$ is rational or one of them is zero; for $b / a = "
    r"\sqrt 2$ it returns "
    r"as near to the identity as wanted without reaching it, and is a Lie group only with the topology of the line.",
    proof=r"For $a / b = p / q$ it returns at $t = 2 \pi p / a$. Otherwise its closure is the whole torus.",
    references=("Hall 2015, Lie Groups, Lie Algebras, and Representations, Theorem 3.20 and section 1.1",),
)
claim.assume("closed", "the ratio of the two speeds is rational, so that the line returns")
claim.part("lines on the torus")
claim.part("Cartan's theorem")
claim.explain(
    "A curve of rotations that never closes up is a group, and no closed one.",
    "Lie's theorems for matrices are about closed groups.",
    a=("number", "speed of the first rotation"),
    b=("number", "speed of the second"),
)


def closest_return(a: int, b: float, turns: int = 60) -> float:
    """How near to a whole turn the second rotation is when the first has made one to sixty whole turns."""
    second = np.arange(1, turns + 1) * float(b) / a
    return float(np.abs(second - np.round(second)).min())


@claim.residual
def residual(a, b):
    """Of the return of the line to the identity within sixty turns."""
    if isinstance(b, Fraction):
        return min(abs(k * b / a - round(k * b / a)) for k in range(1, 61))
    return closest_return(a, b)


def embedded(a, b) -> bool:
    """Whether it returns exactly, and so is closed: a curve of the torus without other points near the identity."""
    return abs(float(residual(a, b))) < 1e-12


def immersed(a, b) -> bool:
    """Whether it is the image of a line with a tangent that does not vanish."""
    turn = np.array([[0.0, -1.0], [1.0, 0.0]])
    tangent = np.zeros((4, 4))
    tangent[:2, :2], tangent[2:, 2:] = float(a) * turn, float(b) * turn
    return rank(tangent) > 0


@claim.printed(
    r"$\operatorname{GL}_d(\mathbb{R})$ is a Lie group and all of its continuous subgroups $G$ are also Lie groups.",
    symbols={"kind": lambda: embedded},
    remark="The usual statement is about closed subgroups.",
)
def printed_form(a, b, kind):
    """Whether the line is a Lie group of that kind."""
    return p.same_truth(kind(a, b), True)


def sample(rng: np.random.Generator) -> p.Instance:
    a, b = (int(k) for k in rng.integers(1, 20, 2))
    return {"a": a, "b": float(b)}


def exact(rng: np.random.Generator, size: int) -> p.Instance:
    return {"a": size, "b": Fraction(int(rng.integers(-9, 10)), int(rng.integers(1, 4)))}


@claim.search
def smallest() -> p.Instances:
    """The ratios 0, 1, 2, and the square root of 2."""
    for b in (0.0, 1.0, 2.0, 2**0.5):
        yield {"a": 1, "b": b}


claim.draw(sampled=sample, exact=exact)
claim.without(
    "closed",
    r"$b / a = \sqrt 2$: the nearest return within sixty turns is at turn 29, and not exact",
    lambda: {"a": 1, "b": 2**0.5},
)
claim.reading(
    "with a topology of its own: an immersed Lie group",
    symbol="kind",
    to=lambda: immersed,
    draw=lambda rng: {"a": int(rng.integers(1, 9)), "b": float(rng.standard_normal())},
)
