"""Errors of generators do to the Killing form what their bound says."""

from __future__ import annotations

import numpy as np
import pytest

from lietheory.algebra.catalogue.affine import heisenberg
from lietheory.algebra.catalogue.by_name import catalogue_algebra
from lietheory.algebra.catalogue.classical import so
from lietheory.algebra.identification.error_model import errors, killing_reach
from lietheory.algebra.identification.identify import identify
from lietheory.algebra.structure.closure import Span, span
from lietheory.algebra.structure.structure_constants import Structure


def noisy(name: str, eps: float, seed: int) -> tuple[np.ndarray, Span]:
    """Conjugated and mixed generators of length one, and the span of those with an error of size eps."""
    rng = np.random.default_rng(seed)
    L = catalogue_algebra(name).generators
    n, d, _ = L.shape
    S, M = np.eye(d) + 0.1 * rng.standard_normal((d, d)), np.eye(n) + 0.1 * rng.standard_normal((n, n))
    L = np.tensordot(M, S @ L @ np.linalg.inv(S), 1)
    L /= np.linalg.norm(L, axis=(1, 2), keepdims=True)
    return L, span(L + eps * rng.standard_normal((n, d, d)) / d, "", 1e-9)


@pytest.mark.parametrize("name", ["so(3)", "so(3,1)", "sl(3,R)", "su(3)"])
def test_the_killing_form_moves_less_than_its_reach(name: str) -> None:
    for seed in range(8):
        L, found = noisy(name, 3e-3, seed)
        reach = killing_reach(found, errors(found, 3e-3), rng=np.random.default_rng(seed))
        true = span(L, "", 1e-9)
        back = np.linalg.inv(true.change)  # generators in the orthonormal basis of the true span
        turn = found.change @ back
        moved = turn @ Structure(true.constants).killing @ turn.T
        values, vectors = np.linalg.eigh(Structure(found.constants).killing)
        root = vectors / np.sqrt(np.abs(values))
        M = root.T @ moved @ root - np.diag(np.sign(values))
        size = float(np.linalg.norm(M, 2))
        assert reach / 30 < size < reach  # a bound, and not an idle one


def test_reach_grows_with_the_noise_and_is_infinite_for_a_degenerate_form() -> None:
    found = noisy("so(3)", 1e-6, 0)[1]
    small, large, beyond = (killing_reach(found, errors(found, eps)) for eps in (1e-5, 1e-3, 1.0))
    assert 50 * small < large < 200 * small
    assert beyond == np.inf
    exact = span(heisenberg(1).generators.astype(np.float64), "", 1e-9)
    assert killing_reach(exact, errors(exact, 1e-6)) == np.inf


def test_all_errors_are_covered_where_they_are_tiny_and_independent_ones_where_they_are_not() -> None:
    L = so(3).generators + 0.05 * np.sqrt(2) * np.random.default_rng(0).standard_normal((3, 3, 3)) / 3
    for noise in (1e-6, 5e-2):
        found = span(L, "", 1e-9)
        size = errors(found, noise)
        g = Structure(found.constants, size.bound)
        always = np.abs(np.linalg.eigvalsh(g.killing)).min() > g.killing_error
        assert always == (noise == 1e-6)
        assert killing_reach(found, size) < 1
        assert identify(L, noise=noise).status == "certain"
