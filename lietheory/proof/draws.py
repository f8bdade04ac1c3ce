"""Drawn instances that can be drawn again: a judge, a seed and a number name each of them."""

from __future__ import annotations

from dataclasses import dataclass
from zlib import crc32

import numpy as np

from lietheory.errors import LieTheoryError
from lietheory.proof.checked_claim import CheckedClaim
from lietheory.proof.instances import Instance

SIZES = (2, 3, 4, 5)  # of the exact replay
DRAWS_PER_SIZE = 3
_STREAMS = {"sampled": 0, "replayed": 1, "torch": 2}
_FURTHER = 60  # exact draws at each of the sizes 1 and 2 when a smallest failing instance is wanted


@dataclass(frozen=True)
class Draw:
    """The instance that a judge draws as its ``number``-th from ``seed``; ``str`` is what ``--replay`` takes."""

    judge: str
    seed: int
    number: int

    def __str__(self) -> str:
        return f"{self.judge}:{self.seed}:{self.number}"

    @classmethod
    def parse(cls, text: str, call: str) -> Draw:
        """The draw of that text.

        Raises:
            LieTheoryError: not JUDGE:SEED:NUMBER.
        """
        judge, _, rest = text.partition(":")
        seed, _, number = rest.partition(":")
        if judge not in _STREAMS or not seed.isdecimal() or not number.isdecimal():
            raise LieTheoryError(
                call,
                f"JUDGE:SEED:NUMBER with one of the judges {', '.join(_STREAMS)}",
                repr(text),
                "Copy the line that a failing check prints.",
            )
        return cls(judge, int(seed), int(number))

    def rng(self, label: str) -> np.random.Generator:
        """The generator of this draw alone, so that it does not depend on the draws before it."""
        return np.random.default_rng([self.seed, crc32(label.encode()), _STREAMS[self.judge], self.number])

    @property
    def size(self) -> int:
        """Of an exact instance: three at each of 2 to 5, and after these 1 and 2."""
        if self.number < len(SIZES) * DRAWS_PER_SIZE:
            return SIZES[self.number // DRAWS_PER_SIZE]
        return 1 + (self.number - len(SIZES) * DRAWS_PER_SIZE) // _FURTHER

    def instance(self, claim: CheckedClaim) -> Instance:
        """The instance; a torch judge draws its own.

        Raises:
            LieTheoryError: the draw is exact and the claim has no exact instances.
        """
        rng = self.rng(claim.label)
        if self.judge == "sampled":
            return claim.sample(rng)
        if claim.exact is None:
            raise LieTheoryError(
                f"the draw {self}", "a claim with exact instances", f"{claim.label} has none", "Draw a sampled one."
            )
        return claim.exact(rng, self.size)


def draws(judge: str, rng: np.random.Generator, count: int) -> list[Draw]:
    """The draws that a judge makes, from a seed that ``rng`` gives."""
    seed = int(rng.integers(2**32))
    return [Draw(judge, seed, number) for number in range(count)]


def further(draw: Draw, smallest_size: int = 1) -> list[Draw]:
    """Draws in which a smaller instance than this one may be, of sizes at which there are instances."""
    start = len(SIZES) * DRAWS_PER_SIZE if draw.judge == "replayed" else 0
    more = [Draw(draw.judge, draw.seed, number) for number in range(start, start + 2 * _FURTHER)]
    return [d for d in more if draw.judge != "replayed" or d.size >= smallest_size]


def weight(instance: Instance) -> tuple[int, float]:
    """How large an instance is: the number of its entries, then the sum of their absolute values."""
    arrays = [np.asarray(v) for v in instance.values() if isinstance(v, np.ndarray | int | float | np.generic)]
    return sum(a.size for a in arrays), float(sum(abs(complex(x)) for a in arrays if a.dtype.kind in "iufcO" for x in a.ravel()))
