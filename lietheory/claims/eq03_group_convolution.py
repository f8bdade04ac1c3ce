"""Eq 3: the group convolution as printed is equivariant only if the integral of g(u) u^-1 commutes with the group."""

from fractions import Fraction
from functools import cache

import numpy as np

from lietheory import proof as p
from lietheory.algebra import bracket, so
from lietheory.arrays import is_exact
from lietheory.representation import equivariant_convolution, exponential, group_convolution, neighbourhood
from lietheory.representation.group_convolution import Neighbourhood

claim = p.Claim(
    "eq3",
    "The group convolution and what it is equivariant under",
    after="exponential-products",
    source="L-conv, Eq 3",
    statement=r"For $f(h) = h$ the printed $(f * g)(h) = \int f(u^{-1} h)\, g(u)\, d\mu(u)$ is $h \mapsto Q h$ with $Q = "
    r"\int g(u)\, u^{-1} d\mu(u)$, and $(f * g)(v h) - v (f * g)(h) = (Q v - v Q) h$: it is equivariant under $v$ if and "
    r"only if $Q$ commutes with $v$, as for every $g$ on an abelian group. For any function with $f(v h) = v f(h)$ and "
    r"every class function, $g(v u v^{-1}) = g(u)$, on a compact or an abelian group it is equivariant under $v$; that $f$ "
    r"is linear is not enough, as $f = \mathrm{diag}(1, 0)$ on $SO(2)$ shows. On functions of the group $(f * g)(v) = \int "
    r"f(v u^{-1})\, g(u)\, d\mu(u)$ is equivariant for every $g$.",
    uses=("eq1",),
    proof=r"$\int g(u)\, u^{-1} d\mu(u)\, v = v \int g(u)\, (v^{-1} u v)^{-1} d\mu(u) = v \int g(v u v^{-1})\, u^{-1} "
    r"d\mu(u)$ for a measure that conjugation preserves, as the Haar measure of a compact group. On the group, $f$ moved by "
    r"$w$ is $f(w^{-1} v u^{-1})$, which is $f * g$ at $w^{-1} v$.",
    references=("Kondor and Trivedi 2018, On the generalization of equivariance and convolution",),
)
claim.assume("identity", "for the formula with $Q$, $f(h) = h$; $f = 2 h$ doubles it")
claim.assume("equivariant", "where equivariance is claimed, $f(v h) = v f(h)$; a pointwise activation, or a linear map, need not")
claim.assume(
    "class function", r"where equivariance is claimed of the printed form, $g(v u v^{-1}) = g(u)$, or the group is abelian"
)
claim.part("the printed form is $Q$")
claim.part("commuting atoms", derived=True)
claim.part("class functions and abelian groups")
claim.part("convolution of functions on the group")
claim.explain(
    "The printed average over a group moves with its input for some groups only; as a function on the group it always does.",
    "A layer that is not equivariant cannot be the reference that L-conv approximates.",
    f=("function", "from features to numbers"),
    g=("function", "the kernel on the group"),
    h=("d x m", "features: $d$ points, $m$ channels"),
    v=("d x d", "a group element"),
    Q=("d x d", "what the average does to features"),
)


def same(h: np.ndarray) -> np.ndarray:
    """f(h) = h."""
    return h


def convolved(f, near, g, h: np.ndarray) -> np.ndarray:
    """(f * g)(h) of Eq 3 as printed, with the scalar kernel g in every channel."""
    one = np.eye(h.shape[1], dtype=np.int64).astype(h.dtype)
    return group_convolution(f, lambda eps: g(eps) * one, h, near)


def operator(v, near, g) -> np.ndarray:
    """Q = integral of g(u) u^-1: the convolution of the unit vectors, f(h) = h."""
    return convolved(same, near, g, np.eye(len(v), dtype=np.int64).astype(v.dtype))


def equivariance_error(f, near, g, v, h) -> np.ndarray:
    """(f * g)(v h) - v (f * g)(h)."""
    moved, still = np.hsplit(convolved(f, near, g, np.hstack([v @ h, h])), 2)
    return moved - v @ still


def moved_with_its_function(near, g, v, point: np.ndarray) -> np.ndarray:
    """The convolution of functions on the group, of w -> F(v^-1 w) at v times the point against that of F at the point."""
    back = np.linalg.inv(v)

    def at(F, w: np.ndarray) -> np.ndarray:
        return equivariant_convolution(F, lambda eps: np.array([[g(eps)]]), w, near)

    def tested(w: np.ndarray) -> np.ndarray:
        return np.array([np.tanh(w[0, 0] - w[0, -1]) + w[-1, 0] ** 2])

    return at(lambda w: tested(back @ w), v @ point) - at(tested, point)


