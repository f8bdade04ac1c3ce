"""The commands that write results, in their smallest sizes, and how what they have written is read."""

from __future__ import annotations

import json
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from lconv.experiments.command import STUDIES
from lconv.experiments.harness.read_settings import configured
from lconv.experiments.harness.results import ResultsFile
from lconv.liegg.evidence_files import InterruptedRun
from lietheory.comparison.experiment_result import Learned
from lietheory.discovery.symmetry_estimate import SymmetryEstimate
from lietheory.files import load, load_result
from lietheory.readers import read_json

STUDY = "figure4"
STUDY_SETTINGS = ("limit=120", "folds=2", "seeds=1", "filters=4", "rank=2", "n_generators=2", "fitting.epochs=2")
_SETTINGS = [part for setting in STUDY_SETTINGS for part in ("--set", setting)]
DIGITS_SETTINGS = (
    *("layer.angles=2", "layer.training.steps=60", "classifier.training.steps=60"),
    *("classifier.image_size=12", "classifier.width=16"),
)
_DIGITS = [part for setting in DIGITS_SETTINGS for part in ("--set", setting)]
TIMES = ("seconds", "training time, s")
"""What differs between two runs that do the same."""
GUIDE = "# A page\n\n```{code-cell}\nimport lietheory as lt\nlt.so(3)\n```\n"


@dataclass(frozen=True)
class Command:
    """A command that writes results into a folder.

    Args:
        name: what it is called here.
        arguments: of the command, with ``{out}`` for the folder and ``{data}`` for that of its input.
        repeats_nothing: whether what it has finished is kept by the next call; other commands do all of it again.
        starts_workers: whether it starts processes of its own, which have to end when it alone is killed.
    """

    name: str
    arguments: tuple[str, ...]
    repeats_nothing: bool = False
    starts_workers: bool = False

    def line(self, data: Path, out: Path) -> list[str]:
        """The arguments with the folders put in."""
        return [part.format(data=data, out=out) for part in self.arguments]


_DISCOVER = ("discover", "proofs_tests.robustness.models:radial", "{data}/points.npy", "--action", "linear(3)")
COMMANDS = (
    Command("study", ("experiment", STUDY, *_SETTINGS, "--workers", "1", "--out", "{out}"), repeats_nothing=True),
    Command(
        "workers",
        ("experiment", STUDY, *_SETTINGS, "--workers", "2", "--out", "{out}"),
        repeats_nothing=True,
        starts_workers=True,
    ),
    Command("digits", ("experiment", "digits", *_DIGITS, "--seeds", "3", "--out", "{out}"), repeats_nothing=True),
    Command("docs", ("docs", "eq13", "thm1", "--guides", "{data}/guides", "--out", "{out}")),
    Command("verify", ("verify", "eq9", "prop5", "thm1", "--out", "{out}/ledger.json")),
    Command(
        "discover",
        (*_DISCOVER, "--save-evidence", "{out}/evidence.npz", "--out", "{out}/symmetry.npz", "--report", "{out}/report.html"),
    ),
)


def write_data(folder: Path) -> Path:
    """Write what the commands read."""
    np.save(folder / "points.npy", np.random.default_rng(0).normal(size=(400, 3)))
    (folder / "guides").mkdir()
    (folder / "guides" / "page.md").write_text(GUIDE)
    return folder


def results(folder: Path) -> dict[str, Any]:
    """Every result in a folder by its name, without the times.

    Raises:
        ValueError: one that the library does not read: a FileFormatError, or a page that was cut off.
    """
    found = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and path.suffix in _READERS and not any(part.startswith(".") for part in Path(name).parts):
            found[name] = _READERS[path.suffix](path)
    return found


def finished(folder: Path) -> set[bytes]:
    """The runs that are finished, as they were written: whole lines of a study, whole files of results."""
    lines = {line for path in folder.glob("*.jsonl") for line in path.read_bytes().splitlines(keepends=True)}
    files = {path.read_bytes() for path in folder.glob("*.npz")}
    return {line for line in lines if line.endswith(b"\n")} | files


def half_written(folder: Path) -> set[str]:
    """What in the folder is half written, if under a name of its own."""
    temporary = [path for path in folder.rglob(".*") if path.name.startswith((".lietheory-", ".building-"))]
    cut = [path for path in folder.glob("*.jsonl") if not path.read_bytes().endswith(b"\n")]
    return {path.relative_to(folder).as_posix() for path in (*temporary, *cut)}


def _page(path: Path) -> str:
    text = path.read_text(encoding="utf-8")
    if not text.rstrip().endswith(("</html>", "</svg>")):
        raise ValueError(f"{path} is cut off")
    return text


def _json(path: Path) -> Any:
    return _without_times(read_json(path, f"read {path}"))


def _runs(path: Path) -> Any:
    """The runs of a study, by its own reader, which takes a cut line away: so from a copy."""
    study = STUDIES[STUDY]
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(shutil.copy(path, folder))
        file = ResultsFile(copy, study, configured(study.configuration(), assignments=STUDY_SETTINGS))
        file.close()
    return {json.dumps(run.cell): run.measures for run in file.results}


def _arrays(path: Path) -> Any:
    """An .npz file, by the class that wrote it."""
    header, arrays = load_result(path)
    kinds = {"Learned": Learned.load, "SymmetryEstimate": SymmetryEstimate.load}
    kinds["InterruptedRun"] = lambda evidence: load(evidence, InterruptedRun)
    kinds[header["kind"]](path)
    return _without_times(header), {name: (array.shape, array.tobytes()) for name, array in arrays.items()}


def _without_times(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _without_times(v) for k, v in value.items() if k not in TIMES}
    return [_without_times(v) for v in value] if isinstance(value, list) else value


_READERS = {
    ".html": _page,
    ".svg": _page,
    ".md": lambda path: path.read_text(encoding="utf-8"),
    ".json": _json,
    ".ipynb": _json,
    ".jsonl": _runs,
    ".npz": _arrays,
}
