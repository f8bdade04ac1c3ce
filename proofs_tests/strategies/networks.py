"""Small networks whose random parameters are the same at every run, whatever ran before."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import torch

Network = TypeVar("Network", bound=torch.nn.Module)


def seeded(make: Callable[[], Network], seed: int = 0) -> Network:
    """The module that ``make`` builds, with parameters drawn from this seed; torch's own state stays as it is."""
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        return make()
