"""Orbits obey mechanics, and their rotation is found in closed form."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from scipy.linalg import expm

from lconv.experiments.harness.study import Result
from lconv.experiments.harness.training import Training
from lconv.experiments.method_comparison import TWO_BODY
from lconv.experiments.method_comparison.two_bodies import CLOSED, METHODS, PredictorRun, TwoBody, find_symmetry, learn_predictor
from lconv.experiments.method_comparison.two_body_orbits import (
    OrbitSettings,
    conserved_symmetry,
    identifiable_dimension,
    map_symmetry,
    moment_symmetry,
    orbits,
    pairs,
    rotation_of_states,
    white_coordinates,
)
from lconv.experiments.method_comparison.two_body_report import two_body_findings
from lietheory.comparison.action_distance import action_cosine
from lietheory.errors import RankError, ShapeError, UnknownNameError

FEW = OrbitSettings(orbits=60)
STATES = orbits(FEW, rng=np.random.default_rng(0))


def energy(states: np.ndarray) -> np.ndarray:
    q1, p1, q2, p2 = np.split(states, 4, axis=-1)
    return (p1**2 + p2**2).sum(axis=-1) / 2 - 1 / np.linalg.norm(q2 - q1, axis=-1)


def turned(states: np.ndarray, angle: float) -> np.ndarray:
    return states @ expm(angle * rotation_of_states()[0]).T


def test_energy_and_angular_momentum_are_conserved():
    q1, p1 = np.split(STATES, 4, axis=-1)[:2]
    momentum = np.cross(np.pad(q1, ((0, 0), (0, 0), (0, 1))), np.pad(p1, ((0, 0), (0, 0), (0, 1))))[..., 2] * 2
    for values in (energy(STATES), momentum):
        assert np.abs(values - values[:, :1]).max() < 1e-6
    assert energy(STATES)[:, 0].std() > 0.05


def test_the_bodies_are_opposite_and_span_four_dimensions():
    assert np.allclose(STATES[..., 4:], -STATES[..., :4], atol=1e-6)
    white = white_coordinates(STATES.reshape(-1, 8))
    assert (white.rank, identifiable_dimension(white)) == (4, 32)


def test_a_circle_turns_at_the_speed_of_kepler():
    circles = orbits(OrbitSettings(orbits=4, noise=0.0, states=7), rng=np.random.default_rng(1))
    for orbit in circles:
        radius = np.linalg.norm(orbit[0, :2])
        for k, time in enumerate(np.linspace(0, 20, 7)):
            assert np.allclose(orbit[k], turned(orbit[:1], time / (2 * radius**1.5))[0], atol=1e-5)


def test_white_coordinates_are_white_and_lead_back():
    X = STATES.reshape(-1, 8)
    white = white_coordinates(X)
    z = X @ white.inward.T
    assert np.allclose(z.T @ z / len(z), np.eye(4), atol=1e-6)
    assert np.allclose(z @ white.outward.T, X, atol=1e-6)


@pytest.mark.parametrize("find, level", [(moment_symmetry, 0.999), (map_symmetry, 0.999), (conserved_symmetry, 1 - 1e-9)])
def test_closed_forms_find_the_joint_rotation(find, level):
    assert action_cosine(find(STATES), rotation_of_states(), STATES.reshape(-1, 8)) > level


@pytest.mark.parametrize("find", [moment_symmetry, map_symmetry])
def test_data_that_are_not_symmetric_do_not_show_the_rotation(find):
    one_side = STATES[np.abs(np.arctan2(STATES[:, 0, 1], STATES[:, 0, 0])) < 0.8, :10] * np.tile([1.0, 3.0], 4)
    assert action_cosine(find(one_side), rotation_of_states(), one_side.reshape(-1, 8)) < 0.99


def test_more_orbits_bring_the_moments_nearer():
    cosines = []
    for count in (20, 500):
        states = orbits(OrbitSettings(orbits=count), rng=np.random.default_rng(5))
        cosines.append(action_cosine(moment_symmetry(states), rotation_of_states(), states.reshape(-1, 8)))
    assert cosines[0] < cosines[1]
    assert cosines[1] > 0.9999


def test_more_lags_than_states_are_refused():
    with pytest.raises(RankError, match="more than 5 states"):
        moment_symmetry(STATES[:, :5])


@pytest.mark.parametrize("wrong", [{"orbits": 0}, {"states": 1}, {"radii": (0.0, 1.0)}, {"duration": -1.0}])
def test_orbits_that_cannot_be_are_refused(wrong):
    with pytest.raises(ShapeError, match="OrbitSettings"):
        OrbitSettings(**wrong)


def test_a_predictor_shows_the_rotation_to_liegg():
    run = PredictorRun(width=64, training=Training(steps=1000, learning_rate=1e-2), points=1000)
    states, held = (orbits(OrbitSettings(orbits=n), rng=np.random.default_rng(n)) for n in (200, 30))
    found = learn_predictor(states, held, run, generator=torch.Generator().manual_seed(0))
    for L in (found.generators, found.output_generators):
        assert action_cosine(L, rotation_of_states(), pairs(states)[0]) > 0.99
    assert found.error < 0.05
    assert found.estimate.identifiable_dimension == 32


def tiny(**changes) -> TwoBody:
    predictor = PredictorRun(width=8, training=Training(steps=3), points=400)
    return TwoBody(seeds=2, orbits=OrbitSettings(orbits=20), predictor=predictor, epochs=1, width=4, **changes)


def test_the_study_reports_every_method():
    configuration = tiny()
    results = [Result(cell, TWO_BODY.run(configuration, cell), 0.0) for cell in TWO_BODY.cells(configuration)]
    assert len(results) == 2 * len(METHODS)
    assert all(r.measures["identifiable"] == 32 for r in results)
    parts = TWO_BODY.report(configuration, results)
    tables = [part for part in parts if type(part).__name__ == "Table"]
    assert [row[0] for row in tables[0].rows[1:]] == list(METHODS)
    sentences = [part.sentence for part in parts if type(part).__name__ == "Finding"]
    assert len(sentences) == len(CLOSED) + 4
    assert TWO_BODY.report(configuration, [])


def test_an_unknown_method_is_refused():
    with pytest.raises(UnknownNameError, match="closed form: moments"):
        TWO_BODY.cells(tiny(methods=("closed form: momets",)))


def test_a_right_matrix_off_the_data_costs_half_its_square():
    found = find_symmetry(tiny(), "closed form: conserved form", 0)
    assert found["cosine"] == pytest.approx(0.5**0.5, abs=1e-3)
    assert found["action_cosine"] == pytest.approx(1, abs=1e-9)
    assert found["relation"] == "equal"


@pytest.mark.parametrize(("seconds", "verdict"), [((0.1, 0.1, 0.2), "supported"), ((0.1, 0.1, 9.0), "contradicted")])
def test_a_closed_form_that_is_slower_than_said_once_is_contradicted(seconds, verdict):
    method = next(iter(CLOSED))
    runs = [
        Result({"method": method, "seed": s}, {"action_cosine": 0.99999, "processor_seconds": took}, took)
        for s, took in enumerate(seconds)
    ]
    assert [f.verdict for f in two_body_findings(runs)] == [verdict]
