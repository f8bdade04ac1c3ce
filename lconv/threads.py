"""Threads of torch: as many as the user allows where they help, and one where other work holds the processors."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

import torch

from lietheory.threads import SharedSetting, one_thread

_PROBED = 2**16  # numbers: some parallel work of a quarter of a millisecond, as small products are
_REPEATS = 6
_GAIN = 0.9  # of the time on one thread: with less there is no reason to wait for others


@contextmanager
def _set_to_one() -> Iterator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        with one_thread():
            yield
    finally:
        torch.set_num_threads(before)


_ONE = SharedSetting(_set_to_one)


@contextmanager
def fitting_threads(device: torch.device | str = "cpu") -> Iterator[None]:
    """One thread while the block runs, unless those that the user allows are faster on small products just now.

    The probe takes a few milliseconds, or some tens of them where other work holds the processors. Settings are as before
    afterwards.
    """
    with _ONE.hold() if torch.device(device).type == "cpu" and not _more_are_faster() else nullcontext():
        yield


def _more_are_faster() -> bool:
    allowed = torch.get_num_threads()
    if allowed == 1:
        return False
    x = torch.linspace(-1, 1, _PROBED, dtype=torch.float64)
    with _ONE.hold():
        torch.tanh(x)
        started = time.perf_counter()
        for _ in range(_REPEATS):
            torch.tanh(x)
        alone = time.perf_counter() - started
    torch.tanh(x)  # wakes the threads
    started, together = time.perf_counter(), 0.0
    for _ in range(_REPEATS):
        torch.tanh(x)
        together = time.perf_counter() - started
        if together > alone:
            return False
    return together < _GAIN * alone
