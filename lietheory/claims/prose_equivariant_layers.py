"""Networks of equivariant layers are equivariant; the layers of an equivariant network need not be."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise, product

import numpy as np

from lietheory.algebra import inverse, rank, so
from lietheory.proof.claim import Assumption, Claim, Counterexample, Instance, Printed
from lietheory.proof.derivation import Chain, Derivation, Step
from lietheory.proof.instances import rational, rational_invertible, rational_orthogonal, relative
from lietheory.proof.normaliser import Equation, Use
from lietheory.proof.words import matrix
from lietheory.representation import exponential, lie_convolution

Layer = Callable[[np.ndarray], np.ndarray]


def defect(layer: Layer, x: np.ndarray, before: np.ndarray, after: np.ndarray):
    """layer(before x) - after layer(x)."""
    return relative(layer(before @ x) - after @ layer(x), x, before, after)


def network(instance: Instance) -> Layer:
    return lambda x: reduce(lambda h, layer: layer(h), instance["layers"], x)


def residual(instance: Instance):
    """Of the network, between the representations of its input and of its output."""
    return defect(network(instance), instance["x"], instance["actions"][0], instance["actions"][-1])


def printed_residual(instance: Instance):
    """The larger of the layers' defects where the network has none, and of the network's where they have none."""
    inner = [defect(f, instance["x"], *pair) for f, pair in zip(instance["layers"], pairwise(instance["actions"]), strict=True)]
    whole = residual(instance)
    return max(inner) if abs(whole) <= 1e-10 else whole if max(inner) <= 1e-10 else 0


@dataclass(frozen=True, eq=False)
class Mixing:
    """h -> sum_i L_i h W^i, equivariant under all that the L_i commute with."""

    L: np.ndarray
    W: np.ndarray

    def __call__(self, h: np.ndarray) -> np.ndarray:
        return lie_convolution(h[None], self.L, self.W)[0]


@dataclass(frozen=True, eq=False)
class Gated:
    """h -> h + h V / (1 + |h|^2): not linear, and equivariant under every orthogonal u."""

    V: np.ndarray

    def __call__(self, h: np.ndarray) -> np.ndarray:
        return h + h @ self.V / (1 + np.sum(h * h))


@dataclass(frozen=True, eq=False, repr=False)
class Dense:
    """h -> w h."""

    w: np.ndarray

    def __call__(self, h: np.ndarray) -> np.ndarray:
        return self.w @ h

    def __repr__(self) -> str:
        return f"h -> {[[str(entry) for entry in row] for row in self.w]} h".replace("'", "")


def _instance(layers: list[Layer], actions: list[np.ndarray], x: np.ndarray, **letters: object) -> Instance:
    return {"layers": layers, "actions": actions, "x": x} | letters


def sample(rng: np.random.Generator) -> Instance:
    """Two to five layers for a rotation u, some mixing by polynomials in u and some gated by invariants."""
    algebra = (so(2), so(3), so(4))[rng.integers(3)]
    u = exponential(algebra.generators, rng.standard_normal(algebra.dimension))
    layers = []
    for _ in range(rng.integers(2, 6)):
        V = rng.standard_normal((3, 2, 2)) / 4
        layers.append(Gated(V[0]) if rng.random() < 0.5 else Mixing(np.stack([u + u.T, u]), V))
    return _instance(layers, [u] * (len(layers) + 1), rng.standard_normal((len(u), 2)) / 2)


def exact(rng: np.random.Generator, size: int) -> Instance:
    """W_1 from the representation u to S u S^-1, W_2 on to R u R^-1, and a gated layer before both."""
    S, R, u = rational_invertible(rng, size), rational_invertible(rng, size), rational_orthogonal(rng, size)
    C, V = u @ u + 2 * u, rational(rng.integers(-2, 3, (2, 2)))
    first, second = S @ C, R @ C @ inverse(S)
    v, w = S @ u @ inverse(S), R @ u @ inverse(R)
    x = rational(rng.integers(-2, 3, (size, 2)))
    letters = {"u": u, "v": v, "w": w, "A": first, "B": second, "sizes": {"d": size, "e": size, "c": size}}
    return _instance([Gated(V), Dense(first), Dense(second)], [u, u, v, w], x, **letters)


def smallest() -> Iterator[Instance]:
    """W and W^-1 on the line and in the plane, invertible with entries 0 and 1, for a sign and a quarter turn."""
    one, turn = rational(np.array([[-1]])), rational(np.array([[0, -1], [1, 0]]))
    for u, entries in ((one, 1), (turn, 4)):
        for W in product((0, 1), repeat=entries):
            W = rational(np.array(W).reshape(len(u), len(u)))
            if rank(W) == len(W):
                yield _instance([Dense(W), Dense(inverse(W))], [u, u, u], rational(np.eye(len(u), dtype=int)))


def _plane(first: np.ndarray, second: np.ndarray) -> Instance:
    turn = np.array([[0.0, -1.0], [1.0, 0.0]])
    return _instance([Dense(first), Dense(second)], [turn, turn, turn], np.eye(2))


SHEAR = np.array([[1.0, 1.0], [0.0, 1.0]])


def derivation() -> Derivation:
    u, v, w = matrix("u", "d"), matrix("v", "e"), matrix("w", "c")
    A, B = matrix("A", "e", "d"), matrix("B", "c", "e")
    return Derivation(
        (Equation("first", A @ u, v @ A), Equation("second", B @ v, w @ B)),
        (
            Chain(
                "two linear layers",
                B @ A @ u,
                (
                    Step(B @ v @ A, "the first layer takes u to v", (Use("first"),)),
                    Step(w @ B @ A, "the second layer takes v to w", (Use("second"),)),
                ),
            ),
        ),
    )


CLAIM = Claim(
    label="equivariant-layers",
    title="Equivariant layers and equivariant networks",
    source="L-conv, section 2, before Eq 3",
    statement=r"If each layer is equivariant, $F_l(u_{l-1} h) = u_l F_l(h)$, with the action on its input being the one on "
    r"the output of the layer before, then so is the network. The converse is false: $W_2 W_1$ with $W_2 = W_1^{-1}$ is "
    r"equivariant for every $W_1$. 'If and only if' holds for a single linear layer between functions on homogeneous spaces "
    r"of a compact group.",
    assumptions=(
        Assumption("first", "the first layer is equivariant from the input's action to that of its output"),
        Assumption("second", "each later layer is equivariant from that action on"),
    ),
    residual=residual,
    sample=sample,
    exact=exact,
    counterexamples=(
        Counterexample("first", "a shear before the identity, and a quarter turn", lambda: _plane(SHEAR, np.eye(2))),
        Counterexample("second", "a shear after the identity, and a quarter turn", lambda: _plane(np.eye(2), SHEAR)),
    ),
    printed=Printed(
        "A feedforward neural network is equivariant under the action of a group G if and only if each of its layers implement a "
        "group convolution (G-conv).",
        printed_residual,
        smallest,
        remark="The theorem quoted is about the linear map of one layer, compact groups and homogeneous spaces. It says what "
        "a layer looks like that is equivariant, not that the layers of an equivariant network are.",
    ),
    derivation=derivation,
    uses=("eq1",),
    proof=r"Induction over the layers: $F_{l+1}(F_l(u_{l-1} h)) = F_{l+1}(u_l F_l(h)) = u_{l+1} F_{l+1}(F_l(h))$.",
    references=("Kondor and Trivedi 2018, Theorem 1",),
)
