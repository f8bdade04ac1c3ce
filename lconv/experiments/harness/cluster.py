"""The runs of a study on the workers of a Dask cluster."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from lconv.experiments.harness.study import Cell, Result, Study
from lietheory.errors import LieTheoryError

C = TypeVar("C")
RETRIES = 3
"""A run is tried again this often when the worker that does it is lost."""


def outcomes_on_cluster(
    study: Study[C], configuration: C, cells: Sequence[Cell], scheduler: str
) -> Iterator[tuple[Cell, Result | Exception]]:
    """Every cell with its result or with what it raised, as they end on the cluster.

    Args:
        study: the study; its workers need the same packages.
        configuration: its configuration.
        cells: the runs.
        scheduler: the scheduler's address, such as ``"tcp://10.0.0.1:8786"``.

    Raises:
        LieTheoryError: Dask is not installed, or nothing answers at the address.
    """
    call = f"--scheduler {scheduler}"
    try:
        from distributed import Client, as_completed
    except ImportError:
        raise LieTheoryError(call, "Dask", "a Python without it", 'Install it with: pip install "lietheory[cluster]"') from None
    from lconv.experiments.harness.running import one_run

    try:
        client = Client(scheduler, timeout="5s")
    except (OSError, ValueError) as problem:
        raise LieTheoryError(
            call, "the address of a Dask scheduler", str(problem), "Start one with: dask scheduler; dask worker ADDRESS."
        ) from None
    with client:
        futures = {client.submit(one_run, study.run, configuration, cell, pure=False, retries=RETRIES): cell for cell in cells}
        by_key = {future.key: cell for future, cell in futures.items()}
        for future in as_completed(list(futures)):
            problem = future.exception()
            yield by_key[future.key], future.result() if problem is None else problem
            future.release()
