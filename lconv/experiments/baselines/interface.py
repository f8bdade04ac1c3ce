"""What every baseline takes and what it gives back, and the table in which they are judged side by side."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from jaxtyping import Float
from numpy.typing import ArrayLike
from scipy import sparse
from torch import Generator, Tensor, nn

from lconv.experiments.harness.training import Progress, silent
from lietheory.algebra import AlgebraLike
from lietheory.arrays import Generators
from lietheory.comparison.compare import compare
from lietheory.errors import ShapeError

HEAD = ("method", "found", "relation to the truth", "largest angle, degrees", "action cosine", "seconds")


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
    """What a baseline found: generators, or a pattern by which it shares its weights.

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
            raise ShapeError(f"Found({self.name!r})", "generators or a pattern", got, "A baseline gives back one of them.")

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
        """What the method finds in these samples.

        Args:
            samples: what it learns from.
            generator: the source of everything that is drawn; its device is the processor.
            progress: called after every step.
        """


def judged(
    found: Sequence[Found], truth: AlgebraLike, points: ArrayLike | None = None, noise: float | None = None
) -> list[tuple[str, ...]]:
    """Each span beside the true one by :func:`lietheory.compare`, with the time it took: a table, its head first.

    Args:
        found: what the baselines gave back.
        truth: the true generators, or the matrices of the true pattern, (n, d, d).
        points: data (n, d) on which actions are compared; None to compare matrices only.
        noise: the angle, in radians, within which spans count as equal; None for rounding.

    Examples:
        >>> turn = np.array([[[0.0, -1.0], [1.0, 0.0]]])
        >>> rows = judged([Found("exact", 0.5, nn.Identity(), 3 * turn)], turn, points=np.eye(2))
        >>> rows[1]
        ('exact', '1 generator', 'equal', '0.0000', '1', '0.5')
    """
    return [HEAD, *(_row(one, truth, points, noise) for one in found)]


def _row(found: Found, truth: AlgebraLike, points: ArrayLike | None, noise: float | None) -> tuple[str, ...]:
    kind = "generator" if found.pattern is None else "free weight"
    weights, count = (0, len(found.span)) if found.pattern is None else pattern_sizes(found.pattern)
    size, seconds = f"{count} {kind}{'' if count == 1 else 's'}", f"{found.seconds:.3g}"
    if weights == count:
        return (found.name, size, "every weight is free", "—", "—", seconds)
    comparison = compare(found.span, truth, points, noise)
    angles = comparison.principal_angles
    angle = f"{float(np.rad2deg(angles[-1])):.4f}" if len(angles) else "—"
    cosine = "—" if comparison.action_cosine is None else f"{comparison.action_cosine:.4g}"
    return (found.name, size, comparison.relation, angle, cosine, seconds)
