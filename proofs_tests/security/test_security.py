"""Each sentence of SECURITY.md, in its order."""

from __future__ import annotations

import ast
import os
import stat
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch

from lconv.liegg.command import discover_command, read_points
from lconv.liegg.inputs.allowed_operators import ATEN
from lietheory.cli.generator_inputs import read_array
from lietheory.errors import FileFormatError, LieTheoryError
from lietheory.outputs import locked, require_output, write_whole
from proofs_tests.architecture.house import PACKAGES, ROOT, sources, tree
from proofs_tests.strategies.attack_files import Trap

TEXT = (ROOT / "SECURITY.md").read_text()
EVALUATORS = ("eval", "exec", "compile", "parse_expr", "sympify", "S", "lambdify", "literal_eval")
TESTED = {
    "Opening a file never runs code": "test_no_kind_of_file_runs_code",
    "A model file is read by our own reader": "inputs.test_attack_files",
    "A model file may call only the operators": "test_no_operator_reaches_outside_its_arguments",
    "TorchScript and pickled modules are refused": "inputs.test_model_files",
    "No array of Python objects is read": "test_arrays_of_objects_are_refused",
    "No text from a file or a command line reaches": "test_no_text_is_evaluated",
    "The current folder is not on Python's path": "test_a_file_is_opened_without_the_current_folder_on_the_path",
    "A file is read only if it is a regular file": "test_a_pipe_is_refused",
    "Output never goes onto a device": "test_output_goes_to_regular_files_alone",
    "New files have the permissions": "test_new_files_follow_the_umask",
    "Output is checked before the work begins": "test_a_refused_command_leaves_nothing_behind",
    "A folder of results is locked": "test_a_folder_is_used_by_one_run_at_a_time",
    "A model named as": "test_a_module_by_name_is_found_in_the_current_folder",
    "`python -m` puts the current folder": "test_python_m_refuses_a_model_file",
}
"""The sentences, by their beginnings, and where they are tested; those on what is trusted promise nothing."""
PROMISES_NOTHING = ("What is installed in the Python environment", "Time and memory are not")


def test_every_sentence_has_its_test():
    sentences = [line[2:] for line in TEXT.splitlines() if line.startswith("- ")]
    untested = [s for s in sentences if not s.startswith((*TESTED, *PROMISES_NOTHING))]
    assert untested == [] and len(sentences) == len(TESTED) + len(PROMISES_NOTHING)
    here = Path(__file__).read_text()
    assert all(name.startswith("inputs.") or f"def {name}(" in here for name in TESTED.values())


def _pickles(folder: Path) -> list[Path]:
    """Files of all kinds, each of which holds a pickle that makes a folder."""
    trap = Trap(folder / "sprung")
    objects = np.array([trap, trap], dtype=object)
    np.save(folder / "a.npy", objects, allow_pickle=True)
    np.savez(folder / "a.npz", allow_pickle=True, x=objects)
    torch.save({"x": trap}, folder / "a.pt")
    torch.save(trap, folder / "b.pt", _use_new_zipfile_serialization=False)
    return [folder / name for name in ("a.npy", "a.npz", "a.pt", "b.pt")]


def test_no_kind_of_file_runs_code(tmp_path):
    for path in _pickles(tmp_path):
        for read in (read_points, read_array):
            with pytest.raises(FileFormatError):
                read(path)
    assert not (tmp_path / "sprung").exists()


def test_no_operator_reaches_outside_its_arguments():
    outside = ("file", "save", "load", "print", "rand", "set_", "resize", "storage", "record", "backend", "cuda", "from_")
    assert [name for name in ATEN if any(word in name for word in outside)] == []


def test_arrays_of_objects_are_refused(tmp_path):
    for path in _pickles(tmp_path)[:2]:
        with pytest.raises(FileFormatError, match="object"):
            read_points(path)


def test_no_text_is_evaluated():
    """Names that evaluate are called in two places, on literals of actions and on formulas that stand in the source."""
    calls = {
        (str(path.relative_to(ROOT)), node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id)
        for path in sources(*PACKAGES)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute | ast.Name)
        if (node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id) in EVALUATORS
        and not (isinstance(node.func, ast.Attribute) and ast.unparse(node.func.value) in ("re", "torch"))
        and "strict=True" not in map(ast.unparse, node.keywords)  # sympify, which then takes no texts
    }
    assert calls == {
        ("lietheory/cli/early_refusals.py", "literal_eval"),
        ("lietheory/claims/lemma_nullspace_closure.py", "sympify"),
        ("lietheory/claims/lemma_nullspace_closure.py", "lambdify"),
    }


