"""Certificates of (s + R^j) |x M are accepted for the module that the name lists, and for no other."""

from __future__ import annotations

import copy
import json
from fractions import Fraction

import numpy as np
import pytest

import lietheory as lt
from lietheory.algebra.names.modules import naturals, types_of
from lietheory.algebra.names.simple_types import members, names_of, simple_type
from lietheory.arrays import exact_array
from lietheory.certificates.check import check
from lietheory.certificates.chevalley import cartan_matrix, natural_weights, positive_coroots, simple_types
from lietheory.certificates.definitions import _classical, reference
from lietheory.certificates.rejection import Rejected
from lietheory.errors import UnknownNameError
from lietheory.quadratic_numbers import root
from proofs_tests.lietheory.certificates.false_modules import AUTOMORPHISMS, FALSE, FORMS, NAMES, RENUMBERED


@pytest.fixture(scope="module")
def content():
    known: dict[str, dict] = {}

    def of(name: str) -> dict:
        if name not in known:
            made = lt.identify(name).certificate()
            assert made.content is not None, made.reason
            known[name] = json.loads(json.dumps(made.content))
        return known[name]

    return of


@pytest.mark.parametrize("name", NAMES)
def test_a_module_of_each_kind_is_certified(name, content):
    made = content(name)
    assert made["name"] == lt.canonical_name(name)
    verdict = check(made)
    assert verdict.accepted
    assert "modules" in verdict.theorems


def test_a_certificate_holds_in_another_basis_of_the_algebra_and_of_the_space():
    L = lt.catalogue_algebra("(so(3) + R) |x (R^5(4)[1] + R^2[-3 +- i])").generators
    rng = np.random.default_rng(0)
    n, d = len(L), L.shape[1]
    S, T = (np.eye(k, dtype=np.int64) + np.triu(rng.integers(-1, 2, (k, k)), 1) for k in (n, d))
    inverse = np.round(np.linalg.inv(T)).astype(np.int64)
    made = lt.identify(np.tensordot(S, T @ L @ inverse, 1)).certificate()
    assert made.check().accepted


def test_matrices_over_a_quadratic_field_are_certified():
    L = lt.catalogue_algebra("so(3) |x R^5(4)").generators.astype(object)
    L[:, 1], L[:, :, 1] = L[:, 1] * root(2), L[:, :, 1] * (root(2) * Fraction(1, 2))
    found = lt.identify(exact_array(L))
    assert found.name == "so(3) |x R^5(4)"
    made = found.certificate()
    assert made.check().accepted, made.reason


def _is_false(name: str, other: str) -> bool:
    """Whether the second is the name of another class, or of nothing."""
    try:
        return lt.canonical_name(other) != lt.canonical_name(name)
    except UnknownNameError:
        return True


@pytest.mark.parametrize(("name", "other"), FALSE)
def test_the_matrices_of_a_module_do_not_pass_for_another(name, other, content):
    """The name and the key of the matrices are replaced, all else is kept."""
    assert _is_false(name, other)
    true = content(name)
    verdict = check(true | {"name": other, "references": _renamed(true, {true["name"]: other})})
    assert not verdict.accepted
    assert not verdict.statement.startswith("malformed")


def _renamed(content: dict, names: dict[str, str]) -> dict:
    return {names.get(key, key): value for key, value in content["references"].items()}


@pytest.mark.parametrize(("name", "other"), [pair for pair in FALSE if pair[1] in NAMES or "J2" in pair[1] or "3*" in pair[1]])
def test_true_matrices_of_another_module_do_not_make_the_map_true(name, other, content):
    """The references, or all but the generators, are those of a true certificate of the false name."""
    assert _is_false(name, other)
    true, false = content(name), content(other)
    for changed in (true | {"name": false["name"], "references": false["references"]}, true | false | _generators(true)):
        assert not check(changed).accepted


def _generators(content: dict) -> dict:
    return {key: content[key] for key in ("generators", "sha256")}


@pytest.mark.parametrize(("name", "other"), FORMS)
def test_a_module_of_another_real_form_is_rejected(name, other, content):
    """Two real forms of one complex algebra on modules with one complexification: their Levi factors are not isomorphic."""
    true, false = content(name), content(other)
    factors = name.split(" |x ")[0], other.split(" |x ")[0]
    renamed = _renamed(true, {true["name"]: false["name"], factors[0]: factors[1]})
    for references in (renamed, false["references"], renamed | {factors[1]: false["references"][factors[1]]}):
        assert not check(true | {"name": false["name"], "references": references}).accepted


def _permuted(stated: dict, order: list[int]) -> dict:
    return stated | {part: [stated[part][i] for i in order] for part in ("raising", "lowering")}


@pytest.mark.parametrize(("name", "other", "order"), RENUMBERED)
def test_nodes_in_another_order_do_not_rename_a_module(name, other, order, content):
    true = content(name)
    factor = name.split(" |x ")[0]
    references = _renamed(true, {true["name"]: other})
    references[factor] = _permuted(references[factor], order)
    verdict = check(true | {"name": other, "references": references})
    assert not verdict.accepted
    assert not verdict.statement.startswith("malformed")


