"""Certificates of circuits are accepted for the algebra that is generated, and for no other."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

import lietheory as lt
from lietheory.certificates.check import check
from lietheory.cli.main import app
from proofs_tests.lietheory.algebra.pauli.two_local import FAMILIES, chain


@pytest.mark.parametrize("n", [2, 3])
@pytest.mark.parametrize("family", FAMILIES)
def test_a_certificate_of_a_circuit_states_its_name(family, n):
    made = lt.circuit_certificate(chain(family, n))
    found = lt.identify(lt.lie_closure(chain(family, n)))
    if made.content is None:
        assert found.name not in {f"su({2**n})", f"usp({2**n})", f"so({2**n})"} - {"so(8)"}
    else:
        assert found.is_named(made.content["name"])
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


def test_other_algebras_are_not_certified_and_the_reason_is_given():
    assert "not all of" in lt.circuit_certificate(chain("b3", 3)).reason
    assert "not exact" in lt.circuit_certificate([{"X": 0.1}, "Z"]).reason
    assert "trace" in lt.circuit_certificate(["I", "X"]).reason
