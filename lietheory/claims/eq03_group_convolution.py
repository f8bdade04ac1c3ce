"""Eq 3: the group convolution as printed is equivariant only if the integral of g(u) u^-1 commutes with the group."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import cache

import numpy as np

from lietheory.algebra import bracket, so
from lietheory.arrays import is_exact
from lietheory.proof.claim import Assumption, Claim, Counterexample, Instance, Printed
from lietheory.proof.derivation import Chain, Derivation, Step
from lietheory.proof.instances import rational, relative
from lietheory.proof.normaliser import Equation, Invertible, Use
from lietheory.proof.scalars import symbol
from lietheory.proof.words import Expression, matrix
from lietheory.representation import equivariant_convolution, exponential, group_convolution, neighbourhood
from lietheory.representation.group_convolution import Neighbourhood


def linear(h: np.ndarray) -> np.ndarray:
    """f(h) = h."""
    return h


def convolved(instance: Instance, h: np.ndarray, f=None) -> np.ndarray:
    """(f * g)(h) of Eq 3 as printed, with the scalar kernel of the instance in every channel."""
    one = np.eye(h.shape[1], dtype=np.int64).astype(h.dtype)
    kernel = instance["g"]
    return group_convolution(f or instance["f"], lambda eps: kernel(eps) * one, h, instance["near"])


def operator(instance: Instance) -> np.ndarray:
    """Q = integral of g(u) u^-1: the convolution of the unit vectors, for linear f."""
    v = instance["v"]
    return convolved(instance, np.eye(len(v), dtype=np.int64).astype(v.dtype), linear)


def equivariance_error(instance: Instance) -> np.ndarray:
    """(f * g)(v h) - v (f * g)(h)."""
    v, h = instance["v"], instance["h"]
    moved, still = np.hsplit(convolved(instance, np.hstack([v @ h, h])), 2)
    return moved - v @ still


def moved_with_its_function(instance: Instance) -> np.ndarray:
    """The convolution of functions on the group, of w -> F(v^-1 w) at the point v p against that of F at p."""
    v, kernel = instance["v"], instance["g"]
    back, p = np.linalg.inv(v), instance.get("p", v)

    def at(F, w: np.ndarray) -> np.ndarray:
        return equivariant_convolution(F, lambda eps: np.array([[kernel(eps)]]), w, instance["near"])

    def tested(w: np.ndarray) -> np.ndarray:
        return np.array([np.tanh(w[0, 0] - w[0, -1]) + w[-1, 0] ** 2])

    return at(lambda w: tested(back @ w), v @ p) - at(tested, p)


def residual(instance: Instance):
    """Of the error against [Q, v] h, of equivariance where g is a class function, and of the convolution on the group."""
    v, h, Q = instance["v"], instance["h"], operator(instance)
    defects = [relative(equivariance_error(instance) - bracket(Q, v) @ h, Q, v, h)]
    defects.append(relative(bracket(operator({**instance, "g": instance["class"]}), v), Q, v))
    if not is_exact(v):
        defects.append(relative(moved_with_its_function(instance), Q))
    return max(defects)


def printed_residual(instance: Instance):
    """The equivariance error of the printed convolution itself."""
    return relative(equivariance_error(instance), instance["v"], instance["h"])


@cache
def ball(name: str) -> Neighbourhood:
    """A ball of radius 1/5 in a compact or an abelian group, to rounding."""
    return neighbourhood({"so(2)": so(2), "so(3)": so(3)}[name], 0.2, order=4)


def _instance(near: Neighbourhood, v: np.ndarray, h: np.ndarray, g, of_class, **changes: object) -> Instance:
    return {
        "near": near,
        "v": v,
        "h": h,
        "g": g,
        "class": of_class,
        "f": linear,
        "sizes": {"d": len(v), "a": h.shape[1]},
    } | (changes)


def sample(rng: np.random.Generator) -> Instance:
    """SO(2) and SO(3), kernels without any symmetry, and as class functions those of the angle of rotation."""
    name, algebra = (("so(2)", so(2)), ("so(3)", so(3)))[rng.integers(2)]
    slope, (c, width) = rng.standard_normal(algebra.dimension), rng.uniform(1, 4, 2)
    v, p = exponential(algebra.generators, 2 * rng.standard_normal((2, algebra.dimension)))
    h = rng.standard_normal((len(v), 2))
    return _instance(ball(name), v, h, lambda eps: 1 + np.sin(slope @ eps * 4), lambda eps: c + np.cos(width * eps @ eps), p=p)


def exact(rng: np.random.Generator, size: int) -> Instance:
    """The symmetries of a polygon as permutations, with their counting measure; fixed points are a function of the class."""
    turns = [np.roll(np.eye(size, dtype=int), k, axis=0) for k in range(size)]
    elements = np.unique(turns + [u[::-1] for u in turns], axis=0)
    chosen = {k: int(n) for k, n in enumerate(rng.integers(-3, 4, len(elements)))}
    of_class = rng.integers(-3, 4, size + 1)
    near = Neighbourhood(np.arange(len(elements))[:, None], elements, np.full(len(elements), Fraction(1, len(elements))))
    v = rational(elements[int(rng.integers(1, len(elements)))])
    fixed = {k: int(np.trace(u)) for k, u in enumerate(elements)}
    return _instance(
        near,
        v,
        rational(rng.integers(-3, 4, (size, 2))),
        lambda eps: chosen[int(eps[0])],
        lambda eps: int(of_class[fixed[int(eps[0])]]),
        u_1=v @ v,
        u_2=v.T,
        a=chosen[0],
        b=chosen[1],
    )


def _atom(u: np.ndarray, v: np.ndarray, h: np.ndarray, **changes: object) -> Instance:
    """A kernel that weighs one element u only; as class function, all of its mass is at the identity."""
    near = Neighbourhood(np.zeros((1, 1), dtype=int), u[None], np.ones(1, dtype=int))
    return _instance(near, v, h, lambda eps: 1, lambda eps: 0, **changes)


def smallest() -> Iterator[Instance]:
    """SO(2), then SO(3): kernels that weigh one quarter turn, moved by another; unit features."""
    for group in (so(2), so(3)):
        L = group.generators
        turns = np.eye(L.shape[1], dtype=np.int64) + L + L @ L
        for u in turns:
            for v in turns:
                for h in np.eye(L.shape[1], dtype=np.int64)[:, :, None]:
                    yield _atom(u, v, h)


def _turn(**changes: object) -> Instance:
    """A kernel at a quarter turn of the plane, moved by another."""
    turn = np.array([[0.0, -1.0], [1.0, 0.0]])
    return _atom(turn, turn, np.array([[1.0], [-1.0]]), **changes)


def _two_axes(**changes: object) -> Instance:
    """A kernel at a quarter turn of space about one axis, moved by one about another."""
    L = so(3).generators.astype(float)
    turns = np.eye(3) + L + L @ L
    return _atom(turns[0], turns[2], np.array([[0.0], [1.0], [0.0]]), **changes)


def derivation() -> Derivation:
    u_1, u_2, v, h = matrix("u_1", "d"), matrix("u_2", "d"), matrix("v", "d"), matrix("h", "d", "a")
    a, b = symbol("a"), symbol("b")

    def across(u: Expression, name: str) -> Use:
        """u^-1 v = v u^-1, from u v = v u between two u^-1."""
        return Use(name, left=u.inverse, right=u.inverse, reversed=True)

    return Derivation(
        (
            Equation("first", u_1 @ v, v @ u_1),
            Equation("second", u_2 @ v, v @ u_2),
            Invertible("u_1 invertible", u_1),
            Invertible("u_2 invertible", u_2),
        ),
        (
            Chain(
                "a kernel of two atoms, which commute with v",
                (u_1.inverse * a + u_2.inverse * b) @ v @ h,
                (
                    Step(
                        v @ u_1.inverse @ h * a + u_2.inverse @ v @ h * b,
                        "the first atom commutes with v",
                        (across(u_1, "first"),),
                    ),
                    Step(
                        v @ (u_1.inverse * a + u_2.inverse * b) @ h, "the second atom commutes with v", (across(u_2, "second"),)
                    ),
                ),
            ),
        ),
    )


CLAIM = Claim(
    label="eq3",
    title="The group convolution and what it is equivariant under",
    source="L-conv, Eq 3",
    statement=r"For linear $f$ the printed $(f * g)(h) = \int f(u^{-1} h)\, g(u)\, d\mu(u)$ is $h \mapsto Q h$ with $Q = "
    r"\int g(u)\, u^{-1} d\mu(u)$, and $(f * g)(v h) - v (f * g)(h) = (Q v - v Q) h$: it is equivariant under $v$ if and "
    r"only if $Q$ commutes with $v$. It does for every $g$ on an abelian group, and on a compact one for every class "
    r"function, $g(v u v^{-1}) = g(u)$. On functions of the group $(f * g)(v) = \int f(v u^{-1})\, g(u)\, d\mu(u)$ is "
    r"equivariant for every $g$.",
    assumptions=(
        Assumption("linear", "$f$ is linear; a pointwise activation does not commute with $v$"),
        Assumption(
            "class function",
            r"where equivariance is claimed of the printed form, $g(v u v^{-1}) = g(u)$, or the "
            "group is abelian",
        ),
    ),
    residual=residual,
    sample=sample,
    exact=exact,
    counterexamples=(
        Counterexample(
            "linear", "f = ReLU on the plane, both elements quarter turns", lambda: _turn(f=lambda h: np.maximum(h, 0))
        ),
        Counterexample(
            "class function",
            "all mass at one quarter turn of space, which is not all of its class, and v a quarter turn about another axis",
            lambda: _two_axes(**{"class": lambda eps: 1}),
        ),
    ),
    printed=Printed(
        r"A feedforward neural network is equivariant under the action of a group G if and only if each of its layers "
        r"implement a group convolution (G-conv) given by $h_l = (f_l * g_l)(h_{l-1}) = \int_G d\mu(u) f_l(u_{l-1}^{-1} "
        r"h_{l-1}) g_l(u)$.",
        printed_residual,
        smallest,
        remark="The printed integral has no group argument: moving h by v replaces f by x -> f(v^-1 x), and the result is "
        "a number for each point of the space, not a function on the group. It is equivariant for SO(2), and not for "
        "SO(3). Its kernels have values in R^(m_l x m_(l+1)), which should be R^(m_(l-1) x m_l).",
    ),
    derivation=derivation,
    uses=("eq1",),
    proof=r"$\int g(u)\, u^{-1} d\mu(u)\, v = v \int g(u)\, (v^{-1} u v)^{-1} d\mu(u) = v \int g(v u v^{-1})\, u^{-1} "
    r"d\mu(u)$ for a measure that conjugation preserves, as the Haar measure of a compact group. On the group, $f$ moved by "
    r"$w$ is $f(w^{-1} v u^{-1})$, which is $f * g$ at $w^{-1} v$.",
    references=("Kondor and Trivedi 2018, On the generalization of equivariance and convolution",),
)
