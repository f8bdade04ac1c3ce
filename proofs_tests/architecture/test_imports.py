"""Imports run one way, and heavy ones wait until they are needed."""

from __future__ import annotations

import subprocess
import sys

import pytest

from proofs_tests.architecture.house import FOLDER_ORDER, LCONV_ORDER, ORDER, ROOT, import_graph, imports, room, sources


def run_python(code: str) -> subprocess.CompletedProcess[str]:
    """Run code in a fresh interpreter from the project's root."""
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False)


def test_lietheory_works_where_torch_cannot_be_imported():
    code = (
        "import sys\n"
        "class Block:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name.split('.')[0] == 'torch': raise ImportError('blocked')\n"
        "sys.meta_path.insert(0, Block())\n"
        "import numpy as np, lietheory as lt\n"
        "assert lt.identify(lt.so(3)).is_named('so(3)')\n"
        "assert lt.verify(['prop5'], rng=np.random.default_rng(0))[0].corrected == 'holds'\n"
        "assert lt.compare(lt.so(3), lt.so(3)).relation == 'equal'\n"
        "from lietheory.cli.plugins import has_torch, torch_judges\n"
        "assert not has_torch() and torch_judges() is None\n"
    )
    done = run_python(code)
    assert done.returncode == 0, done.stderr


def test_lietheory_never_names_torch_in_an_import():
    offenders = [str(p) for p in sources("lietheory") if any(m.split(".")[0] in ("torch", "lconv") for m in imports(p))]
    assert offenders == []


def test_nothing_outside_the_tests_imports_the_tests_except_a_benchmark_the_peer_it_runs_against():
    offenders = [str(p) for p in sources("lietheory", "lconv") if any(m.startswith("proofs_tests") for m in imports(p))]
    offenders += [
        f"{p}: {m}"
        for p in sources("benchmarks")
        for m in imports(p)
        if m.startswith("proofs_tests") and not m.startswith("proofs_tests.peers")
    ]
    assert offenders == []


@pytest.mark.parametrize(("package", "order"), [("lietheory", ORDER), ("lconv", LCONV_ORDER)])
def test_no_room_imports_a_later_room(package, order):
    upward = []
    for path in sources(package):
        here = room(path)
        if here == "__init__":
            continue
        assert here in order, f"{here} is not in the order of rooms"
        for module in imports(path):
            parts = module.split(".")
            if parts[0] == package and len(parts) > 1 and parts[1] in order and order.index(parts[1]) > order.index(here):
                upward.append(f"{path.relative_to(ROOT)} imports {module}")
    assert upward == []


@pytest.mark.parametrize("folder", FOLDER_ORDER)
def test_inside_a_folder_imports_run_one_way(folder):
    order, upward = FOLDER_ORDER[folder], []
    for module, imported in import_graph().items():
        here = _part(module, folder)
        if here is None or (here == "command" and folder == "lconv.experiments"):  # it dispatches to the studies
            continue
        assert here in order or folder == "lconv.experiments", f"{module} is not in the order of {folder}"
        for other in imported:
            there = _part(other, folder)
            if there not in (None, here) and _place(there, order) >= _place(here, order):
                upward.append(f"{module} imports {other}")
    assert upward == []


def _part(module: str, folder: str) -> str | None:
    """The file or folder right inside a folder that a module is or lies in."""
    return module.removeprefix(f"{folder}.").split(".")[0] if module.startswith(f"{folder}.") else None


def _place(part: str, order: tuple[str, ...]) -> int:
    return order.index(part) if part in order else len(order)


def test_no_module_imports_itself_by_way_of_others():
    left = {module: set(imported) for module, imported in import_graph().items()}
    while free := {module for module, imported in left.items() if not imported & left.keys()}:
        left = {module: imported for module, imported in left.items() if module not in free}
    assert left == {}, "these are in a circle, or import one"


def test_matplotlib_is_imported_in_rendering_figures_only():
    offenders = [
        str(p.relative_to(ROOT))
        for p in sources("lietheory", "lconv")
        if any(m.split(".")[0] == "matplotlib" for m in imports(p)) and "figures" not in p.parts
    ]
    assert offenders == []


def test_lietheory_loads_what_is_used_when_it_is_used():
    code = "import sys, lietheory\nassert 'numpy' not in sys.modules\nlietheory.so\nassert 'sympy' not in sys.modules\n"
    done = run_python(code)
    assert done.returncode == 0, done.stderr


def test_the_command_declares_itself_without_looking_for_packages():
    done = run_python("import sys, lietheory.cli.main\nassert 'importlib.metadata' not in sys.modules\n")
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("arguments", [["--help"], ["verify", "--help"], ["discover", "--help"]])
def test_help_imports_nothing_that_computes_or_draws(arguments):
    code = (
        "import sys\n"
        f"sys.argv = ['lietheory', *{arguments!r}]\n"
        "from lietheory.cli.main import main\n"
        "try:\n    main()\nexcept SystemExit as end:\n    assert end.code == 0, end.code\n"
        "slow = {'torch', 'sympy', 'numpy', 'scipy', 'rich'} & set(sys.modules)\n"
        "assert not slow, slow\n"
    )
    done = run_python(code)
    assert done.returncode == 0, done.stderr
    assert "Usage" in done.stdout
