"""Numbers and matrices as LaTeX say what they are."""

from __future__ import annotations

import re
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from lietheory.rendering.instance_markdown import instance_markdown
from lietheory.rendering.mathematics import is_shown_whole, matrix, name, number, upright

RATIONALS = st.tuples(st.integers(1, 6), st.integers(1, 6)).flatmap(
    lambda shape: hnp.arrays(object, shape, elements=st.fractions(max_denominator=99))
)
FRACTION = re.compile(r"(-?)\\tfrac\{(\d+)\}\{(\d+)\}")


def read(latex: str) -> np.ndarray:
    """The matrix that LaTeX shows."""
    inner = latex.removeprefix(r"\begin{pmatrix} ").removesuffix(r" \end{pmatrix}")
    plain = FRACTION.sub(r"\1\2/\3", inner)
    return np.array([[Fraction(v) for v in row.split(" & ")] for row in plain.split(r" \\ ")], dtype=object)


@given(RATIONALS)
def test_an_exact_matrix_is_read_back_as_it_was(A):
    assert (read(matrix(A)) == A).all()


@example(np.finfo(float).max)  # whose four digits are beyond floats
@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_float_is_shown_to_four_digits_and_never_to_seventeen(value):
    shown = number(value)
    assert len(re.sub(r"\D", "", shown.partition(r"\cdot")[0]).strip("0")) <= 4
    digits, _, power = shown.partition(r" \cdot 10^")
    shown_value = Fraction(f"{digits}e{power.strip('{}') or 0}")
    assert abs(shown_value - Fraction(value)) <= Fraction(5, 10**4) * abs(Fraction(value))


@pytest.mark.parametrize(("value", "shown"), [(np.nan, r"\text{nan}"), (np.inf, r"\infty"), (-np.inf, r"-\infty"), (-0.0, "0")])
def test_numbers_that_are_none_are_called_so(value, shown):
    assert number(value) == shown


@pytest.mark.parametrize(("shape", "whole"), [((8, 8), True), ((9, 2), False), ((2, 9), False), ((16,), True), ((17,), False)])
def test_a_large_matrix_keeps_its_corners_and_says_that_it_goes_on(shape, whole):
    A = np.arange(np.prod(shape)).reshape(shape)
    shown = matrix(A)
    assert is_shown_whole(A) is whole
    assert ("dots" in shown) is not whole
    assert shown.replace(")", " ").split(r"\end")[0].split()[-1] == str(A.ravel()[-1])


def test_names_and_words_are_told_from_products():
    assert name("u_c") == "u_{c}" and name("eta") == r"\eta" and name("slope") == r"\mathrm{slope}"
    assert upright(r"u ones \text{ is invertible} \mu H^{\top}") == r"u \mathrm{ones} \text{ is invertible} \mu H^{\top}"


def test_an_instance_shows_every_value_and_none_of_its_bookkeeping():
    shown = instance_markdown(
        {
            "u": np.array([[Fraction(1, 2)]], dtype=object),
            "L": np.array([np.eye(2, dtype=int)] * 6),
            "points": np.ones((60, 5)),
            "none": np.zeros((0, 2, 2)),
            "boundary": "zero",
            "f": len,
            "sizes": {"d": 1},
        }
    )
    lines = shown.splitlines()
    assert lines[0] == r"- $u = \begin{pmatrix} \tfrac{1}{2} \end{pmatrix}$"
    assert lines[1].startswith("- $L[0] = ") and lines[1].endswith("and 2 more")
    assert r"60 \times 5" in lines[2]
    assert lines[3:] == ["- none: none", "- boundary: zero"]
