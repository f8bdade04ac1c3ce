"""Eq 11: shifts of a flattened image carry the end of a row into the next; Kronecker products do not."""

from fractions import Fraction
from itertools import product
from math import prod

import numpy as np

from lietheory import proof as p
from lietheory.representation.shifts import shift, shift_generators

claim = p.Claim(
    "eq11",
    "Shifts of an image",
    after="eq10",
    source="L-conv, Eq 11",
    statement=r"On $p \times q$ images flattened row by row the shift by $(a, b)$, with zeros coming in, is $N_p^a \otimes "
    r"N_q^b$, where $N_n$ shifts $n$ points by one. The shift of the flattened image by $a q + b$, $a \ge 0$, $0 \le b \le q$, "
    r"is $N_{pq}^{a q + b} = N_p^a \otimes N_q^b + N_p^{a+1} \otimes (N_q^\top)^{q - b}$: its second term carries what leaves "
    r"a row into the next, $\max(p - 1 - a, 0)\, b$ wrong entries, of which the shift by one has $p - 1$.",
    uses=("eq10",),
    proof="The pixel $(r, c)$ has the number $r q + c$. Adding $a q + b$ gives $(r + a, c + b)$ if $c + b < q$, else $(r + "
    "a + 1, c + b - q)$.",
)
claim.assume("row-major", "images are flattened row by row")
claim.assume("zero boundary", "zeros come in; nothing comes back at the other side")
claim.assume("range", r"$a \ge 0$ and $0 \le b \le q$")
claim.part("the Kronecker product shifts the image", derived=True)
claim.part("what a flat shift adds", formal=("flattened_shift",))
claim.part("how many entries are wrong", formal=("wrapped_entries",))
claim.explain(
    "Shifting a flattened image by one carries the last pixel of a row into the next row; a Kronecker product of "
    "shifts does not.",
    "Wrapped pixels are no convolution of the image.",
    N_n=("n x n", "the shift of $n$ points by one"),
    p=("number", "rows"),
    q=("number", "columns"),
)

INDICES = tuple(p.Index(*names) for names in (("r", "p"), ("c", "q"), ("a", "p"), ("b", "q")))


def flat_shift(shape, offset) -> np.ndarray:
    """The shift of the flattened image by a q + b."""
    (rows, q), (a, b) = shape, offset
    return shift_generators((rows * q,), [a * q + b])[0]


@claim.residual
def residual(shape, offset, h, L):
    """Of three statements: the Kronecker product shifts the image; what a flat shift adds; how many entries that are."""
    (rows, q), (a, b) = shape, offset
    wrapped = shift_generators(shape, [(a + 1, b - q)])[0]
    wrong = np.count_nonzero(flat_shift(shape, offset) - L)
    return max(
        p.relative(L @ h - shift(h, offset, shape), h),
        p.relative(flat_shift(shape, offset) - L - wrapped),
        Fraction(abs(int(wrong) - max(rows - 1 - a, 0) * b)),
    )


@claim.printed(
    "when flattened becomes a vector of length $pq$. To cover a (2, 2) convolutional kernel, we need shifts to "
    r"be by $0, 1, q, q + 1$ pixels. Thus, we need four $L_i$ given by $L_{i\mu}^{\nu} = \delta_{\mu,\nu-s_i}, "
    "s_i = [0, 1, q, q+1]_i$",
    remark=r"Judged in the direction that moves $h_{\mu - s}$ to $\mu$, see eq10. The shifts by 0 and $q$ are right; "
    "those by 1 and $q + 1$ wrap. Images must be flattened row by row, $q$ being the number of columns.",
)
def printed_form(h, shape, offset):
    """The shift of the flattened image against that of the image, in one and the same direction."""
    return p.equal(flat_shift(shape, offset) @ h, shift(h, offset, shape), h)


def _instance(h: np.ndarray, shape: tuple[int, int], offset: tuple[int, int], **changes: object) -> p.Instance:
    return {"h": h, "shape": shape, "offset": offset, "L": shift_generators(shape, [offset])[0]} | changes


def sample(rng: np.random.Generator) -> p.Instance:
    rows, q = (int(n) for n in rng.integers(1, 6, 2))
    h = rng.standard_normal((rows * q, 2))
    return _instance(h, (rows, q), (int(rng.integers(0, rows + 1)), int(rng.integers(0, q + 1))))


