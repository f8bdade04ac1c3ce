"""Conjugations that were planted are found, and none is found where there is none."""

from __future__ import annotations

from importlib import import_module
from itertools import permutations, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lietheory.algebra import LieAlgebra, aff, gl, heisenberg, se, sl, so, sp, su
from lietheory.comparison import conjugation, invariant_form, orthonormal_basis, principal_angles
from lietheory.comparison.forms import normal_frame
from proofs_tests.strategies.matrices import bounded, invertible, orthogonal, positive_definite

KINDS = [
    so(2),
    so(3),
    so(2, 1),
    so(4),
    so(3, 1),
    so(2, 2),
    so(5),
    sl(2),
    sl(3),
    sp(2),
    su(2),
    su(3),
    gl(2),
    aff(1),
    heisenberg(1),
    se(2),
    se(3),
]


def floats(g: LieAlgebra) -> np.ndarray:
    return g.generators.astype(np.float64)


def largest_angle(A: np.ndarray, B: np.ndarray) -> float:
    return float(principal_angles(A, B).max())


@given(st.sampled_from(KINDS), st.data())
def test_a_planted_conjugation_is_found(g: LieAlgebra, data: st.DataObject) -> None:
    L = floats(g)
    T = data.draw(invertible(L.shape[1], log_condition=0.5))
    learned = np.tensordot(data.draw(orthogonal(len(L))), T @ L @ np.linalg.inv(T), axes=1)
    S = conjugation(learned, L, 1e-10)
    assert S is not None
    assert largest_angle(S @ learned @ np.linalg.inv(S), L) < 1e-4  # the far side is only asked for half the digits
    assert largest_angle(learned, np.linalg.inv(S) @ L @ S) < 1e-10
    assert np.isclose(abs(np.linalg.det(S)), 1.0)


@pytest.mark.parametrize("order", list(permutations(range(3))), ids=str)
@pytest.mark.parametrize("signs", list(product([1, -1], repeat=3)), ids=str)
def test_signed_permutations_of_a_nilpotent_algebra_are_found(order: tuple[int, ...], signs: tuple[int, ...]) -> None:
    L, S = floats(heisenberg(1)), np.eye(3)[list(order)] * signs
    for turned in (S @ L @ S.T, -S @ L @ S.T):
        assert conjugation(turned, L, 1e-10) is not None


@pytest.mark.parametrize("g", [so(3), so(5), so(3, 1), su(3), sp(2)], ids=repr)
@pytest.mark.parametrize("size", [1e-6, 1e-3])
def test_a_planted_conjugation_is_found_through_noise(g: LieAlgebra, size: float, rng: np.random.Generator) -> None:
    L = floats(g)
    d = L.shape[1]
    T = np.eye(d) + 0.3 * rng.normal(size=(d, d))
    learned = orthonormal_basis(T @ L @ np.linalg.inv(T)).reshape(L.shape)
    noisy = learned + size * rng.normal(size=L.shape) / d
    assert conjugation(noisy, L, 3 * largest_angle(noisy, learned)) is not None


@pytest.mark.parametrize("noise", [1e-12, 1e-4, 1e-2])
@pytest.mark.parametrize(("A", "B"), [(so(4), so(3, 1)), (so(3, 1), so(2, 2)), (se(3), so(4)), (so(4), se(3))])
def test_real_forms_and_contractions_are_not_taken_for_each_other(A: LieAlgebra, B: LieAlgebra, noise: float) -> None:
    assert conjugation(floats(A), floats(B), noise) is None


def test_two_representations_of_one_algebra_need_not_be_conjugate() -> None:
    beside_a_fixed_line = np.pad(floats(so(3)), ((0, 0), (0, 1), (0, 1)))
    assert conjugation(beside_a_fixed_line, floats(su(2)), 1e-9) is None


@given(invertible(3), st.floats(-3, 3))
def test_one_generator_is_conjugate_to_its_multiples_only(T: np.ndarray, angle: float) -> None:
    screw = np.array([[0.0, -1.0, 0.0], [1.0, 0.0, 0.0], [0.0, 0.0, 2.0]])
    moved = T @ (-3.0 * screw) @ np.linalg.inv(T)
    assert conjugation(moved[None], screw[None], 1e-9) is not None
    other = screw.copy()
    other[2, 2] = 2.5
    assert conjugation(moved[None], other[None], 1e-9) is None


