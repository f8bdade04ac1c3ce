"""Two models side by side, run by run: same images, same fold, same seed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lconv.experiments.figures.configuration import Grid
from lconv.experiments.figures.models import UNRANKED
from lconv.experiments.harness import Interval, Result, mean_interval, paired_interval

MARGIN = 1.0  # points: a smaller difference does not count
MEASURE, RELEASED = "accuracy", "best epoch on the test fold"


@dataclass(frozen=True)
class Kind:
    """Runs that differ in fold and seed alone.

    Args:
        images: the variant.
        model: its name.
        layers: how many hidden layers.
    """

    images: str
    model: str
    layers: int = 1

    def __str__(self) -> str:
        return f"{self.layers} {self.model}"


@dataclass(frozen=True)
class Contrast:
    """The claim that ``first`` is above ``second``, both on the same images."""

    first: Kind
    second: Kind

    def __str__(self) -> str:
        """The two without what they share."""
        if self.first.model == self.second.model:
            return f"{self.first} − {self.second}"
        if self.first.layers == self.second.layers == 1:
            return f"{self.first.model} − {self.second.model}"
        return f"{self.first} − {self.second}"


@dataclass(frozen=True)
class Runs:
    """The finished runs of one figure: results by kind, then by fold and seed, for one rank of L-conv."""

    grid: Grid
    by_kind: dict[Kind, dict[tuple[int, int], Result]]

    @classmethod
    def of(cls, grid: Grid, results: Sequence[Result], rank: int) -> Runs:
        """Sort results, those of another rank left out."""
        found: dict[Kind, dict[tuple[int, int], Result]] = {}
        for r in results:
            if r.cell["rank"] == (0 if r.cell["model"] in UNRANKED else rank):
                kind = Kind(str(r.cell["images"]), str(r.cell["model"]), int(r.cell["layers"]))
                found.setdefault(kind, {})[int(r.cell["seed"]), int(r.cell["fold"])] = r
        return cls(grid, found)

    def mean(self, kind: Kind, measure: str = MEASURE) -> Interval | None:
        """The mean of a measure in percent with its interval; None of fewer than two runs."""
        values = [100 * r.measures[measure] for r in self.by_kind.get(kind, {}).values()]
        return mean_interval(values, overlap=self.grid.overlap) if len(values) > 1 else None

    def difference(self, contrast: Contrast, measure: str = MEASURE) -> Interval | None:
        """first - second in points, over the folds and seeds that both have; None where these are fewer than two."""
        first, second = (self.by_kind.get(kind, {}) for kind in (contrast.first, contrast.second))
        pairs = [(100 * first[k].measures[measure], 100 * second[k].measures[measure]) for k in first if k in second]
        if len(pairs) < 2:
            return None
        return paired_interval(*zip(*pairs, strict=True), overlap=self.grid.overlap)

    def parameters(self, kind: Kind) -> int | None:
        """How many numbers of such a model learn; None where none was run."""
        return next((r.measures["parameters"] for r in self.by_kind.get(kind, {}).values()), None)


def told(interval: Interval | None) -> str:
    """A difference with its sign and its interval, in points."""
    return "too few runs" if interval is None else f"{interval:+.1f}"
