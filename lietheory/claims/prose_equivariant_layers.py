"""Networks of equivariant layers are equivariant; the layers of an equivariant network need not be."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from itertools import accumulate, pairwise, product

import numpy as np

from lietheory import proof as p
from lietheory.algebra import inverse, rank, so
from lietheory.representation import exponential, lie_convolution

claim = p.Claim(
    "equivariant-layers",
    "Equivariant layers and equivariant networks",
    after="eq3",
    source="L-conv, section 2, before Eq 3",
    statement=r"If each layer is equivariant, $F_l(u_{l-1} h) = u_l F_l(h)$, with the action on its input being the one on "
    r"the output of the layer before, then so is the network. The converse is false: $W_2 W_1$ with $W_2 = W_1^{-1}$ is "
    r"equivariant for every $W_1$. 'If and only if' holds for a single linear layer between functions on homogeneous spaces "
    r"of a compact group.",
    uses=("eq1",),
    proof=r"Induction over the layers: $F_{l+1}(F_l(u_{l-1} h)) = F_{l+1}(u_l F_l(h)) = u_{l+1} F_{l+1}(F_l(h))$.",
    references=("Kondor and Trivedi 2018, Theorem 1",),
)
claim.assume("first", "the first layer is equivariant from the input's action to that of its output")
claim.assume("second", "each later layer is equivariant from that action on")
claim.part("a network of equivariant layers", derived=True, formal=("equivariant_layers_compose", "equivariant_layers_iterate"))
claim.part("the converse is false", formal=("equivariant_network_without_equivariant_layers",))
claim.part("a single linear layer")
claim.explain(
    "Layers that move with the group make a network that does; the network alone need not have such layers.",
    "It says what may be concluded about layers from a network's symmetry.",
    F_l=("function", "a layer"),
    u_l=("d_l x d_l", "the action on its output"),
)


Layer = Callable[[np.ndarray], np.ndarray]


def defect(layer: Layer, x: np.ndarray, before: np.ndarray, after: np.ndarray):
    """layer(before x) - after layer(x)."""
    return p.relative(layer(before @ x) - after @ layer(x), x, before, after)


def network(layers) -> Layer:
    return lambda x: reduce(lambda h, layer: layer(h), layers, x)


@claim.residual
def residual(layers, x, actions):
    """Of the network, between the representations of its input and of its output."""
    return defect(network(layers), x, actions[0], actions[-1])


ROUNDING = 1e-10
"""Defects up to this are rounding of a few products of matrices."""


def activations(layers, x: np.ndarray) -> list[np.ndarray]:
    """x, F_1(x), F_2(F_1(x)), ..."""
    return list(accumulate(layers, lambda h, layer: layer(h), initial=x))


def output_defect(layers, x, actions):
    """Of the network's output alone."""
    return defect(network(layers), x, actions[0], actions[-1])


def every_defect(layers, x, actions):
    """The largest defect of the activations of any layer, each under its own action."""
    pairs = zip(activations(layers, actions[0] @ x), activations(layers, x), actions, strict=True)
    return max(p.relative(moved - action @ still, x, action) for moved, still, action in pairs)


@claim.printed(
    "a feedforward neural network is equivariant under the action of a group $G$ if and only if each of its "
    "layers implement a group convolution (G-conv)",
    symbols={"equivariant": lambda: output_defect},
    remark="The theorem quoted is about the linear map of one layer, compact groups and homogeneous spaces. Kondor "
    "and Trivedi call a network equivariant if the activations of every layer transform under the group; then "
    "it says what it should. Of a network whose output alone is known to transform the layers need not.",
)
def printed_form(x, layers, actions, equivariant):
    """Whether the network is equivariant, in the sense of the convention, and whether each layer is at what it meets."""
    each = [defect(layer, h, *pair) for layer, h, pair in zip(layers, activations(layers, x), pairwise(actions), strict=False)]
    return p.same_truth(equivariant(layers, x, actions) <= ROUNDING, max(each) <= ROUNDING)


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