def test_nilpotent_generators_are_conjugate_by_their_block_sizes() -> None:
    one_block, two_blocks = np.eye(4, k=1), np.diag([1.0, 0.0, 1.0], k=1)
    T = np.eye(4) + 0.5 * np.tri(4)
    moved = T @ (5.0 * one_block) @ np.linalg.inv(T)
    assert conjugation(moved[None], one_block[None], 1e-12) is not None
    assert conjugation(moved[None], two_blocks[None], 1e-12) is None


@given(st.data(), st.integers(2, 4))
def test_the_form_that_so_keeps_is_the_planted_metric(data: st.DataObject, d: int) -> None:
    H = data.draw(positive_definite(d))
    L = orthonormal_basis(np.linalg.solve(H, floats(so(d)))).reshape(-1, d, d)  # L^T H + H L = 0
    assert np.allclose(invariant_form(L, 1e-11), H / np.linalg.norm(H), atol=1e-8)


def test_an_algebra_without_an_invariant_form_has_none_and_sp_has_an_area() -> None:
    basis = [orthonormal_basis(floats(g)).reshape(g.generators.shape) for g in (gl(2), sp(2))]
    assert invariant_form(basis[0], 1e-12) is None
    J = invariant_form(basis[1], 1e-12)
    assert np.allclose(J, -J.T)
    assert np.linalg.matrix_rank(J) == 4


@given(orthogonal(4), bounded(4))
def test_symmetric_forms_take_their_normal_shape(Q: np.ndarray, values: np.ndarray) -> None:
    H = (Q * values) @ Q.T
    H = (H + H.T) / 2
    C, signs = normal_frame(H), np.sign(np.linalg.eigvalsh(H))
    assert np.allclose(C.T @ np.diag(signs) @ C, H, atol=1e-13)


@given(orthogonal(4), st.floats(0.1, 1.0), st.sampled_from([-1.0, 0.3]))
def test_antisymmetric_forms_take_their_normal_shape(Q: np.ndarray, first: float, second: float) -> None:
    blocks = np.kron(np.eye(2), [[0, 1], [-1, 0]])
    K = Q @ (np.diag([first, first, second, second]) @ blocks) @ Q.T
    K = (K - K.T) / 2
    C = normal_frame(K)
    assert np.allclose(C.T @ blocks @ C, K, atol=1e-13)


@pytest.mark.parametrize("first", ["rotation", "nilpotent"])
def test_a_span_that_only_comes_near_another_under_a_stretch_is_not_conjugate_to_it(first, monkeypatch):
    """A stretch by s carries the rotation of the plane to within 1/s^2 of a nilpotent matrix, and nothing carries that back."""
    spans = {"rotation": np.array([[[0.0, -1.0], [1.0, 0.0]]]), "nilpotent": np.array([[[0.0, 1.0], [0.0, 0.0]]])}
    A, B = (spans[name] for name in sorted(spans, key=lambda name: name != first))
    stretch = np.diag([30.0, 1.0])
    module = import_module("lietheory.comparison.conjugation")  # the package has a function of this name
    monkeypatch.setattr(module, "_intertwiners", lambda *_: [stretch, np.linalg.inv(stretch)])
    assert conjugation(A, B, noise=2e-3) is None  # above the 1/900 of the side that comes near


@given(st.integers(0, 2**32), st.floats(1e-9, 1e-2), st.floats(0.71, 0.99))
def test_a_form_is_found_up_to_the_noise_of_the_generators(seed, noise, share):
    """An error E of a generator A moves H by H E + E^T H, of size up to 2 |H| |E|."""
    error = np.diag([1.0, -1.0]) / np.sqrt(2)
    turn = np.array([[0.0, 1.0], [-1.0, 0.0]]) / np.sqrt(2)
    angle = np.random.default_rng(seed).uniform(0, np.pi)
    R = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    # the form 1 / sqrt(2) is moved by sqrt(2) share noise sqrt(2)
    H = invariant_form((turn + np.sqrt(2) * share * noise * R @ error @ R.T)[None], noise)
    assert H is not None and np.abs(H - H.T).max() < 1e-12


def test_a_conjugation_is_sought_up_to_the_size_that_is_stated():
    for size, searched in ((12, True), (13, False)):
        L = np.pad(floats(so(3)), ((0, 0), (0, size - 3), (0, size - 3)))
        S = conjugation(L, L, 1e-12)
        assert (S is not None) == searched
