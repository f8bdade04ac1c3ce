"""Complex matrices of exact numbers are exact as a real span, and the result says that they were read so."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import sympy
from typer.testing import CliRunner

from lietheory.algebra import (
    LieAlgebra,
    identify,
)
from lietheory.cli.main import app
from lietheory.errors import PrecisionError

R2 = sympy.sqrt(2)


@pytest.mark.parametrize(
    "L",
    [
        [
            sympy.Matrix([[sympy.I, 0], [0, -sympy.I]]) / 2,
            sympy.Matrix([[0, 1], [-1, 0]]) / 2,
            sympy.Matrix([[0, sympy.I], [sympy.I, 0]]) / 2,
        ],
        [[[1j, 0], [0, -1j]], [[0, 1], [-1, 0]], [[0, 1j], [1j, 0]]],
        np.array([[[1j, 0], [0, -1j]], [[0, 1], [-1, 0]], [[0, 1j], [1j, 0]]]),
        [
            sympy.Matrix([[R2 * sympy.I, 0], [0, -R2 * sympy.I]]),
            sympy.Matrix([[0, 1], [-1, 0]]),
            sympy.Matrix([[0, sympy.I], [sympy.I, 0]]),
        ],
    ],
)
def test_gaussian_matrices_are_exact_as_a_real_span_and_the_result_says_so(L: list, tmp_path: Path) -> None:
    said = "4 x 4 real matrices, the real span of complex 2 x 2 ones"
    g = LieAlgebra.from_matrices(L)
    assert g.is_exact
    assert said in repr(g)
    assert said in repr(LieAlgebra.load(g.save(tmp_path / "g")))
    for found in (identify(L), identify(g)):
        assert (found.name, found.status, found.representation) == ("so(3)", "certain", said)


def test_the_real_and_the_complex_span_of_the_same_matrices_differ() -> None:
    E = [sympy.Matrix([[1, 0], [0, -1]]), sympy.Matrix([[0, 1], [0, 0]]), sympy.Matrix([[0, 0], [1, 0]])]
    assert identify(E).name == "so(2,1)"
    assert identify([*E, *(sympy.I * M for M in E)]).name == "so(3,1)"
    assert identify(E).representation == "2 x 2 real matrices"


def test_complex_floats_stay_floats() -> None:
    g = LieAlgebra.from_matrices([[[0.5j]]])
    assert not g.is_exact
    assert g.from_complex
    with pytest.raises(PrecisionError):
        LieAlgebra.from_matrices([[[complex("nan")]]])


def test_the_command_reads_exact_texts_and_says_that_complex_matrices_are_read_as_real(tmp_path: Path) -> None:
    (tmp_path / "field.json").write_text('[[[0, "sqrt(2)"], ["1/2", 0]], [[1, 0], [0, -1]], [[0, "1-sqrt(2)"], [1, 0]]]')
    (tmp_path / "complex.json").write_text('[[["I/2", 0], [0, "-1/2*I"]], [[0, "1/2"], ["-1/2", 0]], [[0, "I/2"], ["I/2", 0]]]')
    (tmp_path / "text.json").write_text('[[["pi"]]]')
    paths = {name: str(tmp_path / f"{name}.json") for name in ("field", "complex", "text")}
    results = {name: CliRunner().invoke(app, ["identify", path, "--json"]) for name, path in paths.items()}
    assert [result.exit_code for result in results.values()] == [0, 0, 2]
    field, gauss = (json.loads(results[name].stdout) for name in ("field", "complex"))
    assert (field["name"], field["status"]) == ("so(2,1)", "certain")
    assert (gauss["name"], gauss["status"]) == ("so(3)", "certain")
    assert "the real span of complex 2 x 2 ones" in gauss["representation"]