def _instance(layers: list[Layer], actions: list[np.ndarray], x: np.ndarray, **letters: object) -> p.Instance:
    return {"layers": layers, "actions": actions, "x": x} | letters


def sample(rng: np.random.Generator) -> p.Instance:
    """Two to five layers for a rotation u, some mixing by polynomials in u and some gated by invariants."""
    algebra = (so(2), so(3), so(4))[rng.integers(3)]
    u = exponential(algebra.generators, rng.standard_normal(algebra.dimension))
    layers = []
    for _ in range(rng.integers(2, 6)):
        V = rng.standard_normal((3, 2, 2)) / 4
        layers.append(Gated(V[0]) if rng.random() < 0.5 else Mixing(np.stack([u + u.T, u]), V))
    return _instance(layers, [u] * (len(layers) + 1), rng.standard_normal((len(u), 2)) / 2)


def exact(rng: np.random.Generator, size: int) -> p.Instance:
    """W_1 from the representation u to S u S^-1, W_2 on to R u R^-1, and a gated layer before both."""
    S, R, u = p.rational_invertible(rng, size), p.rational_invertible(rng, size), p.rational_orthogonal(rng, size)
    C, V = u @ u + 2 * u, p.rational(rng.integers(-2, 3, (2, 2)))
    first, second = S @ C, R @ C @ inverse(S)
    v, w = S @ u @ inverse(S), R @ u @ inverse(R)
    x = p.rational(rng.integers(-2, 3, (size, 2)))
    letters = {"u": u, "v": v, "w": w, "A": first, "B": second, "sizes": {"d": size, "e": size, "c": size}}
    return _instance([Gated(V), Dense(first), Dense(second)], [u, u, v, w], x, **letters)


@claim.search
def smallest() -> p.Instances:
    """W and W^-1 on the line and in the plane, invertible with entries 0 and 1, for a sign and a quarter turn."""
    one, turn = p.rational(np.array([[-1]])), p.rational(np.array([[0, -1], [1, 0]]))
    for u, entries in ((one, 1), (turn, 4)):
        for W in product((0, 1), repeat=entries):
            W = p.rational(np.array(W).reshape(len(u), len(u)))
            if rank(W) == len(W):
                yield _instance([Dense(W), Dense(inverse(W))], [u, u, u], p.rational(np.eye(len(u), dtype=int)))


def _plane(first: np.ndarray, second: np.ndarray) -> p.Instance:
    turn = np.array([[0.0, -1.0], [1.0, 0.0]])
    return _instance([Dense(first), Dense(second)], [turn, turn, turn], np.eye(2))


SHEAR = np.array([[1.0, 1.0], [0.0, 1.0]])


@claim.derivation
def derivation() -> p.Derivation:
    u, v, w = p.matrix("u", "d"), p.matrix("v", "e"), p.matrix("w", "c")
    A, B = p.matrix("A", "e", "d"), p.matrix("B", "c", "e")
    return p.derive(
        (p.Equation("first", A @ u, v @ A), p.Equation("second", B @ v, w @ B)),
        p.chain(
            "two linear layers",
            B @ A @ u,
            p.step(B @ v @ A, "the first layer takes $u$ to $v$", "first"),
            p.step(w @ B @ A, "the second layer takes $v$ to $w$", "second"),
        ),
    )


claim.draw(sampled=sample, exact=exact)
claim.without("first", "a shear before the identity, and a quarter turn", lambda: _plane(SHEAR, np.eye(2)))
claim.without("second", "a shear after the identity, and a quarter turn", lambda: _plane(np.eye(2), SHEAR))
claim.reading(
    "equivariance of a network is that of the activations of each layer, as Kondor and Trivedi define it",
    symbol="equivariant",
    to=lambda: every_defect,
)
