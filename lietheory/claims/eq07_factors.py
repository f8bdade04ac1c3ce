"""Eq 7: the layers that compose to u^-1 are those of the inverse factors, the first factor first."""

from functools import reduce
from itertools import product

import numpy as np

from lietheory import proof as p
from lietheory.algebra import heisenberg, inverse, sl, so
from lietheory.representation import exponential, group_convolution
from lietheory.representation.group_convolution import Neighbourhood

claim = p.Claim(
    "eq7",
    "Factors of a group element as layers",
    after="linear-activation",
    source="L-conv, Eq 7",
    statement=r"For $u = v_1 \cdots v_l$: $f(u^{-1} h) = f(F_l \circ \dots \circ F_1(h))$ for all $h$ and injective $f$ if "
    r"and only if the layers compose to $v_l^{-1} \cdots v_1^{-1}$, as with $F_a(h) = v_a^{-1} h$, which is Eq 3 with "
    r"$f_a(h) = h$ and the kernel $\delta(u - v_a)$. The product $\prod_a v_a h$ is $u h$, and $F_a(h) = v_a h$ compose to "
    r"$v_l \cdots v_1 h$.",
    uses=("eq3",),
    proof=r"$(v_1 \cdots v_l)^{-1} = v_l^{-1} \cdots v_1^{-1}$, by induction over the factors.",
)
claim.assume("factors", r"$u = v_1 \cdots v_l$")
claim.assume("inverse", r"the layer of $v_a$ is $h \mapsto v_a^{-1} h$, as Eq 3 has it")
claim.assume("order", "the layer of $v_1$ comes first")
claim.part("the layers undo any number of factors", derived=True)
claim.part("only if, for injective $f$")
claim.explain(
    "To undo a product one undoes its factors in the reverse order, one layer each.",
    "The order and the inverse decide whether a stack of layers reaches the element that was meant.",
    h=("d x m", "features: $d$ points, $m$ channels"),
    u=("d x d", "a group element acting on the space"),
    f=("function", "from features to numbers"),
    v_alpha=("d x d", "a factor of $u$"),
)


def at(u: np.ndarray, h: np.ndarray, f=lambda x: x) -> np.ndarray:
    """Eq 3 with the kernel delta at u: (f * delta_u)(h) = f(u^-1 h)."""
    atom = Neighbourhood(np.zeros((1, 1), dtype=np.int64), u[None], np.ones(1, dtype=np.int64))
    one = np.eye(h.shape[1], dtype=np.int64).astype(h.dtype)
    return group_convolution(f, lambda eps: one, h, atom)


@claim.residual
def residual(h, f, atoms, u):
    """Of the convolution at u against the composed convolutions at the atoms, in the order they are given."""
    composed = reduce(lambda x, atom: at(atom, x), atoms[:-1], h)
    return p.relative(at(u, h, f) - at(atoms[-1], composed, f), h, *atoms)


@claim.printed(
    r"$f(u_k^{-1}h) = f\left(\prod_{\alpha} v_{\alpha}h\right) = f\left(F_l \circ \dots \circ F_1(h)\right), "
    r"\qquad F_{\alpha}(h) = \int_G d\mu(u) f_{\alpha}(u_{\alpha}h) g_{\alpha}(u)$",
    symbols={
        "u": lambda v: reduce(np.matmul, v),
        "layer_of": lambda: lambda factor: factor,
        "product": lambda: lambda v: reduce(np.matmul, v),
    },
    remark="False already for one factor on the line, $v = 2$: $u^{-1} = 1/2$. The printed $F_a$ has $u_a h$ where Eq "
    "3 has $u_a^{-1} h$; with Eq 3's own inverse both the inverse and the order come out right.",
)
def printed_form(h, u, v, layer_of, product):
    """u^-1 h against the product of the v_a applied to h, and this against the composed layers."""
    middle, composed = product(v) @ h, reduce(lambda x, factor: layer_of(factor) @ x, v, h)
    return p.equal(at(u, h), middle, h, *v), p.equal(middle, composed, h, *v)