def cubic(h: np.ndarray) -> np.ndarray:
    """Each column times its squared length: no linear map, and it commutes with every orthogonal v."""
    return h * (h * h).sum(axis=0)


@claim.residual
def residual(f, near, g, class_, v, h, p_=None, F=cubic):
    """Of the error against [Q, v] h, of equivariance where g is a class function, and of the convolution on the group."""
    Q, point = operator(v, near, g), v if p_ is None else p_
    defects = [p.relative(equivariance_error(f, near, g, v, h) - bracket(Q, v) @ h, Q, v, h)]
    defects.append(p.relative(bracket(operator(v, near, class_), v), Q, v))
    defects.append(p.relative(equivariance_error(F, near, class_, v, h), Q, v, h, h, h))
    if not is_exact(v):
        defects.append(p.relative(moved_with_its_function(near, g, v, point), Q))
    return max(defects)


def on_vectors(f, near, g, v, h) -> tuple[np.ndarray, np.ndarray]:
    """(f * g)(v h) and v (f * g)(h) as printed, u^-1 acting on the vector h."""
    moved, still = np.hsplit(convolved(f, near, g, np.hstack([v @ h, h])), 2)
    return moved, v @ still


def on_functions(f, near, g, v, h) -> tuple[np.ndarray, np.ndarray]:
    """The same where h is a function of the group, at the point v, and u^-1 multiplies its argument on the right."""
    back = np.linalg.inv(v)

    def at(F, w: np.ndarray) -> np.ndarray:
        return equivariant_convolution(F, lambda eps: np.array([[g(eps)]]), w, near)

    def signal(w: np.ndarray) -> np.ndarray:
        return np.array([2 + np.tanh(w[0] @ h[:, 0]) + (w[-1] @ h[:, 0]) ** 2])

    return at(lambda w: signal(back @ w), v @ v), at(signal, v)


@claim.printed(
    r"... implement a group convolution (G-conv) given by $h_{l} = (f_{l} * g_{l})(h_{l-1}) = \int_{G} d\mu(u) "
    "f_{l}(u_{l-1}^{-1}h_{l-1})g_{l}(u)$",
    symbols={"acts": lambda: on_vectors},
    remark="The printed integral has no group argument. As a number for each point of the space it is equivariant for "
    r"$\mathrm{SO}(2)$ and not for $\mathrm{SO}(3)$; as a function of the group, which is what Kondor and "
    r"Trivedi convolve, it is equivariant for every kernel. Its kernels have values in $\mathbb{R}^{m_l \times "
    r"m_{l+1}}$, which should be $\mathbb{R}^{m_{l-1} \times m_l}$.",
)
def printed_form(f, near, g, v, h, acts):
    """(f * g)(v h) against v (f * g)(h), u acting on h as the convention says."""
    moved, still = acts(f, near, g, v, h)
    return p.equal(moved, still, v, h)


@cache
def ball(name: str) -> Neighbourhood:
    """A ball of radius 1/5 in a compact or an abelian group, to rounding."""
    return neighbourhood({"so(2)": so(2), "so(3)": so(3)}[name], 0.2, order=4)


def _instance(near: Neighbourhood, v: np.ndarray, h: np.ndarray, g, of_class, **changes: object) -> p.Instance:
    sizes = {"d": len(v), "a": h.shape[1]}
    return {"near": near, "v": v, "h": h, "g": g, "class": of_class, "f": same, "sizes": sizes} | changes


def sample(rng: np.random.Generator) -> p.Instance:
    """SO(2) and SO(3), kernels without any symmetry, and as class functions those of the angle of rotation."""
    name, algebra = (("so(2)", so(2)), ("so(3)", so(3)))[rng.integers(2)]
    slope, (c, width) = rng.standard_normal(algebra.dimension), rng.uniform(1, 4, 2)
    v, point = exponential(algebra.generators, 2 * rng.standard_normal((2, algebra.dimension)))
    h = rng.standard_normal((len(v), 2))
    return _instance(
        ball(name), v, h, lambda eps: 1 + np.sin(slope @ eps * 4), lambda eps: c + np.cos(width * eps @ eps), p=point
    )


