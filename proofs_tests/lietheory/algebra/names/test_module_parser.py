"""Modules in names: read in any order of factors and terms, with or without spaces, as the same algebra."""

from __future__ import annotations

import doctest
from itertools import permutations
from pathlib import Path

import numpy as np
import pytest

import lietheory as lt
from lietheory.algebra import canonical_name
from lietheory.errors import UnknownNameError

# simple factors; of each constituent its dimension, the labels of its weight factor by factor, and how the centre acts
MODULES = [
    (["so(3)", "so(2,1)"], [(3, ["2", "0"], "1"), (2, ["0", "1"], "1/2")]),
    (["sl(3,R)", "so(3)"], [(3, ["1,0", "0"], "1"), (3, ["0,0", "2"], "2")]),
    (["so(2,1)", "so(2,1)"], [(2, ["1", "0"], "1"), (2, ["0", "1"], "3"), (1, ["0", "0"], "2")]),
    (["so(3,1)", "so(3)"], [(4, ["1;1", "0"], "1"), (3, ["0;0", "2"], "2")]),
    (["so(3)", "so(3,1)", "so(2,1)"], [(3, ["2", "0;0", "0"], "1"), (4, ["0", "1;1", "0"], "-1"), (2, ["0", "0;0", "1"], "2")]),
    (["so(3)", "sl(3,R)"], [(9, ["2", "1,0"], "1"), (3, ["0", "0,1"], "2")]),
]


def _name(factors, parts, order) -> str:
    terms = [f"R^{n}({';'.join(labels[i] for i in order)})[{block}]" for n, labels, block in parts]
    return f"({' + '.join([factors[i] for i in order] + ['R'])}) |x ({' + '.join(terms)})"


@pytest.mark.parametrize(("factors", "parts"), MODULES)
def test_labels_of_weights_stand_in_the_order_in_which_the_name_lists_the_factors(factors, parts):
    names = {canonical_name(_name(factors, parts, order)) for order in permutations(range(len(factors)))}
    assert len(names) == 1
    assert canonical_name(*names) in names


@pytest.mark.parametrize(("factors", "parts"), MODULES[:5])
def test_the_matrices_of_a_name_have_this_name_however_it_is_written(factors, parts):
    for order in permutations(range(len(factors))):
        name = _name(factors, parts, order)
        g = lt.catalogue_algebra(name)
        answer = lt.identify(g)
        assert (answer.name, answer.status, answer.complete) == (canonical_name(name), "certain", True)
        assert len(g) == sum(lt.catalogue_algebra(f).dimension for f in factors) + 1 + sum(n for n, _, _ in parts)


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("so(3) |x (R^3 + R^3)", "so(3) |x 2 R^3"),
        ("so(3)|x(R^3+R^3+R^3)", "so(3) |x 3 R^3"),
        ("sl(3,R) |x (R^3 + R^3* + R^3)", "sl(3,R) |x (2 R^3 + R^3*)"),
        ("(so(3)+R)|x(R^3[1]+R^3[2])", "(so(3) + R) |x 2 R^3[1, 1/2]"),
        ("(so(2,1)+so(2,1)+R)|x(R^2(1;0)[1]+R^2(0;1)[2])", "(so(2,1) + so(2,1) + R) |x (R^2(1;0)[1] + R^2(0;1)[1/2])"),
        ("(so(3)+R) |x (R+R^3)", "(so(3) + R) |x (R^3 + R)"),
    ],
)
def test_terms_that_stand_twice_count_twice_and_spaces_are_free(written, canonical):
    assert canonical_name(written) == canonical_name(canonical)


@pytest.mark.parametrize(
    "name", ["(so(3) + so(3)) |x R^4", "(so(3) + R) |x R^3[1]", "(R |x R^2[1, 1/2]) + aff(1)", *lt.algebra.catalogue_names(8)]
)
def test_a_name_without_spaces_makes_the_same_matrices(name):
    assert np.array_equal(lt.catalogue_algebra(name.replace(" ", "")).generators, lt.catalogue_algebra(name).generators)


