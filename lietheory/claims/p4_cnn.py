"""Proposition 4: convolutional layers are L-convs over shifts; the shifts of a padded line do not commute."""

from functools import reduce
from math import prod

import numpy as np

from lietheory import proof as p
from lietheory.algebra import bracket
from lietheory.representation import lie_convolution
from lietheory.representation.shifts import shift, shift_generators

claim = p.Claim(
    "prop4",
    "A convolutional layer is an L-conv over shifts",
    after="eq11",
    source="L-conv, Proposition 4",
    statement=r"$\sum_k h_{\mu - k} W_k + b = \sum_k L_k h W_k + b$ with $L_0 = I$ and one generator "
    r"$L_k = S_{k_1} \otimes S_{k_2} \otimes \dots$ for each point $k \neq 0$ of the kernel, in any number of "
    r"dimensions and channels, padded with zeros or circular. Circular shifts commute, and padded ones "
    r"that go the same way, as all of Eq 11 do; opposite padded shifts do not: $[S_1, S_{-1}] = \mathrm{diag}(-1, 0, "
    r"\dots, 0, 1)$ on $d \ge 2$ points.",
    uses=("eq6", "eq10", "eq11"),
    proof=r"$S_1 S_{-1} = \mathrm{diag}(0, 1, \dots, 1)$, since the last shift back loses the first point, and "
    r"$S_{-1} S_1 = \mathrm{diag}(1, \dots, 1, 0)$. On a circle both are $I$.",
)
claim.assume("direction", r"$L_k$ moves the features by $k$: $(L_k h)_\mu = h_{\mu - k}$")
claim.assume("boundary", "generators and layer treat the border alike")
claim.assume("axes", "the axes are shifted apart, by a Kronecker product")
claim.part(
    "the layer on lines and images",
    derived=True,
    formal=("convolution_is_an_lconv", "circular_shift_moves", "padded_shift_moves", "opposite_padded_shift_moves"),
)
claim.part("circular shifts commute", derived=True, formal=("circular_shifts_commute", "circular_shifts2_commute"))
claim.part(
    "padded shifts",
    formal=(
        "padded_shifts_commute",
        "kronecker_commute",
        "opposite_padded_shifts_bracket",
        "opposite_padded_shifts_do_not_commute",
        "opposite_padded_shifts_of_images_do_not_commute",
    ),
)
claim.part("more axes", formal=("kronecker_moves", "convolution_is_an_lconv"))
claim.explain(
    "A convolutional layer is an L-conv whose generators are the shifts of its kernel, with zeros or a circle at the border.",
    "Convolutions are the best known equivariant layers; what their shifts generate depends on the border.",
    h=("d x m", "features: $d$ points, $m$ channels"),
    W=("(n + 1) x a x e", "weights, one matrix a generator and one for the identity"),
    L_k=("d x d", "the shift by $k$"),
)


def convolutional_layer(h, W, shape, boundary, offsets, b) -> np.ndarray:
    """sum_k (h moved by k) W_k + b: a convolution in one or more dimensions, without a matrix on the space."""
    kernel = ((0,) * len(shape), *offsets)
    return reduce(np.add, (shift(h, k, shape, boundary) @ w for k, w in zip(kernel, W, strict=True)), b)


def layer_defect(h, W, L, b, shape, boundary, offsets):
    layer = lie_convolution(h[None], L, W, b)[0]
    return p.relative(layer - convolutional_layer(h, W, shape, boundary, offsets, b), h, W)


@claim.residual
def residual(shape, boundary, h, W, L, b, offsets):
    """Of the layer, of the bracket [S_1, S_-1] on its first axis, and of the brackets of shifts that go the same way."""
    forward, back = shift_generators(shape[:1], [1, -1], boundary)
    ends = np.zeros_like(forward)
    if boundary == "zero":
        ends[-1, -1] += 1
        ends[0, 0] -= 1
    same_way = shift_generators(shape, [(0,) * (len(shape) - 1) + (1,), (1,) * len(shape)], boundary)
    return max(
        layer_defect(h, W, L, b, shape, boundary, offsets),
        p.relative(bracket(forward, back) - ends),
        p.relative(bracket(*same_way)),
    )


@claim.printed(
    "CNN is a special case of L-conv where the generators are shift operators.",
    exact=True,
    parts=("the layer on lines and images",),
    remark="Shifts are group elements (circular) or nilpotent (zero padding) rather than generators of the group of "
    r"translations: $\exp(S - I)$ is a blur, not the shift $S$. The layer itself is right with either boundary.",
)
def printed_form(h, W, L, b, shape, boundary, offsets):
    """The L-conv over the shifts against the convolution."""
    return p.equal(lie_convolution(h[None], L, W, b)[0], convolutional_layer(h, W, shape, boundary, offsets, b), h, W)


def _instance(
    h: np.ndarray, W: np.ndarray, b: np.ndarray, boundary: str, shape: tuple[int, ...], **changes: object
) -> p.Instance:
    """A kernel of three points on a line, or of 3 x 3 on an image; W has its centre first."""
    offsets = [tuple(k - 1 for k in place) for place in np.ndindex(*[3] * len(shape)) if set(place) != {1}]
    given = {"h": h, "W": W, "b": b, "shape": shape, "offsets": offsets, "boundary": boundary}
    return given | {"L": shift_generators(shape, offsets, boundary)} | changes


