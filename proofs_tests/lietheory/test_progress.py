"""Long calls say so to the logger, once for a call and the calls inside it, and only where a program listens."""

from __future__ import annotations

import inspect
import logging
import threading

import lietheory as lt
from lietheory import progress
from lietheory.progress import reports_progress

LONGEST = 60.0  # seconds that no machine needs for two lines


class _Lines(logging.Handler):
    """Keeps the lines, and tells when there are enough."""

    def __init__(self, enough: int):
        super().__init__()
        self.lines, self.enough, self.reached = [], enough, threading.Event()

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())
        if len(self.lines) >= self.enough:
            self.reached.set()


@reports_progress
def inner(reached: threading.Event) -> bool:
    return reached.wait(LONGEST)


@reports_progress
def outer(reached: threading.Event) -> bool:
    return inner(reached)


def _lines(monkeypatch, level: int, call) -> list[str]:
    monkeypatch.setattr(progress, "FIRST", 0.001)
    handler, logger, before = _Lines(2), logging.getLogger("lietheory"), logging.getLogger("lietheory").level
    logger.addHandler(handler)
    logger.setLevel(level)
    try:
        call(handler.reached)
    finally:
        logger.removeHandler(handler)
        logger.setLevel(before)
    return handler.lines


def test_the_outermost_call_says_so_again_and_again(monkeypatch):
    lines = _lines(monkeypatch, logging.INFO, outer)
    assert len(lines) >= 2 and all(line.startswith("outer: at work for ") for line in lines)


def test_nothing_is_started_where_nobody_listens(monkeypatch):
    def no_thread(*_, **__):
        raise AssertionError("a thread was started")

    monkeypatch.setattr(threading, "Thread", no_thread)
    assert _lines(monkeypatch, logging.WARNING, lambda reached: lt.identify(lt.so(3))) == []


def test_an_error_leaves_no_thread_and_the_next_call_reports(monkeypatch):
    @reports_progress
    def fails(reached: threading.Event) -> None:
        raise lt.ShapeError("f()", "a", "b", "c.")

    def both(reached: threading.Event) -> None:
        before = threading.active_count()
        try:
            fails(reached)
        except lt.ShapeError:
            assert threading.active_count() == before
        inner(reached)

    lines = _lines(monkeypatch, logging.INFO, both)
    assert len(lines) >= 2 and all(line.startswith("inner") for line in lines)


def test_signatures_stay():
    assert list(inspect.signature(lt.identify).parameters) == ["g", "noise"] and lt.identify.__doc__
