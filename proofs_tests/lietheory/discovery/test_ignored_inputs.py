"""Which inputs an algebra ignores, and what is kept of the others."""

from __future__ import annotations

import numpy as np
import pytest

from lietheory.discovery.ignored_inputs import ignored_inputs


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