def _letters(h, W, shape, offsets) -> p.Instance:
    """The letters of the derivation: h as an image H, a line as one of one column, W as a kernel V."""
    rows, columns = (*shape, 1)[:2]
    V = np.zeros((3, 3, *W.shape[1:]), dtype=object)
    for w, offset in zip(W, [(0,) * len(shape), *offsets], strict=True):
        V[tuple(k + 1 for k in (*offset, 0)[:2])] = w
    ends = {p.Index("r", "p"): rows - 1, p.Index("c", "q"): 0, p.Index("e", "p"): 0}
    turns = {p.Index("r", "p", True): rows - 1, p.Index("c", "q", True): 0, p.Index("e", "p", True): 0}
    kernel = {p.Index("i", "k"): 1, p.Index("j", "k"): 2, p.Index("a", "n"): 0}
    sizes = {"p": rows, "q": columns, "k": 3, "m": W.shape[1], "n": W.shape[2]}
    return {"H": h.reshape(rows, columns, -1), "V": V, "sizes": sizes, "free": ends | turns | kernel}


def sample(rng: np.random.Generator) -> p.Instance:
    axes, inputs, outputs = (int(n) for n in rng.integers(1, (3, 4, 4)))
    shape = tuple(int(n) for n in rng.integers(1, 6, axes))
    h, W, b = (rng.standard_normal(s) for s in ((np.prod(shape), inputs), (3**axes, inputs, outputs), outputs))
    return _instance(h, W, b, rng.choice(["zero", "circular"]), shape)


def exact(rng: np.random.Generator, size: int) -> p.Instance:
    shape = (size,) if rng.integers(2) else (size, 3)
    h, W, b = (p.rational(rng.integers(-4, 5, s), 2) for s in ((np.prod(shape), 2), (3 ** len(shape), 2, 2), 2))
    given = _instance(h, W, b, rng.choice(["zero", "circular"]), shape)
    return given | p.applied(_letters, given)


@claim.premise
def premise(L, shape, offsets, boundary) -> bool:
    """The generators are the shifts of the kernel, at a border that both sides treat alike."""
    return L.shape[0] == len(offsets) and not np.any(L - shift_generators(shape, offsets, boundary))


@claim.search
def smallest() -> p.Instances:
    """Lines and images with one pixel lit, either boundary, the kernel 1, 2, ..., one channel."""
    for shape in ((1,), (2,), (3,), (2, 2), (2, 3)):
        W = p.rational(np.arange(1, 3 ** len(shape) + 1))[:, None, None]
        for boundary in ("zero", "circular"):
            for h in p.rational(np.eye(prod(shape), dtype=int)):
                yield _instance(h[:, None], W, p.rational(np.array([0])), boundary, shape)


def _circular(h, W, b, shape) -> p.Instance:
    return _instance(h, W, b, "circular", shape)


def _image(**changes: object) -> p.Instance:
    """The 3 x 4 image 1, 2, ..., 12 under a 3 x 3 kernel padded with zeros, its nine entries 1, 2, ..., 9."""
    return _instance(np.arange(1.0, 13.0)[:, None], np.arange(1.0, 10.0)[:, None, None], np.zeros(1), "zero", (3, 4), **changes)


def _flat(shape, offsets) -> np.ndarray:
    return shift_generators((np.prod(shape),), [a * shape[1] + b for a, b in offsets])


@claim.derivation
def derivation() -> p.Derivation:
    """Of the layer on images, whose kernel indices i and j run from 0 and shift by i - 1 and j - 1, and of circular brackets."""
    r, e, rho = (p.Index(name, "p", True) for name in ("r", "e", "rho"))
    i, j = p.Index("i", "k"), p.Index("j", "k")
    return p.derive(
        (),
        _layer("the layer padded with zeros", circular=False),
        _layer("the circular layer", circular=True),
        p.chain(
            "circular shifts commute",
            (p.delta(r, rho + i) * p.delta(rho, e + j)).summed(rho),
            p.step(p.delta(r, e + i + j), r"the sum over $\rho$ ends; on a circle no place is lost"),
            p.step((p.delta(r, rho + j) * p.delta(rho, e + i)).summed(rho), "the same for the other order"),
        ),
    )


def _layer(title: str, *, circular: bool):
    r, rho = (p.Index(name, "p", circular) for name in ("r", "rho"))
    c, kappa = (p.Index(name, "q", circular) for name in ("c", "kappa"))
    i, j, a, b = p.Index("i", "k"), p.Index("j", "k"), p.Index("a", "n"), p.Index("b", "m")
    V = p.component("V", i, j, b, a)
    shifts = p.delta(r, rho + i - 1) * p.delta(c, kappa + j - 1)
    return p.chain(
        title,
        (shifts * p.component("H", rho, kappa, b) * V).summed(rho, kappa, i, j, b),
        p.step(
            (p.component("H", r - i + 1, c - j + 1, b) * V).summed(i, j, b),
            r"the deltas end the sums over $\rho$ and $\kappa$ where $H$ is read",
        ),
    )


claim.draw(sampled=sample, exact=exact)
claim.without("direction", r"the transposed shifts on a $3 \times 4$ image", lambda: _image(L=_image()["L"].swapaxes(1, 2)))
claim.without(
    "boundary", "circular generators for a layer padded with zeros", lambda: _image(L=p.applied(_circular, _image())["L"])
)
claim.without("axes", "shifts of the flattened image, which wrap from row to row", lambda: _image(L=p.applied(_flat, _image())))
