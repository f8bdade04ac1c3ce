"""The runs of each figure, and how one is done."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
import torch

from lconv.experiments.baselines.fitting import accuracy, fit
from lconv.experiments.figures.configuration import Grid
from lconv.experiments.figures.images import DEFAULT, ROTATED, SCRAMBLED, VARIANTS, variant
from lconv.experiments.figures.models import MODELS, UNRANKED, classifier
from lconv.experiments.harness import Cell, Measures
from lconv.experiments.harness.device import device
from lconv.experiments.shared.openml import labelled_images


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
