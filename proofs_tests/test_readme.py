"""The README's Python runs as printed, given a model and data, and says what it claims to say."""

from __future__ import annotations

import re

import torch

from proofs_tests.architecture.house import ROOT

BLOCKS = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(), flags=re.DOTALL)


def test_the_readme_runs_as_printed(rng):
    points = torch.as_tensor(rng.standard_normal((2000, 10)))
    names = {
        "torch": torch,
        "model": lambda x: (x**2).sum(dim=1, keepdim=True) + (x[:, :5] * x[:, 5:]).sum(dim=1, keepdim=True) ** 2,
        "x": points,
        "X": rng.standard_normal((60, 4)),
        "Y": rng.standard_normal((60, 2)),
    }
    assert len(BLOCKS) == 4
    for block in BLOCKS[:3]:
        exec(block, names)
    assert names["estimate"].identify().is_named("so(5)")
    assert names["lt"].identify(names["g"].generators).name == "so(3)"
    names["x"] = torch.zeros(2, 64, 1)
    exec(BLOCKS[3], names)
    assert names["y"].shape == (2, 64, 32)
