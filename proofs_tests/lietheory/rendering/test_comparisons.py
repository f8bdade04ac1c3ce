"""Bars and differences are drawn where they are, with their intervals, first on top."""

from __future__ import annotations

import numpy as np
import pytest

from lietheory.rendering.figures import Bar, Difference, plot_bars, plot_forest, png

BARS = {"rotated": [Bar("a", 91.0, 90.0, 92.5, 93.0, True), Bar("b", 80.0, 78.0, 82.0)], "default": [Bar("a", 97.0, 97.0, 97.0)]}
DIFFERENCES = {
    "rotated": [Difference("a − b", 2.0, 1.0, 3.0), Difference("a − c", -2.0, -3.0, -1.0), Difference("b − c", 0.0, -1.0, 4.0)]
}


def test_each_group_has_a_panel_with_its_bars_from_the_top():
    figure = plot_bars(BARS, "Accuracy", "%", mark="the largest", limit=100)
    first, second = figure.axes
    assert [first.get_title(loc="left"), second.get_title(loc="left")] == list(BARS)
    assert [bar.get_width() for bar in first.patches] == [91, 80]
    assert first.patches[0].get_y() > first.patches[1].get_y()
    assert [label.get_text() for label in first.get_yticklabels()] == ["a", "b"]
    assert first.get_xlim() == second.get_xlim() == (0, 100)


def test_intervals_and_marks_are_where_they_are():
    first = plot_bars(BARS, "Accuracy", "%", mark="the largest").axes[0]
    (segments,) = (c.get_segments() for c in first.collections)
    np.testing.assert_allclose([s[:, 0] for s in segments], [[90, 92.5], [78, 82]])
    assert any(list(line.get_xdata()) == [93.0] for line in first.lines)


@pytest.mark.parametrize(("value", "told"), [(91.04, "91.0"), (12345.0, "12,345")])
def test_the_value_stands_in_the_bar(value, told):
    (axes,) = plot_bars({"x": [Bar("a", value, value, value)]}, "t", "q").axes
    assert [text.get_text() for text in axes.texts] == [told]


def test_the_value_of_a_short_bar_stands_beside_it():
    (axes,) = plot_bars({"x": [Bar("a", 9.0, 8.0, 10.0, None, True), Bar("b", 90.0, 90.0, 90.0, None, True)]}, "t", "q").axes
    assert [(text.xy[0], text.get_color()) for text in axes.texts] == [(10.0, "black"), (0, "white")]


def test_a_difference_shows_on_which_side_of_nothing_it_lies():
    (axes,) = plot_forest(DIFFERENCES, "Differences", "points", 1.0).axes
    points = [line for line in axes.lines if len(line.get_xdata()) == 1]
    assert [line.get_marker() for line in points] == ["o", "s", "o"]
    assert [line.get_markerfacecolor() == line.get_color() for line in points] == [True, True, False]
    assert [float(line.get_ydata()[0]) for line in points] == [2, 1, 0]
    low, high = axes.get_xlim()
    assert low == -high and high > 4


def test_the_same_comparison_is_the_same_file():
    assert png(plot_bars(BARS, "t", "q")) == png(plot_bars(BARS, "t", "q"))
    assert png(plot_forest(DIFFERENCES, "t", "q", 1.0)) == png(plot_forest(DIFFERENCES, "t", "q", 1.0))