@pytest.mark.parametrize(("factor", "name", "other"), AUTOMORPHISMS)
def test_a_symmetry_that_is_an_automorphism_gives_the_same_class_another_name(factor, name, other, content):
    """With the nodes swapped R^3 is read as R^3*, in all modules at once: which is the same algebra, and so is accepted."""
    true = content(name)
    references = _renamed(true, {true["name"]: other})
    assert not check(true | {"name": other, "references": references}).accepted
    references[factor] = _permuted(references[factor], [1, 0])
    assert check(true | {"name": other, "references": references}).accepted
    assert lt.canonical_name(other) == lt.canonical_name(name)


TAMPERED = {
    "an entry of the matrices": lambda r, key, factor: r[key]["entries"][0].__setitem__(3, "17/3"),
    "an entry given twice": lambda r, key, factor: r[key]["entries"].append(r[key]["entries"][0]),
    "an index out of range": lambda r, key, factor: r[key]["entries"][0].__setitem__(0, -1),
    "matrices of another size": lambda r, key, factor: r[key].__setitem__("shape", [len(r), 3, 3]),
    "no matrices": lambda r, key, factor: r.pop(key),
    "no generators": lambda r, key, factor: r.pop(factor),
    "a generator less": lambda r, key, factor: r[factor]["raising"].pop(),
    "a generator that is zero": lambda r, key, factor: r[factor]["raising"].__setitem__(0, []),
    "a generator twice": lambda r, key, factor: r[factor]["raising"].__setitem__(0, r[factor]["raising"][1]),
    "raising for lowering": lambda r, key, factor: r[factor].update(raising=r[factor]["lowering"]),
    "a multiple of a generator": lambda r, key, factor: r[factor]["raising"][0].append([*r[factor]["raising"][0][0][:2], "5"]),
}


@pytest.mark.parametrize("change", TAMPERED)
def test_changed_references_are_rejected(change, content):
    changed = copy.deepcopy(content("(sl(3,R) + R) |x (R^3[1] + R^6(2,0)[2])"))
    TAMPERED[change](changed["references"], changed["name"], "sl(3,R)")
    assert not check(changed).accepted


def test_generators_that_conjugation_does_not_turn_round_are_rejected(content):
    """e_i and f_i that are real are Chevalley generators of sl(3, R), but not such that the checker can read types from."""
    true = copy.deepcopy(content("sl(3,R) |x R^6(2,0)"))
    basis = _classical("sl", 3, 0)
    units = {(int(i), int(j)): k for k, X in enumerate(basis) for i in range(3) for j in range(3) if X[i, j] != 0 and i != j}
    for part, pairs in (("raising", [(0, 1), (1, 2)]), ("lowering", [(1, 0), (2, 1)])):
        true["references"]["sl(3,R)"][part] = [[[units[pair], 0, "1"]] for pair in pairs]
    assert "conjugation" in check(true).statement


@pytest.mark.parametrize(
    "other",
    [
        "(so(3) + R) |x R^4(2)",
        "(so(3) + R) |x 2 R^3[1]",
        "(so(3) + R) |x R^3[1 +- i]",
        "(so(3) + R) |x 0 R^3",
        "(so(3) + R) |x R^3",
        "(so(3) + R^2) |x R^3[1]",
        "so(3) |x R^3[1]",
        "so(3) |x R^3",
        "(so(3) + R) |x (R^3 + R^3[1])",
        "(so(3) + so(2) + R) |x R^3",
        "(so(3) + R) |x R^3(2)[1 +- 0]",
        "(so(3) + R) |x S^2 R^2",
    ],
)
def test_what_is_no_name_of_the_module_is_rejected(other, content):
    true = content("(so(3) + R) |x 2 R^3[2, 1]")
    assert not check(true | {"name": other, "references": _renamed(true, {true["name"]: other})}).accepted


def test_a_factor_that_acts_by_zero_is_no_module(content):
    true = content("(so(3) + so(2,1) + R) |x (R^3(2;0)[1] + R^3(0;2)[2])")
    other = "(so(3) + so(2,1) + R) |x (R^3(2;0)[1] + R^3[2])"
    with pytest.raises(UnknownNameError):
        lt.canonical_name(other.replace("R^3[2]", "R^2[2, 2]"))
    assert not check(true | {"name": other, "references": _renamed(true, {true["name"]: other})}).accepted


def _simple_names() -> list[str]:
    found = {names_of(kind)[0] for n in range(3, 79) for m in members(n) if (kind := simple_type(*m)) and names_of(kind)}
    return sorted(found | {"g2(2)", "f4(4)", "e6(6)"})


def test_short_names_and_simple_types_are_those_of_names():
    for name in _simple_names():
        factor = types_of(name, 0)
        assert factor is not None
        kinds = factor.types
        assert tuple(simple_types(name)) == kinds
        size = 2 * len(positive_coroots(cartan_matrix(list(kinds)))) + sum(int(k[1:]) for k in kinds)
        factor = types_of(name, size)
        assert factor is not None
        listed = {text: tuple(x for part in weight for x in part) for text, weight in naturals([factor])}
        ours = natural_weights(name)
        assert {text for text in listed if not text.startswith("S")} == {text for text in ours if not text.startswith("S")}, name
        assert all(listed[text] == weight for text, weight in ours.items()), name


def test_a_name_without_references_has_no_definition():
    with pytest.raises((Rejected, KeyError)):
        reference("so(3) |x R^5(4)", {})
