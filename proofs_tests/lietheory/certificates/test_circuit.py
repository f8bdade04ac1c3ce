"""Certificates of circuits are accepted for the algebra that is generated, and for no other."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

import lietheory as lt
from lietheory.certificates.check import check
from lietheory.cli.main import app
from proofs_tests.lietheory.algebra.pauli.two_local import FAMILIES, chain, cycle


@pytest.mark.parametrize("n", [2, 3, 4])
@pytest.mark.parametrize("family", FAMILIES)
def test_a_certificate_of_a_circuit_states_its_name(family, n):
    made = lt.circuit_certificate(chain(family, n))
    assert made.content is not None
    g = lt.lie_closure(chain(family, n))
    assert g.dimension == 1 or lt.identify(g).is_named(made.content["name"])  # a line is R, however it acts
    assert made.check().accepted


CHANGES = {
    "another name": lambda c: {"name": "so(8)" if c["name"] != "so(8)" else "usp(8)"},
    "a word less": lambda c: {"words": c["words"][:-1]},
    "a word twice": lambda c: {"words": [*c["words"][:-1], c["words"][0]]},
    "a word from later": lambda c: {"words": [[0, 5], *c["words"]]},
    "no form, or another": lambda c: {"form": "XXX" if c["form"] is None else None},
    "more qubits": lambda c: {"qubits": c["qubits"] + 1},
    "a trace": lambda c: {"generators": [*c["generators"], {"III": "1"}]},
    "a generator outside": lambda c: {"generators": [{"XXX": "1", "YYY": "1", "ZII": "1"}, *c["generators"][1:]]},
    "a text that is no number": lambda c: {"generators": [{"XXI": "1+1"}, *c["generators"][1:]]},
    "no words": lambda c: {"words": []},
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("family", ["a12", "a16", "a18"])
def test_a_changed_certificate_of_a_circuit_is_rejected(family, change):
    content = lt.circuit_certificate(chain(family, 3)).content
    if family == "a18" and change == "a generator outside":
        return  # su(8) has none
    assert content is not None and check(content).accepted
    assert not check(content | CHANGES[change](content)).accepted


def test_check_verifies_a_saved_certificate_of_sums(tmp_path):
    path = lt.circuit_certificate([{"XI": 1, "IX": "1/2"}, {"ZZ": 1, "IZ": 3}, "ZI"]).save(tmp_path / "c.json")
    result = CliRunner().invoke(app, ["check", str(path), "--json"])
    assert result.exit_code == 0
    assert json.loads(result.stdout)["statement"] == "i times the operators generate su(4), of dimension 15, on 2 qubits"


def test_what_cannot_be_certified_has_a_reason():
    assert "not exact" in lt.circuit_certificate([{"X": 0.1}, "Z"]).reason
    assert "dimension at least" in lt.circuit_certificate(chain("a14", 14)).reason


def test_a_trace_is_a_central_element_of_the_certificate():
    assert (
        lt.circuit_certificate(["I", "X"]).check().statement == "i times the operators generate R^2, of dimension 2, on 1 qubits"
    )


SUMS = [{"XII": 1, "IXI": 1, "IIX": 1}, {"ZZI": 1, "IZZ": 1, "ZIZ": 1}, {"XXX": 1}]
"""Invariant under permutations: 2 so(3) + R^3."""

FALSE_IDEALS = {
    "another name": lambda c: {"name": c["name"].replace("so(3)", "so(5)")},
    "one ideal less": lambda c: {"ideals": c["ideals"][:-1]},
    "one ideal twice": lambda c: {"ideals": [*c["ideals"][:-1], c["ideals"][0]]},
    "two ideals as one": lambda c: {"ideals": [[*c["ideals"][0], *c["ideals"][1]], *c["ideals"][2:]]},
    "an ideal cut": lambda c: {"ideals": [c["ideals"][0][:-1], *c["ideals"][1:]]},
    "centre as ideals": lambda c: {"ideals": [*c["ideals"], [[int(x) for x in row] for row in c["center"]]], "center": []},
    "no centre": lambda c: {"center": []},
    "a centre that is not central": lambda c: {"center": [["1/1"] + ["0/1"] * (len(c["basis"]) - 1)]},
    "an element of the basis less": lambda c: {"basis": c["basis"][:-1]},
    "an element more": lambda c: {"basis": [*c["basis"], {"YII": "1"}]},
    "another element": lambda c: {"basis": [*c["basis"][:-1], {"YII": "1"}]},
    "a word less": lambda c: {"words": c["words"][:-1]},
    "other generators": lambda c: {"generators": [*c["generators"][:-1], {"YII": "1"}]},
    "fewer generators": lambda c: {"generators": c["generators"][:-1]},
    "a composite modulus": lambda c: {"prime": c["prime"] * 3},
    "a small prime": lambda c: {"prime": 7},
    "a truth value": lambda c: {"prime": True},
    "no ideals": lambda c: {"ideals": []},
    "an ideal of fractions": lambda c: {"ideals": [[[x + 0.5 for x in row] for row in c["ideals"][0]], *c["ideals"][1:]]},
}


@pytest.mark.parametrize("change", FALSE_IDEALS)
@pytest.mark.parametrize("generators", [cycle(4), SUMS], ids=["cycle", "permutations"])
def test_a_changed_certificate_of_ideals_is_rejected(generators, change):
    content = lt.circuit_certificate(generators).content
    assert content is not None and content["kind"] == "circuit ideals" and check(content).accepted
    changed = FALSE_IDEALS[change](content)
    assert all(content[key] != value for key, value in changed.items())
    assert not check(content | changed).accepted
