"""Both studies run, resume and report in a tiny configuration; their findings say what the numbers say."""

from __future__ import annotations

import json

import pytest

from lconv.experiments.bracket_penalties import REGULARIZERS
from lconv.experiments.bracket_penalties.report import findings as regularizer_findings
from lconv.experiments.bracket_penalties.study import Regularizers
from lconv.experiments.bracket_penalties.study import cells as regularizer_cells
from lconv.experiments.command import STUDIES, experiment_list
from lconv.experiments.generator_recovery import RECOVERY
from lconv.experiments.generator_recovery.report import findings, report, values
from lconv.experiments.generator_recovery.settings import AngleTraining, Discover
from lconv.experiments.generator_recovery.study import cells, run
from lconv.experiments.harness import Result, Table, run_study
from lconv.experiments.harness.training import Training
from lietheory.errors import UnknownNameError

SHORT = Training(steps=2, batch_size=8)
SOME = ("trained, full", "trained, rank 16", "trained, full, one-sided", "logarithm", "angle unknown")
TINY = Discover(
    seeds=2,
    sizes=(5,),
    angles=(10, 80),
    estimators=SOME,
    images=64,
    full=SHORT,
    low_rank=SHORT,
    recurrent=SHORT,
    regression=AngleTraining(1, 48),
    angle_images=64,
)


def report_of(study, configuration, folder):
    paths = run_study(study, configuration, folder).paths
    assert paths[1].read_text().count("<table>") >= 3
    return json.loads(paths[2].read_text())


def test_discover_runs_estimators_and_reports_published_figures_and_shifts(tmp_path):
    report = report_of(RECOVERY, TINY, tmp_path)
    captions = [table["caption"] for table in report["tables"]]
    assert "Shifts in one dimension" in captions
    assert captions.count("Matrix cosine with the sampler's derivative") == captions.count(
        "Matrix cosine with the spectral generator"
    )
    table = report["tables"][0]["rows"]
    assert table[0][1:3] == ["π/10", "π/80"] and " / " in table[1][1]


def test_regularizers_runs_and_reports_each_penalty(tmp_path):
    tiny = Regularizers(
        seeds=2, tasks=("so(3) on R^3",), samples=(4,), noise=(0.2,), strengths=(0.1,), training=Training(steps=2)
    )
    report = report_of(REGULARIZERS, tiny, tmp_path)
    claims = [finding["sentence"] for finding in report["findings"]]
    assert len(claims) == 2 * 3 * 3 and any("closure" in claim for claim in claims)
    assert any("Killing form is zero" in text for text in report["text"])


def test_both_are_on_the_list_of_experiments():
    assert {"generator-recovery", "regularizers"} <= set(STUDIES)
    assert {"generator-recovery", "regularizers"} <= {name for name, _ in experiment_list()}


def test_settings_make_subsets_and_seeds_only_add_runs():
    assert {cell["size"] for cell in cells(Discover(sizes=(7,))) if "data" in cell} == {7}
    names = {cell["estimator"] for cell in cells(Discover(estimators=("difference",))) if "data" in cell}
    assert names == {"difference"}
    assert cells(Discover(seeds=1)) == cells(Discover(seeds=2))[: len(cells(Discover(seeds=1)))]


@pytest.mark.parametrize(
    ("make", "configuration", "nearest"),
    [
        (cells, Discover(estimators=("diference",)), "difference"),
        (cells, Discover(data=("digit",)), "digits"),
        (regularizer_cells, Regularizers(tasks=("so(3) on R3",)), "R\\^3"),
        (regularizer_cells, Regularizers(coefficients=("unknow",)), "unknown"),
    ],
)
def test_names_that_do_not_exist_are_refused_with_the_nearest(make, configuration, nearest):
    with pytest.raises(UnknownNameError, match=nearest):
        make(configuration)


def known_angle(cosines: dict[int, list[float]]) -> list[Result]:
    cell = {"size": 7, "data": "noise", "estimator": "trained, full"}
    return [
        Result(cell | {"angle": n, "seed": seed}, {"matrix, sampler": value}, 0.0)
        for n, values in cosines.items()
        for seed, value in enumerate(values)
    ]


@pytest.mark.parametrize(
    ("worst", "verdict"),
    [
        ([0.9935, 0.9936, 0.9934], "supported"),
        ([0.95, 0.951, 0.949], "contradicted"),
        ([0.9, 1.0, 0.95], "cannot tell from these data"),
    ],
)
def test_a_goal_is_judged_at_its_worst_angle(worst, verdict):
    (finding,) = findings(Discover(), known_angle({40: worst, 80: [0.999, 0.9991, 0.9992], 10: [0.1, 0.1, 0.1]}))
    assert finding.verdict == verdict and "π/40" in finding.evidence


def test_a_penalty_that_brings_spans_nearer_is_supported_and_one_that_does_not_is_not():
    arms = {"none": 0.5, "closure": 0.3, "orthogonality": 0.5, "killing": 0.7}
    results = [
        Result(
            {"task": "so(3) on R^3", "coefficients": "known", "samples": 4, "noise": 0.05, "seed": seed},
            {
                f"distance, {arm}": value + 0.001 * seed + (0.002 * (seed % 3 - 1) if arm != "none" else 0)
                for arm, value in arms.items()
            }
            | {f"named, {arm}": 1.0 for arm in arms},
            0.0,
        )
        for seed in range(6)
    ]
    found = regularizer_findings(Regularizers(), results)
    verdicts = {f.sentence.split()[1]: f.verdict for f in found if "recover the span: coefficients known" in f.sentence}
    assert verdicts == {"closure": "supported", "orthogonality": "not supported", "killing": "contradicted"}


def test_a_refused_estimator_measures_nothing():
    """A rotation that loses dimensions has no logarithm: no cosine is stored, nor averaged from files that hold a 0 for it."""
    tiny = Discover(sizes=(12,), images=400)
    cell = {"size": 12, "data": "noise", "estimator": "logarithm, one-sided", "angle": 8, "seed": 0}
    measures = run(tiny, cell)
    assert "invertible rotation" in measures["refused"] and "matrix, sampler" not in measures
    assert values([Result(cell, measures | {"matrix, sampler": 0.0}, 0.0)], "matrix, sampler") == []


def test_a_report_runs_nothing():
    """Published results are runs of the study: without them their tables have a head alone."""
    tables = {part.caption: part.rows for part in report(TINY, []) if isinstance(part, Table)}
    assert [len(rows) for rows in tables.values()] == [1, 1]
