"""Runs of a study, on this machine or on a Dask cluster, each written to the results file as it ends."""

from __future__ import annotations

import json
import multiprocessing
import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import torch

from lconv.experiments.harness.report import Table, as_json, tables, write_page
from lconv.experiments.harness.results import ResultsFile
from lconv.experiments.harness.study import Cell, Result, Study, key
from lconv.experiments.harness.training import Progress, silent
from lietheory.errors import LieTheoryError
from lietheory.files import write_whole
from lietheory.outputs import locked

C = TypeVar("C")
_SAFE_PATH = "PYTHONSAFEPATH"
Outcome = tuple[Cell, Result | Exception]
Watch = Callable[[Sequence[Result]], None]
"""Called after every run with all finished runs of the configuration."""
MOST_RUNS = 100_000
"""More runs are a mistake in the settings: with one second each they would take a day."""
RETRIES = 3
"""A run is tried again this often when the worker that does it is lost."""


@dataclass(frozen=True)
class StudyOutput:
    """What a finished study writes.

    Args:
        paths: the files.
        tables: those of its report.
    """

    paths: list[Path]
    tables: Sequence[Table] = ()


def run_study(
    study: Study[C],
    configuration: C,
    out: str | Path,
    *,
    workers: int = 1,
    scheduler: str | None = None,
    progress: Progress = silent,
    watch: Watch | None = None,
) -> StudyOutput:
    """Every run of the study that its results file does not hold yet, then the report on all of them.

    Args:
        study: the study.
        configuration: its configuration.
        out: a folder. ``results.jsonl`` takes a line as each run ends; ``report.html`` and ``report.json``
            are written at the end, ``NAME.html`` and ``NAME.json`` by a study of a family.
        workers: processes on this machine; 1 does the runs in this one.
        scheduler: the address of a Dask scheduler, whose workers then do the runs.
        progress: called before the first run and after every one.
        watch: called after every run with all results of the configuration.

    Returns:
        The files (results, page, JSON), and the tables of the report.

    Raises:
        FileFormatError: a results file of another configuration, or a folder that cannot be written to.
        LieTheoryError: runs that failed, after all others were done and written; or Dask is missing or does not answer.
    """
    wanted = list(study.cells(configuration))
    if len(wanted) > MOST_RUNS:
        raise LieTheoryError(
            f"experiment {study.name}", f"at most {MOST_RUNS} runs", f"{len(wanted)}", "Lower the settings that count."
        )
    with locked(out) as folder:
        return _run_locked(study, configuration, wanted, folder, workers, scheduler, progress, watch)


def _run_locked(
    study: Study[C],
    configuration: C,
    wanted: Sequence[Cell],
    out: Path,
    workers: int,
    scheduler: str | None,
    progress: Progress,
    watch: Watch | None,
) -> StudyOutput:
    file = ResultsFile(out / "results.jsonl", study, configuration)
    try:
        done = file.done()
        left = [cell for cell in wanted if key(cell) not in done]
        failures: list[tuple[Cell, Exception]] = []
        progress(study.name, len(wanted) - len(left), len(wanted))
        if watch is not None:
            watch(_asked(wanted, file.results))
        for number, (cell, outcome) in enumerate(_outcomes(study, configuration, left, workers, scheduler), 1):
            if isinstance(outcome, Exception):
                failures.append((cell, outcome))
            else:
                file.append(outcome)
            progress(study.name, len(wanted) - len(left) + number, len(wanted))
            if watch is not None:
                watch(_asked(wanted, file.results))
    finally:
        file.close()
    if failures:
        raise _failed(study.name, failures, len(wanted), file.path) from failures[0][1]
    return _reported(study, configuration, _asked(wanted, file.results), file.path)


def _reported(study: Study[C], configuration: C, results: Sequence[Result], path: Path) -> StudyOutput:
    """The study's report on these runs, written beside them as a page and as JSON."""
    parts = list(study.report(configuration, results))
    content = json.dumps(as_json(study.title, parts), indent=1, ensure_ascii=False)
    name = study.name if study.family else "report"
    pages = [write_page(path.with_name(f"{name}.html"), study.title, parts), write_whole(path.with_name(f"{name}.json"), content)]
    return StudyOutput([path, *pages], tables(parts))