def exact(rng: np.random.Generator, size: int) -> p.Instance:
    """The kernel of the source, (2, 2), on an image with q = size columns."""
    rows = int(rng.integers(2, 5))
    offset = [(0, 0), (0, 1), (1, 0), (1, 1)][rng.integers(4)]
    h = p.rational(rng.integers(-5, 6, (rows * size, 2)), 3)
    letters = {
        "H": h[:, 0].reshape(rows, size),
        "sizes": {"p": rows, "q": size},
        "free": dict(zip(INDICES, (rows - 1, size - 1, *offset), strict=True)),
    }
    return _instance(h, (rows, size), offset, **letters)


@claim.premise
def premise(h, shape, offset) -> bool:
    """The image fits the shape, and the shift is one of those of a (2, 2) kernel."""
    return len(h) == prod(shape) and min(shape) >= 2 and offset in ((0, 0), (0, 1), (1, 0), (1, 1))


@claim.search
def smallest() -> p.Instances:
    """Images that the (2, 2) kernel fits into, fewest pixels first; a single pixel lit, shifts by 0, 1, q, q + 1."""
    for shape in sorted(product(range(2, 5), range(2, 5)), key=lambda shape: (prod(shape), shape)):
        for offset in ((0, 0), (0, 1), (1, 0), (1, 1)):
            for pixel in p.rational(np.eye(prod(shape), dtype=int)):
                yield _instance(pixel[:, None], shape, offset)


def _image(**changes: object) -> p.Instance:
    """The 3 x 4 image 1, 2, ..., 12, to be shifted by one column."""
    return _instance(np.arange(1.0, 13.0)[:, None], (3, 4), (0, 1), **changes)


def _by_columns() -> np.ndarray:
    """The Kronecker product for an image flattened column by column."""
    return np.kron(shift_generators((4,), [1])[0], shift_generators((3,), [0])[0])


@claim.derivation
def derivation() -> p.Derivation:
    """Of the Kronecker product alone: the image H of p rows and q columns, zero off its border, moved by (a, b)."""
    r, c, a, b = INDICES
    row, column = p.Index("rho", "p"), p.Index("kappa", "q")
    return p.derive(
        (),
        p.chain(
            "the Kronecker product of two shifts moves rows and columns apart",
            (p.delta(r, row + a) * p.delta(c, column + b) * p.component("H", row, column)).summed(row, column),
            p.step(
                (p.delta(c, column + b) * p.component("H", r - a, column)).summed(column),
                r"the $\delta$ of the rows ends the sum over $\rho$ at $r - a$, where $H$ is read",
            ),
            p.step(p.component("H", r - a, c - b), r"and that of the columns the sum over $\kappa$ at $c - b$"),
        ),
    )


claim.draw(sampled=sample, exact=exact)
claim.without("row-major", r"a $3 \times 4$ image flattened column by column", lambda: _image(L=_by_columns()))
claim.without(
    "zero boundary",
    r"circular generators on a $3 \times 4$ image",
    lambda: _image(L=shift_generators((3, 4), [(0, 1)], "circular")[0]),
)
claim.without(
    "range",
    r"$b = 5$ columns on a $3 \times 4$ image: the flat shift carries pixels into the row after next",
    lambda: _instance(np.arange(1.0, 13.0)[:, None], (3, 4), (0, 5)),
)


def _padded(rng: np.random.Generator) -> p.Instance:
    """Images whose rows end in a zero, under the shifts of a (2, 2) kernel."""
    rows, q = (int(n) for n in rng.integers(2, 6, 2))
    h = rng.standard_normal((rows, q, 2))
    h[:, -1] = 0
    offset = ((0, 0), (0, 1), (1, 0), (1, 1))[rng.integers(4)]
    return _instance(h.reshape(rows * q, 2), (rows, q), offset)


def _rows_end_in_zero(h, shape) -> bool:
    return not np.any(h.reshape(*shape, -1)[:, -1])


claim.reading(
    "$q$ counts a column of zeros at the end of each row, so that nothing wraps",
    hypothesis=_rows_end_in_zero,
    draw=_padded,
)
