"""Eq 11: shifts of a flattened image carry what leaves a row into the next; Kronecker products do not."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import numpy as np

from lietheory.proof.claim import Assumption, Claim, Counterexample, Instance, Printed
from lietheory.proof.derivation import Chain, Derivation, Step
from lietheory.proof.index_sums import component, delta
from lietheory.proof.instances import rational, relative
from lietheory.proof.places import Index
from lietheory.representation.shifts import shift, shift_generators

INDICES = tuple(Index(*names) for names in (("r", "p"), ("c", "q"), ("a", "p"), ("b", "q")))


def flat_shift(instance: Instance) -> np.ndarray:
    """The shift of the flattened image by a q + b."""
    (p, q), (a, b) = instance["shape"], instance["offset"]
    return shift_generators((p * q,), [a * q + b])[0]


def residual(instance: Instance):
    """Of three statements: the Kronecker product shifts the image; what a flat shift adds; how many entries that are."""
    (p, q), (a, b), h, L = instance["shape"], instance["offset"], instance["h"], instance["L"]
    wrapped = shift_generators((p, q), [(a + 1, b - q)])[0]
    wrong = np.count_nonzero(flat_shift(instance) - L)
    return max(
        relative(L @ h - shift(h, (a, b), (p, q)), h),
        relative(flat_shift(instance) - L - wrapped),
        Fraction(abs(int(wrong) - max(p - 1 - a, 0) * b)),
    )


def printed_residual(instance: Instance):
    """The shift of the flattened image against that of the image, in one and the same direction."""
    h = instance["h"]
    return relative(flat_shift(instance) @ h - shift(h, instance["offset"], instance["shape"]), h)


def _instance(h: np.ndarray, shape: tuple[int, int], offset: tuple[int, int], **changes: object) -> Instance:
    return {"h": h, "shape": shape, "offset": offset, "L": shift_generators(shape, [offset])[0]} | changes


def sample(rng: np.random.Generator) -> Instance:
    p, q = (int(n) for n in rng.integers(1, 6, 2))
    return _instance(rng.standard_normal((p * q, 2)), (p, q), (int(rng.integers(0, p + 1)), int(rng.integers(0, q + 1))))


def exact(rng: np.random.Generator, size: int) -> Instance:
    """The kernel of the source, (2, 2), on an image with q = size columns."""
    p = int(rng.integers(2, 5))
    offset = [(0, 0), (0, 1), (1, 0), (1, 1)][rng.integers(4)]
    h = rational(rng.integers(-5, 6, (p * size, 2)), 3)
    letters = {
        "H": h[:, 0].reshape(p, size),
        "sizes": {"p": p, "q": size},
        "free": dict(zip(INDICES, (p - 1, size - 1, *offset), strict=True)),
    }
    return _instance(h, (p, size), offset, **letters)


def smallest() -> Iterator[Instance]:
    """Images that the (2, 2) kernel fits into, fewest pixels first; a single pixel lit, shifts by 0, 1, q, q + 1."""
    for p, q in sorted(((p, q) for p in range(2, 5) for q in range(2, 5)), key=lambda shape: (shape[0] * shape[1], shape)):
        for offset in ((0, 0), (0, 1), (1, 0), (1, 1)):
            for place in range(p * q):
                yield _instance(rational(np.eye(p * q, dtype=int)[:, place : place + 1]), (p, q), offset)


def _image(**changes: object) -> Instance:
    """The 3 x 4 image 1, 2, ..., 12, to be shifted by one column."""
    return _instance(np.arange(1.0, 13.0)[:, None], (3, 4), (0, 1), **changes)


def _by_columns() -> np.ndarray:
    """The Kronecker product for an image flattened column by column."""
    return np.kron(shift_generators((4,), [1])[0], shift_generators((3,), [0])[0])


def derivation() -> Derivation:
    """Of the Kronecker product alone: the image H of p rows and q columns, zero off its border, moved by (a, b)."""
    r, c, a, b = INDICES
    row, column = Index("rho", "p"), Index("kappa", "q")
    return Derivation(
        (),
        (
            Chain(
                "the Kronecker product of two shifts moves rows and columns apart",
                (delta(r, row + a) * delta(c, column + b) * component("H", row, column)).summed(row, column),
                (
                    Step(
                        (delta(c, column + b) * component("H", r - a, column)).summed(column),
                        "the delta of the rows ends the sum over rho at r - a, where H is read",
                    ),
                    Step(component("H", r - a, c - b), "and that of the columns the sum over kappa at c - b"),
                ),
            ),
        ),
    )


CLAIM = Claim(
    label="eq11",
    title="Shifts of an image",
    source="L-conv, Eq 11",
    statement=r"On $p \times q$ images flattened row by row the shift by $(a, b)$, with zeros coming in, is "
    r"$N_p^a \otimes N_q^b$, where $N_n$ is the shift of $n$ points by one. The shift of the flattened image by "
    r"$a q + b$, $0 \le b \le q$, is $N_{pq}^{a q + b} = N_p^a \otimes N_q^b + N_p^{a+1} \otimes (N_q^\top)^{q - b}$: "
    r"its second term carries what leaves a row into the next, $(p - 1 - a)\, b$ wrong entries, of which the shift by "
    r"one has $p - 1$.",
    assumptions=(
        Assumption("row-major", "images are flattened row by row"),
        Assumption("zero boundary", "zeros come in; nothing comes back at the other side"),
        Assumption("range", r"$0 \le b \le q$"),
    ),
    residual=residual,
    sample=sample,
    exact=exact,
    counterexamples=(
        Counterexample("row-major", "a 3 x 4 image flattened column by column", lambda: _image(L=_by_columns())),
        Counterexample(
            "zero boundary",
            "circular generators on a 3 x 4 image",
            lambda: _image(L=shift_generators((3, 4), [(0, 1)], "circular")[0]),
        ),
        Counterexample(
            "range",
            "b = 5 columns on a 3 x 4 image: the flat shift carries pixels into the row after next",
            lambda: _instance(np.arange(1.0, 13.0)[:, None], (3, 4), (0, 5)),
        ),
    ),
    printed=Printed(
        r"To cover a (2, 2) kernel on a $p \times q$ image flattened to $pq$ pixels, we need shifts by "
        r"$s = 0, 1, q, q + 1$: $L_{i\mu}^\nu = \delta_{\mu, \nu - s_i}$.",
        printed_residual,
        smallest,
        remark="Judged in the direction that moves h_(mu - s) to mu, see eq10. The shifts by 0 and q are right; those by 1 and "
        "q + 1 wrap. Images must be flattened row by row, q being the number of columns.",
    ),
    derivation=derivation,
    uses=("eq10",),
    proof="The pixel (r, c) has the number r q + c. Adding a q + b gives (r + a, c + b) if c + b < q, "
    "else (r + a + 1, c + b - q).",
)