def one_run(run: Callable[[Any, Cell], dict[str, Any]], configuration: Any, cell: Cell) -> Result:
    """One run, timed, on one thread and without denormal numbers.

    Networks are small and runs are many: threads of several would wait for each other. Averages of gradients that have
    died out pass through the denormal numbers, where arithmetic is some thirty times slower; they are taken for zero.
    """
    started, threads = time.perf_counter(), torch.get_num_threads()
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    try:
        return Result(cell, run(configuration, cell), time.perf_counter() - started)
    finally:
        torch.set_flush_denormal(False)
        torch.set_num_threads(threads)


def _asked(wanted: Sequence[Cell], results: Sequence[Result]) -> list[Result]:
    """The results of this configuration, in its order: the file may hold more seeds."""
    by_key = {key(result.cell): result for result in results}
    return [by_key[key(cell)] for cell in wanted if key(cell) in by_key]


def _outcomes(study: Study[C], configuration: C, cells: Sequence[Cell], workers: int, scheduler: str | None) -> Iterator[Outcome]:
    """Every cell with its result or with what it raised, in the order in which they end."""
    if scheduler is not None:
        yield from _on_cluster(study, configuration, cells, scheduler)
    elif workers == 1:
        for cell in cells:
            try:
                yield cell, one_run(study.run, configuration, cell)
            except Exception as problem:
                yield cell, problem
    else:
        yield from _on_processes(study, configuration, cells, workers)


def _on_processes(study: Study[C], configuration: C, cells: Sequence[Cell], workers: int) -> Iterator[Outcome]:
    context = multiprocessing.get_context("spawn")  # a forked torch may hang in its threads
    with _without_current_folder(), ProcessPoolExecutor(workers, mp_context=context, initializer=_end_with_parent) as pool:
        futures = {pool.submit(one_run, study.run, configuration, cell): cell for cell in cells}
        try:
            for future in as_completed(futures):
                yield futures[future], _result_of(future)
        except BaseException:  # interrupted: what has not begun need not
            _cancel(pool)
            raise


@contextmanager
def _without_current_folder() -> Iterator[None]:
    """Processes started in the block look for no packages in the current folder before they take over this one's path."""
    before = os.environ.get(_SAFE_PATH)
    os.environ[_SAFE_PATH] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ[_SAFE_PATH]
        else:
            os.environ[_SAFE_PATH] = before


def _end_with_parent() -> None:
    """Let this process end as soon as the one that started it has: its runs would go to nobody, and so on for all queued."""

    def wait() -> None:
        parent = multiprocessing.parent_process()
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=wait, daemon=True).start()


def _result_of(future: Future[Result]) -> Result | Exception:
    problem = future.exception()
    if problem is None:
        return future.result()
    return problem if isinstance(problem, Exception) else RuntimeError(str(problem))


def _cancel(pool: Executor) -> None:
    pool.shutdown(wait=False, cancel_futures=True)


def _failed(name: str, failures: Sequence[tuple[Cell, Exception]], total: int, path: Path) -> LieTheoryError:
    cell, problem = failures[0]
    why = f"{key(cell)}: {type(problem).__name__}: {problem}".rstrip(".")
    return LieTheoryError(
        f"experiment {name}",
        "every run to end",
        f"{len(failures)} of {total} that failed; the first, {why}",
        f"What is finished is in {path}; the same command tries the others again.",
    )


def _on_cluster(study: Study[C], configuration: C, cells: Sequence[Cell], scheduler: str) -> Iterator[Outcome]:
    """The same on the workers of a Dask cluster, which need the same packages.

    Raises:
        LieTheoryError: Dask is not installed, or nothing answers at the address.
    """
    call = f"--scheduler {scheduler}"
    try:
        import distributed  # an extra
    except ImportError:
        raise LieTheoryError(call, "Dask", "a Python without it", 'Install it with: pip install "lietheory[cluster]"') from None
    try:
        client = distributed.Client(scheduler, timeout="5s")
    except (OSError, ValueError) as problem:
        raise LieTheoryError(
            call, "the address of a Dask scheduler", str(problem), "Start one with: dask scheduler; dask worker ADDRESS."
        ) from None
    with client:
        futures = {client.submit(one_run, study.run, configuration, cell, pure=False, retries=RETRIES): cell for cell in cells}
        by_key = {future.key: cell for future, cell in futures.items()}
        for future in distributed.as_completed(list(futures)):
            problem = future.exception()
            yield by_key[future.key], future.result() if problem is None else problem
            future.release()
