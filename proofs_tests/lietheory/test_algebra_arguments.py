"""Every public function that takes an algebra takes matrices, a LieAlgebra, a SymbolicAlgebra and a name, with one answer."""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
import sympy
from matplotlib.axes import Axes

import lietheory as lt
from lietheory import comparison, representation
from lietheory.errors import LieTheoryError, PrecisionError, ShapeError, UnknownNameError

NAME = "so(3)"
KINDS: dict[str, Any] = {
    "matrices": lt.so(3).generators,
    "nested lists": lt.so(3).generators.tolist(),
    "SymPy matrices": lt.so(3).to_sympy(),
    "LieAlgebra": lt.so(3),
    "SymbolicAlgebra": lt.symbolic_algebra(lt.so(3).to_sympy()),
    "name": NAME,
}
POINTS = np.eye(3)
TIMES = sympy.symbols("r s t")
REST: dict[str, dict[str, Any]] = {
    "lietheory.adjoint_action": {"x": [1.0, 2.0, 3.0]},
    "lietheory.casimirs": {"degree": 2},
    "lietheory.equivariant_maps": {"degree": 1},
    "lietheory.exponential": {"t": [0.1, 0.2, 0.3]},
    "lietheory.left_invariant_forms": {"coordinates": TIMES},
    "lietheory.polynomial_invariants": {"degree": 2},
    "lietheory.relative_invariants": {"degree": 2},
    "lietheory.symmetric_power": {"degree": 2},
    "comparison.action_angles": {"points": POINTS},
    "comparison.action_cosine": {"points": POINTS},
    "comparison.action_distance": {"points": POINTS},
    "comparison.identifiable_dimension": {"points": POINTS},
    "comparison.project": {"A": np.eye(9).reshape(9, 3, 3)},
    "representation.box_quadrature": {"radii": 0.1, "order": 1},
    "representation.copies": {"count": 2},
    "representation.coordinate_matrices": {"dimension": 3, "call": "coordinate_matrices(A)"},
    "representation.grid_generators": {"height": 2, "width": 2},
    "representation.lie_convolution": {"h": np.ones((1, 3, 1)), "W": np.ones((4, 1, 1))},
    "representation.lie_derivative": {"gradients": POINTS, "points": POINTS},
    "representation.neighbourhood": {"radius": 0.1, "order": 1},
    "representation.velocities": {"points": POINTS},
}
"""What the functions need beside an algebra."""
NAMED_LIKE_AN_ALGEBRA = {"L", "M", "algebra", "learned", "analytic", "generators"}
NO_ALGEBRA = {"comparison.conjugation", "comparison.invariant_form", "representation.flow"} | {
    f"lietheory.{name}"
    for name in [
        "circuit_certificate",
        "controllability",
        "free_fermions",
        "involution_split",
        "loss_variance",
        "plot_matrix",
        "plot_vector_field",
        "state_space",
    ]
}
"""Their L is an orthonormal basis, or one matrix; operators on qubits are read by functions of their own."""
SPANS = {"lietheory.principal_angles", "comparison.grassmann_distance", "comparison.orthonormal_basis", "comparison.project"}
"""They take vectors too."""


def _functions() -> Iterator[tuple[str, Callable[..., Any]]]:
    seen = set()
    for module in (lt, comparison, representation):
        for name in module.__all__:
            value = getattr(module, name)
            if inspect.isfunction(value) and value not in seen:
                seen.add(value)
                yield f"{module.__name__.rpartition('.')[2]}.{name}", value


FUNCTIONS = dict(_functions())


def algebra_parameters(function: Callable[..., Any]) -> list[inspect.Parameter]:
    """The parameters of a function that are annotated as an algebra."""
    return [p for p in inspect.signature(function).parameters.values() if "AlgebraLike" in str(p.annotation)]


TAKING = {name: function for name, function in FUNCTIONS.items() if algebra_parameters(function)}


def applied(name: str, value: Any) -> Any:
    """The function at an algebra, which stands for each of its algebra arguments."""
    function, rest = TAKING[name], REST.get(name, {})
    parameters = [p for p in algebra_parameters(function) if p.name not in rest]
    if parameters[0].kind is inspect.Parameter.VAR_POSITIONAL:
        return function(value, value)
    return function(**{p.name: value for p in parameters}, **rest)


def plain(answer: Any) -> Any:
    """An answer in terms that compare by value."""
    if isinstance(answer, lt.LieAlgebra):
        return answer.structure_constants.tolist()
    if isinstance(answer, lt.SymbolicAlgebra):
        return list(answer.generators)
    if isinstance(answer, np.ndarray):
        return answer.tolist()
    if isinstance(answer, Axes):
        return answer.get_title(), [line.get_xydata().round(9).tolist() for line in answer.lines]
    if isinstance(answer, sympy.MatrixBase):
        return answer.tolist()
    if dataclasses.is_dataclass(answer):
        return {field.name: plain(getattr(answer, field.name)) for field in dataclasses.fields(answer)}
    if isinstance(answer, (list, tuple)):
        return [plain(value) for value in answer]
    return answer


