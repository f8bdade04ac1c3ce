"""``lietheory compare``: are the learned generators those of theory? Needs no torch."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lietheory.cli import common

if TYPE_CHECKING:
    from lietheory.comparison.experiment_result import Learned

NAME = "compare"
EXAMPLE = 'lietheory compare build/digits --report build/report.html; lietheory compare learned.npy "so(3)"'


@common.command
def run(
    learned: Annotated[
        str, typer.Argument(help="Generators (.npy, .npz, .json, .pt), a learned result, or a folder of learned results.")
    ],
    analytic: Annotated[
        list[str] | None,
        typer.Argument(
            help="Analytic generators: files or catalogue names such as 'so(2)'; by default what the learned result names."
        ),
    ] = None,
    points: Annotated[Path | None, typer.Option(help="Data rows (n, d) in .npy: compare by the action on them.")] = None,
    report: Annotated[Path | None, typer.Option(help="Write one HTML report with figures here.")] = None,
    noise: Annotated[float | None, typer.Option(min=0, help="Relative error up to which two spans count as equal.")] = None,
    json: common.JsonOption = False,
) -> int:
    """Compare learned with analytic generators: angles, closure, action on data, algebra, and whether they are the same.

    Status 1 if a comparison says different, 3 if one is undecided; comparisons beside the references do not count.
    """
    from dataclasses import replace

    from lietheory.comparison.experiment_result import compare_learned
    from lietheory.files import require_output
    from lietheory.rendering import json_records
    from lietheory.rendering.comparison_page import write_report

    if report is not None:
        require_output(report)
    with common.working(f"comparing {learned}"):
        results = _with_references(_learned_results(learned), analytic or [], points)
        if noise is not None:
            results = [replace(result, noise=noise) for result in results]
        compared = [(result, compare_learned(result)) for result in results]
    if json:
        common.print_json({r.name: {name: json_records.comparison_record(c) for name, c in pairs} for r, pairs in compared})
    else:
        for result, pairs in compared:
            for name, comparison in pairs:
                common.out().rule(common.escape(f"{result.name} against {name}"))
                common.out().print(result.title, highlight=False, markup=False)
                common.out().print(str(comparison), highlight=False, markup=False)
    if report is not None:
        common.wrote(write_report(report, compared))
    relations = {comparison.relation for result, pairs in compared for name, comparison in pairs if name in result.references}
    return common.FAILED if "different" in relations else common.UNDECIDED if "undecided" in relations else common.HOLDS


def _learned_results(source: str) -> "list[Learned]":
    """The learned results of a folder, of one file, or bare generators read as a result without references."""
    from lietheory.cli.generator_inputs import read_generators
    from lietheory.comparison.experiment_result import KIND, Learned
    from lietheory.errors import FileFormatError
    from lietheory.files import load_result
    from lietheory.readers import is_there

    path = Path(source)
    is_folder = is_there(source) and path.is_dir()
    files = sorted(path.glob("*.npz")) if is_folder else [path]
    if not files:
        raise FileFormatError(
            f"compare {source}", "a folder with learned results (*.npz)", "none there", "Run `lietheory experiment digits` first."
        )
    if path.suffix == ".npz" or is_folder:
        kinds = {file: load_result(file)[0].get("kind") for file in files}
        if is_folder or kinds[path] == KIND:
            return [Learned.load(file) for file in files]
    return [Learned(name=path.stem or source, title=source, generators=read_generators(source), references={})]


def _with_references(results: "list[Learned]", analytic: list[str], points: Path | None) -> "list[Learned]":
    """The results with the analytic sources, and the points, given on the command line in place of their own."""
    from dataclasses import replace

    from lietheory.arrays import as_floats
    from lietheory.cli.generator_inputs import read_array, read_generators
    from lietheory.errors import FileFormatError

    rows = None if points is None else as_floats(read_array(points), f"read {points}", "points")
    changes = ({"references": {name: read_generators(name) for name in analytic}, "beside": {}} if analytic else {}) | (
        {"points": rows} if rows is not None else {}
    )
    results = [replace(result, **changes) for result in results]
    if empty := [result.name for result in results if not result.references]:
        raise FileFormatError(
            f"compare {empty[0]}",
            "something to compare it with",
            "a file that names no reference",
            'Name it on the command line, e.g. "so(3)".',
        )
    return results
