"""Every run is done once, whatever kills the program; what is finished is never lost or repeated."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import psutil
import pytest
import torch

from lconv.experiments.harness import Result, run_study
from lconv.experiments.harness.running import one_run
from lconv.experiments.harness.study import running_table
from lietheory.errors import FileFormatError, LieTheoryError
from proofs_tests.lconv.experiments.harness.counting import STUDY, Counting, cells


def lines(folder: Path) -> list[dict]:
    return [json.loads(line) for line in (folder / "results.jsonl").read_text().splitlines()]


def logged(configuration: Counting) -> list[str]:
    return sorted(Path(configuration.log).read_text().splitlines())


def test_every_run_is_done_and_written_with_its_report(tmp_path):
    seen = []
    paths = run_study(STUDY, Counting(), tmp_path, progress=lambda *report: seen.append(report)).paths
    assert [p.name for p in paths] == ["results.jsonl", "report.html", "report.json"]
    header, *rows = lines(tmp_path)
    assert header["configuration"]["training"]["steps"] == 3
    assert [row["measures"]["accuracy"] for row in rows] == [3, 4, 2, 3]
    assert seen == [("counting", n, 4) for n in range(5)]
    report = json.loads(paths[2].read_text())
    assert [t["caption"] for t in report["tables"]] == ["Counts", "What was claimed, and what these runs say"]
    assert report["findings"][1]["verdict"] == "contradicted"
    assert "&lt;the second is better&gt;" in paths[1].read_text()


def test_the_same_order_again_repeats_nothing(tmp_path):
    configuration = Counting(log=str(tmp_path / "log"))
    run_study(STUDY, configuration, tmp_path)
    before = lines(tmp_path)
    run_study(STUDY, configuration, tmp_path)
    assert lines(tmp_path) == before and len(logged(configuration)) == 4


def test_studies_of_one_family_share_their_runs_and_have_a_report_each(tmp_path):
    configuration = Counting(log=str(tmp_path / "log"))
    first = replace(STUDY, family="counts", cells=lambda c: cells(c)[:3])
    second = replace(STUDY, name="others", family="counts", cells=lambda c: cells(c)[1:])
    seen = []
    paths = run_study(first, configuration, tmp_path).paths
    others = run_study(second, configuration, tmp_path, watch=lambda results: seen.append([r.cell for r in results])).paths
    assert [p.name for p in paths + others[1:]] == [
        "results.jsonl",
        "counting.html",
        "counting.json",
        "others.html",
        "others.json",
    ]
    assert len(logged(configuration)) == len(lines(tmp_path)) - 1 == 4
    assert seen == [cells(configuration)[1:3], cells(configuration)[1:]]
    with pytest.raises(FileFormatError, match="those of counts"):
        run_study(STUDY, configuration, tmp_path)


def test_more_seeds_go_on_with_the_file_and_fewer_report_only_theirs(tmp_path):
    run_study(STUDY, Counting(seeds=1), tmp_path)
    run_study(STUDY, Counting(seeds=3), tmp_path)
    assert len(lines(tmp_path)) == 1 + 6
    report = json.loads(run_study(STUDY, Counting(seeds=1), tmp_path).paths[2].read_text())
    assert len(report["tables"][0]["rows"]) == 1 + 2


@pytest.mark.parametrize("cut", [1, 5, 40])
def test_a_line_cut_off_in_the_middle_is_done_again(tmp_path, cut):
    configuration = Counting(log=str(tmp_path / "log"))
    run_study(STUDY, configuration, tmp_path)
    file = tmp_path / "results.jsonl"
    whole = file.read_bytes()
    file.write_bytes(whole[:-cut])
    run_study(STUDY, configuration, tmp_path)
    assert [r["cell"] for r in lines(tmp_path)[1:]] == cells(configuration)
    assert len(logged(configuration)) == 5


def test_a_header_cut_off_in_the_middle_is_written_again(tmp_path):
    (tmp_path / "results.jsonl").write_bytes(b'{"study": "coun')
    run_study(STUDY, Counting(), tmp_path)
    assert len(lines(tmp_path)) == 5


def started(settings: dict, folder: Path, workers: int = 1) -> subprocess.Popen:
    """The counting study as a program of its own."""
    script = (
        "from lconv.experiments.harness import run_study\n"
        "from proofs_tests.lconv.experiments.harness.counting import STUDY, Counting\n"
        f"if __name__ == '__main__':\n    run_study(STUDY, Counting(**{settings!r}), {str(folder)!r}, workers={workers})"
    )
    path = folder / "program.py"
    path.write_text(script)
    root = Path(__file__).resolve().parents[4]
    return subprocess.Popen([sys.executable, str(path)], cwd=root, env=os.environ | {"PYTHONPATH": str(root)})


def test_processes_end_with_the_program_that_started_them(tmp_path):
    settings = {"seconds": 300.0, "log": str(tmp_path / "log")}  # longer than anyone waits: no run ends of itself
    process, log = started(settings, tmp_path, workers=2), tmp_path / "log"
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and not (log.exists() and len(logged(Counting(**settings))) >= 2):
        time.sleep(0.02)
    workers = psutil.Process(process.pid).children(recursive=True)
    process.kill()
    process.wait()
    _, alive = psutil.wait_procs(workers, timeout=60)
    assert alive == [] and len(logged(Counting(**settings))) == 2


def test_a_killed_program_goes_on_where_it_was(tmp_path):
    """SIGKILL in the middle of the third run: two are kept, and only the third and fourth are done again."""
    settings = {"seconds": 0.4, "log": str(tmp_path / "log")}
    process = started(settings, tmp_path)
    file = tmp_path / "results.jsonl"
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and not (file.exists() and file.read_bytes().count(b"\n") == 3):
        time.sleep(0.02)
    process.kill()
    process.wait()
    kept = lines(tmp_path)[1:]
    assert len(kept) == 2
    run_study(STUDY, Counting(**settings), tmp_path)
    assert lines(tmp_path)[1:3] == kept and len(lines(tmp_path)) == 5
    begun = logged(Counting(**settings))
    assert begun.count("cnn 0") == begun.count("cnn 1") == 1  # the finished runs are not repeated


def test_processes_do_the_same_runs(tmp_path):
    folders = (tmp_path / "one", tmp_path / "two")
    for workers, folder in enumerate(folders, 1):
        run_study(STUDY, Counting(), folder, workers=workers)
    first, second = (sorted((json.dumps(r["cell"]), r["measures"]["accuracy"]) for r in lines(f)[1:]) for f in folders)
    assert first == second


def test_a_run_has_one_thread_and_no_denormals_and_leaves_both_as_they_were():
    def seen(*_: object) -> dict[str, float]:
        return {"threads": torch.get_num_threads(), "denormal": float(torch.full((8,), 1e-40).mul(0.5)[0])}

    threads = torch.get_num_threads()
    torch.set_num_threads(2)
    try:
        assert one_run(seen, None, {}).measures == {"threads": 1, "denormal": 0.0}
        after = seen()
    finally:
        torch.set_num_threads(threads)
    assert after["threads"] == 2 and after["denormal"] > 0


def test_a_run_that_fails_is_reported_after_all_others_are_done_and_is_tried_again(tmp_path):
    with pytest.raises(LieTheoryError, match=r"2 of 4 that failed.*no such luck"):
        run_study(STUDY, Counting(fails_at=0), tmp_path)
    assert len(lines(tmp_path)) == 3
    with pytest.raises(LieTheoryError, match="2 of 4"):
        run_study(STUDY, Counting(fails_at=0), tmp_path)


def test_results_of_another_configuration_are_refused_and_kept(tmp_path):
    run_study(STUDY, Counting(), tmp_path)
    before = (tmp_path / "results.jsonl").read_bytes()
    with pytest.raises(FileFormatError, match=r"scale = 1\.0 \(now 2\.0\)"):
        run_study(STUDY, Counting(scale=2.0), tmp_path)
    assert (tmp_path / "results.jsonl").read_bytes() == before


def test_results_of_another_study_are_refused(tmp_path):
    (tmp_path / "results.jsonl").write_text('{"study": "figure2", "configuration": {}}\n')
    with pytest.raises(FileFormatError, match="those of figure2"):
        run_study(STUDY, Counting(), tmp_path)


@pytest.mark.parametrize("content", ["not JSON\n", "[1, 2]\n", '{"study": "counting"}\nnonsense\n{}\n'])
def test_a_damaged_file_is_refused(tmp_path, content):
    (tmp_path / "results.jsonl").write_text(content)
    with pytest.raises(FileFormatError, match="results in"):
        run_study(STUDY, Counting(), tmp_path)


def test_a_folder_in_the_place_of_the_file_is_refused(tmp_path):
    (tmp_path / "results.jsonl").mkdir()
    with pytest.raises(FileFormatError, match="a regular file"):
        run_study(STUDY, Counting(), tmp_path)


def test_a_cluster_does_every_run_though_a_worker_is_killed(tmp_path):
    distributed = pytest.importorskip("distributed", reason="Dask, which the extra test brings, is not installed")
    configuration = Counting(seeds=3, killed_once=str(tmp_path / "killed"), seconds=0.05)
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        run_study(STUDY, configuration, tmp_path, scheduler=cluster.scheduler_address)
    assert (tmp_path / "killed").exists()
    assert sorted(map(json.dumps, (r["cell"] for r in lines(tmp_path)[1:]))) == sorted(map(json.dumps, cells(configuration)))


def test_a_cluster_hands_back_what_a_run_raises(tmp_path):
    distributed = pytest.importorskip("distributed", reason="Dask, which the extra test brings, is not installed")
    with (
        distributed.LocalCluster(n_workers=1, threads_per_worker=1, processes=False, dashboard_address=None) as cluster,
        pytest.raises(LieTheoryError, match="no such luck"),
    ):
        run_study(STUDY, Counting(fails_at=1), tmp_path, scheduler=cluster.scheduler_address)
    assert len(lines(tmp_path)) == 3


def test_an_address_where_nothing_answers_is_refused(tmp_path):
    pytest.importorskip("distributed", reason="Dask, which the extra test brings, is not installed")
    with pytest.raises(LieTheoryError, match="address of a Dask scheduler"):
        run_study(STUDY, Counting(), tmp_path, scheduler="tcp://127.0.0.1:1")


def test_results_under_a_study_s_former_name_are_continued(tmp_path):
    configuration = Counting(log=str(tmp_path / "log"))
    run_study(STUDY, configuration, tmp_path)
    run_study(replace(STUDY, name="numbering", former_name="counting"), configuration, tmp_path)
    assert len(logged(configuration)) == 4


def test_runs_without_the_headline_are_counted_and_not_averaged():
    runs = [Result({"model": "cnn", "seed": s}, m, 0.0) for s, m in enumerate([{"accuracy": 1.0}, {}, {"accuracy": 3.0}])]
    runs.append(Result({"model": "fc", "seed": 0}, {}, 0.0))
    assert running_table(STUDY, runs)[1:] == [("cnn", "3", "2", "1.4"), ("fc", "1", "—", "—")]


def test_the_most_runs_are_taken_and_one_more_is_refused(tmp_path, monkeypatch):
    seen = []
    monkeypatch.setattr("lconv.experiments.harness.running._run_locked", lambda study, c, wanted, *rest: seen.append(len(wanted)))
    for count in (100_000, 100_001):
        many = replace(STUDY, cells=lambda c, count=count: cells(c)[:1] * count)
        if count > 100_000:
            with pytest.raises(LieTheoryError, match="at most 100000 runs, got 100001"):
                run_study(many, Counting(), tmp_path)
        else:
            run_study(many, Counting(), tmp_path)
    assert seen == [100_000]
