"""Refusals name the call, what was expected, what was got, and the cure."""

from __future__ import annotations

import pickle

from lietheory.errors import LieTheoryError, ShapeError, UnknownNameError


def test_message_holds_all_four_parts():
    text = str(ShapeError("f(x)", "a square matrix", "shape (2, 3)", "Transpose it."))
    assert text == "f(x): expected a square matrix, got shape (2, 3). Transpose it."


def test_every_refusal_is_a_value_error():
    assert issubclass(LieTheoryError, ValueError)


def test_refusals_survive_pickling():
    error = pickle.loads(pickle.dumps(ShapeError("f(x)", "a", "b", "c")))
    assert (error.call, error.expected, error.got, error.cure) == ("f(x)", "a", "b", "c")


def test_the_nearest_names_are_suggested():
    assert "prop3" in str(UnknownNameError.nearest("verify", "claim", "prop33", ["prop3", "eq9"]))


def test_all_names_are_listed_where_none_is_near():
    assert "prop3, eq9" in str(UnknownNameError.nearest("verify", "claim", "zzzz", ["prop3", "eq9"]))
