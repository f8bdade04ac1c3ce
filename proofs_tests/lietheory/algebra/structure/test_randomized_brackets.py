"""Sketched brackets: the constants that all entries give, and a residual that finds what does not close."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lietheory.algebra import LieAlgebra, so
from lietheory.algebra.catalogue.exceptional import e7
from lietheory.algebra.structure import randomized_brackets
from lietheory.algebra.structure.closure import all_brackets, projected_brackets, span
from lietheory.algebra.structure.randomized_brackets import (
    bracket_residuals,
    is_large,
    probed_residuals,
    residual_norms,
    sketched_constants,
    sketched_residual,
    squared_brackets,
)
from proofs_tests.strategies.algebras import exact_algebras, numeric_algebras


@given(exact_algebras())
def test_exact_sketched_constants_are_the_constants(case) -> None:
    constants = sketched_constants(case.generators)
    assert (constants == LieAlgebra.from_matrices(case.generators).structure_constants).all()
    assert not bracket_residuals(case.generators, constants).any()
    assert sketched_residual(case.generators, constants) == 0


@given(numeric_algebras(conjugation=10.0), st.integers(0, 2**32 - 1))
def test_sketched_constants_of_floats_agree_with_the_projection(case, seed: int) -> None:
    basis = span(case.generators, "span(L)", 1e-9).basis
    constants = sketched_constants(basis, rng=np.random.default_rng(seed))
    slack = 1e-8  # rounding 1e-15 times the condition of a basis and of a square system of random functionals
    assert np.abs(constants - projected_brackets(basis)[0]).max() < slack
    assert bracket_residuals(basis, constants).max() < slack


def test_the_residuals_of_an_open_span_are_the_distances() -> None:
    basis = np.linalg.qr(np.random.default_rng(0).standard_normal((16, 5)))[0].T.reshape(5, 4, 4)
    constants, residuals = projected_brackets(basis)
    assert np.allclose(bracket_residuals(basis, constants), residuals, atol=1e-12)
    assert residuals.max() > 0.1


@pytest.mark.parametrize("dtype", [np.int64, np.float64])
def test_one_wrong_constant_is_found(dtype: type) -> None:
    g = so(5)
    wrong = g.structure_constants.astype(dtype)
    wrong[2, 7, 4] += 1
    basis = g.generators.astype(dtype)
    assert sketched_residual(basis, wrong) > 0.1
    assert np.argwhere(bracket_residuals(basis, wrong)).tolist() == [[2, 7], [7, 2]]


def test_the_sketched_residual_estimates_the_whole_one() -> None:
    basis = np.random.default_rng(3).standard_normal((6, 4, 4))
    whole = np.linalg.norm(all_brackets(basis, basis))
    found = sketched_residual(basis, np.zeros((6, 6, 6)), samples=4000, rng=np.random.default_rng(4))
    assert found == pytest.approx(whole, rel=0.1)
    assert squared_brackets(basis, basis, samples=4000, rng=np.random.default_rng(5)) == pytest.approx(whole**2, rel=0.2)


def test_entries_too_large_for_floats_are_multiplied_exactly() -> None:
    big = so(3).generators * (2**30 + 1)
    constants = sketched_constants(big)
    assert not bracket_residuals(big, constants).any()
    constants[0, 1, 0] += 1
    assert bracket_residuals(big, constants)[0, 1] > 0


def test_a_large_span_takes_the_sketch_and_gets_the_same_answer() -> None:
    g = e7()
    assert is_large(g.generators)
    assert not is_large(so(5).generators)
    constants, residuals = projected_brackets(g.generators)
    assert (constants == g.structure_constants).all()
    assert not residuals.any()


def test_the_probed_residuals_estimate_every_one_of_them() -> None:
    basis = np.random.default_rng(3).standard_normal((5, 4, 4))
    f = np.random.default_rng(4).standard_normal((5, 5, 5))
    f = f - f.swapaxes(0, 1)
    found = probed_residuals(basis, f, probes=20000, rng=np.random.default_rng(5))
    assert np.allclose(found, bracket_residuals(basis, f), rtol=0.05)
    assert not found.diagonal().any()


def test_one_wrong_constant_is_probed_and_then_measured() -> None:
    g = so(5)
    basis, f = g.generators.astype(float), g.structure_constants.astype(float)
    assert probed_residuals(basis, f).max() < 1e-12
    for size in (1.0, 1e-7):
        f[2, 7, 4], f[7, 2, 4] = g.structure_constants[2, 7, 4] + size, g.structure_constants[7, 2, 4] - size
        assert np.argwhere(probed_residuals(basis, f) > size / 1000).tolist() == [[2, 7], [7, 2]]
        assert residual_norms(basis, f)[2, 7] == bracket_residuals(basis, f)[2, 7] == pytest.approx(size * np.sqrt(2))


def test_threads_and_one_loop_find_the_same_residuals(monkeypatch: pytest.MonkeyPatch) -> None:
    basis, f = np.random.default_rng(0).standard_normal((6, 5, 5)), np.zeros((6, 6, 6))
    expected = bracket_residuals(basis, f)
    monkeypatch.setattr(randomized_brackets, "_LARGE", 0)
    assert (bracket_residuals(basis, f) == expected).all()
    assert expected[np.triu_indices(6, 1)].all()


def test_blocks_that_fit_a_cache_give_the_residuals_of_one_block(monkeypatch: pytest.MonkeyPatch) -> None:
    basis, f = np.random.default_rng(0).integers(-9, 10, size=(6, 5, 5)).astype(float), np.zeros((6, 6, 6))  # exact in floats
    expected = bracket_residuals(basis, f)
    monkeypatch.setattr(randomized_brackets, "_BLOCK", 2 * 5 * 5)
    assert (bracket_residuals(basis, f) == expected).all()


@pytest.mark.parametrize("wrong", [0, 3])
def test_sparse_products_give_the_residuals_of_dense_ones(monkeypatch: pytest.MonkeyPatch, wrong: int) -> None:
    g = so(7)
    f = g.structure_constants.copy()
    f[2, 7, 5] += wrong
    f[7, 2, 5] -= wrong
    monkeypatch.setattr(randomized_brackets, "_LARGE", 0)
    monkeypatch.setattr(randomized_brackets, "_SPARSE", np.inf)  # dense products
    expected = bracket_residuals(g.generators, f)
    monkeypatch.setattr(randomized_brackets, "_SPARSE", 1)
    assert (bracket_residuals(g.generators, f) == expected).all()
    assert expected.max() == pytest.approx(wrong * np.sqrt(2))


def test_a_defect_inside_a_thread_is_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(randomized_brackets, "_LARGE", 0)
    with pytest.raises(ValueError, match="mismatch"):
        bracket_residuals(np.ones((3, 2, 2)), np.zeros((3, 3, 4)))