@pytest.mark.parametrize(
    "wrong",
    [
        "(so(3) + sl(3,R) + R) |x (R^3(2;0)[1] + R^3(0;1,0)[2])",  # sl(3, R) has two labels
        "(so(3) + sl(3,R) + R) |x (R^3(2;0,0;0)[1] + R^3(0;1,0)[2])",
        "(so(2,1) + so(3) + R) |x (R^2(0;1)[1] + R^3(2;0)[2])",  # the real modules are R^2 of so(2,1) and R^3 of so(3), not these
        "(so(3) + R) |x (R^3[1] + R^3)",  # how the centre acts stands at each term or at none
    ],
)
def test_labels_that_fit_no_factor_name_nothing(wrong):
    with pytest.raises(UnknownNameError):
        lt.catalogue_algebra(wrong)


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("(so(3) + R) |x 2 R^3[J2(0)]", "galilei(3)"),  # time moves boosts to translations
        ("(so(3)+so(3)+R) |x 2 R^4[J2(0)]", "galilei(4)"),
        ("(R + so(5)) |x 2 R^5[J2(0)]", "galilei(5)"),
        ("(so(3) + R) |x heisenberg(3)[2 R^3[J2(0)]]", "bargmann(3)"),
    ],
)
def test_modules_by_which_time_acts_name_the_galilei_and_bargmann_algebras(written, canonical):
    assert canonical_name(written) == canonical
    assert lt.identify(lt.catalogue_algebra(written)).name == canonical


@pytest.mark.parametrize("wrong", ["(so(2,1) + R) |x R^2(1)[0]", "(so(3) + R) |x 2 R^3[0, 0]"])
def test_a_centre_that_acts_by_zero_is_a_direct_summand_and_no_part_of_a_module(wrong):
    with pytest.raises(UnknownNameError):
        canonical_name(wrong)


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("u(2) |x C^2", "(so(3) + R) |x C^2[+-i]"),
        ("u(2) |x R^4", "(so(3) + R) |x C^2[+-i]"),
        ("(su(2) + so(2)) |x C^2", "(so(3) + R) |x C^2[+-i]"),
        ("u(2,1) |x C^3", "(su(2,1) + R) |x C^3[+-i]"),
        ("gl(2,C) |x C^2", "(so(3,1) + R^2) |x C^2[(1,0) +- (0,1)*i]"),
        ("(so(2,1) + so(2)) |x 2 R^2", "(so(2,1) + R) |x 2 R^2[+-i]"),
        ("gl(3,R) |x R^3", "(sl(3,R) + R) |x R^3"),
        ("(so(3) + so(1,1)) |x R^3", "(so(3) + R) |x R^3"),
    ],
)
def test_lines_are_called_by_how_they_act_on_the_module(written, canonical):
    assert canonical_name(written) == canonical == canonical_name(canonical)


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("so(3) |x R^5", "so(3) |x R^5(4)"),
        ("su(2) |x R^4", "so(3) |x C^2"),
        ("su(2) |x H", "so(3) |x C^2"),
        ("su(3) |x R^6", "su(3) |x C^3"),
        ("usp(4) |x R^8", "so(5) |x H^2"),
        ("sl(2,R) |x R^4", "so(2,1) |x S^3 R^2"),
        ("so(7) |x R^8", "so(7) |x R^8(0,0,1)"),
        ("g2(2) |x R^7", "g2(2) |x R^7(1,0)"),
        ("e6(6) |x R^27", "e6(6) |x R^27(1,0,0,0,0,0)"),
        ("so(3) |x (R^3 + R^5)", "so(3) |x (R^5(4) + R^3)"),
        ("(so(5) + R) |x (R^5 + R^3)", "(so(5) + R) |x (R^5 + R^3)"),  # three lines, which the centre alone acts on
        ("so(3,1) |x R^4", "so(3,1) |x R^4"),
    ],
)
def test_a_module_without_labels_is_the_only_irreducible_one_of_its_dimension(written, canonical):
    assert canonical_name(written) == canonical == canonical_name(canonical)


@pytest.mark.parametrize(
    "wrong", ["so(3) |x R^6", "so(5) |x R^4", "so(4) |x R^3", "(so(3) + R) |x R^5", "(so(3) + so(2)) |x R^3"]
)
def test_a_module_that_is_none_or_that_part_of_the_algebra_does_not_act_on_is_no_name(wrong):
    with pytest.raises(UnknownNameError):
        canonical_name(wrong)


def test_the_examples_on_the_page_of_names_print_what_it_says():
    page = Path(__file__).parents[4] / "docs" / "reference" / "names.md"
    results = doctest.testfile(str(page), module_relative=False)
    assert results.attempted and not results.failed
