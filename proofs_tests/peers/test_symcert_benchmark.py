"""The benchmark in SymCert's settings has the defects that SymCert states, and tells what it should on easy data."""

from __future__ import annotations

import runpy

import numpy as np
import pytest

from proofs_tests.architecture.house import ROOT

BENCHMARK = runpy.run_path(str(ROOT / "benchmarks" / "symcert.py"))
TURN = np.array([[0.0, -1.0, 0.0, 1.0, 0.0, 0.0]])


@pytest.mark.parametrize(
    ("name", "least"),
    [
        ("van der Pol", 0.24829),
        ("Duffing", 0.28611),
        ("Lotka-Volterra", 0.27133),
        ("Selkov", 0.48633),
        ("asymmetric top", 0.20628),
        ("Lorenz", 0.17929),
    ],
)
def test_the_least_defect_of_a_system_without_symmetry_is_the_published_one(name: str, least: float):
    system = BENCHMARK["SYSTEMS"][name]
    assert system.dimension == 0
    C, D = system.truth
    assert BENCHMARK["eigh"](C, D, eigvals_only=True)[0] ** 0.5 == pytest.approx(least, abs=1e-5)


@pytest.mark.parametrize(("name", "dimension"), [("Hopf", 1), ("oscillator", 2), ("symmetric top", 2), ("flow to a sphere", 3)])
def test_systems_with_a_symmetry_have_the_published_dimension(name: str, dimension: int):
    assert BENCHMARK["SYSTEMS"][name].dimension == dimension


def test_the_defect_of_a_turn_grows_with_the_term_that_breaks_it():
    assert BENCHMARK["hopf"](0.2).defect(TURN) == pytest.approx(0.1279, abs=1e-4)


def test_each_system_meets_each_number_of_points_once_in_60_settings_and_all_240_differ():
    every = list(BENCHMARK["settings"]())
    assert len(set(every)) == len(every) == 240
    assert len({(name, N) for name, N, _ in every[:60]}) == 60


@pytest.mark.parametrize(("eps", "found"), [(0.0, 1), (0.2, 0)])
def test_a_turn_is_declared_where_it_is_a_symmetry_and_not_where_its_defect_is_above_delta(eps: float, found: int):
    counts = BENCHMARK["tally"](BENCHMARK["hopf"](eps), 1600, 0.01, [np.random.default_rng(0)]).counts
    assert counts[0].max() == 0
    assert set(counts[1]) == {found}
