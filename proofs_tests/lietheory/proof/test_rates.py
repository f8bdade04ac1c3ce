"""A measured order is that of the error, and a wrong order or constant is seen."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lietheory.errors import LieTheoryError
from lietheory.proof.rates import Rate, measure

LADDER = tuple(2.0**-k for k in range(2, 9))


@given(st.sampled_from([0.5, 1.0, 2.0, 3.0]), st.floats(0.1, 10.0))
def test_the_order_and_constant_of_a_power_are_measured(order, constant):
    measured = measure(Rate("h", lambda h: constant * h**order, LADDER, order, constant))
    assert measured.holds
    assert np.isclose(measured.order, order)
    assert np.isclose(measured.constant, constant)


def test_the_next_order_does_not_disturb_the_measured_one():
    assert measure(Rate("h", lambda h: np.exp(h) - 1 - h, tuple(2.0**-k for k in range(2, 10)), 2.0, 0.5)).holds


RATE = Rate("h", lambda h: 3 * h**2, LADDER, 2.0, 3.0)


@pytest.mark.parametrize(
    "wrong",
    [
        {"order": 1.0},
        {"order": 3.0},
        {"order": 2.2},
        {"constant": 3.1},
        {"constant": 1.5},
        {"error": lambda h: 3 * h**2 + 0.1},
        {"error": lambda h: np.nan},
    ],
    ids=["order 1", "order 3", "order 2.2", "constant 3.1", "constant 1.5", "floor", "nan"],
)
def test_a_wrong_order_or_constant_does_not_hold(wrong):
    assert measure(RATE).holds
    assert not measure(replace(RATE, **wrong)).holds


@pytest.mark.parametrize("steps", [(), (0.1,), (0.1, 0.01), (1.0, 0.5, 0.25), (1.0, 0.9, 0.8, 0.7)], ids=str)
def test_a_ladder_that_shows_no_order_is_refused(steps):
    with pytest.raises(LieTheoryError, match="four steps"):
        Rate("h", lambda h: h, steps, 1.0)
