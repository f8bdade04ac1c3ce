"""Proposition 2 and Eq 7: a group element far from the identity as a composition of L-conv layers."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import reduce
from itertools import product

import numpy as np

from lietheory.algebra import heisenberg, inverse, sl, so
from lietheory.proof.bounds import AtMost, BoundChain, BoundStep, NonNegative, Norm, Product, row_sum_norm
from lietheory.proof.claim import Assumption, Claim, Counterexample, Instance, Printed, Reading
from lietheory.proof.derivation import Chain, Derivation, Step
from lietheory.proof.instances import (
    above_exponential,
    exponential_of_nilpotent,
    nilpotent,
    rational,
    rational_invertible,
    relative,
    well_conditioned,
)
from lietheory.proof.normaliser import Equation, Invertible, Use
from lietheory.proof.rates import Rate
from lietheory.proof.scalars import symbol
from lietheory.proof.words import identity, matrix
from lietheory.representation import exponential, lie_convolution


def composed(instance: Instance) -> np.ndarray:
    """F_l(... F_1(h)): one L-conv for each row of weights, the first row first, the same in every channel."""
    h = instance["h"]
    one = np.eye(h.shape[1], dtype=np.int64).astype(h.dtype)
    for weights in instance["weights"]:
        h = lie_convolution(h[None], instance["L"], weights[:, None, None] * one, None, instance["sigma"])[0]
    return h


def size(A: np.ndarray):
    """The largest sum of absolute values in a row: a norm of matrices that is rational for rational ones."""
    return max(np.abs(A).sum(axis=1))


def residual(instance: Instance):
    """By how much the composition misses u^-1 h, or a step S_a = I - X_a misses v_a^-1, beyond its bound.

    Where every step is exact nothing is allowed, so that exact factors replay the algebra alone.
    """
    h, u = instance["h"], instance["u"]
    X = np.tensordot(instance["t"], instance["L"], axes=1)
    steps = [size(np.eye(len(u), dtype=np.int64) - x - inverse(v)) for x, v in zip(X, instance["v"], strict=True)]
    error = relative(composed(instance) - inverse(u) @ h, h)
    if not any(steps):
        return error
    norms = np.array([float(size(x)) for x in X])
    return max(0.0, error - norms @ norms * np.exp(norms.sum()) / 2, *(steps - norms**2 * np.exp(norms) / 2))


def printed_residual(instance: Instance):
    """The two equalities of Eq 7 as printed: u^-1 h, the product of the v_a applied to h, and F_a(h) = v_a h composed."""
    h, u, v = instance["h"], instance["u"], instance["v"]
    target, backwards = inverse(u) @ h, reduce(lambda A, B: B @ A, v)
    return max(relative(target - reduce(np.matmul, v) @ h, h), relative(target - backwards @ h, h))


def _instance(L: np.ndarray, t: np.ndarray, v: np.ndarray, h: np.ndarray) -> Instance:
    """Layers W^0 = 1, W^i = -t_a^i in the order of the factors of u = v_1 ... v_l; P, p, w are the letters of the derivation."""
    one = np.ones((len(t), 1), dtype=np.int64).astype(t.dtype)
    eye = np.eye(L.shape[1], dtype=np.int64).astype(v.dtype)
    before = reduce(np.matmul, v[:-1], eye)
    return {
        "L": L,
        "t": t,
        "v": v,
        "u": before @ v[-1],
        "h": h,
        "weights": np.concatenate([one, -t], axis=1),
        "sigma": None,
        "p": before,
        "P": inverse(before),
        "w": v[-1],
        "sizes": {"d": L.shape[1]},
    }


def sample(rng: np.random.Generator) -> Instance:
    """Up to eight factors exp(t_a . L) of a conjugated so(3), sl(2), heisenberg(1) or so(2, 1)."""
    L = (so(3), sl(2), heisenberg(1), so(2, 1))[rng.integers(4)].generators
    S, count = well_conditioned(rng, L.shape[1]), int(rng.integers(1, 9))
    L = S @ L @ np.linalg.inv(S)
    t = rng.standard_normal((count, len(L))) / (4 * count)
    return _instance(L, t, exponential(L, t), rng.standard_normal((L.shape[1], 2)))


def exact(rng: np.random.Generator, size: int) -> Instance:
    """Three rational factors v_a = (I - t_a . L)^-1 of a conjugated so(d): every layer is exactly v_a^-1."""
    S = rational_invertible(rng, size)
    L = S @ so(size).generators @ inverse(S)
    t = rational(rng.integers(-3, 4, (3, len(L))), 4)
    v = np.stack([inverse(rational(np.eye(size, dtype=int)) - x) for x in np.tensordot(t, L, axes=1)])
    return _instance(L, t, v, rational(rng.integers(-3, 4, (size, 2)))) | _bound_letters(rng, size)


def _bound_letters(rng: np.random.Generator, size: int) -> Instance:
    """Three nilpotent X_a: G and Q are the layers and the exponentials of the first two, X, V and x, e those of the last."""
    X = [nilpotent(rng, size) for _ in range(3)]
    layers, steps = [rational(np.eye(size, dtype=int)) - A for A in X], [exponential_of_nilpotent(-A) for A in X]
    norms = [row_sum_norm(A) for A in X]
    growth = [above_exponential(x) for x in norms]
    letters = {"X": X[2], "V": steps[2], "G": layers[1] @ layers[0], "Q": steps[1] @ steps[0]}
    return letters | {"x": norms[2], "e": growth[2], "s": norms[0] ** 2 + norms[1] ** 2, "g": growth[0] * growth[1]}


def smallest() -> Iterator[Instance]:
    """One factor on the line, v = 1 and v = 2, then pairs of unit triangular factors of the plane."""
    eye = rational(np.eye(2, dtype=int))
    for v in (1, 2):
        yield from _without_layers([rational(np.array([[v]]))])
    E = [rational(np.array(entries)) for entries in ([[0, 1], [0, 0]], [[0, 0], [1, 0]])]
    for A, B in product(E, repeat=2):
        yield from _without_layers([eye + A, eye + B])


def _without_layers(factors: list[np.ndarray]) -> Iterator[Instance]:
    """Eq 7 is about the factors alone; h runs over the unit vectors."""
    for h in np.eye(len(factors[0]), dtype=np.int64)[:, :, None]:
        yield {"v": np.stack(factors), "u": reduce(np.matmul, factors), "h": h}


def _shears(**changes: object) -> Instance:
    """u = v_1 v_2 with the two unit shears of the plane and h = (1, 0); each v_a^-1 = I - E_a is exactly a layer."""
    L, eye = rational(np.array([[[0, 1], [0, 0]], [[0, 0], [1, 0]]])), rational(np.eye(2, dtype=int))
    return _instance(L, eye, eye + L, eye[:, :1]) | changes


def rotation_error(step: float, angle: float = 2.0) -> float:
    """|(I - X/l)^l - e^-X| in the spectral norm, for l = 1/step layers and a rotation by ``angle``."""
    count, L = round(1 / step), so(2).generators.astype(float)
    weights = np.tile([1.0, -angle * step], (count, 1))
    layers = composed({"h": np.eye(2), "L": L, "weights": weights, "sigma": None})
    return float(np.linalg.norm(layers - exponential(L[0], -angle), 2))


def derivation() -> Derivation:
    u, p, P, w, X, V, G, Q = (matrix(name, "d") for name in ("u", "p", "P", "w", "X", "V", "G", "Q"))
    x, e, s, g = (symbol(name) for name in ("x", "e", "s", "g"))
    half = Fraction(1, 2)
    return Derivation(
        (
            Equation("factors", u, p @ w),
            Equation("induction", P @ p, identity("d")),
            Invertible("last factor", w),
            AtMost("step", X, x),
            AtMost("remainder", identity("d") - X - V, x * x * e * half),
            AtMost("error so far", G - Q, s * g * half),
            AtMost("product so far", Q, g),
            NonNegative("growth", e - 1 - x),
            NonNegative("sum so far", s),
            NonNegative("product bound", g),
        ),
        (
            Chain(
                "the layer w^-1 after the layers P of p inverts u = p w",
                w.inverse @ P @ u,
                (
                    Step(w.inverse @ P @ p @ w, "u = p w", (Use("factors"),)),
                    Step(w.inverse @ w, "P inverts p, the product of the factors before w", (Use("induction"),)),
                    Step(identity("d"), "w is invertible"),
                ),
            ),
            BoundChain(
                "one more layer I - X beside V = exp(-X): the errors add up, with e for e^|X|, s for the sum of the |X_a|^2 "
                "and g for the product of the e^|X_a| so far",
                Norm((identity("d") - X) @ G - V @ Q),
                (
                    BoundStep(
                        s * g * half + x * s * g * half + x * x * e * g * half,
                        "(G - Q) - X (G - Q) + (I - X - V) Q, and the triangle inequality",
                        (
                            Product(1, ("error so far",)),
                            Product(-1, ("step", "error so far")),
                            Product(1, ("remainder", "product so far")),
                        ),
                    ),
                    BoundStep(
                        (s + x * x) * (g * e) * half,
                        "1 + x is at most e",
                        (Product(half, ("growth", "sum so far", "product bound")),),
                    ),
                ),
            ),
        ),
    )


CLAIM = Claim(
    label="prop2",
    title="Group elements as deep L-conv",
    source="L-conv, Proposition 2 and Eq 7",
    statement=r"Let $u = v_1 \cdots v_l$ with $v_a = \exp(X_a)$, $X_a = t_a \cdot L$. Then $u^{-1} h = F_l \circ \dots \circ "
    r"F_1(h)$ with $F_a(h) = v_a^{-1} h$, and L-conv layers with $W^0 = 1$, $W^i = -t_a^i$ and no activation compose "
    r"to $u^{-1} h$ up to $\tfrac12 \sum_a |X_a|^2\, e^{\sum_a |X_a|}\, |h|$, each step being off by at most "
    r"$\tfrac12 |X_a|^2 e^{|X_a|}$; for $X_a = X / l$ that is $|X|^2 e^{|X|} |h| / (2 l)$, and for a rotation by "
    r"$\theta$ the error is $\theta^2 / (2 l)$ to leading order. Every $u$ of a connected group has such factors.",
    assumptions=(
        Assumption("connected", r"$u = v_1 \cdots v_l$ with $v_a = \exp(t_a \cdot L)$, as in every connected group"),
        Assumption("inverse", r"the layers have $W^i = -t_a^i$, since they stand for $v_a^{-1}$"),
        Assumption("order", r"$F_1$, the layer of $v_1$, is applied first"),
        Assumption("linear", "the layers have no activation"),
    ),
    residual=residual,
    sample=sample,
    exact=exact,
    counterexamples=(
        Counterexample(
            "connected",
            "u = diag(1, -1): no product of exponentials has a negative determinant",
            lambda: _shears(u=rational(np.diag([1, -1]))),
        ),
        Counterexample(
            "inverse", "W^i = t_a^i, two unit shears", lambda: _shears(weights=rational(np.array([[1, 1, 0], [1, 0, 1]])))
        ),
        Counterexample(
            "order", "F_2 before F_1, two unit shears", lambda: _shears(weights=rational(np.array([[1, 0, -1], [1, -1, 0]])))
        ),
        Counterexample("linear", "a ReLU after each layer, two unit shears", lambda: _shears(sigma=lambda x: np.maximum(x, 0))),
    ),
    printed=Printed(
        r"$f(u_k^{-1} h) = f(\prod_\alpha v_\alpha h) = f(F_l \circ \dots \circ F_1(h))$, "
        r"$F_\alpha(h) = \int d\mu(u)\, f_\alpha(u_\alpha h)\, g_\alpha(u)$, $g_\alpha(u) = \delta(u - v_\alpha)$, for $u_k = "
        r"\prod_\alpha v_\alpha$; as L-conv, $W = t_\alpha$ and $W^0 = 1$.",
        printed_residual,
        smallest,
        reading=Reading(
            r"$v_\alpha^{-1}$ stands for $v_\alpha$ in $F_\alpha$, so that the product runs from $v_l^{-1}$ to "
            r"$v_1^{-1}$, and $W^i = -t_\alpha^i$ in the convention of Eq 6",
            residual,
        ),
        remark="Without the inverses the product of the v_a and the composition of the F_a differ from each other too, having "
        "opposite orders. The number of channels, one for each cell of the support, grows like (diameter / cell)^(n_L); "
        "on a group that is not compact the kernel has to be integrable.",
    ),
    derivation=derivation,
    rate=Rate(
        "1 / l, the inverse number of layers, for a rotation by 2",
        rotation_error,
        tuple(2.0**-k for k in range(2, 10)),
        order=1,
        constant=2.0,
    ),
    uses=("eq6",),
    proof=r"Induction over the factors: of the product, and of the error, whose step is derived above from "
    r"$|e^{-X} - (I - X)| \le |X|^2 e^{|X|} / 2$. That is the series of $e^{|X|}$ after two terms, since "
    r"$1 / (k + 2)! \le 1 / (2\, k!)$.",
    references=("Hall 2015, Corollary 3.47: a connected matrix group is generated by exponentials",),
)
