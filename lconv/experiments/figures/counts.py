"""What the paper says of numbers of parameters: counted, not measured."""

from __future__ import annotations

from lconv.experiments.baselines.classifier import ImageSizes
from lconv.experiments.baselines.random_generators import LConvClassifier
from lconv.experiments.figures.claims import CONTRADICTED, SUPPORTED
from lconv.experiments.figures.configuration import Grid
from lconv.experiments.figures.models import LCONV, LIKE, MODELS, PLAIN_CNN, UNRANKED, classifier
from lconv.experiments.harness import Finding, Table

PAPER_SIZES = {
    "MNIST, FashionMNIST": ImageSizes(28, 28, 1, 10),
    "CIFAR10": ImageSizes(32, 32, 3, 10),
    "CIFAR100": ImageSizes(32, 32, 3, 100),
}
MNIST = PAPER_SIZES["MNIST, FashionMNIST"]
PRINTED = Table(
    "What the released code prints: rotated and scrambled MNIST, one run each, best of 30 epochs on the test fold",
    [
        ("model", "parameters", "accuracy, %"),
        ("L-conv, 6 L_i, d_h 8, 16 filters", "188,362", "94.5"),
        ("L-conv, 8 L_i, d_h 6, 16 filters", "191,562", "94.4"),
        ("L-conv, 6 L_i, d_h 6, 24 filters", "235,498", "94.4"),
        ("CNN 5 x 5", "185,162", "92.6"),
        ("CNN 4 x 4", "200,554", "92.2"),
        ("CNN 3 x 3", "216,650", "91.6"),
        ("CNN 2 x 3", "224,874", "90.5"),
        ("CNN 2 x 2, 24 filters", "175,090", "89.3"),
    ],
)
"""The only accuracies of Fig 2's kind that are printed anywhere; the bars of the figures are not."""


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
