"""Which inputs an algebra ignores, and what is kept of the others."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from lietheory.discovery.ignored_inputs import ignored_inputs, name_in_words


@pytest.mark.parametrize("homogeneous", [False, True])
def test_an_algebra_of_all_maps_ignores_every_input(homogeneous):
    n = 3
    L = np.eye(n * n).reshape(n * n, n, n)[: n * (n - homogeneous)]
    found = ignored_inputs(L, homogeneous=homogeneous)
    assert found is not None
    assert found.inputs == tuple(range(1, n - homogeneous + 1))
    assert len(found.quotient) == 0


def test_noisy_generators_say_of_no_input_that_it_is_ignored():
    rng = np.random.default_rng(0)
    L = np.eye(9).reshape(9, 3, 3)[6:] + 0.3 * rng.normal(size=(3, 3, 3))
    assert ignored_inputs(L, noise=0.3) is None
    assert ignored_inputs(rng.normal(size=(9, 3, 3)), noise=1.0) is None  # once a crash: no input is left


def test_noise_that_is_known_is_allowed_for():
    rng = np.random.default_rng(0)
    L = np.eye(9).reshape(9, 3, 3)[6:] + 1e-2 * rng.normal(size=(3, 3, 3))
    assert ignored_inputs(L) is None
    found = ignored_inputs(L, noise=3e-2)
    assert found is not None and found.inputs == (3,)


NEAR_SO_4 = np.array(
    [np.outer(np.eye(4)[i], np.eye(4)[j]) - np.outer(np.eye(4)[j], np.eye(4)[i]) for i, j in combinations(range(4), 2)]
)
"""so(4), of which a stretch of the last axis makes a contraction that is nearly so(3) |x R^3."""


def test_a_name_says_which_inputs_are_ignored_unless_that_was_said():
    turn, units = np.eye(16).reshape(16, 4, 4)[[1]] - np.eye(16).reshape(16, 4, 4)[[4]], np.eye(16).reshape(16, 4, 4)[8:]
    L = np.concatenate([turn, units])
    ignored = ignored_inputs(L)
    assert ignored is not None and ignored.inputs == (3, 4)
    assert name_in_words(L, ignored, 0.0) == "so(2) on the others"
    assert name_in_words(L, ignored, 0.0, mentioned=False) == "so(2) on the inputs besides x3 and x4"
    assert name_in_words(units, ignored_inputs(units), 0.0) == "changes of these alone"
    assert name_in_words(units, ignored_inputs(units), 0.0, mentioned=False) == "changes of x3 and x4 alone"
    assert name_in_words(NEAR_SO_4, None, 0.0) == "so(3) + so(3)"


def test_what_the_noise_does_not_tell_from_its_contraction_has_both_names():
    S = np.diag([1.0, 1.0, 1.0, 8.0])
    L = S @ NEAR_SO_4 @ np.linalg.inv(S)  # the distance to so(3) |x R^3 is about 1 / 64
    assert name_in_words(L, None, 1e-4) == "so(3) + so(3)"
    assert "so(3) |x R^3" in name_in_words(L, None, 1e-2)
