"""Curves: every curve with its spread, and a level to compare with."""

from __future__ import annotations

import pytest

from lietheory.rendering.figures.curves import plot_curves

CURVES = {"first": [(1.0, [1.0, 2.0, 4.0]), (10.0, [3.0])], "second": [(10.0, [0.5, 0.7])]}


def test_a_curve_shows_the_median_and_the_range_of_its_runs():
    (axes,) = plot_curves("title", CURVES, "x", "y", limit=(0.1, "level")).axes
    bars = axes.containers[0]
    assert list(bars.lines[0].get_ydata()) == [2.0, 3.0]
    lower, upper = bars.lines[2][0].get_segments()[0][:, 1]
    assert (lower, upper) == (1.0, 4.0)
    assert {text.get_text() for text in axes.get_legend().get_texts()} == {"first", "second", "level"}


@pytest.mark.parametrize("scales", [(True, True), (False, True), (False, False)])
def test_ticks_are_the_settings(scales):
    (axes,) = plot_curves("title", CURVES, "x", "y", logarithmic=scales).axes
    assert [tick.get_text() for tick in axes.get_xticklabels()] == ["1", "10"]
    assert (axes.get_xscale(), axes.get_yscale()) == tuple("log" if log else "linear" for log in scales)
