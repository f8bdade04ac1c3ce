"""``lietheory discover``: which symmetry did this model learn?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lietheory.cli import frame
from lietheory.cli.extensions import contributed_command

NAME = "discover"
EXAMPLE = 'lietheory discover mypackage.models:regressor points.npy --action "linear(5, copies=2)"'


@frame.command
def run(
    model: Annotated[str, typer.Argument(help="The model as package.module:name, a torch module or a function of a batch.")],
    data: Annotated[Path, typer.Argument(help="Inputs, one sample a row: .npy, .npz or .pt.")],
    action: Annotated[str, typer.Option(help="linear(d, copies=1), affine(d, copies=1) or image(height, width, channels=1).")],
    out: Annotated[Path, typer.Option(help="Where the estimate is written.")] = Path("build/symmetry.npz"),
    json: frame.JsonOption = False,
    seed: frame.SeedOption = 0,
) -> int:
    """Extract the infinitesimal symmetries of a trained model, decide, and name the algebra (needs torch)."""
    import sys

    from lietheory.rendering import records, tables

    sys.path.insert(0, "")  # the user's own module is in the working directory, as for `python -m`
    estimate = contributed_command(NAME)(model, data, action, out, seed=seed)
    if json:
        frame.print_json(records.estimate_record(estimate))
    else:
        frame.out.print(str(estimate), highlight=False, markup=False)
        if estimate.generators.size:
            frame.out.print(tables.identification_table(estimate.identify()))
        frame.wrote(out)
    return frame.UNDECIDED if estimate.status == "undecided" else frame.HOLDS
