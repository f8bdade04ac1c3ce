"""Every catalogue algebra preserves what defines it, has its dimension, and refuses sizes that are none."""

from __future__ import annotations

import numpy as np
import pytest

from lietheory.algebra import (
    aff,
    bracket,
    catalogue_algebra,
    gl,
    heisenberg,
    poincare,
    se,
    sim,
    sl,
    sl_complex,
    so,
    so_star,
    sp,
    su,
    su_star,
    u,
    usp,
)
from lietheory.errors import ShapeError, UnknownNameError

SIZES = range(2, 5)


@pytest.mark.parametrize(("p", "q"), [(2, 0), (3, 0), (2, 1), (4, 0), (3, 1), (2, 2), (5, 0)])
def test_so_preserves_its_form(p: int, q: int) -> None:
    L, G = so(p, q).generators, np.diag([1] * p + [-1] * q)
    assert len(L) == (p + q) * (p + q - 1) // 2
    assert not (L.swapaxes(1, 2) @ G + G @ L).any()


@pytest.mark.parametrize("n", [1, 2, 3])
def test_sp_preserves_the_symplectic_form(n: int) -> None:
    L, J = sp(n).generators, np.kron(np.array([[0, 1], [-1, 0]]), np.eye(n, dtype=int))
    assert len(L) == n * (2 * n + 1)
    assert not (L.swapaxes(1, 2) @ J + J @ L).any()


@pytest.mark.parametrize(("p", "q"), [(1, 0), (2, 0), (1, 1), (3, 0), (2, 1)])
def test_u_and_su_preserve_a_hermitian_form(p: int, q: int) -> None:
    n = p + q
    form, i = np.kron(np.eye(2), np.diag([1] * p + [-1] * q)), np.kron(np.array([[0, -1], [1, 0]]), np.eye(n))
    for g, size in ((u(p, q), n * n), *([(su(p, q), n * n - 1)] if n > 1 else [])):
        assert g.dimension == size
        assert not (g.generators.swapaxes(1, 2) @ form + form @ g.generators).any()
        assert not bracket(g.generators, i).any()


def test_quaternionic_algebras_commute_with_the_quaternions() -> None:
    units = np.array(
        [[[0, -1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 1], [0, 0, -1, 0]], [[0, 0, -1, 0], [0, 0, 0, -1], [1, 0, 0, 0], [0, 1, 0, 0]]]
    )
    for g, size in ((usp(4), 10), (usp(2, 2), 10), (so_star(2), 6), (su_star(2), 15)):
        assert g.dimension == size
        for right in units:
            assert not bracket(g.generators, np.kron(right, np.eye(2, dtype=int))).any()


@pytest.mark.parametrize("n", SIZES)
def test_dimensions(n: int) -> None:
    assert sl(n).dimension == n * n - 1
    assert sl_complex(n).dimension == 2 * (n * n - 1)
    assert gl(n).dimension == n * n
    assert se(n).dimension == n * (n + 1) // 2
    assert sim(n).dimension == n * (n + 1) // 2 + 1
    assert aff(n).dimension == n * n + n
    assert heisenberg(n).dimension == 2 * n + 1
    assert poincare(n).dimension == (n + 1) * (n + 2) // 2
    assert so_star(n).dimension == n * (2 * n - 1)
    assert su_star(n).dimension == 4 * n * n - 1


@pytest.mark.parametrize("make", [so, sl, sl_complex, gl, sp, usp, su, u, so_star, su_star, se, sim, aff, heisenberg, poincare])
@pytest.mark.parametrize("size", [0, -1, 2.0, "3", True])
def test_sizes_that_are_none_are_refused(make, size: object) -> None:
    with pytest.raises(ShapeError, match=r"non-negative integers|sum at least"):
        make(size)


def test_sizes_too_small_or_odd_are_refused() -> None:
    for refused in (lambda: so(1), lambda: so(3, -1), lambda: su(1), lambda: sl(1), lambda: usp(3), lambda: usp(2, 1)):
        with pytest.raises(ShapeError):
            refused()


@pytest.mark.parametrize(
    ("name", "dimension", "size"),
    [
        ("so(3)", 3, 3),
        ("so(1,3)", 6, 4),
        ("sl(2,R)", 3, 2),
        ("sl(2)", 3, 2),
        ("sl(2,C)", 6, 4),
        ("sp(4,R)", 10, 4),
        ("gl(2)", 4, 2),
        ("se(2)", 3, 3),
        ("R^2", 2, 3),
        ("so(3) + so(3)", 6, 6),
        ("so(3) |x R^3", 6, 4),
        ("(so(3) |x R^3) + R", 7, 6),
        ("so(5,C)", 20, 10),
        ("su(2) |x C^2", 7, 5),
        ("iso(2,1)", 6, 4),
        ("saff(2)", 5, 3),
    ],
)
def test_written_names_give_algebras(name: str, dimension: int, size: int) -> None:
    assert catalogue_algebra(name).generators.shape == (dimension, size, size)


@pytest.mark.parametrize("name", ["so(0)", "foo(3)", "sp(3)", "so(3", "", "so(3) |x foo", "so(3) |x", "sl(1)", "so(3) + "])
def test_unknown_names_are_refused_with_a_suggestion(name: str) -> None:
    with pytest.raises(UnknownNameError, match=r"Did you mean|Known:"):
        catalogue_algebra(name)
