"""Figures 2, 3 and 4 of the L-conv paper: one grid of runs and three reports on it.

An L-conv layer y = sigma(x W_0 + sum_k L_k x W_k) that learns its L_k is compared with layers that share their weights by
shifts (CNN), by random L_k, or not at all (FC), on images as they are, rotated, and rotated and scrambled by one permutation
of the pixels, which hides the geometry of the grid. Accuracies are compared pair by pair, same fold and same seed, with the
corrected intervals of repeated cross-validation. The three studies are one family: in one folder they share their runs.
"""

from lconv.experiments.figures.report import report_on_figure_2, report_on_figure_3, report_on_figure_4
from lconv.experiments.figures.study import Grid, cells_of_figure_2, cells_of_figure_3, cells_of_figure_4, run
from lconv.experiments.harness import Study

__all__ = ["FIGURE_2", "FIGURE_3", "FIGURE_4"]

_GRID = {
    "run": run,
    "groups": ("images", "layers", "rank", "model"),
    "headline": "accuracy",
    "extendable_fields": ("seeds", "data_home"),
    "family": "figures",
}
FIGURE_2 = Study(
    "figure2",
    "Fig 2: does one L-conv layer do better than others on rotated, and on rotated and scrambled, images?",
    Grid,
    cells_of_figure_2,
    report=report_on_figure_2,
    **_GRID,
)
FIGURE_3 = Study(
    "figure3",
    "Fig 3: what do a second layer, pooling and the number of parameters change?",
    Grid,
    cells_of_figure_3,
    report=report_on_figure_3,
    **_GRID,
)
FIGURE_4 = Study(
    "figure4",
    "Fig 4: how do the same models do on images as they are?",
    Grid,
    cells_of_figure_4,
    report=report_on_figure_4,
    **_GRID,
)
