"""A learned result reads back as it was written, and is compared with what theory says."""

from __future__ import annotations

import re

import numpy as np
import pytest

from lietheory.comparison.experiment_result import EffectSizes, Learned, compare_learned
from lietheory.errors import FileFormatError
from lietheory.files import load_result, save_result

TURN = np.array([[[0.0, -1.0], [1.0, 0.0]]])
BOOST = np.array([[[0.0, 1.0], [1.0, 0.0]]])


@pytest.fixture
def learned(rng) -> Learned:
    """A result with every part."""
    sizes = EffectSizes(np.array([0.03, 0.9]), np.array([0.02, 0.8]), np.array([0.05, 1.0]), np.array([0.8, 1.1]), "none")
    return Learned(
        "x",
        "a test of π",
        -3 * TURN,
        {"so(2)": TURN},
        points=rng.normal(size=(5, 2)),
        images=rng.random((2, 3, 3)),
        effect_sizes=sizes,
        noise=0.1,
        beside={"so(1,1)": BOOST},
        facts={"loss": 0.5, "decision": "none", "n": 5},
    )


def test_every_part_reads_back_as_it_was_written(learned, tmp_path):
    read = Learned.load(learned.save(tmp_path / "x.npz"))
    assert (read.name, read.title, read.noise, read.facts) == (learned.name, learned.title, learned.noise, learned.facts)
    for part in ("generators", "points", "images"):
        np.testing.assert_array_equal(getattr(read, part), getattr(learned, part))
    np.testing.assert_array_equal(read.references["so(2)"], TURN)
    np.testing.assert_array_equal(read.beside["so(1,1)"], BOOST)
    assert read.effect_sizes.status == "none"
    np.testing.assert_array_equal(read.effect_sizes.upper, learned.effect_sizes.upper)


def test_absent_parts_stay_absent(tmp_path):
    read = Learned.load(Learned("x", "bare", TURN).save(tmp_path / "x.npz"))
    assert (read.points, read.images, read.effect_sizes, read.noise) == (None, None, None, None)
    assert (read.references, read.beside, read.facts) == ({}, {}, {})
    assert compare_learned(read) == []


def test_neither_sign_nor_scale_matters_but_the_algebra_does(learned):
    compared = dict(compare_learned(learned))
    assert compared["so(2)"].relation == "equal"
    assert compared["so(2)"].noise == 0.1
    assert compared["so(2)"].action_cosine == pytest.approx(1)
    assert compared["so(1,1)"].relation != "equal"


def test_generators_within_the_stated_noise_are_equal_and_without_it_are_not():
    nearly = TURN + 0.01 * BOOST
    ((_, within),) = compare_learned(Learned("x", "near", nearly, {"so(2)": TURN}, noise=0.02))
    ((_, exactly),) = compare_learned(Learned("x", "near", nearly, {"so(2)": TURN}))
    assert within.relation == "equal"
    assert exactly.relation == "conjugate"  # of the same spectrum up to scale, in another basis


@pytest.mark.parametrize("missing", ["generators", "references:so(2)", "effect_sizes:upper"])
def test_a_file_that_lacks_a_part_it_names_is_refused(learned, missing, tmp_path):
    header, arrays = load_result(learned.save(tmp_path / "x.npz"))
    arrays.pop(missing)
    header.pop("kind")
    with pytest.raises(FileFormatError, match=f"{re.escape(missing)} is missing"):
        Learned.load(save_result(tmp_path / "y.npz", "Learned", header, **arrays))


def test_a_truncated_file_is_refused(learned, tmp_path):
    path = learned.save(tmp_path / "x.npz")
    path.write_bytes(path.read_bytes()[:200])
    with pytest.raises(FileFormatError, match="truncated"):
        Learned.load(path)


def test_a_result_of_another_kind_is_refused(tmp_path):
    with pytest.raises(FileFormatError, match="kind Learned"):
        Learned.load(save_result(tmp_path / "x.npz", "SymmetryEstimate", {}, generators=TURN))
