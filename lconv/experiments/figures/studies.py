"""The three figures as studies: one family, so that in one folder they share their runs."""

from __future__ import annotations

from lconv.experiments.figures.configuration import Grid
from lconv.experiments.figures.grid import cells_of_figure_2, cells_of_figure_3, cells_of_figure_4, run
from lconv.experiments.figures.report import report_on_figure_2, report_on_figure_3, report_on_figure_4
from lconv.experiments.harness import Study

FAMILY, GROUPS, HEADLINE = "figures", ("images", "layers", "rank", "model"), "accuracy"
GROWING = ("seeds", "data_home")

FIGURE_2 = Study(
    "figure2",
    "Fig 2: does one L-conv layer do better than others on rotated, and on rotated and scrambled, images?",
    Grid,
    cells_of_figure_2,
    run,
    report_on_figure_2,
    GROUPS,
    HEADLINE,
    GROWING,
    FAMILY,
)
FIGURE_3 = Study(
    "figure3",
    "Fig 3: what do a second layer, pooling and the number of parameters change?",
    Grid,
    cells_of_figure_3,
    run,
    report_on_figure_3,
    GROUPS,
    HEADLINE,
    GROWING,
    FAMILY,
)
FIGURE_4 = Study(
    "figure4",
    "Fig 4: how do the same models do on images as they are?",
    Grid,
    cells_of_figure_4,
    run,
    report_on_figure_4,
    GROUPS,
    HEADLINE,
    GROWING,
    FAMILY,
)
