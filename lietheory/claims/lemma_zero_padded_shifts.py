"""Lemma: what the shifts of a zero-padded convolution generate, on a line and on an image."""

from functools import cache

import numpy as np

from lietheory import proof as p
from lietheory.algebra import Identification, identify, lie_closure
from lietheory.arrays import is_exact
from lietheory.representation.shifts import shift_generators

claim = p.Claim(
    "lemma-zero-padded-shifts",
    "What zero-padded shifts generate",
    after="lemma-gauge",
    source="own lemma, algebra; for L-conv, Proposition 4",
    statement=r"On $d$ points with zeros coming in, $S_1$ and $S_{-1}$ preserve $B = \mathrm{antidiag}(1, -1, 1, \dots)$, "
    r"$S^\top B + B S = 0$, and generate the whole algebra of $B$: $so(\frac{d+1}2, \frac{d-1}2)$, of dimension $d (d - 1) / 2$, "
    r"for odd $d$, and $sp(d, \mathbb{R})$, of dimension $d (d + 1) / 2$, for even $d$. With $S_2$ and $S_{-2}$ they generate "
    r"$sl(d)$. On $p \times q$ images, $p, q \ge 2$, the shifts by one along both axes and one diagonal, with their opposites, "
    r"generate $sl(p q)$, and the nine of a $3 \times 3$ stencil all of $gl(p q)$. Narrower kernels generate less: the pair and "
    r"$I$ the algebra of $B$ and $I$, not all for $d \ge 3$, 11 of 25 dimensions on 5 points; the cross of five shifts the "
    r"algebras of its two axes side by side, and $I$, 7 of 81 on $3 \times 3$ images; shifts that go one way an abelian "
    r"algebra. A padded convolution closed under brackets is a fully connected layer only if its kernel is wide enough.",
    uses=("lemma-jacobi",),
    proof=r"$B S_1 = -S_1^\top B$ is read off the entries, and the algebra of $B$ is closed under brackets. It is all generated: "
    r"$D = [S_1, S_{-1}] = \mathrm{diag}(-1, 0, \dots, 0, 1)$, $[D, S_1] = E_{21} + E_{d, d-1} =: e_1$, and $D + [e_1^\top, "
    r"e_1]$ is the $D$ of the inner $d - 2$ points, as $S_1 - e_1$ is their $S_1$. By induction all sums $e_i = "
    r"E_{i+1, i} + E_{d+1-i, d-i}$ and their transposes are there, which are Chevalley generators of the algebra of $B$. $S_2 = "
    r"S_1^2$ has $S_2^\top B = B S_2$; the trace-free matrices with that sign are an irreducible module of the algebra of $B$, "
    r"so that one of them adds all. On images $[S \otimes S, S^\top \otimes S^\top] - [S, S^\top] \otimes I - I \otimes [S, "
    r"S^\top] = E_{11} \otimes E_{11} - E_{pp} \otimes E_{qq} =: F$ is two opposite corners, and $-[F, S \otimes S] - [I "
    r"\otimes S, [F, S \otimes I]] = 2 E_{21} \otimes E_{21}$ lies at one of them. Brackets with $S^\top \otimes I$ and $I "
    r"\otimes S^\top$ add $E_{21} \otimes E_{11}$ and $E_{11} \otimes E_{21}$, those with $S \otimes I$ and $I \otimes S$ the "
    r"first column of the unit matrices, but for the corner, and its brackets with the first row are all of trace 0.",
    references=("Bourbaki, Lie groups and Lie algebras, chapter VIII, section 13: the split forms of B and C",),
)
claim.assume("zero boundary", "zeros come in where the shift moves away from the edge")
claim.assume("both directions", "with every shift its opposite is there")
claim.assume("diagonal shifts", r"the stencil on images has its corners, $(\pm 1, \pm 1)$")
claim.part("the form is preserved and closed under brackets", derived=True, formal=("forward_shift_preserves_the_form",))
claim.part(
    "the pair generates all of it",
    formal=(
        *("unit_shifts_generate", "form_symmetry", "form_signature", "algebra_signature"),
        *("orthogonal_dimension", "symplectic_dimension"),
    ),
)
claim.part("with the second shifts, $sl(d)$", formal=("shifts_by_two_generate",))
claim.part("images", formal=("image_shifts_generate", "stencil_generates"))
claim.part(
    "narrower kernels",
    formal=(
        *("pair_with_identity", "pair_with_identity_dimension", "pair_on_five_points"),
        *("cross_generates", "cross_dimension", "cross_on_nine_points"),
        *("same_sign_shifts_commute", "opposite_shifts_do_not_commute"),
    ),
)
claim.explain(
    "What the shifts of a zero-padded convolution generate: an orthogonal or symplectic algebra, and all matrices for "
    "wide kernels.",
    "A padded convolution is far from translation symmetry.",
    S_k=("d x d", "the shift by $k$"),
    B=("d x d", "the form that is preserved"),
)

PAIR = (1, -1)
WIDE = (1, -1, 2, -2)
STENCIL = tuple((a, b) for a in (-1, 0, 1) for b in (-1, 0, 1))
CROSS = tuple((a, b) for a, b in STENCIL if a * b == 0)


