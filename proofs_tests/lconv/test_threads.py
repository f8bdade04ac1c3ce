"""Threads are as they were after every call, nested, side by side or failed, and never more than the user allows."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
import torch
from threadpoolctl import threadpool_info, threadpool_limits

import lconv
import lietheory as lt
from lconv import threads as torch_threads
from lietheory import threads


def _blas() -> list[int]:
    return sorted(int(pool["num_threads"]) for pool in threadpool_info() if pool["user_api"] == "blas")


@pytest.fixture(autouse=True)
def two_threads():
    before = torch.get_num_threads()
    with threadpool_limits(2, user_api="blas"):
        torch.set_num_threads(2)
        yield
        torch.set_num_threads(before)


def test_one_thread_holds_inside_and_what_was_before_comes_back():
    before = _blas()
    with threads.one_thread():
        assert set(_blas()) == {1}
        with threads.one_thread():
            pass
        assert set(_blas()) == {1}
    assert _blas() == before
    with pytest.raises(ZeroDivisionError), threads.one_thread():
        raise ZeroDivisionError
    assert _blas() == before


def test_large_products_keep_their_threads():
    before = _blas()
    with threads.one_thread(threads.SMALL + 1):
        assert _blas() == before


def test_calls_side_by_side_restore_the_settings_with_the_last_of_them():
    before = _blas()

    def work(seed: int) -> int:
        return lt.lie_closure(np.random.default_rng(seed).normal(size=(2, 4, 4))).dimension

    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(work, range(24))) == {16}
    assert _blas() == before


@pytest.mark.parametrize("faster", [True, False])
def test_discover_leaves_the_settings_as_they_were(faster, monkeypatch):
    monkeypatch.setattr(torch_threads, "_more_are_faster", lambda: faster)
    seen, before = [], _blas()

    def model(x):
        seen.append(torch.get_num_threads())
        return (x**2).sum(1)

    x = torch.randn(200, 3, dtype=torch.float64, generator=torch.Generator().manual_seed(0))
    assert lconv.discover(model, x, lconv.LinearAction(3)).dimension == 3
    assert set(seen) == {2 if faster else 1}
    assert torch.get_num_threads() == 2 and _blas() == before


def test_the_probe_never_takes_more_threads_than_are_allowed():
    torch.set_num_threads(1)
    with torch_threads.fitting_threads():
        assert torch.get_num_threads() == 1
    torch.set_num_threads(2)
    with torch_threads.fitting_threads():
        assert torch.get_num_threads() <= 2
    assert torch.get_num_threads() == 2


@pytest.mark.parametrize("call", [lt.identify, lt.nearest_algebra, lambda L: lt.compare(L, "so(3)"), lt.lie_closure])
def test_public_calls_leave_the_settings_as_they_were(call):
    before = _blas()
    call(np.asarray(lt.lie_closure("so(3)").generators, dtype=np.float64))
    assert _blas() == before
