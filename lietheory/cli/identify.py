"""``lietheory identify``: which Lie algebra do these matrices generate?"""

from pathlib import Path
from typing import Annotated

import typer

from lietheory.cli import common

NAME = "identify"
EXAMPLE = "lietheory identify generators.npz"


@common.command
def run(
    file: Annotated[
        str, typer.Argument(help="A .npy, .npz, .json or .pt file of matrices (n_L, d, d), or a catalogue name such as 'so(3)'.")
    ],
    json: common.JsonOption = False,
    noise: Annotated[float | None, typer.Option(min=0, help="Relative error of each generator; estimated by default.")] = None,
    out: Annotated[Path | None, typer.Option(help="Write the identification to this JSON file as well.")] = None,
) -> int:
    """Name the Lie algebra that the matrices in a file span, from the bare matrices alone."""
    import json as json_module
    from contextlib import suppress
    from dataclasses import replace

    from lietheory.algebra import identify
    from lietheory.arrays import is_complex
    from lietheory.cli.generator_inputs import read_matrices
    from lietheory.errors import UndecidedError
    from lietheory.files import require_output, write_whole
    from lietheory.rendering import json_records, terminal_tables
    from lietheory.representation import describe

    if out is not None:
        require_output(out)
    with common.working(f"naming {file}"):
        L = read_matrices(file)
        identification = identify(L, noise=noise)
        with suppress(UndecidedError):  # not reductive, or too noisy: then the size of the matrices is given alone
            read_as = f"; {identification.representation}" if is_complex(L) else ""
            identification = replace(identification, representation=describe(L, noise=noise) + read_as)
    record = json_records.identification_record(identification)
    if json:
        common.print_json(record)
    else:
        common.out().print(terminal_tables.identification_table(identification))
    if out is not None:
        common.wrote(write_whole(out, json_module.dumps(record, indent=2, ensure_ascii=False)))
    return common.UNDECIDED if identification.status == "undecided" else common.HOLDS
