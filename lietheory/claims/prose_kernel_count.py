"""How many generators a convolutional kernel has: one for each of its points, of which the identity is one."""

import numpy as np

from lietheory import proof as p
from lietheory.algebra import rank
from lietheory.representation.shifts import shift_generators

claim = p.Claim(
    "kernel-count",
    "Generators of a kernel",
    after="prop4",
    source="L-conv, section 2, after Eq 11",
    statement=r"A kernel with $k$ points, one of them $0$, is an L-conv with $k - 1$ generators beside $L_0 = I$, the "
    r"shift by $0$; the $k$ "
    r"shifts are independent if the space is longer than the kernel. A kernel without the point $0$ has $k$ generators, "
    r"and $W^0 = 0$.",
    uses=("prop4",),
)
claim.assume("centre", "the kernel has the point $0$")
claim.assume("room", "the space is longer than the kernel")
claim.part("the count")
claim.explain(
    "A kernel of $k$ points has $k$ shifts, of which the identity is one.",
    "Counts of generators differ by one with the convention.",
    k=("number", "points of the kernel"),
)


def independent(L: np.ndarray) -> int:
    return rank(L.reshape(len(L), -1)) if len(L) else 0


def shifts(d, offsets) -> np.ndarray:
    """The shifts of a circle by these offsets."""
    return shift_generators((d,), list(offsets), "circular")


@claim.residual
def residual(d, offsets):
    """Of the independent generators beside the identity against the points of the kernel less one."""
    eye = np.eye(d, dtype=np.int64)[None]
    return abs(independent(np.concatenate([eye, shifts(d, offsets)])) - 1 - (len(offsets) - 1))


@claim.printed(
    r"This means that the number of generators $L_i$ is the size of the convolutional kernel in CNN.",
    symbols={"listed": lambda: lambda offsets: [k for k in offsets if k]},
    remark="With $L_0 = I$ among the $L_i$, as Fig 2's $n_L = 9$ for $3 \\times 3$ kernels, the number is right; in Eq "
    "6 $n_L$ does not count it.",
)
def printed_form(d, offsets, listed):
    """The independent shifts among the generators of Eq 6 against the points of the kernel."""
    L = shifts(d, listed(offsets)) if listed(offsets) else np.zeros((0, d, d))
    return p.equal(independent(L), len(offsets))


def sample(rng: np.random.Generator) -> p.Instance:
    k = int(rng.integers(1, 6))
    return {"d": k + int(rng.integers(1, 30)), "offsets": tuple(range(-(k // 2), k - k // 2))}


def exact(rng: np.random.Generator, size: int) -> p.Instance:
    return {"d": size + 1, "offsets": tuple(range(int(rng.integers(1, size + 1))))}


@claim.premise
def premise(d, offsets) -> bool:
    """The points of the kernel are different points of the circle."""
    return len({k % d for k in offsets}) == len(offsets)


@claim.search
def smallest() -> p.Instances:
    """Kernels of one, two and three points on four."""
    for k in (1, 2, 3):
        yield {"d": 4, "offsets": tuple(range(k))}


claim.draw(sampled=sample, exact=exact)
claim.without("centre", "the kernel of the one point 1", lambda: {"d": 3, "offsets": (1,)})
claim.without("room", "the points 0 and 2 on a circle of two points", lambda: {"d": 2, "offsets": (0, 2)})
claim.reading("$L_0 = I$ is counted among the generators", symbol="listed", to=lambda: list)
