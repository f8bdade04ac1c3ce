"""What the paper says of its figures, sentence by sentence: as differences between runs, and as numbers of parameters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lconv.experiments.baselines.image_classifier_base import ImageSizes
from lconv.experiments.baselines.image_networks import LConvClassifier
from lconv.experiments.figures.study import (
    DEFAULT,
    LCONV,
    LIKE,
    MODELS,
    PLAIN_CNN,
    POOLED,
    RANDOM,
    ROTATED,
    SCRAMBLED,
    SHALLOW,
    UNRANKED,
    Grid,
    classifier,
)
from lconv.experiments.harness import Finding, MeanInterval, Result, Table, paired_interval, student_interval

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
        by_kind: dict[Kind, dict[tuple[int, int], Result]] = {}
        for r in results:
            if r.cell["rank"] == (0 if r.cell["model"] in UNRANKED else rank):
                kind = Kind(str(r.cell["images"]), str(r.cell["model"]), int(r.cell["layers"]))
                by_kind.setdefault(kind, {})[int(r.cell["seed"]), int(r.cell["fold"])] = r
        return cls(grid, by_kind)

    def mean(self, kind: Kind, measure: str = MEASURE) -> MeanInterval | None:
        """The mean of a measure in percent with its interval; None of fewer than two runs."""
        values = [100 * r.measures[measure] for r in self.by_kind.get(kind, {}).values()]
        return student_interval(values, overlap=self.grid.overlap) if len(values) > 1 else None

    def difference(self, contrast: Contrast, measure: str = MEASURE) -> MeanInterval | None:
        """first - second in points, over the folds and seeds that both have; None where these are fewer than two."""
        first, second = (self.by_kind.get(kind, {}) for kind in (contrast.first, contrast.second))
        pairs = [(100 * first[k].measures[measure], 100 * second[k].measures[measure]) for k in first if k in second]
        if len(pairs) < 2:
            return None
        return paired_interval(*zip(*pairs, strict=True), overlap=self.grid.overlap)

    def parameters(self, kind: Kind) -> int | None:
        """How many numbers of such a model learn; None where none was run."""
        return next((r.measures["parameters"] for r in self.by_kind.get(kind, {}).values()), None)


def difference_text(interval: MeanInterval | None) -> str:
    """A difference with its sign and its interval, in points."""
    return "too few runs" if interval is None else f"{interval:+.1f}"


SUPPORTED, NOT_SUPPORTED, CONTRADICTED = "supported", "not supported", "contradicted"
CANNOT_TELL = "cannot tell from these data"
HIDDEN = (ROTATED, SCRAMBLED)


@dataclass(frozen=True)
class Sentence:
    """A sentence of the paper and the differences that it is about.

    Args:
        text: what is claimed.
        source: where.
        contrasts: the differences.
        more: whether every first is claimed to be above its second; if not, that none is.
    """

    text: str
    source: str
    contrasts: tuple[Contrast, ...]
    more: bool = True


def _over(first: str, others: Sequence[str], variants: Sequence[str], layers: Sequence[int] = (1,)) -> tuple[Contrast, ...]:
    """``first`` against each of the others, on each variant and with each number of layers."""
    return tuple(Contrast(Kind(i, first, n), Kind(i, other, n)) for i in variants for n in layers for other in others)


def _second_layer(models: Sequence[str], variants: Sequence[str]) -> tuple[Contrast, ...]:
    return tuple(Contrast(Kind(i, m, 2), Kind(i, m, 1)) for i in variants for m in models)


FIGURE_2 = (
    Sentence(
        "On rotated, and on rotated and scrambled, images L-conv performs considerably better than CNN and the baselines.",
        "Results and caption of Fig 2",
        _over(LCONV, (PLAIN_CNN, RANDOM, LIKE), HIDDEN),
    ),
    Sentence("FC layers consistently perform worse than L-conv.", "Results, Fig 2", _over(LCONV, (LIKE, SHALLOW), HIDDEN)),
    Sentence(
        "Not training the L_i leads to a significant drop in performance.", "Results, Fig 2", _over(LCONV, (RANDOM,), HIDDEN)
    ),
)
FIGURE_3 = (
    Sentence(
        "Both FC configurations consistently perform worse than L-conv, so that its performance is not due to extra parameters.",
        "Results, Fig 3",
        _over(LCONV, (LIKE, SHALLOW), (SCRAMBLED, DEFAULT), (1, 2)),
    ),
    Sentence(
        "L-conv outperforms all other tested models on rotated and scrambled images.",
        "Results, Fig 3",
        _over(LCONV, [m for m in MODELS if m != LCONV], (SCRAMBLED,), (1, 2)),
    ),
    Sentence(
        "Without pooling, L-conv does not benefit from a second layer.",
        "Results, Fig 3",
        _second_layer((LCONV,), (SCRAMBLED, DEFAULT)),
        more=False,
    ),
    Sentence(
        "Without pooling, CNN does not benefit from a second layer.",
        "Results, Fig 3",
        _second_layer((PLAIN_CNN,), (SCRAMBLED, DEFAULT)),
        more=False,
    ),
    Sentence(
        "On the images as they are, CNN with maxpooling significantly outperforms CNN and L-conv.",
        "Pooling on L-conv, Fig 3",
        _over(POOLED, (PLAIN_CNN, LCONV), (DEFAULT,), (1, 2)),
    ),
    Sentence(
        "On rotated and scrambled images max-pooling does not yield any improvement.",
        "Pooling on L-conv, Fig 3",
        _over(POOLED, (PLAIN_CNN,), (SCRAMBLED,), (1, 2)),
        more=False,
    ),
)
FIGURE_4 = (
    Sentence(
        "On the images as they are, CNN performs best.",
        "Results, Fig 4",
        _over(PLAIN_CNN, (LCONV, RANDOM, LIKE), (DEFAULT,)),
    ),
    Sentence("L-conv trails behind CNN (closely, says the paper).", "Results, Fig 4", _over(PLAIN_CNN, (LCONV,), (DEFAULT,))),
)


def finding(sentence: Sentence, runs: Runs) -> Finding:
    """The sentence with its verdict and the differences it rests on."""
    pairs = [(contrast, runs.difference(contrast)) for contrast in sentence.contrasts]
    verdict = (all_above if sentence.more else none_above)([interval for _, interval in pairs])
    variants = list(dict.fromkeys(contrast.first.images for contrast, _ in pairs))
    lines = [f"{v}: {', '.join(f'{c} {difference_text(i)}' for c, i in pairs if c.first.images == v)}" for v in variants]
    return Finding(sentence.text, sentence.source, verdict, "; ".join(lines) + _sharpness([i for _, i in pairs]))


def all_above(intervals: Sequence[MeanInterval | None]) -> str:
    """The verdict on the claim that every mean is above 0.

    ``"contradicted"`` where one interval is below 0, ``"supported"`` where all are above, ``"not supported"`` where one
    has 0 in it and lies inside +-1 point.
    """
    verdicts = [CANNOT_TELL if i is None else i.verdict(MARGIN) for i in intervals]
    if CONTRADICTED in verdicts:
        return CONTRADICTED
    if set(verdicts) == {SUPPORTED}:
        return SUPPORTED
    return NOT_SUPPORTED if NOT_SUPPORTED in verdicts else CANNOT_TELL


def none_above(intervals: Sequence[MeanInterval | None]) -> str:
    """The verdict on the claim that no mean is above 0.

    ``"contradicted"`` where one interval is above 0, ``"supported"`` where all end below 1 point.
    """
    if any(i is not None and i.lower > 0 for i in intervals):
        return CONTRADICTED
    return SUPPORTED if all(i is not None and i.upper < MARGIN for i in intervals) else CANNOT_TELL


def _sharpness(intervals: Sequence[MeanInterval | None]) -> str:
    known = [i for i in intervals if i is not None]
    if not known:
        return ""
    fewest, worst = min(i.samples for i in known), max(i.detectable for i in known)
    above, below = sum(i.lower > 0 for i in known), sum(i.upper < 0 for i in known)
    sides = f" Of {len(known)} differences {above} above 0, {below} below." if len(known) > 1 else ""
    return f" points, in {fewest} pairs.{sides} Smallest detectable difference {worst:.1f}."


PAPER_SIZES = {
    "MNIST, FashionMNIST": ImageSizes(28, 28, 1, 10),
    "CIFAR10": ImageSizes(32, 32, 3, 10),
    "CIFAR100": ImageSizes(32, 32, 3, 100),
}
MNIST = PAPER_SIZES["MNIST, FashionMNIST"]


def counts_table(grid: Grid, sizes: ImageSizes, rank: int) -> Table:
    """Numbers that learn, for the data at hand and for the paper's, one layer and two."""
    columns = {f"{grid.data}, here": sizes} | {name: s for name, s in PAPER_SIZES.items() if s != sizes}
    rows = [(f"{n} {m}", *(f"{parameters(grid, s, m, n, rank):,}" for s in columns.values())) for n in (1, 2) for m in MODELS]
    return Table(f"Numbers that learn (generators of rank {rank})", [("model", *columns), *rows])


