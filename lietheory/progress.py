"""Calls that take long say so to the logger ``lietheory``: after 3 seconds, 9, 21 and so on, where a program listens at INFO.

    import logging
    logging.basicConfig(level=logging.INFO)

A library writes nothing that its user did not ask for: without that line nothing is written, started or measured.
"""

from __future__ import annotations

import functools
import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import ParamSpec, TypeVar

FIRST = 3.0
"""Seconds before the first line; each pause after it is twice as long."""
LOGGER = logging.getLogger("lietheory")

_Arguments = ParamSpec("_Arguments")
_Value = TypeVar("_Value")
_inside: ContextVar[bool] = ContextVar("inside", default=False)


@contextmanager
def while_working(tell: Callable[[float], object]) -> Iterator[None]:
    """Calls ``tell`` with the seconds gone, from another thread, as long as the block runs.

    Examples:
        >>> with while_working(print):  # soon done
        ...     pass
    """
    ended, begun = threading.Event(), time.monotonic()

    def telling() -> None:
        pause = FIRST
        while not ended.wait(pause):
            tell(time.monotonic() - begun)
            pause *= 2

    teller = threading.Thread(target=telling, daemon=True)
    teller.start()
    try:
        yield
    finally:
        ended.set()
        teller.join()


def reports_progress(function: Callable[_Arguments, _Value]) -> Callable[_Arguments, _Value]:
    """The function, whose outermost call says how long it has been at work."""

    @functools.wraps(function)
    def reporting(*args: _Arguments.args, **kwargs: _Arguments.kwargs) -> _Value:
        if _inside.get() or not LOGGER.isEnabledFor(logging.INFO):
            return function(*args, **kwargs)
        inside = _inside.set(True)
        try:
            with while_working(lambda gone: LOGGER.info("%s: at work for %.0f s", function.__qualname__, gone)):
                return function(*args, **kwargs)
        finally:
            _inside.reset(inside)

    return reporting