def exact(rng: np.random.Generator, size: int) -> p.Instance:
    """The symmetries of a polygon as permutations, with their counting measure; fixed points are a function of the class."""
    turns = [np.roll(np.eye(size, dtype=int), k, axis=0) for k in range(size)]
    elements = np.unique(turns + [u[::-1] for u in turns], axis=0)
    chosen = {k: int(n) for k, n in enumerate(rng.integers(-3, 4, len(elements)))}
    of_class = rng.integers(-3, 4, size + 1)
    near = Neighbourhood(np.arange(len(elements))[:, None], elements, np.full(len(elements), Fraction(1, len(elements))))
    v = p.rational(elements[int(rng.integers(1, len(elements)))])
    fixed = {k: int(np.trace(u)) for k, u in enumerate(elements)}
    return _instance(
        near,
        v,
        p.rational(rng.integers(-3, 4, (size, 2))),
        lambda eps: chosen[int(eps[0])],
        lambda eps: int(of_class[fixed[int(eps[0])]]),
        u_1=v @ v,
        u_2=v.T,
        a=chosen[0],
        b=chosen[1],
    )


def _atom(u: np.ndarray, v: np.ndarray, h: np.ndarray, **changes: object) -> p.Instance:
    """A kernel that weighs one element u only; as class function, all of its mass is at the identity."""
    near = Neighbourhood(np.zeros((1, 1), dtype=int), u[None], np.ones(1, dtype=int))
    return _instance(near, v, h, lambda eps: 1, lambda eps: 0, **changes)


@claim.search
def smallest() -> p.Instances:
    """SO(2), then SO(3): kernels that weigh one quarter turn, moved by another; unit features."""
    for group in (so(2), so(3)):
        L = group.generators
        turns = np.eye(L.shape[1], dtype=np.int64) + L + L @ L
        for u in turns:
            for v in turns:
                for h in np.eye(L.shape[1], dtype=np.int64)[:, :, None]:
                    yield _atom(u, v, h)


QUARTER = np.array([[0.0, -1.0], [1.0, 0.0]])


def _two_axes(**changes: object) -> p.Instance:
    """A kernel at a quarter turn of space about one axis, moved by one about another."""
    L = so(3).generators.astype(float)
    turns = np.eye(3) + L + L @ L
    return _atom(turns[0], turns[2], np.array([[0.0], [1.0], [0.0]]), **changes)


claim.tie(
    {
        "first": "class function",
        "second": "class function",
        "u_1 invertible": "the setting: an element of a group",
        "u_2 invertible": "the setting: an element of a group",
    }
)


@claim.derivation
def derivation() -> p.Derivation:
    u_1, u_2, v, h = p.matrix("u_1", "d"), p.matrix("u_2", "d"), p.matrix("v", "d"), p.matrix("h", "d", "a")
    a, b = p.symbol("a"), p.symbol("b")

    def across(u: p.Expression, name: str) -> p.Use:
        """u^-1 v = v u^-1, from u v = v u between two u^-1."""
        return p.Use(name, left=u.inverse, right=u.inverse, reversed=True)

    return p.derive(
        (
            p.Equation("first", u_1 @ v, v @ u_1),
            p.Equation("second", u_2 @ v, v @ u_2),
            p.Invertible("u_1 invertible", u_1),
            p.Invertible("u_2 invertible", u_2),
        ),
        p.chain(
            "a kernel of two atoms, which commute with $v$",
            (u_1.inverse * a + u_2.inverse * b) @ v @ h,
            p.step(v @ u_1.inverse @ h * a + u_2.inverse @ v @ h * b, "the first atom commutes with $v$", across(u_1, "first")),
            p.step(v @ (u_1.inverse * a + u_2.inverse * b) @ h, "the second atom commutes with $v$", across(u_2, "second")),
        ),
    )


claim.draw(sampled=sample, exact=exact, smallest_size=2)
claim.without(
    "identity",
    "$f = 2 h$: the error is twice $(Q v - v Q) h$, for a quarter turn of space and $v$ about another axis",
    lambda: _two_axes(f=lambda h: 2 * h),
)
claim.without(
    "equivariant",
    r"$f = \mathrm{diag}(1, 0)\, h$ on $SO(2)$, an atom at a quarter turn, $v$ another, $h = (1, 2)$: the error is $(1, -2)$",
    lambda: _atom(QUARTER, QUARTER, np.array([[1.0], [2.0]]), F=lambda h: np.diag([1.0, 0.0]) @ h, **{"class": lambda eps: 1}),
)
claim.without(
    "class function",
    "all mass at one quarter turn of space, which is not all of its class, and $v$ a quarter turn about another axis",
    lambda: _two_axes(**{"class": lambda eps: 1}),
)
claim.reading(
    "$h$ is a function on the group and $u^{-1}$ multiplies its argument on the right, as in Kondor and Trivedi",
    symbol="acts",
    to=lambda: on_functions,
)
