"""Running the ledger from the command line, with a progress bar."""

from __future__ import annotations

import numpy as np

from lietheory.cli import common, plugins
from lietheory.proof.ledger import Outcome, verify_each
from lietheory.proof.registry import find, modules


def run_judges(labels: list[str] | None, seed: int, *, cached: bool) -> list[Outcome]:
    """The outcomes in the order of the ledger; ``cached`` only warns, since outcomes are no longer kept between runs."""
    if cached:
        common.err().print("--cached has no effect: every claim is checked, in half a minute of processor time", soft_wrap=True)
    wanted = {find(label, f"verify([{label!r}])").label for label in labels} if labels else set(modules())
    outcomes = verify_each(wanted, rng=np.random.default_rng(seed), torch_judges=plugins.torch_judges())
    return list(common.progress("verifying", outcomes, len(wanted), name=lambda o: o.label))
