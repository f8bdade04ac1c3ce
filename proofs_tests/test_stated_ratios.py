"""The documents state the ratios of the committed run of the benchmark, never of a new one."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest

from proofs_tests.architecture.house import ROOT

COMMITTED = ROOT / "benchmarks" / "ratios.json"
ROWS = json.loads(COMMITTED.read_text())["rows"]
STATED = [
    (page.relative_to(ROOT).as_posix(), figure, name)
    for page in (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")))
    for figure, name in re.findall(r"(\d*\.\d+)[^|<]*<!-- ratio: (.*?) -->", page.read_text(encoding="utf-8"))
]


def test_a_figure_is_stated_and_every_mark_has_one():
    marks = sum(
        page.read_text(encoding="utf-8").count("<!-- ratio:") for page in (ROOT / "README.md", *(ROOT / "docs").rglob("*.md"))
    )
    assert STATED and len(STATED) == marks


@pytest.mark.parametrize(("page", "figure", "name"), STATED)
def test_a_stated_ratio_is_the_committed_one(page, figure, name):
    digits = len(figure.partition(".")[2])
    assert float(figure) == round(ROWS[name]["ratio"], digits), page


def test_the_page_on_speed_has_the_committed_table():
    script = [sys.executable, str(ROOT / "benchmarks" / "ratios.py"), "--table", str(COMMITTED)]
    table = subprocess.run(script, capture_output=True, text=True, check=True).stdout
    assert (ROOT / "docs" / "speed.md").read_text(encoding="utf-8").endswith(table)


def test_no_row_failed_and_every_row_has_its_peak_memory():
    assert all({"ratio", "quartiles", "peak_MiB"} <= set(row) or {"exponent", "peak_MiB"} <= set(row) for row in ROWS.values())
