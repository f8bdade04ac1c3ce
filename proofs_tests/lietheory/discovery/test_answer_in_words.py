"""The headline says what holds, what is near and when the answer would change; the limits say what it leaves open."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lietheory.discovery.answer import Answer, Level
from lietheory.discovery.answer_in_words import _above, headline, limits
from lietheory.discovery.breaking import Breaking


def _level(lower: float, upper: float, **said: float) -> Level:
    value = (lower + upper) / 2
    return Level(np.eye(1, 3), Breaking(value, lower, upper, 0.5, np.ones(3), 900, **said))


def _answer(status: str, *levels: Level, values: tuple[float, ...] = (0.4,), **said: object) -> Answer:
    numbers = np.array(values)
    return Answer(status, 0.001, levels, np.ones(len(numbers)), numbers, numbers, numbers, len(numbers), **said)


def _name(level: Level) -> str:
    return f"g{level.breaking.upper:g}"


HOLDS, EXACTLY, NEAR, OPEN = _level(1e-5, 2e-4), _level(0.0, 1e-14), _level(0.008, 0.0113), _level(5e-4, 0.002)
HEADLINES = {
    "none, dimension 0": (None, "none"),
    "cannot tell in this precision: the rounding of the points or of the outputs is as large as the tolerance": (
        _answer("undecided", imprecise=True),
        "undecided",
    ),
    "undecided: the points are at 7 places only, too few for so many generators": (
        _answer("undecided", few_places=7),
        "undecided",
    ),
    "undecided: the fit is poor": (_answer("undecided", doubt="the fit is poor"), "undecided"),
    "symmetric: g1e-14, exact to rounding": (_answer("symmetric", EXACTLY), "symmetric"),
    "symmetric: g0.0002, broken by 0.001 % to 0.02 % of the output variance; the answer changes below tolerance 0.0002": (
        _answer("symmetric", HOLDS),
        "symmetric",
    ),
    "symmetric: g1e-14, exact to rounding; near g0.0113, broken by 0.8 % to 1.1 % of the output variance; "
    "holds at tolerance 0.012": (_answer("symmetric", NEAR, EXACTLY), "symmetric"),
    "near g0.002, broken by 0.05 % to 0.2 % of the output variance; holds at tolerance 0.002, undecided at 0.001": (
        _answer("undecided", OPEN),
        "undecided",
    ),
    "none: the least broken algebra tried moves the outputs by 31 % of their variance": (
        _answer("none", values=(0.4, 0.31)),
        "none",
    ),
    "none": (_answer("none", values=()), "none"),
    "undecided: derivatives show a direction that no finite step agrees with": (_answer("undecided"), "undecided"),
}


@pytest.mark.parametrize("line", HEADLINES)
def test_the_headline(line: str) -> None:
    answer, status = HEADLINES[line]
    assert headline(answer, status, 0, _name) == line


@given(st.floats(1e-12, 10))
def test_a_printed_tolerance_is_one_at_which_it_holds_and_no_tenth_larger(value: float) -> None:
    assert value <= float(_above(value)) <= 1.11 * value


def test_limits_name_what_was_not_seen() -> None:
    rare, tried = limits(_answer("symmetric", HOLDS), 0)
    assert "900 points" in rare and "0.33 %" in rare and tried.startswith("1 algebra was tried")
    assert len(limits(_answer("none", values=()), 0)) == 1
    assert "0 algebras were tried" in limits(_answer("none", values=()), 0)[0]


@pytest.mark.parametrize(
    ("said", "word", "shown"),
    [
        ({"carried": 0.51}, "51%", True),
        ({"carried": 0.5}, "50%", False),
        ({"leaving": 0.06}, "6%", True),
        ({"leaving": 0.05}, "5%", False),
    ],
)
def test_limits_name_few_points_and_points_outside_the_data(said: dict[str, float], word: str, shown: bool) -> None:
    text = " ".join(limits(_answer("symmetric", _level(1e-5, 2e-4, **said)), 0))
    assert (f"{word} of the" in text) == shown


def test_an_exact_answer_does_not_blame_few_points_and_open_directions_are_counted() -> None:
    exact = limits(_answer("symmetric", _level(0.0, 1e-14, carried=0.9)), 2, weak=3)
    assert not any("1 % of the points" in line for line in exact)
    assert any(line.startswith("along 3 of the directions") for line in exact)
    assert exact[-1].startswith("2 directions do not move these points")