def parameters(grid: Grid, sizes: ImageSizes, model: str, layers: int, rank: int) -> int:
    """How many numbers of the model of this name learn.

    Examples:
        >>> parameters(Grid(), MNIST, "CNN", 1, 16)
        216650
    """
    return classifier(grid, sizes, model, layers, 0 if model in UNRANKED else rank).parameters()


def counted(grid: Grid, sizes: ImageSizes) -> list[Finding]:
    """The three statements of the paper that are about numbers alone."""
    here, mnist = ({m: parameters(grid, s, m, 1, grid.rank) for m in MODELS} for s in (sizes, MNIST))
    times_fc, times_cnn = (mnist[m] / mnist[LCONV] for m in (LIKE, PLAIN_CNN))
    five = CONTRADICTED if min(times_fc, times_cnn) < 5 else SUPPORTED
    shares = [_generators_in(s, grid) / parameters(grid, s, LIKE, 1, grid.rank) for s in (sizes, MNIST)]
    return [
        Finding(
            "FC and CNN come close on MNIST, but using 5 times more parameters.",
            "caption of Fig 2, the number",
            five,
            f"Counted at MNIST's size: FC has {times_fc:.2f} times L-conv's parameters, CNN {times_cnn:.2f} times; "
            f"here {here[LIKE] / here[LCONV]:.2f} and {here[PLAIN_CNN] / here[LCONV]:.2f}.",
        ),
        Finding(
            "Compared to CNN, L-conv requires extra parameters to encode L_i.",
            "Results, Fig 2",
            SUPPORTED if all(c[LCONV] > c[PLAIN_CNN] for c in (here, mnist)) else CONTRADICTED,
            f"Counted: L-conv {mnist[LCONV]:,} and CNN {mnist[PLAIN_CNN]:,} at MNIST's size, "
            f"{here[LCONV]:,} and {here[PLAIN_CNN]:,} here.",
        ),
        Finding(
            "The O(d_h d) parameters of low-rank L_i can be negligible compared to FC layers.",
            "Results, Fig 2",
            SUPPORTED if shares[1] < 0.1 else CONTRADICTED,
            f"Counted: they are {shares[1]:.1%} of the parameters of FC at MNIST's size, {shares[0]:.1%} here "
            "(supported if below 10 %).",
        ),
    ]


def _generators_in(sizes: ImageSizes, grid: Grid) -> int:
    learns, fixed = (
        LConvClassifier(sizes, 1, grid.filters, grid.fitting, grid.n_generators, grid.rank, learns).parameters()
        for learns in (True, False)
    )
    return learns - fixed
