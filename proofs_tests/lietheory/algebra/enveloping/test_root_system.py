"""Root systems of reductive algebras: Dynkin types and Chevalley generators, in any basis."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lietheory.algebra import LieAlgebra, direct_sum, gl, se, sl, sl_complex, so, so_star, sp, su, su_star, u, usp
from lietheory.algebra.catalogue.exceptional import f4, g2
from lietheory.algebra.enveloping.root_system import read_reductive, root_system
from lietheory.algebra.identification.identify import identify
from lietheory.algebra.invariants.root_vectors import chevalley_generators
from lietheory.algebra.lie_algebra import computing_basis
from lietheory.algebra.names.dynkin import dynkin_types
from lietheory.errors import UndecidedError
from proofs_tests.strategies.matrices import invertible

TYPES = {
    "so(3)": (so(3), "A1"),
    "so(4)": (so(4), "A1 + A1"),
    "so(5)": (so(5), "B2"),
    "so(3,1)": (so(3, 1), "A1 + A1"),
    "so(7)": (so(7), "B3"),
    "so(4,4)": (so(4, 4), "D4"),
    "sp(6,R)": (sp(3), "C3"),
    "usp(4,2)": (usp(4, 2), "C3"),
    "sl(3,C)": (sl_complex(3), "A2 + A2"),
    "su(2,1)": (su(2, 1), "A2"),
    "su*(4)": (su_star(2), "A3"),
    "so*(6)": (so_star(3), "A3"),
    "sl(4,R)": (sl(4), "A3"),
    "gl(3)": (gl(3), "A2"),
    "u(2)": (u(2), "A1"),
    "g2 split": (g2("split"), "G2"),
    "g2 compact": (g2("compact"), "G2"),
    "so(2)": (so(2), ""),
    "so(5) + sl(3,R)": (direct_sum(so(5), sl(3)), "B2 + A2"),
}


@st.composite
def hidden(draw: st.DrawFn) -> tuple[str, np.ndarray]:
    name = draw(st.sampled_from(sorted(TYPES)))
    L = TYPES[name][0].generators
    frame = draw(invertible(L.shape[1], 3.0))
    return name, frame @ np.tensordot(draw(invertible(len(L), 1.0)), L, 1) @ np.linalg.inv(frame)


@pytest.mark.parametrize("name", TYPES)
def test_algebras_have_their_dynkin_types(name):
    g, kind = TYPES[name]
    found = root_system(g)
    assert found.type == kind
    assert found.rank == len(found.cartan_matrix) == sum(len(nodes) for _, nodes in dynkin_types(found.cartan_matrix))


@given(hidden())
def test_root_systems_are_unchanged_by_conjugation_and_change_of_basis(instance):
    name, L = instance
    exact, found = root_system(TYPES[name][0]), root_system(L)
    assert found.type == exact.type
    np.testing.assert_array_equal(found.cartan_matrix, exact.cartan_matrix)
    # the Killing form is the algebra's own, so that lengths do not depend on the basis either
    gram = [np.diag(r.simple_roots @ r.simple_roots.T) for r in (found, exact)]
    np.testing.assert_allclose(*gram, rtol=1e-6)
    assert found.rounding < 1e-5


def test_simple_roots_have_the_angles_of_the_cartan_matrix():
    found = root_system(f4().generators.astype(float))
    gram = found.simple_roots @ found.simple_roots.T
    np.testing.assert_allclose(2 * gram / np.diag(gram), found.cartan_matrix, atol=1e-9)
    assert len(found.positive_roots) == 24


@given(hidden())
def test_chevalley_generators_satisfy_serres_relations(instance):
    _, L = instance
    derived = read_reductive(L, "test").derived
    found, f = chevalley_generators(derived), derived.constants
    assume(derived.dimension)
    brackets = np.einsum("ia,abc,jb->ijc", found.coroots, f, found.raising)
    expected = found.cartan_matrix.T[:, :, None] * found.raising[None]  # [h_i, e_j] = A[j, i] e_j
    scale = np.abs(found.raising).max() * np.abs(found.coroots).max() * np.abs(f).max()
    np.testing.assert_allclose(brackets, expected, atol=1e-6 * scale)
    for i, e in enumerate(found.raising):
        ad = np.einsum("a,abc->cb", e, f)
        for j, other in enumerate(found.raising):
            times = 1 - found.cartan_matrix[j, i]
            if i != j:  # ad(e_i)^(1 - A[j, i]) e_j = 0
                moved = np.linalg.matrix_power(ad, times) @ other
                assert np.abs(moved).max() <= 1e-6 * np.linalg.norm(ad, 2) ** times * np.abs(other).max()


@pytest.mark.parametrize(
    "name", ["so(4)", "so(3,1)", "su(2,1)", "sl(3,C)", "usp(4,2)", "so*(6)", "g2 compact", "so(5) + sl(3,R)"]
)
def test_the_ideals_have_the_names_that_identify_gives(name):
    g = TYPES[name][0]
    found = chevalley_generators(computing_basis(LieAlgebra.from_matrices(g.generators.astype(float)))[0])
    assert sorted(factor.name for factor in found.factors) == sorted(identify(g).factors)


def test_an_algebra_has_its_root_system_as_a_method():
    assert so(7).root_system().type == "B3"


def test_an_abstract_algebra_has_a_root_system():
    assert root_system(LieAlgebra.from_structure_constants(so(5).structure_constants)).type == "B2"


def test_noise_does_not_move_integers():
    rng, L = np.random.default_rng(0), sl(4).generators
    found = root_system(L + 1e-6 * rng.normal(size=L.shape))
    assert found.type == "A3"
    assert found.rounding < 1e-6


def test_the_printed_form_names_the_type():
    assert str(root_system(so(5))).startswith("B2: rank 2, 8 roots")
    assert str(root_system(so(2))).startswith("0: rank 0")


@pytest.mark.parametrize("dtype", [int, float])
def test_an_algebra_that_is_not_reductive_is_refused(dtype):
    with pytest.raises(UndecidedError, match="reductive"):
        root_system(se(3).generators.astype(dtype))
