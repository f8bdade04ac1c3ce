"""How much memory is available, and refusing what needs more before anything of it is allocated."""

from __future__ import annotations

import sys
from contextlib import suppress
from math import log10
from pathlib import Path

from lietheory.errors import ShapeError


def available_bytes() -> float:
    """The memory available to the machine, to this process and to its control group, as far as the system reports it."""
    return min([float("inf"), *_machine(), *_process(), *_group()])


def _machine() -> list[float]:
    with suppress(OSError, ValueError, IndexError):
        lines = Path("/proc/meminfo").read_text().splitlines()
        return [1024.0 * int(line.split()[1]) for line in lines if line.startswith("MemAvailable")]
    return []


def _process() -> list[float]:
    if sys.platform == "win32":  # which has no limits of a process to read
        return []
    import resource

    limit = resource.getrlimit(resource.RLIMIT_AS)[0]
    return [float(limit)] if limit != resource.RLIM_INFINITY else []


def _group() -> list[float]:
    with suppress(OSError, ValueError):
        root = Path("/sys/fs/cgroup")
        most = (root / "memory.max").read_text().strip()
        return [] if most == "max" else [float(most) - float((root / "memory.current").read_text())]
    return []


def require_memory(call: str, what: str, needed: float, cure: str) -> None:
    """Raise ShapeError for what needs more bytes than are available.

    Raises:
        ShapeError: with the estimate and what is available.

    Examples:
        >>> require_memory("so(1000)", "so(1000)", 4e18, "Take a smaller one.")  # doctest: +ELLIPSIS
        Traceback (most recent call last):
        lietheory.errors.ShapeError: so(1000): expected what fits into ... so(1000), about 4e+03 PB. Take a smaller one.
    """
    there = available_bytes()
    if needed > there:
        raise ShapeError(
            call, f"what fits into the {written_size(there)} of memory available", f"{what}, about {written_size(needed)}", cure
        )


def written_size(count: float) -> str:
    """A number of bytes with a unit.

    Examples:
        >>> written_size(123e9)
        '123 GB'
    """
    count = float(min(count, 1e300))  # a whole number may be larger than any float
    power = min(5, max(0, int(log10(max(count, 1.0)) // 3)))
    return f"{count / 1000.0**power:.3g} {('B', 'kB', 'MB', 'GB', 'TB', 'PB')[power]}"
