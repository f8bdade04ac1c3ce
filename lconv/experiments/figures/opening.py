"""How the runs were made: what stands at the head of each report, and the details at its end."""

from __future__ import annotations

from collections.abc import Sequence

from lconv.experiments.figures.configuration import Grid
from lconv.experiments.figures.contrasts import MARGIN
from lconv.experiments.figures.images import DEFAULT, variant
from lconv.experiments.harness import Result, Text


def opening(grid: Grid, results: Sequence[Result]) -> Text:
    """How many runs, on what."""
    return Text(
        f"{len(results)} runs on {grid.data}: {grid.folds} folds, seeds {grid.seed} to {grid.seed + grid.seeds - 1}. "
        f"Each run trains on all folds but one for {grid.fitting.epochs} epochs and is tested on that fold after the last; "
        "nothing is chosen on it."
    )


def details(grid: Grid, rank: int) -> list[Text]:
    """Data, models, training, and what the intervals and verdicts mean."""
    return [Text("How it was done", heading=True), *map(Text, (_DATA, _models(grid, rank), _training(grid), _VERDICTS))]


def _models(grid: Grid, rank: int) -> str:
    space = variant(grid, DEFAULT, grid.seed).sizes.space
    return (
        f"Hidden layers of {grid.filters} channels with ReLU, then one dense layer with softmax. L-conv: L_0 = I and "
        f"{grid.n_generators} learnt L_i = U_i V_i of rank d_h = {rank}, which is {rank / space:.0%} of the {space} points of "
        "an image here, where the paper's 16 are 2 % of MNIST's. CNN: 3 x 3 without padding; maxpool: 2 x 2, stride 1. "
        "FC like L-conv: dense layers of L-conv's latent and output sizes. FC shallow: one hidden layer, as many parameters as "
        "L-conv."
    )


def _training(grid: Grid) -> str:
    return (
        f"Every model is trained by RMSprop, learning rate {grid.fitting.learning_rate:g}, batches of {grid.fitting.batch_size}: "
        "what the released code does, which names no optimiser and so has Keras' default; the paper says SGD. The released code "
        "takes 30 epochs and reports the best test accuracy among them: circles show that number for these runs. "
        "A model below 100 % in training, in the table, has not come to the end and might gain from more epochs."
    )


_DATA = (
    "Each seed draws the angles, uniform within 90 degrees, one permutation for training and test, the folds and the initial "
    "weights. Models of one seed and fold see the same images and are compared pair by pair."
)
_VERDICTS = (
    "Intervals are 95 %, Student's t over folds and seeds with the correction for overlapping training sets. A sentence that "
    "compares several pairs is supported where every interval is above 0, contradicted where one is on the other side, "
    f"not supported where one has 0 in it and lies within {MARGIN:g} point; otherwise these data cannot tell."
)
