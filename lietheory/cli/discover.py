"""``lietheory discover``: which symmetry did this model learn?"""

from pathlib import Path
from textwrap import fill
from typing import Annotated

import typer

from lietheory.cli import common
from lietheory.cli.plugins import contributed_command, require_torch

NAME = "discover"
EXAMPLE = 'lietheory discover mypackage.models:regressor points.npy --action "linear(5, copies=2)" --report build/symmetry.html'


@common.command
def run(
    model: Annotated[
        str,
        typer.Argument(
            help="package.module:name, a torch module or a function of a batch; or a .pt2 file of torch.export; or fit, "
            "for polynomials fitted to the noisy values in --labels."
        ),
    ],
    data: Annotated[Path, typer.Argument(help="Inputs, one sample a row: .npy, .npz or .pt.")],
    action: Annotated[
        str,
        typer.Option(
            help="linear(d, copies=1), affine(d, copies=1), image(height, width, channels=1, translations=False), "
            "volume(depth, height, width, channels=1, translations=False), sequence(length, channels=1), "
            "points(d, translations=False) or polynomial(d, degree)."
        ),
    ],
    output_action: Annotated[str | None, typer.Option(help="An action on the outputs, to test equivariance.")] = None,
    field: Annotated[str | None, typer.Option(help="Key or place of the tensor, where the model returns several.")] = None,
    layer: Annotated[str | None, typer.Option(help="A submodule by name: the map from the inputs to its output.")] = None,
    labels: Annotated[
        str | None, typer.Option(help="Key in the data file, or a file, to test whether the data share the symmetry.")
    ] = None,
    loss: Annotated[str | None, typer.Option(help="squared, cross_entropy or zero_one.")] = None,
    truth: Annotated[str | None, typer.Option(help="A catalogue algebra to compare the estimate with, such as so(5).")] = None,
    tolerance: Annotated[
        float, typer.Option(help="The breaking, as a share of the variance of the outputs, up to which an algebra is a symmetry.")
    ] = 0.001,
    save_evidence: Annotated[Path | None, typer.Option(help="Write the evidence here, to go on from with --resume.")] = None,
    resume: Annotated[Path | None, typer.Option(help="Evidence of an earlier call; these data are added to it.")] = None,
    out: Annotated[Path, typer.Option(help="Where the estimate is written.")] = Path("build/symmetry.npz"),
    report: Annotated[Path | None, typer.Option(help="Write one HTML report with figures here.")] = None,
    moves: Annotated[
        str | None, typer.Option(help="Which array of a .npz file moves; the model takes all of them by keyword.")
    ] = None,
    json: common.JsonOption = False,
    seed: common.SeedOption = 0,
) -> int:
    """Extract the infinitesimal symmetries of a trained model, decide, and name the algebra (needs torch).

    Status 0: symmetric, or none; 3: undecided. A model file executes nothing; package.module:name is imported and runs its code.
    """
    from lietheory.cli.early_refusals import require_possible
    from lietheory.files import require_output

    require_torch(f"lietheory {NAME}")
    require_possible(model, data, {"--action": action, "--output-action": output_action}, (truth,))
    if report is not None:
        require_output(report)
    with common.working(f"the symmetries of {model}"):
        from lietheory.discovery.estimate_as_text import WIDTH
        from lietheory.rendering import discovery_summary, terminal_tables

        discovery = contributed_command(NAME)(
            model,
            data,
            action,
            out,
            output_action=output_action,
            field=field,
            layer=layer,
            labels=labels,
            loss=loss,
            truth=truth,
            evidence=save_evidence,
            resume=resume,
            moves=moves,
            tolerance=tolerance,
            seed=seed,
        )
        summary = discovery_summary.summarise(discovery)
    if json:
        common.print_json(discovery_summary.discovery_record(discovery, summary))
    else:
        said = fill(discovery.estimate.headline, WIDTH)  # the conclusion has it
        evidence = str(discovery.estimate).removeprefix(f"{said}\n")
        common.out().print(f"{summary.conclusion}\n\n{evidence}", highlight=False, markup=False)
        if summary.directions:
            numbered = (f"{i} {named}" for i, named in enumerate(summary.directions, 1))
            common.out().print(f"the directions as motions of the image: {'; '.join(numbered)}", highlight=False, markup=False)
        if summary.name is not None:
            common.out().print(terminal_tables.identification_table(summary.name))
    common.wrote(out, *(path for path in (save_evidence,) if path is not None))
    if report is not None:
        from lietheory.rendering.discovery_page import write_discovery

        common.wrote(write_discovery(report, discovery, summary))
    return common.UNDECIDED if discovery.estimate.status == "undecided" else common.HOLDS
