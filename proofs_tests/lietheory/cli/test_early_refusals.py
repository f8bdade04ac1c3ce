"""What needs no model is refused before torch is loaded, in the words that the loaded command would use."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from lietheory.cli import doctor, early_refusals
from lietheory.errors import LieTheoryError


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("math:exp", "missing.npy", "--action", "linear(3)"), "no file missing.npy"),
        (("math:exp", "x.csv", "--action", "linear(3)"), "suffix '.csv'"),
        (("math:exp", "x.npy", "--action", "linaer(3)"), "Did you mean linear"),
        (("math:exp", "x.npy", "--action", "linear"), "an action such as"),
        (("nowhere:f", "x.npy", "--action", "linear(3)"), "no module named 'nowhere'"),
        (("missing.pt2", "x.npy", "--action", "linear(3)"), "no file missing.pt2"),
        (("math:exp", "x.npy", "--action", "linear(3)", "--truth", "so(zz)"), "a known Lie algebra"),
    ],
    ids=["file", "suffix", "action", "no call", "module", "model file", "truth"],
)
def test_it_is_refused_without_torch_being_imported(arguments, told, tmp_path):
    pytest.importorskip("torch", reason="the extra torch is not installed")
    np.save(tmp_path / "x.npy", np.zeros((5, 3)))
    code = (
        "import sys\n"
        f"sys.argv = ['lietheory', 'discover', *{arguments!r}]\n"
        "from lietheory.cli.main import main\n"
        "try:\n    main()\nexcept SystemExit as end:\n    assert end.code == 2, end.code\n"
        "assert not {'torch', 'sympy'} & set(sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path, check=False)
    assert done.returncode == 0, done.stderr
    assert told in " ".join(done.stderr.split()), done.stderr


def test_the_names_of_actions_are_those_that_the_command_has():
    command = pytest.importorskip("lconv.liegg.command", reason="the extra torch is not installed")
    assert set(early_refusals.ACTIONS) == set(command.ACTIONS)


def test_a_module_in_the_working_directory_is_let_through(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    np.save("x.npy", np.zeros((5, 3)))
    (tmp_path / "mine_alone.py").write_text("def f(x): return x\n")
    early_refusals.require_possible("mine_alone:f", tmp_path / "x.npy", {"--action": "linear(3)"})
    with pytest.raises(LieTheoryError):
        early_refusals.require_possible("other_alone:f", tmp_path / "x.npy", {"--action": "linear(3)"})


def test_doctor_lists_every_package_that_is_declared():
    text = " ".join(name for names in doctor.required().values() for name in names)
    for name in ("lazy-loader", "filelock", "beartype", "pytest-xdist", "cosmic-ray", "mlxtend", "torch", "sphinx-proof"):
        assert name in text
