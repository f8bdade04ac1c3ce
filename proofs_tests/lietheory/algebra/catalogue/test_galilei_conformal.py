"""The algebras of space-time: their brackets are those of physics, whatever the dimension."""

from __future__ import annotations

import numpy as np
import pytest

from lietheory.algebra import bracket, catalogue_algebra, identify
from lietheory.algebra.catalogue.galilei_conformal import bargmann, conformal, galilei
from lietheory.errors import ShapeError

SIGNATURES = [(1, 0), (2, 0), (1, 1), (3, 0), (2, 1), (0, 2), (3, 1)]


def _parts(L: np.ndarray, n: int) -> tuple[np.ndarray, ...]:
    """Rotations, boosts, translations and what follows."""
    return tuple(np.split(L, np.cumsum([n * (n - 1) // 2, n, n])))


@pytest.mark.parametrize("n", range(1, 6))
def test_galilei_moves_boosts_to_translations_by_time(n: int) -> None:
    g = galilei(n)
    _, boosts, translations, (time,) = _parts(g.generators, n)
    assert g.dimension == n * (n - 1) // 2 + 2 * n + 1
    assert (bracket(boosts, time) == translations).all()
    assert not bracket(boosts[:, None], boosts[None]).any()
    assert not bracket(boosts[:, None], translations[None]).any()
    assert not bracket(translations[:, None], translations[None]).any()
    assert g.center().dimension == (n == 1)


@pytest.mark.parametrize("n", range(1, 6))
def test_bargmann_extends_galilei_by_a_central_mass(n: int) -> None:
    g = bargmann(n)
    _, boosts, translations, (time, mass) = _parts(g.generators, n)
    assert g.dimension == galilei(n).dimension + 1
    assert (bracket(boosts[:, None], translations[None]) == np.einsum("ij,kl->ijkl", np.eye(n, dtype=int), mass)).all()
    assert (bracket(boosts, time) == translations).all()
    assert not bracket(boosts[:, None], boosts[None]).any()
    assert not bracket(g.generators, mass).any()
    quotient = g.structure_constants[:-1, :-1, :-1]
    assert (quotient == galilei(n).structure_constants).all()


@pytest.mark.parametrize(("p", "q"), SIGNATURES)
def test_conformal_is_so_of_one_more_plane_acting_linearly(p: int, q: int) -> None:
    g, n = conformal(p, q), p + q
    G = np.diag([1] * (p + 1) + [-1] * (q + 1))
    turns = n * (n - 1) // 2
    rotations, translations, (dilation,), special = np.split(g.generators, np.cumsum([turns, n, 1]))
    assert g.dimension == (n + 1) * (n + 2) // 2
    assert not (g.generators.swapaxes(1, 2) @ G + G @ g.generators).any()
    assert (bracket(dilation, translations) == translations).all()
    assert (bracket(dilation, special) == -special).all()
    assert not bracket(translations[:, None], translations[None]).any()
    assert not bracket(special[:, None], special[None]).any()
    assert not bracket(dilation, rotations).any() if turns else True
    assert identify(g).is_named(f"so({p + 1},{q + 1})")


@pytest.mark.parametrize(
    "name",
    [
        "galilei(1)",
        "galilei(2)",
        "galilei(3)",
        "galilei(4)",
        "bargmann(1)",
        "bargmann(2)",
        "bargmann(3)",
        "conformal(3)",
        "conformal(2,1)",
    ],
)
def test_written_names_are_accepted_for_what_is_identified(name: str) -> None:
    assert identify(catalogue_algebra(name)).is_named(name)


def test_sizes_that_are_none_are_refused() -> None:
    for make, wrong in ((galilei, 0), (galilei, 2.0), (bargmann, -1), (bargmann, True), (conformal, 0), (conformal, "3")):
        with pytest.raises(ShapeError, match="non-negative integers"):
            make(wrong)
    with pytest.raises(ShapeError, match="conformal"):
        conformal(3, -1)
