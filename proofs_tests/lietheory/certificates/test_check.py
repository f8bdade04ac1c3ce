"""The checker accepts certificates of the catalogue and of floats, and rejects what is false, malformed or on other input."""

from __future__ import annotations

import json

import numpy as np
import pytest

import lietheory as lt
from lietheory.certificates.check import check
from lietheory.certificates.generator_file import encoded
from lietheory.quadratic_numbers import root
from proofs_tests.architecture.house import ROOT, imports
from proofs_tests.lietheory.certificates.falsified import TWINS, falsified, true_certificates

NAMES = sorted({name for name, _ in TWINS})
MORE = [
    "R^3",
    "u(2,1)",
    "sl(4,R)",
    "su*(4)",
    "so*(8)",
    "usp(2,2)",
    "sp(4,C)",
    "so(5,C)",
    "bargmann(2)",
    "A4,10",
    "A4,12",
    "g2(-14)",
]


@pytest.fixture(scope="module")
def contents() -> dict[str, dict]:
    return true_certificates(NAMES)


@pytest.mark.parametrize("name", [*NAMES, *MORE])
def test_certificates_of_the_catalogue_are_accepted_after_a_round_trip_through_json(name):
    identification = lt.identify(name)
    certificate = identification.certificate()
    assert certificate.status == "certified", certificate.reason
    verdict = check(json.loads(json.dumps(certificate.content)), encoded(lt.catalogue_algebra(name).generators))
    assert verdict.accepted
    assert identification.name in verdict.statement


def test_false_certificates_are_rejected(contents):
    accepted, tried = [], 0
    for why, content in falsified(contents, np.random.default_rng(0)):
        tried += 1
        if check(json.loads(json.dumps(content))).accepted:
            accepted.append(why)
    assert accepted == []
    assert tried >= 200


def test_floats_are_certified_with_a_distance_and_their_noise_is_covered():
    rng = np.random.default_rng(1)
    L = lt.so(3, 1).generators.astype(float)
    noisy = L + 1e-5 * rng.normal(size=L.shape)
    certificate = lt.identify(noisy).certificate()
    assert certificate.status == "certified"
    noise = np.linalg.norm(noisy - L, axis=(1, 2)) / np.linalg.norm(L, axis=(1, 2))
    assert certificate.content["distance"] > 10 * noise.max()
    assert "every Lie algebra with a basis within" in certificate.check().statement


def test_what_is_not_semisimple_is_not_certified_in_floats():
    assert lt.identify(lt.se(3).generators.astype(float)).certificate().status == "not certified"


def test_a_dimension_above_eighty_is_not_certified():
    certificate = lt.identify("so(14)").certificate()
    assert certificate.status == "not certified"
    assert "above 80" in certificate.reason


def test_square_roots_are_certified_over_their_field_and_its_other_embedding_is_another_input():
    L = [[[0, root(2)], [root(2), 0]], [[0, -1], [1, 0]], [[1, 0], [0, -1]]]
    content = lt.identify(L).certificate().content
    assert check(content).accepted
    assert not check(content | {"field": {"polynomial": ["-3", "0", "1"], "root between": ["0", "3"]}}).accepted
    assert not check(content | {"field": {"polynomial": ["-2", "0", "1"], "root between": ["-2", "0"]}}).accepted


def test_a_file_with_the_hash_alone_needs_the_generators(contents):
    content = {k: v for k, v in contents["so(3)"].items() if k != "generators"}
    assert not check(content).accepted
    assert check(content, encoded(lt.so(3).generators)).accepted
    assert not check(content, encoded(lt.so(2, 1).generators)).accepted


@pytest.mark.parametrize(
    "change",
    [
        {"format": "another"},
        {"kind": "containment of nothing"},
        {"kind": []},
        {"name": 3},
        {"name": ""},
        {"name": "so(99999999999)"},
        {"name": "so(3) |x"},
        {"proof": "belief"},
        {"map": {"shape": [3, 3], "entries": [], "floats": False, "field": None}},
        {"map": {"shape": [3, 3], "entries": [[0, 0, "1"], [0, 0, "1"]], "floats": False, "field": None}},
        {"map": {"shape": [3, 3], "entries": [[0, 7, "1"]], "floats": False, "field": None}},
        {"map": {"shape": [3, 3], "entries": [[0, -1, "1"]], "floats": False, "field": None}},
        {"map": {"shape": [3, 3], "entries": [[0, 0, "1/0"]], "floats": False, "field": None}},
        {"map": None},
        {"field": {"polynomial": ["-1", "0", "1"], "root between": ["0", "2"]}},
        {"field": {"polynomial": ["1", "0", "1"], "root between": ["0", "2"]}},
        {"name": "su(3) |x R^6"},
        {"name": "sp(3,R)"},
        {"name": "gl(1,C)"},
        {"distance": "nan"},
        {"distance": -1},
        {"distance": 0.5},
    ],
)
def test_malformed_certificates_are_rejected_without_an_exception(contents, change):
    assert not check(contents["so(3)"] | change).accepted


@pytest.mark.parametrize("content", [None, [], {}, 3, "text", {"format": "lietheory certificate 1"}])
def test_what_is_no_certificate_is_rejected(content):
    assert not check(content).accepted


def test_the_checker_imports_nothing_of_the_algebra():
    files = {
        f"lietheory.certificates.{name}"
        for name in ("check", "circuit", "circuit_ideals", "definitions", "chevalley", "modules", "exceptional", "rejection")
    }
    for name in files:
        ours = [m for m in imports(ROOT / f"{name.replace('.', '/')}.py") if m.startswith(("lietheory", "lconv"))]
        assert all(any(m == other or m.startswith(f"{other}.") for other in files) for m in ours)
