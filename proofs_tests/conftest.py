"""Hypothesis profiles, one thread a worker, and fixtures shared by all rooms."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, settings

from proofs_tests.runtime_shape_checks import check_shapes_of

check_shapes_of("lietheory", "lconv")

# how long a draw takes is the machine's matter: neither a deadline nor the health check of slow draws says anything of the code
_COMMON = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow], "derandomize": True}
_FOUND = (Phase.explicit, Phase.generate)  # a failure is printed as found: to shrink one may take minutes
settings.register_profile("default", max_examples=30, phases=_FOUND, **_COMMON)
settings.register_profile("shrink", max_examples=30, **_COMMON)
settings.register_profile("deep", max_examples=500, **(_COMMON | {"derandomize": False}))
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


LONG = ("lconv/experiments", "fuzz", "peers", "robustness")
"""Folders whose tests train, draw calls by the hundred, ask GAP, or kill and fill: they are left to `make long`."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is in these folders as long."""
    root = Path(__file__).parent
    for item in items:
        if any(item.path.is_relative_to(root / folder) for folder in LONG):
            item.add_marker(pytest.mark.long)


@pytest.fixture
def rng() -> np.random.Generator:
    """A generator with a fixed seed, so that a failure can be replayed."""
    return np.random.default_rng(20201)
