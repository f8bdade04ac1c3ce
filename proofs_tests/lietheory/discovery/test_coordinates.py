"""Frames of points and coordinates of generators: what changes of basis do, against the products written out."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import lietheory as lt
from lietheory.discovery.coordinates import Coordinates
from lietheory.discovery.point_frame import PointFrame

SEEDS = st.integers(0, 2**32 - 1)


def _homogeneous(rng: np.random.Generator, d: int) -> PointFrame:
    axes = np.eye(d + 1)
    axes[:d, :d] = np.tril(rng.normal(size=(d, d)), -1) + np.diag(rng.uniform(0.5, 2.0, d))
    return PointFrame(axes, np.append(rng.normal(size=d), 0.0))


def _fields(rng: np.random.Generator, count: int, d: int) -> np.ndarray:
    L = np.zeros((count, d + 1, d + 1))
    L[:, :d] = rng.normal(size=(count, d, d + 1))
    return L


@given(SEEDS, st.integers(1, 4))
def test_a_matrix_in_the_frame_of_the_points_does_the_same_to_them(seed: int, d: int) -> None:
    rng = np.random.default_rng(seed)
    frame, L = _homogeneous(rng, d), _fields(rng, 3, d)
    z = np.concatenate([rng.normal(size=(d, 5)), np.ones((1, 5))])
    T = frame.axes.copy()
    T[:, -1] += frame.origin
    assert np.allclose(T @ frame.into(L) @ z, L @ T @ z)


@given(SEEDS)
def test_the_frame_keeps_brackets_and_the_name_of_an_algebra(seed: int) -> None:
    frame = _homogeneous(np.random.default_rng(seed), 2)
    turned = frame.of_algebra(lt.se(2))
    assert lt.identify(np.asarray(turned)).is_named("se(2)")
    assert frame.of_algebra("se(2)") == "se(2)"
    assert np.shape(frame.of_algebra(lt.so(2))) == (1, 2, 2)  # of another size: as it is


@given(SEEDS, st.integers(2, 4))
def test_conjugates_and_generators_about_the_centre_are_the_products_written_out(seed: int, n: int) -> None:
    rng = np.random.default_rng(seed)
    basis = np.eye(n * n).reshape(-1, n, n)
    S = np.tril(rng.normal(size=(n, n)), -1) + np.diag(rng.uniform(0.5, 2.0, n))
    m = np.append(rng.normal(size=n - 1), 0.0)
    S[-1] = np.eye(n)[-1]
    whole = S + np.outer(m, np.eye(n)[-1])  # z -> S z + m of homogeneous z
    frame, maps = PointFrame(S, m), basis[: n * (n - 1)]  # the affine ones
    for B, c in zip(maps, frame.generators(maps), strict=True):
        assert np.allclose(np.tensordot(c, maps, 1), whole @ B @ np.linalg.inv(whole))


@pytest.mark.parametrize(
    ("axes", "origin", "far"),
    [
        (np.eye(2), [0.0, 0.0], False),
        (np.diag([1.0, 2e3]), [0.0, 0.0], True),
        (np.array([[1.0, 0.0], [1.0, 1e-4]]), [0.0, 0.0], True),
        (np.eye(2), [9.0, 0.0], False),
        (np.eye(2), [0.0, -11.0], True),
        (np.diag([5.0, 5.0]), [11.0, 0.0], False),
    ],
)
def test_points_are_far_where_matrices_would_lose_digits(axes: np.ndarray, origin: list[float], far: bool) -> None:
    assert PointFrame(axes, np.array(origin)).is_far == far


@given(SEEDS, st.integers(2, 5))
def test_unit_directions_have_length_one_and_spans_an_orthonormal_basis(seed: int, K: int) -> None:
    rng = np.random.default_rng(seed)
    A = rng.normal(size=(3 * K, K)) * 10.0 ** rng.uniform(-1, 1, K)
    coordinates = Coordinates.of(A.T @ A)
    assert np.allclose(np.diag(coordinates.lengths), 1)
    a = rng.normal(size=(2, K))
    assert np.allclose(np.linalg.norm(coordinates.coefficients(a), axis=1), 1)
    C = coordinates.orthonormal(a)
    assert np.allclose(C @ C.T, np.eye(2), atol=1e-6)
    assert np.linalg.matrix_rank(np.concatenate([C, coordinates.coefficients(a)]), tol=1e-6) == 2


def test_a_generator_that_moves_nothing_keeps_its_size() -> None:
    coordinates = Coordinates.of(np.diag([4.0, 0.0]))
    assert np.array_equal(coordinates.T, np.diag([0.5, 1.0])) and np.array_equal(coordinates.lengths, np.diag([1.0, 0.0]))
