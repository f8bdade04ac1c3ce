"""``lietheory audit``: does this model have the symmetry that it is meant to have?"""

from pathlib import Path
from typing import Annotated

import typer

from lietheory.cli import common
from lietheory.cli.plugins import contributed_command, require_torch

NAME = "audit"
EXAMPLE = 'lietheory audit mypackage.models:potential points.npz --action "points(3, translations=True)" --expect "se(3)"'


@common.command
def run(
    model: Annotated[str, typer.Argument(help="package.module:name, or a .pt2 file of torch.export.")],
    data: Annotated[Path, typer.Argument(help="Inputs, one sample a row: .npy, .npz or .pt.")],
    expect: Annotated[str, typer.Option(help='The algebra it is meant to have, such as "so(3)"; or "shifts" of images.')],
    action: Annotated[str | None, typer.Option(help='As for discover, such as "linear(3)"; not for shifts.')] = None,
    output_action: Annotated[str | None, typer.Option(help="An action on the outputs, for equivariance.")] = None,
    tolerance: Annotated[float, typer.Option(help="On the breaking b; 0 for an exact symmetry only.", min=0.0)] = 0.001,
    layers: Annotated[
        str | None, typer.Option(help="read, from e3nn layers, or fitted; for shifts any word, all with a grid.")
    ] = None,
    field: Annotated[str | None, typer.Option(help="Key or place of the tensor, where the model returns several.")] = None,
    moves: Annotated[str | None, typer.Option(help="Which array of the file moves; the others are further arguments.")] = None,
    json: common.JsonOption = False,
    seed: common.SeedOption = 0,
) -> int:
    """Audit a model against the symmetry that it is meant to have (needs torch).

    Status 0: it has it, exactly or within the tolerance; 1: it has not; 3: undecided.
    """
    named = None if expect == "shifts" else expect
    from lietheory.cli.early_refusals import require_possible

    require_torch(f"lietheory {NAME}")
    require_possible(model, data, {"--action": action, "--output-action": output_action}, (named,))
    with common.working(f"auditing {model}"):
        outcome = contributed_command(NAME)(
            model,
            data,
            action,
            expect,
            output_action=output_action,
            tolerance=tolerance,
            layers=layers,
            field=field,
            moves=moves,
            seed=seed,
        )
    if json:
        common.print_json(outcome.record())
    else:
        common.out().print(str(outcome), highlight=False, markup=False)
    return common.HOLDS if outcome.holds else common.UNDECIDED if outcome.status == "undecided" else common.FAILED