def _run(arguments: list[str], folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    plain = {k: v for k, v in os.environ.items() if k != "PYTHONSAFEPATH"} | {"PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
    return subprocess.run(
        [sys.executable, *arguments], cwd=folder, capture_output=True, text=True, check=False, env=plain | environment
    )


COMMAND = "import sys; sys.path[:] = [p for p in sys.path if p]; from lietheory.cli.main import main; main()"
"""The console script, whose folder is on the path in the place of the current one."""


@pytest.fixture
def hostile(tmp_path) -> Path:
    """A folder with a model file and with modules that leave a mark when they are imported."""
    net = torch.nn.Sequential(torch.nn.Linear(2, 1))
    torch.export.save(torch.export.export(net, (torch.ones(4, 2),)), tmp_path / "net.pt2")
    np.save(tmp_path / "x.npy", np.random.default_rng(0).standard_normal((50, 2)).astype(np.float32))
    for name in ("torch", "numpy", "scipy", "sympy", "socket", "pickle"):
        (tmp_path / f"{name}.py").write_text(f"open({str(tmp_path / 'imported')!r}, 'w').close()\nraise SystemExit(9)\n")
    (tmp_path / "mine.py").write_text("def net(x):\n    return (x**2).sum(1)\n")
    return tmp_path


def test_a_file_is_opened_without_the_current_folder_on_the_path(hostile):
    done = _run(["-c", COMMAND, "discover", "net.pt2", "x.npy", "--action", "linear(2)", "--out", "e.npz"], hostile)
    assert done.returncode in (0, 3), done.stderr
    assert not (hostile / "imported").exists()


def test_workers_start_without_the_current_folder_on_the_path(hostile, monkeypatch):
    script = (
        "import sys; sys.path[:] = [p for p in sys.path if p]\n"
        "from lconv.experiments.harness.running import run_study\n"
        "from proofs_tests.lconv.experiments.harness.counting import STUDY, Counting\n"
        "if __name__ == '__main__':\n    run_study(STUDY, Counting(log='log'), 'out', workers=2)\n"
    )
    (hostile / "elsewhere").mkdir()
    (hostile / "elsewhere" / "start.py").write_text(script)
    done = _run(["elsewhere/start.py"], hostile)
    assert done.returncode == 0, done.stderr
    assert not (hostile / "imported").exists()


def test_a_module_by_name_is_found_in_the_current_folder(tmp_path):
    np.save(tmp_path / "x.npy", np.random.default_rng(0).standard_normal((50, 2)))
    (tmp_path / "mine.py").write_text("def net(x):\n    return (x**2).sum(1)\n")
    done = _run(["-c", COMMAND, "discover", "mine:net", "x.npy", "--action", "linear(2)", "--out", "e.npz"], tmp_path)
    assert done.returncode == 0, done.stderr


def test_python_m_refuses_a_model_file(hostile):
    arguments = ["net.pt2", "x.npy", "--action", "linear(2)", "--out", "e.npz"]
    done = _run(["-m", "lconv.liegg", *arguments], hostile)
    assert done.returncode == 2 and "lietheory-sharded" in done.stderr and not (hostile / "imported").exists()
    done = _run(["-P", "-m", "lconv.liegg", *arguments], hostile)
    assert done.returncode in (0, 3), done.stderr
    assert not (hostile / "imported").exists()


def test_a_pipe_is_refused(tmp_path):
    for name in ("x.npy", "x.npz", "x.pt", "x.json"):
        os.mkfifo(tmp_path / name)
        with pytest.raises(FileFormatError, match="regular file"):
            (read_array if name.endswith("json") else read_points)(tmp_path / name)


def test_output_goes_to_regular_files_alone(tmp_path):
    (tmp_path / "kept").write_text("old")
    (tmp_path / "link").symlink_to(tmp_path / "kept")
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    for path in (*(tmp_path / name for name in ("link", "dangling", "folder", "pipe")), Path("/dev/null"), Path("/dev/full")):
        for write in (require_output, lambda p: write_whole(p, "new")):
            with pytest.raises(FileFormatError, match="regular file"):
                write(path)
    assert (tmp_path / "kept").read_text() == "old" and not (tmp_path / "nowhere").exists()
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


def test_a_folder_reached_through_a_link_is_written_to(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert write_whole(tmp_path / "link" / "a", "x").read_text() == "x"


def test_new_files_follow_the_umask(tmp_path):
    before = os.umask(0o077)
    try:
        private = write_whole(tmp_path / "private", "x")
        os.umask(0o022)
        public = write_whole(tmp_path / "public", "x")
        write_whole(private, "y")  # an old file keeps what it has
    finally:
        os.umask(before)
    assert [stat.S_IMODE(path.stat().st_mode) for path in (private, public)] == [0o600, 0o644]


def test_a_refused_command_leaves_nothing_behind(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").write_text("")
    before = sorted(tmp_path.rglob("*"))
    for out in ("deep/new/e.npz", "file/e.npz", "x" * 300, "a\0b"):
        with pytest.raises(FileFormatError):
            discover_command("absent.pt2", Path("absent.npy"), "linear(2)", Path(out))
    with pytest.raises(FileFormatError), locked("deep/folder"):
        raise FileFormatError("a call", "something", "else", "Cure it.")
    assert sorted(tmp_path.rglob("*")) == before


def test_a_folder_is_used_by_one_run_at_a_time(tmp_path):
    code = (
        "import sys\nfrom lietheory.outputs import locked\nwith locked(sys.argv[1]):\n"
        "    print('in', flush=True)\n    sys.stdin.read()\n"
    )
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdin=-1, stdout=-1, text=True, env=environment) as other:
        assert other.stdout is not None and other.stdout.readline() == "in\n"
        with pytest.raises(FileFormatError, match="another process"), locked(tmp_path):
            pass
        other.communicate("")
    with locked(tmp_path) as folder:
        assert folder == tmp_path


def test_texts_in_the_place_of_expressions_are_refused(tmp_path):
    """SymPy evaluates a text that it is given as Python; each function that takes expressions is given one everywhere."""
    import sympy

    import lietheory as lt
    from lietheory.algebra.symbolic.maurer_cartan import exterior_derivative, left_invariant_forms
    from lietheory.representation.symbolic_vector_fields import apply_field, field_bracket, matrix_field

    evil, (x, y) = f"__import__('os').mkdir({str(tmp_path / 'sprung')!r})", sympy.symbols("x y")
    a = sympy.Symbol("a")
    calls = (
        lambda: lt.exponential(sympy.eye(2), evil),
        lambda: lt.exponential([[x, evil], [0, 0]], x),
        lambda: lt.exponential([sympy.eye(2)], [evil]),
        lambda: matrix_field([[0, evil], [1, 0]], (x, y)),
        lambda: matrix_field([[0, 1], [1, 0]], (evil, y)),
        lambda: apply_field([1, evil], x, (x, y)),
        lambda: apply_field([1, 0], evil, (x, y)),
        lambda: field_bracket([1, evil], [x, y], (x, y)),
        lambda: lt.bch(2).evaluate(sympy.eye(2), [[evil, 0], [0, 0]]),
        lambda: lt.bch(2).evaluate([[evil, 0], [0, 0]], sympy.eye(2)),
        lambda: left_invariant_forms("heisenberg(1)", (evil, x, y)),
        lambda: exterior_derivative([evil, 0], (x, y)),
        lambda: lt.symbolic_algebra([[[0, evil], [0, 0]]]),
        lambda: lt.symbolic_algebra([sympy.Matrix([[0, a], [0, 0]])]).at({evil: 1}),
        lambda: lt.symbolic_algebra([sympy.Matrix([[0, a], [0, 0]])]).at({a: evil}),
        lambda: lt.polynomial_symmetries([evil], (x, y)),
        lambda: lt.polynomial_symmetries([x**2], (x, evil)),
        lambda: lt.polynomial_invariants("so(2)", 2, variables=[evil, x]),
        lambda: lt.casimirs("so(3)")[0].to_sympy([evil, x, y]),
        lambda: lt.adjoint_action("so(3)", [evil, 0, 1], x),
        lambda: lt.adjoint_action("so(3)", [0, 0, 1], evil),
        lambda: lt.identify([[[evil]]]),
        lambda: lt.identify(evil),
    )
    for number, call in enumerate(calls):
        with pytest.raises(LieTheoryError):
            call()
        assert not (tmp_path / "sprung").exists(), number
