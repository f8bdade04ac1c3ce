"""What cannot fit is refused with an estimate before it is allocated, and what is no algebra at the door."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

import lietheory as lt
from lietheory.algebra import canonical_name, catalogue_algebra
from lietheory.algebra.linalg.memory import available_bytes, require_memory
from lietheory.algebra.structure.structure_constants import jacobi_residual
from lietheory.cli.generator_inputs import read_generators
from lietheory.errors import LieTheoryError, ShapeError, UnknownNameError

ABSURD = {
    "so(1000)": lambda: lt.so(1000),
    "so(200)": lambda: lt.so(200),
    "gl(200)": lambda: lt.gl(200),
    "sl(300)": lambda: lt.sl(300),
    "sl_complex(300)": lambda: lt.sl_complex(300),
    "sp(200)": lambda: lt.sp(200),
    "u(300, 0)": lambda: lt.u(300),
    "su(300, 0)": lambda: lt.su(300),
    "usp(400, 0)": lambda: lt.usp(400),
    "so_star(200)": lambda: lt.so_star(200),
    "su_star(200)": lambda: lt.su_star(200),
    "se(800)": lambda: lt.se(800),
    "sim(800)": lambda: lt.sim(800),
    "aff(300)": lambda: lt.aff(300),
    "poincare(800)": lambda: lt.poincare(800),
    "heisenberg(20000)": lambda: lt.heisenberg(20000),
    "galilei(1000)": lambda: lt.galilei(1000),
    "bargmann(1000)": lambda: lt.bargmann(1000),
    "conformal(400)": lambda: lt.conformal(400),
    "catalogue_algebra('so(1000)')": lambda: catalogue_algebra("so(1000)"),
    "catalogue_algebra('R^9999')": lambda: catalogue_algebra("R^9999"),
}
WRONG = {
    "casimirs of matrices": lambda: lt.casimirs([[1]]),
    "quadratic_casimir of a number": lambda: lt.quadratic_casimir(3),
    "catalogue_algebra of a number": lambda: catalogue_algebra(3),
    "catalogue_algebra of nothing": lambda: catalogue_algebra(""),
    "the command without a name": lambda: read_generators(" "),
    "catalogue_algebra of None": lambda: catalogue_algebra(None),
    "canonical_name of a number": lambda: canonical_name(3),
    "is_named of a number": lambda: lt.identify(lt.so(3)).is_named(3),
    "maurer_cartan of a number": lambda: lt.maurer_cartan(3),
    "left_invariant_forms of a number": lambda: lt.left_invariant_forms(3, ["t"]),
    "left_invariant_forms with a number": lambda: lt.left_invariant_forms(lt.so(3), 3),
    "exterior_derivative of numbers": lambda: lt.exterior_derivative(3, 4),
    "type_changes of a number": lambda: lt.type_changes(3),
    "lie_closure of a text": lambda: lt.lie_closure("x"),
    "identify of a dictionary": lambda: lt.identify({}),
}


@pytest.mark.parametrize("call", ABSURD)
def test_an_algebra_beyond_memory_is_refused_with_its_size(call: str) -> None:
    with pytest.raises(
        ShapeError, match=r"memory available, got \d+ generators of size \d+ .* about .*[TP]B\. Take a smaller"
    ) as refusal:
        ABSURD[call]()
    assert str(refusal.value).startswith(call)


@pytest.mark.parametrize("call", WRONG)
def test_arguments_of_quite_another_kind_are_refused(call: str) -> None:
    refused: Callable[[], object] = WRONG[call]
    with pytest.raises(LieTheoryError, match=r"expected .* got "):
        refused()


def test_a_closure_that_outgrows_memory_is_refused_while_it_grows(
    monkeypatch: pytest.MonkeyPatch, rng: np.random.Generator
) -> None:
    L = rng.standard_normal((2, 12, 12))
    monkeypatch.setattr("lietheory.memory.available_bytes", lambda: 1e7)
    with pytest.raises(ShapeError, match=r"lie_closure\(L\): .*has grown to dimension \d+ in matrices of size 12"):
        lt.lie_closure(L)


def test_structure_constants_and_matrices_beyond_memory_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    f, L = lt.so(5).structure_constants, lt.so(5).generators
    monkeypatch.setattr("lietheory.memory.available_bytes", lambda: 1e4)
    with pytest.raises(ShapeError, match=r"from_structure_constants\(f\): .*10 generators"):
        lt.LieAlgebra.from_structure_constants(f)
    with pytest.raises(ShapeError, match=r"from_matrices\(L\): .*10\^3 structure constants"):
        lt.LieAlgebra.from_matrices(L)


def test_derivations_of_a_large_radical_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    g = catalogue_algebra("R^8")
    monkeypatch.setattr("lietheory.memory.available_bytes", lambda: 1e5)
    with pytest.raises(ShapeError, match=r"derivations\(\): .*radical of dimension 8"):
        g.derivations()


def test_what_fits_is_let_through() -> None:
    assert available_bytes() > 0
    require_memory("so(3)", "so(3)", 1.0, "Take a smaller one.")
    assert lt.so(9).dimension == 36


def test_jacobi_one_index_at_a_time_is_jacobi_at_once(rng: np.random.Generator) -> None:
    f = rng.integers(-3, 4, (4, 4, 4))
    assert (np.stack([jacobi_residual(f, i) for i in range(4)]) == jacobi_residual(f)).all()


def test_a_violation_of_jacobi_is_named_by_its_indices() -> None:
    f = np.zeros((4, 4, 4), dtype=int)
    f[1, 2, 1], f[2, 1, 1], f[2, 3, 2], f[3, 2, 2] = 1, -1, 1, -1
    with pytest.raises(ShapeError, match=r"Jacobi identity, got a violation of -?\d+ at indices \(1, 2, 3, 1\)"):
        lt.LieAlgebra.from_structure_constants(f)


def test_an_empty_name_is_refused() -> None:
    with pytest.raises(UnknownNameError, match="Known:"):
        catalogue_algebra("  ")