@claim.residual
def residual(L, form, dimension, name, others=()):
    """Of the dimension generated, of its name where the shifts are exact, and of the form that the pair preserves."""
    generated, named = _generated(L)
    defects = [abs(generated - dimension), *(p.applied(residual, other) for other in others), 0]
    if named is not None and name is not None:
        defects.append(int(not named.is_named(name)))
    if form is not None:
        defects.append(p.relative(L.swapaxes(1, 2) @ form + form @ L, L, form))
    return max(defects)


def _generated(L: np.ndarray) -> tuple[int, Identification | None]:
    """The dimension of what L generates, and its name where L is exact and it is less than all matrices."""
    if is_exact(L):
        return _generated_exactly(L.shape, L.tobytes())
    return lie_closure(L).dimension, None


@cache
def _generated_exactly(shape: tuple[int, ...], entries: bytes) -> tuple[int, Identification | None]:
    algebra = lie_closure(np.frombuffer(entries, dtype=np.int64).reshape(shape))
    return algebra.dimension, identify(algebra) if algebra.dimension < shape[1] ** 2 else None


def preserved_form(d: int) -> np.ndarray:
    """B = antidiag(1, -1, 1, ...), symmetric for odd d and skew for even d."""
    return np.fliplr(np.diag((-1) ** np.arange(d)))


def pair(d: int, **changes: object) -> p.Instance:
    """The shifts by one to either side of d points, and the algebra stated for them."""
    L, odd = shift_generators((d,), PAIR), d % 2
    name = f"so({(d + 1) // 2},{(d - 1) // 2})" if odd else f"sp({d},R)"
    dimension = d * (d - 1) // 2 if odd else d * (d + 1) // 2
    return {"L": L, "form": preserved_form(d), "dimension": dimension, "name": name} | changes


def wide(d: int, **changes: object) -> p.Instance:
    """The shifts by one and by two."""
    return pair(d) | {"L": shift_generators((d,), WIDE), "form": None, "dimension": d * d - 1, "name": f"sl({d},R)"} | changes


def stencil(side: int, offsets: tuple = STENCIL, boundary: str = "zero") -> p.Instance:
    """The 3 x 3 stencil on square images."""
    L = shift_generators((side, side), offsets, boundary)
    return pair(side) | {"L": L, "form": None, "dimension": side**4, "name": None}


def sample(rng: np.random.Generator) -> p.Instance:
    """Up to seven points; the shifts replaced by random combinations of them, which generate the same."""
    plain = pair(int(rng.integers(2, 8))) if rng.random() < 0.5 else wide(int(rng.integers(2, 6)))
    mix = np.linalg.qr(rng.standard_normal((len(plain["L"]),) * 2))[0]
    return plain | {"L": np.tensordot(mix, plain["L"], axes=1)}


def exact(rng: np.random.Generator, size: int) -> p.Instance:
    """The pair, mixed by an integer matrix of determinant +-1, the wide shifts, and on up to 3 x 3 images the stencil."""
    plain = pair(size)
    mixed = np.tensordot(p.rational_invertible(rng, 2).astype(np.int64), plain["L"], axes=1)
    letters = {"A": plain["L"][0], "C": plain["L"][1], "B": plain["form"], "sizes": {"d": size}}
    with_identity = {"L": np.concatenate([np.eye(size, dtype=np.int64)[None], plain["L"]]), "form": None, "name": None}
    smaller = [plain | with_identity | {"dimension": plain["dimension"] + 1}] if size > 2 else []
    smaller += [plain | {"L": shift_generators((size,), (1, 2)), "form": None, "dimension": min(size - 1, 2), "name": None}]
    cross = [stencil(3, CROSS) | {"dimension": 7}] if size == 3 else []
    images = [stencil(size)] if size < 4 else []
    return plain | {"L": mixed, "others": [*smaller, *cross, wide(size), *images]} | letters


claim.tie(
    {
        "right shift": "zero boundary",
        "left shift": "zero boundary",
    }
)


@claim.derivation
def derivation() -> p.Derivation:
    A, B, C = (p.matrix(name, "d") for name in "ABC")
    rules = (p.Use("right shift"), p.Use("left shift"))
    return p.derive(
        (p.Equation("right shift", A.T @ B, -(B @ A)), p.Equation("left shift", C.T @ B, -(B @ C))),
        p.chain(
            "what preserves $B$ is closed under brackets",
            p.commutator(A, C).T @ B,
            p.step(C.T @ A.T @ B - A.T @ C.T @ B, "transpose the bracket"),
            p.step(-(C.T @ B @ A) + A.T @ B @ C, "both shifts preserve $B$", *rules),
            p.step(B @ C @ A - B @ A @ C, "both shifts preserve $B$", *rules),
            p.step(-(B @ p.commutator(A, C)), "collect"),
        ),
    )


claim.draw(sampled=sample, exact=exact, smallest_size=2)
claim.without(
    "zero boundary",
    "circular shifts of 5 points: they commute",
    lambda: pair(5, L=shift_generators((5,), PAIR, "circular"), form=None),
)
claim.without("both directions", "$S_1$ and $S_2$ on 5 points: they commute", lambda: wide(5, L=shift_generators((5,), (1, 2))))
claim.without(
    "diagonal shifts",
    r"a cross on $3 \times 3$ images generates $\mathrm{so}(2,1) + \mathrm{so}(2,1) + \mathbb{R}$, of dimension 7",
    lambda: stencil(3, CROSS),
)
