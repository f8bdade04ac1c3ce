"""What every baseline takes and what it returns."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from dataclasses import dataclass, field

import numpy as np
from jaxtyping import Float
from scipy import sparse
from torch import Generator, Tensor, nn

from lconv.experiments.harness.training import Progress, silent
from lietheory.arrays import Generators
from lietheory.errors import ShapeError

Pattern = Float[np.ndarray, "weights free"] | sparse.csr_array
"""U with vec(W) = U v, (d_out * d_in, free), rows in the row-major order of W."""


def pattern_sizes(pattern: Pattern) -> tuple[int, int]:
    """The numbers of weights and of free numbers: rows and columns of U."""
    weights, free = pattern.shape or (0, 0)  # every array has a shape; the type of sparse ones allows none
    return weights, free


@dataclass(frozen=True, eq=False)
class Samples:
    """What a baseline learns from.

    Args:
        inputs: sample first, or task first and then sample where a baseline learns from many tasks.
        targets: labels or values, in the same order.
    """

    inputs: Tensor
    targets: Tensor


@dataclass(frozen=True, eq=False)
class Found:
    """What a baseline returns: generators, or a pattern by which it shares its weights.

    Args:
        name: of the baseline.
        seconds: how long it trained.
        model: what was trained.
        generators: (n_L, d, d), or None.
        pattern: U, an array or a sparse array, or None.
        facts: named figures: losses, accuracies, counts.

    Raises:
        ShapeError: neither generators nor a pattern, or both.
    """

    name: str
    seconds: float
    model: nn.Module
    generators: Generators | None = None
    pattern: Pattern | None = None
    facts: dict[str, float | str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if (self.generators is None) == (self.pattern is None):
            got = "neither" if self.generators is None else "both"
            raise ShapeError(f"Found({self.name!r})", "generators or a pattern", got, "A baseline returns one of them.")

    @property
    def span(self) -> Generators:
        """The square matrices whose span is compared: the generators, or the W that each free weight makes alone.

        Raises:
            ShapeError: a pattern of weights that are not square.
        """
        if self.generators is not None:
            return self.generators
        if self.pattern is None:  # which __post_init__ rules out
            raise ShapeError(f"{self.name}.span", "generators or a pattern", "neither", "Give one of them.")
        weights, free = pattern_sizes(self.pattern)
        d = math.isqrt(weights)
        if d * d != weights:
            raise ShapeError(f"{self.name}.span", "a pattern of square W", f"{weights} weights", "Compare the pattern itself.")
        dense = self.pattern if isinstance(self.pattern, np.ndarray) else self.pattern.toarray()
        return dense.T.reshape(free, d, d)


class Baseline(ABC):
    """A method with its settings, a frozen dataclass, that can be trained."""

    @property
    @abstractmethod
    def name(self) -> str:
        """What tables call it."""

    @abstractmethod
    def train(self, samples: Samples, *, generator: Generator, progress: Progress = silent) -> Found:
        """The generators or the pattern that the method learns from these samples.

        Args:
            samples: what it learns from.
            generator: the source of everything that is drawn; its device is the processor.
            progress: called after every step.
        """
