"""``lietheory-sharded``: ``lietheory discover`` by one process, or by all that torchrun starts.

``torchrun --nproc-per-node=4 --no-python lietheory-sharded mypackage.models:regressor points.npy --action "linear(5, copies=2)"``
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import torch
import torch.distributed as dist
import typer

from lconv.liegg.command import parse_action, read_model, read_points
from lconv.liegg.inputs.model_files import is_model_file
from lconv.liegg.sharding import Group, discover_sharded
from lietheory.cli import common
from lietheory.errors import FileFormatError, ShapeError
from lietheory.files import require_output
from lietheory.rendering import json_records


@common.command
def main(
    model: Annotated[str, typer.Argument(help="The model as package.module:name, or a .pt2 file.")],
    data: Annotated[Path, typer.Argument(help="Inputs, one sample a row: .npy, .npz or .pt; every process reads it.")],
    action: Annotated[str, typer.Option(help="linear(d, copies=1), affine(d, copies=1) or image(height, width, channels=1).")],
    output_action: Annotated[str | None, typer.Option(help="An action on the outputs, for equivariance.")] = None,
    field: Annotated[str | None, typer.Option(help="The key of the tensor in an output that is a dictionary.")] = None,
    layer: Annotated[str | None, typer.Option(help="A submodule by name, whose output is the map.")] = None,
    out: Annotated[Path, typer.Option(help="Where process 0 writes the estimate.")] = Path("build/symmetry.npz"),
    device: Annotated[str, typer.Option(help="cpu, or cuda for one GPU a process.")] = "cpu",
    json: common.JsonOption = False,
    seed: common.SeedOption = 0,
) -> int:
    """Extract the infinitesimal symmetries of a trained model on all processes that torchrun starts."""
    spec = sys.modules["__main__"].__spec__
    if is_model_file(model) and not sys.flags.safe_path and spec is not None and spec.name == "lconv.liegg.__main__":
        raise FileFormatError(
            f"python -m lconv.liegg {model}",
            "a start without the current folder on the path",
            "python -m, which runs packages found there",
            "Use lietheory-sharded, or python -P -m lconv.liegg.",
        )
    with _processes(device) as (group, place):

        def read() -> tuple:
            require_output(out)
            network, x = read_model(model), read_points(data)
            if isinstance(network, torch.nn.Module):
                network = network.to(place)
                x = x.to(next((p.dtype for p in network.parameters() if p.is_floating_point()), x.dtype))
            return network, x.to(place), parse_action(action), None if output_action is None else parse_action(output_action)

        generator = torch.Generator().manual_seed(seed)
        estimate = discover_sharded(*group.agreed(read), field=field, layer=layer, generator=generator)
    if estimate is None:
        return common.HOLDS
    estimate.save(out)
    if json:
        common.print_json(json_records.estimate_record(estimate))
    else:
        common.out().print(str(estimate), highlight=False, markup=False)
        common.wrote(out)
    return common.UNDECIDED if estimate.status == "undecided" else common.HOLDS


@contextmanager
def _processes(device: str) -> Iterator[tuple[Group, torch.device]]:
    """The processes that torchrun started, joined while the block runs, and the device of this one."""
    if device not in ("cpu", "cuda"):
        raise ShapeError(f"--device {device}", "cpu or cuda", device, "A GPU is chosen by the number of the process.")
    if device == "cuda" and not torch.cuda.is_available():
        raise ShapeError("--device cuda", "a GPU", "none that torch sees", "Leave --device out.")
    place = torch.device(device)
    if device == "cuda":
        place = torch.device("cuda", int(os.environ.get("LOCAL_RANK", 0)))
        torch.cuda.set_device(place)
    if "RANK" not in os.environ:
        yield Group.current(), place
        return
    dist.init_process_group("nccl" if device == "cuda" else "gloo")
    try:
        yield Group.current(), place
    finally:
        dist.destroy_process_group()


def run() -> None:
    """Run the command line."""
    typer.run(main)