def test_the_functions_that_take_an_algebra_are_read_from_their_signatures() -> None:
    expected = """adjoint_action casimirs closure_residual compare direct_sum equivariant_maps exponential identify
        left_invariant_forms lie_closure maurer_cartan nearest_algebra polynomial_invariants principal_angles
        quadratic_casimir relative_invariants root_system symbolic_algebra symmetric_power type_changes"""
    assert {f"lietheory.{name}" for name in expected.split()} <= set(TAKING)
    unread = [
        f"{name}({parameter})"
        for name, function in FUNCTIONS.items()
        for parameter in inspect.signature(function).parameters
        if (parameter in NAMED_LIKE_AN_ALGEBRA or (parameter == "g" and name.startswith("lietheory.")))
        and name not in {*TAKING, *NO_ALGEBRA}
    ]
    assert unread == []


@pytest.mark.parametrize("name", [name for name in TAKING if name != "representation.grid_generators"])
def test_all_kinds_of_an_algebra_have_one_answer(name: str) -> None:
    expected = plain(applied(name, KINDS["matrices"]))
    for kind, value in KINDS.items():
        found = plain(applied(name, value))
        if name in ("lietheory.adjoint_action", "lietheory.exponential"):  # SymPy in, SymPy out, in its own floats
            assert np.allclose(np.array(found, dtype=float), expected, rtol=0, atol=1e-12), kind
        else:
            assert found == expected, kind


def test_the_plane_is_read_likewise() -> None:
    expected = representation.grid_generators(2, 2, lt.so(2).generators)
    for value in (lt.so(2), "so(2)", lt.symbolic_algebra("so(2)")):
        assert (representation.grid_generators(2, 2, value) == expected).all()


@pytest.mark.parametrize("name", TAKING)
def test_a_name_that_is_not_in_the_catalogue_is_an_error_of_the_call_as_typed(name: str) -> None:
    with pytest.raises(UnknownNameError, match=r"so\(3\)") as error:
        applied(name, "os(3)")
    assert error.value.call.startswith(name.rpartition(".")[2])


FAMILY = lt.symbolic_algebra([sympy.diag(1, sympy.Symbol("a")), sympy.Matrix([[0, 1], [0, 0]])])
PARAMETERS_MAKE_SENSE = {
    "lietheory.adjoint_action": {"x": [1, 0], "t": TIMES[0]},
    "lietheory.exponential": {"t": [TIMES[0], 0]},
    "lietheory.left_invariant_forms": {"coordinates": TIMES[:2]},
    "lietheory.maurer_cartan": {},
    "lietheory.symbolic_algebra": {},
    "lietheory.type_changes": {},
}


@pytest.mark.parametrize("name", PARAMETERS_MAKE_SENSE)
def test_parameters_go_through_where_the_answer_is_symbolic(name: str) -> None:
    argument = algebra_parameters(TAKING[name])[0].name
    one, other = (
        plain(TAKING[name](**{argument: value}, **PARAMETERS_MAKE_SENSE[name])) for value in (FAMILY, list(FAMILY.generators))
    )
    assert one == other


@pytest.mark.parametrize("name", sorted(set(TAKING) - set(PARAMETERS_MAKE_SENSE)))
def test_parameters_are_one_error_with_its_cure_where_numbers_are_needed(name: str) -> None:
    for value in (FAMILY, list(FAMILY.generators)):
        if isinstance(value, list) and name in {*SPANS, "representation.lie_convolution"}:
            continue  # these take any arrays, and say that symbols are no numbers
        with pytest.raises(PrecisionError, match=r"without parameters, got one with a\. Give .*\.at\(\{a: 1\}\)"):
            applied(name, value)


ABSTRACT = lt.LieAlgebra.from_structure_constants(lt.heisenberg(1).structure_constants)
NEED_NO_MATRICES = {
    "lietheory.adjoint_action",
    "lietheory.casimirs",
    "lietheory.identify",
    "lietheory.isomorphism",
    "lietheory.left_invariant_forms",
    "lietheory.lie_closure",
    "lietheory.maurer_cartan",
}


DEGENERATE = {
    "lietheory.cartan_decomposition",
    "lietheory.plot_dynkin_diagram",
    "lietheory.plot_roots",
    "lietheory.plot_weights",
    "lietheory.root_system",
    "representation.representation",
}
"""They refuse it as nilpotent."""


@pytest.mark.parametrize("name", sorted(set(TAKING) - DEGENERATE))
def test_an_abstract_algebra_is_taken_or_is_one_error_that_says_so(name: str) -> None:
    if name in NEED_NO_MATRICES:
        applied(name, ABSTRACT)
    elif name not in ("lietheory.quadratic_casimir", "representation.describe"):  # degenerate; not reductive
        with pytest.raises(ShapeError, match="expected an algebra of matrices, got an abstract one of dimension 3") as error:
            applied(name, ABSTRACT)
        assert error.value.call.startswith(name.rpartition(".")[2])


@pytest.mark.parametrize("value", [None, 3, {"L": 1}, object(), [[1, 2], [3]], np.eye(3)])
@pytest.mark.parametrize("name", TAKING)
def test_what_is_no_algebra_is_an_error_of_ours(name: str, value: Any) -> None:
    if isinstance(value, np.ndarray) and name in {*SPANS, "lietheory.exponential"}:
        return  # vectors; one matrix
    with pytest.raises(LieTheoryError):
        applied(name, value)
