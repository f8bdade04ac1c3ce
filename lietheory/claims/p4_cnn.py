"""Proposition 4: convolutional layers are L-convs over shifts; the shifts of a padded line do not commute."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import numpy as np

from lietheory.algebra import bracket
from lietheory.proof.claim import Assumption, Claim, Counterexample, Instance, Printed, Reading
from lietheory.proof.derivation import Chain, Derivation, Step
from lietheory.proof.index_sums import component, delta
from lietheory.proof.instances import rational, relative
from lietheory.proof.places import Index
from lietheory.representation import lie_convolution
from lietheory.representation.shifts import shift, shift_generators


def convolutional_layer(instance: Instance) -> np.ndarray:
    """sum_k (h moved by k) W_k + b: a convolution in one or more dimensions, without a matrix on the space."""
    h, W, shape, boundary = (instance[name] for name in ("h", "W", "shape", "boundary"))
    kernel = ((0,) * len(shape), *instance["offsets"])
    return sum((shift(h, k, shape, boundary) @ w for k, w in zip(kernel, W, strict=True)), start=instance["b"])


def layer_defect(instance: Instance):
    h, W = instance["h"], instance["W"]
    layer = lie_convolution(h[None], instance["L"], W, instance["b"])[0]
    return relative(layer - convolutional_layer(instance), h, W)


def residual(instance: Instance):
    """Of the layer, and of the bracket [S_1, S_-1] of the two shifts of its first axis."""
    forward, back = shift_generators(instance["shape"][:1], [1, -1], instance["boundary"])
    ends = np.zeros_like(forward)
    if instance["boundary"] == "zero":
        ends[-1, -1] += 1
        ends[0, 0] -= 1
    return max(layer_defect(instance), relative(bracket(forward, back) - ends))


def printed_residual(instance: Instance):
    """Of the layer, and of the brackets of all its shifts."""
    return max(layer_defect(instance), *(relative(bracket(A, B)) for A, B in combinations(instance["L"], 2)))


def _instance(h: np.ndarray, W: np.ndarray, b: np.ndarray, boundary: str, shape: tuple[int, ...], **changes: object) -> Instance:
    """A kernel of three points on a line, or of 3 x 3 on an image; W has its centre first."""
    offsets = [tuple(k - 1 for k in place) for place in np.ndindex(*[3] * len(shape)) if set(place) != {1}]
    return {
        "h": h,
        "W": W,
        "b": b,
        "shape": shape,
        "offsets": offsets,
        "boundary": boundary,
        "L": shift_generators(shape, offsets, boundary),
    } | changes


def _with_letters(instance: Instance) -> Instance:
    """An exact instance with the letters of the derivation: h as an image H, a line as one of one column, W as a kernel V."""
    (p, *columns), h, W = instance["shape"], instance["h"], instance["W"]
    q = columns[0] if columns else 1
    V = np.zeros((3, 3, *W.shape[1:]), dtype=object)
    for w, offset in zip(W, [(0,) * len(instance["shape"]), *instance["offsets"]], strict=True):
        V[tuple(k + 1 for k in (*offset, 0)[:2])] = w
    ends = {Index("r", "p"): p - 1, Index("c", "q"): 0, Index("e", "p"): 0}
    turns = {Index("r", "p", True): p - 1, Index("c", "q", True): 0, Index("i", "k"): 1, Index("j", "k"): 2, Index("a", "n"): 0}
    return instance | {
        "H": h.reshape(p, q, -1),
        "V": V,
        "sizes": {"p": p, "q": q, "k": 3, "m": W.shape[1], "n": W.shape[2]},
        "free": ends | turns | {Index("e", "p", True): 0},
    }


def sample(rng: np.random.Generator) -> Instance:
    axes, inputs, outputs = (int(n) for n in rng.integers(1, (3, 4, 4)))
    shape = tuple(int(n) for n in rng.integers(1, 6, axes))
    arrays = (rng.standard_normal(s) for s in ((np.prod(shape), inputs), (3**axes, inputs, outputs), outputs))
    return _instance(*arrays, rng.choice(["zero", "circular"]), shape)


def exact(rng: np.random.Generator, size: int) -> Instance:
    shape = (size,) if rng.integers(2) else (size, 3)
    arrays = (rational(rng.integers(-4, 5, s), 2) for s in ((np.prod(shape), 2), (3 ** len(shape), 2, 2), 2))
    return _with_letters(_instance(*arrays, rng.choice(["zero", "circular"]), shape))


def smallest() -> Iterator[Instance]:
    """A line of d points padded with zeros, one channel, the kernel (1, 1, 1), h = 0: only the brackets can fail."""
    W, b = rational(np.ones((3, 1, 1), dtype=int)), rational(np.array([0]))
    for d in range(1, 5):
        yield _instance(rational(np.zeros((d, 1), dtype=int)), W, b, "zero", (d,))


def _circular(instance: Instance) -> Instance:
    return _instance(instance["h"], instance["W"], instance["b"], "circular", instance["shape"])


def _image(**changes: object) -> Instance:
    """The 3 x 4 image 1, 2, ..., 12 under a 3 x 3 kernel padded with zeros, its nine entries 1, 2, ..., 9."""
    return _instance(np.arange(1.0, 13.0)[:, None], np.arange(1.0, 10.0)[:, None, None], np.zeros(1), "zero", (3, 4), **changes)


def _flat(instance: Instance) -> np.ndarray:
    (p, q), offsets = instance["shape"], instance["offsets"]
    return shift_generators((p * q,), [a * q + b for a, b in offsets])


def derivation() -> Derivation:
    """Of the layer on images, whose kernel indices i and j run from 0 and shift by i - 1 and j - 1, and of circular brackets."""
    r, e, rho = (Index(name, "p", True) for name in ("r", "e", "rho"))
    i, j = Index("i", "k"), Index("j", "k")
    return Derivation(
        (),
        (
            _layer("the layer padded with zeros", circular=False),
            _layer("the circular layer", circular=True),
            Chain(
                "circular shifts commute",
                (delta(r, rho + i) * delta(rho, e + j)).summed(rho),
                (
                    Step(delta(r, e + i + j), "the sum over rho ends; on a circle no place is lost"),
                    Step((delta(r, rho + j) * delta(rho, e + i)).summed(rho), "the same for the other order"),
                ),
            ),
        ),
    )


def _layer(title: str, *, circular: bool) -> Chain:
    r, rho = (Index(name, "p", circular) for name in ("r", "rho"))
    c, kappa = (Index(name, "q", circular) for name in ("c", "kappa"))
    i, j, a, b = Index("i", "k"), Index("j", "k"), Index("a", "n"), Index("b", "m")
    V = component("V", i, j, b, a)
    shifts = delta(r, rho + i - 1) * delta(c, kappa + j - 1)
    return Chain(
        title,
        (shifts * component("H", rho, kappa, b) * V).summed(rho, kappa, i, j, b),
        (
            Step(
                (component("H", r - i + 1, c - j + 1, b) * V).summed(i, j, b),
                "the deltas end the sums over rho and kappa where H is read",
            ),
        ),
    )


CLAIM = Claim(
    label="prop4",
    title="A convolutional layer is an L-conv over shifts",
    source="L-conv, Proposition 4",
    statement=r"$\sum_k h_{\mu - k} W_k + b = \sum_k L_k h W_k + b$ with $L_0 = I$ and one generator "
    r"$L_k = S_{k_1} \otimes S_{k_2} \otimes \dots$ for each point $k \neq 0$ of the kernel, in any number of "
    r"dimensions and channels, padded with zeros or circular. Circular shifts commute. Zero-padded shifts do not: "
    r"$[S_1, S_{-1}] = \mathrm{diag}(-1, 0, \dots, 0, 1)$ on $d \ge 2$ points.",
    assumptions=(
        Assumption("direction", r"$L_k$ moves the features by $k$: $(L_k h)_\mu = h_{\mu - k}$"),
        Assumption("boundary", "generators and layer treat the border alike"),
        Assumption("axes", "the axes are shifted apart, by a Kronecker product"),
    ),
    residual=residual,
    sample=sample,
    exact=exact,
    counterexamples=(
        Counterexample("direction", "the transposed shifts on a 3 x 4 image", lambda: _image(L=_image()["L"].swapaxes(1, 2))),
        Counterexample(
            "boundary", "circular generators for a layer padded with zeros", lambda: _image(L=_circular(_image())["L"])
        ),
        Counterexample("axes", "shifts of the flattened image, which wrap from row to row", lambda: _image(L=_flat(_image()))),
    ),
    printed=Printed(
        r"CNN is a special case of L-conv where the generators are shift operators. ... Since shifts commute with each other, "
        r"they form a basis for the Lie algebra of an Abelian subgroup of $\operatorname{GL}_d(\mathbb{R})$.",
        printed_residual,
        smallest,
        reading=Reading("the boundary is circular", lambda instance: printed_residual(_circular(instance))),
        remark="Shifts are group elements (circular) or nilpotent (zero padding) rather than generators of the group of "
        "translations: exp(S - I) is a blur, not the shift S. The layer itself is right with either boundary.",
    ),
    derivation=derivation,
    uses=("eq6", "eq10", "eq11"),
    proof=r"$S_1 S_{-1} = \mathrm{diag}(0, 1, \dots, 1)$, since the last shift back loses the first point, and "
    r"$S_{-1} S_1 = \mathrm{diag}(1, \dots, 1, 0)$. On a circle both are $I$.",
)
