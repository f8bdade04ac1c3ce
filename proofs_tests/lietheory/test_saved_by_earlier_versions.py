"""Files that an earlier version wrote, one of each kind: they load, and say what they said."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import lietheory as lt
from lietheory.comparison.experiment_result import Learned
from lietheory.discovery.partial_estimate import PartialEstimate
from lietheory.errors import FileFormatError
from lietheory.files import load_result, save_result
from lietheory.representation.constituents import Representation

FILES = Path(__file__).parent / "saved_by_earlier_versions"
TURN = np.array([[[0.0, -1.0], [1.0, 0.0]]])
CLASSES = {
    "comparison": lt.Comparison,
    "comparison_on_points": lt.Comparison,
    "few_directions": PartialEstimate,
    "identification": lt.Identification,
    "learned": Learned,
    "lie_algebra_exact": lt.LieAlgebra,
    "lie_algebra_floats": lt.LieAlgebra,
    "nearest_algebra": lt.NearestAlgebra,
    "regression_symmetries": lt.RegressionSymmetries,
    "regression_symmetries_of_inputs": lt.RegressionSymmetries,
    "representation": Representation,
    "symmetry_estimate": lt.SymmetryEstimate,
}


def _load(name: str):
    return CLASSES[name].load(FILES / f"{name}.npz")


@pytest.mark.parametrize("name", CLASSES)
def test_what_is_loaded_and_saved_again_loads_the_same(name, tmp_path):
    once = _load(name)
    again = CLASSES[name].load(once.save(tmp_path / "again"))
    assert repr(again) == repr(once) and str(again) == str(once)


@pytest.mark.parametrize("name", CLASSES)
def test_a_file_without_its_fields_is_refused_by_the_name_of_its_class(name, tmp_path):
    kind = load_result(FILES / f"{name}.npz")[0]["kind"]
    with pytest.raises(FileFormatError, match=CLASSES[name].__name__):
        CLASSES[name].load(save_result(tmp_path / "empty", kind, {}))


@pytest.mark.parametrize("missing", ["generators", "second_moment"])
def test_regression_symmetries_without_an_array_are_refused_by_its_name(missing, tmp_path):
    header, arrays = load_result(FILES / "regression_symmetries.npz")
    del arrays[missing], header["kind"]
    with pytest.raises(FileFormatError, match=f"{missing} is missing"):
        lt.RegressionSymmetries.load(save_result(tmp_path / "part", "RegressionSymmetries", header, **arrays))


def test_algebras_are_exact_or_floating_as_they_were():
    exact, floats = _load("lie_algebra_exact"), _load("lie_algebra_floats")
    assert exact.is_exact and (exact.generators == lt.so(3).generators).all() and not exact.generators.flags.writeable
    assert not floats.is_exact and floats.killing_signature() == (2, 1, 0)


def test_names_are_what_they_were():
    assert _load("identification") == lt.identify(lt.so(4))
    assert _load("nearest_algebra").dimension == 3 and lt.identify(_load("nearest_algebra").algebra).is_named("so(3)")


def test_comparisons_are_what_they_were():
    assert _load("comparison").relation == "conjugate" and _load("comparison").conjugation.shape == (3, 3)
    on_points = _load("comparison_on_points")
    assert on_points.relation == "equal" and on_points.identifiable_dimensions == (3, 3) and on_points.learned.is_named("so(3)")


def test_regressions_without_labels_have_no_label_part():
    assert _load("regression_symmetries").rank == 1 and _load("regression_symmetries").output_generators.shape[1:] == (1, 1)
    assert _load("regression_symmetries_of_inputs").output_generators is None


def test_a_learned_result_has_its_references_and_effect_sizes():
    found = _load("learned")
    assert (found.references["so(2)"] == TURN).all() and (found.beside["so(1,1)"] == np.abs(TURN)).all()
    assert found.effect_sizes.status == "symmetric" and found.effect_sizes.untrained.tolist() == [3, 4, 5, 6]
    assert found.images is None and found.facts == {"loss": 0.5, "note": "n"}


def test_estimates_keep_the_risk_and_the_discrete_symmetries():
    found = _load("symmetry_estimate")
    assert (found.status, found.dimension, found.risk.verdict) == ("symmetric", 1, "the data share it")
    assert found.discrete_symmetries.names == ("-1", "flip 1")
    assert (_load("few_directions").dimension, _load("few_directions").unknowns) == (3, 36)


def test_a_representation_has_its_constituents():
    (part,) = _load("representation").constituents
    assert (part.dimension, part.commutant, part.highest_weight, part.charges) == (4, "C", ((1,),), part.charges)
    assert abs(part.charges[0] - 0.5j) < 1e-12 and part.subspace.shape == (4, 4)
