"""Threads of the linear algebra: one for small products, where more wait for each other longer than they compute.

A thread that has to wait for a processor that other work holds makes all others wait at the end of each product, so that
thousands of small products on two threads take tens of times as long as on one. The setting belongs to the process: it is
counted how many calls want one thread, nested or side by side, and what was there before comes back with the last of them.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from threadpoolctl import ThreadpoolController

SMALL = 2**17
"""Numbers in the largest matrix below which a product takes less time than waking a thread may."""
_BRING_LIBRARIES = ("numpy", "scipy.linalg", "torch")


class SharedSetting:
    """A setting of the whole process that calls hold together: the first sets it, the last restores it.

    Args:
        change: makes the context that holds the setting.
    """

    def __init__(self, change: Callable[[], AbstractContextManager[object]]):
        self._change, self._lock, self._holders = change, Lock(), 0
        self._held: AbstractContextManager[object] = nullcontext()

    @contextmanager
    def hold(self) -> Iterator[None]:
        """The setting while the block runs."""
        with self._lock:
            self._holders += 1
            if self._holders == 1:
                self._held = self._change()
                self._held.__enter__()
        try:
            yield
        finally:
            with self._lock:
                self._holders -= 1
                if self._holders == 0:
                    self._held.__exit__(None, None, None)


@cache
def _controller(loaded: tuple[bool, ...]) -> ThreadpoolController:
    """The libraries with threads, looked for again once another package has brought its own."""
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()


_ONE = SharedSetting(
    lambda: _controller(tuple(name in sys.modules for name in _BRING_LIBRARIES)).limit(limits=1, user_api="blas")
)


def one_thread(numbers: int = 0) -> AbstractContextManager[None]:
    """One thread for linear algebra while a block runs, if its largest matrix has at most :data:`SMALL` numbers.

    Examples:
        >>> with one_thread():
        ...     pass
    """
    return _ONE.hold() if numbers <= SMALL else nullcontext()
