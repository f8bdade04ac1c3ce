"""Units change no algebra, and the zero algebra, lines and complex or huge coordinates get an answer or a clear error."""

from __future__ import annotations

import numpy as np
import pytest
import sympy

import lietheory as lt
from lietheory.algebra import LieAlgebra, catalogue_algebra, heisenberg, identify, so
from lietheory.errors import LieTheoryError, PrecisionError


@pytest.mark.parametrize("scale", [1e-100, 1e-9, 1e-7, 1.0, 1e6, 1e9, 1e100])
@pytest.mark.parametrize(("name", "derivations"), [("so(3)", 3), ("sl(3)", 8), ("aff(1)", 2), ("so(2,1) + R", 4)])
def test_units_of_structure_constants_change_nothing(name: str, derivations: int, scale: float) -> None:
    f = catalogue_algebra(name).structure_constants
    g, exact = LieAlgebra.from_structure_constants(f * scale), LieAlgebra.from_structure_constants(f)
    assert (len(g.derivations()), g.killing_signature()) == (derivations, exact.killing_signature())
    assert [len(h) for h in g.derived_series()] == [len(h) for h in exact.derived_series()]


@pytest.mark.parametrize("scale", [1e-7, 1e6, 1e9])
def test_constants_of_different_sizes_keep_their_invariants_in_other_units(scale: float) -> None:
    f = np.zeros((3, 3, 3))
    for i, j, k, value in ((0, 1, 2, 1.0), (1, 2, 0, 1e-4), (2, 0, 1, 1e-4)):
        f[i, j, k], f[j, i, k] = value * scale, -value * scale
    g = LieAlgebra.from_structure_constants(f)
    assert (g.killing_signature(), g.is_semisimple, len(g.derivations())) == ((0, 3, 0), True, 3)


def test_an_abstract_algebra_has_derivations_in_any_unit_whose_products_are_floats() -> None:
    f = heisenberg(1).structure_constants
    assert [len(LieAlgebra.from_structure_constants(f * scale).derivations()) for scale in (1e-60, 1e-7, 1e60)] == [6, 6, 6]
    with pytest.raises(PrecisionError, match=r"got 1e\+100\. Divide f"):
        LieAlgebra.from_structure_constants(f * 1e100)


def test_generators_of_very_different_sizes_have_derivations() -> None:
    sizes = np.array([1e-20, 1.0, 1e20])[:, None, None]
    assert len(LieAlgebra.from_matrices(so(3).generators * sizes).derivations()) == 3


def test_a_line_without_matrices_is_not_named_by_a_spectrum() -> None:
    for f in ([[[0]]], np.zeros((1, 1, 1))):
        assert identify(LieAlgebra.from_structure_constants(f)).name == "R"


def test_coordinates_are_real_and_brackets_finite() -> None:
    for compute in (lambda: so(3).ad([1j, 0, 0]), lambda: so(3).bracket([1, 0, 0], [0, 1j, 0])):
        with pytest.raises(PrecisionError, match="complex numbers"):
            compute()
    large = LieAlgebra.from_matrices(so(3).generators * 1e200)
    with pytest.raises(PrecisionError, match="finite numbers"):
        large.bracket(large.generators[0], large.generators[1])


@pytest.mark.parametrize("dtype", [int, float])
def test_the_zero_algebra_has_a_name_a_root_system_and_no_foreign_error(dtype: type) -> None:
    zero = LieAlgebra.from_matrices(so(3).generators.astype(dtype)).radical()
    assert (identify(zero).name, lt.isomorphism(zero, zero).status, lt.root_system(zero).rank) == ("0", "isomorphic", 0)
    for compute in (zero.derivations, lambda: lt.cartan_decomposition(zero), lambda: lt.casimirs(zero)):
        with pytest.raises(LieTheoryError):
            compute()


def test_integers_of_sympy_are_sizes() -> None:
    two = sympy.Integer(2)
    assert (len(lt.galilei(two)), len(lt.bargmann(two)), lt.symmetric_power("so(3)", two).shape) == (6, 7, (3, 6, 6))


def test_constants_of_rounding_size_are_zero(rng: np.random.Generator) -> None:
    S = rng.standard_normal((3, 3))
    plane = np.tensordot(rng.standard_normal((2, 2)), S @ catalogue_algebra("R^2").generators @ np.linalg.inv(S), axes=1)
    assert len(LieAlgebra.from_matrices(plane).derivations()) == 4


PAULI = ["XX", "ZI", "IZ"]
MATRICES = so(3).generators[:2]


@pytest.mark.parametrize("generators", [PAULI, MATRICES])
def test_a_closure_keeps_its_bound_and_says_what_a_bound_is(generators) -> None:
    with pytest.raises(LieTheoryError, match="at most 2"):
        lt.lie_closure(generators, max_dimension=2)
    for bound in ("a", 0, 2.5):
        with pytest.raises(LieTheoryError, match="max_dimension as a whole number"):
            lt.lie_closure(generators, max_dimension=bound)
    with pytest.raises(LieTheoryError, match="progress as a function"):
        lt.lie_closure(generators, progress=3)


def test_arguments_of_another_kind_are_named() -> None:
    with pytest.raises(LieTheoryError, match="close as True or False"):
        LieAlgebra.from_matrices(MATRICES, MATRICES)
    with pytest.raises(LieTheoryError, match="orbits as a whole number"):
        lt.plot_vector_field([[0, -1], [1, 0]], orbits="3")
    zero = so(3).center()
    for pair in ((zero, "so(3)"), ("so(3)", zero)):
        with pytest.raises(LieTheoryError, match="of dimension 1 at least, got the zero algebra"):
            lt.compare(*pair)
