"""What the three figures are run with."""

from __future__ import annotations

from dataclasses import dataclass

from lconv.experiments.baselines.fitting import Fitting
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
