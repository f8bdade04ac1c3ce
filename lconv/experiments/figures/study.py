"""The runs that Figures 2, 3 and 4 share: settings, the three variants of the images, the six models, and one run."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import torch
from jaxtyping import Float, Int
from scipy import ndimage

from lconv.experiments.baselines.image_classifier_base import ImageClassifier, ImageSizes
from lconv.experiments.baselines.image_networks import CNN, FCLikeLConv, FCShallow, LConvClassifier
from lconv.experiments.harness import Cell, Measures
from lconv.experiments.harness.training import Fitting, accuracy, device, fit
from lconv.experiments.shared.images import LabelledImages, labelled_images
from lietheory.errors import RankError


@dataclass(frozen=True)
class Grid:
    """The runs that Figures 2, 3 and 4 share.

    Args:
        data: the images, by name.
        data_home: scikit-learn's data folder, for images from OpenML; its own default if empty.
        limit: how many images at most; 0 for all.
        seeds: how many seeds; each draws its own angles, permutation, folds and initial weights.
        seed: the first of them.
        folds: of the cross-validation; each is the test fold once, and nothing is chosen on it.
        filters: channels of each hidden layer.
        n_generators: learnt generators of an L-conv layer, beside L_0 = I.
        rank: the d_h of Figures 2 and 4.
        rank_of_figure_3: the d_h of Figure 3, for one layer and for two.
        fitting: epochs, batches and learning rate, the same for every model.
    """

    data: str = "digits"
    data_home: str = ""
    limit: int = 0
    seeds: int = 5
    seed: int = 0
    folds: int = 5
    filters: int = 32
    n_generators: int = 8
    rank: int = 16
    rank_of_figure_3: int = 8
    fitting: Fitting = Fitting()

    def __post_init__(self) -> None:
        if self.folds < 2 or self.seeds < 1:
            got = f"{self.folds} and {self.seeds}"
            raise RankError("Grid(folds, seeds)", "at least 2 folds and 1 seed", got, "A fold is left out of each training.")

    @property
    def overlap(self) -> float:
        """Test points for each training point, which the intervals of cross-validation need."""
        return 1 / (self.folds - 1)


DEFAULT, ROTATED, SCRAMBLED = "default", "rotated", "rotated and scrambled"
VARIANTS = (DEFAULT, ROTATED, SCRAMBLED)
LARGEST = 90.0  # degrees


@dataclass(frozen=True, eq=False)
class Variant:
    """Features in [-1/2, 1/2], their labels, and which fold each is in.

    Args:
        features: (n, space, channel).
        labels: (n,).
        folds: (n,), integers.
        sizes: of images and classes.
    """

    features: Float[np.ndarray, "n space channel"]
    labels: Int[np.ndarray, " n"]
    folds: Int[np.ndarray, " n"]
    sizes: ImageSizes


@lru_cache(maxsize=3)
def variant(grid: Grid, which: str, seed: int) -> Variant:
    """The images of one variant under one seed: the angles, the permutation and the folds are drawn from the seed alone.

    Angles are the same in both rotated variants, and the permutation is one for all images, of training and test.

    Args:
        grid: which data.
        which: one of VARIANTS.
        seed: of angles, permutation and folds.
    """
    plain = labelled_images(grid.data, grid.data_home, grid.limit)
    n, channels, height, width = plain.images.shape
    rng = np.random.default_rng([seed, 2])
    angles, order = rng.uniform(-LARGEST, LARGEST, n), rng.permutation(height * width)
    images = plain.images if which == DEFAULT else rotated(plain.images, angles)
    features = images.reshape(n, channels, -1).transpose(0, 2, 1) - 0.5
    if which == SCRAMBLED:
        features = features[:, order]
    sizes = ImageSizes(height, width, channels, int(plain.labels.max()) + 1)
    return Variant(np.ascontiguousarray(features, dtype=np.float32), plain.labels, folds_of(plain, grid.folds, rng), sizes)


def rotated(images: Float[np.ndarray, "n c h w"], degrees: Float[np.ndarray, " n"]) -> Float[np.ndarray, "n c h w"]:
    """Each image turned by its own angle once, by cubic splines, its border continued outwards.

    References:
        The code released with the L-conv paper: scipy.ndimage.rotate, reshape=False, mode "nearest", U(-90, 90) degrees.
    """
    turned = [
        ndimage.rotate(image, angle, axes=(2, 1), reshape=False, mode="nearest")
        for image, angle in zip(images, degrees, strict=True)
    ]
    return np.stack(turned)


def folds_of(plain: LabelledImages, folds: int, rng: np.random.Generator) -> Int[np.ndarray, " n"]:
    """A fold for each image, every class spread evenly."""
    fold = np.empty(len(plain.labels), dtype=np.int64)
    start = 0
    for label in np.unique(plain.labels):
        members = rng.permutation(np.flatnonzero(plain.labels == label))
        fold[members] = (start + np.arange(len(members))) % folds
        start += len(members)
    return fold


LCONV, RANDOM, PLAIN_CNN, POOLED, LIKE, SHALLOW = "L-conv", "random L", "CNN", "CNN + maxpool", "FC like L-conv", "FC shallow"
MODELS = (LCONV, RANDOM, PLAIN_CNN, POOLED, LIKE, SHALLOW)
UNRANKED = (PLAIN_CNN, POOLED)
"""Models without generators, which are the same whatever the rank of L-conv."""
_MAKERS: dict[str, Callable[[Grid, ImageSizes, int, int], ImageClassifier]] = {
    LCONV: lambda g, s, n, r: LConvClassifier(s, n, g.filters, g.fitting, g.n_generators, r),
    RANDOM: lambda g, s, n, r: LConvClassifier(s, n, g.filters, g.fitting, g.n_generators, r, learns=False),
    PLAIN_CNN: lambda g, s, n, r: CNN(s, n, g.filters, g.fitting),
    POOLED: lambda g, s, n, r: CNN(s, n, g.filters, g.fitting, pooled=True),
    LIKE: lambda g, s, n, r: FCLikeLConv(s, n, g.filters, g.fitting, (g.n_generators + 1) * r),
    SHALLOW: lambda g, s, n, r: FCShallow(s, n, g.filters, g.fitting, r, g.n_generators),
}


def classifier(grid: Grid, sizes: ImageSizes, model: str, layers: int, rank: int) -> ImageClassifier:
    """The model of this name with so many hidden layers, its generators of this rank.

    Examples:
        >>> classifier(Grid(), ImageSizes(28, 28, 1, 10), "CNN", 1, 0).parameters()
        216650
    """
    return _MAKERS[model](grid, sizes, layers, rank)


def cells_of_figure_2(grid: Grid) -> list[Cell]:
    """One layer on both hidden symmetries."""
    return _cells(grid, (ROTATED, SCRAMBLED), (1,), grid.rank)


def cells_of_figure_3(grid: Grid) -> list[Cell]:
    """One layer and two on every variant, at the smaller rank."""
    return _cells(grid, VARIANTS, (1, 2), grid.rank_of_figure_3)


def cells_of_figure_4(grid: Grid) -> list[Cell]:
    """One layer on the images as they are."""
    return _cells(grid, (DEFAULT,), (1,), grid.rank)


def run(grid: Grid, cell: Cell) -> Measures:
    """Train one model for a fixed number of epochs on all folds but one, and test it on that one.

    Models of one fold and seed see the same images in the same order. ``best epoch on the test fold`` is what
    the released code reports: the largest of the test accuracies after each epoch.
    """
    seed, fold = int(cell["seed"]), int(cell["fold"])
    data = variant(grid, str(cell["images"]), seed)
    left_out = torch.as_tensor(data.folds == fold)
    x, labels = torch.as_tensor(data.features), torch.as_tensor(data.labels)
    train, test = ((x[part].to(device()), labels[part].to(device())) for part in (~left_out, left_out))
    model = classifier(grid, data.sizes, str(cell["model"]), int(cell["layers"]), int(cell["rank"]))
    initial, order = (torch.Generator().manual_seed(s) for s in _seeds(seed, fold))
    network = model.network(initial).to(device())
    epochs: list[float] = []
    loss = fit(network, *train, grid.fitting, generator=order, after_epoch=lambda now: epochs.append(accuracy(now, *test)))
    return {
        "accuracy": epochs[-1],
        "best epoch on the test fold": max(epochs),
        "accuracy in training": accuracy(network, *train),
        "loss": loss,
        "parameters": model.parameters(),
    }


def _cells(grid: Grid, variants: Sequence[str], layers: Sequence[int], rank: int) -> list[Cell]:
    labelled_images(grid.data, grid.data_home, grid.limit)  # refused here, before any run, where it cannot be had
    seeds = range(grid.seed, grid.seed + grid.seeds)
    return [
        {
            "images": images,
            "model": model,
            "layers": count,
            "rank": 0 if model in UNRANKED else rank,
            "fold": fold,
            "seed": seed,
        }
        for seed, images, fold, count, model in itertools.product(seeds, variants, range(grid.folds), layers, MODELS)
    ]


def _seeds(seed: int, fold: int) -> tuple[int, int]:
    """Two seeds, of the initial weights and of the order of the samples, that no other seed and fold has."""
    first, second = np.random.SeedSequence([seed, fold]).generate_state(2)
    return int(first), int(second)