def _instance(v: list[np.ndarray], h: np.ndarray, **changes: object) -> p.Instance:
    """Factors v_a, their product u, and atoms at the v_a; in the derivation w is the last, P the product of the others."""
    before = reduce(np.matmul, v[:-1], np.eye(len(h), dtype=int))
    letters = {"w": v[-1], "P": before, "N": inverse(before)}
    named = {"v": v, "atoms": v, "u": reduce(np.matmul, v), "h": h, "f": lambda x: x, "sizes": {"d": len(h)}}
    return named | letters | changes


def sample(rng: np.random.Generator) -> p.Instance:
    """Up to six elements of so(3), sl(2) or heisenberg(1) far from the identity, and a nonlinear f."""
    algebra = (so(3), sl(2), heisenberg(1))[rng.integers(3)]
    v = list(exponential(algebra.generators, rng.standard_normal((int(rng.integers(1, 7)), algebra.dimension)) * 0.7))
    return _instance(v, rng.standard_normal((len(v[0]), 2)), f=np.tanh)


def exact(rng: np.random.Generator, size: int) -> p.Instance:
    return _instance([p.rational_invertible(rng, size) for _ in range(3)], p.rational(rng.integers(-3, 4, (size, 2))))


@claim.search
def smallest() -> p.Instances:
    """One factor 1, -1 or 2 on the line, then pairs of unit shears of the plane."""
    one, eye = p.rational(np.array([[1]])), p.rational(np.eye(2, dtype=int))
    shears = [eye + p.rational(np.array(E)) for E in ([[0, 1], [0, 0]], [[0, 0], [1, 0]])]
    for v in [*([factor * one] for factor in (1, -1, 2)), *product(shears, repeat=2)]:
        yield {"v": list(v), "u": reduce(np.matmul, v), "h": np.eye(len(v[0]), dtype=int)}


def _shears(**changes: object) -> p.Instance:
    v = [np.array([[1.0, 1.0], [0.0, 1.0]]), np.array([[1.0, 0.0], [1.0, 1.0]])]
    return _instance(v, np.eye(2), **changes)


claim.tie(
    {
        "so far": "inverse",
        "last": "factors",
    }
)


@claim.derivation
def derivation() -> p.Derivation:
    """By induction: one factor, and one factor more than those that are undone already."""
    u, before, layers, last = (p.matrix(name, "d") for name in ("u", "P", "N", "w"))
    return p.derive(
        (
            p.Equation("factors", u, before @ last),
            p.Equation("so far", layers @ before, p.identity("d")),
            p.Invertible("last", last),
        ),
        p.chain("one factor", last.inverse @ last, p.step(p.identity("d"), "the inverse meets its factor")),
        p.chain(
            "one factor more, its layer after those before it",
            last.inverse @ layers @ u,
            p.step(last.inverse @ layers @ before @ last, "$u = P w$, $P$ the product of the factors before $w$", "factors"),
            p.step(last.inverse @ last, "the layers $N$ of these undo $P$", "so far"),
            p.step(p.identity("d"), "the inverse meets its factor"),
        ),
    )


claim.draw(sampled=sample, exact=exact)
claim.without("factors", "two unit shears, and $u = 1$", lambda: _shears(u=np.eye(2)))
claim.without(
    "inverse", r"two unit shears, layers $h \mapsto v h$", lambda: _shears(atoms=[np.linalg.inv(v) for v in _shears()["v"]])
)
claim.without("order", "two unit shears, the last first", lambda: _shears(atoms=_shears()["v"][::-1]))
claim.reading(
    r"the $v_\alpha$ are factors of $u_k^{-1}$",
    symbol="u",
    to=lambda v: inverse(reduce(np.matmul, v)),
)
claim.reading(
    r"$F_\alpha(h)$ is $v_\alpha^{-1} h$, as Eq 3 has it",
    symbol="layer_of",
    to=lambda: inverse,
)
claim.reading(
    "the product runs from the last factor to the first",
    symbol="product",
    to=lambda: lambda v: reduce(np.matmul, v[::-1]),
)
