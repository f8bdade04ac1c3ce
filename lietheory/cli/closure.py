"""``lietheory closure``: which Lie algebra do these operators on qubits, or these matrices, generate?"""

from pathlib import Path
from typing import Annotated, Any

import typer

from lietheory.cli import common

NAME = "closure"
EXAMPLE = "lietheory closure 'XXI + IXX; ZII; 1/2 ZZI' --identify"


@common.command
def run(
    source: Annotated[
        str,
        typer.Argument(
            metavar="FILE|EXPRESSION",
            help="A .json file of operators, [{'XXI': 1, 'IZZ': '1/2'}, ...], or of matrices as for identify; or sums of Pauli "
            "strings, 'XXI + 1/2 IZZ; ZII', with a semicolon between generators.",
        ),
    ],
    identify: Annotated[bool, typer.Option("--identify", help="Name the algebra, and what its circuits reach.")] = False,
    max_dimension: Annotated[int, typer.Option(min=1, help="Give up above this dimension.")] = 20000,
    json: common.JsonOption = False,
    out: Annotated[Path | None, typer.Option(help="Save the algebra to this .npz file as well.")] = None,
    certificate: Annotated[
        Path | None, typer.Option(help="Save what proves the name to this .json file, for `lietheory check`.")
    ] = None,
) -> int:
    """Close generators under the bracket, exactly and sparsely where they are sums of Pauli strings."""
    from lietheory.algebra import lie_closure
    from lietheory.cli.operator_inputs import read_operators
    from lietheory.errors import ShapeError
    from lietheory.files import require_writable

    for path in (out, certificate):
        if path is not None:
            require_writable(path.parent)
    operators = read_operators(source)
    record: dict[str, Any] = {"generators": len(operators)}
    try:
        with common.bar() as shown:
            task = shown.add_task("dimension", total=None)

            def show(dimension: int, waiting: int) -> None:
                shown.update(task, completed=dimension, total=dimension + waiting)

            g = lie_closure(operators, max_dimension=max_dimension, progress=show)
    except ShapeError as problem:
        if "dimension at least" not in problem.got or not identify:
            raise
        record |= {"dimension": None} | _of_strings(operators, problem)
    else:
        record |= {"dimension": g.dimension, "exact": g.is_exact}
        if g.pauli is not None:
            record |= {"qubits": g.pauli.qubits, "multiplied_by_i": g.pauli.multiplied}
        with common.working("naming the algebra"):
            record |= _named(g) if identify else {}
        if out is not None:
            common.wrote(g.save(out))
        if certificate is not None:
            record |= _certified(operators, g, certificate)
    if json:
        common.print_json(record)
    else:
        for key, value in record.items():
            text = "; ".join(str(part) for part in value) if isinstance(value, list) else str(value)
            common.out().print(f"{key.replace('_', ' ')}: {common.escape(text)}", highlight=False)
    return common.UNDECIDED if record.get("status") == "undecided" else common.HOLDS


def _certified(operators: Any, g: Any, path: Path) -> dict[str, Any]:
    """What the certificate states once it is saved, or why there is none."""
    from lietheory.algebra import identify
    from lietheory.algebra.circuits.circuit_certificate import circuit_certificate

    made = identify(g).certificate() if g.pauli is None else circuit_certificate(operators)
    if made.content is not None:
        common.wrote(made.save(path))
    return {"certificate": made.reason if made.content is not None else f"none: {made.reason}"}


def _named(g: Any) -> dict[str, Any]:
    """The name and, for operators on qubits, what their circuits reach."""
    from lietheory.algebra import identify
    from lietheory.algebra.circuits.state_space import controllability

    if g.pauli is None:
        answer = identify(g)
        return {"name": answer.name, "status": answer.status}
    answer = controllability(g)
    subspaces = [
        f"{one.count} of dimension {one.dimension}, acted on by {' + '.join(one.acting) or '0'}"
        + (", controllable" if one.controllable and one.dimension > 1 else "")
        for one in answer.subspaces
    ]
    reached = {"controllable": answer.full, "pure_state_controllable": answer.pure_state, "subspaces": subspaces}
    return {"name": answer.name, "status": answer.status} | reached


def _of_strings(operators: Any, problem: Exception) -> dict[str, Any]:
    """The name of an algebra of strings above the bound, which needs no closure."""
    from lietheory.algebra.pauli.operators import are_operators, as_pauli_sums
    from lietheory.algebra.pauli.string_types import string_type

    sums = as_pauli_sums(operators, "lietheory closure") if are_operators(operators) else None
    if sums is None or any(len(terms) > 1 for terms in sums.terms):
        raise problem
    kind = string_type(code for terms in sums.terms for code in terms)
    return {"dimension_by_theorem": kind.dimension, "qubits": sums.qubits, "name": kind.name, "status": "certain"}
