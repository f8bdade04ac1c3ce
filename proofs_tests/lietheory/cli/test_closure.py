"""``lietheory closure`` as a stranger types it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

import lietheory as lt
from lietheory.cli.main import app
from lietheory.cli.operator_inputs import read_sum
from proofs_tests.lietheory.algebra.pauli.two_local import chain


def lietheory(*arguments: object):
    """Run the command."""
    return CliRunner().invoke(app, [str(a) for a in arguments], env={"COLUMNS": "200"})


def test_closure_names_an_expression():
    result = lietheory("closure", "XII + IXI + IIX; ZZI + IZZ + ZIZ", "--identify", "--json")
    record = json.loads(result.stdout)
    assert result.exit_code == 0
    assert (record["dimension"], record["name"], record["status"]) == (8, "2 so(3) + R^2", "certain")
    assert record["multiplied_by_i"] is True


def test_closure_reads_operators_from_json(tmp_path):
    path = tmp_path / "circuit.json"
    path.write_text(json.dumps([{"XI": 1, "IX": "1/2"}, "ZZ"]))
    result = lietheory("closure", path, "--out", tmp_path / "g.npz")
    assert result.exit_code == 0
    assert lt.LieAlgebra.load(tmp_path / "g.npz").dimension == lt.lie_closure([{"XI": 2, "IX": 1}, "ZZ"]).dimension


def test_closure_of_matrices_is_that_of_identify(tmp_path):
    path = tmp_path / "matrices.json"
    path.write_text(json.dumps([[[0, 1], [0, 0]], [[0, 0], [1, 0]]]))
    result = lietheory("closure", path, "--identify", "--json")
    assert json.loads(result.stdout)["name"] == "so(2,1)"


def test_strings_above_the_bound_are_named_without_the_closure_and_sums_are_refused():
    result = lietheory("closure", "; ".join(chain("a12", 10)), "--identify", "--json", "--max-dimension", 500)
    record = json.loads(result.stdout)
    assert (record["name"], record["dimension"]) == ("su(1024)", None)
    refused = lietheory("closure", "XII + IXI; ZZI + 2 IZZ; YYY", "--identify", "--max-dimension", 5)
    assert refused.exit_code == 2 and "at least" in refused.stderr


@pytest.mark.parametrize("text", ["__import__('os')", "XX +", "XX ZZ", "1/0 XX", "", "XQ", "XX; YYY", "2"])
def test_what_is_no_sum_of_strings_is_refused(text):
    result = lietheory("closure", text)
    assert result.exit_code == 2
    assert "expected" in result.stderr


@given(st.dictionaries(st.text("IXYZ", min_size=3, max_size=3), st.fractions(max_denominator=9), min_size=1))
def test_a_written_sum_is_read_back(terms):
    text = " ".join(f"{'-' if value < 0 else '+'} {abs(value)} {string}" for string, value in terms.items())
    assert read_sum(text) == terms


@pytest.mark.parametrize("text", ["XI + IX; ZZ", "XY"])
def test_a_certificate_of_the_closure_is_saved_and_checked(tmp_path, text):
    path = tmp_path / "c.json"
    made = lietheory("closure", text, "--certificate", path, "--json")
    assert made.exit_code == 0
    checked = lietheory("check", path, "--json")
    assert json.loads(checked.stdout)["statement"] == json.loads(made.stdout)["certificate"]


def test_a_closure_without_a_certificate_says_why(tmp_path):
    path, source = tmp_path / "c.json", tmp_path / "circuit.json"
    source.write_text(json.dumps([{"X": 0.1}, {"Z": 1}]))
    result = lietheory("closure", source, "--certificate", path)
    assert "certificate: none: coefficients that are not exact" in result.stdout
    assert not path.exists()
